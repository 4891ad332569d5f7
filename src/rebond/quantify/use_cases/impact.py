"""Impact of subjects on a score, as it is published, beside the weights of themes.

Four readings (`drivers.impacts`) of each subject, in each part of the population where the question
has parts ("impact by Shop where theme = waiting"). By theme alone, Johnson's and Shapley's weights
stand beside, what is known of responses held equal or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.quantify.asking.chosen import Score
from rebond.quantify.drivers.impacts import Impact, Reading, impacts_of_sums
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.groups.funnel import alike, funnel
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import mean_interval, net_interval
from rebond.quantify.use_cases.readings import LEAST_SHOWN, READING
from rebond.quantify.use_cases.spoken import Keys, Spoken, Sums, moments_from, spoken_sums, unit_of
from rebond.quantify.use_cases.subjects import (
    Asked,
    asked,
    keys_of,
    mixed,
    names_a_subject,
    score_of,
)
from rebond.quantify.use_cases.weighing import weights_beside
from rebond.vocabulary import Message, Quantity

LEAST = 5  # responses that speak of a subject, for it to be in the table
_READINGS = ("gap", "without", "lever", "preserved")


@dataclass(frozen=True)
class _Row:
    """One subject in one part of the population."""

    keys: Keys
    impact: Impact
    people: int


def answer_impact(question: Question, perimeter: Perimeter) -> Answer:
    """Return the four readings of each subject, and the weights beside where they apply.

    Raises
    ------
    QuestionError
        Without any score, or without a subject.
    """
    about = asked(question)
    inside = perimeter.where(*about.population)
    score = score_of(inside, question.measure)
    unit, content = unit_of(score)
    one = unit * 0 + 1
    sums = spoken_sums(about, perimeter, score, [one, unit, content, content * unit, unit * unit])
    rows = [
        row for part, spoken in sums.parts.items() for row in _rows(about, perimeter, part, spoken)
    ]
    in_points = score.kind == "nps"
    notes = [_what_is_read(score), *mixed(inside)]
    cells = _cells(rows, by_part=bool(about.parts))
    if about.parts and len({row.impact.theme for row in rows}) == 1:
        likely, note = _compared(rows)
        cells += likely
        notes.append(note)
    if question.dimensions == ("theme",) and not about.about:
        beside = weights_beside(about, perimeter, score)
        cells = _with_weights(cells, beside.cells)
        notes += beside.notes
    return Answer(
        tuple(cells),
        _total(sums, score),
        details=(READING,),
        notes=tuple(notes),
        unit="points" if in_points else "score",
        method="impacts",
        scale=None if in_points else (score.low, score.high),
    )


def _with_weights(cells: list[Cell], beside: tuple[Cell, ...]) -> list[Cell]:
    """Return the cells with the weights beside, the heaviest theme first."""
    weights: dict[str, list[Cell]] = {}
    for cell in beside:
        weights.setdefault(cell.keys[0], []).append(cell)
    rows: dict[str, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.keys[0], []).append(cell)
    heaviest = [theme for theme in weights if theme in rows]
    order = [*heaviest, *(theme for theme in rows if theme not in weights)]
    return [cell for theme in order for cell in (*rows[theme], *weights.get(theme, []))]


def _what_is_read(score: Score) -> Message:
    if score.kind == "nps":
        return Message(
            "Each reading is the NPS of some, less that of all who answered “{score}” and"
            " speak. Dissatisfied: 0 to 6.",
            {"score": score.name},
        )
    return Message(
        "Each reading is the mean of “{score}” ({low} to {high}) among some, less that of all who"
        " answered it and speak. Satisfied: the top quarter of the scale.",
        {"score": score.name, "low": Quantity(score.low), "high": Quantity(score.high)},
    )


def _rows(about: Asked, perimeter: Perimeter, part: Keys, spoken: Spoken) -> list[_Row]:
    """Return the subjects of one part; those hardly spoken of, or that name none, are left out."""
    kept = [
        i
        for i, keys in enumerate(spoken.subjects)
        if spoken.speaking[:, i, 0].sum() >= LEAST
        and all(
            names_a_subject(perimeter, name, key)
            for name, key in zip(about.subjects, keys, strict=True)
        )
    ]
    every, said = spoken.everybody, spoken.speaking[:, kept]
    counts = [every[:, :1], said[:, :, 0], said[:, :, 2]]
    totals = [every[:, 1:2], said[:, :, 1], said[:, :, 3]]
    places = [str(i) for i in kept]
    found = impacts_of_sums(np.column_stack([*counts, *totals]), places)
    rows = []
    for impact in found:
        place = int(impact.theme)
        subject = spoken.subjects[place]
        rows.append(_Row(keys_of(about, part, subject), impact, int(spoken.people[place])))
    return rows


def _cells(rows: list[_Row], *, by_part: bool) -> list[Cell]:
    """Return the cells: 30 responses and more first, then the largest impact (the worst part)."""
    adjusted = q_values([row.impact.p_value for row in rows])
    distinct = {
        row.keys: bool(q <= FALSE_DISCOVERIES) for row, q in zip(rows, adjusted, strict=True)
    }

    def place(row: _Row) -> tuple[bool, float, Keys]:
        one = row.impact
        size = one.gap.value if by_part else -abs(one.without.value)
        return one.n < LEAST_SHOWN, size if np.isfinite(size) else 0.0, row.keys

    cells = []
    for row in sorted(rows, key=place):
        readings = (row.impact.gap, row.impact.without, row.impact.lever, row.impact.preserved)
        for name, reading in zip(_READINGS, readings, strict=True):
            told = distinct[row.keys] if name == "gap" else None
            value, low, high = _finite(reading)
            keys = (*row.keys, name)
            cells.append(Cell(keys, value, low, high, row.impact.n, row.people, told))
    return cells


def _finite(reading: Reading) -> tuple[float | None, float | None, float | None]:
    """Return a reading's numbers, None where they are not known."""
    ends = (reading.value, reading.low, reading.high)
    known = [end if np.isfinite(end) else None for end in ends]
    return known[0], known[1], known[2]


def _compared(rows: list[_Row]) -> tuple[list[Cell], Message]:
    """Return the likely gap of each part, drawn to that of all, and whether parts differ."""
    usable = [r for r in rows if np.isfinite(r.impact.gap.value) and r.impact.error > 0]
    figures = np.array([row.impact.gap.value for row in usable])
    errors = np.array([row.impact.error for row in usable])
    drawn = funnel([str(i) for i in range(len(usable))], figures, errors)
    cells = []
    for unit in drawn.units:
        row = usable[int(unit.name)]
        keys = (*row.keys, "likely")
        n = row.impact.n
        cells.append(Cell(keys, unit.shrunk, unit.low, unit.high, n, row.people))
    p = alike(figures, errors)
    value = {"p": Quantity(np.ceil(1000 * p) / 1000, 3)}
    if p <= FALSE_DISCOVERIES:
        return cells, Message("Mean gaps differ from one part to another (p ≤ {p}).", value)
    return cells, Message(
        "Mean gaps do not differ from one part to another beyond chance (p = {p}).", value
    )


def _total(sums: Sums, score: Score) -> Cell:
    """Return the score of everybody who answered it and speaks."""
    every, people = sums.whole, sums.people
    if not len(every):
        return Cell((), None, None, None, 0, 0)
    moments = moments_from(every[:, 0], every[:, 1], every[:, 4], people)
    if score.kind == "nps":
        unit = moments_from(every[:, 0], every[:, 1] / 100, every[:, 4] / 10_000, people)
        low, high = (100 * end for end in net_interval(unit))
    else:
        low, high = mean_interval(moments, score.low, score.high)
    return Cell((), moments.ratio, low, high, moments.n, people)
