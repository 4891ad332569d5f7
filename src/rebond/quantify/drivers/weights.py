"""How much of a score goes with each theme: Johnson's relative weights.

A theme's weight is the part of the score's variance that goes with what is said of it, once what
themes have in common is shared out (Johnson 2000, doi:10.1207/S15327906MBR3501_1). Weights are
never negative and add up to R². They tell what goes together, not what would change what.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import Panel, Score, main_score, panel
from rebond.quantify.drivers.johnson import johnson_parts
from rebond.quantify.drivers.part_intervals import (
    Correlations,
    correlations,
    correlations_of,
    part_intervals,
    whole_interval,
)
from rebond.quantify.drivers.tested import tested
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.misreading.engine_error import engine_errors
from rebond.quantify.misreading.reliability import Reliability, if_read_well
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import (
    RANDOM_GROUPS,
    from_means,
    groups_of,
    moves,
    on_one_thread,
    products_by_group,
)
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES

Array = npt.NDArray[np.float64]
MOST_THEMES = 40
LEAST_RESPONSES = 30  # that speak of a theme
LEAST_PER_THEME = 10  # responses of the panel for each theme explained with


@dataclass(frozen=True)
class Weight:
    """The weight of one theme, in % of the score's variance.

    ``part`` is its share of R² in %; ``direction`` +1 when better words go with better scores,
    −1 the reverse, 0 when that is not established; ``chance`` the weight that a theme linked to
    nothing reaches one time in twenty; ``own`` the points of score that go with one step of
    polarity, other themes held equal; ``p_value`` and ``q_value`` test that the theme goes with
    the score both by its weight and on its own. ``read`` is the weight of what the engine reads,
    where ``weight`` is corrected for its misreadings; else None.
    """

    theme: str
    weight: float
    low: float
    high: float
    part: float
    direction: int
    n: int
    own: float
    chance: float
    p_value: float
    q_value: float
    read: float | None = None


@dataclass(frozen=True)
class Weights:
    """All weights of a score; ``r2`` in %, with its interval; ``n`` responses of ``people``."""

    score: Score
    weights: tuple[Weight, ...]
    r2: float
    r2_low: float
    r2_high: float
    n: int
    people: int


@on_one_thread
def explain(
    data: Panel, score: Score, *, seed: int = 0, reliability: Reliability | None = None
) -> Weights:
    """Return the weights of every theme of a panel, with intervals clustered by person.

    A panel without themes, with fewer than 10 responses a theme, or where all scores are equal
    has no weight: R² is 0 and unknown (0 to 100). With a ``reliability`` weights are those of what
    is said, not of what is read of it, and their intervals hold both uncertainties; tests are those
    of what is read, which misreading makes cautious.
    """
    n = len(data.score)
    people = int(data.person.max()) + 1 if n else 0
    sums = sums_of(data, seed=seed)
    if sums is None:
        return Weights(score, (), 0.0, 0.0, 100.0, n, people)
    tests = tested(sums, seed, reliability)
    weights, as_read, own, q = tests.weights, tests.as_read, tests.own, tests.q_values
    known = correlations_of(sums) if reliability is None else _if_read_well(sums, reliability)
    parts = johnson_parts(known.among, known.with_score)
    low, high = part_intervals(parts, known)
    r2, ends = float(weights.sum()), whole_interval(parts, known)
    found = tuple(
        Weight(
            theme=theme,
            weight=100 * float(weights[i]),
            low=100 * float(low[i]),
            high=100 * float(high[i]),
            part=100 * float(weights[i]) / r2 if r2 else 0.0,
            direction=int(np.sign(own[i])) if tests.by_own[i] <= 0.05 else 0,
            n=int(data.spoken[i]),
            own=float(own[i]),
            chance=100 * float(np.quantile(tests.null[:, i], 0.95)),
            p_value=float(tests.p_values[i]),
            q_value=float(q[i]),
            read=None if reliability is None else 100 * float(as_read[i]),
        )
        for i, theme in enumerate(data.themes)
    )
    ordered = tuple(sorted(found, key=lambda weight: (-weight.weight, weight.theme)))
    whole, least, most = (100 * min(1.0, end) for end in (r2, *ends))
    return Weights(score, ordered, whole, least, most, n, people)


def _suffices(data: Panel) -> bool:
    """Return whether a panel has themes, and enough responses and persons to weigh them."""
    n, p = data.polarity.shape
    people = int(data.person.max()) + 1 if n else 0
    enough = p > 0 and n >= LEAST_PER_THEME * (p + 1) and people >= 3
    return enough and bool(np.ptp(data.score) > 0)


def sums_of(data: Panel, *, seed: int = 0) -> Array | None:
    """Return the sums by group of a panel, None where it is too small to weigh its themes."""
    if not _suffices(data):
        return None
    return panel_sums(data, data.score, *groups_of(data.person, most=RANDOM_GROUPS, seed=seed))


@on_one_thread
def panel_sums(data: Panel, score: Array, group: npt.NDArray[np.int64], groups: int) -> Array:
    """Return, by group, the sums of `products_by_group` of signs and scores, from their means."""
    return from_means(products_by_group(data.polarity, score - score.mean(), group, groups))


def _if_read_well(sums: Array, reliability: Reliability) -> Correlations:
    """Return the correlations of true signs, moved by persons left out and by what labels leave."""
    whole = sums.sum(axis=0)
    estimate, others = reliability.correlations[:1], reliability.correlations[1:]
    among, with_score = if_read_well(*correlations(whole[None]), estimate)
    left_out = if_read_well(*correlations(whole - sums), estimate)
    drawn = if_read_well(*correlations(whole[None]), others)
    moved = [
        np.concatenate([moves(without), (draws - draws.mean(axis=0)) / len(others) ** 0.5])
        for without, draws in zip(left_out, drawn, strict=True)
    ]
    return Correlations(among[0], with_score[0], *moved)


def weights_of(perimeter: Perimeter, score: Score, *, seed: int = 0) -> Weights:
    """Return the weights of the themes on a score, corrected for misreading where it is known."""
    data = panel_of(perimeter, score)
    return explain(data, score, seed=seed, reliability=_reliability(perimeter, data))


@on_one_thread
def established(perimeter: Perimeter, data: Panel, sums: Array | None) -> dict[str, bool]:
    """Return whether the weight of each theme of a panel is established, from its `sums_of`."""
    if sums is None:
        return {}
    tests = tested(sums, 0, _reliability(perimeter, data))
    told = tests.q_values <= FALSE_DISCOVERIES
    return {theme: bool(one) for theme, one in zip(data.themes, told, strict=True)}


def panel_of(perimeter: Perimeter, score: Score) -> Panel:
    """Return the responses, and the themes, that weights are those of."""
    least = max(LEAST_RESPONSES, score.answers // 400)
    return panel(perimeter, score, least=least, most=MOST_THEMES)


def _reliability(perimeter: Perimeter, data: Panel) -> Reliability | None:
    errors = engine_errors(perimeter.workspace)
    return errors.reliability(data.themes, data.polarity, data.spoken) if errors else None


def answer_weight(question: Question, perimeter: Perimeter) -> Answer:
    """Return the cells of “weight by theme” (in % of the score's variance) and R² as the total.

    Raises
    ------
    QuestionError
        When asked by anything but theme, or without any score.
    """
    if question.dimensions != ("theme",):
        raise QuestionError(
            "Weights are those of themes on a score. Ask “{example}”.", example="weight by theme"
        )
    inside = perimeter.where(*question.filters)
    score = main_score(inside)
    if score is None:
        raise QuestionError("There is no score here for themes to go with. Import some scores.")
    found = weights_of(inside, score)
    cells = tuple(
        Cell(
            (weight.theme,),
            weight.weight,
            weight.low,
            weight.high,
            weight.n,
            found.people,
            weight.q_value <= FALSE_DISCOVERIES,
            weight.read,
        )
        for weight in found.weights
    )
    value = found.r2 if cells else None
    low, high = (found.r2_low, found.r2_high) if cells else (None, None)
    total = Cell((), value, low, high, found.n, found.people)
    return Answer(cells, total, method="drivers")
