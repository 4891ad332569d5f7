"""Ballots on paper, typed in a table by those who run the space: told apart in the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from rebond.cocreate.choices.tables import rows_of
from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.ballots.box import lock
from rebond_web.ballots.counting import WRITTEN_GRADES
from rebond_web.ballots.marks import approved, graded
from rebond_web.ballots.models import Ballot, Choice, Election, Rule

MOST_BALLOTS = 20_000
_YES = ("1", "x", "oui", "yes")
_NO = ("", "0", "non", "no")
_RANKS = {
    word.casefold(): str(rank)
    for words in WRITTEN_GRADES.values()
    for rank, word in enumerate(words)
}


def bring_in_paper(election: Election, path: Path, *, by: Account) -> int:
    """Put the ballots of a table in the box, in place of those given before; return how many.

    Its first line names the options, by their number or their title; each other line is a ballot:
    a cross or a grade for each. One of anything else, and nothing is brought in.

    Raises
    ------
    InputError
        The table cannot be read, or a line is no ballot of this vote; the vote is not open.
    """
    choices = list(election.choices.all())
    header, *body = rows_of(path)
    if len(body) > MOST_BALLOTS:
        raise InputError("A file holds {most} ballots at most.", most=MOST_BALLOTS)
    keys = _keys(header, choices)
    marks = [
        _marks(election, choices, dict(zip(keys, row, strict=False)), line)
        for line, row in enumerate(body, 2)
    ]
    with transaction.atomic():
        held = lock(election)
        if not held.is_open:
            raise InputError("This vote is not open: ballots are taken between its two dates.")
        held.ballots.filter(paper=True).delete()
        Ballot.objects.bulk_create(
            Ballot(election=held, marks=one, paper=True) for one in sorted(marks, key=str)
        )
        tenant = held.challenge.space.tenant_id
        record("paper ballots brought in", by=by.pk, tenant=tenant, subject=held.pk)
    return len(marks)


def _keys(header: Sequence[str], choices: Sequence[Choice]) -> list[str]:
    """Return the key that each column is about."""
    known = {one.key.lstrip("0"): one.key for one in choices}
    known |= {one.title.casefold(): one.key for one in choices if one.title}
    keys = [known.get(cell.lstrip("0"), known.get(cell.casefold(), "")) for cell in header]
    if "" in keys or len(set(keys)) < len(keys) or len(keys) < len(choices):
        raise InputError(
            "The first line of the table names each option once, by its number: {numbers}.",
            numbers=", ".join(sorted(one.key for one in choices)),
        )
    return keys


def _marks(election: Election, choices: Sequence[Choice], row: Mapping[str, str], line: int) -> Any:
    wrong = InputError("Line {line} is no ballot of this vote. Nothing was brought in.", line=line)
    cells = {key: cell.strip().casefold() for key, cell in row.items()}
    if election.rule == Rule.GRADES:
        if any(cell and cell not in _RANKS for cell in cells.values()):
            raise wrong
        return graded(choices, {key: _RANKS[cell] for key, cell in cells.items() if cell})
    if any(cell not in (*_YES, *_NO) for cell in cells.values()):
        raise wrong
    try:
        return approved(election, choices, [key for key, cell in cells.items() if cell in _YES])
    except InputError as error:
        raise wrong from error
