"""Answers kept: found again after a restart, by the same readers only, until data change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import forget
from rebond.quantify import Perimeter, Question
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.reading import ahead
from rebond_web.reading import kept as module
from rebond_web.reading.kept import is_kept, kept
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


@pytest.fixture
def whole(own_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Perimeter:
    monkeypatch.setattr(module, "_LONG", -1.0)
    cache.clear()
    return Perimeter.whole(Workspace.open(own_workspace))


def part(whole: Perimeter) -> Perimeter:
    return Perimeter(whole.workspace, Question.parse("voices where Ville = Laval").filters)


def never() -> str:
    raise AssertionError("computed again")


def test_an_answer_is_found_again_after_a_restart(whole: Perimeter) -> None:
    assert kept(whole, "what", lambda: "first") == "first"
    cache.clear()
    assert is_kept(whole, "what")
    assert kept(whole, "what", never) == "first"


def test_an_answer_is_for_those_who_see_the_same_rows(whole: Perimeter) -> None:
    kept(whole, "what", lambda: "everything")
    cache.clear()
    assert kept(part(whole), "what", lambda: "Laval") == "Laval"
    assert kept(whole, "what", never) == "everything"


def test_a_file_that_the_site_did_not_write_is_not_read(whole: Perimeter) -> None:
    kept(whole, "what", lambda: "ours")
    cache.clear()
    (file,) = (one for one in whole.workspace.kept.rglob("*") if one.is_file())
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert kept(whole, "what", lambda: "again") == "again"


def test_a_file_moved_to_another_question_is_not_read(whole: Perimeter) -> None:
    kept(whole, "one", lambda: "of one")
    (file,) = (one for one in whole.workspace.kept.rglob("*") if one.is_file())
    held = file.read_bytes()
    kept(whole, "two", lambda: "of two")
    (other,) = (o for o in whole.workspace.kept.rglob("*") if o.is_file() and o != file)
    other.write_bytes(held)
    cache.clear()
    assert kept(whole, "two", lambda: "again") == "again"


@pytest.mark.django_db
def test_erasure_leaves_no_answer_kept(whole: Perimeter) -> None:
    kept(whole, "what", lambda: "before")
    forget(whole.workspace, "nobody@example.com")
    assert not [one for one in whole.workspace.kept.rglob("*") if one.is_file()]


def test_a_page_is_left_to_the_worker_then_shown(
    owner: Account, own_workspace: Path, settings: object
) -> None:
    settings.COMPUTED_BY_WORKER = True  # type: ignore[attr-defined]
    cache.clear()
    tenant = add_tenant(own_workspace, by=owner)
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    home = reverse("home", kwargs={"slug": tenant.slug})
    for _ in range(2):
        answer = browser.get(home, headers={"Accept-Language": "fr"})
        assert answer.headers["Refresh"] == "2"
        assert "en cours de calcul" in answer.content.decode()
    (job,) = Job.objects.filter(tenant=tenant, kind=ahead.COMPUTE)
    do(job.pk)
    job.refresh_from_db()
    assert job.told == {"pages": 4}
    for name in ("home", "themes"):
        answer = browser.get(reverse(name, kwargs={"slug": tenant.slug}))
        assert "Refresh" not in answer.headers
    assert Job.objects.filter(tenant=tenant, kind=ahead.COMPUTE).count() == 1


def test_every_reader_is_computed_for(tenant: Tenant, signed_in: SignedIn) -> None:
    signed_in("manager", "Ville = Laval")
    ahead.ask_for_all()
    asked = Job.objects.filter(kind=ahead.COMPUTE, tenant=tenant)
    assert [job.asked["conditions"] for job in asked.order_by("pk")] == ["", "Ville = Laval"]


def test_a_page_too_quick_to_be_kept_or_that_failed_is_not_waited_for_again(
    owner: Account, own_workspace: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMPUTED_BY_WORKER = True  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "_LONG", 1e9)
    cache.clear()
    tenant = add_tenant(own_workspace, by=owner)
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    home = reverse("home", kwargs={"slug": tenant.slug})
    assert "Refresh" in browser.get(home).headers
    do(Job.objects.get(tenant=tenant, kind=ahead.COMPUTE).pk)
    cache.clear()
    assert "Refresh" not in browser.get(home).headers
