"""Small groups of employees are hidden, and cannot be found back by difference."""

from hypothesis import given
from hypothesis import strategies as st

from rebond.quantify import Cell, Figure, Question
from rebond.quantify.groups.protected import LEAST, hidden_groups, protected
from rebond.vocabulary import Message

tables = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 40), max_size=12
)


@given(tables)
def test_no_row_nor_column_has_a_single_group_hidden(people: dict[tuple[str, ...], int]) -> None:
    hidden = hidden_groups(people)
    assert {keys for keys, n in people.items() if n < LEAST} <= hidden
    for place in (0, 1):
        for name in {keys[place] for keys in people}:
            row = [keys for keys in people if keys[place] == name]
            assert sum(keys in hidden for keys in row) != 1 or len(row) == 1


def test_a_hidden_cell_keeps_its_name_and_nothing_else() -> None:
    cells = (
        Cell(("Laval", "observed"), 10.0, 1.0, 20.0, 3, 3, True, 9.0),
        Cell(("Laval", "shrunk"), 10.0, 1.0, 20.0, 3, 3),
        Cell(("Nantes", "observed"), 20.0, 10.0, 30.0, 40, 40),
        Cell(("Angers", "observed"), 30.0, 10.0, 30.0, 30, 30),
    )
    figure = Figure(
        Question("perception", ("Shop",)), cells, Cell((), 1.0, 0.0, 2.0, 73, 73), "points",
        Message("73 responses"), "funnel", "", "", "", details=("reading",),
    )  # fmt: skip
    shown = protected(figure)
    assert [cell.keys for cell in shown.cells] == [cell.keys for cell in cells]
    assert [cell.value for cell in shown.cells] == [None, None, 20.0, None]
    assert [cell.people for cell in shown.cells] == [0, 0, 40, 0]
    assert shown.total.value == 1.0


def test_a_whole_of_too_few_people_is_hidden() -> None:
    small = Cell((), 4.0, 1.0, 8.0, LEAST - 1, LEAST - 1)
    figure = Figure(
        Question("nps"), (small,), small, "points", Message("4 responses"), "intervals", "", "", ""
    )
    assert protected(figure).total.value is None
