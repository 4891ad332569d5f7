"""The map of themes by an attribute: a cell is tinted only if its gap is established."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import Cell, Filter, Gap, Question
from rebond_web.reading.reporter import PageReporter, voices_address

COLUMNS, ROWS = 10, 14
LEAST_IN_CELL = 20  # voices under which a cell says nothing
STRONG = 20  # points of net polarity
_LEAST_VALUES, _MOST_VALUES = 2, 400


@dataclass(frozen=True)
class HeatCell:
    """One theme at one value; ``cell`` is None where too few speak, ``tint`` "" unless it holds."""

    cell: Cell | None
    tint: str
    address: str


@dataclass(frozen=True)
class Heat:
    """The map of an attribute; ``values`` are (name, voices), ``hidden`` those left out."""

    attribute: str
    finding: str
    values: Sequence[tuple[str, int]]
    rows: Sequence[tuple[str, str, Cell, Sequence[HeatCell]]]
    hidden: int
    tinted: int


def attributes_of(reporter: PageReporter) -> list[str]:
    """Return the attributes that can be mapped, those with the most established gaps first."""
    facts = reporter.perimeter.facts()
    found: dict[str, int] = {}
    for gap in reporter.findings.gaps:
        if gap.theme:
            found[gap.attribute] = found.get(gap.attribute, 0) + 1
    fit = [
        name
        for name in facts.attribute_names
        if _LEAST_VALUES <= len(facts.values_of_attribute(name)) <= _MOST_VALUES
    ]
    return sorted(fit, key=lambda name: (-found.get(name, 0), name))


def heat_of(reporter: PageReporter, attribute: str) -> Heat | None:
    """Return the map of an attribute; None when fewer than two values have enough voices."""
    figure = reporter.ask(Question("net_polarity", ("theme", attribute)))
    whole = {c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("theme",))).cells}
    counted = reporter.ask(Question("voices", (attribute,))).cells
    values = [c for c in counted if c.keys[0] and c.n >= LEAST_IN_CELL]
    gaps = {
        (gap.theme, gap.value): gap
        for gap in reporter.findings.gaps
        if gap.attribute == attribute and gap.theme and gap.measure == "net_polarity"
    }
    shown = _shown(values, gaps)
    if len(shown) < _LEAST_VALUES:
        return None
    themes = [theme for theme in whole if theme and reporter.is_specific(theme)]
    held = {theme for theme, _ in gaps}
    themes.sort(key=lambda theme: (theme not in held, -whole[theme].n))
    rows = []
    for theme in sorted(themes[:ROWS], key=lambda theme: -whole[theme].n):
        cells = [
            _cell(reporter, figure.cell(theme, one.keys[0]), gaps.get((theme, one.keys[0])),
                  attribute, theme, one.keys[0])
            for one in shown
        ]  # fmt: skip
        if any(one.cell for one in cells):
            rows.append((theme, reporter.theme(theme), whole[theme], cells))
    tinted = sum(bool(one.tint) for *_, cells in rows for one in cells)
    return Heat(
        attribute,
        _finding(reporter, attribute, gaps, tinted),
        [(one.keys[0], one.n) for one in shown],
        rows,
        len(values) - len(shown),
        tinted,
    )


def _shown(values: Sequence[Cell], gaps: dict[tuple[str, str], Gap]) -> list[Cell]:
    """Return the values drawn: those that stand apart, then those with the most voices."""
    apart = [value for _, value in gaps]
    kept = sorted(values, key=lambda c: (-apart.count(c.keys[0]), -c.n))[:COLUMNS]
    return sorted(kept, key=lambda c: (-c.n, c.keys))


def _cell(
    reporter: PageReporter,
    cell: Cell | None,
    gap: Gap | None,
    attribute: str,
    theme: str,
    value: str,
) -> HeatCell:
    if cell is None or cell.n < LEAST_IN_CELL or cell.value is None:
        return HeatCell(None, "", "")
    conditions = (Filter("theme", "=", (theme,)), Filter(attribute, "=", (value,)))
    address = voices_address(reporter.slug, Question("voices", (), conditions))
    if gap is None:
        return HeatCell(cell, "", address)
    strength = "2" if abs(gap.observed) >= STRONG else "1"
    return HeatCell(cell, ("f" if gap.difference > 0 else "u") + strength, address)


def _finding(
    reporter: PageReporter, attribute: str, gaps: dict[tuple[str, str], Gap], tinted: int
) -> str:
    t = reporter.t
    if not tinted:
        return t("{attribute}: no cell stands out from the rest beyond chance", attribute=attribute)
    counts: dict[str, int] = {}
    for _, value in gaps:
        counts[value] = counts.get(value, 0) + 1
    first = max(counts, key=lambda value: (counts[value], value))
    if counts[first] > 1:
        return t(
            "{value} stands apart on {n} themes, more than any other",
            value=first,
            n=counts[first],
        )
    return reporter.tn(
        "One cell stands out from the rest", "{n} cells stand out from the rest", tinted
    )
