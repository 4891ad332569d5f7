"""Planted truths are found, and worlds where nothing happens stay silent."""

import datetime

import numpy as np
import pytest

from rebond.quantify import Filter, Findings, Perimeter, ask, evidence, find
from rebond.quantify.asking.chosen import main_score, panel
from rebond.quantify.drivers.johnson import relative_weights
from rebond.quantify.drivers.weights import weights_of
from rebond.quantify.simulated.worlds import Truths, draw

pytestmark = pytest.mark.whole

TRUTHS = Truths(
    drivers={"checkout.waiting": 1.2, "price.level": 0.8, "delivery.delay": 0.6},
    apart={"Shop 3": -1.6, "Shop 9": 1.6},
    emergence=("loyalty.card", 50, 0.05),
    season=("delivery.delay", 0.9),
)


@pytest.fixture(scope="module", params=[1, 2, 3])
def perimeter(request: pytest.FixtureRequest) -> Perimeter:
    return Perimeter.whole(draw(request.param, truths=TRUTHS))


@pytest.fixture(scope="module")
def found(perimeter: Perimeter) -> Findings:
    return find(perimeter)


def test_the_drivers_are_found_in_order_and_no_other(found: Findings) -> None:
    established = [driver.theme for driver in found.drivers if driver.established]
    assert established == ["checkout.waiting", "price.level", "delivery.delay"]
    assert all(driver.direction == 1 for driver in found.drivers if driver.established)
    assert sum(driver.weight for driver in found.drivers) == pytest.approx(found.r2)


def test_the_shops_apart_are_found_each_on_its_side(found: Findings) -> None:
    gaps = {gap.value: gap.difference for gap in found.gaps if gap.measure == "nps"}
    assert gaps["Shop 3"] < -20
    assert gaps["Shop 9"] > 20
    assert {value for value in gaps if value.startswith("Shop")} == {"Shop 3", "Shop 9"}


def test_an_emergence_is_dated_and_a_season_is_no_trend(found: Findings) -> None:
    changes = {change.theme: change for change in found.changes}
    emergence = changes["loyalty.card"]
    planted = datetime.date(2024, 1, 1) + datetime.timedelta(weeks=50)
    assert emergence.kind == "emergence"
    assert abs((emergence.since - planted).days) <= 14
    assert [c.kind for c in found.changes if c.theme == "delivery.delay"] == ["season"]


def test_every_finding_leads_to_its_figure_and_its_voices(
    perimeter: Perimeter, found: Findings
) -> None:
    for finding in found.announced:
        assert ask(finding.question, perimeter).total.n > 0
        assert evidence(finding.question, perimeter, limit=3)


def test_shops_whose_teams_and_customers_go_together_are_told() -> None:
    linked = find(Perimeter.whole(draw(5, truths=Truths(symmetry=0.8), employees=0.2)))
    (link,) = (link for link in linked.symmetry if link.attribute == "Shop")
    assert link.low < 0.8 < 1
    assert link.coefficient > 0.4


@pytest.mark.parametrize("peak", ["winter", "spring"])
@pytest.mark.parametrize("seed", range(4))
def test_a_season_is_never_called_a_trend(seed: int, peak: str) -> None:
    start = datetime.date(2024, 1, 1) if peak == "winter" else datetime.date(2024, 7, 1)
    world = draw(seed, truths=Truths(season=("product.choice", 1.2)), start=start)
    changes = find(Perimeter.whole(world)).changes
    assert [c.kind for c in changes if c.theme == "product.choice"] == ["season"]


@pytest.mark.slow
def test_where_nothing_happens_nothing_is_said() -> None:
    worlds = (draw(seed, responses=1200, shops=10, per_person=2.0) for seed in range(200, 240))
    said = [len(find(Perimeter.whole(world)).announced) for world in worlds]
    # 5 % of 40 worlds is 2; 5 or more would come by chance less than once in twenty.
    assert sum(count > 0 for count in said) <= 4
    assert sum(said) <= 6


def test_weights_are_those_of_a_regression_on_the_nearest_orthogonal_themes() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(500, 4)) @ random.normal(size=(4, 4))
    y = x @ [1.0, 0.5, 0.0, -0.4] + random.normal(size=500)
    x, y = (x - x.mean(0)) / x.std(0), (y - y.mean()) / y.std()
    left, singular, right = np.linalg.svd(x / np.sqrt(500), full_matrices=False)
    orthogonal = left @ right * np.sqrt(500)
    slopes = np.linalg.lstsq(orthogonal, y, rcond=None)[0]
    loadings = orthogonal.T @ x / 500
    expected = (loadings.T**2) @ (slopes**2)
    weights = relative_weights(np.corrcoef(x, rowvar=False), x.T @ y / 500)
    assert weights == pytest.approx(expected)
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    assert weights.sum() == pytest.approx(1 - residual.var())
    assert singular[-1] > 0


@pytest.mark.slow
def test_weight_intervals_cover_the_weight_of_a_very_large_world() -> None:
    truths = Truths(drivers={"checkout.waiting": 1.2, "price.level": 0.6})
    customers = (Filter("stakeholder", "=", ("customer",)),)
    large = Perimeter(draw(0, responses=60_000, truths=truths), customers)
    score = main_score(large)
    assert score is not None
    data = panel(large, score, least=30, most=40)
    columns = np.column_stack([data.polarity, data.score])
    correlations = np.corrcoef(columns, rowvar=False)
    true = 100 * relative_weights(correlations[:-1, :-1], correlations[:-1, -1])
    expected = dict(zip(data.themes, true, strict=True))
    covered, worlds = {"checkout.waiting": 0, "price.level": 0, "store.parking": 0}, 40
    for seed in range(1, worlds + 1):
        small = Perimeter(draw(seed, responses=1200, truths=truths), customers)
        score = main_score(small)
        assert score is not None
        for weight in weights_of(small, score).weights:
            if weight.theme in covered:
                covered[weight.theme] += weight.low <= expected[weight.theme] <= weight.high
    assert all(count >= 0.87 * worlds for count in covered.values())
