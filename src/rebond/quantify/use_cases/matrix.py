"""Llosa's matrix as a figure: the class of each theme, and how sure it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import Score
from rebond.quantify.drivers.llosa import KINDS, LEAST_JUDGED, Matrix, Placed, llosa
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.use_cases.joint import joint
from rebond.quantify.use_cases.readings import CLASS, READING
from rebond.quantify.use_cases.subjects import asked, mixed, score_of
from rebond.vocabulary import Message, Quantity

LEAST = 20  # responses that speak of a theme
MOST = 40
MOST_LEVELS = 11
_ORDER = ("basic", "key", "plus", "secondary")


def answer_llosa(question: Question, perimeter: Perimeter) -> Answer:
    """Return the class of each theme (basic, plus, key, secondary), with the share of resamples
    that put it in each.

    Cells are keyed by theme, class and reading; those whose class is settled come first.

    Raises
    ------
    QuestionError
        By anything but theme, without any score, or when fewer than two themes are judged both
        well and badly by 10 responses.
    """
    about = asked(question)
    if question.dimensions != ("theme",):
        raise QuestionError(
            "The matrix places themes. Ask “{example}”, with filters if need be.",
            example="llosa by theme",
        )
    inside = perimeter.where(*about.population)
    score = score_of(inside, question.measure)
    data = joint(about, perimeter, score, least=LEAST, most=MOST)
    found = llosa(_levels(data.score, score), data.signs, data.person, data.themes)
    if not found.themes:
        raise QuestionError(
            "The matrix needs two themes that {least} responses each judge well, and {least} badly,"
            " beside a score. Widen the filters.",
            least=LEAST_JUDGED,
        )
    judged = (data.signs != 0) & np.isfinite(data.score)[:, None]
    people = {
        theme: int((np.bincount(data.person[judged[:, i]]) > 0).sum())
        for i, theme in enumerate(data.themes)
    }
    cells = []
    placed = sorted(found.themes, key=lambda t: (not t.settled, _ORDER.index(t.kind), -t.apart))
    for theme in placed:
        cells += _cells(theme, people[theme.theme])
    total = Cell((), 100 * found.first_axis, None, None, found.n, found.people)
    return Answer(
        tuple(cells),
        total,
        (CLASS, READING),
        (*_notes(found, score), *mixed(inside)),
        method="llosa",
    )


def _levels(values: npt.NDArray[np.float64], score: Score) -> npt.NDArray[np.float64]:
    """Return a score in few levels: detractors, passives, promoters; else its own, 11 at most."""
    if score.kind == "nps":
        return np.where(np.isnan(values), np.nan, (values > 6) * 1.0 + (values >= 9))
    known = np.isfinite(values)
    if len(np.unique(values[known])) <= MOST_LEVELS:
        return values
    ends = np.quantile(values[known], [0.2, 0.4, 0.6, 0.8])
    return np.where(known, np.searchsorted(ends, values, side="right"), np.nan)


def _cells(theme: Placed, people: int) -> list[Cell]:
    keys = (theme.theme, theme.kind)
    n = theme.n_well + theme.n_badly
    settled = theme.settled
    by_class = dict(zip(KINDS, theme.by_class, strict=True))
    cells = [
        Cell((*keys, f"as {kind}"), 100 * by_class[kind], None, None, n, people, settled)
        for kind in _ORDER
    ]
    for name, value, judged in (
        ("well", theme.well, theme.n_well),
        ("badly", theme.badly, theme.n_badly),
    ):
        cells.append(Cell((*keys, name), value, None, None, judged, people, unit="axis"))
    return cells


def _notes(found: Matrix, score: Score) -> tuple[Message, ...]:
    values: dict[str, object] = {
        "score": score.name,
        "axis": Quantity(100 * found.first_axis, 0),
        "settled": sum(theme.settled for theme in found.themes),
        "count": len(found.themes),
        "unplaced": len(found.unplaced),
    }
    if found.p_value > 0.05:
        return (
            Message(
                "What is said of themes and “{score}” are not linked beyond chance: no class is"
                " settled.",
                values,
            ),
        )
    return (
        Message(
            "Basic: badly judged it goes with a low “{score}”, well judged with little. Plus: the"
            " reverse. Key: both. Secondary: neither, among these themes.",
            values,
        ),
        Message(
            "Classes settled (the same in 80% of resamples): {settled} of {count}. The axis of"
            " satisfaction holds {axis}% of what is judged. Themes judged too little on one side,"
            " not placed: {unplaced}.",
            values,
        ),
    )
