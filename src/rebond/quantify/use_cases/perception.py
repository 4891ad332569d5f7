"""How each shop, seller, segment or brand is perceived, among its peers and beyond chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import main_score
from rebond.quantify.asking.measures import Measured, measured
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.groups.comparing import added, gap_p, less
from rebond.quantify.groups.funnel import Funnel, funnel
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import Moments
from rebond.quantify.use_cases.readings import LEAST_SHOWN, READING
from rebond.quantify.use_cases.spoken import Keys
from rebond.quantify.use_cases.subjects import Asked, asked, mixed, needs_parts
from rebond.vocabulary import Label, Message, Quantity

Array = npt.NDArray[np.float64]
_BEST = "best"
_NET_POLARITY = Label("net polarity", "polarité nette")


def answer_perception(question: Question, perimeter: Perimeter) -> Answer:
    """Return where each unit of the last dimension stands among its peers.

    Peers share the keys of the dimensions before: “perception by Region, Shop” compares shops
    within their region, “perception by Region” regions with each other. The measure is the net
    polarity of the opinions that filters or dimensions keep, else the score most answered.

    Raises
    ------
    QuestionError
        When the question names no shop, seller, brand…
    """
    about = asked(question)
    needs_parts(about, 3, f"{question.measure} by {{attribute}}", perimeter)
    unit = about.parts[-1]
    order = (*(name for name in question.dimensions if name != unit), unit)
    plain, name = _measure_of(about, order, perimeter)
    found = measured(Rows(plain, perimeter, perimeter.facts()))
    groups: dict[Keys, dict[str, Moments]] = {}
    for raw, one in found.cells.items():
        keys = tuple(key_text(key, of) for key, of in zip(raw, order, strict=True))
        if one.n and all(keys):
            groups.setdefault(keys[:-1], {})[keys[-1]] = one
    cells, outside, spreads = [], 0, []
    place = [order.index(name) for name in question.dimensions]
    for peers in sorted(groups):
        stands = _stands(groups[peers], found)
        outside += sum(one.outside for one in stands.units)
        spreads.append(stands.spread)
        cells += _cells(peers, groups[peers], stands, found, place, question.measure == _BEST)
    whole = measured(Rows(plain.by(), perimeter, perimeter.facts()))
    notes = _notes(name, order, len(groups), outside, spreads)
    if not about.about and not about.subjects:
        notes += mixed(perimeter.where(*about.population))
    in_points = plain.measure != "mean_score"
    return Answer(
        tuple(cells),
        _total(whole),
        (READING,),
        notes,
        unit="points" if in_points else "score",
        method="funnel",
        scale=found.scale,
    )


def _measure_of(about: Asked, order: Keys, perimeter: Perimeter) -> tuple[Question, str | Label]:
    """Return the plain question of each unit's figure, and what it is called."""
    score = None
    if not about.about and not about.subjects:
        score = main_score(perimeter.where(*about.population))
    if score is None:
        return Question("net_polarity", order, about.question.filters), _NET_POLARITY
    filters = (*about.population, *score.filters)
    return Question(score.measure, order, filters), score.name


def _stands(units: dict[str, Moments], found: Measured) -> Funnel:
    """Return the funnel of units, in the figure's unit; those of 30 and more set it first."""
    names = sorted(units)
    figures = np.array([found.factor * units[name].ratio for name in names])
    errors = found.factor * _errors([units[name] for name in names])
    return funnel(names, figures, errors)


def _errors(units: list[Moments]) -> Array:
    """Return the standard error of each unit's figure.

    The larger of its own, clustered by person, and of that of as many answers (repeated ones
    counted once) that vary as those of all units do: a few answers that happen to agree do not
    make a unit sure.
    """
    n = sum(one.n for one in units)
    within = sum(one.squares - one.n * one.ratio**2 for one in units) / max(1, n - len(units))
    alike = [max(0.0, within) / max(1.0, one.n**2 / one.xx) for one in units]
    return np.array([max(one.variance, v) ** 0.5 for one, v in zip(units, alike, strict=True)])


def _cells(
    peers: Keys,
    units: dict[str, Moments],
    stands: Funnel,
    found: Measured,
    place: list[int],
    best: bool,
) -> list[Cell]:
    cells = []
    told = _told_apart(units)
    ranked = sorted(stands.units, key=lambda u: (units[u.name].n < LEAST_SHOWN, u.rank, u.name))
    for unit in ranked:
        one = units[unit.name]
        own = (*peers, unit.name)
        keys = tuple(own[i] for i in place)
        n, people = one.n, one.people
        low, high = found.interval(one)
        least, most = _ends(found)
        likely = (unit.shrunk, max(least, unit.low), min(most, unit.high))
        ranks = (unit.rank, float(unit.rank_low), float(unit.rank_high))
        cells += [
            Cell((*keys, "observed"), unit.observed, low, high, n, people, told.get(unit.name)),
            Cell((*keys, "shrunk"), *likely, n=n, people=people),
            Cell((*keys, "rank"), *ranks, n=n, people=people, unit="rank"),
        ]
        if best:
            cells.append(Cell((*keys, "first"), 100 * unit.first, None, None, n, people, unit="%"))
    return cells


def _ends(found: Measured) -> tuple[float, float]:
    """Return the ends of the figure's scale."""
    return found.scale or (-found.factor, found.factor)


def _told_apart(units: dict[str, Moments]) -> dict[str, bool]:
    """Return which units differ from all their peers together, at 5 % of false discoveries."""
    whole = added(list(units.values()))
    p_values = {}
    for name, one in units.items():
        rest = less(whole, one)
        if one.people < 2 or rest.people < 2:
            continue
        p, _ = gap_p(one, rest, share=False)
        if p is not None:
            p_values[name] = p
    adjusted = q_values(list(p_values.values()))
    return {name: bool(q <= FALSE_DISCOVERIES) for name, q in zip(p_values, adjusted, strict=True)}


def _notes(
    name: str | Label, order: Keys, groups: int, outside: int, spreads: list[float]
) -> tuple[Message, ...]:
    if not groups:
        return ()
    values: dict[str, object] = {"name": name, "outside": outside}
    if len(order) > 1:
        values |= {"groups": groups, "peers": ", ".join(order[:-1])}
        return (
            Message(
                "Measure: {name}. Each is compared with its peers of the same {peers} ({groups}"
                " groups). Outside the funnel of their size (99.8%): {outside}.",
                values,
            ),
        )
    spread = max(spreads, default=0.0)
    if spread <= 0:
        return (
            Message(
                "Measure: {name}. Chance explains all that is seen between them: none is truly"
                " first, and likely figures are all that of the middle.",
                values,
            ),
        )
    return (
        Message(
            "Measure: {name}. Beyond chance they differ by a standard deviation of {spread}."
            " Outside the funnel of their size (99.8%): {outside}.",
            values | {"spread": Quantity(spread, 1)},
        ),
    )


def _total(whole: Measured) -> Cell:
    one = whole.cells.get(())
    if one is None or one.n == 0:
        return Cell((), None, None, None, 0, 0)
    low, high = whole.interval(one)
    return Cell((), whole.factor * one.ratio, low, high, one.n, one.people)
