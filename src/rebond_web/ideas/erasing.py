"""What an erasure takes out of ideas: names of who is forgotten, and the links to their voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q

from rebond.listen.erasure import Forgotten, shared_traces
from rebond_web.ideas.models import Document, Idea, IdeaVoice, Picture, Rebound, Version

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of an identifier looked for inside other words
_GONE = "…"
_WORDS: dict[type[Model], tuple[str, ...]] = {
    Idea: ("title", "text", "need", "benefit"),
    Version: ("title", "text", "need", "benefit"),
    Rebound: ("text",),
    Picture: ("alt",),
    Document: ("name",),
}


def forget_in_ideas(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take a person out of ideas and rebounds, and unlink their voices; return of how many rows."""
    folder = str(workspace.path)
    ours = IdeaVoice.objects.filter(idea__challenge__space__tenant__folder=folder)
    theirs = Q(voice_id__in=forgotten.voices) | Q(response_id__in=forgotten.responses)
    changed = ours.filter(theirs).delete()[0]
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    if not names:
        return changed
    for model, fields in _WORDS.items():
        inside = "" if model is Idea else "idea__"
        rows = model._default_manager.filter(
            **{f"{inside}challenge__space__tenant__folder": folder}
        )
        for row in rows.only(*fields):
            changed += _rid(model, row, fields, names)
    return changed


def links_held(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return the ideas that a person's voices were said to ask for."""
    rows = IdeaVoice.objects.filter(
        idea__challenge__space__tenant__folder=str(workspace.path),
        response_id__in=person.responses,
    )
    return [
        {"voice": one.voice_id, "idea": one.idea.title, "asks": one.asks, "on": one.at.isoformat()}
        for one in rows.select_related("idea").order_by("pk")
    ]


def _rid(model: type[Model], row: Model, fields: tuple[str, ...], names: set[str]) -> int:
    said = {name: getattr(row, name) for name in fields}
    rid = {name: _without(names, words) for name, words in said.items()}
    if rid == said:
        return 0
    return model._default_manager.filter(pk=row.pk).update(**rid)


def _without(names: set[str], text: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _GONE)
    return text
