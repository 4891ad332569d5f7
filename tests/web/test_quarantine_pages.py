"""Rows that could not be read are shown with their reason, mended in place, and come in once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rebond.listen import quarantine
from rebond.listen.columns.roles import RoleOverride
from rebond.listen.importing import import_files
from rebond.vocabulary import Role
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.listening.uploads import let_go
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role as SeatRole
from rebond_web.workspaces.models import Seat, Tenant

ROWS = """Date;Note;Commentaire;Ville
01/04/2026;8;Caisse rapide et souriante;Brest
02/04/2026;douze;Vendeur introuvable au rayon jardin;Brest
03/04/2026;9;Livraison à l'heure;Lyon;de trop
04/04/2026;15;Rayon clair et bien rangé;Lyon
05/04/2026;treize;Il manque une caisse le samedi;Lyon
"""


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path, tmp_path: Path) -> Tenant:
    """Return a workspace whose quarantine holds four rows, for three reasons."""
    (tmp_path / "avril.csv").write_text(ROWS, "utf-8")
    overrides = {
        "Date": RoleOverride(Role.DATE),
        "Note": RoleOverride(Role.SCORE, None, 0, 10),
        "Commentaire": RoleOverride(Role.TEXT),
        "Ville": RoleOverride(Role.ATTRIBUTE),
    }
    workspace = Workspace.open(own_workspace)
    import_files(workspace, [tmp_path / "avril.csv"], source="borne", overrides=overrides)
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def browser(owner: Account, own_tenant: Tenant) -> Client:
    assert own_tenant.seats.filter(account=owner).exists()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


def held(tenant: Tenant) -> dict[int, str]:
    rows = quarantine.quarantined(Workspace.open(Path(tenant.folder)))
    return {row.row.line: row.quarantine_id for row in rows}


def here(tenant: Tenant) -> str:
    return reverse("quarantine", kwargs={"slug": tenant.slug})


def row_address(tenant: Tenant, row: str) -> str:
    return reverse("quarantined-row", kwargs={"slug": tenant.slug, "row": row})


def test_rows_are_shown_by_reason_and_add_up(browser: Client, own_tenant: Tenant) -> None:
    page = browser.get(here(own_tenant)).content.decode()
    assert "4 rows wait to be mended" in page
    assert page.count('class="list rows-out"') == 3
    for told in ("douze", "is not a number", "is not between 0 and 10", "removed on"):
        assert told in page
    files = browser.get(reverse("files", kwargs={"slug": own_tenant.slug})).content.decode()
    assert "4 rows wait in quarantine" in files


def test_a_cell_is_corrected_where_it_is_shown(browser: Client, own_tenant: Tenant) -> None:
    asked = {"row": held(own_tenant)[3], "column": "Note", "cell": "2"}
    answer = browser.post(here(own_tenant), asked, follow=True)
    assert "The row came in" in answer.content.decode()
    assert sorted(held(own_tenant)) == [4, 5, 6]
    do(Job.objects.get(kind="read").pk)
    voices = reverse("voices", kwargs={"slug": own_tenant.slug})
    page = browser.get(voices, {"where": "note = 2 and Ville = Brest"}).content.decode()
    assert "jardin" in page


def test_a_correction_that_is_none_keeps_the_row_and_says_why(
    browser: Client, own_tenant: Tenant
) -> None:
    asked = {"row": held(own_tenant)[3], "column": "Note", "cell": "quatorze"}
    answer = browser.post(here(own_tenant), asked)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert len(held(own_tenant)) == 4
    assert not Job.objects.filter(kind="read").exists()


def test_cells_that_could_not_be_told_apart_are_mended_on_their_page(
    browser: Client, own_tenant: Tenant
) -> None:
    row = held(own_tenant)[4]
    page = browser.get(row_address(own_tenant, row)).content.decode()
    assert 'value="Lyon de trop"' in page
    browser.post(row_address(own_tenant, row), {"cell-3": "Lyon"})
    assert sorted(held(own_tenant)) == [3, 5, 6]
    assert browser.get(row_address(own_tenant, row)).status_code == 404


def test_a_row_is_removed_for_good(browser: Client, own_tenant: Tenant) -> None:
    browser.post(row_address(own_tenant, held(own_tenant)[6]), {"aside": "1"})
    assert sorted(held(own_tenant)) == [3, 4, 5]


def test_a_column_read_otherwise_tries_its_rows_again(browser: Client, own_tenant: Tenant) -> None:
    asked = {"source": "borne", "column": "Note", "role": "score", "low": "0", "high": "20"}
    browser.post(here(own_tenant), asked)
    job = Job.objects.get(kind="replay")
    do(job.pk)
    job.refresh_from_db()
    assert job.told == {"tried": 4, "came": 1, "left": 3}
    page = browser.get(here(own_tenant)).content.decode()
    assert "4 rows = 1 brought in + 3 that still cannot be read" in page


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"role": "score", "low": "5", "high": "x"}, {"role": "score"}]
)
def test_a_reading_that_is_none_is_refused(
    browser: Client, own_tenant: Tenant, wrong: dict[str, str]
) -> None:
    answer = browser.post(here(own_tenant), {"source": "borne", "column": "Note", **wrong})
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_an_empty_quarantine_says_so(signed_in: Callable[..., Client], tenant: Tenant) -> None:
    browser = signed_in("analyst")
    page = browser.get(here(tenant), headers={"Accept-Language": "en"}).content.decode()
    assert "Nothing waits in quarantine" in page
    assert "One row waits" not in page


def test_managers_and_other_workspaces_see_nothing(
    browser: Client, own_tenant: Tenant, signed_in: Callable[..., Client], tenant: Tenant
) -> None:
    row = held(own_tenant)[3]
    manager = signed_in("manager", "Ville = Nantes")
    Seat.objects.create(
        account=Account.objects.get(email="manager@example.com"),
        tenant=own_tenant,
        role=SeatRole.MANAGER,
        perimeter="Ville = Brest",
    )
    for address in (here(own_tenant), row_address(own_tenant, row)):
        assert manager.get(address).status_code == 404
        assert manager.post(address, {"row": row, "column": "Note", "cell": "2"}).status_code == 404
    assert browser.get(row_address(tenant, row)).status_code == 404
    assert len(held(own_tenant)) == 4


def test_several_files_are_given_at_once(browser: Client, own_tenant: Tenant) -> None:
    files = reverse("files", kwargs={"slug": own_tenant.slug})
    given = [SimpleUploadedFile(f"{name}.csv", ROWS.encode()) for name in ("avril", "mai")]
    answer = browser.post(files, {"file": given})
    assert answer.headers["Location"] == files
    page = browser.get(files).content.decode()
    assert "avril.csv" in page
    assert "mai.csv" in page
    assert browser.post(files, {"file": [*given] * 11}).status_code == 400
    for job in Job.objects.all():
        let_go(job)
