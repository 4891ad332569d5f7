"""The numbers of an insight, each with its interval: what is drawn large on its page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rebond.languages.typography import interval, number
from rebond.quantify import (
    Cell,
    Change,
    Composition,
    Driver,
    Emergence,
    Filter,
    Finding,
    Gap,
    Lead,
    Mirror,
    Question,
    Symmetry,
)
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.insights.claims import claim_of
from rebond.report.charts.rows import interval_mark
from rebond.report.reporter import Reporter
from rebond.vocabulary import Message

POINTS, NONE = Message("points"), None
PERCENT = "%"


@dataclass(frozen=True)
class Fact:
    """A number, its unit, its interval and its n, and the drawing of all that."""

    value: str
    unit: str
    interval: str
    n: int
    label: str
    mark: Markup
    tone: str


def facts_of(reporter: Reporter, main: Finding) -> list[Fact]:
    """Return the numbers of an insight: its size, then the two figures that a gap parts."""
    claim = claim_of(main)
    size = Cell((), claim.size, claim.low, claim.high, claim.n, claim.n)
    tone = _tone(main, claim.size)
    facts = [_fact(reporter, size, _unit(main), _label(main), tone, signed=_is_signed(main))]
    if isinstance(main, Gap):
        facts += _sides(reporter, main, tone)
    return [fact for fact in facts if fact]


def _sides(reporter: Reporter, gap: Gap, tone: str) -> list[Fact]:
    """Return the figure of a place and that of the others together, as they were answered."""
    by = dimension_of(gap.attribute)
    here = Filter(by, "=", (gap.value,))
    around = tuple(one for one in gap.question.filters if one != here)
    share = gap.measure == "share"
    unit = PERCENT if share else NONE if gap.measure == "mean_score" else POINTS
    found = []
    for condition, label, colour in (
        (here, Message("there"), tone),
        (Filter(by, "!=", (gap.value,)), Message("among the others"), "mix"),
    ):
        total = reporter.ask(
            Question(gap.measure, (), (*around, condition)), reporter.perimeter
        ).total
        if total.low is not None:
            found.append(_fact(reporter, total, unit, label, colour, signed=not share))
    return found


def _fact(
    reporter: Reporter,
    cell: Cell,
    unit: Message | str | None,
    label: Message,
    tone: str,
    *,
    signed: bool,
) -> Fact:
    language = reporter.language
    value, low, high = cell.value or 0.0, cell.low or 0.0, cell.high or 0.0
    widest = max(abs(value), abs(low), abs(high))
    decimals = 2 if widest < 2 else 1 if widest < 20 else 0
    room = 0.15 * (max(high, 0.0) - min(low, 0.0) or 1.0)
    ends = (min(low, 0.0) - room, max(high, 0.0) + room)
    mark = interval_mark(value, low, high, ends, tone=tone, hollow=low <= 0 <= high, reference=0.0)
    return Fact(
        value=number(value, decimals, language, signed=signed),
        unit=reporter.t(unit) if isinstance(unit, Message) else unit or "",
        interval=interval(low, high, decimals, language, signed=signed),
        n=cell.n,
        label=reporter.t(label),
        mark=mark,
        tone=tone,
    )


def _unit(main: Finding) -> Message | str | None:
    if isinstance(main, Driver):
        return PERCENT
    if isinstance(main, Symmetry | Lead):
        return NONE
    if isinstance(main, Change) and main.measure == "volume":
        return PERCENT
    return NONE if getattr(main, "measure", "") == "mean_score" else POINTS


def _is_signed(main: Finding) -> bool:
    return not isinstance(main, Driver)


def _tone(main: Finding, size: float) -> str:
    """Return the colour that a size earns: what is judged better or worse, never a mere share."""
    judged = isinstance(main, Gap | Mirror | Composition | Change)
    if not judged or getattr(main, "measure", "") in ("share", "volume"):
        return ""
    return "fav" if size > 0 else "unf"


def _label(main: Finding) -> Message:
    if isinstance(main, Driver):
        return Message("of the score’s variance goes with it")
    if isinstance(main, Gap):
        return Message("gap from the others, small numbers allowed for")
    if isinstance(main, Composition):
        return Message("of the gap goes with it")
    if isinstance(main, Mirror):
        return Message("gap of its customers from other customers")
    if isinstance(main, Change):
        if main.kind == "season":
            return Message("from the lowest week to the highest")
        return Message("since the week of {since}", {"since": main.since})
    if isinstance(main, Emergence):
        return Message("more of the voices since the week of {since}", {"since": main.since})
    return Message("correlation, over {places} places", {"places": main.places})
