"""What becomes of an insight: its state, kept in the workspace from one run to the next.

The document “insights” of the workspace's settings holds, by id, every state that somebody gave
with its date, its author if one was named and a note, and what the insight claimed at that time. It
is written in one move under the workspace's lock, and erasure walks it as it does every setting.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.errors import InputError
from rebond.quantify.insights.claims import Claim, claim_of, claim_of_json
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.retesting import Retest, retest
from rebond.quantify.perimeter import Perimeter
from rebond.vocabulary import Label, Message, Quantity

if TYPE_CHECKING:
    from rebond.workspace import Workspace

DOCUMENT = "insights"
NEW, CONFIRMED, DISMISSED, ACTED_ON = STATES = ("new", "confirmed", "dismissed", "acted on")
STATE_LABELS = {
    NEW: Label("new", "nouveau"),
    CONFIRMED: Label("confirmed", "confirmé"),
    DISMISSED: Label("dismissed", "écarté"),
    ACTED_ON: Label("acted on", "suivi d’action"),
}


@dataclass(frozen=True)
class Mark:
    """A state given to an insight: when (UTC), by whom if told, with which note.

    ``claim`` is what the insight said then; ``imports`` what the workspace held.
    """

    state: str
    on: datetime.datetime
    by: str
    note: str
    claim: Claim
    imports: tuple[str, ...]


@dataclass(frozen=True)
class Followed:
    """An insight with its state.

    ``marks`` are the states it was given, the last one last; ``retest`` what newer responses say of
    one that was confirmed or acted on; ``changed`` says how a dismissed one has changed clearly
    since, None when it has not.
    """

    insight: Insight
    state: str
    marks: tuple[Mark, ...] = ()
    retest: Retest | None = None
    changed: Message | None = None

    @property
    def set_aside(self) -> bool:
        """Whether it was dismissed and has not changed since."""
        return self.state == DISMISSED and self.changed is None


@dataclass(frozen=True)
class Gone:
    """An insight that was given a state and that a new scan does not announce any more."""

    id: str
    state: str
    marks: tuple[Mark, ...]
    retest: Retest | None


def mark(
    workspace: Workspace, insight: Insight, state: str, *, by: str = "", note: str = ""
) -> Mark:
    """Give an insight a state, and keep it.

    Parameters
    ----------
    state : str
        One of `STATES`; "new" takes earlier states back without forgetting them.
    by, note : str
        Who decides and why, as free text.

    Raises
    ------
    InputError
        When the state is none of those.
    WorkspaceBusy
        When another writer is at work.
    """
    if state not in STATES:
        raise InputError(
            "“{state}” is not a state of an insight. Give one of: {valid}.",
            state=state,
            valid=", ".join(STATES),
        )
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
    made = Mark(
        state, now, by.strip(), note.strip(), claim_of(insight.main), workspace.committed_imports()
    )
    with workspace.writing():
        document = workspace.settings.get(DOCUMENT, {})
        document.setdefault(insight.id, []).append(_as_json(made))
        workspace.settings.set(DOCUMENT, document)
    return made


def marks_of(workspace: Any) -> dict[str, tuple[Mark, ...]]:
    """Return the states given, by insight, oldest first; none where tables have no settings."""
    if not hasattr(workspace, "settings"):
        return {}
    document = workspace.settings.get(DOCUMENT, {})
    return {id_: tuple(_from_json(one) for one in marks) for id_, marks in document.items()}


def followed(insights: Sequence[Insight], perimeter: Perimeter) -> tuple[Followed, ...]:
    """Return insights with their states: in their order, those set aside last.

    What was confirmed or acted on is tested again on the responses that arrived since.
    """
    marks = marks_of(perimeter.workspace)
    found = [_followed(insight, marks.get(insight.id, ()), perimeter) for insight in insights]
    return tuple(sorted(found, key=lambda one: one.set_aside))


def gone(insights: Sequence[Insight], perimeter: Perimeter) -> tuple[Gone, ...]:
    """Return what was confirmed or acted on and is not announced any more, tested again."""
    here = {insight.id for insight in insights}
    found = []
    for id_, marks in marks_of(perimeter.workspace).items():
        if id_ not in here and marks[-1].state in (CONFIRMED, ACTED_ON):
            found.append(Gone(id_, marks[-1].state, marks, _retest(marks, perimeter)))
    return tuple(found)


def _followed(insight: Insight, marks: tuple[Mark, ...], perimeter: Perimeter) -> Followed:
    state = marks[-1].state if marks else NEW
    changed = None
    if state == DISMISSED:
        changed = _clearly_changed(insight, marks[-1])
    again = _retest(marks, perimeter) if state in (CONFIRMED, ACTED_ON) else None
    return Followed(insight, state, marks, again, changed)


def _retest(marks: Sequence[Mark], perimeter: Perimeter) -> Retest | None:
    """Test what was last confirmed; None when nothing has been imported since."""
    confirmed = [one for one in marks if one.state == CONFIRMED] or list(marks)
    since = confirmed[-1]
    if set(perimeter.workspace.committed_imports()) <= set(since.imports):  # type: ignore[attr-defined]
        return None
    return retest(since.claim, perimeter, since.imports)


def _clearly_changed(insight: Insight, dismissed: Mark) -> Message | None:
    """Say how a dismissed insight has changed; None when it says what it said.

    It has when its claim now goes the other way, when it has grown beyond its interval of then
    while the interval of now leaves the size of then out, or when its main claim is another one.
    """
    then = dismissed.claim
    now = next((one for one in map(claim_of, insight.findings) if one.same_as(then)), None)
    main = claim_of(insight.main)
    if now is None or not main.same_as(then):
        if any(claim_of(one).same_as(then) for one in insight.support):
            return None
        return Message("It was dismissed for another statement on the same subject.")
    side = then.direction
    grown = side * now.size > max(side * then.low, side * then.high)
    apart = min(side * now.low, side * now.high) > side * then.size
    if now.direction == side and not (grown and apart):
        return None
    decimals = 2 if now.kind in ("link", "lead") or now.measure == "mean_score" else 1
    return Message(
        "It was dismissed at {then}; it is now {now} ({low} to {high}).",
        {
            "then": Quantity(then.size, decimals, signed=True),
            "now": Quantity(now.size, decimals, signed=True),
            "low": Quantity(now.low, decimals, signed=True),
            "high": Quantity(now.high, decimals, signed=True),
        },
    )


def _as_json(made: Mark) -> dict[str, Any]:
    return {
        "state": made.state,
        "on": made.on.isoformat(),
        "by": made.by,
        "note": made.note,
        "claim": made.claim.as_json(),
        "imports": list(made.imports),
    }


def _from_json(document: dict[str, Any]) -> Mark:
    return Mark(
        document["state"],
        datetime.datetime.fromisoformat(document["on"]),
        document["by"],
        document["note"],
        claim_of_json(document["claim"]),
        tuple(document["imports"]),
    )
