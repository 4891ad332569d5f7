"""Approval: the options that most people accept; limited votes: no more marks than allowed."""

from __future__ import annotations

from rebond.cocreate.choices.ballots import ApprovalBallots, fingerprint
from rebond.cocreate.choices.outcome import Outcome, Round
from rebond.errors import BallotError
from rebond.vocabulary import Message


def approval(ballots: ApprovalBallots, *, seats: int = 1) -> Outcome:
    """Return the ``seats`` options that most people approve.

    Equal votes share a place in the ranking; where they fall across the last seat, the cheaper
    option then the id decide, and a note says so.

    Raises
    ------
    BallotError
        ``seats`` is below one.

    Examples
    --------
    >>> from rebond.cocreate.choices import Option
    >>> cast = ApprovalBallots.of([Option("a"), Option("b")], [["a", "b"], ["b"], []])
    >>> approval(cast).winners, approval(cast).ranking
    (('b',), (('b',), ('a',)))
    """
    people = Message("{people} people voted.", {"people": ballots.people})
    return _most_votes("approval", ballots, seats, (people,))


def limited(ballots: ApprovalBallots, *, most: int, seats: int = 1) -> Outcome:
    """Return the ``seats`` options with most votes, ballots of more than ``most`` options void.

    A void ballot counts for nothing, and a note says how many there are.

    Raises
    ------
    BallotError
        ``most`` or ``seats`` is below one.

    Examples
    --------
    >>> from rebond.cocreate.choices import Option
    >>> cast = ApprovalBallots.of([Option("a"), Option("b")], [["a", "b"], ["b"], []])
    >>> str(limited(cast, most=1).notes[0])
    '3 people voted; 1 ballots name more than 1 options and do not count.'
    """
    if most < 1:
        raise BallotError(
            "A ballot of {most} votes chooses nothing: allow at least one.", most=most
        )
    kept = tuple((ballot, count) for ballot, count in ballots.counted if len(ballot) <= most)
    valid = ApprovalBallots(ballots.options, kept, ballots.budget)
    void = Message(
        "{people} people voted; {void} ballots name more than {most} options and do not count.",
        {"people": ballots.people, "void": ballots.people - valid.people, "most": most},
    )
    return _most_votes("limited", valid, seats, (void,), most)


def _most_votes(
    rule: str,
    ballots: ApprovalBallots,
    seats: int,
    notes: tuple[Message, ...],
    *settings: object,
) -> Outcome:
    """Rank by votes; the places of the options untie."""
    if seats < 1:
        raise BallotError("{seats} options cannot be chosen: ask for one or more.", seats=seats)
    votes = ballots.votes
    order = sorted(range(len(votes)), key=lambda place: (-votes[place], place))
    chosen = [place for place in order[:seats] if votes[place]]
    ranking: list[list[int]] = []
    for place in order:
        if ranking and votes[ranking[-1][0]] == votes[place]:
            ranking[-1].append(place)
        else:
            ranking.append([place])
    ids = [one.id for one in ballots.options]
    untied = _untied(ballots, chosen, order)
    return Outcome(
        rule,
        tuple(ids[place] for place in chosen),
        tuple(tuple(ids[place] for place in group) for group in ranking),
        tuple(_round(ballots, place, place in chosen) for place in order),
        notes + untied,
        fingerprint(rule, seats, settings, ballots.options, ballots.counted),
    )


def _untied(ballots: ApprovalBallots, chosen: list[int], order: list[int]) -> tuple[Message, ...]:
    """Return the note that tells of a tie across the last seat, if there is one."""
    after = order[len(chosen) :]
    if not chosen or not after or ballots.votes[chosen[-1]] != ballots.votes[after[0]]:
        return ()
    return (
        Message(
            "“{first}” and “{second}” have the same votes: the cheaper one comes first, then the"
            " one whose id comes first.",
            {
                "first": ballots.options[chosen[-1]].label,
                "second": ballots.options[after[0]].label,
            },
        ),
    )


def _round(ballots: ApprovalBallots, place: int, won: bool) -> Round:
    option = ballots.options[place]
    values = {"option": option.label, "votes": ballots.votes[place], "people": ballots.people}
    if won:
        said = Message("“{option}” is chosen, with {votes} votes out of {people}.", values)
    else:
        said = Message("“{option}” has {votes} votes out of {people}.", values)
    return Round(option.id, "chosen", said)
