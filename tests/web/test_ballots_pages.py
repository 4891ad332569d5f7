"""Voting, from the first set-up to what is left afterwards: each page works, refuses, is walled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from voting import (
    ENGLISH,
    TITLES,
    address,
    at,
    browser_of,
    cast_all,
    closed,
    let_it_end,
    open_election,
    people_of,
    vote_by_page,
)

from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.ballots.access import result_of, voters_of
from rebond_web.ballots.closing import Closings
from rebond_web.ballots.models import Ballot, Choice, Election, Result, Rule, Voter
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.spaces.given import erase_all, gifts_of
from rebond_web.spaces.models import Participant, Space

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
RULES = {
    "approval": {"choice": ["1", "3"]},
    "limited": {"choice": ["1", "2"]},
    "equal-shares": {"choice": ["1", "3"]},
    "majority-judgment": {"grade-1": "5", "grade-2": "0"},
}


@pytest.fixture
def idea(challenge: Challenge, space: Space) -> Idea:
    (author,) = people_of(space, 1)
    return Idea.objects.create(
        challenge=challenge,
        author=author,
        title="Une file unique",
        text="Une seule file pour toutes les caisses.",
        language="fr",
        state=State.PUBLISHED,
        published=timezone.now(),
    )


def page_of(client: Client, to: str) -> str:
    told = client.get(to)
    assert told.status_code == 200
    return told.content.decode()


def shown(client: Client, election: Election, name: str = "vote-result") -> str:
    return page_of(client, address(election, name))


# Setting up


def test_a_vote_is_set_up_then_opened_by_who_runs_the_space(
    challenge: Challenge, idea: Idea, signed_in: SignedIn
) -> None:
    analyst = signed_in("analyst")
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    assert idea.title in page_of(analyst, to)
    form = {
        "step": "set", "rule": "equal-shares", "budget": "100,50", "currency": "CHF",
        "hidden": "on", "idea": str(idea.pk), f"cost-{idea.pk}": "60.00",
        "title": ["Des casiers", ""], "cost": ["12.5", ""],
    }  # fmt: skip
    assert analyst.post(to, form).status_code == 302
    election = Election.objects.get()
    assert (election.rule, election.budget, election.hidden) == (Rule.BUDGET, 10050, True)
    costs = {one.title: one.cost for one in election.choices.all()}
    assert costs == {"Une file unique": 6000, "Des casiers": 1250}
    assert analyst.post(to, {"step": "open"}).status_code == 302
    assert Election.objects.get().is_open
    assert sorted(one.key for one in election.choices.all()) == ["1", "2"]
    said = set(Entry.objects.filter(subject=election.pk).values_list("action", flat=True))
    assert {"vote set", "vote opened"} <= said
    assert "stay as they are" in analyst.get(to, headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"budget": "12.345"}, "is not an amount of money"),
        ({"budget": "beaucoup"}, "is not an amount of money"),
        ({"joined_by": "hier"}, "is not a day"),
        ({"idea": "999"}, "not shown any more"),
    ],
)
def test_a_set_up_that_is_wrong_says_what_is(
    challenge: Challenge, signed_in: SignedIn, wrong: dict[str, str], why: str
) -> None:
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    form = {"step": "set", "rule": "approval", "title": ["A", "B"], "cost": ["", ""], **wrong}
    told = signed_in("owner").post(to, form, headers=ENGLISH)
    assert told.status_code == 400
    assert why in told.content.decode()


@pytest.mark.parametrize(
    ("settings", "titles", "why"),
    [
        ({"rule": "approval"}, ["A"], "two options at least"),
        ({"rule": "approval", "seats": "2"}, ["A", "B"], "fewer options than there are"),
        ({"rule": "limited"}, ["A", "B"], "fewer votes than there are"),
        ({"rule": "equal-shares"}, ["A", "B"], "how much money"),
    ],
)
def test_a_vote_that_cannot_be_held_is_not_opened(
    challenge: Challenge,
    signed_in: SignedIn,
    settings: dict[str, str],
    titles: list[str],
    why: str,
) -> None:
    owner = signed_in("owner")
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    form = {"step": "set", "title": titles, "cost": ["5"] * len(titles), **settings}
    assert owner.post(to, form).status_code == 302
    told = owner.post(to, {"step": "open"}, headers=ENGLISH)
    assert told.status_code == 400
    assert why in told.content.decode()
    assert Election.objects.get().opened is None


def test_a_vote_without_dates_is_not_opened(challenge: Challenge, signed_in: SignedIn) -> None:
    challenge.periods.all().delete()
    owner = signed_in("owner")
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    owner.post(to, {"step": "set", "title": ["A", "B"], "cost": ["", ""]})
    assert owner.post(to, {"step": "open"}).status_code == 400


def test_a_draft_is_seen_by_those_who_run_the_space_alone(
    challenge: Challenge, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    Election.objects.create(challenge=challenge)
    to = reverse("vote", kwargs=at(Election(challenge=challenge)))
    assert takes_part("Nadia").get(to).status_code == 404
    assert signed_in("analyst").get(to).status_code == 200


def test_the_vote_of_another_workspace_is_absent(challenge: Challenge, signed_in: SignedIn) -> None:
    there = at(Election(challenge=challenge))
    for wrong in ({"challenge": 999}, {"space": "absent"}, {"slug": "absent"}):
        to = reverse("vote-set", kwargs={**there, **wrong})
        assert signed_in("owner").get(to).status_code == 404


# Voting


@pytest.mark.parametrize("rule", RULES)
def test_somebody_votes_sees_their_ballot_and_changes_it(
    challenge: Challenge, owner: Account, takes_part: TakesPart, rule: str
) -> None:
    election, browser = open_election(challenge, owner, rule), takes_part("Nadia")
    assert all(title in shown(browser, election, "vote") for title in TITLES)
    code = vote_by_page(browser, election, **RULES[rule])
    mine = Client(headers=ENGLISH).post(reverse("own-ballot"), {"code": code.upper()})
    assert mine.status_code == 200
    assert mine.content.decode().count(" checked") == (3 if rule == "majority-judgment" else 2)
    other = {"grade-1": "1"} if rule == "majority-judgment" else {"choice": "2"}
    changed = Client(headers=ENGLISH).post(
        reverse("own-ballot"), {"code": code, "step": "change", **other}
    )
    assert "Your ballot was changed" in changed.content.decode()
    assert (Voter.objects.count(), Ballot.objects.count()) == (1, 1)
    marks = Ballot.objects.get().marks
    assert marks == ({"1": 1, "2": 0, "3": 0} if rule == "majority-judgment" else ["2"])


def test_a_change_that_exceeds_the_rule_leaves_the_ballot_as_it_was(
    challenge: Challenge, owner: Account
) -> None:
    election = open_election(challenge, owner, "limited")
    (code,) = cast_all(election, [["1"]])
    told = Client(headers=ENGLISH).post(
        reverse("own-ballot"), {"code": code, "step": "change", "choice": ["1", "2", "3"]}
    )
    assert told.status_code == 400
    assert Ballot.objects.get().marks == ["1"]


def test_before_casting_one_is_told_what_losing_the_code_means(
    challenge: Challenge, owner: Account, takes_part: TakesPart
) -> None:
    election, browser = open_election(challenge, owner), takes_part("Nadia")
    form = {"choice": "1", "step": "review"}
    page = browser.post(address(election), form, headers=ENGLISH).content.decode()
    assert "you cannot vote a second time" in page
    assert not Ballot.objects.exists()
    again = browser.post(address(election), {"choice": "1", "step": "again"}).content.decode()
    assert again.count(" checked") == 1


def test_who_voted_is_told_so_and_sees_no_ballot(challenge: Challenge, owner: Account) -> None:
    election = open_election(challenge, owner)
    (voter,) = people_of(election.challenge.space, 1)
    vote_by_page(browser_of(voter), election, choice="1")
    page = shown(browser_of(voter), election, "vote")
    assert "You have voted already" in page
    assert "checked" not in page


def test_who_has_not_joined_yet_is_asked_to_before_they_fill_anything_in(
    challenge: Challenge, owner: Account
) -> None:
    page = shown(Client(headers=ENGLISH), open_election(challenge, owner), "vote")
    assert "say which of those who take part you are" in page
    assert "/join/?back=" in page
    assert 'type="checkbox"' not in page


@pytest.mark.parametrize(("state", "there"), [(State.WITHDRAWN, True), (State.REFUSED, False)])
def test_what_is_taken_down_leaves_the_ballot_and_what_is_withdrawn_does_not(
    challenge: Challenge, idea: Idea, signed_in: SignedIn, state: str, there: bool
) -> None:
    owner = signed_in("owner")
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    owner.post(to, {"step": "set", "idea": str(idea.pk), "title": ["Autre"], "cost": [""]})
    owner.post(to, {"step": "open"})
    Idea.objects.filter(pk=idea.pk).update(state=state)
    page = shown(Client(headers=ENGLISH), Election.objects.get(), "vote")
    assert (idea.title in page) == there
    assert ("taken down" in page) != there


def test_a_vote_says_whom_it_is_for(challenge: Challenge, owner: Account, space: Space) -> None:
    teams = space.publics.get(name="Équipes")
    election = open_election(challenge, owner, publics=[teams])
    (client,) = people_of(space, 1)
    page = shown(browser_of(client), election, "vote")
    assert "This vote is for others" in page
    assert "Équipes" in page


# On the challenge


def test_a_challenge_leads_to_its_vote_then_to_what_it_gave(
    challenge: Challenge, owner: Account, takes_part: TakesPart
) -> None:
    election, browser = open_election(challenge, owner), takes_part("Nadia")
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert address(election) in shown(browser, election, "challenge")
    vote_by_page(browser, election, choice="1")
    assert "You have voted." in shown(browser, election, "challenge")
    cast_all(election, [["1"]] * 5)
    let_it_end(election)
    page = shown(browser, election, "challenge")
    assert "One option was chosen by 6 people" in page
    assert Election.objects.get().closed is not None


def test_a_vote_closes_by_itself_though_nobody_looks(challenge: Challenge, owner: Account) -> None:
    election = open_election(challenge, owner)
    cast_all(election, [["1"]] * 5)
    assert not Closings().tick()
    let_it_end(election)
    assert Closings().tick()
    assert not Ballot.objects.exists()
    kept = result_of(challenge)
    assert kept is not None
    assert kept.outcome["winners"] == ["1"]
    assert voters_of(challenge).count() == 5


@pytest.mark.parametrize("name", ["vote", "vote-result", "challenge", "vote-set"])
def test_pages_ask_no_more_of_the_database_when_votes_grow(
    challenge: Challenge, owner: Account, signed_in: SignedIn, name: str
) -> None:
    election, browser = open_election(challenge, owner), signed_in("owner")
    shown(browser, election, name)  # what is kept for all is kept
    asked = []
    for _ in range(2):
        cast_all(election, [["1"]] * 8)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(browser, election, name)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_casting_asks_no_more_of_the_database_when_the_box_is_full(
    challenge: Challenge, owner: Account
) -> None:
    election, asked = open_election(challenge, owner), []
    for before in (2, 100):
        cast_all(election, [["1"]] * before)
        with CaptureQueriesContext(connection) as queries:
            cast_all(election, [["1"]])
        asked.append(len(queries))
    assert asked[1] <= asked[0]


# On paper


def give(client: Client, election: Election, table: str) -> int:
    file = SimpleUploadedFile("b.csv", table.encode())
    form = {"step": "paper", "ballots": file}
    return client.post(address(election, "vote-set"), form).status_code


def test_paper_ballots_are_counted_and_told_apart(
    challenge: Challenge, owner: Account, signed_in: SignedIn
) -> None:
    election, runs = open_election(challenge, owner), signed_in("owner")
    cast_all(election, [["1"]] * 5)
    for _ in range(2):  # given twice, they count once
        assert give(runs, election, "1;2;3\n0;1;0\nx;;oui\n0;0;0\n") == 302
    result = closed(election)
    assert (result.people, result.paper) == (8, 3)
    assert result.outcome["counts"] == {"1": 6, "2": 1, "3": 1}
    page = shown(Client(headers=ENGLISH), election)
    assert "3 of them on paper" in page
    assert "Whether they voted here too cannot be told" in page


@pytest.mark.parametrize(
    ("rule", "table"),
    [
        ("approval", "1;2\n1;0\n"),
        ("approval", "1;2;4\n1;0;0\n"),
        ("approval", "1;2;3\n1;peut-être;0\n"),
        ("limited", "1;2;3\n1;1;1\n"),
        ("equal-shares", "1;2;3\n1;1;0\n"),
        ("majority-judgment", "1;2;3\nBien;Moyen;Bien\n"),
        ("approval", ""),
    ],
)
def test_a_table_that_is_no_table_of_ballots_is_refused_whole(
    challenge: Challenge, owner: Account, signed_in: SignedIn, rule: str, table: str
) -> None:
    election = open_election(challenge, owner, rule)
    assert give(signed_in("owner"), election, table) == 400
    assert not Ballot.objects.exists()


def test_paper_grades_are_read_in_both_languages(
    challenge: Challenge, owner: Account, signed_in: SignedIn
) -> None:
    election = open_election(challenge, owner, "majority-judgment")
    table = "Casiers,Bancs,Caisse unique\nExcellent,à rejeter,\nVery good,Poor,Good\n"
    assert give(signed_in("owner"), election, table) == 302
    assert sorted((one.marks for one in Ballot.objects.all()), key=str) == [
        {"1": 0, "2": 5, "3": 0},
        {"1": 3, "2": 4, "3": 1},
    ]


# Forgetting


def test_who_is_forgotten_leaves_the_roll_which_keeps_its_number(
    challenge: Challenge, owner: Account
) -> None:
    election = open_election(challenge, owner)
    cast_all(election, [["1"]] * 5)
    voter = Participant.objects.order_by("pk")[0]
    (gift,) = gifts_of(voter)
    assert "what you chose cannot be found" in str(gift.what)
    assert (gift.at, gift.words, gift.address) == (None, "", address(election))
    assert erase_all(voter, by=None)
    assert not Voter.objects.filter(participant=voter).exists()
    assert Voter.objects.count() == Ballot.objects.count() == 5
    assert gifts_of(voter) == []


def test_the_words_of_who_is_forgotten_leave_the_vote_and_its_file_stays(
    challenge: Challenge, idea: Idea, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    to = reverse("vote-set", kwargs=at(Election(challenge=challenge)))
    owner.post(to, {"step": "set", "idea": str(idea.pk), "title": ["Autre"], "cost": [""]})
    owner.post(to, {"step": "open"})
    election = Election.objects.get()
    assert idea.author is not None
    key = Choice.objects.get(idea=idea).key
    cast_all(election, [[key]] * 6)
    result = closed(election)
    assert idea.title in shown(Client(headers=ENGLISH), election)
    erase_all(idea.author, by=None)
    page = shown(Client(headers=ENGLISH), election)
    assert idea.title not in page
    assert "An option whose author was forgotten" in page
    assert Result.objects.get().fingerprint == result.fingerprint


def test_the_temporary_table_of_paper_ballots_is_not_kept(
    challenge: Challenge, owner: Account, signed_in: SignedIn, tmp_path: Path, settings: object
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    election = open_election(challenge, owner)
    assert give(signed_in("owner"), election, "1;2;3\n0;1;0\n") == 302
    assert list(tmp_path.iterdir()) == []
