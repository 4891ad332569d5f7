from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from rebond.errors import QuestionError
from rebond.quantify import Filter, Perimeter, ask
from rebond.quantify.asking.trees import declare, trees, withdraw
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw
from rebond.settings import Settings


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    return draw(7, responses=600, shops=5, weeks=20, team="partner")


@pytest.fixture(scope="module")
def everything(world: TablesInMemory) -> Perimeter:
    return Perimeter.whole(world)


def by_id(world: TablesInMemory) -> dict[str, dict[str, Any]]:
    return {row["response_id"]: row for row in world.tables["responses"].to_pylist()}


def test_nps_by_attribute_is_promoters_less_detractors(
    world: TablesInMemory, everything: Perimeter
) -> None:
    rows, answers = by_id(world), defaultdict(list)
    for score in world.tables["scores"].to_pylist():
        shop = dict(rows[score["response_id"]]["attributes"])["Shop"]
        answers[shop].append((score["value"] >= 9) - (score["value"] <= 6))
    figure = ask("nps by Shop", everything)
    assert {cell.keys[0]: cell.n for cell in figure.cells} == {
        k: len(v) for k, v in answers.items()
    }
    for shop, values in answers.items():
        cell = figure.cell(shop)
        assert cell is not None
        assert cell.value == pytest.approx(100 * sum(values) / len(values))
        assert cell.low < cell.value < cell.high


def test_share_and_net_polarity_count_a_voice_once_a_theme(
    world: TablesInMemory, everything: Perimeter
) -> None:
    kept = {
        voice["voice_id"]
        for voice in world.tables["voices"].to_pylist()
        if voice["status"] == "meaningful"
    }
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for opinion in world.tables["opinions"].to_pylist():
        sums[opinion["theme"]][opinion["voice_id"]] += opinion["polarity"]
    share, net = ask("share by theme", everything), ask("net_polarity by theme", everything)
    for theme, voices in sums.items():
        cell = share.cell(theme)
        assert cell is not None
        assert cell.value == pytest.approx(100 * len(voices) / len(kept))
        assert cell.n == len(kept)
        signs = [(total > 0) - (total < 0) for total in voices.values()]
        judged = net.cell(theme)
        assert judged is not None
        assert judged.value == pytest.approx(100 * sum(signs) / len(signs))


def test_filters_on_each_level_keep_whole_rows(
    world: TablesInMemory, everything: Perimeter
) -> None:
    rows = by_id(world)
    speaking = {
        opinion["response_id"]
        for opinion in world.tables["opinions"].to_pylist()
        if opinion["theme"] == "price.level" and opinion["polarity"] == -1
    }
    scores = [
        score["value"]
        for score in world.tables["scores"].to_pylist()
        if score["response_id"] in speaking
        and rows[score["response_id"]]["stakeholder"] == "customer"
        and str(rows[score["response_id"]]["month"]) >= "2024-02"
    ]
    figure = ask(
        "mean_score where theme = price.level and polarity = négatif and stakeholder = client"
        " and month >= 2024-02",
        everything,
    )
    assert figure.total.n == len(scores)
    assert figure.total.value == pytest.approx(sum(scores) / len(scores))


def test_cells_by_time_add_up_to_the_population(everything: Perimeter) -> None:
    weeks = ask("responses by week", everything)
    assert sum(cell.n for cell in weeks.cells) == weeks.total.n == 600
    assert [cell.keys for cell in weeks.cells] == sorted(cell.keys for cell in weeks.cells)


def test_a_smaller_perimeter_never_shows_more(everything: Perimeter) -> None:
    inside = everything.where(Filter("Shop", "=", ("Shop 1",)))
    assert [cell.keys for cell in ask("responses by Shop", inside).cells] == [("Shop 1",)]
    assert ask("responses where Shop = Shop 2", inside).total.n == 0


def test_solicited_and_spontaneous_are_told_apart(everything: Perimeter) -> None:
    values = ask("nps", everything).population.values
    parts = [values[name] for name in ("solicited", "spontaneous", "unknown")]
    assert sum(parts) == values["responses"] == 600


def test_what_a_reader_may_not_see_is_not_told_by_what_is_held() -> None:
    world = draw(7, responses=300, shops=5, weeks=20, team="partner")
    rows = world.tables["voices"].to_pylist()
    for place, row in enumerate(rows):
        row["language"] = "fr" if place % 2 else "en"
    voices = pa.Table.from_pylist(rows, world.tables["voices"].schema)
    known = TablesInMemory(world.tables | {"voices": voices}, world.attribute_names())
    french = Perimeter.whole(known).where(Filter("language", "=", ("fr",)))
    said = {row["voice_id"] for row in rows if row["language"] == "fr"}
    holders = {
        opinion["response_id"]
        for opinion in world.tables["opinions"].to_pylist()
        if opinion["theme"] == "price.level" and opinion["voice_id"] in said
    }
    assert ask("responses where theme = price", french).total.n == len(holders)
    everybody = ask("responses", french).total.n
    without = ask("responses where not theme = price", french).total.n
    assert without == everybody - len(holders)


def test_levels_of_a_tree_are_read_from_the_data_and_compared_with_peers(
    everything: Perimeter,
) -> None:
    assert [str(tree) for tree in trees(everything.facts())] == ["Shop < Region"]
    above, plain = ask("nps by Region of Shop", everything), ask("nps by Region", everything)
    assert above.question.dimensions == ("Region of Shop",)
    assert above.cells == plain.cells
    french = ask("nps par region de shop", everything)
    assert french.question == above.question
    apart = draw(3, responses=3000, shops=8, truths=Truths(apart={"Shop 4": -2.0}))
    figure = ask("nps by Region, Shop", Perimeter.whole(apart))
    told = {cell.keys: cell.distinct for cell in figure.cells}
    assert told["Region 0", "Shop 4"] is True
    assert told["Region 0", "Shop 0"] is True
    assert told["Region 1", "Shop 1"] is False


def test_the_region_of_a_shop_is_told_where_the_response_does_not(world: TablesInMemory) -> None:
    rows = world.tables["responses"].to_pylist()
    for row in rows[::3]:
        row["attributes"] = [pair for pair in row["attributes"] if pair[0] == "Shop"]
    responses = pa.Table.from_pylist(rows, world.tables["responses"].schema)
    tables = world.tables | {"responses": responses}
    perimeter = Perimeter.whole(TablesInMemory(tables, world.attribute_names()))
    assert ask("responses by Region", perimeter).cell("") is not None
    assert ask("responses by Region of Shop", perimeter).cell("") is None


def test_a_declared_tree_wins_and_can_be_withdrawn(tmp_path: Path) -> None:
    workspace: Any = draw(7, responses=200, shops=5)
    workspace.settings = Settings(tmp_path)
    perimeter = Perimeter.whole(workspace)
    declare(workspace, ["region", "Shop"])
    assert [(str(one), one.declared) for one in trees(perimeter.facts())] == [
        ("Region < Shop", True),
        ("Shop < Region", False),
    ]
    assert ask("responses by Shop of Region", perimeter).total.n == 200
    for levels in (["Shop"], ["Shop", "Shop"], ["Shop", "Country"]):
        with pytest.raises(QuestionError):
            declare(workspace, levels)
    assert withdraw(workspace, "Region")
    assert [tree.declared for tree in trees(perimeter.facts())] == [False]


def test_the_moment_is_the_attribute_that_tells_it(world: TablesInMemory) -> None:
    rows = world.tables["responses"].to_pylist()
    for row in rows:
        known = dict(row["attributes"])
        row["attributes"] = [("Étape du parcours", known["Region"]), ("Source", known["Shop"])]
    responses = pa.Table.from_pylist(rows, world.tables["responses"].schema)
    tables = TablesInMemory(
        world.tables | {"responses": responses}, ("Source", "Étape du parcours")
    )
    perimeter = Perimeter.whole(tables)
    moments = ask("nps par étape où étape != Region 0", perimeter)
    assert {cell.keys[0] for cell in moments.cells} == {"Region 1", "Region 2", "Region 3"}
    assert [c.keys for c in ask("responses by source", perimeter).cells] == [("world",)]
    assert len(ask("responses by attribute:Source", perimeter).cells) == 5


def test_an_attribute_that_tells_nothing_of_another_is_no_level(everything: Perimeter) -> None:
    with pytest.raises(QuestionError, match="does not tell"):
        ask("nps by Shop of Region", everything)


def test_the_last_months_are_counted_from_the_last_day_of_the_data(everything: Perimeter) -> None:
    values = ask("responses where last 2 weeks", everything).population.values
    last = ask("responses", everything).population.values["last"]
    assert values["last"] == last
    assert (last - values["first"]).days <= 13


def test_answers_nobody_gave_have_a_share_and_an_interval(everything: Perimeter) -> None:
    figure = ask("distribution", everything)
    assert [cell.keys[0] for cell in figure.cells] == [str(value) for value in range(11)]
    assert sum(cell.value for cell in figure.cells) == pytest.approx(100)
    assert all(cell.high > 0 for cell in figure.cells)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("ces", "The scores of this data: Recommend"),
        ("median", "Answers go from 0 to 10; 10 is best"),
        ("nps by day", "fewer than 30"),
    ],
)
def test_what_must_be_known_beside_a_figure_is_said(
    question: str, says: str, everything: Perimeter
) -> None:
    assert says in " ".join(map(str, ask(question, everything).notes))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("attente caisse", [0, 1]),
        ('"attente caisse"', []),
        ("« attente en caisse »", [0]),
        ("attente -caisse", [2]),
        ("ATTENTES", [0, 1, 2]),
        ("absent", []),
    ],
)
def test_words_are_found_in_any_form_as_search_finds_them(
    words: str, kept: list[int], world: TablesInMemory
) -> None:
    texts = ["L’attente en caisse !", "caisses fermées, attentes longues", "Trop d'attente", "Rien"]
    rows = world.tables["voices"].to_pylist()[: len(texts)]
    for row, text in zip(rows, texts, strict=True):
        row |= {"text": text, "status": "meaningful"}
    voices = pa.Table.from_pylist(rows, world.tables["voices"].schema)
    perimeter = Perimeter.whole(TablesInMemory(world.tables | {"voices": voices}))
    found = perimeter.voice_ids(f"words = {words}")
    assert found is not None
    assert sorted(found.to_pylist()) == sorted(rows[place]["voice_id"] for place in kept)
    others = perimeter.voice_ids(f"words != {words}")
    assert others is not None
    assert len(others) == len(texts) - len(kept)


def test_voices_of_a_stranger_are_an_empty_figure(everything: Perimeter) -> None:
    figure = ask("nps where person = nobody", everything)
    assert figure.total.n == 0
    assert figure.total.value is None


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("nps by Magasin", "Region, Shop"),
        ("nps where Shop = Shop 99", "Shop"),
        ("share where theme = prices", "price.level"),
        ("mean_score", "Recommend"),
        ("share where month = septembre", "2025-09"),
        ("nps by moment", "Moment"),
        ("nps by Regoin", "nearest are Region"),
        ("nps where Shpo = Shop 1", "nearest are Shop"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(
    question: str, says: str, everything: Perimeter, world: TablesInMemory
) -> None:
    if question == "mean_score":
        scores = world.tables["scores"]
        stars = scores.slice(0, 10)
        stars = stars.set_column(4, scores.schema.field("value"), pa.array([3.0] * 10))
        stars = stars.set_column(6, scores.schema.field("scale_high"), pa.array([5.0] * 10))
        tables = world.tables | {"scores": pa.concat_tables([scores, stars])}
        everything = Perimeter.whole(TablesInMemory(tables, world.attribute_names()))
    with pytest.raises(QuestionError, match=says):
        ask(question, everything)


def test_weights_never_mix_customers_and_employees() -> None:
    question = "weight by theme"
    perimeter = Perimeter.whole(draw(3, responses=1500, employees=0.3))
    figure = ask(question, perimeter)
    assert str(figure.question).endswith("where stakeholder = customer")
    assert figure.population.values["employees"] == 0
    assert figure.cells == ask(f"{question} where stakeholder = customer", perimeter).cells
    team = ask(f"{question} where stakeholder = employee", perimeter)
    assert team.population.values["customers"] == 0
