"""Webhooks sent: signed, tried again, never inside; made and removed by owners."""

import datetime
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.answers.models import Decision
from rebond_web.api.signing import signature
from rebond_web.audit.models import Entry
from rebond_web.challenges.contributions import State as Life
from rebond_web.challenges.contributions import submit
from rebond_web.challenges.models import Challenge
from rebond_web.following import addresses
from rebond_web.following.events import KINDS
from rebond_web.following.models import Delivery, Outgoing, State
from rebond_web.following.outgoing import (
    PAUSES,
    gather,
    make_outgoing,
    send_due,
    try_out,
)
from rebond_web.house import House
from rebond_web.ideas.models import Idea, Rebound
from rebond_web.spaces.models import Space
from rebond_web.statements.models import Argument, Statement

SignedIn = Callable[..., Client]


@dataclass
class Receiver:
    """Another tool: what it was sent, what it answers, where it redirects."""

    port: int = 0
    code: int = 204
    drips: bool = False
    caught: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/hooks?from=rebond"


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Return a tool that listens by HTTPS on this machine, which is let through for once."""
    told, certificate = Receiver(), certified(tmp_path)

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.caught.append(({key.lower(): value for key, value in self.headers.items()}, body))
            for _ in range(100 if told.drips else 0):
                self.wfile.write(b"H")
                time.sleep(0.1)
            self.send_response(told.code)
            self.send_header("Location", told.address)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.port = server.server_address[1]
    monkeypatch.setattr(addresses, "_PORTS", (told.port,))
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    lookup = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", told.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: lookup)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(addresses, "trusted", lambda: trusting)
    House.current().settings.write_text("webhooks = true\n", "utf-8")
    yield told
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


def certified(folder: Path) -> Path:
    """Return a file with the key and the certificate of localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "localhost.pem"
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return file


def made_for(space: Space, receiver: Receiver, by: Account, *kinds: str) -> tuple[Outgoing, str]:
    kinds = kinds or ("idea.published", "decision.given")
    return make_outgoing(space, receiver.address, kinds, site="https://site.example", by=by)


def test_an_idea_is_told_once_signed_and_names_nobody(
    challenge: Challenge, space: Space, owner: Account, receiver: Receiver
) -> None:
    _, secret = made_for(space, receiver, owner)
    submit(Idea(challenge=challenge, language="fr", title="Ouvrir une caisse", text="Le samedi."))
    for _ in range(2):
        gather()
        send_due()
    ((headers, body),) = receiver.caught
    told = json.loads(body)
    assert told["type"] == "idea.published"
    assert told["data"]["title"] == "Ouvrir une caisse"
    assert told["data"]["url"].startswith("https://site.example/c/")
    expected = signature(secret, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == expected
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert Delivery.objects.get().state == State.SENT


def test_what_nobody_sees_and_what_was_before_is_not_told(
    challenge: Challenge, space: Space, owner: Account, receiver: Receiver
) -> None:
    submit(Idea(challenge=challenge, language="fr", title="Avant", text="Avant"))
    made_for(space, receiver, owner)
    waits = Idea(challenge=challenge, language="fr", title="x", text="sales connards")
    submit(waits)
    assert waits.state == Life.WAITING
    assert gather() == 0


def test_each_kind_of_event_is_told(
    challenge: Challenge, space: Space, owner: Account, receiver: Receiver
) -> None:
    made, _ = made_for(space, receiver, owner, *KINDS)
    later = timezone.now() + datetime.timedelta(seconds=1)
    Challenge.objects.filter(pk=challenge.pk).update(opened=later)
    idea = Idea(challenge=challenge, language="fr", title="Ouvrir", text="Ouvrir")
    submit(idea)
    rest = {"challenge": challenge, "idea": idea, "language": "fr"}
    submit(Rebound(kind="enrich", text="Le samedi", **rest))
    submit(Argument(side="for", text="On attend trop", **rest))
    submit(Statement(challenge=challenge, language="fr", text="On attend trop"))
    Decision.objects.create(tenant=space.tenant, idea=idea, kind="decline", reason="Trop cher.")
    gather()
    while Delivery.objects.filter(state=State.WAITING).exists():
        send_due()
    assert {json.loads(body)["type"] for _, body in receiver.caught} == set(KINDS)
    phases = [one for one in receiver.caught if json.loads(one[1])["type"] == "phase.opened"]
    assert len(phases) == challenge.periods.count()
    made.refresh_from_db()
    assert made.stopped is None


def test_a_failure_is_tried_again_later_with_the_same_id(
    space: Space, owner: Account, receiver: Receiver, challenge: Challenge
) -> None:
    made, _ = made_for(space, receiver, owner)
    submit(Idea(challenge=challenge, language="fr", title="Ouvrir", text="Ouvrir"))
    gather()
    receiver.code = 503
    assert send_due() == 0
    waits = Delivery.objects.get()
    assert (waits.state, waits.code, waits.tries) == (State.WAITING, 503, 1)
    assert waits.due > timezone.now() + datetime.timedelta(seconds=PAUSES[0] - 2)
    assert send_due() == 0
    assert len(receiver.caught) == 1  # not before its time
    receiver.code = 200
    Delivery.objects.update(due=timezone.now())
    assert send_due() == 1
    ids = {headers["webhook-id"] for headers, _ in receiver.caught}
    assert len(ids) == 1
    Delivery.objects.update(state=State.WAITING, tries=len(PAUSES), due=timezone.now())
    receiver.code = 500
    send_due()
    made.refresh_from_db()
    assert made.stopped is not None
    assert Delivery.objects.get().state == State.FAILED


def test_what_is_taken_away_before_it_leaves_is_not_sent(
    space: Space, owner: Account, receiver: Receiver, challenge: Challenge
) -> None:
    made_for(space, receiver, owner)
    submit(Idea(challenge=challenge, language="fr", title="Ouvrir", text="Ouvrir"))
    gather()
    Idea.objects.update(state=Life.REFUSED)
    assert send_due() == 0
    assert not receiver.caught
    assert Delivery.objects.get().state == State.DROPPED


def test_an_answer_that_drips_is_cut(
    space: Space, owner: Account, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "WHOLE", 0.5)
    made, _ = made_for(space, receiver, owner)
    receiver.drips = True
    try_out(made)
    assert send_due() == 0
    assert Delivery.objects.get().state == State.FAILED


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirections_are_not_followed(
    space: Space, owner: Account, receiver: Receiver, code: int
) -> None:
    made, _ = made_for(space, receiver, owner)
    receiver.code = code
    try_out(made)
    assert send_due() == 0
    assert len(receiver.caught) == 1
    assert Delivery.objects.get().state == State.FAILED


def test_who_wants_no_more_is_sent_no_more(
    space: Space, owner: Account, receiver: Receiver, challenge: Challenge
) -> None:
    made, _ = made_for(space, receiver, owner)
    receiver.code = 410
    submit(Idea(challenge=challenge, language="fr", title="Ouvrir", text="Ouvrir"))
    gather()
    send_due()
    made.refresh_from_db()
    assert made.stopped is not None
    submit(Idea(challenge=challenge, language="fr", title="Fermer", text="Fermer"))
    assert gather() == 0


def test_a_sender_that_dies_leaves_a_message_that_is_taken_again(
    space: Space, owner: Account, receiver: Receiver
) -> None:
    made, _ = made_for(space, receiver, owner)
    try_out(made)
    past = timezone.now() - datetime.timedelta(minutes=1)
    Delivery.objects.update(state=State.TAKEN, lease=past)
    assert send_due() == 1


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0"),
        *("100.64.0.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::"),
        *(
            "64:ff9b::7f00:1",
            "::7f00:1",
            "64:ff9b:1::1",
            "fec0::1",
            "224.0.0.1",
            "255.255.255.255",
            "fe80::1%eth0",
        ),
    ],
)
def test_an_address_that_leads_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    for lookup in (found, public + found):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, found=lookup, **__: found)
        with pytest.raises(PermissionError):
            addresses.post("https://example.com/", b"{}", {})


@pytest.mark.parametrize(
    "address",
    [
        *("http://example.com/", "ftp://example.com", "https://", "example.com", ""),
        *("https://user:secret@example.com/", "https://example.com:22/", "https://example.com/#x"),
        *("https://example.com/\r\nX: y", "https://exámple.com/", "https://[::1", "file:///etc"),
    ],
)
def test_what_is_no_address_of_https_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        addresses.host_of(address)


def test_nothing_leaves_until_the_installation_allows_it(
    space: Space, owner: Account, receiver: Receiver
) -> None:
    made, _ = made_for(space, receiver, owner)
    try_out(made)
    House.current().settings.write_text("webhooks = false\n", "utf-8")
    assert send_due() == 0
    assert not receiver.caught
    with pytest.raises(InputError, match="sends nothing"):
        made_for(space, receiver, owner)


def test_owners_make_try_and_remove_them_and_nobody_else(
    space: Space, signed_in: SignedIn, receiver: Receiver
) -> None:
    at = {"slug": space.tenant.slug, "space": space.pk}
    page, told = reverse("webhooks-sent", kwargs=at), {"address": receiver.address}
    owner = signed_in("owner")
    assert owner.post(page, {**told, "kinds": []}).status_code == 400
    shown = owner.post(page, {**told, "kinds": ["idea.published"]}).content.decode()
    assert "whsec_" in shown
    assert "whsec_" not in owner.get(page).content.decode()
    assert "from=rebond" not in owner.get(page).content.decode()
    one = reverse("webhook-sent", kwargs={**at, "outgoing": Outgoing.objects.get().pk})
    for role in ("analyst", "contributor"):
        assert signed_in(role).get(page).status_code == 404
        assert signed_in(role).post(one, {"do": "remove"}).status_code == 404
    assert owner.post(one, {"do": "test"}).status_code == 302
    assert send_due() == 1
    assert "code 204" in owner.get(page).content.decode()
    assert owner.post(one, {"do": "remove"}).status_code == 302
    assert not Outgoing.objects.exists()
    assert Entry.objects.filter(action="webhook sent removed").exists()
