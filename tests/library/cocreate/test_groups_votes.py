"""Votes: the last counts, a withdrawn one is gone, exports are read as they are."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cli import main
from rebond.cocreate.groups import Votes, groups, read_votes
from rebond.errors import BallotError, FileUnreadable

records = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("123"), st.sampled_from([1, 0, -1, None])),
    min_size=1,
    max_size=30,
)


def as_dictionary(votes: Votes) -> dict[tuple[str, str], int]:
    return {
        (votes.participants[p], votes.statements[s]): int(v)
        for p, s, v in zip(votes.person, votes.statement, votes.value, strict=True)
    }


@given(records)
def test_the_last_vote_counts_and_a_withdrawn_one_is_gone(
    rows: list[tuple[str, str, int | None]],
) -> None:
    kept: dict[tuple[str, str], int] = {}
    for participant, statement, vote in rows:
        kept.pop((participant, statement), None)
        if vote is not None:
            kept[participant, statement] = vote
    assert as_dictionary(Votes.of(rows)) == kept


@given(records, st.sampled_from("abcdz"), st.sampled_from("129"), st.sampled_from([1, None]))
def test_one_more_vote_is_as_if_it_came_last(
    rows: list[tuple[str, str, int | None]], participant: str, statement: str, vote: int | None
) -> None:
    more = Votes.of(rows).with_vote(participant, statement, vote)
    assert as_dictionary(more) == as_dictionary(Votes.of([*rows, (participant, statement, vote)]))


def test_a_vote_that_is_none_is_refused() -> None:
    with pytest.raises(BallotError, match="1 agrees"):
        Votes.of([("a", "1", 5)])


POLIS = """timestamp,datetime,comment-id,voter-id,vote
30,x,0,10,-1
10,x,0,9,1
20,x,1,9,0
40,x,0,9,-1
"""


def test_an_export_with_votes_changed_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(POLIS, encoding="utf-8")
    votes = read_votes(path)
    assert votes.participants == ("9", "10")
    assert as_dictionary(votes) == {("9", "0"): -1, ("9", "1"): 0, ("10", "0"): -1}


def test_a_table_of_participants_gives_the_same_votes(tmp_path: Path) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_text("participant,group-id,n-votes,0,1\n9,0,2,-1,0\n10,1,1,-1,\n", "utf-8")
    assert as_dictionary(read_votes(path)) == {("9", "0"): -1, ("9", "1"): 0, ("10", "0"): -1}


def test_words_are_votes_too(tmp_path: Path) -> None:
    path = tmp_path / "mots.csv"
    path.write_text("participant,statement,vote\na,1,D’accord\na,2,passe\nb,1,\n", "utf-8")
    assert as_dictionary(read_votes(path)) == {("a", "1"): 1, ("a", "2"): 0}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "participant,statement,vote\na,1,maybe\n"])
def test_what_is_not_understood_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BallotError):
        read_votes(path)
    with pytest.raises(FileUnreadable):
        read_votes(tmp_path / "none.csv")


def two_camps(people: int = 30, statements: int = 12, seed: int = 0) -> list[tuple[str, str, int]]:
    """Return votes of two camps that differ on all statements but the first, two votes in three."""
    draw = random.Random(seed)
    return [
        (f"{p}", f"{s}", 1 if s == 0 or (p % 2 == s % 2) else -1)
        for p in range(people)
        for s in range(statements)
        if draw.random() < 0.67
    ]


@pytest.mark.parametrize("method", ["alike", "polis"])
def test_the_order_of_voters_never_matters(method: str) -> None:
    rows = two_camps()
    mixed = random.Random(5).sample(rows, len(rows))
    one, other = (groups(Votes.of(some), method=method) for some in (rows, mixed))  # type: ignore[arg-type]
    assert one.labels.tolist() == other.labels.tolist()
    assert np.array_equal(one.consensus, other.consensus)
    assert one.representative == other.representative


def test_the_command_writes_groups_and_consensus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "votes.csv"
    lines = [f"{p},{s},{v}" for p, s, v in two_camps()]
    path.write_text("participant,statement,vote\n" + "\n".join(lines), encoding="utf-8")
    assert main(["groups", str(path), "--json", "--participant", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {frozenset(one["participants"]) for one in told["groups"]} == {
        frozenset(str(p) for p in range(30) if p % 2 == side) for side in (0, 1)
    }
    assert told["consensus"][0]["statement"] == "0"
    assert told["stability"] == 1.0
    assert told["where"]["group"] in (0, 1)
    assert main(["groups", str(path), "--lang", "fr", "--participant", "3"]) == 0
    assert "forment 2 groupes" in capsys.readouterr().out
