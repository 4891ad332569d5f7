"""The log that owners read: who changed what and when, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import rebond_web
from rebond.languages import catalogue
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry, record
from rebond_web.audit.views import SHOWN
from rebond_web.workspaces.actions import seat_person
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


def changes(tenant: Tenant) -> str:
    return reverse("changes", kwargs={"slug": tenant.slug})


def test_an_owner_sees_who_changed_what(
    signed_in: SignedIn, tenant: Tenant, owner: Account
) -> None:
    seat_person(tenant, "secret@example.com", "analyst", by=owner)
    page = signed_in("owner").get(changes(tenant), headers={"Accept-Language": "fr"})
    told = page.content.decode()
    assert "owner@example.com" in told
    assert "place donnée" in told
    assert "secret@example.com" not in told, "the log holds a number, not who was seated"


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_only_owners_see_it(signed_in: SignedIn, tenant: Tenant, role: str) -> None:
    browser = signed_in(role, "Ville = Nantes")
    assert browser.get(changes(tenant)).status_code == 404


def test_changes_of_another_workspace_are_not_shown(signed_in: SignedIn, tenant: Tenant) -> None:
    record("passkey added", by=None, tenant=tenant.pk + 1, subject="number-9x")
    assert b"number-9x" not in signed_in("owner").get(changes(tenant)).content


def test_pages_follow_each_other_without_a_gap(signed_in: SignedIn, tenant: Tenant) -> None:
    for number in range(SHOWN + 5):
        record("row mended", by=None, tenant=tenant.pk, subject=f"row-{number}.")
    browser = signed_in("owner")
    first = browser.get(changes(tenant)).content.decode()
    last = Entry.objects.filter(tenant=tenant.pk).order_by("-pk")[SHOWN - 1].pk
    second = browser.get(changes(tenant), {"before": last}).content.decode()
    for number in range(SHOWN + 5):
        assert (f"row-{number}." in first) != (f"row-{number}." in second)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30])
def test_an_address_that_means_nothing_leads_nowhere(
    signed_in: SignedIn, tenant: Tenant, before: str
) -> None:
    assert signed_in("owner").get(changes(tenant), {"before": before}).status_code == 404


def test_a_line_outlives_its_account(signed_in: SignedIn, tenant: Tenant) -> None:
    gone = account_of("gone@example.com")
    record("file brought in", by=gone.pk, tenant=tenant.pk)
    browser = signed_in("owner")
    gone.delete()
    page = browser.get(changes(tenant), headers={"Accept-Language": "en"}).content.decode()
    assert "an account that is gone" in page


def test_more_lines_ask_the_database_no_more(
    signed_in: SignedIn, tenant: Tenant, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(SHOWN):
        record("row mended", by=account_of(f"{number}@example.com").pk, tenant=tenant.pk)
    browser = signed_in("owner")
    context: object = django_assert_max_num_queries(6)
    with context:  # type: ignore[attr-defined]
        browser.get(changes(tenant))


def test_what_is_recorded_is_told_in_french() -> None:
    french = catalogue("fr")
    said = {
        call.args[0].value: path.name
        for path in Path(rebond_web.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "record"
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(said) > 20
    assert not {action: place for action, place in said.items() if action not in french}
