"""What is behind an NPS: that of those who speak of each subject, and who they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import main_score
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import net_interval, quantile, share_interval
from rebond.quantify.use_cases.readings import LEAST_SHOWN, READING
from rebond.quantify.use_cases.spoken import Keys, Spoken, Sums, moments_from, spoken_sums
from rebond.quantify.use_cases.subjects import asked, keys_of, mixed, names_a_subject
from rebond.vocabulary import Message

Array = npt.NDArray[np.float64]
LEAST = 5  # responses that speak of a subject
_NPS = Filter("kind", "=", ("nps",))


def answer_behind_nps(question: Question, perimeter: Perimeter) -> Answer:
    """Return the NPS of those who speak of each subject, and how it differs from that of all.

    Raises
    ------
    QuestionError
        Without any NPS, or without a subject.
    """
    import narwhals as nw

    about = asked(question)
    inside = perimeter.where(*about.population, _NPS)
    score = main_score(inside)
    if score is None:
        raise QuestionError(
            "There is no NPS here. Ask “{example}” for another score.", example="impact by theme"
        )
    value = nw.col("value")
    one = value * 0 + 1
    promoter = nw.when(value >= 9).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    detractor = nw.when(value <= 6).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    sums = spoken_sums(about, perimeter, score, [one, promoter, detractor])
    rows = []
    for part, spoken in sums.parts.items():
        for i, subject in enumerate(spoken.subjects):
            named = all(
                names_a_subject(perimeter, name, key)
                for name, key in zip(about.subjects, subject, strict=True)
            )
            if named and spoken.speaking[:, i, 0].sum() >= LEAST:
                rows.append((keys_of(about, part, subject), spoken, i))
    variations = [_variation(spoken, i) for _, spoken, i in rows]
    told = [q <= FALSE_DISCOVERIES for q in q_values([p for *_, p in variations])]
    cells = [
        _cells(*row, variation[:3], bool(apart))
        for row, variation, apart in zip(rows, variations, told, strict=True)
    ]
    cells.sort(key=lambda row: (row[0].n < LEAST_SHOWN, row[1].value or 0.0, row[0].keys))
    note = Message(
        "Variation: the NPS of those who speak of it, less that of all who answered “{score}” and"
        " speak.",
        {"score": score.name},
    )
    total = _total(sums)
    flat = tuple(cell for row in cells for cell in row)
    return Answer(flat, total, (READING,), (note, *mixed(inside)), method="use-cases")


def _variation(spoken: Spoken, i: int) -> tuple[float, float, float, float]:
    """Return the NPS of those who speak less that of all, its interval and its p-value.

    The variance is that of the linearised difference, by person: those who speak are among all.
    """
    from scipy.special import stdtr

    n, net = _net(spoken.speaking[:, i])
    all_n, all_net = _net(spoken.everybody)
    mine, everybody = net.sum() / n.sum(), all_net.sum() / all_n.sum()
    parts = (net - mine * n) / n.sum() - (all_net - everybody * all_n) / all_n.sum()
    groups = len(parts)
    difference = float(mine - everybody)
    if groups < 2 or (parts**2).sum() <= 0:
        return 100 * difference, -200.0, 200.0, 1.0
    error = float((groups / (groups - 1) * (parts**2).sum()) ** 0.5)
    people = max(2, int(spoken.people[i]))
    half = quantile(people) * error
    p = float(2 * stdtr(people - 1, -abs(difference) / error))
    return 100 * difference, 100 * (difference - half), 100 * (difference + half), p


def _net(sums: Array) -> tuple[Array, Array]:
    return sums[:, 0], sums[:, 1] - sums[:, 2]


def _cells(
    keys: Keys, spoken: Spoken, i: int, variation: tuple[float, float, float], told: bool
) -> list[Cell]:
    sums, people = spoken.speaking[:, i], int(spoken.people[i])
    n, net = _net(sums)
    answers = moments_from(n, net, sums[:, 1] + sums[:, 2], people)
    low, high = (100 * end for end in net_interval(answers))
    size = answers.n
    cells = [
        Cell((*keys, "nps"), 100 * answers.ratio, low, high, size, people, told),
        Cell((*keys, "variation"), *variation, n=size, people=people),
    ]
    passive = n - sums[:, 1] - sums[:, 2]
    counted = (("promoters", sums[:, 1]), ("passives", passive), ("detractors", sums[:, 2]))
    for name, some in counted:
        share = moments_from(n, some, some, people)
        low, high = (100 * end for end in share_interval(share))
        cells.append(Cell((*keys, name), 100 * share.ratio, low, high, size, people, unit="%"))
    return cells


def _total(found: Sums) -> Cell:
    sums = found.whole
    if not len(sums):
        return Cell((), None, None, None, 0, 0)
    n, net = _net(sums)
    answers = moments_from(n, net, sums[:, 1] + sums[:, 2], found.people)
    low, high = (100 * end for end in net_interval(answers))
    return Cell((), 100 * answers.ratio, low, high, answers.n, found.people)
