"""The note: what a member of staff was told becomes a spontaneous voice, within what they see."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.outbox.actions import flush
from rebond_web.outbox.models import Received
from rebond_web.surveys.models import NoteForm
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

Writer = Callable[..., Client]


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change, whose places are towns."""
    tenant = add_tenant(own_workspace, by=owner)
    NoteForm.objects.create(tenant=tenant, place="Ville", language="fr")
    return tenant


@pytest.fixture
def writer(own_tenant: Tenant) -> Writer:
    """Return a browser signed in with a role: ``writer("manager", "Ville = Nantes")``."""

    def browser(role: str, perimeter: str = "") -> Client:
        account = account_of(f"{role}@example.com")
        Seat.objects.create(
            account=account, tenant=own_tenant, role=Role(role), perimeter=perimeter
        )
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


def address(tenant: Tenant) -> str:
    return reverse("note", kwargs={"slug": tenant.slug})


def notes(tenant: Tenant) -> list[dict[str, object]]:
    flush(tenant)
    table = Workspace.open(Path(tenant.folder)).table("responses").to_pylist()
    return [row for row in table if row["source"] == "Notes"]


def test_a_note_of_a_manager_is_a_spontaneous_voice_of_her_shop(
    own_tenant: Tenant, writer: Writer
) -> None:
    browser = writer("manager", "Ville = nantes")
    page = browser.get(address(own_tenant)).content.decode()
    assert 'name="place" value="Nantes"' in page
    assert "Laval" not in page
    said = {"text": "Une dame cherchait des graines", "who": "customer", "place": "Nantes"}
    sent = browser.post(address(own_tenant), {**said, "mood": "annoyed"})
    (note,) = notes(own_tenant)
    assert (note["channel"], note["solicited"], note["stakeholder"]) == ("store", False, "customer")
    assert dict(note["attributes"]) == {"Ville": "Nantes", "Humeur": "mécontent"}  # type: ignore[call-overload]
    done = browser.get(sent.headers["Location"]).content.decode()
    (receipt,) = re.findall(r'href="http://testserver(/r/[\w-]+/)"', done)
    assert (
        "Your voice was read"
        in Client(headers={"Accept-Language": "en"}).get(receipt).content.decode()
    )
    found = browser.get(reverse("voices", kwargs={"slug": own_tenant.slug}) + "?where=source=Notes")
    assert "cherchait" in found.content.decode()
    assert Entry.objects.get(action="note passed on").subject == note["response_id"]


def test_a_note_without_its_place_is_still_within_what_its_writer_sees(
    own_tenant: Tenant, writer: Writer
) -> None:
    browser = writer("manager", "Ville = Laval")
    browser.post(address(own_tenant), {"text": "Trop d'attente ici", "who": "employee"})
    (note,) = notes(own_tenant)
    assert dict(note["attributes"]) == {"Ville": "Laval"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": " "}, "Nothing is written yet"),
        ({"who": "neighbour"}, "Say who spoke"),
        ({"place": "Nantes"}, "not a place that you may write of"),
        ({"mood": "furious"}, "one of the moods"),
    ],
)
def test_a_note_that_means_nothing_is_refused_with_its_words_kept(
    own_tenant: Tenant, writer: Writer, said: dict[str, str], told: str
) -> None:
    browser = writer("manager", "Ville = Laval")
    given = {"text": "Un mot", "who": "customer", "place": "Laval", "mood": "", **said}
    answer = browser.post(address(own_tenant), given)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert given["text"] in answer.content.decode()
    assert not Received.objects.exists()


def test_a_manager_of_several_places_says_which(own_tenant: Tenant, writer: Writer) -> None:
    browser = writer("manager", "Ville in (Laval, Angers)")
    page = browser.get(address(own_tenant)).content.decode()
    assert "<option>Laval" in page
    assert "Nantes" not in page
    answer = browser.post(address(own_tenant), {"text": "Un mot", "who": "customer"})
    assert "Say where it was" in answer.content.decode()
    sent = {"text": "Un mot de Laval", "who": "customer", "place": "Laval"}
    assert browser.post(address(own_tenant), sent).status_code == 302
    assert "<option selected>Laval" in browser.get(address(own_tenant)).content.decode()


def test_pressed_twice_a_note_is_one(own_tenant: Tenant, writer: Writer) -> None:
    browser = writer("analyst")
    page = browser.get(address(own_tenant)).content.decode()
    form = dict(re.findall(r'<input type="hidden" name="(form)" value="([^"]*)">', page))
    for _ in range(2):
        browser.post(address(own_tenant), {**form, "text": "Un mot", "who": "partner"})
    (note,) = notes(own_tenant)
    assert note["stakeholder"] == "partner"


def test_the_words_of_a_note_are_those_of_most_voices(writer: Writer, own_tenant: Tenant) -> None:
    NoteForm.objects.all().delete()
    writer("analyst").get(address(own_tenant))
    assert NoteForm.objects.get().language == "fr"
