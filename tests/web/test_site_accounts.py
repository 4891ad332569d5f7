"""My account: codes of a telephone, sessions that one ends, and what asks a proof first."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond_web.accounts.actions import account_of, invite, invited
from rebond_web.accounts.arriving import FRESH
from rebond_web.accounts.codes import has_codes, proves
from rebond_web.accounts.models import Account, Presence, Tally
from rebond_web.accounts.sessions import agent_of, end_sessions
from rebond_web.accounts.sweeping import sweep
from rebond_web.audit.models import Entry
from rebond_web.pages.limits import spend

HALF_A_MINUTE = 30


class Clock:
    """A time that goes by as tests say."""

    def __init__(self) -> None:
        self.now = time.time()

    def code(self, secret: str) -> str:
        return str(format_hotp_value(hotp_value(secret, int(self.now) // HALF_A_MINUTE)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    made = Clock()
    monkeypatch.setattr("time.time", lambda: made.now)
    return made


def come_in(account: Account, agent: str = "") -> Client:
    """Return a browser that came by a link, its code not yet asked."""
    browser = Client(headers={"Accept-Language": "en", "User-Agent": agent})
    browser.post(reverse("enter", kwargs={"token": invite(account)}))
    return browser


def enrol(browser: Client, clock: Clock) -> tuple[str, list[str]]:
    """Turn codes on, and return the secret and the recovery codes."""
    page = browser.get(reverse("codes")).content.decode()
    secret = re.search(r'class="secret">([^<]+)<', page)
    assert secret
    plain = secret[1].replace(" ", "")
    answer = browser.post(reverse("codes"), {"code": clock.code(plain)})
    assert answer.status_code == 200
    found = re.findall(r"<code>(\d{4}) (\d{4})</code>", answer.content.decode())
    return plain, ["".join(halves) for halves in found]


def is_in(browser: Client) -> bool:
    return browser.get(reverse("account")).status_code == 200


def test_a_code_is_asked_after_the_link(owner: Account, clock: Clock) -> None:
    secret, recovery = enrol(come_in(owner), clock)
    assert len(recovery) == 10
    clock.now += 2 * HALF_A_MINUTE
    browser = come_in(owner)
    assert not is_in(browser)
    assert browser.post(reverse("code"), {"code": "000000"}).status_code == 400
    assert not is_in(browser)
    assert browser.post(reverse("code"), {"code": clock.code(secret)}).status_code == 302
    assert is_in(browser)


def test_a_code_serves_once(owner: Account, clock: Clock) -> None:
    secret, _ = enrol(come_in(owner), clock)
    clock.now += 2 * HALF_A_MINUTE
    code = clock.code(secret)
    assert [proves(owner, code) for _ in range(2)] == [True, False]


def test_a_recovery_code_serves_once_and_is_told(owner: Account, clock: Clock) -> None:
    _, recovery = enrol(come_in(owner), clock)
    assert [proves(owner, recovery[3]) for _ in range(2)] == [True, False]
    assert Entry.objects.filter(action="recovery code used", account=owner.pk).count() == 1


def test_a_wrong_code_turns_nothing_on(owner: Account, clock: Clock) -> None:
    browser = come_in(owner)
    browser.get(reverse("codes"))
    wrong = browser.post(reverse("codes"), {"code": "12"})
    assert (wrong.status_code, has_codes(owner)) == (400, False)
    assert clock.now


def test_guessing_codes_ends_soon_from_wherever(owner: Account, clock: Clock) -> None:
    enrol(come_in(owner), clock)
    answers = [
        come_in(owner).post(reverse("code"), {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{i}")
        for i in range(7)
    ]
    assert [answer.status_code for answer in answers] == [400] * 6 + [429]


def test_a_code_not_typed_in_time_asks_to_start_again(owner: Account, clock: Clock) -> None:
    secret, _ = enrol(come_in(owner), clock)
    browser = come_in(owner)
    clock.now += 601
    answer = browser.post(reverse("code"), {"code": clock.code(secret)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not is_in(browser)


def test_what_is_sensitive_asks_a_proof_again_later(owner: Account, clock: Clock) -> None:
    browser = come_in(owner)
    secret, _ = enrol(browser, clock)
    clock.now += FRESH + 1
    refused = browser.post(reverse("codes-off"))
    assert refused.headers["Location"].startswith(reverse("confirm"))
    assert has_codes(owner)
    shown = {"code": clock.code(secret), "next": reverse("account")}
    assert browser.post(reverse("confirm"), shown).headers["Location"] == reverse("account")
    browser.post(reverse("codes-off"))
    assert not has_codes(owner)
    assert not Authenticator.objects.filter(user=owner).exists()


def test_a_proof_leads_nowhere_else(owner: Account, clock: Clock) -> None:
    browser = come_in(owner)
    secret, _ = enrol(browser, clock)
    clock.now += 2 * HALF_A_MINUTE
    answer = browser.post(
        reverse("confirm"), {"code": clock.code(secret), "next": "https://evil.example.com/"}
    )
    assert answer.headers["Location"] == reverse("account")


def test_the_secret_of_codes_is_sealed_in_the_database(owner: Account, clock: Clock) -> None:
    secret, recovery = enrol(come_in(owner), clock)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert recovery[0] not in kept


def test_sessions_are_listed_and_end_one_by_one(owner: Account) -> None:
    firefox, safari = "X11; Linux Firefox/140", "iPhone Version/18 Safari/604"
    mine, lost = come_in(owner, firefox), come_in(owner, safari)
    page = mine.get(reverse("account")).content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    other = Presence.objects.get(agent="Safari, iPhone")
    assert mine.post(reverse("session-end", kwargs={"presence": other.pk})).status_code == 302
    assert (is_in(mine), is_in(lost)) == (True, False)


def test_sessions_end_all_at_once(owner: Account) -> None:
    browsers = [come_in(owner) for _ in range(3)]
    browsers[0].post(reverse("sessions-end"))
    assert [is_in(browser) for browser in browsers] == [False] * 3
    assert not Presence.objects.exists()


def test_nobody_ends_the_session_of_another(owner: Account) -> None:
    victim = come_in(owner)
    browser = come_in(account_of("other@example.com"))
    theirs = Presence.objects.get(account=owner)
    absent = browser.post(reverse("session-end", kwargs={"presence": 10**6}))
    refused = browser.post(reverse("session-end", kwargs={"presence": theirs.pk}))
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert is_in(victim)


def test_a_session_that_ends_leaves_no_row(owner: Account) -> None:
    browser = come_in(owner)
    browser.post(reverse("leave"))
    assert not Presence.objects.exists()
    assert end_sessions(owner) == 0


def test_a_language_follows_its_account(owner: Account) -> None:
    come_in(owner).post(reverse("account-language"), {"language": "fr"})
    elsewhere = come_in(owner)
    assert "Mon compte" in elsewhere.get(reverse("account")).content.decode()
    assert elsewhere.post(reverse("account-language"), {"language": "xx"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["account", "confirm", "codes", "codes-off", "passkeys", "passkeys-ask", "sessions-end"]
)
def test_nothing_of_an_account_is_there_for_nobody(db: None, name: str) -> None:
    assert db is None
    answer = Client().post(reverse(name))
    assert answer.status_code in (404, 405)
    assert Client().get(reverse(name)).status_code in (404, 405)


@pytest.mark.parametrize("given", ["", "[]", "{}", '{"id": 1}', '{"response": {"userHandle": 3}}'])
def test_what_is_no_passkey_lets_nobody_in(owner: Account, given: str) -> None:
    browser = Client()
    assert owner.pk
    assert browser.post(reverse("passkey-ask"), headers={"host": "localhost"}).status_code == 200
    answer = browser.post(reverse("passkey"), {"credential": given}, headers={"host": "localhost"})
    assert answer.status_code == 400
    assert not is_in(browser)


def test_agents_are_named_as_people_do() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140"
    assert agent_of(edge) == "Edge, Windows"


def test_an_account_page_asks_the_database_little(
    owner: Account, django_assert_max_num_queries: object
) -> None:
    browser = come_in(owner)
    for _ in range(20):
        come_in(owner)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(12):
        browser.get(reverse("account"))


def test_what_is_past_its_time_goes_away(owner: Account) -> None:
    browser = come_in(owner)
    spend("tried", "x", most=1, seconds=60)
    kept = invite(owner)
    assert sweep() == 0
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    Tally.objects.update(ends=timezone.now() - timedelta(seconds=1))
    invite(owner, valid=timedelta(seconds=-1))
    assert sweep() >= 4
    assert not is_in(browser)
    assert not Presence.objects.exists()
    assert invited(kept) == owner
