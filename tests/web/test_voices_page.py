"""The pages of voices: narrowed, followed, kept as views, never outside what a reader may see."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rebond.workspace import Workspace
from rebond_web.voices.models import SavedView
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


def address(tenant: Tenant, name: str = "voices", **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


def person(tenant: Tenant, email: str) -> str:
    return Workspace.open(Path(tenant.folder)).person_key(email)


def words(page: bytes) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r'<span class="sr">[^<]*</span>|<[^>]+>', "", page.decode())


def test_voices_are_lit_and_narrowed(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    page = browser.get(address(tenant)).content.decode()
    assert '<span class="op u">' in page
    narrowed = words(browser.get(address(tenant), {"where": "polarity = positive"}).content)
    assert "Excellents" in narrowed
    assert "Livraison en retard" not in narrowed


def test_the_latest_come_first_when_asked(signed_in: SignedIn, tenant: Tenant) -> None:
    page = words(signed_in("analyst").get(address(tenant), {"sort": "latest"}).content)
    assert page.index("ouvrir une caisse de plus") < page.index("Personnel très aimable")


def test_dates_and_words_typed_become_conditions(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    since = words(browser.get(address(tenant), {"since": "2026-03-07"}).content)
    assert "Magasin propre" in since
    assert "Excellents" not in since
    says = words(browser.get(address(tenant), {"says": "caisse samedi"}).content)
    assert "ouvrir une caisse de plus" in says
    assert "Attente interminable" not in says


def test_any_attribute_narrows_by_its_own_page(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    page = browser.get(address(tenant, "voices-by"), {"field": "Ville"}).content.decode()
    assert "Laval" in page
    assert "Nantes" in page
    found = browser.get(address(tenant, "voices-by"), {"field": "Ville", "find": "lav"})
    assert "Laval" in found.content.decode()
    assert "Nantes" not in found.content.decode()
    assert browser.get(address(tenant, "voices-by"), {"field": "Pays"}).status_code == 404


def test_a_manager_never_reads_a_value_outside_her_perimeter(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    manager = signed_in("manager", "Ville = Laval")
    pages = [
        manager.get(address(tenant)),
        manager.get(address(tenant, "voices-by"), {"field": "Ville"}),
        manager.get(address(tenant), {"where": "Ville = Nowhere"}),
    ]
    assert all("Nantes" not in page.content.decode() for page in pages)


def test_one_person_is_followed_inside_the_perimeter(signed_in: SignedIn, tenant: Tenant) -> None:
    key = person(tenant, "b.petit@example.com")
    thread = address(tenant, "thread", person=key)
    page = signed_in("analyst").get(thread)
    assert "Attente interminable" in words(page.content)
    assert "b.petit" not in page.content.decode()
    assert signed_in("manager", "Ville = Nantes").get(thread).status_code == 404
    nobody = address(tenant, "thread", person="nobody")
    assert signed_in("analyst").get(nobody).status_code == 404


def test_a_view_is_kept_opened_shared_and_removed(signed_in: SignedIn, tenant: Tenant) -> None:
    analyst, owner = signed_in("analyst"), signed_in("owner")
    analyst.post(address(tenant, "views"), {"name": "Laval", "where": "Ville = Laval"})
    view = SavedView.objects.get(name="Laval")
    link = address(tenant, "view", view=view.pk)
    assert "where=Ville+%3D+Laval" in analyst.get(link).headers["Location"]
    assert owner.get(link).status_code == 404
    analyst.post(link, {"action": "share"})
    assert "where=Ville+%3D+Laval" in owner.get(link).headers["Location"]
    assert owner.post(link, {"action": "remove"}).status_code == 404
    assert "Laval" in owner.get(address(tenant)).content.decode()
    analyst.post(link, {"action": "remove"})
    assert not SavedView.objects.exists()


def test_who_opens_a_shared_view_sees_only_their_rows(signed_in: SignedIn, tenant: Tenant) -> None:
    signed_in("analyst").post(
        address(tenant, "views"), {"name": "Everything", "where": "polarity = positive",
                                   "shared": "1"}
    )  # fmt: skip
    view = SavedView.objects.get()
    manager = signed_in("manager", "Ville = Angers")
    opened = manager.get(address(tenant, "view", view=view.pk), follow=True)
    assert "Magasin propre" in words(opened.content)
    assert "Excellents" not in words(opened.content)


@pytest.mark.parametrize("given", [{"name": ""}, {"name": "x", "where": "nothing at all"}])
def test_a_view_that_means_nothing_is_not_kept(
    signed_in: SignedIn, tenant: Tenant, given: dict[str, str]
) -> None:
    signed_in("analyst").post(address(tenant, "views"), given)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_voices_answer_in_both_languages(
    signed_in: SignedIn, tenant: Tenant, language: str
) -> None:
    browser = signed_in("analyst")
    voice = Workspace.open(Path(tenant.folder)).table("voices")["voice_id"][0].as_py()
    for asked in (
        address(tenant, "voice", voice=voice),
        address(tenant, "thread", person=person(tenant, "b.petit@example.com")),
        address(tenant, "voices-by") + "?field=theme",
    ):
        answer = browser.get(asked, headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
        assert " style=" not in answer.content.decode()
        assert len(answer.content) < 100_000


def test_more_views_ask_the_database_no_more(
    signed_in: SignedIn, tenant: Tenant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("analyst")
    for name in "abcdef":
        browser.post(address(tenant, "views"), {"name": name, "where": "Ville = Laval"})
    with django_assert_max_num_queries(6):
        browser.get(address(tenant))
