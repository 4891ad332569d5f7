"""Answers kept: found again after a restart, by the same readers only, until data change."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import forget
from rebond.listen.importing import import_files
from rebond.quantify import Perimeter, Question
from rebond.tables import SCHEMAS
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.reading import ahead, views
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


@pytest.mark.django_db
def test_what_was_being_computed_during_an_erasure_is_not_kept(whole: Perimeter) -> None:
    def compute() -> str:
        forget(whole.workspace, "a.martin@example.com")
        return "what they said"

    assert kept(whole, "what", compute) == "what they said"
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


# Pieces of pages kept as drawn

READ = ("home", "themes", "voices")
READERS = (
    ("owner", "", "fr"),
    ("analyst", "", "fr"),
    ("analyst", "", "en"),
    ("manager", "Ville = Laval", "fr"),
    ("manager", "Ville = Nantes", "fr"),
)


def page_of(browser: Client, tenant: Tenant, name: str, language: str = "fr") -> str:
    """Return a page without its tokens, which change at each request."""
    address = reverse(name, kwargs={"slug": tenant.slug})
    page = browser.get(address, headers={"Accept-Language": language}).content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w{64}"', r"\1", page)


def keep_nothing(tenant: Tenant) -> None:
    cache.clear()
    shutil.rmtree(Path(tenant.folder) / "kept", ignore_errors=True)


@pytest.mark.parametrize("name", READ)
def test_who_comes_after_others_reads_what_they_would_alone(
    tenant: Tenant, signed_in: SignedIn, name: str
) -> None:
    alone = {}
    for role, perimeter, language in READERS:
        keep_nothing(tenant)
        alone[role, perimeter, language] = page_of(
            signed_in(role, perimeter), tenant, name, language
        )
    assert len(set(alone.values())) == len(READERS)
    keep_nothing(tenant)
    for _ in range(2):
        for role, perimeter, language in READERS:
            found = page_of(signed_in(role, perimeter), tenant, name, language)
            assert found == alone[role, perimeter, language]


@pytest.mark.parametrize("name", READ)
def test_a_workspace_is_not_shown_what_another_was(
    tenant: Tenant, signed_in: SignedIn, owner: Account, own_workspace: Path, name: str
) -> None:
    page_of(signed_in("owner"), tenant, name)
    other = add_tenant(own_workspace, by=owner, name="Other")
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = page_of(browser, other, name)
    assert f"/w/{other.slug}/" in page
    assert f"/w/{tenant.slug}/" not in page


def test_the_second_who_reads_a_page_waits_for_no_computing(
    tenant: Tenant, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = page_of(signed_in("analyst"), tenant, "home")
    monkeypatch.setattr(views, "reporter_of", never)
    assert page_of(signed_in("analyst"), tenant, "home") == first


def test_a_form_of_a_piece_drawn_for_another_is_taken(
    at_company: SignedIn, company: Tenant
) -> None:
    address = reverse("home", kwargs={"slug": company.slug})
    at_company("owner").get(address)
    analyst = at_company("owner")
    analyst.handler.enforce_csrf_checks = True
    page = analyst.get(address).content.decode()
    action, token = re.search(
        r'class="decide" method="post" action="([^"]+)".*?value="(\w{64})"', page
    ).groups()
    sent = {"csrfmiddlewaretoken": token, "state": "confirmed", "note": "", "back": "home"}
    assert analyst.post(action, sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert analyst.post(action, sent).status_code == 302


def test_what_is_decided_of_an_insight_shows_at_once(at_company: SignedIn, company: Tenant) -> None:
    browser = at_company("owner")
    before = page_of(browser, company, "home", "en")
    (action, *_) = re.findall(r'class="decide" method="post" action="([^"]+)"', before)
    browser.post(action, {"state": "confirmed", "note": "", "back": "home"})
    after = page_of(browser, company, "home", "en")
    assert before.count(">Reopen<") == 0
    assert after.count(">Reopen<") == 1


def bring_in(workspace: Workspace) -> None:
    file = workspace.path.parent / "later.csv"
    file.write_text("Date;Commentaire;Ville\n10/03/2026;Accueil parfait;Laval\n", encoding="utf-8")
    import_files(workspace, [file])


def label(workspace: Workspace) -> None:
    voice = workspace.table("voices").slice(0, 1).to_pylist()[0]
    said = {"labelled_at": datetime.datetime(2026, 4, 1), "labeller": "one", "settled": False}
    said |= {name: voice[name] for name in ("response_id", "voice_id")}
    said |= {"text_key": 1, "theme": None, "polarity": None, "codebook_version": "1"}
    workspace.replace("labels", pa.Table.from_pylist([said], schema=SCHEMAS["labels"]))


def read_by_another_codebook(workspace: Workspace) -> None:
    model, _ = workspace.current_versions or ("", "")
    workspace.set_current_versions(model, "another")


def erase(workspace: Workspace) -> None:
    forget(workspace, "someone@example.com")


@pytest.mark.parametrize("change", [bring_in, label, read_by_another_codebook, erase])
def test_what_changes_in_a_workspace_shows_at_once(
    owner: Account, own_workspace: Path, change: Callable[[Workspace], None]
) -> None:
    cache.clear()
    tenant = add_tenant(own_workspace, by=owner)
    whole = Perimeter.whole(Workspace.open(own_workspace))
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    before = {name: page_of(browser, tenant, name) for name in READ}
    kept(whole, "what", lambda: "before")
    change(Workspace.open(own_workspace))
    assert kept(whole, "what", lambda: "after") == "after"
    after = {name: page_of(browser, tenant, name) for name in READ}
    keep_nothing(tenant)
    assert after == {name: page_of(browser, tenant, name) for name in READ}
    assert (after != before) == (change is not label)
