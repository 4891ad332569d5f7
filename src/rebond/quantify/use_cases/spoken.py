"""Scores beside what is spoken of, summed by groups of persons in DuckDB.

Every mean, difference and interval of a use case is a function of these sums, so that a million
responses cost one grouping.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.asking.arrays import counted_apart, encoded, placed
from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.exact import mean_by
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.measures import TOP_BOX
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import (
    MANY_PEOPLE,
    RANDOM_GROUPS,
    gathered,
    renumbered,
)
from rebond.quantify.statistics.intervals import Moments
from rebond.quantify.use_cases.subjects import Asked

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Spoken:
    """One part of the population: sums (g, k) of all its responses, by group of persons, and those
    (g, p, k) of the responses that speak of each of p ``subjects``. ``people`` (p,) speak of each.
    """

    subjects: tuple[Keys, ...]
    everybody: Array
    speaking: Array
    people: Whole


@dataclass(frozen=True)
class Sums:
    """What each part of the population says, keyed by the part ((), without parts).

    ``whole`` (g, k) are the sums of all parts together, of ``people`` persons.
    """

    parts: dict[Keys, Spoken]
    whole: Array
    people: int


def moments_from(n: Array, total: Array, squares: Array, people: int) -> Moments:
    """Return the moments of a mean from sums (g,) by group of persons.

    Groups of several persons, drawn at random, tell the same variance.
    """
    groups = max(1, int((n > 0).sum()))
    spread = groups / (groups - 1) if groups > 1 else 1.0
    spread *= (people - 1) / people if people > 1 else 1.0  # `Moments` counts persons
    return Moments(
        int(n.sum()),
        float(total.sum()),
        float(squares.sum()),
        people,
        float((total**2).sum()) * spread,
        float((n * total).sum()) * spread,
        float((n**2).sum()) * spread,
    )


def unit_of(score: Score) -> tuple[nw.Expr, nw.Expr]:
    """Return what a response counts for, and whether it is satisfied (1 or 0), from ``value``.

    NPS: 100, 0 or −100, satisfied when no detractor; other scores: themselves, turned so that
    higher is better, satisfied in the top quarter of the scale.
    """
    import narwhals as nw

    value = nw.col("value")
    if not score.higher_is_better:
        value = nw.lit(score.low + score.high) - value
    if score.kind == "nps":
        promoter = nw.when(value >= 9).then(nw.lit(100.0)).otherwise(nw.lit(0.0))
        against = nw.when(value <= 6).then(nw.lit(100.0)).otherwise(nw.lit(0.0))
        content = nw.when(value > 6).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        return promoter - against, content
    least = score.low + TOP_BOX * (score.high - score.low)
    return value, nw.when(value >= least).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def answers_of(about: Asked, perimeter: Perimeter, score: Score) -> nw.LazyFrame[Any]:
    """Return the answers of a score beside a voice: response, person, value, parts d0, d1…"""

    question = Question("mean_score", about.parts, (*about.population, *score.filters))
    rows = Rows(question, perimeter, perimeter.facts())
    scores = rows.scores_beside_a_voice()
    if score.kind not in rows.facts.kinds_answered_twice:
        return scores.select("response", "person", "value", *rows.columns)
    once = mean_by(scores, ("response", "person", *rows.columns), "value")
    return once.sort("response", *rows.columns)


def spoken_of(about: Asked, perimeter: Perimeter) -> nw.LazyFrame[Any]:
    """Return each response once for each subject it speaks of: response, s0, s1…

    Raises
    ------
    QuestionError
        When the question names no subject, neither by a dimension nor by a filter.
    """
    if not about.subjects and not about.about:
        raise QuestionError(
            "“{measure}” needs a subject. Ask it by theme, or keep one, for example “{example}”.",
            measure=about.question.measure,
            example=f"{about.question} where theme = …",
        )
    filters = about.population + about.about
    rows = Rows(Question("share", about.subjects, filters), perimeter, perimeter.facts())
    mentions = rows.mentions_suffice
    frame = rows.mentions() if mentions else rows.opinions()
    names = {column: f"s{i}" for i, column in enumerate(rows.columns)}
    frame = frame.select("response", *rows.columns).rename(names)
    return frame if mentions and rows.facts.one_voice_a_response else frame.unique()


def spoken_sums(about: Asked, perimeter: Perimeter, score: Score, units: Sequence[nw.Expr]) -> Sums:
    """Return the sums of each part of the population; those that are not known are left out.

    ``units`` are k expressions on a response's ``value``. Above 20,000 persons, 5,000 groups of
    persons drawn by their hash are summed.
    """
    table = collected(answers_of(about, perimeter, score), as_text=False)
    person = renumbered(table["person"].to_numpy())
    people = int(person.max()) + 1 if len(person) else 0
    groups = RANDOM_GROUPS if people > MANY_PEOPLE else people
    part, part_keys = coded(table, {f"d{i}": name for i, name in enumerate(about.parts)})
    values = _counted_for(table["value"], units)
    group = person % max(1, groups)
    whole = _Cells.of(part, group, groups, values)
    said = collected(spoken_of(about, perimeter), as_text=False)
    subject, subject_keys = coded(said, {f"s{i}": name for i, name in enumerate(about.subjects)})
    row = placed(said["response"].to_numpy(), table["response"].to_numpy())
    row, subject = row[row >= 0], subject[row >= 0]
    width = max(1, len(subject_keys))
    cell = part[row] * width + subject
    each = _Cells.of(cell, group[row], groups, (value[row] for value in values))
    apart = counted_apart(cell, len(part_keys) * width, person[row])
    found = {}
    for code, keys in enumerate(part_keys):
        if "" in keys:
            continue
        kept = [i for i in range(width) if apart[code * width + i]]
        inside, everybody = whole.rows(code)
        speaking = np.zeros((len(inside), len(kept), len(units)))
        for column, i in enumerate(kept):
            theirs, sums = each.rows(code * width + i)
            speaking[np.searchsorted(inside, theirs), column] = sums
        subjects = tuple(subject_keys[i] for i in kept)
        numbers = apart[[code * width + i for i in kept]]
        found[keys] = Spoken(subjects, everybody, speaking, numbers)
    together = _Cells.of(group * 0, group, groups, values).rows(0)[1]
    return Sums(found, together, people)


def _counted_for(answers: pa.ChunkedArray, units: Sequence[nw.Expr]) -> list[Array]:
    """Return what each answer counts for in each unit, computed once for each different answer."""
    import narwhals as nw
    import pyarrow as pa

    code, different = encoded(answers)
    names = [f"u{i}" for i in range(len(units))]
    columns = [unit.alias(name) for unit, name in zip(units, names, strict=True)]
    values = nw.from_native(pa.table({"value": pa.array(different, pa.float64())}))
    counted = values.with_columns(*columns)
    return [counted[name].to_numpy().astype(np.float64)[code] for name in names]


@dataclass(frozen=True)
class _Cells:
    """Sums (m, k) of the pairs of a cell and a group that there are, cell by cell."""

    first: Whole
    group: Whole
    sums: Array

    @classmethod
    def of(cls, cell: Whole, group: Whole, groups: int, values: Iterable[Array]) -> _Cells:
        there, place = gathered(cell * max(1, groups) + group)
        found: Array = np.column_stack([np.bincount(place, value, len(there)) for value in values])
        cells = int(cell.max()) + 1 if len(cell) else 0
        first = np.searchsorted(there // max(1, groups), np.arange(cells + 1))
        return cls(first, there % max(1, groups), found)

    def rows(self, cell: int) -> tuple[Whole, Array]:
        """Return the groups that a cell holds, in order, and their sums."""
        some = slice(*self.first[cell : cell + 2]) if cell + 1 < len(self.first) else slice(0, 0)
        return self.group[some], self.sums[some]


def coded(table: pa.Table, columns: dict[str, str]) -> tuple[Whole, list[Keys]]:
    """Return the place (n,) of each row among the distinct keys of some columns, and the keys.

    ``columns`` tells the dimension that each holds.
    """
    place = np.zeros(table.num_rows, np.int64)
    keys: list[Keys] = [()]
    for column, dimension in columns.items():
        codes, found = encoded(table[column])
        values = [key_text(value, dimension) for value in found]
        width = max(1, len(values))
        known, place = gathered(place * width + codes)
        keys = [(*keys[int(code) // width], values[int(code) % width]) for code in known]
    return place, keys
