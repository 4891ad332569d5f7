"""The codebook on the site: what an edit moves is told first, then it is done, then undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rebond.understand import workspace_codebook
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.codebook.models import Edit
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job, State
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

ENGLISH = {"Accept-Language": "en"}
Post = Callable[..., int]


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def browser(owner: Account, own_tenant: Tenant) -> Client:
    assert own_tenant.seats.filter(account=owner).exists()
    client = Client(headers=ENGLISH)
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


def address(tenant: Tenant, name: str, **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


def workspace_of(tenant: Tenant) -> Workspace:
    return Workspace.open(Path(tenant.folder))


def asked(browser: Client, tenant: Tenant, **operation: str) -> Edit:
    """Ask for an edit and have what it moves looked at."""
    answer = browser.post(address(tenant, "edits"), operation)
    assert answer.status_code == 302, answer.content.decode()
    edit = Edit.objects.latest("pk")
    assert edit.preview is not None
    do(edit.preview.pk)
    return edit


def done(browser: Client, tenant: Tenant, edit: Edit) -> Job:
    browser.post(address(tenant, "edit", edit=edit.pk), {"action": "do"})
    edit.refresh_from_db()
    assert edit.adoption is not None
    do(edit.adoption.pk)
    return Job.objects.get(pk=edit.adoption.pk)


def page_of(browser: Client, tenant: Tenant, edit: Edit) -> str:
    return browser.get(address(tenant, "edit", edit=edit.pk)).content.decode()


def test_a_merge_is_looked_at_done_and_undone(browser: Client, own_tenant: Tenant) -> None:
    before = workspace_codebook(workspace_of(own_tenant)).version
    words = {"what": "merge", "theme": "checkout.waiting", "into": "welcome.kindness"}
    edit = asked(browser, own_tenant, **words)
    page = page_of(browser, own_tenant, edit)
    assert "would be read otherwise" in page or "No voice would be" in page
    assert "Do it" in page
    assert workspace_codebook(workspace_of(own_tenant)).version == before
    job = done(browser, own_tenant, edit)
    assert job.state == State.DONE, job.told
    after = workspace_codebook(workspace_of(own_tenant))
    assert "checkout.waiting" not in after
    assert after.history[-1].what == "merged"
    assert "Undo" in page_of(browser, own_tenant, edit)
    undone = asked(browser, own_tenant, what="undo", version=before)
    assert done(browser, own_tenant, undone).state == State.DONE
    assert workspace_codebook(workspace_of(own_tenant)).version == before


def test_an_edit_is_done_once(browser: Client, own_tenant: Tenant) -> None:
    edit = asked(browser, own_tenant, what="rename", theme="price.level", fr="Tarifs", en="Prices")
    done(browser, own_tenant, edit)
    jobs = Job.objects.count()
    browser.post(address(own_tenant, "edit", edit=edit.pk), {"action": "do"})
    assert Job.objects.count() == jobs
    assert workspace_codebook(workspace_of(own_tenant)).theme("price.level").label.fr == "Tarifs"


def test_an_edit_left_changes_nothing_and_leaves_nothing(
    browser: Client, own_tenant: Tenant
) -> None:
    edit = asked(browser, own_tenant, what="remove", theme="price.level")
    assert edit.draft in workspace_of(own_tenant).settings.names()
    browser.post(address(own_tenant, "edit", edit=edit.pk), {"action": "drop"})
    assert edit.draft not in workspace_of(own_tenant).settings.names()
    answer = browser.post(address(own_tenant, "edit", edit=edit.pk), {"action": "do"})
    assert answer.status_code == 400
    assert "price.level" in workspace_codebook(workspace_of(own_tenant))


def test_an_edit_of_another_codebook_is_not_done(browser: Client, own_tenant: Tenant) -> None:
    late = asked(browser, own_tenant, what="remove", theme="price.level")
    edit = asked(browser, own_tenant, what="rename", theme="price.level", fr="Tarifs", en="Prices")
    done(browser, own_tenant, edit)
    assert "The codebook has changed since" in page_of(browser, own_tenant, late)
    assert done(browser, own_tenant, late).state == State.FAILED
    assert "price.level" in workspace_codebook(workspace_of(own_tenant))


@pytest.mark.parametrize(
    "operation",
    [
        {"what": "split", "theme": "checkout.waiting", "name-0": "Files", "words-0": "attente"},
        {"what": "move", "theme": "checkout.waiting", "branch": "welcome"},
        {"what": "add", "name": "Poussettes", "branch": "store", "words": "poussette\nlandau"},
        {
            "what": "words",
            "theme": "price.level",
            "words-fr": "prix, tarif",
            "never-fr": "prix nobel",
        },
    ],
)
def test_each_edit_tells_what_it_moves(
    browser: Client, own_tenant: Tenant, operation: dict[str, str]
) -> None:
    edit = asked(browser, own_tenant, **operation)
    assert edit.preview is not None
    edit.preview.refresh_from_db()
    assert edit.preview.state == State.DONE, edit.preview.told
    assert edit.preview.told["version"] != edit.base
    assert "Attente interminable" not in str(edit.preview.told)


@pytest.mark.parametrize(
    "operation",
    [
        {"what": "fly"},
        {"what": "merge", "theme": "price.level"},
        {"what": "rename", "theme": "unheard", "fr": "a", "en": "b"},
        {"what": "add", "name": " "},
        {"what": "split", "theme": "price.level"},
    ],
)
def test_an_edit_that_means_nothing_is_refused_with_its_reason(
    browser: Client, own_tenant: Tenant, operation: dict[str, str]
) -> None:
    answer = browser.post(address(own_tenant, "edits"), operation)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Edit.objects.exists()


def test_corrections_teach_and_the_version_changes(browser: Client, own_tenant: Tenant) -> None:
    workspace = workspace_of(own_tenant)
    for row in workspace.table("voices").to_pylist()[:4]:
        page = address(own_tenant, "voice", voice=row["voice_id"])
        browser.post(page, {"theme-0": "store.parking", "polarity-0": "-"})
    page = browser.get(address(own_tenant, "codebook-taught")).content.decode()
    assert 'value="store.parking"' in page
    edit = asked(browser, own_tenant, what="teach", themes="store.parking")
    assert edit.preview is not None
    edit.preview.refresh_from_db()
    assert edit.preview.told["version"] != edit.preview.told["base"]
    assert done(browser, own_tenant, edit).state == State.DONE
    theme = workspace_codebook(workspace_of(own_tenant)).theme("store.parking")
    assert sum(map(len, theme.taught.values())) >= 3


def test_sentences_typed_teach_and_stay_in_the_workspace(
    browser: Client, own_tenant: Tenant
) -> None:
    examples = ["La poussette ne passe pas", "Poussette bloquée", "Impossible avec une poussette"]
    edit = asked(
        browser, own_tenant, what="lesson", theme="store.layout", examples="\n".join(examples),
        unlike="Belle poussette en rayon",
    )  # fmt: skip
    assert edit.preview is not None
    edit.preview.refresh_from_db()
    assert edit.preview.state == State.DONE, edit.preview.told
    assert "poussette" not in str(edit.operation).casefold()
    assert done(browser, own_tenant, edit).state == State.DONE
    theme = workspace_codebook(workspace_of(own_tenant)).theme("store.layout")
    assert set(theme.taught["fr"]) == set(examples)
    assert theme.unlike["fr"] == ("Belle poussette en rayon",)
    assert edit.lesson not in workspace_of(own_tenant).settings.names()


def test_candidates_are_looked_for_once_and_turned_down(
    browser: Client, own_tenant: Tenant
) -> None:
    candidates = address(own_tenant, "candidates")
    for _ in range(2):
        browser.post(candidates)
    job = Job.objects.get(kind="candidates")
    assert browser.get(candidates).headers["Refresh"] == "2"
    do(job.pk)
    browser.post(candidates, {"refuse": "colis"})
    assert "colis" in workspace_of(own_tenant).settings.get("candidates refused")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_the_codebook_answer_in_both_languages(
    browser: Client, own_tenant: Tenant, language: str
) -> None:
    edit = asked(browser, own_tenant, what="remove", theme="price.level")
    pages = [
        *(address(own_tenant, name) for name in
          ("codebook", "candidates", "codebook-taught", "codebook-history")),
        address(own_tenant, "codebook-theme", theme="price.level"),
        address(own_tenant, "codebook-theme", theme="price"),
        address(own_tenant, "edit", edit=edit.pk),
    ]  # fmt: skip
    for page in pages:
        answer = browser.get(page, headers={"Accept-Language": language})
        assert answer.status_code == 200, page
        assert f'<html lang="{language}"' in answer.content.decode()
        assert " style=" not in answer.content.decode()
        assert len(answer.content) < 100_000
