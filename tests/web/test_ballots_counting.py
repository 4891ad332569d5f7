"""What a vote gives: the same for any order of ballots, and counted again from its file."""

import csv
import hashlib
import io
import json
import shlex
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from voting import ENGLISH, address, cast_all, closed, open_election

from rebond.cli import main
from rebond_web.accounts.models import Account
from rebond_web.ballots.counting import amount_of, command_of, counted, exact, file_of
from rebond_web.ballots.models import Choice, Election, Rule
from rebond_web.challenges.models import Challenge

APPROVING = [["1"], ["1", "3"], ["2"], ["1"], [], ["3"], ["1", "3"]]
LIKED = [[5, 2, 0], [4, 3, 1], [0, 5, 5], [4, 4, 2], [3, 3, 3], [0, 0, 0]]
GRADED = [dict(zip("123", grades, strict=True)) for grades in LIKED]
BALLOTS = {
    "approval": APPROVING,
    "limited": APPROVING,
    "equal-shares": APPROVING,
    "majority-judgment": GRADED,
}


@pytest.mark.parametrize("rule", Rule.values)
def test_what_is_shown_is_what_anybody_counts_from_the_file(
    challenge: Challenge,
    owner: Account,
    rule: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    election = open_election(challenge, owner, rule)
    cast_all(election, BALLOTS[rule])
    result = closed(election)
    given = Client().get(address(election, "vote-ballots"))
    assert hashlib.sha256(given.content).hexdigest() == result.fingerprint
    words = shlex.split(command_of(election))
    (tmp_path / words[2]).write_bytes(given.content)
    monkeypatch.chdir(tmp_path)
    assert main([*words[1:], "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["winners"] == result.outcome["winners"]
    assert again["ranking"] == result.outcome["ranking"]
    assert again["fingerprint"] == result.outcome["print"]
    assert [one["option"] for one in again["rounds"]] == [
        one["option"] for one in result.outcome["rounds"]
    ]
    page = Client(headers=ENGLISH).get(address(election, "vote-result")).content.decode()
    assert result.fingerprint in page


def a_vote(rule: str) -> tuple[Election, list[Choice]]:
    challenge = Challenge(pk=1, question="?", language="fr")
    challenge.space_id = 1
    election = Election(challenge=challenge, rule=rule, most=2, seats=1, budget=10000)
    costs = zip("123", (6000, 9000, 3000), strict=True)
    return election, [Choice(key=key, cost=cost) for key, cost in costs]


APPROVAL = st.lists(st.lists(st.sampled_from("123"), unique=True, max_size=2).map(sorted))
GRADES = st.lists(st.fixed_dictionaries({key: st.integers(0, 5) for key in "123"}))


@pytest.mark.django_db
@pytest.mark.parametrize("rule", Rule.values)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_ballots_never_matters(
    challenge: Challenge, rule: str, data: st.DataObject
) -> None:
    election, choices = a_vote(rule)
    election.challenge = challenge
    ballots = data.draw(GRADES if rule == Rule.GRADES else APPROVAL).copy()
    ballots.append({"1": 0, "2": 1, "3": 2} if rule == Rule.GRADES else [])
    other = data.draw(st.permutations(ballots))
    kept = json.dumps(ballots)
    first, second = (file_of(election, choices, one) for one in (ballots, other))
    assert first == second
    assert counted(election, first) == counted(election, second)
    assert json.dumps(ballots) == kept


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_people_vote_never_matters(
    challenge: Challenge, owner: Account, order: int
) -> None:
    election = open_election(challenge, owner, "equal-shares")
    cast_all(election, APPROVING[::order])
    assert closed(election).outcome["counts"] == {"1": 4, "2": 1, "3": 3}
    assert (
        election.result.fingerprint
        == (
            hashlib.sha256(file_of(election, list(election.choices.all()), APPROVING).encode())
        ).hexdigest()
    )


@pytest.mark.parametrize(
    ("rule", "blank"), [("approval", []), ("majority-judgment", dict.fromkeys("123", 0))]
)
def test_a_blank_ballot_is_a_voter(
    challenge: Challenge, owner: Account, rule: str, blank: Any
) -> None:
    election = open_election(challenge, owner, rule)
    cast_all(election, [blank] * 6)
    result = closed(election)
    assert result.people == 6
    assert result.outcome["counts"]["1"] == ([6, 0, 0, 0, 0, 0] if blank else 0)


def test_nobody_voted(challenge: Challenge, owner: Account) -> None:
    election = open_election(challenge, owner)
    assert closed(election).outcome == {"winners": []}
    page = Client(headers=ENGLISH).get(address(election, "vote-result")).content.decode()
    assert "Nobody voted." in page


def test_equal_shares_give_a_minority_its_part(challenge: Challenge, owner: Account) -> None:
    # Sixty per cent want 60 and 40, forty per cent want 30: the most approved take all there is.
    election = open_election(challenge, owner, "equal-shares", (6000, 4000, 3000))
    cast_all(election, [["1", "2"]] * 6 + [["3"]] * 4)
    outcome = closed(election).outcome
    assert outcome["greedy"] == ["2", "1"]
    assert set(outcome["winners"]) == {"2", "3"}
    page = Client(headers=ENGLISH).get(address(election, "vote-result")).content.decode()
    page = page.replace("\u00a0", " ")
    assert "“Casiers” is bought for 40 €" in page
    assert "“Caisse unique” is not bought: it costs 60 €, and 30 € is left" in page


def test_the_file_quotes_nobody(challenge: Challenge, owner: Account) -> None:
    election = open_election(challenge, owner, "majority-judgment")
    cast_all(election, GRADED)
    text = closed(election).file
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["1", "2", "3"]
    assert rows[1:] == sorted(rows[1:], key=_by_rank)
    assert "Casiers" not in text


def _by_rank(row: Sequence[str]) -> list[int]:
    scale = ["À rejeter", "Insuffisant", "Passable", "Bien", "Très bien", "Excellent"]
    return [scale.index(word) for word in row]


@pytest.mark.parametrize("cents", [0, 1, 10, 99, 100, 1250, 9500000])
def test_money_is_exact(cents: int) -> None:
    assert Fraction(amount_of(cents)) == exact(cents) == Fraction(cents, 100)


def test_a_grade_for_an_option_is_told_in_the_language_of_the_reader(
    challenge: Challenge, owner: Account
) -> None:
    election = open_election(challenge, owner, "majority-judgment")
    cast_all(election, GRADED)
    closed(election)
    said: dict[str, Any] = {
        language: Client(headers={"Accept-Language": language})
        .get(address(election, "vote-result"))
        .content.decode()
        for language in ("en", "fr")
    }
    assert "“Good” is its majority grade" in said["en"]
    assert "Bien" not in said["en"].partition("Count it again")[0]
    assert "«\u00a0Bien\u00a0» est sa mention majoritaire" in said["fr"]
