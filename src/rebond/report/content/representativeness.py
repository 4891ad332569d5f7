"""Who speaks, against who is known to exist, and main figures weighted to the latter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import InputError
from rebond.quantify import Cell, Question, ask
from rebond.quantify.asking.chosen import main_score
from rebond.quantify.coverage.population import known_population
from rebond.quantify.coverage.representativeness import Presence
from rebond.quantify.coverage.speaking import represented
from rebond.quantify.coverage.telling import price, standing
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES
from rebond.report.content import Section
from rebond.report.reporter import Reporter

THEMES = 6


@dataclass(frozen=True)
class Beside:
    """A figure as people spoke, and weighted; ``unit`` follows both."""

    name: str
    raw: Cell
    weighted: Cell
    unit: str
    decimals: int
    signed: bool


@dataclass(frozen=True)
class Population:
    """Labels with their standing, weighted figures beside the others, and the price."""

    finding: str
    rows: Sequence[tuple[Presence, str]]
    price: str
    problems: Sequence[str]
    beside: Sequence[Beside]


def population_section(reporter: Reporter) -> Section | None:
    """Return who speaks against who exists; None when nobody said who exists."""
    if known_population(reporter.perimeter.workspace) is None:
        return None
    t = reporter.t
    try:
        found = represented(reporter.perimeter)
    except InputError as error:  # an attribute that the data no longer have
        problems = [t(error.message)]
        finding = t("The known population cannot be set beside these data")
        data = Population(finding, (), "", problems, ())
        return Section("population", t("Who speaks, who exists"), (), "population.html", data)
    apart = [one for one in found.presences if one.q_value <= FALSE_DISCOVERIES]
    data = Population(
        finding=reporter.tn(
            "One group is over- or under-represented",
            "{n} groups are over- or under-represented",
            len(apart),
        )
        if apart
        else t("No group is established to be over- or under-represented"),
        rows=[(one, t(standing(one))) for one in found.presences],
        price=t(price(found)),
        problems=[t(problem) for problem in found.raked.problems],
        beside=_beside(reporter),
    )
    margin = (
        t("The population is that given with rebond population; a person counts once."),
        t("Weights correct who speaks, not what the silent would say."),
    )
    return Section("population", t("Who speaks, who exists"), margin, "population.html", data)


def _beside(reporter: Reporter) -> list[Beside]:
    """Return the main score and the themes most spoken of, as people spoke and weighted."""
    found: list[Beside] = []
    score = main_score(reporter.main)
    if score is not None:
        question = Question(f"weighted_{score.measure}", (), score.filters)
        nps = score.measure == "nps"
        found += _pairs(reporter, question, reporter.t("NPS") if nps else score.name, nps)
    found += _pairs(reporter, Question("weighted_share", ("theme",)), "", False)[:THEMES]
    return found


def _pairs(reporter: Reporter, question: Question, name: str, signed: bool) -> list[Beside]:
    figure = ask(question, reporter.main)
    by_key: dict[tuple[str, ...], dict[str, Cell]] = {}
    for cell in figure.cells:
        by_key.setdefault(cell.keys[:-1], {})[cell.keys[-1]] = cell
    pairs = [
        Beside(
            name or reporter.theme(keys[0]), cells["unweighted"], cells["weighted"],
            "%" if figure.unit == "%" else "", 0 if signed else (1 if figure.unit == "%" else 2),
            signed,
        )
        for keys, cells in by_key.items()
        if cells.keys() == {"unweighted", "weighted"}
        and cells["weighted"].value is not None
        and (name or reporter.is_specific(keys[0]))
    ]  # fmt: skip
    return sorted(pairs, key=lambda pair: -(pair.raw.value or 0.0))
