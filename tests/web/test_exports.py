"""Voices and figures leave as files: attachments, without formulas, that come back as they were."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.listen.columns.roles import RoleOverride
from rebond.listen.erasure import forget
from rebond.listen.importing import import_files
from rebond.vocabulary import Role
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.exports.actions import EXPORT, FORMS, file_of, let_go_of_old_ones
from rebond_web.exports.views import WHAT
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
FORMULA = '=HYPERLINK("https://example.com","Attente trop longue")'


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path, tmp_path: Path) -> Tenant:
    """Return a workspace that holds a text which looks like a formula."""
    cache.clear()
    file = tmp_path / "formula.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([["Commentaire"], [FORMULA], ["Bien rangé"]])
    roles = {"Commentaire": RoleOverride(Role.TEXT)}
    import_files(Workspace.open(own_workspace), [file], source="formulas", overrides=roles)
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def browser(owner: Account, own_tenant: Tenant) -> Client:
    assert own_tenant.seats.filter(account=owner).exists()
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


def taken(browser: Client, tenant: Tenant, what: str, form: str) -> bytes:
    here = reverse("exports", kwargs={"slug": tenant.slug})
    assert browser.post(here, {"what": what, "form": form}).status_code == 302
    job = Job.objects.filter(kind=EXPORT).latest("pk")
    do(job.pk)
    address = reverse("take-export", kwargs={"slug": tenant.slug, "job": job.pk})
    assert address in browser.get(here).content.decode()
    answer = browser.get(address)
    assert isinstance(answer, FileResponse)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer)  # type: ignore[arg-type]


def test_a_text_that_looks_like_a_formula_is_guarded_and_comes_back(
    browser: Client, own_tenant: Tenant, tmp_path: Path
) -> None:
    file = tmp_path / "voices.csv"
    file.write_bytes(taken(browser, own_tenant, "voices", "csv"))
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert f"'{FORMULA}" in {row["text"] for row in rows}
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)
    workspace = Workspace.create(tmp_path / "back")
    import_files(workspace, [file], overrides={"text": RoleOverride(Role.TEXT)})
    assert FORMULA in set(workspace.table("voices").column("text").to_pylist())


def test_a_sheet_holds_no_formula(browser: Client, own_tenant: Tenant) -> None:
    with ZipFile(io.BytesIO(taken(browser, own_tenant, "voices", "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"HYPERLINK" in sheet or b't="s"' in sheet


@pytest.mark.parametrize("what", list(WHAT))
def test_everything_that_is_proposed_can_be_taken(
    browser: Client, own_tenant: Tenant, what: str
) -> None:
    assert taken(browser, own_tenant, what, "json").startswith(b"{")


@pytest.mark.parametrize("asked", [{"what": "secrets"}, {"form": "exe"}, {}])
def test_what_is_no_export_is_refused(
    browser: Client, own_tenant: Tenant, asked: dict[str, str]
) -> None:
    here = reverse("exports", kwargs={"slug": own_tenant.slug})
    assert browser.post(here, {"what": "voices", **asked}).status_code == 400
    assert len(FORMS) > 1
    assert not Job.objects.exists()


def test_files_go_after_a_day_and_with_any_erasure(browser: Client, own_tenant: Tenant) -> None:
    taken(browser, own_tenant, "voices", "csv")
    first = Job.objects.get(kind=EXPORT)
    assert file_of(first).exists()
    forget(Workspace.open(Path(own_tenant.folder)), "a.martin@example.com")
    assert not file_of(first).exists()
    taken(browser, own_tenant, "voices", "csv")
    Job.objects.update(created=timezone.now() - timedelta(days=2))
    let_go_of_old_ones(own_tenant)
    assert not file_of(Job.objects.latest("pk")).exists()
    address = reverse("take-export", kwargs={"slug": own_tenant.slug, "job": first.pk})
    assert browser.get(address).status_code == 404


def test_managers_and_other_workspaces_take_nothing(
    browser: Client, own_tenant: Tenant, signed_in: SignedIn, tenant: Tenant
) -> None:
    taken(browser, own_tenant, "voices", "csv")
    job = Job.objects.get(kind=EXPORT)
    theirs = reverse("take-export", kwargs={"slug": tenant.slug, "job": job.pk})
    assert signed_in("owner").get(theirs).status_code == 404
    manager = signed_in("manager", "Ville = Nantes")
    here = reverse("exports", kwargs={"slug": tenant.slug})
    assert manager.get(here).status_code == 404
    assert manager.post(here, {"what": "voices", "form": "csv"}).status_code == 404
