"""What an erasure takes out of saved views: those that look for a person, names that tell of one.

A view tells of a person when it holds what names them, or words found in their texts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rebond.errors import QuestionError
from rebond.listen.erasure import Forgotten, shared_traces
from rebond.quantify import Question
from rebond.quantify.asking.conditions import filters_in
from rebond_web.voices.models import SavedView

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of what names a person, looked for inside other words
_QUOTE = 20  # characters from which words out of a text quote it
_GONE = "…"
_LONGEST = 80


def forget_in_views(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the views that ask about a person, take them out of the names of others.

    Returns how many views were removed or changed.
    """
    ours = SavedView.objects.filter(tenant__folder=str(workspace.path))
    told = {view.pk: list(_values(view)) for view in ours}
    tell = _telling(workspace, forgotten, [one for given in told.values() for one in given])
    changed = 0
    for view in ours.order_by("pk") if tell else ():
        name, *asked = told[view.pk]
        if any(_without(tell, one) != one for one in asked):
            changed += view.delete()[0]
        elif (left := _without(tell, name)) != name:
            changed += ours.filter(pk=view.pk).update(name=_free(view, left))
    return changed


def _values(view: SavedView) -> Iterator[str]:
    """Yield a view's name, then the words and values that it asks for."""
    yield from (view.name, view.words)
    try:
        conditions = Question.parse(f"voices where {view.conditions}").filters
    except QuestionError:  # none, or of an earlier version
        yield view.conditions
        return
    for condition in conditions:
        for one in filters_in(condition):
            yield from one.values


def _telling(workspace: Workspace, forgotten: Forgotten, given: Sequence[str]) -> list[str]:
    """Return what tells of a person, the longest first."""
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    quotes = frozenset(_quotes(forgotten.traces, given))
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    pseudonyms = forgotten.people | forgotten.responses | forgotten.voices
    tell = names | pseudonyms | (quotes - shared_traces(workspace, quotes))
    return sorted(tell, key=lambda one: (-len(one), one))


def _quotes(texts: Iterable[str], given: Sequence[str]) -> Iterator[str]:
    """Yield the longest part of a text in each of the words given, where it quotes it."""
    long = [one for one in given if len(one) >= _QUOTE]
    for text in texts:
        found = SequenceMatcher(None, "", text.lower(), autojunk=False)
        for one in long:
            found.set_seq1(one.lower())
            same = found.find_longest_match()
            if same.size >= _QUOTE:
                yield text[same.b : same.b + same.size].strip()


def _without(tell: Iterable[str], text: str) -> str:
    for one in tell:
        text = re.sub(re.escape(one), _GONE, text, flags=re.IGNORECASE)
    return text


def _free(view: SavedView, name: str) -> str:
    """Return a name that no other view of that person bears."""
    others = SavedView.objects.filter(tenant=view.tenant_id, account=view.account_id)
    if not others.exclude(pk=view.pk).filter(name=name).exists():
        return name
    return f"{name[: _LONGEST - 21]} {view.pk}"
