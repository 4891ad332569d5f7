"""Statements are sorted one at a time, by anybody who takes part, and taken back at will."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.spaces.models import Moderation, Participant, Public, Space
from rebond_web.statements.actions import seed_statements
from rebond_web.statements.models import Statement, Vote

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]
LINES = "\n".join(f"Affirmation numéro {n}" for n in range(9))


@pytest.fixture
def seeds(challenge: Challenge, owner: Account) -> list[Statement]:
    assert seed_statements(challenge, LINES, by=owner) == 9
    return list(Statement.objects.filter(challenge=challenge).order_by("pk"))


def address(name: str, challenge: Challenge, **more: object) -> str:
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    return reverse(name, kwargs={**at, "challenge": challenge.pk, **more})


def said(browser: Client, one: Statement, value: str, **more: str) -> object:
    to = address("statement", one.challenge, statement=one.pk)
    return browser.post(to, {"said": value, **more})


def card(page: bytes) -> int:
    """Return the statement that a page's card asks about."""
    found = re.search(r'<form class="card" method="post" action="[^"]*/(\d+)/"', page.decode())
    assert found
    return int(found[1])


def test_all_statements_are_sorted_one_at_a_time_by_plain_forms(
    takes_part: TakesPart, challenge: Challenge, seeds: list[Statement]
) -> None:
    browser, page = takes_part("Nadia"), address("statements", challenge)
    asked = []
    for turn in range(len(seeds)):
        shown = browser.get(page)
        asked.append(card(shown.content))
        assert card(browser.get(page).content) == asked[-1], "reloading shows the same"
        one = Statement.objects.get(pk=asked[-1])
        answer = browser.post(
            address("statement", challenge, statement=one.pk), {"said": ("1", "-1", "0")[turn % 3]}
        )
        assert answer.status_code == 302
        assert urljoin(page + "1/", answer["Location"]) == f"{page}?last={one.pk}"
    assert sorted(asked) == [one.pk for one in seeds]
    assert "You have said what you think of all 9 statements" in english(browser, page)


def english(browser: Client, to: str) -> str:
    return browser.get(to, headers={"Accept-Language": "en"}).content.decode()


def test_a_script_gets_the_next_card_without_reloading(
    takes_part: TakesPart, seeds: list[Statement]
) -> None:
    to = address("statement", seeds[0].challenge, statement=seeds[0].pk)
    answer = takes_part("Nadia").post(to, {"said": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert card(answer.content) != seeds[0].pk
    assert b"<html" not in answer.content


def test_a_vote_is_changed_then_taken_back(takes_part: TakesPart, seeds: list[Statement]) -> None:
    browser = takes_part("Nadia")
    for value in ("1", "-1", "-1"):
        said(browser, seeds[0], value)
    assert Vote.objects.get().value == -1
    mine = address("my-votes", seeds[0].challenge)
    assert "You voted on one statement" in english(browser, mine)
    said(browser, seeds[0], "", **{"from": "mine"})
    assert not Vote.objects.exists()
    assert "You have not voted yet" in english(browser, mine)


def test_votes_leave_no_line_in_the_log_and_are_shown_to_nobody_else(
    takes_part: TakesPart, signed_in: SignedIn, seeds: list[Statement]
) -> None:
    before = Entry.objects.count()
    nadia, omar = takes_part("Nadia"), takes_part("Omar")
    joined = Entry.objects.count() - before
    said(nadia, seeds[0], "-1")
    assert Entry.objects.count() == before + joined
    mine = address("my-votes", seeds[0].challenge)
    assert "You have not voted yet" in english(omar, mine)
    assert signed_in("analyst").get(mine).status_code == 302, "who runs it has no votes either"


def test_who_has_not_joined_is_asked_to_and_comes_back(seeds: list[Statement]) -> None:
    browser, to = Client(), address("statement", seeds[0].challenge, statement=seeds[0].pk)
    answer = browser.post(to, {"said": "1"})
    assert answer.status_code == 302
    assert "/join/?back=" in answer["Location"]
    by_script = browser.post(to, {"said": "1"}, headers={"HX-Request": "true"})
    assert "/join/?back=" in by_script["HX-Redirect"]
    assert not Vote.objects.exists()


def test_a_vote_that_is_none_is_refused_with_its_reason(
    takes_part: TakesPart, seeds: list[Statement]
) -> None:
    to = address("statement", seeds[0].challenge, statement=seeds[0].pk)
    answer = takes_part("Nadia").post(to, {"said": "2"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "This vote is not understood" in answer.content.decode()


@pytest.mark.parametrize("why", ["not shown", "elsewhere", "not sorted now", "closed", "excluded"])
def test_a_statement_that_is_not_sorted_now_takes_no_vote(
    takes_part: TakesPart, challenge: Challenge, seeds: list[Statement], why: str
) -> None:
    browser, one = takes_part("Nadia"), seeds[0]
    number = challenge.pk
    if why == "not shown":
        Statement.objects.filter(pk=one.pk).update(state="refused")
    elif why == "elsewhere":
        number = Challenge.objects.create(
            space=challenge.space, question="?", language="fr", opened=timezone.now()
        ).pk
    elif why == "not sorted now":
        past = timezone.localdate() - timedelta(days=9)
        Period.objects.filter(phase=Phase.SORT).update(opens=past, closes=past)
    elif why == "closed":
        Challenge.objects.update(closed=timezone.now())
    else:
        Participant.objects.update(excluded=True)
    to = address("statement", challenge, statement=one.pk).replace(
        f"/{challenge.pk}/", f"/{number}/", 1
    )
    assert browser.post(to, {"said": "1"}).status_code == 404
    assert not Vote.objects.exists()


@pytest.mark.usefixtures("seeds")
def test_what_one_writes_is_shown_without_their_name_once_similar_ones_were(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    browser, to = takes_part("Nadia"), address("write-statement", challenge)
    text = "Affirmation numéro 4 le samedi"
    first = browser.post(to, {"text": text}, headers={"Accept-Language": "en"})
    assert "These already say nearly that" in first.content.decode()
    answer = browser.post(to, {"text": text, "sure": "1"})
    assert answer.status_code == 302
    made = Statement.objects.get(text=text)
    assert made.state == "published"
    shown = takes_part("Omar").get(address("statement", challenge, statement=made.pk))
    assert b"Nadia" not in shown.content
    action = Entry.objects.order_by("-pk").values_list("action", "subject")
    assert ("statement written", str(made.pk)) in list(action)
    away = address("withdraw-statement", challenge, statement=made.pk)
    assert takes_part("Lou").post(away).status_code == 404
    assert browser.post(away).status_code == 302
    assert Statement.objects.get(pk=made.pk).state == "withdrawn"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" ", "Nothing is written yet"),
        ("x" * 141, "at most 140"),
        ("affirmation  numéro 3.", "is there already"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_with_its_reason(
    takes_part: TakesPart, challenge: Challenge, seeds: list[Statement], text: str, told: str
) -> None:
    given = {"text": text, "sure": "1"}
    to = address("write-statement", challenge)
    answer = takes_part("Nadia").post(to, given, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert Statement.objects.count() == len(seeds)


def test_where_moderation_is_before_a_statement_waits(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    Space.objects.update(moderation=Moderation.BEFORE)
    takes_part("Nadia").post(address("write-statement", challenge), {"text": "Ouvrir à 8 h"})
    assert Statement.objects.get().state == "waiting"


def test_only_those_who_run_a_space_give_seeds(
    takes_part: TakesPart, signed_in: SignedIn, challenge: Challenge
) -> None:
    to = address("run-statements", challenge)
    given = {"what": "seeds", "lines": "Une\n\nDeux\nune."}
    for browser in (takes_part("Nadia"), signed_in("contributor"), signed_in("manager", "Ville=x")):
        assert browser.get(to).status_code == 404
        assert browser.post(to, given).status_code == 404
    browser = signed_in("analyst")
    assert browser.post(to, given).status_code == 302
    assert [one.text for one in Statement.objects.order_by("pk")] == ["Une", "Deux"]
    long = browser.post(to, {"what": "seeds", "lines": "x" * 141})
    assert long.status_code == 400


@pytest.mark.usefixtures("seeds")
def test_the_page_of_a_challenge_asks_the_same_card(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    browser = takes_part("Nadia")
    page = browser.get(address("challenge", challenge)).content
    assert card(page) == card(browser.get(address("statements", challenge)).content)


def test_a_page_asks_the_database_as_often_for_many_statements_as_for_few(
    takes_part: TakesPart,
    challenge: Challenge,
    owner: Account,
    seeds: list[Statement],
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    browser, page = takes_part("Nadia"), address("statements", challenge)
    seed_statements(challenge, "\n".join(f"Encore {n}" for n in range(40)), by=owner)
    for one in seeds[:8]:
        said(browser, one, "1")
    browser.get(page)
    with django_assert_max_num_queries(9):
        browser.get(page)
    with django_assert_max_num_queries(8):  # of which two open and close a transaction
        said(browser, seeds[0], "-1")


def test_publics_are_told_of_authors_from_five_people(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = Participant.objects.create(
        space=challenge.space, public=Public.objects.get(name="Équipes"), language="fr"
    )
    Statement.objects.create(
        challenge=challenge, author=author, language="fr", text="Une", state="published"
    )
    shown = takes_part("Nadia").get(address("statements", challenge)).content.decode()
    assert "Équipes" not in shown
