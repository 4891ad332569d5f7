"""Counting: ballots become a file that quotes nobody, and the library counts that very file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rebond.cocreate.choices import (
    GradeBallots,
    Outcome,
    approval,
    equal_shares,
    greedy,
    limited,
    majority_judgment,
    read_grades,
    read_pabulib,
)
from rebond.cocreate.choices.ballots import ApprovalBallots
from rebond_web.ballots.models import Choice, Election, Rule
from rebond_web.jobs.messages import message_as_json

CENTS = 100
# As files say them, in the language of the challenge: "rebond choose" knows these words.
WRITTEN_GRADES = {
    "fr": ("À rejeter", "Insuffisant", "Passable", "Bien", "Très bien", "Excellent"),
    "en": ("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent"),
}


def grades_of(election: Election) -> tuple[str, ...]:
    """Return the grades as the file of a vote says them, from the worst up."""
    return WRITTEN_GRADES.get(election.challenge.language, WRITTEN_GRADES["en"])


def name_of(election: Election) -> str:
    """Return the name of the file of a vote."""
    ending = "csv" if election.rule == Rule.GRADES else "pb"
    return f"ballots-{election.challenge_id}.{ending}"


def command_of(election: Election) -> str:
    """Return what to type to count the file again."""
    said = f"rebond choose {name_of(election)} --rule {election.rule}"
    if election.rule == Rule.LIMITED:
        said += f" --most {election.most}"
    if election.rule == Rule.GRADES:
        said += f' --grades "{",".join(grades_of(election))}"'
    return said if election.rule == Rule.BUDGET else f"{said} --seats {election.seats}"


def file_of(election: Election, choices: Sequence[Choice], ballots: Sequence[Any]) -> str:
    """Return the file of a vote: the marks of every ballot, sorted, whatever order they came in."""
    if election.rule == Rule.GRADES:
        return _graded(election, choices, ballots)
    return _approved(election, choices, ballots)


def counted(election: Election, text: str) -> dict[str, Any]:
    """Return what the rule makes of the file of a vote, as JSON holds it.

    ``winners`` and ``ranking`` are keys of options; ``rounds`` and ``notes`` sentences; ``counts``
    the votes of each option, or how many gave it each grade; ``greedy`` what the most approved
    first would have taken of a budget.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / name_of(election)
        path.write_text(text, encoding="utf-8", newline="")
        if election.rule == Rule.GRADES:
            grades = read_grades(path, grades=grades_of(election))
            counts = dict(zip(_ids(grades), map(list, grades.counts), strict=True))
            return _as_json(majority_judgment(grades, seats=election.seats), counts)
        ballots = read_pabulib(path)
    votes = dict(zip(_ids(ballots), ballots.votes, strict=True))
    if election.rule == Rule.BUDGET:
        told = _as_json(equal_shares(ballots), votes)
        return told | {"greedy": list(greedy(ballots).winners)}
    if election.rule == Rule.LIMITED:
        return _as_json(limited(ballots, most=election.most, seats=election.seats), votes)
    return _as_json(approval(ballots, seats=election.seats), votes)


def amount_of(cents: int) -> str:
    """Return an amount as files write it: exact, with a point where it is not whole.

    >>> amount_of(9500000), amount_of(1250)
    ('95000', '12.50')
    """
    whole, left = divmod(cents, CENTS)
    return f"{whole}.{left:02d}" if left else str(whole)


def exact(cents: int) -> Fraction:
    """Return an amount of cents in units of money."""
    return Fraction(cents, CENTS)


def _ids(ballots: ApprovalBallots | GradeBallots) -> list[str]:
    return [one.id for one in ballots.options]


def _as_json(outcome: Outcome, counts: dict[str, Any]) -> dict[str, Any]:
    return {
        "winners": list(outcome.winners),
        "ranking": [list(group) for group in outcome.ranking],
        "rounds": [
            {"option": one.option, "sentence": message_as_json(one.sentence)}
            for one in outcome.rounds
        ],
        "notes": [message_as_json(one) for one in outcome.notes],
        "counts": counts,
        "print": outcome.fingerprint,
    }


def _approved(election: Election, choices: Sequence[Choice], ballots: Sequence[Any]) -> str:
    meta = [
        ("description", " ".join(election.challenge.question.split())),
        ("unit", " ".join(election.challenge.space.name.split())),
        ("instance", election.challenge_id),
        ("num_projects", len(choices)),
        ("num_votes", len(ballots)),
        ("vote_type", "approval"),
        ("rule", election.rule),
        ("date_end", (election.last_day or "")),
    ]
    if election.rule == Rule.BUDGET:
        meta += [("budget", amount_of(election.budget)), ("currency", election.currency)]
    if election.rule == Rule.LIMITED:
        meta += [("max_length", election.most)]
    votes = sorted([",".join(marks)] for marks in ballots)
    return "".join(
        [
            "META\n",
            _table(";", [("key", "value"), *meta]),
            "PROJECTS\n",
            _table(
                ";", [("project_id", "cost"), *((one.key, amount_of(one.cost)) for one in choices)]
            ),
            "VOTES\n",
            _table(
                ";",
                [("voter_id", "vote"), *((n, *vote) for n, vote in enumerate(votes, 1))],
            ),
        ]
    )


def _graded(election: Election, choices: Sequence[Choice], ballots: Sequence[Any]) -> str:
    words, keys = grades_of(election), [one.key for one in choices]
    rows = sorted([marks[key] for key in keys] for marks in ballots)
    return _table(";", [keys, *([words[rank] for rank in row] for row in rows)])


def _table(mark: str, rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\n").writerows(rows)
    return written.getvalue()
