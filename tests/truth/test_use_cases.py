"""Each use case says what a plain count over the rows says, on a small random company."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rebond.errors import QuestionError
from rebond.quantify import Cell, Figure, Filter, Perimeter, Question, ask, evidence
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw

WAITING, PRICE, FRIENDLY = "checkout.waiting", "price.level", "welcome.friendliness"


@dataclass(frozen=True)
class Said:
    """One meaningful voice: its response's attributes, its score if any, its sign of each theme."""

    shop: str
    region: str
    month: str
    week: str
    score: float | None
    signs: dict[str, int]
    negative: frozenset[str]


def voices_of(world: TablesInMemory) -> list[Said]:
    """Return the voices of a world, read row by row (one voice a response)."""
    responses = {row["response_id"]: row for row in world.tables["responses"].to_pylist()}
    scores = {row["response_id"]: row["value"] for row in world.tables["scores"].to_pylist()}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    negative: dict[str, set[str]] = defaultdict(set)
    for opinion in world.tables["opinions"].to_pylist():
        sums[opinion["voice_id"]][opinion["theme"]] += opinion["polarity"]
        if opinion["polarity"] < 0:
            negative[opinion["voice_id"]].add(opinion["theme"])
    found = []
    for voice in world.tables["voices"].to_pylist():
        if voice["status"] != "meaningful":
            continue
        response = responses[voice["response_id"]]
        attributes = dict(response["attributes"])
        signs = {theme: int(np.sign(total)) for theme, total in sums[voice["voice_id"]].items()}
        found.append(
            Said(
                shop=attributes["Shop"],
                region=attributes["Region"],
                month=str(response["month"]),
                week=str(response["week"]),
                score=scores.get(voice["response_id"]),
                signs=signs,
                negative=frozenset(negative[voice["voice_id"]]),
            )
        )
    return found


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    truths = Truths(drivers={WAITING: 1.5, PRICE: 0.8}, apart={"Shop 3": -1.5})
    return draw(11, responses=1500, shops=8, weeks=40, truths=truths)


@pytest.fixture(scope="module")
def everything(world: TablesInMemory) -> Perimeter:
    return Perimeter.whole(world)


@pytest.fixture(scope="module")
def said(world: TablesInMemory) -> list[Said]:
    return voices_of(world)


def net(score: float) -> float:
    return 100.0 * ((score >= 9) - (score <= 6))


def nps(voices: Iterable[Said]) -> float:
    return float(np.mean([net(v.score) for v in voices if v.score is not None]))


def share(voices: list[Said], fits: Callable[[Said], bool]) -> float:
    return 100 * sum(map(fits, voices)) / len(voices)


def speaks_of(theme: str) -> Callable[[Said], bool]:
    return lambda voice: theme in voice.signs


def criticises(theme: str) -> Callable[[Said], bool]:
    return lambda voice: theme in voice.negative


def cell(figure: Figure, *keys: str) -> Cell:
    found = figure.cell(*keys)
    assert found is not None, keys
    return found


def holds_its_value(one: Cell) -> bool:
    return one.low is not None and one.high is not None and one.low <= one.value <= one.high


def test_impact_gives_the_four_readings_of_each_theme(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("impact by theme", everything)
    scored = [v for v in said if v.score is not None]
    whole = nps(scored)
    assert figure.total.value == pytest.approx(whole)
    for theme in (WAITING, PRICE, FRIENDLY):
        without = [v for v in scored if theme not in v.signs]
        lever = [v for v in scored if not (theme in v.signs and v.score <= 6)]
        preserved = [v for v in scored if not (theme in v.signs and v.score > 6)]
        speaking = [v for v in scored if theme in v.signs]
        for reading, some in (
            ("gap", speaking),
            ("without", without),
            ("lever", lever),
            ("preserved", preserved),
        ):
            one = cell(figure, theme, reading)
            assert one.value == pytest.approx(nps(some) - whole)
            assert one.n == len(speaking)
            assert holds_its_value(one)


def test_the_weights_beside_share_out_what_least_squares_explains(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("shapley by theme where kind = nps", everything)
    scored = [v for v in said if v.score is not None]
    themes = sorted({c.keys[0] for c in figure.cells})
    signs = np.array([[v.signs.get(theme, 0) for theme in themes] for v in scored], float)
    score = np.array([v.score for v in scored])
    design = np.column_stack([np.ones(len(score)), signs])
    left = score - design @ np.linalg.lstsq(design, score, rcond=None)[0]
    explained = 100 * (1 - left.var() / score.var())
    for reading in ("shapley", "weight"):
        parts = [c.value for c in figure.cells if c.keys[1] == reading]
        assert sum(parts) == pytest.approx(explained)
    assert figure.total.value == pytest.approx(explained)
    first = [c.keys[0] for c in figure.cells if c.keys[1] == "shapley"][:2]
    assert first == [WAITING, PRICE]
    assert cell(figure, WAITING, "weight").distinct
    assert not cell(figure, FRIENDLY, "weight").distinct


def test_what_parts_shops_is_held_equal(everything: Perimeter) -> None:
    figure = ask("shapley where kind = nps", everything)
    assert any("Shop" in str(note.values.get("held")) for note in figure.notes)
    assert cell(figure, WAITING, "within").value > 5


def test_critics_count_the_voices_that_speak_ill_here_and_elsewhere(
    everything: Perimeter, said: list[Said]
) -> None:
    here = [v for v in said if v.shop == "Shop 2"]
    rest = [v for v in said if v.shop != "Shop 2"]
    figure = ask("critics where Shop = Shop 2", everything)
    whole = ask("critics", everything)
    assert len({c.keys[0] for c in figure.cells}) >= 8
    for theme in (WAITING, PRICE):
        for of, reading, voices in (
            (figure, "share", here),
            (figure, "elsewhere", rest),
            (whole, "share", said),
        ):
            one = cell(of, theme, reading)
            assert one.value == pytest.approx(share(voices, criticises(theme)))
            assert one.n == len(voices)
            assert holds_its_value(one)
    shares = [c.value for c in whole.cells]
    assert shares == sorted(shares, reverse=True)


def test_the_voices_behind_a_criticism_are_lit_where_they_criticise(everything: Perimeter) -> None:
    for voice in evidence("critics", everything, keys=(WAITING,), limit=5):
        lit = [span for span in voice.spans if span.matches]
        assert lit
        assert all(span.theme == WAITING and span.polarity == -1 for span in lit)


def test_together_compares_shares_beside_an_opinion_and_without_it(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("together where theme = price.level and polarity = negative", everything)
    with_it = [v for v in said if PRICE in v.negative]
    without = [v for v in said if PRICE not in v.negative]

    ill = criticises(WAITING)
    one = cell(figure, WAITING, "negative", "lift")
    assert one.value == pytest.approx(share(with_it, ill) / share(without, ill))
    assert holds_its_value(one)
    assert cell(figure, WAITING, "negative", "share").value == pytest.approx(share(with_it, ill))
    assert not [c for c in figure.cells if c.keys[0] == PRICE]
    assert figure.total.value == pytest.approx(100 * len(with_it) / len(said))


def test_an_opinion_planted_beside_another_is_told() -> None:
    world = draw(5, responses=1500)
    opinions = world.tables["opinions"].to_pylist()
    beside = [o | {"theme": "loyalty.card"} for o in opinions if o["theme"] == PRICE]
    kept = [o for o in opinions if o["theme"] != "loyalty.card"] + beside[::2]
    world.tables["opinions"] = pa.Table.from_pylist(kept, world.tables["opinions"].schema)
    figure = ask("together by theme where theme = price.level", Perimeter.whole(world))
    told = {c.keys[0] for c in figure.cells if c.distinct}
    assert told == {"loyalty.card"}


def test_trending_tells_what_rose_of_late_and_counts_before_and_now() -> None:
    world = draw(3, responses=6000, weeks=60, truths=Truths(emergence=("loyalty.card", 56, 0.2)))
    said = voices_of(world)
    figure = ask("trending", Perimeter.whole(world))
    assert {c.keys[0] for c in figure.cells if c.distinct} == {"loyalty.card"}
    first, lately = (figure.notes[0].values[name] for name in ("first", "weeks"))
    weeks = [str(first + datetime.timedelta(weeks=i)) for i in range(lately)]
    now = [v for v in said if v.week in weeks]
    before = [v for v in said if v.week < weeks[0]]
    for theme in ("loyalty.card", WAITING):
        for reading, voices in (("now", now), ("before", before)):
            one = cell(figure, theme, reading)
            assert one.value == pytest.approx(share(voices, speaks_of(theme)))
            assert holds_its_value(one)


def test_behind_nps_gives_who_speaks_of_each_theme(everything: Perimeter, said: list[Said]) -> None:
    figure = ask("behind_nps", everything)
    scored = [v for v in said if v.score is not None]
    for theme in (WAITING, PRICE, FRIENDLY):
        speaking = [v for v in scored if theme in v.signs]
        expected = {
            "nps": nps(speaking),
            "variation": nps(speaking) - nps(scored),
            "promoters": share(speaking, lambda v: v.score >= 9),
            "passives": share(speaking, lambda v: 6 < v.score < 9),
            "detractors": share(speaking, lambda v: v.score <= 6),
        }
        for reading, value in expected.items():
            one = cell(figure, theme, reading)
            assert one.value == pytest.approx(value, abs=1e-9)
            assert one.n == len(speaking)
            assert holds_its_value(one)


def test_perception_ranks_shops_by_what_is_likely(everything: Perimeter) -> None:
    figure = ask("perception by Shop where stakeholder = customer", everything)
    plain = ask("nps by Shop where stakeholder = customer", everything)
    for one in plain.cells:
        seen, likely = cell(figure, *one.keys, "observed"), cell(figure, *one.keys, "shrunk")
        assert seen.value == pytest.approx(one.value)
        assert abs(likely.value - figure.total.value) <= abs(seen.value - figure.total.value) + 3
        assert holds_its_value(likely)
    assert figure.cells[-3].keys[0] == "Shop 3"
    assert figure.cells[-3].distinct
    ranks = [c.value for c in figure.cells if c.keys[1] == "rank"]
    assert ranks == sorted(ranks)


def test_shops_of_a_region_are_ranked_among_themselves(everything: Perimeter) -> None:
    figure = ask("perception by Region, Shop", everything)
    for region in {c.keys[0] for c in figure.cells}:
        highest = [c.high for c in figure.cells if c.keys[0] == region and c.keys[2] == "rank"]
        assert len(highest) == 2
        assert max(highest) <= 2


def test_a_few_answers_that_agree_do_not_top_the_list() -> None:
    world = draw(2, responses=1200, shops=10, shop_spread=0.5)
    rows = world.tables["responses"].to_pylist()
    scores = world.tables["scores"].to_pylist()
    highest = [s["response_id"] for s in scores if s["value"] == 10][:3]
    for row in rows:
        if row["response_id"] in highest:
            row["attributes"] = [("Shop", "Tiny"), ("Region", "Region 0")]
    world.tables["responses"] = pa.Table.from_pylist(rows, world.tables["responses"].schema)
    figure = ask("perception by Shop", Perimeter.whole(world))
    assert figure.cells[-3].keys[0] == "Tiny"  # apart, under 30
    likely = cell(figure, "Tiny", "shrunk")
    assert cell(figure, "Tiny", "observed").value == 100
    assert likely.value < 60
    assert likely.high - likely.low > 10
    assert cell(figure, "Tiny", "rank").high > 2


def test_best_gives_net_polarity_and_the_chance_of_being_first(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("best by Shop where theme = welcome.friendliness", everything)
    for shop in ("Shop 1", "Shop 5"):
        signs = [v.signs[FRIENDLY] for v in said if v.shop == shop and FRIENDLY in v.signs]
        one = cell(figure, shop, "observed")
        assert one.value == pytest.approx(100 * np.mean(signs))
        assert one.n == len(signs)
    assert sum(c.value for c in figure.cells if c.keys[1] == "first") == pytest.approx(100)


def test_evolution_gives_volume_share_and_polarity_of_each_month(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("evolution by month where theme = checkout.waiting", everything)
    months = sorted({v.month for v in said})
    assert list(dict.fromkeys(c.keys[0] for c in figure.cells)) == months
    for month in months:
        voices = [v for v in said if v.month == month]
        speaking = [v for v in voices if WAITING in v.signs]
        assert cell(figure, month, "voices").value == len(speaking)
        one = cell(figure, month, "share")
        assert one.value == pytest.approx(100 * len(speaking) / len(voices))
        assert holds_its_value(one)
        for reading, sign in (("positive", 1), ("negative", -1)):
            some = cell(figure, month, reading)
            expected = share(speaking, lambda v: v.signs[WAITING] == sign)  # noqa: B023
            assert some.value == pytest.approx(expected)
            assert some.n == len(speaking)


def test_impact_of_one_subject_is_given_for_each_shop(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("impact by Shop where theme = checkout.waiting", everything)
    for shop in ("Shop 0", "Shop 3", "Shop 6"):
        scored = [v for v in said if v.shop == shop and v.score is not None]
        speaking = [v for v in scored if WAITING in v.signs]
        one = cell(figure, shop, "gap")
        assert one.value == pytest.approx(nps(speaking) - nps(scored))
        assert one.n == len(speaking)
        likely = cell(figure, shop, "likely")
        assert likely.high - likely.low < one.high - one.low


def test_the_matrix_is_that_of_a_correspondence_analysis(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("llosa", everything)
    themes = sorted({c.keys[0] for c in figure.cells})
    scored = [v for v in said if v.score is not None]
    table = np.zeros((2 * len(themes), 3))
    for voice in scored:
        level = int(voice.score > 6) + int(voice.score >= 9)
        for i, theme in enumerate(themes):
            sign = voice.signs.get(theme, 0)
            if sign:
                table[2 * i + (sign < 0), level] += 1
    p = table / table.sum()
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    spread = (p - np.outer(rows, columns)) / np.sqrt(np.outer(rows, columns))
    left, length, right = np.linalg.svd(spread, full_matrices=False)
    place = left[:, 0] * length[0] / np.sqrt(rows)
    place = place * np.sign(right[0, 2] - right[0, 0])
    by_keys: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in figure.cells:
        by_keys[one.keys[0]][one.keys[2]] = one
    for i, theme in enumerate(themes):
        found = by_keys[theme]
        assert found["well"].value == pytest.approx(place[2 * i])
        assert found["badly"].value == pytest.approx(-place[2 * i + 1])
        classes = [found[f"as {kind}"].value for kind in ("basic", "plus", "key", "secondary")]
        assert sum(classes) == pytest.approx(100)
    assert next(c for c in figure.cells if c.keys[0] == WAITING).distinct
    assert {c.keys[1] for c in figure.cells if c.keys[0] == WAITING} == {"key"}


def test_points_of_attention_are_what_a_shop_hears_more_than_the_others() -> None:
    world = draw(8, responses=3000, shops=6)
    attributes = {
        row["response_id"]: dict(row["attributes"]) for row in world.tables["responses"].to_pylist()
    }
    opinions = world.tables["opinions"].to_pylist()
    for opinion in opinions:
        if attributes[opinion["response_id"]]["Shop"] == "Shop 4" and opinion["theme"] == PRICE:
            opinion["theme"], opinion["polarity"] = "store.parking", -1
    world.tables["opinions"] = pa.Table.from_pylist(opinions, world.tables["opinions"].schema)
    figure = ask("attention by Shop", Perimeter.whole(world))
    told = {c.keys[:2] for c in figure.cells if c.distinct}
    assert told == {("Shop 4", "store.parking")}
    voices = voices_of(world)
    here = [v for v in voices if v.shop == "Shop 4"]
    rest = [v for v in voices if v.shop != "Shop 4"]
    keys = ("Shop 4", "store.parking")

    ill = criticises("store.parking")
    assert cell(figure, *keys, "share").value == pytest.approx(share(here, ill))
    assert cell(figure, *keys, "elsewhere").value == pytest.approx(share(rest, ill))
    assert cell(figure, *keys, "excess").low > 0


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("impact on satisfaction", "impact sur la satisfaction par thème"),
        ("main critics where channel = survey", "principales critiques où canal = sondage"),
        (
            "together where theme = price.level",
            "va avec par thème, polarité où thème = price.level",
        ),
        ("trending opinions", "opinions en tendance"),
        ("what is behind my NPS", "derrière mon NPS"),
        ("best brands by Shop", "meilleures marques par Shop"),
        ("points of attention by Shop", "points d’attention par Shop"),
        ("evolution where theme = price.level", "évolution par mois où thème = price.level"),
        ("llosa", "matrice de Llosa par thème"),
    ],
)
def test_a_use_case_has_the_same_name_in_french(english: str, french: str) -> None:
    assert Question.parse(english) == Question.parse(french)


def test_a_perimeter_cuts_a_use_case_as_a_filter_does(everything: Perimeter) -> None:
    inside = everything.where(Filter("Shop", "=", ("Shop 1",)))
    cut = ask("impact", inside)
    asked = ask("impact where Shop = Shop 1", everything)
    assert {c.keys: c.value for c in cut.cells} == {c.keys: c.value for c in asked.cells}


def test_voices_that_hold_an_opinion_are_a_population(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("behind_nps where voice holds (theme = price.level)", everything)
    scored = [v for v in said if v.score is not None and PRICE in v.signs]
    assert figure.total.value == pytest.approx(nps(scored))
    both = [v for v in scored if WAITING in v.signs]
    assert cell(figure, WAITING, "nps").value == pytest.approx(nps(both))


@pytest.mark.parametrize(
    "question",
    [
        "perception",
        "attention by theme",
        "evolution by theme where theme = price.level",
        "evolution",
        "critics by Shop",
        "together",
        "llosa by Shop",
        "impact by Shop",
        "impact where Shop = Nowhere",
        "behind_nps where kind = stars",
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_to_do(
    question: str, everything: Perimeter
) -> None:
    with pytest.raises(QuestionError) as refusal:
        ask(question, everything)
    assert len(str(refusal.value)) > 40


def test_where_nothing_happens_nearly_nothing_is_told() -> None:
    questions = (
        "behind_nps",
        "impact by Shop where theme = price.level",
        "trending",
        "critics where Shop = Shop 0",
        "perception by Shop",
        "attention by Shop",
        "together where theme = price.level",
    )
    told = dict.fromkeys(questions, 0)
    for seed in range(8):
        perimeter = Perimeter.whole(draw(100 + seed, responses=1200, shops=6, per_person=1.2))
        for question in questions:
            told[question] += any(c.distinct for c in ask(question, perimeter).cells)
    # Each would be told in 5 % of worlds: above 3 of 8 has a chance of 4 in 10,000.
    assert max(told.values()) <= 3, told
    assert sum(told.values()) <= 8, told
