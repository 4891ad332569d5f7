"""Scores beside what is spoken of, summed by groups of persons in DuckDB.

Every mean, difference and interval of a use case is a function of these sums, so that a million
responses cost one grouping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.measures import TOP_BOX
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import MANY_PEOPLE, RANDOM_GROUPS
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
    import narwhals as nw

    question = Question("mean_score", about.parts, (*about.population, *score.filters))
    rows = Rows(question, perimeter, perimeter.facts())
    with_voice = rows.voices().select("response").unique()
    scores = rows.scores().join(with_voice, on="response", how="semi")
    return scores.group_by("response", "person", *rows.columns).agg(nw.col("value").mean())


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
    frame = rows.mentions() if rows.mentions_suffice else rows.opinions()
    names = {column: f"s{i}" for i, column in enumerate(rows.columns)}
    return frame.select("response", *rows.columns).rename(names).unique()


def spoken_sums(about: Asked, perimeter: Perimeter, score: Score, units: Sequence[nw.Expr]) -> Sums:
    """Return the sums of each part of the population; those that are not known are left out.

    ``units`` are k expressions on a response's ``value``. Above 20,000 persons, 5,000 groups of
    persons drawn by their hashed key are summed.
    """
    import narwhals as nw

    answers = answers_of(about, perimeter, score)
    parts = {f"d{i}": name for i, name in enumerate(about.parts)}
    subjects = {f"s{i}": name for i, name in enumerate(about.subjects)}
    people = int(collected(answers.select(nw.col("person").n_unique()))["person"][0].as_py())
    group = nw.col("person") % RANDOM_GROUPS if people > MANY_PEOPLE else nw.col("person")
    sums = [unit.alias(f"u{i}") for i, unit in enumerate(units)]
    counted = answers.with_columns(group.alias("g"), *sums)
    said = counted.join(spoken_of(about, perimeter), on="response", how="inner")
    names = [f"u{i}" for i in range(len(units))]
    totals = [*(nw.col(name).sum() for name in names), nw.col("person").n_unique().alias("people")]
    whole = collected(counted.group_by("g", *parts).agg(*totals))
    each = collected(said.group_by("g", *parts, *subjects).agg(*totals))
    return _arranged(whole, each, parts, subjects, names, people)


def _arranged(
    whole: pa.Table,
    each: pa.Table,
    parts: dict[str, str],
    subjects: dict[str, str],
    names: list[str],
    all_people: int,
) -> Sums:
    ids, place = np.unique(whole["g"].to_numpy(), return_inverse=True)
    spoken_place = np.searchsorted(ids, each["g"].to_numpy())
    part, part_keys = coded(whole, parts)
    said_part, said_keys = coded(each, parts)
    subject, subject_keys = coded(each, subjects)
    values = np.column_stack([whole[name].to_numpy() for name in names])
    together = np.zeros((len(ids), len(names)))
    np.add.at(together, place, values)
    found = {}
    for code, keys in enumerate(part_keys):
        if "" in keys:
            continue
        mine = part == code
        groups, at = np.unique(place[mine], return_inverse=True)
        everybody = np.zeros((len(groups), len(names)))
        everybody[at] = values[mine]
        theirs = said_part == said_keys.index(keys) if keys in said_keys else said_part < 0
        kept, column = np.unique(subject[theirs], return_inverse=True)
        speaking = np.zeros((len(groups), len(kept), len(names)))
        rows = np.searchsorted(groups, spoken_place[theirs])
        people = np.bincount(column, each["people"].to_numpy()[theirs], len(kept))
        for i, name in enumerate(names):
            speaking[rows, column, i] = each[name].to_numpy()[theirs]
        found[keys] = Spoken(
            tuple(subject_keys[i] for i in kept),
            everybody,
            speaking,
            people.astype(np.int64),
        )
    return Sums(found, together, all_people)


def coded(table: pa.Table, columns: dict[str, str]) -> tuple[Whole, list[Keys]]:
    """Return the place (n,) of each row among the distinct keys of some columns, and the keys.

    ``columns`` tells the dimension that each holds.
    """
    place = np.zeros(table.num_rows, np.int64)
    keys: list[Keys] = [()]
    for column, dimension in columns.items():
        encoded = table[column].combine_chunks().dictionary_encode()
        values = [key_text(value, dimension) for value in encoded.dictionary.to_pylist()]
        both = place * max(1, len(values)) + encoded.indices.to_numpy(zero_copy_only=False)
        known, place = np.unique(both, return_inverse=True)
        width = max(1, len(values))
        keys = [(*keys[int(code) // width], values[int(code) % width]) for code in known]
    return place, keys
