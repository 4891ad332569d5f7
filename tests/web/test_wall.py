"""The wall: a cell is red only where it is established, leads to its voices, crosses no wall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse

from rebond.quantify import Perimeter, find
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond_web.reading.reporter import PageReporter
from rebond_web.wall.standing import Wall, wall_of
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
ENGLISH = {"Accept-Language": "en"}


def world(seed: int, *, ill: bool) -> TablesInMemory:
    """Return four shops over 78 weeks; where ``ill``, parking is ill spoken of in one of them."""
    made = draw(seed, responses=10_000, weeks=78, shops=4, employees=0.0)
    if ill:
        opinions, responses = made.tables["opinions"], made.tables["responses"]
        rows = responses.select(["response_id", "attributes"]).to_pylist()
        there = {row["response_id"] for row in rows if dict(row["attributes"])["Shop"] == "Shop 2"}
        hit = [
            response in there and theme == "store.parking"
            for response, theme in zip(
                opinions["response_id"].to_pylist(), opinions["theme"].to_pylist(), strict=True
            )
        ]
        signs = np.where(hit, -1, opinions["polarity"].to_numpy()).astype(np.int8)
        place = opinions.schema.get_field_index("polarity")
        field = opinions.schema.field(place)
        made.tables["opinions"] = opinions.set_column(place, field, pa.array(signs, pa.int8()))
    return made


def drawn(tables: TablesInMemory, monkeypatch: pytest.MonkeyPatch, weeks: int = 52) -> Wall:
    def at_once(perimeter: Perimeter, what: str, compute: Callable[[], Any]) -> Any:
        assert perimeter
        assert what
        return compute()

    for module in ("rebond_web.wall.standing", "rebond_web.reading.reporter"):
        monkeypatch.setattr(f"{module}.kept", at_once)
    perimeter = Perimeter.whole(tables)
    reporter = PageReporter(perimeter, "en", find(perimeter))
    reporter.slug = "world"
    return wall_of(reporter, "Shop", weeks)


def test_the_place_that_is_worse_is_red_and_told_with_a_voice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = drawn(world(1, ill=True), monkeypatch)
    assert ("Shop 2", "store.parking") in {(one.value, one.theme) for one in wall.red}
    why = next(one for one in wall.why if one.cell.theme == "store.parking")
    assert why.rest is not None
    assert (why.cell.cell.value or 0.0) < why.rest
    assert why.voice is not None


def test_where_nothing_happens_the_wall_is_not_red(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = drawn(world(2, ill=False), monkeypatch)
    assert wall.rows
    assert wall.red == []
    assert wall.why == []


def test_a_small_workspace_has_an_empty_wall(signed_in: SignedIn, tenant: Tenant) -> None:
    there = reverse("wall", kwargs={"slug": tenant.slug})
    answer = signed_in("analyst").get(there, {"by": "nowhere", "weeks": "x"}, headers=ENGLISH)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "A wall needs markets" in page
    assert 'hx-trigger="every 60s"' in page


def test_a_page_that_has_it_already_is_told_so(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    there = reverse("wall", kwargs={"slug": tenant.slug})
    page = browser.get(there, headers=ENGLISH)
    seen = page.context["version"] if page.context else page.content.decode().split("seen=")[1][:16]
    assert browser.get(there, {"seen": seen}, headers=ENGLISH).status_code == 204
    assert browser.get(there, {"seen": "other"}, headers=ENGLISH).status_code == 200
    manager = signed_in("manager", "Ville = Laval")
    assert manager.get(there, {"seen": seen}, headers=ENGLISH).status_code == 200
