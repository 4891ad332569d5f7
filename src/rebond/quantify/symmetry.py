"""Symmetry: places where the team says better, or worse, and their customers too.

Across the places of an attribute that both employees and customers name, the correlation of the
employees' mean figure with the customers'. It tells what goes together, never why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.chosen import main_score
from rebond.quantify.gaps import dimension_of
from rebond.quantify.intervals import Moments
from rebond.quantify.measures import measured
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.rows import Rows

Array = npt.NDArray[np.float64]
LEAST_PLACES = 8
LEAST_CUSTOMERS = 10  # responses of a place
LEAST_EMPLOYEES = 5
PERMUTATIONS = 9999
MOST_ATTRIBUTES = 30


@dataclass(frozen=True)
class Linked:
    """One correlation tested between the two sides of an attribute's places.

    ``coefficient`` between −1 and 1 with its interval; ``corrected`` what it would be if each
    place's means were known without noise (None where noise explains all that is seen);
    ``places`` how many; the measures of each side; ``points`` the places with both figures.
    """

    attribute: str
    employee_measure: str
    customer_measure: str
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
    """Return every correlation tested, for each attribute and each pair of measures."""
    found = []
    sides = {side: perimeter.where(Filter("stakeholder", "=", (side,))) for side in _LEAST}
    scores = {side: main_score(inside) for side, inside in sides.items()}
    for attribute in perimeter.facts().attribute_names[:MOST_ATTRIBUTES]:
        by = dimension_of(attribute)
        figures: dict[str, list[tuple[Question, dict[str, Moments]]]] = {}
        for side, inside in sides.items():
            score = scores[side]
            questions = [Question("net_polarity", (by,))]
            if score is not None:
                questions.insert(0, Question("mean_score", (by,), score.filters))
            figures[side] = [
                (question, _places(inside, question, _LEAST[side])) for question in questions
            ]
        for employees in figures["employee"]:
            for customers in figures["customer"]:
                link = _link(attribute, employees, customers, seed)
                if link is not None:
                    found.append(link)
    return found


_LEAST = {"employee": LEAST_EMPLOYEES, "customer": LEAST_CUSTOMERS}


def _places(perimeter: Perimeter, question: Question, least: int) -> dict[str, Moments]:
    cells = measured(Rows(question, perimeter, perimeter.facts())).cells
    return {str(keys[0]): m for keys, m in cells.items() if keys[0] and m.n >= least}


def _link(
    attribute: str,
    employees: tuple[Question, dict[str, Moments]],
    customers: tuple[Question, dict[str, Moments]],
    seed: int,
) -> Linked | None:
    places = sorted(employees[1].keys() & customers[1].keys())
    if len(places) < LEAST_PLACES:
        return None
    x = [employees[1][place] for place in places]
    y = [customers[1][place] for place in places]
    means = np.array([m.ratio for m in x]), np.array([m.ratio for m in y])
    if np.ptp(means[0]) <= 1e-12 or np.ptp(means[1]) <= 1e-12:
        return None
    r = float(np.corrcoef(*means)[0, 1])
    low, high = fisher_interval(r, len(places))
    reliability = _reliability(x) * _reliability(y)
    corrected = max(-1.0, min(1.0, r / reliability**0.5)) if reliability > 0.01 else None
    factors = tuple(
        100.0 if q.measure == "net_polarity" else 1.0 for q in (employees[0], customers[0])
    )
    return Linked(
        attribute=attribute,
        employee_measure=employees[0].measure,
        customer_measure=customers[0].measure,
        coefficient=r,
        low=low,
        high=high,
        corrected=corrected,
        places=len(places),
        employees=sum(m.n for m in x),
        customers=sum(m.n for m in y),
        p_value=permutation_p(*means, seed=seed),
        points=tuple(
            (place, factors[0] * float(a), factors[1] * float(b))
            for place, a, b in zip(places, *means, strict=True)
        ),
        question=customers[0].by(*customers[0].dimensions, "stakeholder"),
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


def _reliability(moments: list[Moments]) -> float:
    """Return the part of the spread of the places' means that is not noise, 0 to 1."""
    means = np.array([m.ratio for m in moments])
    noise = float(np.mean([m.variance for m in moments]))
    seen = float(means.var(ddof=1))
    return max(0.0, 1 - noise / seen) if seen > 0 else 0.0
