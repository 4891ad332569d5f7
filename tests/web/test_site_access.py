"""The door, the seats, and what each may see."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter

from rebond.errors import InputError, QuestionError
from rebond_web.accounts.actions import account_of, invite, let_in, show_out
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry, record
from rebond_web.workspaces.actions import add_tenant, seat_person, take_seat_away
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
# Addresses that are of no workspace, and who may ask them.
OPEN = {
    "door": "anybody: it sends people to their workspace, tells others how to come in",
    "enter": "whoever has a link",
    "come-back": "anybody: it writes a link to who takes part, and tells nobody who does",
    "leave": "anybody: it ends the session of who asks",
    "code": "whoever came by a link or a directory and has a code asked",
    "passkey": "whoever has a passkey",
    "passkey-ask": "anybody: it asks a browser for a passkey",
    "directory": "anybody: it sends people to their directory",
    "openid_connect_callback": "whoever a directory vouches for",
    "account": "oneself: the pages of one's own account show nobody else's",
    "confirm": "oneself",
    "passkeys": "oneself",
    "passkeys-ask": "oneself",
    "passkey-away": "oneself",
    "codes": "oneself",
    "codes-off": "oneself",
    "session-end": "oneself",
    "sessions-end": "oneself",
    "account-language": "oneself",
    "preferences": "anybody: language and colours are cookies",
    "answer": "anybody: a survey is answered without an account",
    "embedded": "anybody, inside the pages of the sites that a survey names",
    "receipt": "whoever has the code of a receipt",
    "rate": "whoever has the link of a side of an exchange",
    "my-rating": "whoever has the code that a rating was given",
    "mail-stop": "whoever has the link of a letter",
    "answers-leave": "whoever has the link of a letter",
    "own-ballot": "whoever has the code of a ballot",
    "api-reference": "anybody: what the API answers is the same for all",
    "api-openapi": "anybody: the same, for programs",
    "api-nowhere": "anybody: there is nothing there",
    "hook-receives": "whoever has its address and signs",
    # A token is asked for by each: tests/web/test_api.py walks them.
    **dict.fromkeys(
        ("api-responses", "api-ask", "api-voices", "api-insights", "api-imports", "api-import"),
        "programs that bear a token",
    ),
}
# Parameters whose values have a form; numbers are 1, other words "x".
GIVEN: dict[str, object] = {
    "insight": "0a1b2c3d",
    "row": "0" * 32,
    "method": "intervals",
    "attribute": "Ville",
    "value": "Laval",
}
WORKSPACE = "w/<slug:slug>/"
SPACE = "c/<slug:slug>/"  # those of spaces have walls of their own: test_space_walls.py


def patterns() -> list[URLPattern]:
    found = get_resolver().url_patterns
    return [pattern for pattern in found if isinstance(pattern, URLPattern)]


def addresses_of_a_workspace(slug: str, seat: int) -> list[str]:
    """Return every address under a workspace, from the route map itself."""
    given = {**GIVEN, "slug": slug, "seat": seat}

    def value(name: str, converter: object) -> object:
        return given.get(name, 1 if isinstance(converter, IntConverter) else "x")

    return [
        reverse(
            str(one.name),
            kwargs={name: value(name, kind) for name, kind in one.pattern.converters.items()},
        )
        for one in patterns()
        if str(one.pattern).startswith(WORKSPACE)
    ]


def test_an_address_is_of_a_workspace_or_open_on_purpose() -> None:
    assert len(patterns()) == len(get_resolver().url_patterns)
    walled = (WORKSPACE, SPACE)
    elsewhere = {one.name for one in patterns() if not str(one.pattern).startswith(walled)}
    # Those of the API have walls of their own, walked by its tests.
    assert {str(name) for name in elsewhere if not str(name).startswith("api-")} <= set(OPEN)


def test_a_link_lets_in_once(owner: Account) -> None:
    link = reverse("enter", kwargs={"token": invite(owner)})
    assert Client().get(link).status_code == 200
    browser = Client()
    assert browser.post(link).status_code == 302
    assert browser.session["_auth_user_id"] == str(owner.pk)
    assert Client().post(link).status_code == 404


def test_looking_at_a_link_does_not_use_it(owner: Account) -> None:
    token = invite(owner)
    link = reverse("enter", kwargs={"token": token})
    for _ in range(3):
        Client().get(link)
    assert let_in(token) == owner


def test_an_expired_link_lets_nobody_in(owner: Account) -> None:
    assert let_in(invite(owner, valid=timedelta(seconds=-1))) is None


def test_who_is_shown_out_is_out_everywhere(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("analyst")
    assert browser.get(reverse("people", kwargs={"slug": tenant.slug})).status_code == 404
    token = invite(account_of("analyst@example.com"))
    show_out(account_of("analyst@example.com"))
    assert "_auth_user_id" not in browser.session
    assert let_in(token) is None


@pytest.mark.parametrize("who", ["nobody", "a stranger", "contributor", "guest"])
def test_absent_and_forbidden_give_the_same_answer(
    signed_in: SignedIn, tenant: Tenant, who: str
) -> None:
    browser = Client() if who == "nobody" else signed_in(who if who in Role.values else "analyst")
    if who == "a stranger":
        Seat.objects.filter(account__email="analyst@example.com").delete()
    seat = Seat.objects.get(tenant=tenant, account__email="owner@example.com")
    there = addresses_of_a_workspace(tenant.slug, seat.pk)
    absent = addresses_of_a_workspace("absent", seat.pk)
    for address, nowhere in zip(there, absent, strict=True):
        for ask in (browser.get, browser.post):
            told, missing = ask(address), ask(nowhere)
            assert told.status_code == missing.status_code, address
            assert told.status_code in (404, 405), address
            if told.status_code == 404:
                same = told.content.replace(tenant.slug.encode(), b"absent")
                assert _without_token(same) == _without_token(missing.content)
    assert Seat.objects.filter(pk=seat.pk).exists()


def _without_token(page: bytes) -> bytes:
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]*"', b"", page)


@pytest.mark.parametrize("role", ["contributor", "guest"])
def test_who_takes_part_is_told_what_will_be_there(
    owner: Account, tenant: Tenant, role: str
) -> None:
    kind = "employee" if role == "contributor" else ""
    browser = Client()
    link = seat_person(tenant, "c@example.com", role, "x = y", kind, by=owner)
    browser.post(reverse("enter", kwargs={"token": link}))
    told = browser.get("/", headers={"Accept-Language": "en"}, follow=True)
    assert told.redirect_chain == [(reverse("community", kwargs={"slug": tenant.slug}), 302)]
    page = told.content.decode()
    assert "You are a member of My company" in page
    assert "/w/" not in page
    seat = Seat.objects.get(account__email="c@example.com")
    assert (seat.perimeter, seat.kind) == ("", kind)


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_only_owners_decide_who_comes_in(signed_in: SignedIn, tenant: Tenant, role: str) -> None:
    browser = signed_in(role, "Ville = Nantes")
    seat = Seat.objects.get(tenant=tenant, account__email="owner@example.com")
    people = reverse("people", kwargs={"slug": tenant.slug})
    assert browser.get(people).status_code == 404
    assert browser.post(people, {"email": "a@b.fr", "role": "owner"}).status_code == 404
    away = reverse("take-away", kwargs={"slug": tenant.slug, "seat": seat.pk})
    assert browser.post(away).status_code == 404


def test_a_manager_sees_only_where_conditions_hold(signed_in: SignedIn, tenant: Tenant) -> None:
    manager = signed_in("manager", "Ville = Laval")
    voices = reverse("voices", kwargs={"slug": tenant.slug})
    page = manager.get(voices).content.decode()
    assert "Attente interminable" in page
    assert "Nantes" not in page
    for question in ("Ville = Nantes", 'Ville = Nantes or Ville = "Laval"', "not Ville = Laval"):
        page = manager.get(voices, {"where": question}).content.decode()
        assert "Personnel très aimable" not in page
        assert "Excellents conseils" not in page
    assert "Excellents conseils" not in manager.get(voices, {"q": "conseils"}).content.decode()


def test_what_is_kept_for_one_is_not_shown_to_another(signed_in: SignedIn, tenant: Tenant) -> None:
    home = reverse("home", kwargs={"slug": tenant.slug})
    whole = signed_in("analyst").get(home, headers={"Accept-Language": "en"}).content.decode()
    part = (
        signed_in("manager", "Ville = Laval")
        .get(home, headers={"Accept-Language": "en"})
        .content.decode()
    )
    assert "8 responses" in whole
    assert "3 responses" in part
    assert "8 responses" not in part


def test_the_last_owner_stays(tenant: Tenant, owner: Account) -> None:
    seat = Seat.objects.get(tenant=tenant, account=owner)
    with pytest.raises(InputError, match="no owner left"):
        take_seat_away(tenant, seat.pk, by=owner)
    with pytest.raises(InputError, match="no owner left"):
        seat_person(tenant, "owner@example.com", "analyst", "", by=owner)


@pytest.mark.parametrize(
    ("email", "role", "perimeter", "told"),
    [
        ("nobody", "analyst", "", "not an e-mail address"),
        ("a@example.com", "king", "", "not a role"),
        ("a@example.com", "manager", " ", "part of the workspace"),
        ("a@example.com", "contributor", "", "one of these: customer, employee, partner"),
        ("a@example.com", "manager", "Pays = France", "Pays"),
    ],
)
def test_a_seat_that_means_nothing_is_refused_with_its_reason(
    tenant: Tenant, owner: Account, email: str, role: str, perimeter: str, told: str
) -> None:
    with pytest.raises((InputError, QuestionError), match=told):
        seat_person(tenant, email, role, perimeter, by=owner)
    assert not Account.objects.filter(email="a@example.com").exists()


def test_two_folders_of_the_same_name_have_two_addresses(
    owner: Account, small_workspace: Path, own_workspace: Path, tmp_path: Path
) -> None:
    again = own_workspace.rename(tmp_path / small_workspace.name)
    first, second = add_tenant(small_workspace, by=owner), add_tenant(again, by=owner)
    assert first.slug != second.slug
    assert add_tenant(again, by=owner) == second


def test_the_audit_log_is_only_added_to(owner: Account) -> None:
    record("tried", by=owner.pk)
    for change in ("UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(change)
    assert Entry.objects.get(action="tried").account == owner.pk


def test_giving_and_taking_a_seat_leaves_lines(tenant: Tenant, owner: Account) -> None:
    seat_person(tenant, "b@example.com", "analyst", "", by=owner)
    seat = Seat.objects.get(account__email="b@example.com")
    take_seat_away(tenant, seat.pk, by=owner)
    lines = Entry.objects.filter(tenant=tenant.pk).order_by("pk")
    told = list(lines.values_list("action", "subject"))
    assert told[-3:] == [
        ("seat given", str(seat.pk)),
        ("link made", str(seat.account_id)),
        ("seat taken away", str(seat.pk)),
    ]


def test_no_link_is_made_that_would_open_the_workspace_of_another(
    tenant: Tenant, owner: Account, own_workspace: Path
) -> None:
    other = account_of("other@example.com")
    theirs = add_tenant(own_workspace, by=other)
    first = seat_person(theirs, "b@example.com", "analyst", by=other)
    assert seat_person(tenant, "b@example.com", "analyst", by=owner) == ""
    assert let_in(first) is None, "a link made before would open both"
    assert seat_person(tenant, "other@example.com", "guest", by=owner) == ""
