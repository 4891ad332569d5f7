"""No group of fewer than five employees is read in any figure, directly or by difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest

from rebond.quantify import Figure, Perimeter, Question, ask
from rebond.quantify.groups.protected import LEAST, TOO_FEW, TOO_NARROW, WITHOUT_EMPLOYEES
from rebond.quantify.groups.symmetry import links_tested
from rebond.quantify.simulated.worlds import TablesInMemory, draw

MEASURES = ("voices", "net_polarity", "nps", "mean_score", "median", "share", "opinions")
TABLES = [("Shop",), ("month",), ("theme",), ("Region", "theme"), ("Shop", "polarity")]
THEIRS = " where stakeholder = employee"
Keys = tuple[str, ...]


@pytest.fixture(scope="module")
def rows() -> TablesInMemory:
    return draw(17, responses=1100, shops=14, weeks=30, per_person=1.4, employees=0.1)


@pytest.fixture(scope="module")
def seen(rows: TablesInMemory) -> Perimeter:
    return Perimeter.whole(rows)


@pytest.fixture(scope="module")
def teams(rows: TablesInMemory) -> list[dict[str, Any]]:
    """Return the employees' responses, with what they know and how their voice speaks."""
    polarities: dict[str, set[int]] = defaultdict(set)
    themes: dict[str, set[str]] = defaultdict(set)
    for one in rows.tables["opinions"].to_pylist():
        polarities[one["voice_id"]].add(one["polarity"])
        themes[one["voice_id"]].add(one["theme"])
    voice_of = {
        one["response_id"]: one["voice_id"]
        for one in rows.tables["voices"].to_pylist()
        if one["status"] == "meaningful"
    }
    scored = {one["response_id"] for one in rows.tables["scores"].to_pylist()}
    names = {-1: "negative", 0: "neutral", 1: "positive"}
    found = []
    for one in rows.tables["responses"].to_pylist():
        if one["stakeholder"] != "employee":
            continue
        voice = voice_of.get(one["response_id"], "")
        found.append(
            dict(one["attributes"])
            | {"person": one["person_key"], "month": str(one["month"]), "voice": voice}
            | {"theme": themes[voice], "polarity": {names[p] for p in polarities[voice]}}
            | {"scored": one["response_id"] in scored}
        )
    return found


def counted(measure: str, one: dict[str, Any]) -> bool:
    """Return whether a response counts at all in a measure."""
    if measure in ("nps", "mean_score", "median"):
        return bool(one["scored"])
    return bool(one["voice"]) and (measure in ("voices", "share") or bool(one["theme"]))


def people(
    measure: str, dimensions: Iterable[str], teams: list[dict[str, Any]]
) -> dict[Keys, set[str]]:
    """Return, counted plainly, the employees behind each cell of a measure."""
    found: dict[Keys, set[str]] = defaultdict(set)
    for one in teams:
        if counted(measure, one):
            keys: list[Keys] = [()]
            for name in dimensions:
                if measure == "share" and name in ("theme", "polarity"):
                    values = {v for other in teams for v in other[name]}
                else:
                    values = {one[name]} if isinstance(one[name], str) else one[name]
                keys = [(*before, value) for before in keys for value in values]
            for key in keys:
                found[key].add(one["person"])
    return found


def numbers(figure: Figure) -> dict[Keys, int]:
    return {cell.keys: cell.n for cell in figure.cells if not cell.withheld}


@pytest.mark.parametrize("dimensions", TABLES)
@pytest.mark.parametrize("measure", MEASURES)
def test_no_small_team_has_a_number(
    measure: str, dimensions: tuple[str, ...], seen: Perimeter, teams: list[dict[str, Any]]
) -> None:
    figure = ask(f"{measure} by {', '.join(dimensions)}{THEIRS}", seen)
    behind = people(measure, dimensions, teams)
    few = {keys for keys, who in behind.items() if len(who) < LEAST}
    shown = numbers(figure)
    assert shown
    assert not few & set(shown)
    assert all(not cell.n and cell.value is None for cell in figure.cells if cell.withheld)
    assert bool(figure.notes and "withheld" in str(figure.notes[0])) == figure.withholds
    if measure != "share":
        assert few <= {cell.keys for cell in figure.cells if cell.withheld}


@pytest.mark.parametrize("measure", ["voices", "net_polarity", "nps"])
def test_the_total_less_the_others_gives_no_team_back(
    measure: str, seen: Perimeter, teams: list[dict[str, Any]]
) -> None:
    by_shop = ask(f"{measure} by Shop{THEIRS}", seen)
    hidden = {cell.keys[0] for cell in by_shop.cells if cell.withheld}
    assert hidden
    region = {one["Shop"]: one["Region"] for one in teams}
    told = {cell.keys[0] for cell in ask(f"{measure} by Region{THEIRS}", seen).cells if cell.people}
    for name in told:
        under = [cell.keys[0] for cell in by_shop.cells if region[cell.keys[0]] == name]
        assert len(hidden.intersection(under)) != 1
    by_theme = ask(f"{measure} by Shop, theme{THEIRS}", seen)
    for place in (0, 1):
        for key in {cell.keys[place] for cell in by_theme.cells}:
            row = [cell.withheld for cell in by_theme.cells if cell.keys[place] == key]
            assert sum(row) != 1 or len(row) == 1


@pytest.mark.parametrize("dimensions", [(), *TABLES])
@pytest.mark.parametrize("measure", [one for one in MEASURES if one != "voices"])
def test_everybody_less_the_customers_gives_no_team_back(
    measure: str, dimensions: tuple[str, ...], seen: Perimeter, teams: list[dict[str, Any]]
) -> None:
    question = Question(measure, dimensions)
    everybody = ask(question, seen)
    customers = numbers(ask(f"{question} where stakeholder = customer", seen))
    behind = people(measure, dimensions, teams)
    if any(len(who) < LEAST for who in behind.values()):
        assert numbers(everybody) == customers
        assert WITHOUT_EMPLOYEES in everybody.notes


def test_a_slice_hides_what_its_table_hides(seen: Perimeter) -> None:
    table = ask(f"net_polarity by Shop{THEIRS}", seen)
    for cell in table.cells:
        one = ask(f'net_polarity{THEIRS} and Shop = "{cell.keys[0]}"', seen)
        assert (one.total.withheld, one.total.value) == (cell.withheld, cell.value)
        assert one.notes[:1] == ((TOO_FEW,) if cell.withheld else one.notes[:1])
    wide = {c.keys: c.withheld for c in ask(f"voices by Region, theme{THEIRS}", seen).cells}
    for cell in ask(f'voices by theme{THEIRS} and Region = "Region 1"', seen).cells:
        assert cell.withheld == wide["Region 1", cell.keys[0]]


@pytest.mark.parametrize(
    "free",
    ["day >= 2024-03-01", "month = last 2 months", 'text contains "voice 1"', "Shop != Shop 3",
     "Shop = Shop 1 and theme = price.level and month = 2024-03", "value >= 9", "voice holds"
     " (theme = price.level)"],
)  # fmt: skip
def test_conditions_that_part_a_team_withhold_the_figure(free: str, seen: Perimeter) -> None:
    figure = ask(f"net_polarity by Region{THEIRS} and {free}", seen)
    assert (figure.cells, figure.total.value, figure.notes) == ((), None, (TOO_NARROW,))
    mixed = ask(f"net_polarity where {free}", seen)
    alone = ask(f"net_polarity where stakeholder = customer and {free}", seen)
    assert mixed.total.n == alone.total.n


def test_by_stakeholder_only_employees_are_withheld(seen: Perimeter) -> None:
    alone = ask(f"nps by Shop{THEIRS}", seen)
    for cell in ask("nps by stakeholder, Shop", seen).cells:
        if cell.keys[0] == "customer":
            assert cell.n
        else:
            own = alone.cell(cell.keys[1])
            assert own is not None
            assert (cell.withheld, cell.value) == (own.withheld, own.value)
    narrow = ask("nps by stakeholder where Shop = Shop 1 and month = 2024-03 and value > 2", seen)
    assert (
        narrow.total.n
        == ask(
            "nps where Shop = Shop 1 and month = 2024-03 and value > 2 and stakeholder = customer",
            seen,
        ).total.n
    )


def test_who_took_part_is_counted_with_everybody(seen: Perimeter, rows: TablesInMemory) -> None:
    assert ask("responses", seen).total.n == rows.tables["responses"].num_rows
    by_day = ask("responses by day", seen)
    assert sum(cell.n for cell in by_day.cells) == rows.tables["responses"].num_rows


def test_the_teams_of_a_symmetry_are_those_of_their_table(seen: Perimeter) -> None:
    hidden = {c.keys[0] for c in ask(f"nps by Shop{THEIRS}", seen).cells if c.withheld}
    (link,) = (one for one in links_tested(seen) if one.attribute == "Shop")
    assert not hidden.intersection(name for name, _, _ in link.points)
