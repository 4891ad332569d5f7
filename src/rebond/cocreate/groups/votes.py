"""Votes on statements: agree, disagree or pass; the last one counts, a withdrawn one is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from rebond.errors import BallotError

AGREE, PASS, DISAGREE = 1, 0, -1
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Votes:
    """What each participant said of each statement, at most once each.

    Attributes
    ----------
    participants, statements : tuple of str
        Ids in their own order (numbers as numbers), whatever order the votes came in.
    person, statement : array of int64, shape (n,)
        Positions of each vote, sorted by person then statement.
    value : array of int8, shape (n,)
        1 agree, 0 pass, −1 disagree.
    early : array of bool, shape (participants,)
        Who had voted on all the statements there were, at some moment when there were fewer than
        seven: once placed in a group, one stays (False everywhere when times are not known).
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    person: Integers
    statement: Integers
    value: NDArray[np.int8]
    early: NDArray[np.bool_]

    @classmethod
    def of(cls, records: Iterable[tuple[str, str, int | None]]) -> Votes:
        """Return votes from (participant, statement, vote) in the order they were cast.

        A vote of None withdraws the one before.

        Raises
        ------
        BallotError
            A vote is not 1, 0, −1 or None.

        Examples
        --------
        >>> votes = Votes.of([("b", "1", 1), ("a", "1", -1), ("b", "1", 0), ("a", "2", None)])
        >>> votes.participants, votes.value.tolist(), votes.matrix.shape
        (('a', 'b'), [-1, 0], (2, 1))
        """
        rows = list(records)
        said = [2 if vote is None else vote for _, _, vote in rows]
        return cls.cast(
            [participant for participant, _, _ in rows], [one for _, one, _ in rows], said
        )

    @classmethod
    def cast(
        cls,
        participants: Sequence[str] | NDArray[np.str_],
        statements: Sequence[str] | NDArray[np.str_],
        values: Sequence[int] | NDArray[np.int8],
        *,
        timed: bool = False,
    ) -> Votes:
        """Return votes given as columns, in the order they were cast; 2 withdraws.

        ``timed`` tells that this order is that of the whole conversation.
        """
        said = np.asarray(values, dtype=np.int8)
        wrong = np.flatnonzero(~np.isin(said, (-1, 0, 1, 2)))
        if len(wrong):
            raise BallotError(
                "A vote of {vote} is not understood: 1 agrees, 0 passes, −1 disagrees.",
                vote=int(said[wrong[0]]),
            )
        who, person = _numbered(participants)
        what, statement = _numbered(statements)
        keys = person * max(len(what), 1) + statement
        # Of the same person and statement, the last row is kept.
        last = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
        kept = last[said[last] != 2]
        early = _early(person, keys, statement, len(who)) if timed else np.zeros(len(who), bool)
        return _compact(who, what, person[kept], statement[kept], said[kept], early)

    def __len__(self) -> int:
        return len(self.value)

    @cached_property
    def counts(self) -> Integers:
        """Return how many votes each participant cast."""
        return np.bincount(self.person, minlength=len(self.participants))

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """Return the votes cast as a sparse matrix of floats; passes are stored zeros."""
        return self.sparse(self.value.astype(np.float64))

    def sparse(self, data: NDArray[np.float64]) -> sparse.csr_matrix:
        """Return a matrix of participants × statements with one number for each vote."""
        starts = np.concatenate([[0], np.cumsum(self.counts)])
        shape = (len(self.participants), len(self.statements))
        return sparse.csr_matrix((data, self.statement, starts), shape=shape)

    def only(self, kept: NDArray[np.bool_]) -> Votes:
        """Return some of the votes, participants and statements staying as they are."""
        return Votes(
            self.participants,
            self.statements,
            self.person[kept],
            self.statement[kept],
            self.value[kept],
            self.early,
        )

    def without(self, statements: Iterable[str]) -> Votes:
        """Return the votes without those on some statements, moderated out for instance."""
        return self.only(~np.isin(self.statement, self.places(statements)))

    def places(self, statements: Iterable[str]) -> list[int]:
        """Return the positions of some statements, those without a vote left out."""
        wanted = set(statements)
        return [place for place, one in enumerate(self.statements) if one in wanted]

    def with_vote(self, participant: str, statement: str, vote: int | None) -> Votes:
        """Return these votes and one more, which replaces or withdraws that of before."""
        said = 2 if vote is None else vote
        if said not in (-1, 0, 1, 2):
            raise BallotError(
                "A vote of {vote} is not understood: 1 agrees, 0 passes, −1 disagrees.", vote=said
            )
        if said == 2 and not (participant in self.participants and statement in self.statements):
            return self
        return self._including(participant, statement)._replaced(participant, statement, said)

    def _including(self, participant: str, statement: str) -> Votes:
        """Return these votes with room for a participant and a statement."""
        who, person, early = self.participants, self.person, self.early
        what, place = self.statements, self.statement
        if participant not in who:
            at = bisect_left(who, _natural(participant), key=_natural)
            who, person = (*who[:at], participant, *who[at:]), person + (person >= at)
            early = np.insert(early, at, False)
        if statement not in what:
            at = bisect_left(what, _natural(statement), key=_natural)
            what, place = (*what[:at], statement, *what[at:]), place + (place >= at)
        return Votes(who, what, person, place, self.value, early)

    def _replaced(self, participant: str, statement: str, said: int) -> Votes:
        person, place = self.participants.index(participant), self.statements.index(statement)
        key = person * len(self.statements) + place
        keys = self.person * len(self.statements) + self.statement
        at = int(np.searchsorted(keys, key))
        there = at < len(keys) and keys[at] == key
        before, after = slice(0, at), slice(at + there, None)
        added = [] if said == 2 else [said]

        def spliced(column: NDArray[np.generic], one: int) -> NDArray[np.generic]:
            middle = np.array([one] * len(added), dtype=column.dtype)
            return np.concatenate([column[before], middle, column[after]])

        return Votes(
            self.participants,
            self.statements,
            spliced(self.person, person).astype(np.int64),
            spliced(self.statement, place).astype(np.int64),
            spliced(self.value, said).astype(np.int8),
            self.early,
        )


def _numbered(ids: Sequence[str] | NDArray[np.str_]) -> tuple[tuple[str, ...], Integers]:
    """Return the different ids in their own order, and the place of each one given."""
    coded = pa.array(ids, type=pa.string()).dictionary_encode()
    plain, places = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    order = sorted(range(len(plain)), key=lambda place: _natural(plain[place]))
    rank = np.empty(len(plain), dtype=np.int64)
    rank[order] = np.arange(len(plain))
    return tuple(plain[place] for place in order), rank[places]


def _natural(name: str) -> tuple[int, int, str]:
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)


def _early(person: Integers, keys: Integers, statement: Integers, people: int) -> NDArray[np.bool_]:
    """Tell who had once voted on as many statements as there were, before there were seven."""
    first = np.zeros(len(keys), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    opened = np.zeros(len(keys), dtype=bool)
    opened[np.unique(statement, return_index=True)[1]] = True
    seventh = np.flatnonzero(np.cumsum(opened) >= 7)
    until = int(seventh[0]) if len(seventh) else len(keys)
    there, votes, placed = 0, np.zeros(people, dtype=np.int64), np.zeros(people, dtype=bool)
    for row in range(until):
        there += opened[row]
        votes[person[row]] += first[row]
        placed[person[row]] |= votes[person[row]] >= there
    return placed


def _compact(
    who: tuple[str, ...],
    what: tuple[str, ...],
    person: Integers,
    statement: Integers,
    value: NDArray[np.int8],
    early: NDArray[np.bool_],
) -> Votes:
    """Return the votes with only the participants and statements that they name."""
    people, person = np.unique(person, return_inverse=True)
    statements, statement = np.unique(statement, return_inverse=True)
    return Votes(
        tuple(who[place] for place in people),
        tuple(what[place] for place in statements),
        person,
        statement,
        value,
        early[people],
    )
