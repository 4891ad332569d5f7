"""Erasure with its proof, a person's own data, and responses kept no longer than chosen."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.listen.holdings import held
from rebond.quantify import Perimeter, ask, evidence
from rebond.vocabulary import Channel, Role, Stakeholder
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.api.models import Request, Token
from rebond_web.api.tokens import make_token
from rebond_web.audit.models import Entry
from rebond_web.cases.models import Case
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.outbox.actions import drop
from rebond_web.outbox.answers import Answer, Field
from rebond_web.outbox.models import Received
from rebond_web.privacy.actions import person_of
from rebond_web.privacy.daily import Daily
from rebond_web.privacy.jobs import months_before
from rebond_web.privacy.models import Retention
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
WHO = "b.petit@example.com"
SAID = "Attente interminable à la caisse, personne pour renseigner"


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    cache.clear()
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def browser(owner: Account, own_tenant: Tenant) -> Client:
    assert own_tenant.seats.filter(account=owner).exists()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


def workspace_of(tenant: Tenant) -> Workspace:
    return Workspace.open(Path(tenant.folder))


def voice_said(tenant: Tenant, text: str) -> str:
    perimeter = Perimeter.whole(workspace_of(tenant))
    return next(one.voice_id for one in evidence("voices", perimeter) if one.text == text)


def address(tenant: Tenant, name: str, **given: object) -> str:
    return reverse(name, kwargs={"slug": tenant.slug, **given})


def test_a_person_is_looked_for_then_erased_in_two_clicks(
    browser: Client, own_tenant: Tenant
) -> None:
    here = address(own_tenant, "privacy-person")
    page = browser.post(here, {"identifier": WHO}).content.decode()
    assert "One response is held on this person" in page
    answer = browser.post(here, {"identifier": WHO, "do": "erase"})
    job = Job.objects.get(kind="erase")
    assert answer.headers["Location"] == address(own_tenant, "erasure", job=job.pk)
    assert WHO not in json.dumps(job.asked)
    assert "Erasing" in browser.get(answer.headers["Location"]).content.decode()
    do(job.pk)
    job.refresh_from_db()
    assert job.asked == {}
    proof = browser.get(answer.headers["Location"]).content.decode()
    assert "One response erased, and nothing of it is left" in proof
    assert WHO not in proof
    perimeter = Perimeter.whole(workspace_of(own_tenant))
    assert ask("responses", perimeter).total.value == 7
    told = Entry.objects.filter(tenant=own_tenant.pk).values_list("action", "subject")
    assert {("erasure asked", str(job.pk)), ("erasure done", str(job.pk))} <= set(told)


def test_from_a_voice_its_person_is_erased_or_that_response_alone(
    browser: Client, own_tenant: Tenant
) -> None:
    here = address(own_tenant, "privacy-of", voice=voice_said(own_tenant, SAID))
    assert "One response is held" in browser.get(here).content.decode()
    browser.post(here, {"do": "erase", "which": "response"})
    do(Job.objects.get(kind="erase").pk)
    assert ask("responses", Perimeter.whole(workspace_of(own_tenant))).total.value == 7
    assert browser.get(here).status_code == 404


def test_what_the_site_keeps_of_a_person_goes_with_them(
    browser: Client, own_tenant: Tenant, owner: Account
) -> None:
    voice = voice_said(own_tenant, SAID)
    response, _ = person_of(workspace_of(own_tenant), voice)
    now = timezone.now()
    Case.objects.create(
        tenant=own_tenant, voice_id=voice, response_id=response, due=now.date(), opened=now
    )
    make_token(own_tenant, "x", ["push"], "", 30, by=owner)
    told = {"responses": [{"response_id": response, "new": True}]}
    Request.objects.create(token=Token.objects.get(), key="a", content="b", answer=told)
    given = SimpleUploadedFile("a.csv", f"Commentaire;E-mail\nBien;{WHO}\n".encode())
    browser.post(address(own_tenant, "files"), {"file": given})
    look = Job.objects.get(kind="look")
    do(look.pk)
    person = Field("person", WHO, Role.PERSON)
    drop(
        own_tenant,
        Answer("1", "kiosk", Channel.STORE, Stakeholder.CUSTOMER, True, (person,), now),
    )
    browser.post(address(own_tenant, "privacy-person"), {"identifier": WHO, "do": "erase"})
    do(Job.objects.get(kind="erase").pk)
    job = Job.objects.get(kind="erase")
    assert job.told["verified"], job.told
    removed = dict(job.told["removed"])
    for store in ("cases", "outbox", "files given", "answers to programs"):
        assert removed[store] == 1, removed
    look.refresh_from_db()
    assert look.told == {}
    assert not Path(look.asked["file"]).exists()
    assert not Case.objects.exists()
    assert not Received.objects.exists()


def test_a_person_gets_all_that_is_held_on_them_and_nothing_of_others(
    browser: Client, own_tenant: Tenant
) -> None:
    voice = voice_said(own_tenant, SAID)
    response, _ = person_of(workspace_of(own_tenant), voice)
    now = timezone.now()
    case = Case.objects.create(
        tenant=own_tenant, voice_id=voice, response_id=response, due=now.date(), opened=now
    )
    case.notes.create(at=now, text="called back")
    answer = browser.post(address(own_tenant, "privacy-person"), {"identifier": WHO, "do": "data"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    document = json.loads(answer.content)
    assert document["responses"] == held(workspace_of(own_tenant), WHO)["responses"]
    assert document["cases"][0]["notes"] == ["called back"]
    assert "Excellents conseils" not in answer.content.decode()
    assert Entry.objects.filter(action="own data told").exists()


@pytest.mark.parametrize("identifier", ["", "   "])
def test_nobody_named_is_told(browser: Client, own_tenant: Tenant, identifier: str) -> None:
    for doing in ("", "data", "erase"):
        asked = {"identifier": identifier, "do": doing}
        assert browser.post(address(own_tenant, "privacy-person"), asked).status_code == 400
    assert not Job.objects.exists()


def test_who_is_not_there_yet_may_be_erased(browser: Client, own_tenant: Tenant) -> None:
    here = address(own_tenant, "privacy-person")
    page = browser.post(here, {"identifier": "nobody@example.com"}).content.decode()
    assert "Nothing is held on this person" in page
    browser.post(here, {"identifier": "nobody@example.com", "do": "erase"})
    do(Job.objects.get(kind="erase").pk)
    assert Job.objects.get(kind="erase").told["verified"]


def test_old_responses_go_each_day_and_it_is_said(browser: Client, own_tenant: Tenant) -> None:
    source = held(workspace_of(own_tenant), WHO)["responses"][0]["source"]
    answer = browser.post(address(own_tenant, "privacy-keep"), {"source": source, "months": "6"})
    assert answer.status_code == 302
    job = Job.objects.get(kind="expire")
    do(job.pk)
    job.refresh_from_db()
    (told,) = job.told["expired"]
    assert (told["source"], told["n"]) == (source, 8)
    assert "8 old responses" in browser.get(address(own_tenant, "privacy")).content.decode()
    assert Entry.objects.filter(action="old responses erased", account=None).exists()


def test_a_day_s_work_is_asked_once_a_day(own_tenant: Tenant) -> None:
    assert Daily().tick()
    assert not Daily().tick()
    Job.objects.update(created=timezone.now() - timedelta(days=2), state="done")
    assert Daily().tick()
    assert Job.objects.filter(tenant=own_tenant, kind="expire").count() == 2


@pytest.mark.parametrize("months", ["7", "-6", "x", ""])
def test_a_retention_that_is_none_is_refused(
    browser: Client, own_tenant: Tenant, months: str
) -> None:
    source = held(workspace_of(own_tenant), WHO)["responses"][0]["source"]
    asked = {"source": source, "months": months}
    assert browser.post(address(own_tenant, "privacy-keep"), asked).status_code == 400
    asked = {"source": "elsewhere", "months": "6"}
    assert browser.post(address(own_tenant, "privacy-keep"), asked).status_code == 400
    assert not Retention.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_only_owners_see_and_erase(signed_in: SignedIn, tenant: Tenant, role: str) -> None:
    browser = signed_in(role, "Ville = Nantes")
    voice = voice_said(tenant, SAID)
    asked = {"identifier": WHO, "do": "erase", "source": "x", "months": "6"}
    addresses = [
        address(tenant, "privacy-person"),
        address(tenant, "privacy-keep"),
        address(tenant, "privacy-of", voice=voice),
    ]
    assert [browser.post(one, asked).status_code for one in addresses] == [404] * 3
    assert browser.get(address(tenant, "privacy")).status_code == 404
    assert not Job.objects.exists()


def test_a_voice_or_an_erasure_of_another_workspace_is_absent(
    signed_in: SignedIn, tenant: Tenant, own_tenant: Tenant, browser: Client
) -> None:
    browser.post(address(own_tenant, "privacy-person"), {"identifier": WHO, "do": "erase"})
    theirs = Job.objects.get(kind="erase")
    owner = signed_in("owner")
    assert owner.get(address(tenant, "erasure", job=theirs.pk)).status_code == 404
    assert owner.get(address(tenant, "privacy-of", voice="0" * 32 + "-00000000")).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(
    day: date, months: int, before: date
) -> None:
    assert months_before(day, months) == before


SCRIPT = """
import sys
from pathlib import Path
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0, interactive=False)
from django.utils import timezone
from rebond_web.accounts.actions import account_of
from rebond_web.cases.models import Case
from rebond_web.jobs.doing import do
from rebond_web.privacy.actions import erase, person_of
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.actions import add_tenant
owner = account_of("owner@example.com")
tenant = add_tenant(Path(sys.argv[1]), by=owner)
response, _ = person_of(opened(tenant.folder), sys.argv[2])
now = timezone.now()
case = Case.objects.create(
    tenant=tenant, voice_id=sys.argv[2], response_id=response, due=now.date(), opened=now
)
case.notes.create(at=now, text="called back about the broken lamp")
job = erase(tenant, sys.argv[3], by=owner)
do(job.pk)
job.refresh_from_db()
assert job.told["verified"], job.told
"""


@pytest.mark.slow
def test_no_byte_of_the_site_s_own_file_keeps_what_was_erased(
    own_workspace: Path, tmp_path: Path
) -> None:
    perimeter = Perimeter.whole(Workspace.open(own_workspace))
    voice = next(one.voice_id for one in evidence("voices", perimeter) if one.text == SAID)
    site = tmp_path / "site"
    settings = {"REBOND_SITE": str(site), "DJANGO_SETTINGS_MODULE": "rebond_web.settings"}
    usual = {name: value for name, value in os.environ.items() if name != "REBOND_DATABASE"}
    words = [sys.executable, "-c", SCRIPT, str(own_workspace), voice, WHO]
    subprocess.run(words, check=True, env={**usual, **settings})
    kept = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert b"owner@example.com" in kept
    for erased in ("broken lamp", WHO, SAID):
        assert erased.encode() not in kept, erased
