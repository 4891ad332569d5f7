"""What to begin with: an order that says what it owes to what, and how far it holds."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from answers_cast import an_idea, decided, somebody
from django.test import Client
from django.urls import reverse

from rebond.errors import InputError
from rebond.quantify import Perimeter
from rebond.workspace import Workspace
from rebond_web.answers.assessing import assess
from rebond_web.answers.models import Assessed
from rebond_web.answers.ranking import VALUE, Ranking, ranking_of
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea, Support
from rebond_web.reading.reporter import reporter_of
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat, Tenant

SignedIn = Callable[..., Client]


@pytest.fixture
def sitting(tenant: Tenant) -> Sitting:
    seat = Seat.objects.get(tenant=tenant, account__email="owner@example.com")
    return Sitting(seat, Perimeter.whole(Workspace.open(tenant.folder)))


@pytest.fixture
def ideas(challenge: Challenge) -> list[Idea]:
    """Return three ideas: the first supported by 8 people of 10, the second by 2, the last by 0."""
    found = [an_idea(challenge, None, title) for title in ("Loved", "Liked", "Ignored")]
    people = [somebody(challenge.space, f"P{rank}") for rank in range(10)]
    for rank, person in enumerate(people):
        Support.objects.create(idea=found[0 if rank < 8 else 1], participant=person)
    return found


def ranked(sitting: Sitting) -> Ranking:
    return ranking_of(sitting, reporter_of(sitting, "en"), VALUE)


def names(found: Ranking) -> list[str]:
    assert found.order is not None
    return [one.name for one in found.order.order if found.found[one.id].on_idea]


def test_support_puts_ideas_in_order(sitting: Sitting, ideas: list[Idea]) -> None:
    found = ranked(sitting)
    assert names(found) == [one.title for one in ideas]
    assert found.order is not None
    assert found.order.owed["support"] == pytest.approx(1)


def test_what_is_known_of_nothing_is_left_out_and_said(sitting: Sitting, ideas: list[Idea]) -> None:
    assert ideas
    assert "effort" in {one.template for one in ranked(sitting).left_out}


def test_effort_and_risk_change_the_order(sitting: Sitting, ideas: list[Idea]) -> None:
    by = sitting.seat.account
    for idea, low, high, risk in ((ideas[0], "20", "40", "50"), (ideas[1], "0.5", "1", "0")):
        assess(sitting, f"idea-{idea.pk}", low, high, risk, by=by)
    assert names(ranked(sitting))[0] == "Liked"
    assess(sitting, f"idea-{ideas[0].pk}", "1", "1", "0", by=by)
    assert Assessed.objects.count() == 2
    assert names(ranked(sitting))[0] == "Loved"


@pytest.mark.parametrize(
    ("low", "high", "risk"),
    [("0", "1", "0"), ("2", "1", "0"), ("x", "1", "0"), ("1", "1", "100"), ("nan", "1", "0")],
)
def test_an_effort_that_cannot_be_is_refused(
    sitting: Sitting, ideas: list[Idea], low: str, high: str, risk: str
) -> None:
    with pytest.raises(InputError):
        assess(sitting, f"idea-{ideas[0].pk}", low, high, risk, by=sitting.seat.account)


def test_what_is_decided_leaves_the_order_and_what_is_postponed_stays(
    sitting: Sitting, ideas: list[Idea]
) -> None:
    decided(ideas[0])
    decided(ideas[1], "postpone")
    assert names(ranked(sitting)) == ["Liked", "Ignored"]


def test_the_page_says_how_far_the_order_holds(
    signed_in: SignedIn, tenant: Tenant, ideas: list[Idea]
) -> None:
    browser = signed_in("analyst")
    to = reverse("priority", kwargs={"slug": tenant.slug})
    page = browser.get(to, headers={"Accept-Language": "en"}).content.decode()
    assert all(one.title in page for one in ideas)
    assert "of the draws" in page
    assert "among the first 3" in page
    assert browser.get(f"{to}?way=rice").status_code == 200
    assert browser.get(f"{to}?way=own&support=2&effort=0").status_code == 200
    assert browser.get(f"{to}?way=own&support=strong").status_code == 400
    assert browser.get(f"{to}?way=own&support=9").status_code == 400


def test_the_file_holds_each_factor_with_its_interval(
    signed_in: SignedIn, tenant: Tenant, ideas: list[Idea]
) -> None:
    answer = signed_in("analyst").get(
        reverse("priority-file", kwargs={"slug": tenant.slug}), headers={"Accept-Language": "en"}
    )
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first = next(row for row in rows if row["name"] == ideas[0].title)
    assert float(first["support_low"]) < float(first["support"]) == 80
    assert float(first["support_high"]) > 80


def test_only_those_who_decide_see_and_assess(
    signed_in: SignedIn, tenant: Tenant, ideas: list[Idea]
) -> None:
    told = {"what": f"idea-{ideas[0].pk}", "low": "1", "high": "2", "risk": "0"}
    to = reverse("assess", kwargs={"slug": tenant.slug})
    for browser in (Client(), signed_in("contributor"), signed_in("manager", "Ville = Nantes")):
        assert browser.post(to, told).status_code == 404
        assert browser.get(reverse("priority", kwargs={"slug": tenant.slug})).status_code == 404
    analyst = signed_in("analyst")
    assert analyst.post(to, {**told, "what": "idea-999999"}).status_code == 404
    assert analyst.post(to, {**told, "what": "nothing"}).status_code == 404
    assert not Assessed.objects.exists()
    assert analyst.post(to, told).status_code == 302


def test_the_page_asks_as_many_queries_however_many_ideas(
    signed_in: SignedIn,
    tenant: Tenant,
    challenge: Challenge,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    browser, to = signed_in("analyst"), reverse("priority", kwargs={"slug": tenant.slug})
    for rank in range(12):
        an_idea(challenge, None, f"Idea {rank}")
    browser.get(to)
    with django_assert_max_num_queries(16):
        assert browser.get(to).status_code == 200
