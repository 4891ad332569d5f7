"""The pages of themes: read at a glance, each cell open, and never outside a perimeter."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


def address(tenant: Tenant, name: str = "themes", **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_tree_and_a_theme_answer_in_both_languages(
    signed_in: SignedIn, tenant: Tenant, language: str
) -> None:
    browser = signed_in("analyst")
    for asked in (address(tenant), address(tenant, "theme", theme="checkout.waiting")):
        answer = browser.get(asked, headers={"Accept-Language": language})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in page
        assert len(answer.content) < 100_000
        assert " style=" not in page
        assert "<script" not in page


def test_branches_are_folded_and_leaves_lead_to_their_page(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    page = signed_in("analyst").get(address(tenant)).content.decode()
    assert page.count("<details") > page.count("<details open")
    assert address(tenant, "theme", theme="checkout.waiting") in page


def test_a_theme_shows_voices_for_and_against_lit_at_its_words(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    page = signed_in("analyst").get(address(tenant, "theme", theme="checkout.waiting"))
    text = page.content.decode()
    assert '<span class="op u">' in text
    assert "Attente interminable" in text.replace("</span>", "")
    assert "Excellents" not in text


def test_a_manager_reads_a_theme_inside_her_perimeter(signed_in: SignedIn, tenant: Tenant) -> None:
    manager = signed_in("manager", "Ville = Laval")
    page = manager.get(address(tenant, "theme", theme="checkout.waiting")).content.decode()
    assert "Personnel très aimable" not in page
    assert "Nantes" not in manager.get(address(tenant)).content.decode()
    elsewhere = signed_in("manager", "Ville = Angers")
    assert elsewhere.get(address(tenant, "theme", theme="checkout.waiting")).status_code == 404


@pytest.mark.parametrize("theme", ["unheard", "store.unheard", "<script>"])
def test_a_theme_that_is_not_there_is_not_found(
    signed_in: SignedIn, tenant: Tenant, theme: str
) -> None:
    assert signed_in("analyst").get(address(tenant, "theme", theme=theme)).status_code == 404


def test_an_attribute_that_is_not_there_is_not_found(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    assert browser.get(address(tenant), {"by": "Pays"}).status_code == 404
    assert browser.get(address(tenant), {"by": "Ville"}).status_code == 200


def test_a_page_of_themes_asks_the_database_little(
    signed_in: SignedIn, tenant: Tenant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("analyst")
    for asked in (address(tenant), address(tenant, "theme", theme="checkout.waiting")):
        with django_assert_max_num_queries(6):
            browser.get(asked)


def test_only_who_may_change_the_codebook_is_led_to_it(signed_in: SignedIn, tenant: Tenant) -> None:
    assert address(tenant, "codebook") in signed_in("analyst").get(address(tenant)).content.decode()
    manager = signed_in("manager", "Ville = Laval")
    assert address(tenant, "codebook") not in manager.get(address(tenant)).content.decode()
    for name in ("codebook", "codebook-taught", "codebook-history", "candidates"):
        assert manager.get(address(tenant, name)).status_code == 404
