"""Coming in through a directory: who it vouches for, what it gives, and what it cannot do."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, override_settings
from django.urls import reverse

from rebond.errors import InputError
from rebond_web.accounts.actions import account_of, invite
from rebond_web.accounts.models import Account
from rebond_web.accounts.providers import Directory, Rule, directories
from rebond_web.workspaces.actions import seat_person
from rebond_web.workspaces.models import Seat, Tenant

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Server(ThreadingHTTPServer):
    """Listens without asking the network for its name, which may take seconds."""

    def server_bind(self) -> None:
        TCPServer.server_bind(self)


class FakeDirectory:
    """A provider that answers what a test says, on 127.0.0.1."""

    def __init__(self) -> None:
        self.signed: dict[str, Any] = {
            "sub": "1234",
            "email": "Ada@example.com",
            "email_verified": True,
            "groups": ["voices"],
        }
        self.asked: dict[str, Any] = {"sub": "1234"}
        self.key = KEY
        self.challenge = ""
        self.server = Server(("127.0.0.1", 0), self.handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(fake.page(urlsplit(self.path).path))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                self.answer(fake.token(dict(parse_qsl(self.rfile.read(length).decode()))))

            def answer(self, document: object) -> None:
                self.send_response(200 if document else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    def page(self, path: str) -> object:
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return self.asked
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            **{f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()},
        }

    def token(self, given: dict[str, str]) -> object:
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if not proved or given["client_secret"] != "secret":
            return None
        claims = {"iss": self.issuer, "aud": "rebond", "exp": time.time() + 60, **self.signed}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def fake(tenant: Tenant) -> Iterator[FakeDirectory]:
    made = FakeDirectory()
    rules = (
        Rule("heads", tenant.slug, "owner"),
        Rule("voices", tenant.slug, "analyst"),
        Rule("west", tenant.slug, "manager", perimeter="Ville = Laval"),
        Rule("staff", tenant.slug, "contributor", kind="employee"),
    )
    named = Directory("company", "The company", made.issuer, "rebond", "secret", rules=rules)
    providers = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [named.as_setting()]}}
    threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True).start()
    with override_settings(DIRECTORIES=(named,), SOCIALACCOUNT_PROVIDERS=providers):
        yield made
    made.server.shutdown()
    made.server.server_close()


def leave_for(fake: FakeDirectory, browser: Client) -> str:
    """Go to the directory, and return the state that it is to give back."""
    answer = browser.get(reverse("directory", kwargs={"provider_id": "company"}))
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    fake.challenge = asked["code_challenge"][0]
    return asked["state"][0]


def come_in(fake: FakeDirectory, browser: Client | None = None) -> tuple[Client, str]:
    """Come in through the directory, and return the browser and what it was told."""
    browser = browser or Client(headers={"Accept-Language": "en"})
    given = {"code": "x", "state": leave_for(fake, browser)}
    address = reverse("openid_connect_callback", kwargs={"provider_id": "company"})
    return browser, browser.get(address, given).content.decode()


def seat(email: str = "ada@example.com") -> Seat | None:
    return Seat.objects.filter(account__email=email).first()


def test_a_person_of_the_directory_comes_in_with_their_seat(fake: FakeDirectory) -> None:
    browser, _ = come_in(fake)
    given = seat()
    assert given
    assert (given.role, given.source) == ("analyst", "company")
    assert "_auth_user_id" in browser.session


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["west"], ("manager", "Ville = Laval", "")),
        ("staff", ("contributor", "", "employee")),
        (["west", "voices"], ("analyst", "", "")),
    ],
)
def test_what_the_directory_says_gives_roles_and_perimeters(
    fake: FakeDirectory, groups: object, expected: tuple[str, str, str]
) -> None:
    fake.signed["groups"] = groups
    come_in(fake)
    given = seat()
    assert given
    assert (given.role, given.perimeter, given.kind) == expected


def test_a_seat_follows_the_directory_and_is_taken_back(fake: FakeDirectory) -> None:
    come_in(fake)
    fake.signed["groups"] = ["west"]
    come_in(fake)
    changed = seat()
    assert changed
    assert changed.role == "manager"
    fake.signed["groups"] = []
    come_in(fake)
    assert seat() is None


def test_a_seat_given_by_a_person_is_left_as_it_is(
    fake: FakeDirectory, tenant: Tenant, owner: Account
) -> None:
    seat_person(tenant, "ada@example.com", "manager", "Ville = Nantes", by=owner)
    come_in(fake)
    fake.signed["groups"] = []
    come_in(fake)
    kept = seat()
    assert kept
    assert (kept.role, kept.perimeter) == ("manager", "Ville = Nantes")


def test_a_directory_does_not_leave_a_workspace_without_owner(
    fake: FakeDirectory, tenant: Tenant
) -> None:
    fake.signed["groups"] = ["heads"]
    come_in(fake)
    Seat.objects.filter(tenant=tenant).exclude(account__email="ada@example.com").delete()
    for groups in (["voices"], []):
        fake.signed["groups"] = groups
        come_in(fake)
        kept = seat()
        assert kept
        assert kept.role == "owner"


def test_who_has_no_role_and_no_seat_gets_no_account(fake: FakeDirectory) -> None:
    fake.signed["groups"] = ["others"]
    _, page = come_in(fake)
    assert "gives you no workspace" in page
    assert not Account.objects.filter(email="ada@example.com").exists()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_links_nothing(
    fake: FakeDirectory, tenant: Tenant, owner: Account, verified: object
) -> None:
    seat_person(tenant, "ada@example.com", "analyst", by=owner)
    fake.signed["email_verified"] = verified
    browser, page = come_in(fake)
    assert "does not say that it has verified" in page
    assert "_auth_user_id" not in browser.session
    assert not SocialAccount.objects.exists()


def test_an_address_verified_elsewhere_is_not_one(fake: FakeDirectory) -> None:
    """What is asked for beside completes what was signed, and does not replace it."""
    fake.signed["email_verified"] = False
    fake.asked |= {"email": "owner@example.com", "email_verified": True}
    _, page = come_in(fake)
    assert "does not say that it has verified" in page


def test_who_was_there_before_the_address_was_verified_is_put_out(fake: FakeDirectory) -> None:
    impostor = Client()
    squatted = account_of("ada@example.com")
    impostor.post(reverse("enter", kwargs={"token": invite(squatted)}))
    token = invite(squatted)
    Authenticator.objects.create(user=squatted, type="webauthn", data={"name": "theirs"})
    come_in(fake)
    assert "_auth_user_id" not in impostor.session
    assert Client().get(reverse("enter", kwargs={"token": token})).status_code == 404
    assert not Authenticator.objects.exists()


def test_later_the_identifier_counts_not_the_address(fake: FakeDirectory) -> None:
    come_in(fake)
    fake.signed["email"] = "lovelace@example.com"
    come_in(fake)
    assert not Account.objects.filter(email="lovelace@example.com").exists()
    fake.signed |= {"sub": "999", "email": "ada@example.com"}
    fake.asked = {"sub": "999"}
    browser, page = come_in(fake)
    assert "already that of another person" in page
    assert "_auth_user_id" not in browser.session


def refused(fake: FakeDirectory) -> str:
    browser, page = come_in(fake)
    assert "_auth_user_id" not in browser.session
    assert not Account.objects.filter(email="ada@example.com").exists()
    return page


def test_answers_about_two_persons_are_refused(fake: FakeDirectory) -> None:
    fake.asked = {"sub": "5678"}
    assert "not about one person" in refused(fake)


def test_a_signature_of_another_key_is_refused(fake: FakeDirectory) -> None:
    fake.key = ANOTHER_KEY
    assert "no answer that can be trusted" in refused(fake)


@pytest.mark.parametrize(
    "wrong", [{"aud": "another"}, {"iss": "https://evil.example.com"}, {"exp": 1}]
)
def test_an_answer_for_another_or_too_late_is_refused(
    fake: FakeDirectory, wrong: dict[str, object]
) -> None:
    fake.signed |= wrong
    assert "no answer that can be trusted" in refused(fake)


def test_an_answer_that_was_not_asked_for_is_refused(fake: FakeDirectory) -> None:
    state = leave_for(fake, Client())  # of another browser
    address = reverse("openid_connect_callback", kwargs={"provider_id": "company"})
    answer = Client().get(address, {"code": "x", "state": state})
    assert answer.status_code == 403
    assert not Account.objects.filter(email="ada@example.com").exists()


def test_who_gives_up_there_is_told(fake: FakeDirectory) -> None:
    browser = Client()
    given = {"error": "access_denied", "state": leave_for(fake, browser)}
    address = reverse("openid_connect_callback", kwargs={"provider_id": "company"})
    assert browser.get(address, given).status_code == 403


def test_a_directory_that_does_not_answer_is_told(fake: FakeDirectory) -> None:
    fake.server.shutdown()
    fake.server.server_close()
    page = Client().get(reverse("directory", kwargs={"provider_id": "company"}))
    assert page.status_code == 403


@pytest.mark.usefixtures("fake")
def test_the_door_names_the_directory() -> None:
    page = Client(headers={"Accept-Language": "en"}).get("/").content.decode()
    assert "Come in with The company" in page
    for name in ("directory", "openid_connect_callback"):
        assert Client().get(reverse(name, kwargs={"provider_id": "x"})).status_code == 404


GOOD = {"id": "a", "issuer": "https://a.example.com", "client_id": "c"}


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({**GOOD, "issuer": "http://a.example.com"}, "issuer"),
        ({**GOOD, "secret": "x"}, "secret"),
        ({**GOOD, "id": "a/b"}, "id"),
        ({"id": "a", "issuer": "https://a"}, "client_id"),
        ({**GOOD, "roles": [{"value": "v", "workspace": "w", "role": "king"}]}, "role"),
        ({**GOOD, "roles": [{"value": "v", "workspace": "w", "role": "manager"}]}, "perimeter"),
        ({**GOOD, "roles": [{"value": "v", "workspace": "w", "role": "contributor"}]}, "kind"),
        ({**GOOD, "roles": [{"value": "v", "role": "guest"}]}, "workspace"),
    ],
)
def test_a_directory_that_means_nothing_is_refused(told: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=f"“{named}”"):
        directories([told])


def test_two_directories_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="each once"):
        directories([GOOD, GOOD])
