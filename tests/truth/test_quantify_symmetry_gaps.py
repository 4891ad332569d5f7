"""A place where team and customers are apart is told; places that are not, are left in peace."""

import numpy as np
import pyarrow as pa

from rebond.quantify import Perimeter, ask
from rebond.quantify.groups.symmetry_gaps import Mirrored, mirrored_tested
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond.quantify.statistics.discoveries import q_values


def world(seed: int, worse: dict[str, tuple[str, ...]]) -> TablesInMemory:
    """In each shop named, most of what these stakeholders say is turned into blame."""
    tables = draw(seed, responses=5000, weeks=30, shops=10, employees=0.35)
    rows = tables.tables["responses"].to_pylist()
    shop = {row["response_id"]: dict(row["attributes"])["Shop"] for row in rows}
    who = {row["response_id"]: row["stakeholder"] for row in rows}
    opinions = tables.tables["opinions"]
    random = np.random.default_rng(seed)
    polarity = [
        -1 if who[r] in worse.get(shop[r], ()) and random.random() < 0.6 else p
        for r, p in zip(
            opinions["response_id"].to_pylist(), opinions["polarity"].to_pylist(), strict=True
        )
    ]
    place = opinions.schema.get_field_index("polarity")
    tables.tables["opinions"] = opinions.set_column(
        place, "polarity", pa.array(polarity, pa.int8())
    )
    return tables


def told(perimeter: Perimeter) -> list[Mirrored]:
    tested = mirrored_tested(perimeter)
    adjusted = q_values([one.p_value for one in tested])
    return [one for one, q in zip(tested, adjusted, strict=True) if q <= 0.05]


def test_a_gap_on_both_sides_is_told_with_both_figures() -> None:
    perimeter = Perimeter.whole(world(1, {"Shop 3": ("employee", "customer")}))
    found = told(perimeter)
    whole = [one for one in found if one.theme is None and one.attribute == "Shop"]
    assert [one.place for one in whole] == ["Shop 3"]
    (one,) = whole
    assert one.together
    assert one.employees.high < 0
    assert one.customers.high < 0
    cells = {cell.keys[0]: cell.value for cell in ask(one.question, perimeter).cells}
    assert cells["employee"] == one.employees.figure
    assert cells["customer"] == one.customers.figure


def test_a_gap_of_one_side_alone_is_not_mirrored() -> None:
    assert told(Perimeter.whole(world(2, {"Shop 3": ("customer",)}))) == []


def test_places_alike_are_silent() -> None:
    assert sum(bool(told(Perimeter.whole(world(seed, {})))) for seed in range(10, 16)) <= 1
