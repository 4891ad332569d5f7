"""A file given on the site: looked at, corrected, brought in once, let go."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.house import House
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job, State
from rebond_web.jobs.turns import MOST_TRIES, claim, give_up
from rebond_web.listening.uploads import let_go_of_old_ones
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
TEXT = "Date;Note;Commentaire;Ville\n01/04/2026;8;Caisse rapide et souriante;Brest\n"


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def browser(owner: Account, own_tenant: Tenant) -> Client:
    assert own_tenant.seats.filter(account=owner).exists()
    client = Client()
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


def give(browser: Client, tenant: Tenant, text: str, name: str = "avril.csv") -> Job:
    given = SimpleUploadedFile(name, text.encode("cp1252"))
    answer = browser.post(reverse("files", kwargs={"slug": tenant.slug}), {"file": given})
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.latest("pk")


def address(tenant: Tenant, job: Job) -> str:
    return reverse("file", kwargs={"slug": tenant.slug, "job": job.pk})


def uploads() -> list[Path]:
    return [path for path in (House.current().path / "uploads").rglob("*") if path.is_file()]


def test_a_file_is_looked_at_corrected_and_brought_in(browser: Client, own_tenant: Tenant) -> None:
    looked = give(browser, own_tenant, TEXT)
    assert "<progress" in browser.get(address(own_tenant, looked)).content.decode()
    do(looked.pk)
    page = browser.get(address(own_tenant, looked)).content.decode()
    assert "Caisse rapide et souriante" in page
    roles = {f"role-{i}": role for i, role in enumerate(("date", "score", "text", "attribute"))}
    asked = {**roles, "channel": "store", "stakeholder": "customer", "source": "Borne"}
    answer = browser.post(address(own_tenant, looked), asked)
    job = Job.objects.latest("pk")
    assert answer.headers["Location"] == address(own_tenant, job)
    do(job.pk)
    job.refresh_from_db()
    (counts,) = job.told["imports"]
    kinds = ("new", "updated", "unchanged", "quarantined")
    assert counts["read"] == 1 == sum(counts[kind] for kind in kinds)
    voices = reverse("voices", kwargs={"slug": own_tenant.slug})
    page = browser.get(voices, {"where": "Ville = Brest"}).content.decode()
    assert "Caisse rapide et souriante" in page.replace("</span>", "").replace(
        '<span class="op f"><span class="sr">favourable: ', ""
    )


def test_nothing_of_a_file_stays_once_it_is_brought_in(browser: Client, own_tenant: Tenant) -> None:
    looked = give(browser, own_tenant, TEXT)
    do(looked.pk)
    browser.post(
        address(own_tenant, looked), {"channel": "store", "stakeholder": "customer", "source": ""}
    )
    do(Job.objects.latest("pk").pk)
    looked.refresh_from_db()
    assert looked.told == {}
    assert uploads() == []


def test_asking_twice_brings_in_once(browser: Client, own_tenant: Tenant) -> None:
    looked = give(browser, own_tenant, TEXT)
    do(looked.pk)
    asked = {"channel": "store", "stakeholder": "customer", "source": ""}
    addresses = {browser.post(address(own_tenant, looked), asked)["Location"] for _ in range(3)}
    assert len(addresses) == 1


def test_doing_a_job_again_changes_nothing(browser: Client, own_tenant: Tenant) -> None:
    from rebond_web.listening.jobs import bring_in

    looked = give(browser, own_tenant, TEXT)
    do(looked.pk)
    browser.post(
        address(own_tenant, looked), {"channel": "store", "stakeholder": "customer", "source": ""}
    )
    job = Job.objects.latest("pk")
    counts = [
        bring_in(job, lambda *_: None)["imports"][0] for _ in range(2)
    ]  # a worker that died before it could say that it was done
    assert (counts[0]["new"], counts[1]["new"], counts[1]["unchanged"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("name", "text"), [("a.pdf", "%PDF-1.4 hello"), ("b.xlsx", "PK\x03\x04broken"), ("c.csv", "\n")]
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    browser: Client, own_tenant: Tenant, name: str, text: str
) -> None:
    job = give(browser, own_tenant, text, name)
    do(job.pk)
    page = browser.get(address(own_tenant, job)).content.decode()
    assert 'role="alert"' in page
    assert name in page


@pytest.mark.parametrize("given", [{}, {"file": SimpleUploadedFile("empty.csv", b"")}])
def test_no_file_or_an_empty_one_is_told(
    browser: Client, own_tenant: Tenant, given: dict[str, SimpleUploadedFile]
) -> None:
    answer = browser.post(reverse("files", kwargs={"slug": own_tenant.slug}), given)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_role_that_is_none_is_refused(browser: Client, own_tenant: Tenant) -> None:
    looked = give(browser, own_tenant, TEXT)
    do(looked.pk)
    asked = {"role-0": "king", "channel": "store", "stakeholder": "customer"}
    answer = browser.post(address(own_tenant, looked), asked)
    assert answer.status_code == 400
    assert "king" in answer.content.decode()


def test_hostile_names_and_cells_are_only_text(browser: Client, own_tenant: Tenant) -> None:
    hostile = "<script>alert(1)</script>"
    text = f"Date;Commentaire;{hostile}\n01/04/2026;{hostile} est trop lent;x\n"
    job = give(browser, own_tenant, text, "..\\..\\<script>.csv")
    do(job.pk)
    page = browser.get(address(own_tenant, job)).content.decode()
    assert "<script>" not in page
    assert all(House.current().path in path.parents for path in uploads())


def test_a_manager_brings_nothing_in(signed_in: SignedIn, tenant: Tenant) -> None:
    manager = signed_in("manager", "Ville = Laval")
    assert manager.get(reverse("files", kwargs={"slug": tenant.slug})).status_code == 404


def test_another_workspace_s_file_is_absent(
    browser: Client, own_tenant: Tenant, tenant: Tenant
) -> None:
    job = give(browser, own_tenant, TEXT)
    elsewhere = reverse("file", kwargs={"slug": tenant.slug, "job": job.pk})
    assert browser.get(elsewhere).status_code == 404


def test_the_job_of_a_dead_worker_is_taken_up_again_then_given_up(own_tenant: Tenant) -> None:
    job = Job.objects.create(tenant=own_tenant, kind="look", asked={"file": "x", "name": "x"})
    for _ in range(MOST_TRIES):
        taken = claim()
        assert taken is not None
        assert taken.pk == job.pk
        assert claim() is None
        Job.objects.update(lease=timezone.now() - timedelta(seconds=1))
    assert claim() is None
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "stopped by itself" in job.told["why"]["template"]


def test_what_is_over_is_not_given_up(own_tenant: Tenant) -> None:
    job = Job.objects.create(tenant=own_tenant, kind="look", state=State.DONE, told={"kept": 1})
    give_up(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_what_is_never_brought_in_goes_away(browser: Client, own_tenant: Tenant) -> None:
    looked = give(browser, own_tenant, TEXT)
    do(looked.pk)
    Job.objects.update(created=timezone.now() - timedelta(days=2))
    let_go_of_old_ones()
    looked.refresh_from_db()
    assert looked.told == {}
    assert not Path(looked.asked["file"]).exists()
