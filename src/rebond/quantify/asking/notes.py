"""What a reader must know beside the cells of a figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rebond.quantify.asking.rows import Rows
from rebond.quantify.figure import Cell
from rebond.vocabulary import Message

FEW = 30  # units below which an interval is read rather than a value


def notes_of(
    rows: Rows, scales: list[dict[str, Any]], cells: Iterable[Cell]
) -> tuple[Message, ...]:
    """Return the notes of a figure: its scale, what it could not find, what is too small."""
    shown = list(cells)
    counted = [cell for cell in shown if cell.n]
    notes = []
    if rows.of_scores:
        notes += _of_scale(rows, scales) if counted else _without_score(rows)
    alone = sum(cell.people == 1 for cell in counted)
    small = sum(cell.n < FEW for cell in counted) - alone
    if alone and any(cell.low is not None for cell in counted):
        notes.append(
            Message(
                "{count} of {all} figures come from one person, who tells nothing of the spread:"
                " their interval is the whole range.",
                {"count": alone, "all": len(counted)},
            )
        )
    if small > 0 and any(cell.low is not None for cell in counted):
        notes.append(
            Message(
                "{count} of {all} figures have fewer than {few} answers: read their interval"
                " rather than their value.",
                {"count": small, "all": len(counted), "few": FEW},
            )
        )
    return tuple(notes)


def _of_scale(rows: Rows, scales: list[dict[str, Any]]) -> list[Message]:
    ends = {(s["low"], s["high"], s["higher_is_better"]) for s in scales}
    if rows.question.measure == "nps" or len(ends) != 1:
        return []
    low, high, higher = next(iter(ends))
    values = {"low": f"{low:g}", "high": f"{high:g}", "best": f"{high if higher else low:g}"}
    return [Message("Answers go from {low} to {high}; {best} is best.", values)]


def _without_score(rows: Rows) -> list[Message]:
    from rebond.quantify.asking.fields import written_scale

    known = rows.facts.scales
    if not known:
        return [Message("There is no score in this data.")]
    return [
        Message(
            "No answer to count here. The scores of this data: {scores}.",
            {"scores": "; ".join(map(written_scale, known))},
        )
    ]
