from collections import defaultdict
from typing import Any

import pytest

from rebond.errors import QuestionError
from rebond.quantify import Filter, Perimeter, ask
from rebond.quantify.simulated.worlds import TablesInMemory, draw


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    return draw(7, responses=600, shops=5, weeks=20)


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
    ],
)
def test_what_does_not_exist_is_named_with_what_does(
    question: str, says: str, everything: Perimeter, world: TablesInMemory
) -> None:
    if question == "mean_score":
        import pyarrow as pa

        scores = world.tables["scores"]
        stars = scores.slice(0, 10)
        stars = stars.set_column(4, scores.schema.field("value"), pa.array([3.0] * 10))
        stars = stars.set_column(6, scores.schema.field("scale_high"), pa.array([5.0] * 10))
        tables = world.tables | {"scores": pa.concat_tables([scores, stars])}
        everything = Perimeter.whole(TablesInMemory(tables, world.attribute_names()))
    with pytest.raises(QuestionError, match=says):
        ask(question, everything)
