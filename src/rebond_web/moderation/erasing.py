"""What is told and erased of people in moderation: authors, and those who reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from rebond.listen.erasure import shared_traces
from rebond.vocabulary import Message
from rebond_web.mail.models import Letter
from rebond_web.moderation.models import Appeal, Notice, Ruling, Verdict
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of an identifier looked for inside other words
_GONE = "…"
# What is written in moderation, and the way from there to the space.
_WORDS: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Ruling: ("space", ("words", "said")),
    Appeal: ("ruling__space", ("words", "answer")),
    Notice: ("space", ("why", "where")),
}


def gifts_of(participant: Participant) -> Sequence[Gift]:
    """Return what a participant asked for: other looks at decisions."""
    found = Appeal.objects.filter(ruling__author=participant)
    what = Message("Another look asked for")
    return [Gift(what, one.words, one.at) for one in found]


def erase_gifts(participant: Participant) -> int:
    """Leave of decisions about a participant what the public log counts, without a word of theirs.

    Returns how many rows changed.
    """
    appeals = Appeal.objects.filter(ruling__author=participant).update(words="", answer="")
    rulings = Ruling.objects.filter(author=participant)
    rulings.filter(verdict=Verdict.EXCLUDED, lifted=None).update(lifted=timezone.now())
    return appeals + rulings.update(author=None, said="", words="")


def forget_in_moderation(workspace: Workspace, forgotten: Forgotten) -> int:
    """Empty the notices that a person gave, and take their names out of what others wrote.

    Returns how many rows changed. What was decided stays counted.
    """
    found = _notices(workspace, forgotten)
    readers = [f"notice:{pk}" for pk in found.values_list("pk", flat=True)]
    Letter.objects.filter(reader__in=readers).delete()
    changed = found.update(name="", email="", why="", where="")
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    if not names:
        return changed
    for model, (way, fields) in _WORDS.items():
        inside = {f"{way}__tenant__folder": str(workspace.path)}
        for row in model._default_manager.filter(**inside).only(*fields):
            changed += _rid(row, fields, names)
    return changed


def _rid(row: Model, fields: Sequence[str], names: set[str]) -> int:
    before = {field: str(getattr(row, field)) for field in fields}
    after = dict(before)
    for name in sorted(names, key=len, reverse=True):
        after = {field: words.replace(name, _GONE) for field, words in after.items()}
    if after == before:
        return 0
    return type(row)._default_manager.filter(pk=row.pk).update(**after)


def held_notices(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return the notices that a person gave, for them."""
    return [
        {
            "on": notice.at.isoformat(),
            "name": notice.name,
            "email": notice.email,
            "ground": notice.ground,
            "why": notice.why,
            "where": notice.where,
            "decided": notice.decided.isoformat() if notice.decided else None,
        }
        for notice in _notices(workspace, person).order_by("pk")
    ]


def _notices(workspace: Workspace, person: Forgotten) -> QuerySet[Notice]:
    named = Q()
    for identifier in person.identifiers:
        named |= Q(email__iexact=identifier)
    if not named:
        return Notice.objects.none()
    return Notice.objects.filter(named, space__tenant__folder=str(workspace.path))
