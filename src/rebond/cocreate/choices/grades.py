"""Ballots that grade options, and the tables they are read from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rebond.cocreate.choices.ballots import Option
from rebond.cocreate.choices.tables import names_voters, rows_of
from rebond.errors import BallotError

# Scales known by their words, from the worst up, folded to lower case.
SCALES = (
    ("à rejeter", "insuffisant", "passable", "assez bien", "bien", "très bien", "excellent"),
    ("a rejeter", "insuffisant", "passable", "assez bien", "bien", "très bien", "excellent"),
    ("reject", "poor", "acceptable", "good", "very good", "excellent"),
    ("to reject", "poor", "passable", "fair", "good", "very good", "excellent"),
)


@dataclass(frozen=True)
class GradeBallots:
    """How many people gave each grade to each option.

    Attributes
    ----------
    grades : tuple of str
        From the worst up.
    options : tuple of Option
        In the order that unties: by cost, then by id.
    counts : tuple of tuple of int
        For each option, how many gave each grade; every option has as many grades as there are
        people, those not given being the worst.
    people : int
    """

    grades: tuple[str, ...]
    options: tuple[Option, ...]
    counts: tuple[tuple[int, ...], ...]
    people: int

    @classmethod
    def of(
        cls,
        grades: Sequence[str],
        options: Iterable[str | Option],
        ballots: Iterable[Mapping[str, str]],
    ) -> GradeBallots:
        """Return the grades counted; a ballot maps ids of options to grades.

        Raises
        ------
        BallotError
            A ballot names an unknown option or grade, or a grade or an option is there twice.

        Examples
        --------
        >>> GradeBallots.of(("bad", "good"), ["a"], [{"a": "good"}, {}]).counts
        ((1, 1),)
        """
        kept = [one if isinstance(one, Option) else Option(one) for one in options]
        ordered = tuple(sorted(kept, key=lambda one: one.order))
        ranks = {grade: rank for rank, grade in enumerate(grades)}
        places = {one.id: place for place, one in enumerate(ordered)}
        if len(ranks) < 2 or len(ranks) != len(grades) or len(places) != len(ordered):
            raise BallotError("Give at least two different grades, and each option once.")
        counts, people = [[0] * len(grades) for _ in ordered], 0
        for people, ballot in enumerate(ballots, 1):
            for option, grade in ballot.items():
                if option not in places or grade not in ranks:
                    raise BallotError(
                        "Ballot {number} gives “{grade}” to “{option}”. Options are {options};"
                        " grades are {grades}.",
                        number=people,
                        grade=grade,
                        option=option,
                        options=", ".join(sorted(places)[:20]),
                        grades=", ".join(grades),
                    )
                counts[places[option]][ranks[grade]] += 1
        return cls.counted(grades, ordered, counts, people)

    @classmethod
    def counted(
        cls,
        grades: Sequence[str],
        options: Sequence[Option],
        counts: Sequence[Sequence[int]],
        people: int | None = None,
    ) -> GradeBallots:
        """Return ballots that are counted already; missing grades are added as the worst."""
        most = max((sum(some) for some in counts), default=0) if people is None else people
        rows = {
            one: (some[0] + most - sum(some), *some[1:])
            for one, some in zip(options, counts, strict=True)
        }
        ordered = tuple(sorted(rows, key=lambda one: one.order))
        return cls(tuple(grades), ordered, tuple(rows[one] for one in ordered), most)


def read_grades(path: Path, *, grades: Sequence[str] = ()) -> GradeBallots:
    """Return the grades of a CSV file, comma, semicolon or tab.

    Either one row a person and one column an option (a first column without a header, or named
    "voter", "voter_id" or "id", is left out), or one row an option and one column a grade with how
    many gave it. ``grades``, from the worst up, is needed when they are neither numbers nor one of
    the usual French or English scales.

    Raises
    ------
    FileUnreadable
        The file cannot be opened or decoded, or is empty.
    BallotError
        The grades are not known, or a cell is not one of them.
    """
    header, *body = rows_of(path)
    scale = _scale_of(header[1:], grades)
    if scale and len(header) > 2:
        return _table(header, body, scale, path.name)
    skip = 1 if names_voters(header[0]) else 0
    options = header[skip:]
    ballots = [
        {option: cell for option, cell in zip(options, row[skip:], strict=False) if cell}
        for row in body
    ]
    found = {grade for ballot in ballots for grade in ballot.values()}
    known = _scale_of(sorted(found), grades) or _numbers(found)
    if not known:
        raise BallotError(
            "{file}: the grades {found} are not a scale that is known. Give them from the worst to"
            " the best with --grades.",
            file=path.name,
            found=", ".join(sorted(found)[:10]),
        )
    return GradeBallots.of(known, options, ballots)


def _scale_of(words: Sequence[str], grades: Sequence[str]) -> tuple[str, ...]:
    """Return the scale, from the worst up, that holds all the words, spelt as they are."""
    given = {grade.strip().casefold(): grade.strip() for grade in grades}
    spelt = {word.casefold(): word for word in words if word}
    for scale in (tuple(given),) if given else SCALES:
        if spelt and set(spelt) <= set(scale):
            return tuple({**given, **spelt}.get(grade, grade) for grade in scale)
    return ()


def _numbers(found: set[str]) -> tuple[str, ...]:
    """Return grades that are numbers, the smallest first; nothing when one is not."""
    try:
        return tuple(sorted(found, key=lambda one: Fraction(one.replace(",", "."))))
    except (ValueError, ZeroDivisionError):
        return ()


def _table(
    header: list[str], body: list[list[str]], scale: tuple[str, ...], name: str
) -> GradeBallots:
    """Return the grades of a table of counts or of shares; shares are made whole, exactly."""
    options, amounts = [], []
    for line, row in enumerate(body, 2):
        cells = dict(zip(header[1:], row[1:], strict=False))
        try:
            amounts.append([Fraction(cells.get(g, "0").replace(",", ".") or 0) for g in scale])
        except ValueError as error:
            raise BallotError(
                "{file}, line {line}: a grade is counted by a number, whole or not.",
                file=name,
                line=line,
            ) from error
        options.append(Option(row[0]))
    whole = math.lcm(*(one.denominator for row in amounts for one in row))
    return GradeBallots.counted(
        scale, options, [[int(one * whole) for one in row] for row in amounts]
    )
