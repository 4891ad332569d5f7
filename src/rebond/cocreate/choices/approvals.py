"""Approvals read from a table: one row a person, one column an option."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from rebond.cocreate.choices.ballots import ApprovalBallots, Option
from rebond.cocreate.choices.tables import names_voters, rows_of
from rebond.errors import BallotError

_YES = ("1", "x", "yes", "oui", "true", "vrai")
_NO = ("", "0", "no", "non", "false", "faux")


def read_approvals(path: Path, *, budget: Fraction | None = None) -> ApprovalBallots:
    """Return the ballots of a CSV file: 1, x, yes or oui approves; 0, no, non or nothing does not.

    Without costs every option is free, so that rules that share a budget need a ``.pb`` file.

    Raises
    ------
    FileUnreadable
        The file cannot be opened or decoded, or is empty.
    BallotError
        A cell is neither a yes nor a no.
    """
    header, *body = rows_of(path)
    skip = 1 if names_voters(header[0]) else 0
    options = header[skip:]
    ballots = []
    for line, row in enumerate(body, 2):
        marked = dict(zip(options, row[skip:], strict=False))
        for option, cell in marked.items():
            if cell.lower() not in (*_YES, *_NO):
                raise BallotError(
                    "{file}, line {line}: “{cell}” for “{option}” is neither a yes nor a no."
                    " Write 1 or 0.",
                    file=path.name,
                    line=line,
                    cell=cell,
                    option=option,
                )
        ballots.append([option for option, cell in marked.items() if cell.lower() in _YES])
    return ApprovalBallots.of([Option(option) for option in options], ballots, budget)
