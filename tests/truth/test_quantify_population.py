"""Who speaks is set beside who exists, from a file up; weights bring one to the other."""

from pathlib import Path

import numpy as np
import pytest

from rebond.errors import InputError, QuestionError
from rebond.quantify import Perimeter
from rebond.quantify.coverage.population import (
    known_population,
    read_population,
    remember_population,
)
from rebond.quantify.coverage.speaking import represented
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond.workspace import Workspace


class Kept(dict[str, object]):
    """Settings in memory."""

    set = dict.__setitem__


def population(**regions: float) -> dict[str, dict[str, float]]:
    return {"Region": {f"Region {name[-1]}": size for name, size in regions.items()}}


def world(margins: dict[str, dict[str, float]]) -> TablesInMemory:
    tables = draw(5, responses=3000, weeks=30)
    tables.settings = Kept(population=margins)  # type: ignore[attr-defined]
    return tables


def test_over_and_under_represented_people_are_told_and_weights_bring_them_back() -> None:
    tables = world(population(r0=40, r1=20, r2=20, r3=20))
    found = represented(Perimeter.whole(tables))
    by_label = {one.label: one for one in found.presences}
    assert by_label["Region 0"].q_value < 0.001
    assert by_label["Region 0"].ratio == pytest.approx(25 / 40, abs=0.1)
    assert by_label["Region 0"].low < by_label["Region 0"].spoken < by_label["Region 0"].high < 40
    assert found.raked.reached
    assert 0.7 * found.people < found.raked.effective_n < found.people
    assert found.people == len(found.person) == len(set(found.person.tolist()))


def test_as_many_as_they_are_is_no_gap() -> None:
    found = represented(Perimeter.whole(world(population(r0=1, r1=1, r2=1, r3=1))))
    assert all(one.q_value > 0.05 for one in found.presences)
    assert found.raked.design_effect == pytest.approx(1, abs=0.02)


def test_who_has_no_label_keeps_their_share() -> None:
    tables = world(population(r0=40, r1=20, r2=20, r3=20))
    responses = tables.tables["responses"]
    hidden = np.random.default_rng(1).random(len(responses)) < 0.3
    attributes = [
        [pair for pair in pairs if not (lost and pair[0] == "Region")]
        for pairs, lost in zip(responses["attributes"].to_pylist(), hidden, strict=True)
    ]
    place = responses.schema.get_field_index("attributes")
    field = responses.schema.field("attributes")
    import pyarrow as pa

    tables.tables["responses"] = responses.set_column(
        place, field, pa.array(attributes, field.type)
    )
    found = represented(Perimeter.whole(tables))
    assert 0.1 < found.unknown["Region"] / found.people < 0.35
    assert found.raked.reached
    assert (found.raked.weights > 0).all()


@pytest.mark.parametrize(
    "content",
    [
        "attribute,value,people\nRegion,Nord,12500\nRegion,Sud,7500\n",
        "Attribut;Valeur;Effectif\nRegion;Nord;12 500\nRegion;Sud;7\u202f500\n",
        "a;b;c\nRegion;Nord;62,5 %\nRegion;Sud;37,5 %\n",
    ],
)
def test_a_population_is_read_as_people_write_it(tmp_path: Path, content: str) -> None:
    file = tmp_path / "population.csv"
    file.write_text(content, encoding="utf-8")
    (sizes,) = read_population(file).values()
    assert sizes["Nord"] / sum(sizes.values()) == pytest.approx(0.625)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("attribute,value,people\nRegion,Nord,many\nRegion,Sud,3\n", "“many” is not a number"),
        ("attribute,value,people\nRegion,Nord,3\n", "fewer than two values"),
        ("a,b,c,d\nRegion,Nord,3,4\nRegion,Sud,3,4\n", "cannot be told apart"),
    ],
)
def test_a_broken_population_says_what_is_wrong(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "population.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_population(file)


def test_a_population_is_remembered_and_forgotten(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace")
    with pytest.raises(InputError, match="rebond population FILE"):
        represented(Perimeter.whole(workspace))
    remember_population(workspace, {"Ville": {"Nantes": 3, "Laval": 1}})
    assert known_population(Workspace.open(workspace.path)) == {"Ville": {"Nantes": 3, "Laval": 1}}
    with pytest.raises(QuestionError, match="Ville"):
        represented(Perimeter.whole(workspace))
    remember_population(workspace, None)
    assert known_population(workspace) is None
