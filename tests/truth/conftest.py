"""A small random company whose rows are counted plainly beside what is asked of it."""

from __future__ import annotations

import pytest

from rebond.quantify import Perimeter
from rebond.quantify.simulated.plain import Said, voices_of
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    truths = Truths(drivers={"checkout.waiting": 1.5, "price.level": 0.8}, apart={"Shop 3": -1.5})
    return draw(11, responses=1500, shops=8, weeks=40, truths=truths, team="partner")


@pytest.fixture(scope="module")
def everything(world: TablesInMemory) -> Perimeter:
    return Perimeter.whole(world)


@pytest.fixture(scope="module")
def said(world: TablesInMemory) -> list[Said]:
    return voices_of(world)
