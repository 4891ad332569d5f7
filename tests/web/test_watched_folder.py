"""Files laid in a watched folder come in once, and are put away with the reason when refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.listening import watching
from rebond_web.listening.models import WatchedFolder
from rebond_web.listening.watching import Watcher, place_of
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
TEXT = "Date;Note;Commentaire;Ville\n01/04/2026;8;Caisse rapide et souriante;Brest\n"
GIVEN = {"name": "tills", "source": "Borne", "channel": "store", "stakeholder": "customer"}


class Clock:
    """A watcher and the time that it goes by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(watching.time, "monotonic", lambda: self.now)
        self.watcher = Watcher()

    def pass_by(self, seconds: float = 11.0) -> bool:
        self.now += seconds
        return self.watcher.tick()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    cache.clear()
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def folder(owner: Account, own_tenant: Tenant, tmp_path: Path, settings: Any) -> Path:
    settings.WATCHED = str(tmp_path / "incoming")
    client = Client()
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("watched", kwargs={"slug": own_tenant.slug}), GIVEN)
    assert answer.status_code == 302
    place = place_of(WatchedFolder.objects.get())
    assert place == tmp_path / "incoming" / own_tenant.slug / "tills"
    return place


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_stays_still_comes_in_once_and_is_put_away(folder: Path, clock: Clock) -> None:
    (folder / "april.csv").write_text(TEXT, "utf-8")
    assert not clock.pass_by()
    (folder / "april.csv").write_text(TEXT + TEXT.splitlines()[1] + "\n", "utf-8")
    assert not clock.pass_by()
    assert clock.pass_by()
    assert not clock.pass_by()
    job = Job.objects.get(kind="import")
    assert names(folder / "working") == ["april.csv"]
    do(job.pk)
    assert clock.pass_by()
    assert names(folder / "done") == ["april.csv"]
    assert names(folder) == ["done", "refused", "working"]
    job.refresh_from_db()
    (counts,) = job.told["imports"]
    assert counts["read"] == counts["new"] == 2
    assert not clock.pass_by()
    assert Job.objects.filter(kind="import").count() == 1
    assert Entry.objects.filter(action="file found", subject=str(job.pk)).exists()


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(folder: Path, clock: Clock) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    clock.pass_by()
    clock.pass_by()
    do(Job.objects.get(kind="import").pk)
    clock.pass_by()
    assert names(folder / "refused") == ["broken.xlsx", "broken.xlsx.txt"]
    assert "broken.xlsx" in (folder / "refused" / "broken.xlsx.txt").read_text("utf-8")


def test_links_and_empty_files_are_refused_and_never_followed(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(TEXT, "utf-8")
    (folder / "link.csv").symlink_to(secret)
    (folder / "empty.csv").touch()
    clock.pass_by()
    clock.pass_by()
    refused = ["empty.csv", "empty.csv.txt", "link.csv", "link.csv.txt"]
    assert names(folder / "refused") == refused
    assert secret.read_text("utf-8") == TEXT
    assert not Job.objects.exists()


def test_a_folder_that_became_a_link_is_left_alone(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "april.csv").write_text(TEXT, "utf-8")
    clock.pass_by()
    clock.pass_by()
    assert not Job.objects.exists()


def test_a_file_left_in_the_middle_is_taken_up_again(folder: Path, clock: Clock) -> None:
    (folder / "working" / "april.csv").write_text(TEXT, "utf-8")
    assert clock.pass_by()
    assert (folder / "april.csv").exists()


def test_the_name_of_another_file_is_not_taken(folder: Path, clock: Clock) -> None:
    for _ in range(2):
        (folder / "april.csv").write_text(TEXT, "utf-8")
        clock.pass_by()
        clock.pass_by()
        do(Job.objects.filter(kind="import").latest("pk").pk)
        clock.pass_by()
    assert names(folder / "done") == ["april-2.csv", "april.csv"]


@pytest.mark.parametrize(
    "wrong",
    [{"name": "../up"}, {"name": "/etc"}, {"name": ""}, {"source": " "}, {"channel": "pigeon"}],
)
def test_a_folder_out_of_the_root_cannot_be_named(
    folder: Path, signed_in: SignedIn, tenant: Tenant, wrong: dict[str, str]
) -> None:
    here = reverse("watched", kwargs={"slug": tenant.slug})
    assert signed_in("owner").post(here, {**GIVEN, **wrong}).status_code == 400
    assert WatchedFolder.objects.count() == 1
    assert folder.is_dir()


def test_where_no_root_is_chosen_nothing_is_watched(
    signed_in: SignedIn, tenant: Tenant, clock: Clock
) -> None:
    here = reverse("watched", kwargs={"slug": tenant.slug})
    browser = signed_in("owner")
    assert "site.toml" in browser.get(here).content.decode()
    assert browser.post(here, GIVEN).status_code == 400
    assert not clock.pass_by()


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_only_owners_choose_folders(
    folder: Path, signed_in: SignedIn, tenant: Tenant, own_tenant: Tenant, role: str
) -> None:
    here = reverse("watched", kwargs={"slug": tenant.slug})
    browser = signed_in(role, "Ville = Nantes")
    assert browser.get(here).status_code == browser.post(here, GIVEN).status_code == 404
    signed_in("owner").post(here, {"stop": "tills"})
    assert WatchedFolder.objects.get().tenant == own_tenant
    assert folder.is_dir()
