"""Figures say what is known of the engine's error, and hold it once labels tell it."""

from __future__ import annotations

import pytest

from rebond.quantify import Perimeter, ask
from rebond.quantify.changes.trends import changes_tested
from rebond.quantify.figure import NOT_MEASURED
from rebond.quantify.misreading.engine_error import NOT_CONCERNED, engine_errors
from rebond.quantify.misreading.true_findings import true_change
from rebond.quantify.simulated.misread_worlds import misread
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond.understand.checking import Event

WAITING = "checkout.waiting"


@pytest.fixture(scope="module")
def read() -> TablesInMemory:
    return misread(draw(5, responses=1500, shops=4), 5, labelled=150).read


def with_labels(read: TablesInMemory, voices: int) -> TablesInMemory:
    """Return the same world, of which only some voices are labelled."""
    ids = list(dict.fromkeys(read.tables["labels"].column("voice_id").to_pylist()))[:voices]
    kept = [voice in ids for voice in read.tables["labels"].column("voice_id").to_pylist()]
    tables = read.tables | {"labels": read.tables["labels"].filter(kept)}
    return TablesInMemory(tables, read.attribute_names())


def test_without_labels_the_error_is_not_measured(read: TablesInMemory) -> None:
    figure = ask("share by theme", Perimeter.whole(with_labels(read, 0)))
    assert figure.engine_error == NOT_MEASURED
    assert all(cell.read is None for cell in figure.cells)


def test_with_too_few_labels_nothing_is_corrected(read: TablesInMemory) -> None:
    figure = ask("share by theme", Perimeter.whole(with_labels(read, 12)))
    assert "12 voices are labelled" in str(figure.engine_error)
    assert all(cell.read is None for cell in figure.cells)


def test_weighted_figures_are_corrected_as_the_others_are(read: TablesInMemory) -> None:
    tables = TablesInMemory(read.tables, read.attribute_names())
    sizes = {f"Region {i}": 100 * (i + 1) for i in range(4)}
    tables.settings = {"population": {"Region": sizes}}  # type: ignore[attr-defined]
    plain, weighted = (
        ask(f"{name} by theme", Perimeter.whole(tables)) for name in ("share", "weighted_share")
    )
    assert weighted.engine_error == plain.engine_error
    for cell in plain.cells:
        beside = weighted.cell(*cell.keys, "unweighted")
        assert beside is not None
        assert (beside.value, beside.read) == pytest.approx((cell.value, cell.read))
        heavy = weighted.cell(*cell.keys, "weighted")
        assert heavy is None or heavy.read is not None


@pytest.mark.parametrize("question", ["nps", "responses by Shop", "nps by channel"])
def test_what_the_engine_does_not_touch_says_so(read: TablesInMemory, question: str) -> None:
    figure = ask(question, Perimeter.whole(read))
    assert figure.engine_error == NOT_CONCERNED
    assert all(cell.read is None for cell in figure.cells)


@pytest.mark.parametrize(
    "question",
    [
        "share by theme",
        "share by branch",
        "share by theme, polarity",
        "share by Shop, theme",
        "share by month where theme = checkout.waiting",
        "net_polarity",
        "net_polarity by theme",
        "net_polarity by Shop where branch = checkout",
    ],
)
def test_shares_and_net_polarities_are_corrected(read: TablesInMemory, question: str) -> None:
    figure = ask(question, Perimeter.whole(read))
    plain = {cell.keys: cell for cell in ask(question, Perimeter.whole(with_labels(read, 0))).cells}
    assert "150" in str(figure.engine_error)
    wider = 0
    for cell in figure.cells:
        other = plain[cell.keys]
        assert cell.read == pytest.approx(other.value)
        assert cell.n == other.n
        assert (cell.low or 0) <= (cell.value or 0) <= (cell.high or 0)
        wider += (cell.high or 0) - (cell.low or 0) > (other.high or 0) - (other.low or 0)
    assert wider >= 0.8 * len(figure.cells)


@pytest.mark.parametrize(
    "question", ["share by intent", "share by target", "opinions by theme", "nps by theme"]
)
def test_what_nobody_labels_is_left_as_read_and_says_so(
    read: TablesInMemory, question: str
) -> None:
    figure = ask(question, Perimeter.whole(read))
    assert "does not enter them" in str(figure.engine_error)
    assert all(cell.read is None for cell in figure.cells)


def test_weights_are_corrected_upwards(read: TablesInMemory) -> None:
    figure = ask("weight by theme", Perimeter.whole(read))
    assert "corrected" in str(figure.engine_error)
    assert all((cell.value or 0) > 0 for cell in figure.cells)
    heaviest = figure.cells[0]
    assert heaviest.read is not None
    assert (heaviest.value or 0) > heaviest.read


def test_an_engine_that_never_errs_is_hardly_corrected() -> None:
    world = draw(5, responses=1500, shops=4)
    labelled = misread(world, 5, labelled=150).read
    tables = labelled.tables | {"opinions": world.tables["opinions"]}
    perfect = TablesInMemory(tables, world.attribute_names())
    for cell in ask("share by theme", Perimeter.whole(perfect)).cells:
        assert cell.read is not None
        assert cell.value == pytest.approx(cell.read, rel=0.1)


def test_a_shop_apart_is_further_apart_than_read(read: TablesInMemory) -> None:
    errors = engine_errors(read)
    assert errors is not None
    line = errors.line("share", Event(frozenset([WAITING])))
    assert line is not None
    centre, low, high = line.difference(0.10, 0.05, 0.15)
    assert low < 0.10 < centre < high


def test_changes_are_told_as_labels_say_they_are(read: TablesInMemory) -> None:
    moved = next(one for one in changes_tested(Perimeter.whole(read)) if one.theme == WAITING)
    told = true_change(moved, engine_errors(read))
    assert told.p_value == moved.p_value
    assert abs(told.difference) >= abs(moved.difference)
    assert told.high - told.low > moved.high - moved.low


def test_the_same_labels_give_the_same_figures(read: TablesInMemory) -> None:
    again = TablesInMemory(read.tables, read.attribute_names())
    one, other = (ask("share by theme", Perimeter.whole(world)) for world in (read, again))
    assert one.cells == other.cells
