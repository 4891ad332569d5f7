"""How answers are spread over their scale: the median and the distribution.

The median's interval holds every value that could be the median: those for which the interval of
the share at or below them reaches one half, and that of the share below them too (Woodruff 1952,
doi:10.1080/01621459.1952.10483443, on the clustered Wilson interval of each share).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.exact import mean_by
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.fields import written_scale
from rebond.quantify.asking.measures import Answered, answered, by_response, one_scale
from rebond.quantify.asking.notes import notes_of
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.asking.sums import Keys, counts_by_cell, share_by_cell
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.intervals import Moments, share_interval

if TYPE_CHECKING:
    import narwhals as nw

MOST_VALUES = 60  # different answers of which each share is computed
VALUE = "value"
NOBODY = Cell((), None, None, None, 0, 0)


def answer_median(question: Question, perimeter: Perimeter) -> Answer:
    """Answer the median of a score, on its own scale, with its interval."""
    rows = Rows(question, perimeter, perimeter.facts())
    found = answered(rows)
    scale = one_scale(question.measure, found.scales)
    whole = _whole(rows)
    total = _medians(_units(whole, answered(whole)), (), scale).get((), NOBODY)
    cells = {(): total}
    if rows.columns:
        cells = _medians(_units(rows, found), rows.columns, scale)
    named = [_named(cell, keys, rows) for keys, cell in cells.items()]
    return Answer(
        tuple(sorted(named, key=lambda cell: (-cell.n, cell.keys))),
        total,
        notes=notes_of(rows, found.scales, named or [total]),
        scale=scale,
    )


def answer_distribution(question: Question, perimeter: Perimeter) -> Answer:
    """Answer the share of each answer of a score among the responses that answered it.

    Whole answers of the scale that nobody gave have a share of zero, with its interval.
    """
    rows = Rows(question, perimeter, perimeter.facts())
    found = answered(rows)
    low, high = one_scale(question.measure, found.scales)
    _refuse_two_answers(rows, found)
    units = found.units.select("person", *rows.columns, VALUE)
    shares = share_by_cell(units, units, (*rows.columns, VALUE), rows.columns)
    _fill(shares, low, high)
    cells = [
        _named(_share(moments, (f"{keys[-1]:g}",)), keys[:-1], rows)
        for keys, moments in sorted(shares.items(), key=lambda item: (_order(item[0]), item[0][-1]))
    ]
    n, people = counts_by_cell(answered(_whole(rows)).units, ()).get((), (0, 0))
    total = Cell((), 100.0 if n else None, None, None, n, people)
    return Answer(
        tuple(cells),
        total,
        details=(VALUE,),
        notes=notes_of(rows, found.scales, cells),
        scale=(low, high),
    )


def _order(keys: Keys) -> tuple[str, ...]:
    return tuple(str(key) for key in keys[:-1])


def _named(cell: Cell, keys: Keys, rows: Rows) -> Cell:
    names = tuple(
        key_text(key, name) for key, name in zip(keys, rows.question.dimensions, strict=True)
    )
    return Cell(names + cell.keys, cell.value, cell.low, cell.high, cell.n, cell.people)


def _share(moments: Moments, keys: tuple[str, ...]) -> Cell:
    low, high = share_interval(moments)
    return Cell(keys, 100 * moments.ratio, 100 * low, 100 * high, moments.n, moments.people)


def _whole(rows: Rows) -> Rows:
    """Return the rows of the same question by nothing."""
    return Rows(rows.question.by(), rows.perimeter, rows.facts)


def _refuse_two_answers(rows: Rows, found: Answered) -> None:
    """Refuse a distribution in which one response would stand twice."""
    import narwhals as nw

    if not by_response(rows, found.scales):
        return
    sizes = found.units.select("response", "question").unique().group_by("response")
    most = collected(sizes.agg(nw.len().alias("n")).select(nw.col("n").max()))["n"][0].as_py()
    if most and most > 1:
        raise QuestionError(
            "{measure} would mix {count} questions that the same responses answer. Keep one with a"
            " filter such as “{example}”, or ask it by question; scores: {valid}.",
            measure=rows.question.measure,
            count=len({scale["question"] for scale in found.scales}),
            example=f'score = "{found.scales[0]["question"]}"',
            valid="; ".join(map(written_scale, found.scales)),
        )


def _fill(shares: dict[Keys, Moments], low: float, high: float) -> None:
    """Add the whole answers that nobody gave, where answers are whole and few."""
    given = {keys[-1] for keys in shares}
    if high - low > MOST_VALUES or any(value != int(value) for value in (low, high, *given)):
        return
    bases = {keys[:-1]: m for keys, m in shares.items()}
    for keys, m in bases.items():
        for value in range(int(low), int(high) + 1):
            nobody = Moments(m.n, 0.0, 0.0, m.people, 0.0, 0.0, m.xx)
            shares.setdefault((*keys, float(value)), nobody)


def _units(rows: Rows, found: Answered) -> nw.LazyFrame[Any]:
    """Return one value a response: person, value and cells."""

    if not by_response(rows, found.scales):
        return found.units.select("person", VALUE, *rows.columns)
    means = mean_by(found.units, (*rows.columns, "person", "response"), VALUE)
    return means.select("person", VALUE, *rows.columns)


def _medians(
    units: nw.LazyFrame[Any], columns: tuple[str, ...], scale: tuple[float, float]
) -> dict[Keys, Cell]:
    """Return the median of each cell, from the shares of answers at or below those around it.

    Shares are computed for the answers next to a median, then further away as long as the furthest
    could still be the median.
    """
    import narwhals as nw

    counts = collected(units.group_by(*columns, VALUE).agg(nw.len().alias("n"))).to_pylist()
    given: dict[Keys, list[tuple[float, int]]] = {}
    for row in counts:
        keys = tuple(row[name] for name in columns)
        given.setdefault(keys, []).append((row[VALUE], row["n"]))
    medians = {keys: _median(sorted(answers)) for keys, answers in given.items()}
    values = sorted({row[VALUE] for row in counts})
    around = 1
    cells: dict[Keys, Cell] = {}
    while values and not cells:
        limits = _around(values, medians.values(), around)
        found = _below(units, columns, limits)
        whole = len(limits) == len(values)
        cells = {
            keys: cell
            for keys, moments in found.items()
            if (cell := median_cell(medians[keys], values, limits, moments, scale)) is not None
        }
        if len(cells) < len(found) and not whole:
            around, cells = 4 * around, {}
    return cells


def _around(values: list[float], medians: Iterable[float], around: int) -> list[float]:
    """Return the values within some places of a median.

    >>> _around([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [3.0], 1)
    [1.0, 2.0, 3.0, 4.0]
    """
    kept: set[float] = set()
    for median in set(medians):
        first, last = bisect.bisect_left(values, median), bisect.bisect_right(values, median)
        kept.update(values[max(0, first - 1 - around) : last + around])
    return sorted(kept)


def _median(given: Sequence[tuple[float, int]]) -> float:
    """Return the median of values with their counts, midway between two middle ones.

    >>> _median([(1.0, 2), (3.0, 2)]), _median([(1.0, 2), (3.0, 3)])
    (2.0, 3.0)
    """
    half, seen = sum(n for _, n in given) / 2, 0
    for place, (value, n) in enumerate(given):
        seen += n
        if seen == half:
            return (value + given[place + 1][0]) / 2
        if seen > half:
            return value
    return given[-1][0]


def _below(
    units: nw.LazyFrame[Any], columns: tuple[str, ...], limits: list[float]
) -> dict[Keys, list[Moments]]:
    """Return, by cell, the moments of the share of answers at or below each limit."""
    import narwhals as nw

    ys = [f"y{i}" for i in range(len(limits))]
    ones = [
        nw.when(nw.col(VALUE) <= limit).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias(y)
        for y, limit in zip(ys, limits, strict=True)
    ]
    by_person = units.with_columns(*ones).group_by(*columns, "person")
    people = by_person.agg(nw.len().alias("x"), *(nw.col(y).sum() for y in ys))
    x = nw.col("x").cast(nw.Float64)
    products = [(x * x).alias("xx")]
    for y in ys:
        products += [(nw.col(y) * nw.col(y)).alias(f"{y}_yy"), (x * nw.col(y)).alias(f"{y}_xy")]
    people = people.with_columns(*products)
    names = ["x", "xx", *ys, *(f"{y}_{name}" for y in ys for name in ("yy", "xy"))]
    sums = [nw.len().alias("people"), *(nw.col(name).sum() for name in names)]
    found = collected(people.group_by(*columns).agg(*sums) if columns else people.select(*sums))
    cells = {}
    for row in found.to_pylist():
        if row["x"]:
            cells[tuple(row[name] for name in columns)] = [
                Moments(
                    *(int(row["x"]), row[y], row[y], int(row["people"])),
                    *(row[f"{y}_yy"], row[f"{y}_xy"], row["xx"]),
                )
                for y in ys
            ]
    return cells


def median_cell(
    median: float,
    values: list[float],
    limits: list[float],
    below: list[Moments],
    scale: tuple[float, float],
) -> Cell | None:
    """Return the cell of a median with the values that could be it, None if limits are too few.

    A value could be the median when the share at or below it may reach one half, and the share
    below it may stay within it.
    """
    n, people = below[0].n, below[0].people
    if people < 2:
        return Cell((), median, *scale, n=n, people=people)
    ends = dict(zip(limits, map(share_interval, below), strict=True))
    before = dict(zip(values[1:], values, strict=False))
    first, last = median, median
    for value in reversed([v for v in values if v <= median]):
        if value not in ends:
            return None
        if ends[value][1] < 0.5:
            break
        first = value
    for value in [v for v in values if v > median]:
        if before[value] not in ends:
            return None
        if ends[before[value]][0] > 0.5:
            break
        last = value
    return Cell((), median, first, last, n, people)
