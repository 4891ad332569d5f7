"""Use cases on opinions say what a plain count over the rows says, on a small random company."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest

from rebond.quantify import Cell, Figure, Perimeter, ask, evidence
from rebond.quantify.simulated.plain import (
    Said,
    criticises,
    plain_share,
    speaks_of,
    voices_of,
)
from rebond.quantify.simulated.worlds import Truths, draw

WAITING, PRICE = "checkout.waiting", "price.level"


def cell(figure: Figure, *keys: str) -> Cell:
    found = figure.cell(*keys)
    assert found is not None, keys
    return found


def holds_its_value(one: Cell) -> bool:
    return one.low is not None and one.high is not None and one.low <= one.value <= one.high


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
            assert one.value == pytest.approx(plain_share(voices, criticises(theme)))
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
    assert one.value == pytest.approx(plain_share(with_it, ill) / plain_share(without, ill))
    assert holds_its_value(one)
    assert cell(figure, WAITING, "negative", "share").value == pytest.approx(
        plain_share(with_it, ill)
    )
    assert not [c for c in figure.cells if c.keys[0] == PRICE]
    assert figure.total.value == pytest.approx(100 * len(with_it) / len(said))


def test_an_opinion_planted_beside_another_is_told() -> None:
    world = draw(5, responses=1500, team="partner")
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
            assert one.value == pytest.approx(plain_share(voices, speaks_of(theme)))
            assert holds_its_value(one)


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
            expected = plain_share(speaking, lambda v: v.signs[WAITING] == sign)  # noqa: B023
            assert some.value == pytest.approx(expected)
            assert some.n == len(speaking)


def test_points_of_attention_are_what_a_shop_hears_more_than_the_others() -> None:
    world = draw(8, responses=3000, shops=6, team="partner")
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
    assert cell(figure, *keys, "share").value == pytest.approx(plain_share(here, ill))
    assert cell(figure, *keys, "elsewhere").value == pytest.approx(plain_share(rest, ill))
    assert cell(figure, *keys, "excess").low > 0
