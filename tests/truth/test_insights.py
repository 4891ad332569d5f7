"""Planted truths come out as few insights; each keeps its id, its state, and is tested again."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from rebond.errors import InputError
from rebond.listen.erasure import forget
from rebond.quantify import Gap, Perimeter, ask, find
from rebond.quantify.insights.charting import chart_of
from rebond.quantify.insights.choosing import chosen_voices
from rebond.quantify.insights.claims import Claim, claim_of, claim_of_json
from rebond.quantify.insights.insight import Insight, identity, insights
from rebond.quantify.insights.keeping import Followed, followed, gone, mark, marks_of
from rebond.quantify.insights.retesting import Found, outcome_of
from rebond.quantify.simulated.wide import (
    Happens,
    Shape,
    draw_wide,
    in_memory,
    permuted,
    tables_of,
    theme_name,
)
from rebond.quantify.simulated.worlds import THEMES, Truths, draw
from rebond.schemas import IMPORTS
from rebond.workspace import Workspace

SHAPE = Shape(voices=4000, themes=12, segments=10, weeks=40, share=0.12, season=0.0)
APART = Happens(apart=((3, -2.0),))
TRUTHS = Happens(
    drivers=((2, 1.2), (5, 0.8)), apart=((3, -2.0),), rise=((4, 25, 2.5),), worse=((6, 7, 3.0),)
)


@pytest.fixture(scope="module")
def perimeter() -> Perimeter:
    return Perimeter.whole(in_memory(draw_wide(1, SHAPE, TRUTHS)))


@pytest.fixture(scope="module")
def found(perimeter: Perimeter) -> tuple[Insight, ...]:
    return insights(perimeter)


def subjects(found: tuple[Insight, ...]) -> set[tuple[str, ...]]:
    return {insight.subject for insight in found}


def test_each_planted_truth_is_one_insight(found: tuple[Insight, ...]) -> None:
    planted = {("theme", theme_name(place)) for place in (2, 4, 5)} | {("place", "Shop", "Shop 3")}
    assert planted <= subjects(found)
    assert len(found) <= len(planted) + 3
    by_subject = {insight.subject: insight for insight in found}
    assert by_subject["theme", theme_name(2)].kind == "driver"
    assert by_subject["theme", theme_name(4)].kind == "change"
    worse = [one for insight in found for one in insight.findings if isinstance(one, Gap)]
    assert any((gap.value, gap.theme) == ("Shop 7", theme_name(6)) for gap in worse)


def test_a_region_that_holds_the_only_shop_apart_says_what_the_shop_says(
    perimeter: Perimeter, found: tuple[Insight, ...]
) -> None:
    told = [
        gap for gap in find(perimeter).gaps if (gap.attribute, gap.value) == ("Region", "Region 3")
    ]
    shop = next(one for one in found if one.subject == ("place", "Shop", "Shop 3"))
    score = [gap for gap in told if gap.measure == "nps"]
    assert score
    assert all(gap in shop.support for gap in score)


def test_nothing_announced_is_lost_and_nothing_is_told_twice(
    perimeter: Perimeter, found: tuple[Insight, ...]
) -> None:
    announced = find(perimeter).announced
    told = [finding for insight in found for finding in insight.findings]
    assert len(told) == len(announced)
    assert {id(one) for one in told} == {id(one) for one in announced}


def test_what_matters_most_comes_first_and_its_factors_are_visible(
    found: tuple[Insight, ...],
) -> None:
    ranks = [insight.standing.importance for insight in found]
    assert ranks == sorted(ranks, reverse=True)
    for standing in (insight.standing for insight in found):
        assert 0 < standing.effect <= 1
        assert 0 < standing.people <= 1
        assert 0 < standing.certainty <= 1
        product = standing.effect * standing.people**0.5 * standing.certainty
        assert standing.importance == pytest.approx(product)


def test_each_insight_leads_to_its_figure_its_voices_and_its_drawing(
    perimeter: Perimeter, found: tuple[Insight, ...]
) -> None:
    for insight in found:
        assert ask(insight.question, perimeter).total.n > 0
        chosen = chosen_voices(insight, perimeter)
        assert 1 <= len(chosen.voices) <= 3
        assert len({voice.voice_id for voice in chosen.voices}) == len(chosen.voices)
        if chosen.against:
            assert chosen.against.voice_id not in {voice.voice_id for voice in chosen.voices}
        chart = chart_of(insight, perimeter)
        assert chart is not None
        assert chart.cells or chart.points


def test_an_id_depends_on_what_the_insight_is_about_and_on_nothing_else(
    found: tuple[Insight, ...],
) -> None:
    other = insights(Perimeter.whole(in_memory(draw_wide(2, SHAPE, TRUTHS))))
    same = {insight.id: insight.subject for insight in (*found, *other)}
    assert all(identity(subject) == id_ for id_, subject in same.items())
    assert {insight.id for insight in found} & {insight.id for insight in other}


def test_a_claim_is_read_back_as_it_was_kept(found: tuple[Insight, ...]) -> None:
    for insight in found:
        for finding in insight.findings:
            claim = claim_of(finding)
            assert claim_of_json(claim.as_json()) == claim


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (-30.0, -10.0, "holds"),
        (-9.0, -1.0, "weaker"),
        (-8.0, 3.0, "no longer"),
        (2.0, 9.0, "no longer"),
        (-40.0, 4.0, "not enough"),
    ],
)
def test_new_data_say_it_holds_no_longer_or_not_yet(low: float, high: float, outcome: str) -> None:
    claim = Claim("gap", "nps", -20.0, -28.0, -12.0, 150, attribute="Shop", value="Shop 3")
    assert outcome_of(claim, Found((low + high) / 2, low, high, 80)) == outcome


def imported(workspace: Workspace, import_id: str, seed: int, happens: Happens) -> None:
    """Bring a world into a workspace, as one import whose ids are its own."""
    for name, table in tables_of(draw_wide(seed, SHAPE, happens)).items():
        for column in ("response_id", "voice_id", "external_id", "person_key"):
            if column in table.schema.names:
                place = table.schema.get_field_index(column)
                own = pc.binary_join_element_wise(import_id, table[column], "-")
                table = table.set_column(place, table.schema.field(place), own)
        place = table.schema.get_field_index("import_id")
        same = pa.array([import_id] * len(table))
        workspace.append(name, table.set_column(place, table.schema.field(place), same))
    row: dict[str, Any] = {n: 0 for n in IMPORTS.names if n.startswith("rows")}
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    row |= {"import_id": import_id, "source": "world", "file_name": "f", "finished_at": now}
    workspace.append("imports", pa.Table.from_pylist([row], schema=IMPORTS))


def company(folder: Path) -> Workspace:
    workspace = Workspace.create(folder)
    imported(workspace, "first", 1, APART)
    workspace.set_current_versions("model", "codebook")
    return workspace


def of_shop(workspace: Workspace) -> Followed:
    whole = Perimeter.whole(workspace)
    kept = followed(insights(whole), whole)
    return next(one for one in kept if one.insight.subject == ("place", "Shop", "Shop 3"))


@pytest.mark.parametrize(("happens", "outcome"), [(APART, "holds"), (Happens(), "no longer")])
def test_what_is_confirmed_is_tested_again_on_what_arrived_since(
    tmp_path: Path, happens: Happens, outcome: str
) -> None:
    workspace = company(tmp_path / "company")
    confirmed = of_shop(workspace).insight
    mark(workspace, confirmed, "confirmed", by="Claire", note="seen in the shop")
    kept = of_shop(workspace)
    assert (kept.state, kept.retest) == ("confirmed", None)
    imported(workspace, "second", 2, happens)
    again = Workspace.open(workspace.path)
    whole = Perimeter.whole(again)
    retests = [one.retest for one in followed(insights(whole), whole) if one.state == "confirmed"]
    retests += [one.retest for one in gone(insights(whole), whole)]
    (retest,) = retests
    assert retest is not None
    assert retest.outcome == outcome
    assert retest.found is not None
    assert retest.found.n < 1000


def test_what_is_dismissed_comes_last_and_back_when_it_changes_clearly(tmp_path: Path) -> None:
    workspace = company(tmp_path / "company")
    insight = of_shop(workspace).insight
    mark(workspace, insight, "dismissed", note="a known strike")
    whole = Perimeter.whole(workspace)
    kept = followed(insights(whole), whole)
    assert kept[-1].insight.id == insight.id
    assert kept[-1].set_aside
    assert kept[-1].marks[-1].note == "a known strike"
    imported(workspace, "second", 2, Happens(apart=((3, -6.0),)))
    worse = of_shop(Workspace.open(workspace.path))
    assert worse.state == "dismissed"
    assert worse.changed is not None
    assert not worse.set_aside


def test_a_state_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    workspace = company(tmp_path / "company")
    with pytest.raises(InputError, match="maybe"):
        mark(workspace, of_shop(workspace).insight, "maybe")


@pytest.mark.slow
@pytest.mark.whole
def test_worlds_where_nothing_happens_give_no_insight() -> None:
    shape = Shape(voices=2500, themes=20, segments=10, weeks=60)
    planted = Happens(drivers=((2, 1.0),), apart=((3, -1.5),), rise=((4, 30, 2.0),))
    said = 0
    for seed in range(1, 13):
        for world in (
            draw_wide(seed, shape),
            permuted(draw_wide(100 + seed, shape, planted), seed),
        ):
            told = insights(Perimeter.whole(in_memory(world)))
            said += any(
                insight.kind != "season" or insight.subject[1] not in world.seasonal
                for insight in told
            )
    # 5 % of 24 worlds is 1.2; 5 or more would come by chance less than once in a hundred.
    assert said <= 4


def test_forgetting_a_person_takes_them_out_of_what_was_noted(own_workspace: Path) -> None:
    workspace = Workspace.open(own_workspace)
    claim = Claim("gap", "nps", -20.0, -28.0, -12.0, 150, attribute="Ville", value="Laval")
    noted = {
        "state": "confirmed",
        "on": "2026-03-01T10:00:00",
        "by": "Claire",
        "note": "said by someone@example.com on the phone",
        "claim": claim.as_json(),
        "imports": [],
    }
    workspace.settings.set("insights", {"0a1b2c3d": [noted]})
    assert forget(workspace, "someone@example.com").verified
    (kept,) = marks_of(workspace)["0a1b2c3d"]
    assert "someone" not in kept.note
    assert kept.claim == claim


def test_themes_that_only_go_with_the_score_are_told_together_after_the_heaviest() -> None:
    heavy = {theme: 1.4 - 0.15 * place for place, theme in enumerate(THEMES[:7])}
    customers = draw(11, responses=5000, employees=0.0, truths=Truths(drivers=heavy))
    perimeter = Perimeter.whole(customers)
    found = insights(perimeter)
    alone = [one for one in found if one.kind == "driver" and len(one.findings) == 1]
    (together,) = (one for one in found if one.subject == ("drivers",))
    assert len(alone) <= 3
    told = [getattr(one, "theme", "") for one in together.findings]
    assert len(told) >= 2
    lightest = min(getattr(one.main, "weight", 0.0) for one in alone)
    assert all(getattr(one, "weight", 0.0) <= lightest for one in together.findings)
    assert str(len(told)) in str(together.sentence)
    names = [str(one.sentence.values["theme"]) for one in together.findings]
    assert all(name in str(together.sentence) for name in names)
