"""Weighted figures reach the truth of a population unlike its speakers, at their price."""

import numpy as np
import pyarrow as pa
import pytest

from rebond.quantify import Cell, Figure, Perimeter, ask
from rebond.quantify.simulated.worlds import TablesInMemory, draw

TRUE_SHARE = 0.5  # of the people who exist, those of Region 0


class Kept(dict[str, object]):
    """Settings in memory."""

    set = dict.__setitem__


def world(seed: int = 7) -> TablesInMemory:
    """A quarter of the speakers are of Region 0, half of the people are; and they score 3 less."""
    tables = draw(seed, responses=4000, weeks=30, per_person=0.1, employees=0.0)
    responses, score = tables.tables["responses"], tables.tables["scores"]
    region = [dict(pairs)["Region"] for pairs in responses["attributes"].to_pylist()]
    of = dict(zip(responses["response_id"].to_pylist(), region, strict=True))
    lower = [of[response] == "Region 0" for response in score["response_id"].to_pylist()]
    values = np.clip(score["value"].to_numpy() - 3.0 * np.array(lower), 0, 10)
    place = score.schema.get_field_index("value")
    tables.tables["scores"] = score.set_column(place, score.schema.field("value"), pa.array(values))
    sizes = {"Region 0": 300, "Region 1": 100, "Region 2": 100, "Region 3": 100}
    tables.settings = Kept(population={"Region": sizes})  # type: ignore[attr-defined]
    return tables


def both(figure: Figure, *keys: str) -> tuple[Cell, Cell]:
    raw, weighted = figure.cell(*keys, "unweighted"), figure.cell(*keys, "weighted")
    assert raw is not None
    assert weighted is not None
    return raw, weighted


@pytest.mark.parametrize("measure", ["weighted_mean_score", "weighted_nps"])
def test_a_weighted_figure_is_the_mix_of_its_parts_in_the_sizes_that_exist(measure: str) -> None:
    perimeter = Perimeter.whole(world())
    raw, weighted = both(ask(measure, perimeter))
    parts = ask(f"{measure.removeprefix('weighted_')} by Region", perimeter)
    low = parts.cell("Region 0")
    assert low is not None
    assert low.value is not None
    others = [cell.value or 0.0 for cell in parts.cells if cell.keys[0] != "Region 0"]
    expected = TRUE_SHARE * low.value + (1 - TRUE_SHARE) * float(np.mean(others))
    scale = 100 if measure == "weighted_nps" else 1
    assert weighted.value == pytest.approx(expected, abs=0.03 * scale)
    assert raw.value is not None
    assert weighted.value is not None
    assert weighted.value < raw.value


def test_shares_and_polarities_are_weighted_too_and_their_intervals_pay_for_it() -> None:
    perimeter = Perimeter.whole(world())
    for measure in ("share", "net_polarity"):
        figure = ask(f"weighted_{measure} by theme", perimeter)
        plain = ask(f"{measure} by theme", perimeter)
        assert {cell.keys[0] for cell in figure.cells} == {cell.keys[0] for cell in plain.cells}
        wider = 0
        for cell in plain.cells:
            raw, weighted = both(figure, *cell.keys)
            assert (raw.value, raw.low, raw.high, raw.n) == (
                cell.value,
                cell.low,
                cell.high,
                cell.n,
            )
            assert None not in (weighted.low, weighted.high, raw.low, raw.high)
            wider += weighted.high - weighted.low > raw.high - raw.low  # type: ignore[operator]
        assert wider >= 0.8 * len(plain.cells)
    assert "tell as much as" in str(ask("weighted_share by theme", perimeter).notes[0])


def test_another_population_gives_other_weights_at_once() -> None:
    tables = world()
    perimeter = Perimeter.whole(tables)
    before = both(ask("weighted_mean_score", perimeter))[1].value
    tables.settings["population"] = {"Region": {"Region 0": 1, "Region 1": 9}}  # type: ignore[attr-defined]
    assert both(ask("weighted_mean_score", perimeter))[1].value != before
