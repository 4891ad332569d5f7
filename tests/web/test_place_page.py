"""The index of places and the page of one: shrinkage, peers, both sides, any name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rebond.quantify import Perimeter, ask
from rebond.quantify.groups.protected import LEAST
from rebond.workspace import Workspace
from rebond_web.places.addresses import NameConverter
from rebond_web.places.listing import listing_of
from rebond_web.places.teams import sides_of
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


def address(tenant: Tenant, attribute: str, value: str) -> str:
    return reverse("place", kwargs={"slug": tenant.slug, "attribute": attribute, "value": value})


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_name_has_an_address_and_comes_back(name: str) -> None:
    converter = NameConverter()
    part = converter.to_url(name)
    assert converter.to_python(part) == name
    assert not set(part) & set("/.?#%& ")


def test_the_index_lists_places_by_what_is_likely(at_company: SignedIn, company: Tenant) -> None:
    page = at_company("analyst").get(reverse("places", kwargs={"slug": company.slug}))
    assert page.status_code == 200
    assert "Vannes" in page.content.decode()
    perimeter = Perimeter.whole(Workspace.open(company.folder))
    listing = listing_of(reporter_on(perimeter, company.slug, "en"), "Magasin", scored=True)
    likely = [one.likely.value or 0.0 for one in listing.places if one.likely]
    assert likely == sorted(likely, reverse=True)
    drawn = [one for one in listing.places if one.likely and one.seen and one.seen.value]
    middle = listing.middle or 0.0
    assert all(
        abs((one.likely.value or 0) - middle) <= abs((one.seen.value or 0) - middle) + 5
        for one in drawn
        if one.likely and one.seen
    )


def test_a_place_shows_its_peers_its_themes_and_its_voices(
    at_company: SignedIn, company: Tenant
) -> None:
    browser = at_company("analyst")
    page = browser.get(address(company, "Région", "Bretagne"))
    told = page.content.decode()
    assert page.status_code == 200
    assert "Bretagne" in told
    for part in ("Among its peers", "Theme by theme", "Its customers, its team", "The voices"):
        assert part in told
    assert address(company, "Magasin", "Vannes") in told
    assert len(page.content) < 100_000


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("Magasin", "Nowhere"), ("Nothing", "Laval"), ("Magasin", "../.."), ("Magasin", "' OR 1=1")],
)
def test_a_place_that_is_not_there_is_absent(
    at_company: SignedIn, company: Tenant, attribute: str, value: str
) -> None:
    assert at_company("analyst").get(address(company, attribute, value)).status_code == 404


def test_an_address_that_is_no_text_is_absent(at_company: SignedIn, company: Tenant) -> None:
    broken = f"/w/{company.slug}/places/Magasin/~FF~FE/"
    assert at_company("analyst").get(broken).status_code == 404


def test_a_manager_of_one_place_sees_it_first_and_no_other(
    at_company: SignedIn, company: Tenant
) -> None:
    manager = at_company("manager", "Région = Bretagne")
    index = manager.get(reverse("places", kwargs={"slug": company.slug}))
    assert index["Location"] == address(company, "Région", "Bretagne")
    page = manager.get(index["Location"]).content.decode()
    assert "Vannes" in page
    assert "Laval" not in page
    assert manager.get(address(company, "Magasin", "Laval")).status_code == 404
    assert manager.get(address(company, "Magasin", "Vannes")).status_code == 200


@pytest.mark.parametrize(
    ("role", "perimeter", "arrives"),
    [
        ("manager", "Région = Bretagne", "places"),
        ("manager", "Région = Bretagne or Région = Centre", "home"),
        ("manager", "channel = survey", "home"),
        ("analyst", "", "home"),
    ],
)
def test_a_manager_of_one_place_arrives_at_it(
    at_company: SignedIn, company: Tenant, role: str, perimeter: str, arrives: str
) -> None:
    answer = at_company(role, perimeter).get("/")
    assert answer["Location"] == reverse(arrives, kwargs={"slug": company.slug})


def test_the_team_of_a_small_place_stays_hidden(company: Tenant) -> None:
    perimeter = Perimeter.whole(Workspace.open(company.folder))
    reporter = reporter_on(perimeter, company.slug, "en")
    teams = ask("voices by Magasin where stakeholder = employee", perimeter).cells
    small = [cell.keys[0] for cell in teams if cell.people < LEAST]
    large = max(teams, key=lambda cell: cell.people).keys[0]
    assert small
    for name in small:
        sides = sides_of(reporter, "Magasin", name)
        assert sides is not None
        assert sides.team is None
    shown = sides_of(reporter, "Magasin", large)
    assert shown is not None
    assert shown.team is not None


def test_a_workspace_of_few_answers_invites_rather_than_breaks(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    page = signed_in("analyst").get(reverse("places", kwargs={"slug": tenant.slug}))
    assert page.status_code == 200
    manager = signed_in("manager", "Ville = Laval")
    assert (
        manager.get(reverse("places", kwargs={"slug": tenant.slug}), follow=True).status_code == 200
    )
