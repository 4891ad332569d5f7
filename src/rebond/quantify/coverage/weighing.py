"""Weighted figures beside the unweighted ones: those who speak brought to those who exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.measures import Measured, measured
from rebond.quantify.asking.names import WEIGHTED
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.asking.sums import Keys
from rebond.quantify.coverage.speaking import Represented, represented
from rebond.quantify.coverage.telling import price
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.misreading.engine_error import engine_errors
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.intervals import Moments
from rebond.quantify.use_cases.readings import READING

if TYPE_CHECKING:
    import narwhals as nw


def answer_weighted(question: Question, perimeter: Perimeter) -> Answer:
    """Answer a measure twice, by cell: as people spoke, and weighted to the known population.

    The interval of a weighted figure is that of the ratio of weighted sums, clustered by person:
    unequal weights widen it by what they cost. What the margins explain is not taken out of it, so
    that it is, if anything, too wide. People whose label the population does not have, and those of
    other stakeholders, have no weight and count in the unweighted figure only.

    Raises
    ------
    InputError
        When no population is known.
    """
    found = represented(perimeter)
    base = Question(WEIGHTED[question.measure], question.dimensions, question.filters)
    rows = Rows(base, perimeter, perimeter.facts())
    whole = Rows(base.by(), perimeter, rows.facts) if base.dimensions else rows
    weights = _frame(found, rows)
    cells = [
        _cell(rows, keys, moments, sums, (*_names(keys, rows), name))
        for name, sums in (("unweighted", measured(rows)), ("weighted", measured(rows, weights)))
        for keys, moments in sums.cells.items()
    ]
    sums = measured(whole, weights)
    total = next(
        (_cell(whole, (), m, sums, ()) for m in sums.cells.values()),
        _cell(whole, (), None, sums, ()),
    )
    sizes = {cell.keys[:-1]: cell.n for cell in cells if cell.keys[-1] == "unweighted"}
    cells.sort(key=lambda cell: (-sizes.get(cell.keys[:-1], 0), cell.keys))
    return Answer(
        tuple(cells),
        total,
        details=(READING,),
        notes=(price(found), *found.raked.problems),
        scale=sums.scale,
        method="representativeness",
    )


def _frame(found: Represented, rows: Rows) -> nw.LazyFrame[Any]:
    """Return the weight of each person who has one: person, weight."""
    import narwhals as nw
    import pyarrow as pa

    kept = found.raked.weights > 0
    table = pa.table({"person": found.person[kept], "weight": found.raked.weights[kept]})
    cursor = rows.facts.cursor()
    cursor.register("weights_given", table)
    cursor.execute("CREATE OR REPLACE TEMP TABLE person_weights AS SELECT * FROM weights_given")
    cursor.unregister("weights_given")
    frame: nw.LazyFrame[Any] = nw.from_native(cursor.table("person_weights"))
    return frame


def _names(keys: Keys, rows: Rows) -> tuple[str, ...]:
    return tuple(
        key_text(key, name) for key, name in zip(keys, rows.question.dimensions, strict=True)
    )


def _cell(
    rows: Rows, keys: Keys, moments: Moments | None, sums: Measured, names: tuple[str, ...]
) -> Cell:
    """Return a cell, corrected for what the engine gets wrong where that is known."""
    if moments is None or moments.n == 0:
        return Cell(names, None, None, None, 0, 0)
    value, (low, high) = sums.factor * moments.ratio, sums.interval(moments)
    errors = engine_errors(rows.perimeter.workspace)
    true = errors.corrected(rows, keys, value, low, high, sums.factor) if errors else None
    ends, read = true or (value, low, high), value if true else None
    return Cell(names, *ends, n=moments.n, people=moments.people, read=read)
