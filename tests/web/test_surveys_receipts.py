"""Receipts: who holds the code sees what became of a voice, never who spoke nor what was said."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import forget
from rebond.listen.identity import response_id
from rebond.vocabulary import Message
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.cases.actions import open_case, reply
from rebond_web.outbox.actions import flush
from rebond_web.surveys import followings
from rebond_web.surveys.actions import make_survey
from rebond_web.surveys.answering import Given, answer_survey
from rebond_web.surveys.codes import ALPHABET, answer_id, digest_of, new_code
from rebond_web.surveys.followings import Reading, Step, register_following
from rebond_web.surveys.models import Link, Receipt
from rebond_web.surveys.receipts import story_of
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

GIVEN = {
    "name": "Question ouverte",
    "kind": "nps",
    "stakeholder": "customer",
    "question_fr": "Recommanderiez-vous ?",
    "consent_fr": "Lue par nous.",
    "asks_email": "on",
}


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def link(own_tenant: Tenant, owner: Account) -> Link:
    return make_survey(own_tenant, GIVEN, by=owner).links.get()


def answered(link: Link, text: str, email: str = "", score: str = "2") -> str:
    """Answer a survey and return the code of the receipt."""
    code = new_code()
    answer_survey(link, Given(score, text, email), code=code, language="fr")
    return code


def page_of(code: str) -> str:
    page = Client(headers={"Accept-Language": "en"}).get(reverse("receipt", kwargs={"code": code}))
    assert page.status_code == 200
    return page.content.decode()


def test_a_receipt_goes_from_received_to_read_with_its_subjects(
    own_tenant: Tenant, link: Link
) -> None:
    code = answered(link, "Attente interminable à la caisse", "z@example.com")
    before = page_of(code)
    assert "Your voice was received" in before
    flush(own_tenant)
    after = page_of(code)
    assert "Your voice was read" in after
    assert "unfavourable" in after
    for page in (before, after):
        assert "interminable" not in page
        assert "z@example.com" not in page


@pytest.mark.parametrize(("text", "told"), [("", "Your mark counts"), ("RAS", "say too little")])
def test_a_receipt_says_plainly_when_there_was_nothing_to_file(
    own_tenant: Tenant, link: Link, text: str, told: str
) -> None:
    code = answered(link, text)
    flush(own_tenant)
    assert told in page_of(code)


def test_what_other_applications_know_of_a_voice_is_told(
    own_tenant: Tenant, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followings, "_followings", {})
    code = answered(link, "Attente interminable à la caisse")
    flush(own_tenant)
    response = Receipt.objects.get().response_id

    def following(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
        assert (tenant, response_id) == (own_tenant, response)
        assert reading.themes
        return [Step(Message("You were answered."), words="<b>Merci</b>")]

    register_following("tried", following)
    page = page_of(code)
    assert "&lt;b&gt;Merci&lt;/b&gt;" in page
    assert "come back to this address" not in page


def test_what_the_team_answers_is_told_on_the_receipt(
    own_tenant: Tenant, link: Link, owner: Account
) -> None:
    code = answered(link, "Attente interminable à la caisse")
    flush(own_tenant)
    voices = Workspace.open(Path(own_tenant.folder)).table("voices").to_pylist()
    response = Receipt.objects.get().response_id
    (voice,) = [row["voice_id"] for row in voices if row["response_id"] == response]
    reply(open_case(own_tenant, voice, by=owner), "Une caisse de plus.", language="fr", by=owner)
    assert "Une caisse de plus." in page_of(code)
    assert owner.email not in page_of(code)


def test_an_insight_that_the_team_confirms_is_told_to_those_it_is_about(
    own_tenant: Tenant, link: Link
) -> None:
    code = answered(link, "Attente interminable à la caisse")
    flush(own_tenant)
    workspace = Workspace.open(Path(own_tenant.folder))
    themes = story_of(Receipt.objects.get()).reading
    assert themes
    assert themes.themes
    claim = {
        "kind": "driver", "measure": "weight", "size": 0.3, "low": 0.2, "high": 0.4, "n": 9,
        "theme": next(iter(themes.themes)),
    }  # fmt: skip
    made = {"state": "acted on", "on": "2026-05-03T10:00:00", "by": "anne@example.com",
            "note": "secret", "claim": claim, "imports": []}  # fmt: skip
    workspace.settings.set("insights", {"0a1b2c3d": [made]})
    page = page_of(code)
    assert "The team acts on what is said of" in page
    assert "secret" not in page
    assert "anne@example.com" not in page


@pytest.mark.parametrize("flushed", [False, True])
def test_a_receipt_says_when_its_voice_was_erased(
    own_tenant: Tenant, link: Link, flushed: bool
) -> None:
    code, other = answered(link, "Trop cher", "z@example.com"), answered(link, "Trop loin")
    if flushed:
        flush(own_tenant)
    forget(Workspace.open(Path(own_tenant.folder)), "z@example.com")
    flush(own_tenant)
    assert "This voice was erased" in page_of(code)
    assert "This voice was erased" not in page_of(other)


def test_only_the_digest_of_a_code_is_kept(own_tenant: Tenant, link: Link) -> None:
    code = answered(link, "Trop cher")
    kept = repr(Receipt.objects.values().get())
    assert code not in kept
    assert code.replace("-", "") not in kept
    flush(own_tenant)
    workspace = Workspace.open(Path(own_tenant.folder))
    table = workspace.table("responses").to_pylist()
    (response,) = [row["response_id"] for row in table if row["source"] == GIVEN["name"]]
    assert response == response_id(workspace.secret, GIVEN["name"], answer_id(code))
    assert answer_id(code) not in digest_of(code)


def test_a_code_is_read_as_people_write_it_and_nothing_else_opens(link: Link) -> None:
    code = answered(link, "Trop cher")
    assert "received" in page_of(code.upper().replace("-", ""))
    for wrong in (new_code(), "x", code[:-1], code + "2"):
        assert Client().get(reverse("receipt", kwargs={"code": wrong})).status_code == 404


def test_codes_are_drawn_evenly_from_letters_that_are_not_mistaken() -> None:
    drawn = "".join(new_code() for _ in range(200)).replace("-", "")
    assert set(drawn) == set(ALPHABET)
    assert not set(ALPHABET) & set("01oilu")
    assert len(ALPHABET) ** 16 > 2**75


def test_who_tries_codes_is_stopped(db: None) -> None:
    del db
    tried = [
        Client().get(reverse("receipt", kwargs={"code": new_code()})).status_code for _ in range(61)
    ]
    assert tried[0] == 404
    assert tried[-1] == 429
