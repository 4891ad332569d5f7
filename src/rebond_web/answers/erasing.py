"""What an erasure takes out of decisions: names, and what a person was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.listen.erasure import shared_traces
from rebond_web.answers.models import Decision, Left, Return, Step
from rebond_web.mail.models import Letter
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of an identifier looked for inside other words
_GONE = "…"


def forget_in_decisions(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove what a person was told, and take their names out of what was decided.

    Returns in how many rows it was.
    """
    folder = str(workspace.path)
    ours = Return.objects.filter(step__decision__tenant__folder=folder)
    theirs = ours.filter(response_id__in=forgotten.responses)
    letters = Letter.objects.filter(pk__in=list(theirs.values_list("letter", flat=True)))
    removed, _ = letters.delete()
    removed += theirs.delete()[0]
    gone = Left.objects.filter(tenant__folder=folder, person__in=forgotten.people)
    removed += gone.delete()[0]
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    if not names:
        return removed
    decisions = Decision.objects.filter(tenant__folder=folder)
    steps = Step.objects.filter(decision__tenant__folder=folder)
    return (
        removed + _unname(decisions, ("what", "reason"), names) + _unname(steps, ("words",), names)
    )


def returns_held(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return what was told to a person about what became of their responses."""
    ours = Return.objects.filter(
        step__decision__tenant__folder=str(workspace.path), response_id__in=person.responses
    )
    return [
        {
            "on": one.step.at.isoformat(),
            "decided": one.step.decision.kind,
            "what": one.step.decision.what,
            "reason": one.step.decision.reason,
            "state": one.step.state,
            "words": one.step.words,
        }
        for one in ours.select_related("step__decision").order_by("pk")
    ]


def _unname(rows: Any, fields: tuple[str, ...], names: set[str]) -> int:
    """Take names out of fields; return in how many rows they were."""
    changed = 0
    for row in rows:
        before = [getattr(row, field) for field in fields]
        after = [_without(names, text) for text in before]
        if after != before:
            changed += (
                type(row).objects.filter(pk=row.pk).update(**dict(zip(fields, after, strict=True)))
            )
    return changed


def _without(names: set[str], text: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _GONE)
    return text


def gifts_of(participant: Participant) -> list[Gift]:
    """Return nothing: what a participant was told is no gift of theirs, but leaves with them."""
    del participant
    return []


def erase_returns(participant: Participant) -> int:
    """Remove what a participant was told; return how many rows went."""
    removed, _ = Return.objects.filter(participant=participant).delete()
    return removed
