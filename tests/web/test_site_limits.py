"""What may be asked how often, and by whom it is counted."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from rebond_web.accounts.models import Account, Tally
from rebond_web.pages.limits import address_of, limited, spend

LONG = 10**9  # seconds: no window ends while a test runs


@limited("tried", most=2, seconds=LONG)
def view(request: HttpRequest, word: str = "") -> HttpResponse:
    del request
    return HttpResponse(f"done {word}")


def ask(address: str, account: Account | None = None) -> HttpResponse:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    if account is not None:
        request.user = account
    return view(request, "it")


@pytest.mark.django_db
def test_past_the_limit_the_answer_says_when_to_come_back() -> None:
    assert [ask("192.0.2.1").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask("192.0.2.1")
    assert 0 < int(refused["Retry-After"]) <= LONG
    assert b"too often" in refused.content
    assert ask("192.0.2.2").content == b"done it"


def test_an_account_is_counted_wherever_it_asks_from(owner: Account) -> None:
    answers = [ask(f"192.0.2.{i}", owner).status_code for i in range(3)]
    assert answers == [200, 200, 429]
    assert ask("192.0.2.0").status_code == 200


@pytest.mark.django_db
def test_reading_is_not_counted() -> None:
    for _ in range(5):
        assert view(RequestFactory().get("/")).status_code == 200


@pytest.mark.django_db
def test_names_and_subjects_are_counted_apart() -> None:
    assert spend("a", "x", most=1, seconds=LONG) == 0
    assert spend("b", "x", most=1, seconds=LONG) == 0
    assert spend("a", "y", most=1, seconds=LONG) == 0
    assert spend("a", "x", most=1, seconds=LONG) > 0


@pytest.mark.django_db
def test_no_address_is_kept() -> None:
    ask("192.0.2.77")
    assert not any("192.0.2.77" in str(row) for row in Tally.objects.values_list())


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "a lie", "unknown"),
    ],
)
def test_only_what_trusted_proxies_say_is_believed(
    proxies: int, forwarded: str, expected: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert address_of(request) == expected
