"""Where: a map tinted only where established, gaps, and teams beside customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from rebond.quantify import Cell, Figure, Gap, Question, Symmetry
from rebond.quantify.groups.gaps import dimension_of
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.scatter import Place, scatter_svg
from rebond.report.charts.svg import ticks
from rebond.report.content import Empty, Section
from rebond.report.content.people import who
from rebond.report.reporter import Reporter

ATTRIBUTES = 2
COLUMNS, ROWS = 9, 10
LEAST_VALUES, MOST_VALUES = 2, 400
LEAST_IN_CELL = 20
LEAST_IN_VALUE = 20
SIDE = 5  # best and worst values drawn
GAPS = 3
STRONG = 20  # points of net polarity


@dataclass(frozen=True)
class HeatCell:
    """One theme in one place: ``tint`` is "" unless a gap is established."""

    cell: Cell | None
    tint: str
    told: str


@dataclass(frozen=True)
class Heat:
    """A map: rows are themes, columns the values of an attribute with the most voices."""

    values: Sequence[tuple[str, int]]
    rows: Sequence[tuple[str, Cell, Sequence[HeatCell]]]
    more_values: int
    tinted: int


@dataclass(frozen=True)
class ValueRow:
    """One value of an attribute on the score."""

    name: str
    cell: Cell
    mark: Markup


@dataclass(frozen=True)
class Ranking:
    """The score by value: the ends of the list, with the whole as reference."""

    finding: str
    measure: str
    rows: Sequence[ValueRow]
    hidden: int
    total: Cell
    grid: Sequence[float]
    ends: tuple[float, float]
    decimals: int
    signed: bool
    everything: Sequence[Cell]
    unnamed: int


@dataclass(frozen=True)
class Attribute:
    """What is told of one attribute."""

    name: str
    identity: str
    finding: str
    gaps: Sequence[tuple[str, str]]
    more_gaps: Sequence[str]
    heat: Heat | None
    ranking: Ranking | None


@dataclass(frozen=True)
class Symmetric:
    """Teams beside customers: the sentence, the drawing, the table."""

    finding: str
    sentence: str
    svg: Markup
    points: Sequence[tuple[str, float, float]]
    across: str
    up: str


@dataclass(frozen=True)
class Places:
    """Attributes drawn, those only named, and what links teams and customers."""

    attributes: Sequence[Attribute]
    others: Sequence[str]
    symmetry: Sequence[Symmetric]
    empty: Empty | None


def places_section(reporter: Reporter) -> Section | None:
    """Return where; None when the responses carry no attribute."""
    t = reporter.t
    names = list(reporter.perimeter.workspace.attribute_names())
    if not names:
        return None
    ordered = _ordered(reporter, names)
    drawn = [a for a in (_attribute(reporter, n, i) for i, n in enumerate(ordered)) if a]
    empty = None
    if not drawn:
        empty = Empty(
            t("No attribute parts these responses into groups large enough to compare."),
            t("At least two groups of {n} responses are needed.", n=LEAST_IN_VALUE),
        )
    shown = {attribute.name for attribute in drawn}
    data = Places(
        attributes=drawn,
        others=[name for name in names if name not in shown],
        symmetry=[
            symmetric(reporter, link, i + 1)
            for i, link in enumerate(reporter.findings.symmetry[:2])
            if not any(link is one for one in reporter.carded)
        ],
        empty=empty,
    )
    margin = (
        t("Colour is earned: a cell is tinted only if its gap from the rest is established."),
        t("Small groups are drawn towards the whole before being compared."),
        who(reporter),
    )
    return Section("places", t("Where"), margin, "places.html", data)


def _ordered(reporter: Reporter, names: list[str]) -> list[str]:
    """Return the attributes to draw: those with the most established gaps first."""
    found: dict[str, int] = {}
    for gap in reporter.findings.gaps:
        found[gap.attribute] = found.get(gap.attribute, 0) + 1
    with_gaps = sorted(found, key=lambda name: (-found[name], name))
    rest = [name for name in names if name not in found]
    return with_gaps[:ATTRIBUTES] or rest[:ATTRIBUTES]


def _attribute(reporter: Reporter, name: str, rank: int) -> Attribute | None:
    by = dimension_of(name)
    sizes = [c for c in reporter.ask(Question("responses", (by,))).cells if c.keys[0]]
    big = [c for c in sizes if c.n >= LEAST_IN_VALUE]
    if len(big) < LEAST_VALUES or len(sizes) > MOST_VALUES:
        return None
    gaps = [gap for gap in reporter.findings.gaps if gap.attribute == name]
    told = [(reporter.t(gap.sentence), _gap_proof(reporter, gap)) for gap in gaps[:GAPS]]
    return Attribute(
        name=name,
        identity=f"place-{rank + 1}",
        finding=_finding(reporter, name, gaps),
        gaps=told,
        more_gaps=[reporter.t(gap.sentence) for gap in gaps[GAPS:]],
        heat=_heat(reporter, by, big, gaps, len(sizes)),
        ranking=_ranking(reporter, by, gaps),
    )


def _gap_proof(reporter: Reporter, gap: Gap) -> str:
    title = reporter.t("{attribute}: {value}", attribute=gap.attribute, value=gap.value)
    if gap.theme:
        title += f", {reporter.theme(gap.theme)}"
    return reporter.proof(gap.question, title, theme=gap.theme)


def _finding(reporter: Reporter, name: str, gaps: Sequence[Gap]) -> str:
    t = reporter.t
    if not gaps:
        return t("{attribute}: no value stands apart from the others beyond chance", attribute=name)
    counts: dict[str, int] = {}
    for gap in gaps:
        counts[gap.value] = counts.get(gap.value, 0) + 1
    first = max(counts, key=lambda value: (counts[value], value))
    return reporter.tn(
        "{attribute}: “{first}” stands apart from the others",
        "{attribute}: {n} values stand apart from the others, “{first}” most often",
        len(counts),
        attribute=name,
        first=first,
    )


def _heat(
    reporter: Reporter, by: str, big: Sequence[Cell], gaps: Sequence[Gap], values: int
) -> Heat | None:
    figure = reporter.ask(Question("net_polarity", ("theme", by)))
    whole = {c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("theme",))).cells}
    apart = [gap.value for gap in gaps]
    shown = sorted(big, key=lambda c: (-apart.count(c.keys[0]), -c.n))[:COLUMNS]
    shown = sorted(shown, key=lambda c: (-c.n, c.keys))
    established = {(g.theme, g.value): g for g in gaps if g.measure == "net_polarity"}
    themes = [t for t in whole if t and reporter.is_specific(t)]
    themes.sort(
        key=lambda theme: (not any(key[0] == theme for key in established), -whole[theme].n)
    )
    rows = []
    tinted = 0
    for theme in sorted(themes[:ROWS], key=lambda theme: -whole[theme].n):
        cells = []
        for column in shown:
            cell = _heat_cell(reporter, figure, established, theme, column.keys[0])
            tinted += bool(cell.tint)
            cells.append(cell)
        if any(cell.cell for cell in cells):
            rows.append((reporter.theme(theme), whole[theme], cells))
    told = [i for i in range(len(shown)) if any(cells[i].cell for _, _, cells in rows)]
    if len(told) < LEAST_VALUES:
        return None
    rows = [(label, cell, [cells[i] for i in told]) for label, cell, cells in rows]
    columns = [(shown[i].keys[0], shown[i].n) for i in told]
    return Heat(columns, rows, values - len(columns), tinted)


def _heat_cell(
    reporter: Reporter, figure: Figure, established: dict[Any, Gap], theme: str, value: str
) -> HeatCell:
    cell = figure.cell(theme, value)
    if cell is None or cell.n < LEAST_IN_CELL or cell.value is None:
        return HeatCell(None, "", reporter.t("fewer than {n} voices", n=LEAST_IN_CELL))
    gap = established.get((theme, value))
    if gap is None:
        return HeatCell(cell, "", "")
    side = "f" if gap.difference > 0 else "u"
    return HeatCell(cell, side + ("2" if abs(gap.observed) >= STRONG else "1"), "")


def _ranking(reporter: Reporter, by: str, gaps: Sequence[Gap]) -> Ranking | None:
    score = reporter.findings.score
    if score is None:
        return None
    figure = reporter.ask(Question(score.measure, (by,), score.filters))
    known = [c for c in figure.cells if c.keys[0] and c.n >= LEAST_IN_VALUE and c.value is not None]
    total = figure.total
    if len(known) < LEAST_VALUES or total.value is None:
        return None
    ordered = sorted(known, key=lambda c: (-(c.value or 0.0), c.keys))
    shown = ordered if len(ordered) <= 2 * SIDE + 2 else ordered[:SIDE] + ordered[-SIDE:]
    lows = [c.low or 0.0 for c in shown]
    highs = [c.high or 0.0 for c in shown]
    ends = (min(lows), max(highs))
    apart = {gap.value for gap in gaps if gap.measure == score.measure and gap.theme is None}
    grid = ticks(*ends)
    rows = [ValueRow(c.keys[0], c, _value_mark(c, apart, total.value, ends, grid)) for c in shown]
    signed = score.measure == "nps"
    named = sum(c.n for c in figure.cells if c.keys[0])
    return Ranking(
        finding=_ranking_finding(reporter, ordered, apart),
        measure=reporter.t("NPS, in points") if signed else reporter.t("mean score"),
        rows=rows,
        hidden=len(ordered) - len(shown),
        total=total,
        grid=grid,
        ends=ends,
        decimals=0 if signed else 2,
        signed=signed,
        everything=ordered[:100],
        unnamed=total.n - named,
    )


def _value_mark(
    cell: Cell, apart: set[str], whole: float, ends: tuple[float, float], grid: Sequence[float]
) -> Markup:
    value = cell.value or 0.0
    holds = cell.keys[0] in apart
    tone = ("fav" if value > whole else "unf") if holds else "mix"
    return interval_mark(
        value, cell.low or 0.0, cell.high or 0.0, ends,
        tone=tone, hollow=not holds, reference=whole, grid=grid,
    )  # fmt: skip


def _ranking_finding(reporter: Reporter, ordered: Sequence[Cell], apart: set[str]) -> str:
    held = [cell.keys[0] for cell in ordered if cell.keys[0] in apart]
    if not held:
        return reporter.t("On the score, no gap between values is established")
    names = ", ".join(
        f"“{name}”" if reporter.language == "en" else f"« {name} »" for name in held[:4]
    )
    return reporter.tn(
        "On the score, {names} stands apart",
        "On the score, {n} values stand apart, among them {names}",
        len(held),
        names=names,
    )


def symmetric(reporter: Reporter, link: Symmetry, rank: int) -> Symmetric:
    """Draw a link between teams and their customers."""
    t = reporter.t
    across = t("employees: {measure}", measure=_measure(reporter, link.measure))
    up = t("customers: {measure}", measure=_measure(reporter, link.measure))
    together = link.coefficient > 0
    finding = (
        t("Where the team says better, customers do too: {n} places", n=link.places)
        if together
        else t("Where the team says better, customers say worse: {n} places", n=link.places)
    )
    svg = scatter_svg(
        [Place(name, x, y) for name, x, y in link.points],
        title=finding,
        identity=f"symmetry-{rank}",
        across=across,
        up=up,
        language=reporter.language,
    )
    return Symmetric(finding, t(link.sentence), svg, link.points, across, up)


def _measure(reporter: Reporter, measure: str) -> str:
    t = reporter.t
    return {
        "nps": t("NPS"),
        "mean_score": t("mean score"),
        "net_polarity": t("net polarity"),
        "scores": t("score, in standard deviations"),
    }.get(measure, measure)
