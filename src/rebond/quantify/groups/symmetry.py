"""Symmetry: places where the team says better, or worse, and their customers too.

Across the places of an attribute that both employees and customers name, the correlation of the
employees' mean figure with the customers'. It tells what goes together, never why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import Score, main_score
from rebond.quantify.asking.exact import mean_by, summed
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.sums import moments_by_cell
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.groups.protected import LEAST, hidden_groups
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.intervals import Moments

if TYPE_CHECKING:
    import narwhals as nw

Array = npt.NDArray[np.float64]
LEAST_PLACES = 8
LEAST_CUSTOMERS = 10  # responses of a place
LEAST_EMPLOYEES = LEAST
PERMUTATIONS = 9999
MOST_ATTRIBUTES = 30
_NO_SPREAD = 1e-9  # of answers that are all the same, but for rounding


@dataclass(frozen=True)
class Linked:
    """One correlation tested between the two sides of an attribute's places.

    ``coefficient`` between −1 and 1 with its interval; ``corrected`` what it would be if each
    place's means were known without noise (None where noise explains all that is seen);
    ``places`` how many; ``measure`` "scores" (in standard deviations of their own question) or
    "net_polarity" (−1 to 1); ``points`` the places with the employees' and the customers' figure.
    """

    attribute: str
    measure: str
    coefficient: float
    low: float
    high: float
    corrected: float | None
    places: int
    employees: int
    customers: int
    p_value: float
    points: tuple[tuple[str, float, float], ...]
    question: Question


def links_tested(perimeter: Perimeter, *, seed: int = 0) -> list[Linked]:
    """Return the correlation tested for each attribute: one an attribute, so that few compete.

    Of all scores where both sides gave some, each brought to mean 0 and standard deviation 1 within
    its own question; else of net polarities.
    """
    sides = {side: perimeter.where(Filter("stakeholder", "=", (side,))) for side in _LEAST}
    scores = {side: main_score(inside) for side, inside in sides.items()}
    scored = all(score is not None for score in scores.values())
    found = []
    for attribute in perimeter.facts().attribute_names[:MOST_ATTRIBUTES]:
        by = dimension_of(attribute)
        places = {}
        for side, inside in sides.items():
            here = _places(inside, by, scored, _LEAST[side])
            places[side] = _told(here) if side == "employee" else here
            if len(places[side]) < LEAST_PLACES:
                break
        else:
            score = scores["customer"]
            question = Question("net_polarity", (by, "stakeholder"))
            if score is not None and scored:
                question = Question(score.measure, (by, "stakeholder"), _kind(score))
            link = _link(attribute, places["employee"], places["customer"], question, seed)
            if link is not None:
                found.append(link)
    return found


_LEAST = {"employee": 1, "customer": LEAST_CUSTOMERS}  # teams: by their people, in `_told`


def _kind(score: Score) -> tuple[Filter, ...]:
    return tuple(condition for condition in score.filters if condition.field == "kind")


def _places(perimeter: Perimeter, by: str, scored: bool, least: int) -> dict[str, Moments]:
    """Return the moments of each place with enough responses (or voices)."""
    facts = perimeter.facts()
    if scored:
        rows = Rows(Question("mean_score", (by,)), perimeter, facts)
        scores = standardised(rows.scores())
        cells = moments_by_cell(scores, rows.columns, by_response=True, fractions=True)
    else:
        cells = measured(Rows(Question("net_polarity", (by,)), perimeter, facts)).cells
    return {str(keys[0]): m for keys, m in cells.items() if keys[0] and m.n >= least}


def _told(teams: dict[str, Moments]) -> dict[str, Moments]:
    """Return the teams that can be shown: the total less those would not give another back."""
    few = hidden_groups({(place,): m.people for place, m in teams.items()})
    return {
        place: m for place, m in teams.items() if (place,) not in few and m.n >= LEAST_EMPLOYEES
    }


def standardised(scores: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add ``y``: the score, higher better, in standard deviations of its own question."""
    import narwhals as nw

    better = nw.when(nw.col("higher_is_better")).then(nw.col("value"))
    scores = scores.with_columns(
        better.otherwise(nw.col("low") + nw.col("high") - nw.col("value")).alias("better")
    )
    own = ("question", "kind", "low", "high")
    middles = mean_by(scores, own, "better").rename({"better": "middle"})
    scores = scores.join(middles, on=list(own), how="inner")
    away = nw.col("better") - nw.col("middle")
    scores = scores.with_columns(away.alias("away"), (away * away).alias("squares"))
    freedom = nw.max_horizontal(nw.col("answers") - 1, nw.lit(1))
    spreads = summed(scores, own, ("squares",), nw.len().alias("answers"))
    spreads = spreads.select(*own, (nw.col("squares") / freedom).sqrt().alias("spread"))
    scores = scores.join(spreads, on=list(own), how="inner")
    varies = nw.col("spread") > _NO_SPREAD
    return scores.with_columns(
        nw.when(varies).then(nw.col("away") / nw.col("spread")).otherwise(nw.lit(0.0)).alias("y")
    )


def _link(
    attribute: str,
    employees: dict[str, Moments],
    customers: dict[str, Moments],
    question: Question,
    seed: int,
) -> Linked | None:
    places = sorted(employees.keys() & customers.keys())
    if len(places) < LEAST_PLACES:
        return None
    x = [employees[place] for place in places]
    y = [customers[place] for place in places]
    means = np.array([m.ratio for m in x]), np.array([m.ratio for m in y])
    if np.ptp(means[0]) <= 1e-12 or np.ptp(means[1]) <= 1e-12:
        return None
    r = float(np.corrcoef(*means)[0, 1])
    low, high = fisher_interval(r, len(places))
    reliability = _reliability(x) * _reliability(y)
    corrected = max(-1.0, min(1.0, r / reliability**0.5)) if reliability > 0.01 else None
    return Linked(
        attribute=attribute,
        measure="net_polarity" if question.measure == "net_polarity" else "scores",
        coefficient=r,
        low=low,
        high=high,
        corrected=corrected,
        places=len(places),
        employees=sum(m.n for m in x),
        customers=sum(m.n for m in y),
        p_value=permutation_p(evened(x), evened(y), seed=seed),
        points=tuple(
            (place, float(a), float(b)) for place, a, b in zip(places, *means, strict=True)
        ),
        question=question,
    )


def fisher_interval(r: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Fisher's interval of a correlation (1921); (−1, 1) under four places.

    >>> [round(bound, 2) for bound in fisher_interval(0.6, 30)]
    [0.31, 0.79]
    """
    from scipy.special import ndtri

    if n < 4:
        return -1.0, 1.0
    z = np.arctanh(np.clip(r, -0.999999, 0.999999))
    half = ndtri((1 + level) / 2) / (n - 3) ** 0.5
    return float(np.tanh(z - half)), float(np.tanh(z + half))


def permutation_p(x: Array, y: Array, *, seed: int = 0) -> float:
    """Return the two-sided p-value of a correlation, places of one side put in random order.

    Beyond the number of permutations it is carried on by Student's test, never under a tenth of
    the least that permutations can tell.
    """
    from scipy.special import stdtr

    random = np.random.default_rng(seed)
    centred = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    n = len(x)
    r = abs(float(centred[0] @ centred[1])) / n
    shuffled = random.permuted(np.broadcast_to(centred[1], (PERMUTATIONS, n)), axis=1)
    reached = int((np.abs(shuffled @ centred[0]) / n >= r - 1e-12).sum())
    p = (1 + reached) / (1 + PERMUTATIONS)
    if reached:
        return p
    statistic = r * ((n - 2) / max(1e-12, 1 - r * r)) ** 0.5
    return float(min(p, max(p / 10, 2 * stdtr(n - 2, -statistic))))


def evened(moments: list[Moments]) -> Array:
    """Return the places' means from their precision-weighted mean, each over its own spread.

    The spread of a place is that of true means and of its own noise (random effects; method of
    moments of DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2). Left uneven, places
    with few answers are far from the mean on both sides, and permutations reject too often.
    """
    means = np.array([m.ratio for m in moments])
    noise = np.array([m.variance for m in moments])
    spread = max(0.0, float(means.var(ddof=1) - noise.mean())) + noise
    spread = np.maximum(spread, 1e-12)
    middle = float((means / spread).sum() / (1 / spread).sum())
    even: Array = (means - middle) / np.sqrt(spread)
    return even


def _reliability(moments: list[Moments]) -> float:
    """Return the part of the spread of the places' means that is not noise, 0 to 1."""
    means = np.array([m.ratio for m in moments])
    noise = float(np.mean([m.variance for m in moments]))
    seen = float(means.var(ddof=1))
    return max(0.0, 1 - noise / seen) if seen > 0 else 0.0
