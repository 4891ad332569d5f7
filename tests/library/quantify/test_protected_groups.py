"""Small groups of employees are hidden, and cannot be found back by difference."""

from hypothesis import given
from hypothesis import strategies as st

from rebond.quantify import Cell, Figure, Question
from rebond.quantify.groups.protected import (
    LEAST,
    TOO_FEW,
    hidden_groups,
    withheld,
    without_small_groups,
)
from rebond.vocabulary import Message

tables = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 40), max_size=12
)
REGIONS = {"a": "North", "b": "North", "c": "South", "d": "South"}


@given(tables)
def test_no_row_nor_column_has_a_single_group_hidden(people: dict[tuple[str, ...], int]) -> None:
    hidden = hidden_groups(people)
    assert {keys for keys, n in people.items() if n < LEAST} <= hidden
    for place in (0, 1):
        for name in {keys[place] for keys in people}:
            row = [keys for keys in people if keys[place] == name]
            assert sum(keys in hidden for keys in row) != 1 or len(row) == 1


@given(tables)
def test_no_region_has_a_single_place_hidden(people: dict[tuple[str, ...], int]) -> None:
    hidden = hidden_groups(people, {0: [REGIONS]})
    for region in ("North", "South"):
        for theme in "xyz":
            row = [k for k in people if REGIONS[k[0]] == region and k[1] == theme]
            assert sum(keys in hidden for keys in row) != 1 or len(row) == 1


def _perception(*cells: Cell) -> Figure:
    return Figure(
        Question("perception", ("Shop",)), cells, Cell((), 1.0, 0.0, 2.0, 73, 73), "points",
        Message("73 responses"), "funnel", "", "", "", details=("reading",),
    )  # fmt: skip


def test_a_hidden_cell_keeps_its_name_and_nothing_else() -> None:
    figure = _perception(
        Cell(("Laval", "observed"), 10.0, 1.0, 20.0, 3, 3, True, 9.0),
        Cell(("Laval", "shrunk"), 10.0, 1.0, 20.0, 3, 3),
        Cell(("Nantes", "observed"), 20.0, 10.0, 30.0, 40, 40),
    )
    shown = without_small_groups(figure, lambda keys: keys == ("Laval",))
    assert [cell.keys for cell in shown.cells] == [cell.keys for cell in figure.cells]
    assert [cell.value for cell in shown.cells] == [None, None, 20.0]
    assert [(cell.people, cell.withheld) for cell in shown.cells] == [
        (0, True), (0, True), (40, False),
    ]  # fmt: skip
    assert shown.total.value == 1.0
    assert "withheld" in str(shown.notes[0])


def test_a_figure_withheld_names_neither_its_cells_nor_how_many() -> None:
    shown = withheld(_perception(Cell(("Laval", "observed"), 1.0, 0.0, 2.0, 3, 3)), TOO_FEW)
    assert shown.cells == ()
    assert shown.total.withheld
    assert "73" not in str(shown.population)
