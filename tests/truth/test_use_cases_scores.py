"""Use cases on scores say what a plain count over the rows says, on a small random company."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rebond.quantify import Cell, Figure, Perimeter, ask
from rebond.quantify.simulated.plain import (
    Said,
    plain_nps,
    plain_share,
)
from rebond.quantify.simulated.worlds import draw

WAITING, PRICE, FRIENDLY = "checkout.waiting", "price.level", "welcome.friendliness"


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
    whole = plain_nps(scored)
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
            assert one.value == pytest.approx(plain_nps(some) - whole)
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


def test_behind_nps_gives_who_speaks_of_each_theme(everything: Perimeter, said: list[Said]) -> None:
    figure = ask("behind_nps", everything)
    scored = [v for v in said if v.score is not None]
    for theme in (WAITING, PRICE, FRIENDLY):
        speaking = [v for v in scored if theme in v.signs]
        expected = {
            "nps": plain_nps(speaking),
            "variation": plain_nps(speaking) - plain_nps(scored),
            "promoters": plain_share(speaking, lambda v: v.score >= 9),
            "passives": plain_share(speaking, lambda v: 6 < v.score < 9),
            "detractors": plain_share(speaking, lambda v: v.score <= 6),
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
    world = draw(2, responses=1200, shops=10, shop_spread=0.5, team="partner")
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


def test_impact_of_one_subject_is_given_for_each_shop(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("impact by Shop where theme = checkout.waiting", everything)
    for shop in ("Shop 0", "Shop 3", "Shop 6"):
        scored = [v for v in said if v.shop == shop and v.score is not None]
        speaking = [v for v in scored if WAITING in v.signs]
        one = cell(figure, shop, "gap")
        assert one.value == pytest.approx(plain_nps(speaking) - plain_nps(scored))
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


def test_voices_that_hold_an_opinion_are_a_population(
    everything: Perimeter, said: list[Said]
) -> None:
    figure = ask("behind_nps where voice holds (theme = price.level)", everything)
    scored = [v for v in said if v.score is not None and PRICE in v.signs]
    assert figure.total.value == pytest.approx(plain_nps(scored))
    both = [v for v in scored if WAITING in v.signs]
    assert cell(figure, WAITING, "nps").value == pytest.approx(plain_nps(both))
