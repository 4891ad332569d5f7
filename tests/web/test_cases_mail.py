"""Letters: sent once, never to who did not agree, and never said to be sent when they are not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.house import House
from rebond_web.mail.actions import is_stopped, stop_token, write_letter
from rebond_web.mail.models import Letter, State
from rebond_web.mail.post_office import post_office, why_nothing_is_sent
from rebond_web.mail.sending import LEASE, send_waiting
from rebond_web.workspaces.models import Tenant


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    caught, server = start()
    caught.configure(House.current().path)
    yield caught
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


def a_letter(tenant: Tenant, account: Account, key: str = "digest:1") -> Letter:
    letter = write_letter(
        tenant, key, "digest", "Two\nalerts", "Hello\n{stop}", language="en", account=account
    )
    assert letter is not None
    return letter


def state_of(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state


def test_a_letter_is_written_once_and_sent_once(
    tenant: Tenant, owner: Account, catcher: Catcher
) -> None:
    letter = a_letter(tenant, owner)
    assert a_letter(tenant, owner) == letter
    assert [send_waiting(), send_waiting()] == [1, 0]
    assert state_of(letter) == State.SENT
    (caught,) = catcher.caught
    assert caught.to == "owner@example.com"
    assert caught.letter["Subject"] == "Two alerts"
    assert caught.letter["Message-ID"] == letter.message_id


def test_nothing_configured_sends_nothing_and_says_so(tenant: Tenant, owner: Account) -> None:
    said = why_nothing_is_sent()
    assert said is not None
    assert "sends no e-mail" in said.template
    assert write_letter(tenant, "k", "digest", "s", "t", language="en", account=owner) is None
    assert not Letter.objects.exists()


def test_a_letter_is_left_by_one_click_as_mail_readers_ask(
    tenant: Tenant, owner: Account, catcher: Catcher
) -> None:
    a_letter(tenant, owner)
    send_waiting()
    letter = catcher.caught[0].letter
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1")
    assert address in letter.get_content()
    reader = Client(enforce_csrf_checks=True)
    assert reader.get(address).status_code == 200
    assert not is_stopped(owner, "digest")
    assert reader.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert is_stopped(owner, "digest")
    waiting = a_letter(tenant, owner, "digest:2")
    assert send_waiting() == 0
    assert state_of(waiting) == State.REFUSED
    reader.post(address, {"again": "1"})
    assert not is_stopped(owner, "digest")


def test_a_link_that_we_did_not_make_stops_nothing(owner: Account) -> None:
    token = stop_token(owner, "digest")
    forged = reverse("mail-stop", kwargs={"token": token[:-2] + "xx"})
    assert Client().post(forged).status_code == 404
    assert not is_stopped(owner, "digest")


def test_a_server_that_refuses_for_good_is_believed(
    tenant: Tenant, owner: Account, catcher: Catcher
) -> None:
    catcher.refuse = 550
    letter = a_letter(tenant, owner)
    assert send_waiting() == 0
    assert state_of(letter) == State.REFUSED
    assert letter.why["values"]["code"] == 550


def test_a_server_that_cannot_now_is_asked_later(
    tenant: Tenant, owner: Account, catcher: Catcher
) -> None:
    catcher.refuse = 451
    letter = a_letter(tenant, owner)
    send_waiting()
    assert state_of(letter) == State.WAITING
    assert letter.due > timezone.now()
    catcher.refuse = 0
    Letter.objects.update(due=timezone.now())
    assert send_waiting() == 1


def test_when_nobody_can_tell_it_is_not_sent_again(
    tenant: Tenant, owner: Account, catcher: Catcher
) -> None:
    catcher.vanish = True
    letter = a_letter(tenant, owner)
    send_waiting()
    assert state_of(letter) == State.UNCLEAR
    catcher.vanish = False
    Letter.objects.update(due=timezone.now())
    assert send_waiting() == 0
    assert len(catcher.caught) == 1


@pytest.mark.parametrize(("before", "after"), [("taken", "sent"), ("handed", "unclear")])
def test_what_a_dead_sender_had_is_sent_or_told(
    tenant: Tenant, owner: Account, catcher: Catcher, before: str, after: str
) -> None:
    letter = a_letter(tenant, owner)
    Letter.objects.update(state=before, lease=timezone.now() + LEASE)
    send_waiting()
    assert state_of(letter) == before
    Letter.objects.update(lease=timezone.now() - timedelta(seconds=1))
    send_waiting()
    assert state_of(letter) == after
    assert len(catcher.caught) == (after == "sent")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ('host = ""', "host"),
        ('host = "a"\nsecurity = "none"\nfrom = "a@b.fr"\nsite = "https://a"', "security"),
        ('host = "a"\nfrom = "nobody"\nsite = "https://a"', "from"),
        ('host = "a"\nfrom = "a@b.fr"', "site"),
        ('host = "a"\nhots = "b"\nfrom = "a@b.fr"\nsite = "https://a"', "hots"),
        ('host = "a"\nport = "x"\nfrom = "a@b.fr"\nsite = "https://a"', "port"),
    ],
)
def test_settings_that_would_not_work_are_refused_by_name(told: str, reason: str) -> None:
    House.current().prepare()
    House.current().settings.write_text(f"[mail]\n{told}\n", "utf-8")
    try:
        with pytest.raises(InputError, match=reason):
            post_office()
    finally:
        House.current().settings.unlink()


def test_a_password_that_others_may_read_is_refused() -> None:
    path: Path = House.current().settings
    path.write_text('[mail]\nhost="a"\npassword="p"\nfrom="a@b.fr"\nsite="https://a"\n', "utf-8")
    try:
        path.chmod(0o644)
        with pytest.raises(InputError, match="chmod 600"):
            post_office()
        path.chmod(0o600)
        assert post_office() is not None
    finally:
        path.unlink()
