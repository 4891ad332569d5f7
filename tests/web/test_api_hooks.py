"""Webhooks: signed messages come in once, read by the columns that an owner chose."""

import json
import re
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rebond.listen import quarantine
from rebond.quantify import Perimeter, ask, evidence
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.api.hooks import choose_columns, columns_of, make_hook
from rebond_web.api.models import Hook
from rebond_web.api.signing import signature
from rebond_web.outbox.actions import flush
from rebond_web.outbox.models import Received
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
MESSAGE = {
    "event": "answered",
    "response": {
        "id": "s-17",
        "submitted_at": "2026-05-04T08:30:00Z",
        "nps": 4,
        "comment": "Livraison très en retard",
        "shop": "Brest",
        "email": "m.durand@example.com",
    },
}
ROLES = {
    "event": {"role": "ignored"},
    "response.id": {"role": "id"},
    "response.submitted_at": {"role": "date"},
    "response.nps": {"role": "score", "low": "0", "high": "10", "kind": "nps"},
    "response.comment": {"role": "text"},
    "response.shop": {"role": "attribute"},
    "response.email": {"role": "person"},
}


class Tool:
    """A tool that sends signed messages."""

    def __init__(self, hook: Hook, token: str, secret: str) -> None:
        self.hook, self.token, self.secret = hook, token, secret

    def send(
        self, message: object, message_id: str = "msg_1", *, at: float = 0, secret: str = ""
    ) -> HttpResponse:
        body, when = json.dumps(message).encode(), str(int(at or time.time()))
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": when,
            "webhook-signature": "v1,bm8= "
            + signature(secret or self.secret, message_id, when, body),
        }
        address = reverse("hook-receives", kwargs={"token": self.token})
        return Client().post(  # type: ignore[return-value]
            address, body, content_type="application/json", headers=headers
        )


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    cache.clear()
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def tool(owner: Account, own_tenant: Tenant) -> Tool:
    made = Tool(*make_hook(own_tenant, "Typeform NPS", "survey", "customer", by=owner))
    choose_columns(made.hook, ROLES, by=owner)
    return made


def test_a_signed_message_comes_in_once(tool: Tool, own_tenant: Tenant) -> None:
    assert tool.send(MESSAGE).status_code == 202
    assert tool.send(MESSAGE).status_code == 200
    assert tool.send(MESSAGE, "msg_2").status_code == 200
    assert Hook.objects.get().received == 1
    assert flush(own_tenant) == 1
    perimeter = Perimeter.whole(Workspace.open(Path(own_tenant.folder)))
    where = 'source = "Typeform NPS"'
    assert ask(f"nps where {where}", perimeter).total.value == -100
    (voice,) = evidence(f"voices where {where}", perimeter)
    assert voice.text == "Livraison très en retard"
    assert voice.attributes["response.shop"] == "Brest"
    assert str(voice.day) == "2026-05-04"


def test_a_message_that_is_not_signed_or_is_old_is_refused(tool: Tool) -> None:
    other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    for answer in (
        tool.send(MESSAGE, secret=other),
        tool.send(MESSAGE, at=time.time() - 400),
        tool.send(MESSAGE, at=time.time() + 400),
        tool.send(MESSAGE, ""),
    ):
        assert answer.status_code == 401
    address = reverse("hook-receives", kwargs={"token": tool.token})
    assert Client().post(address, "{}", content_type="application/json").status_code == 401
    assert Client().get(address).status_code == 405
    assert not Received.objects.exists()


def test_an_address_that_is_none_answers_as_nothing_does(tool: Tool) -> None:
    gone = Tool(tool.hook, "nothing", tool.secret).send(MESSAGE)
    nowhere = Client().post("/api/v1/nowhere")
    assert gone.status_code == nowhere.status_code == 404
    assert gone.content == nowhere.content


@pytest.mark.parametrize("message", ["text", [1], {}, None])
def test_what_is_no_message_is_told(tool: Tool, message: object) -> None:
    assert tool.send(message).status_code == 422


def test_an_id_used_for_something_else_is_refused(tool: Tool) -> None:
    tool.send(MESSAGE)
    changed = {**MESSAGE, "response": {**MESSAGE["response"], "nps": 9}}  # type: ignore[dict-item]
    assert tool.send(changed, "msg_9").status_code == 409


def test_a_value_that_cannot_be_read_waits_in_quarantine(tool: Tool, own_tenant: Tenant) -> None:
    wrong = {"response": {**MESSAGE["response"], "nps": "a lot"}}  # type: ignore[dict-item]
    assert tool.send(wrong).status_code == 202
    flush(own_tenant)
    (row,) = quarantine.quarantined(Workspace.open(Path(own_tenant.folder)))
    assert row.source == "Typeform NPS"


def test_messages_wait_until_their_columns_are_chosen(owner: Account, own_tenant: Tenant) -> None:
    tool = Tool(*make_hook(own_tenant, "CRM", "email", "customer", by=owner))
    assert tool.send(MESSAGE).status_code == 409
    choose_columns(tool.hook, ROLES, by=owner)
    assert tool.send(MESSAGE).status_code == 202


def test_the_columns_of_an_example_are_understood() -> None:
    roles = {one.column: str(one.role) for one in columns_of(json.dumps(MESSAGE))}
    assert roles["response.comment"] == "text"
    assert roles["response.email"] == "person"
    assert roles["response.nps"] == "score"


def test_an_owner_makes_a_webhook_and_chooses_its_columns(
    signed_in: SignedIn, tenant: Tenant
) -> None:
    browser = signed_in("owner")
    here = reverse("hooks", kwargs={"slug": tenant.slug})
    asked = {"source": "CRM", "channel": "email", "stakeholder": "customer"}
    page = browser.post(here, asked).content.decode()
    hook = Hook.objects.get()
    secret = unescape(re.findall(r"whsec_[^<]+", page)[0])
    assert secret not in browser.get(here).content.decode()
    one = reverse("hook", kwargs={"slug": tenant.slug, "hook": hook.pk})
    assert secret not in browser.get(one).content.decode()
    page = browser.post(one, {"example": json.dumps(MESSAGE)}).content.decode()
    given = dict(re.findall(r'name="(column-\d+)" value="([^"]*)"', page))
    roles = {
        f"{part}-{name.partition('-')[2]}": ROLES[column].get(part, "")
        for name, column in given.items()
        for part in ("role", "low", "high", "kind")
    }
    assert browser.post(one, {**given, **roles}).status_code == 302
    hook.refresh_from_db()
    assert hook.roles["response.nps"] == {"role": "score", "low": 0, "high": 10, "kind": "nps"}
    assert "event" not in hook.roles
    browser.post(one, {"remove": "1"})
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"example": "not json"},
        {"column-0": "a", "role-0": "king"},
        {"column-0": "a", "role-0": "attribute"},
        {"column-0": "a", "role-0": "score", "low-0": "5", "high-0": "1"},
    ],
)
def test_columns_that_mean_nothing_are_refused(
    signed_in: SignedIn, tenant: Tenant, owner: Account, given: dict[str, str]
) -> None:
    hook, _, _ = make_hook(tenant, "CRM", "email", "customer", by=owner)
    one = reverse("hook", kwargs={"slug": tenant.slug, "hook": hook.pk})
    assert signed_in("owner").post(one, given).status_code == 400
    hook.refresh_from_db()
    assert hook.roles == {}


def test_only_owners_of_its_workspace_see_a_webhook(
    signed_in: SignedIn, tenant: Tenant, own_tenant: Tenant, owner: Account
) -> None:
    theirs, _, _ = make_hook(own_tenant, "CRM", "email", "customer", by=owner)
    one = reverse("hook", kwargs={"slug": tenant.slug, "hook": theirs.pk})
    assert signed_in("owner").get(one).status_code == 404
    assert signed_in("owner").post(one, {"remove": "1"}).status_code == 404
    for role in ("analyst", "manager"):
        browser = signed_in(role, "Ville = Nantes")
        assert browser.get(reverse("hooks", kwargs={"slug": tenant.slug})).status_code == 404
    assert Hook.objects.exists()
