"""`trace_insight`: an insight shown once, looked for again on the data it was found in."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from rebond.errors import InputError
from rebond.quantify.insights.choosing import Chosen, chosen_voices
from rebond.quantify.insights.insight import Insight, insights
from rebond.quantify.insights.keeping import Mark, marks_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.tracing.keeping import claim_digest, conditions
from rebond.quantify.tracing.ledger import InsightEntry, Ledger
from rebond.quantify.tracing.past import past_of
from rebond.quantify.tracing.replay import Since, since, unknown_data

_IDENTIFIER = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class InsightTrace:
    """An insight replayed.

    Attributes
    ----------
    entry : InsightEntry
        The insight as it was last shown.
    then : Insight or None
        The insight of that identifier found again on the data and versions of then; None when the
        scan no longer finds it.
    now : Insight or None
        The one found today; None when it is not announced any more.
    same : str
        "bits" when its claim is the same to the bit, "different" when it is found with other
        numbers, "unknown" when it is not found.
    since : Since
        What changed since.
    marks : tuple of Mark
        The states it was given, the last one last.
    chosen : Chosen or None
        The voices that stand for it then, and one that contradicts.
    past : Perimeter
        The rows and versions on which ``then`` was looked for.
    """

    entry: InsightEntry
    then: Insight | None
    now: Insight | None
    same: str
    since: Since
    marks: tuple[Mark, ...]
    chosen: Chosen | None
    past: Perimeter


def is_insight(identifier: str) -> bool:
    """Whether an identifier is written as an insight's.

    >>> is_insight("4910d4c7"), is_insight("F-7K2M9QXD")
    (True, False)
    """
    return _IDENTIFIER.fullmatch(identifier.strip().lower()) is not None


def trace_insight(identifier: str, perimeter: Perimeter) -> InsightTrace:
    """Replay an insight that was shown in this perimeter.

    Raises
    ------
    InputError
        When none of that identifier was shown, with the nearest that were.
    """
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(perimeter.workspace.path))
    ledger = Ledger(workspace.path)
    wanted, inside = identifier.strip().lower(), conditions(perimeter)
    shown = [entry for entry in ledger.insights() if entry.perimeter == inside]
    entry = next((one for one in shown if one.identifier == wanted), None)
    if entry is None:
        raise _unknown(identifier, shown)
    state = ledger.data_version(entry.data_version)
    if state is None:
        raise unknown_data(identifier)
    today = Perimeter(workspace, perimeter.filters)
    past = Perimeter(past_of(workspace, state, entry.shown_at), perimeter.filters)
    then, now = _found(wanted, past), _found(wanted, today)
    same = "unknown"
    if then is not None:
        kept = claim_digest(then, workspace.secret) == entry.claim
        same = "bits" if kept else "different"
    return InsightTrace(
        entry=entry,
        then=then,
        now=now,
        same=same,
        since=since(workspace, state),
        marks=marks_of(workspace).get(wanted, ()),
        chosen=chosen_voices(then, past) if then is not None else None,
        past=past,
    )


def _found(identifier: str, perimeter: Perimeter) -> Insight | None:
    return next((one for one in insights(perimeter) if one.id == identifier), None)


def _unknown(identifier: str, shown: list[InsightEntry]) -> InputError:
    known = list(dict.fromkeys(entry.identifier for entry in shown))
    if not known:
        return InputError(
            "No insight {identifier} has been shown yet. See those that hold: rebond insights.",
            identifier=identifier,
        )
    nearest = difflib.get_close_matches(identifier.lower(), known, n=3, cutoff=0.5)
    return InputError(
        "No insight {identifier} is known here. The nearest: {nearest}.",
        identifier=identifier,
        nearest=", ".join(nearest or known[:3]),
    )
