"""Attacks on votes: by another, twice, from elsewhere, to read or to tell whose they are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.statements.actions import seed_statements
from rebond_web.statements.exporting import FILES
from rebond_web.statements.models import Statement, Vote

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]


@pytest.fixture
def seeds(challenge: Challenge, owner: Account) -> list[Statement]:
    seed_statements(challenge, "Une\nDeux\nTrois", by=owner)
    return list(Statement.objects.order_by("pk"))


def address(name: str, challenge: Challenge, **more: object) -> str:
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    return reverse(name, kwargs={**at, "challenge": challenge.pk, **more})


def voted(browser: Client, one: Statement, value: str = "1", **more: object) -> int:
    to = address("statement", one.challenge, statement=one.pk)
    return browser.post(to, {"said": value, **more}).status_code


def test_one_votes_once_whatever_is_sent(takes_part: TakesPart, seeds: list[Statement]) -> None:
    browser = takes_part("Nadia")
    for value in ("1", "1", "-1"):
        voted(browser, seeds[0], value)
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]


def test_one_votes_for_nobody_else(takes_part: TakesPart, seeds: list[Statement]) -> None:
    nadia = takes_part("Nadia")
    omar = Participant.objects.get(name="Nadia").pk + 1
    takes_part("Omar")
    voted(nadia, seeds[0], participant=omar, account=1, device="x")
    assert Vote.objects.get().participant.name == "Nadia"
    forged = Client()
    forged.cookies["device"] = Participant.objects.get(name="Omar").device
    assert voted(forged, seeds[0], "-1") == 302, "to the page where one joins"
    assert Vote.objects.count() == 1


def test_a_form_from_another_site_keeps_no_vote(
    takes_part: TakesPart, seeds: list[Statement]
) -> None:
    browser = takes_part("Nadia")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert voted(strict, seeds[0]) == 403
    assert not Vote.objects.exists()


def test_who_takes_part_elsewhere_has_no_vote_here(owner: Account, seeds: list[Statement]) -> None:
    here = seeds[0].challenge.space
    there = Space.objects.create(tenant=here.tenant, slug="b", name="B", token="b", by=owner)
    public = Public.objects.create(space=there, name="Clients", stakeholder="customer")
    browser = Client()
    to = reverse("join", kwargs={"slug": here.tenant.slug, "space": "b"})
    assert browser.post(to, {"public": public.pk, "name": "Lou"}).status_code == 302
    assert voted(browser, seeds[0]) == 302, "to the page where one joins this one"
    through = address("statement", seeds[0].challenge, statement=seeds[0].pk).replace(
        "/atelier/", "/b/"
    )
    assert browser.post(through, {"said": "1"}).status_code == 404
    assert not Vote.objects.exists()


def test_a_browser_has_no_vote_where_accounts_are_asked(
    takes_part: TakesPart, seeds: list[Statement]
) -> None:
    browser = takes_part("Nadia")
    Space.objects.update(without_account=False)
    assert voted(browser, seeds[0]) == 302
    assert not Vote.objects.exists()


def test_an_account_votes_as_itself(seeds: list[Statement]) -> None:
    space = seeds[0].challenge.space
    for email in ("a@example.com", "b@example.com"):
        Participant.objects.create(
            space=space, public=space.publics.all()[0], account=account_of(email), language="fr"
        )
    browser = Client()
    browser.force_login(
        account_of("b@example.com"), backend="django.contrib.auth.backends.ModelBackend"
    )
    voted(browser, seeds[0])
    assert Vote.objects.get().participant.account == account_of("b@example.com")


@pytest.mark.parametrize("what", [name.replace(".", "-") for name in FILES])
def test_votes_are_taken_out_by_those_who_run_a_space_alone(
    takes_part: TakesPart, signed_in: SignedIn, seeds: list[Statement], what: str
) -> None:
    to = address("export-votes", seeds[0].challenge, what=what)
    for browser in (Client(), takes_part("Nadia"), signed_in("manager", "Ville = Laval")):
        assert browser.get(to).status_code == 404
    browser = signed_in("analyst")
    expected = 200 if what == "comments-csv" else 400
    assert browser.get(to).status_code == expected, "fewer than five people voted"


def test_the_files_tell_neither_who_voted_nor_when_nor_who_wrote(
    takes_part: TakesPart, signed_in: SignedIn, seeds: list[Statement]
) -> None:
    people = [takes_part(f"P{n}") for n in range(8)]
    for rank, browser in enumerate(people):
        for one in seeds[: 1 + rank % 3]:
            voted(browser, one, "1" if rank % 2 else "-1")
    Statement.objects.update(author=Participant.objects.order_by("pk")[0])
    analyst, challenge = signed_in("analyst"), seeds[0].challenge
    text = {
        name: analyst.get(
            address("export-votes", challenge, what=name.replace(".", "-"))
        ).content.decode()
        for name in FILES
    }
    rows = list(csv.DictReader(io.StringIO(text["votes.csv"])))
    assert {row["voter-id"] for row in rows} == {str(n) for n in range(8)}
    assert {row["timestamp"] for row in rows} == {"0"}
    assert {row["author-id"] for row in csv.DictReader(io.StringIO(text["comments.csv"]))} == {""}
    orders = set()
    for _ in range(6):
        again = json.loads(analyst.get(address("export-votes", challenge, what=_JSON)).content)
        said: dict[str, str] = {}
        for who, what, vote in again["votes"]:
            said[who] = said.get(who, "") + f"{what}={vote};"
        orders.add(tuple(said[str(n)] for n in range(8)))
    assert len(orders) > 1, "numbers are drawn again each time"
    assert Entry.objects.filter(action="votes exported").exists()


_JSON = "conversation-json"
