"""Majority judgment: the best median grade, ties broken exactly (Balinski and Laraki 2007)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cmp_to_key

from rebond.cocreate.choices.ballots import fingerprint
from rebond.cocreate.choices.grades import GradeBallots
from rebond.cocreate.choices.outcome import Outcome, Round
from rebond.errors import BallotError
from rebond.vocabulary import Message, Quantity

Counts = Sequence[int]


def majority_judgment(ballots: GradeBallots, *, seats: int = 1) -> Outcome:
    """Return the options by their majority grade, then by what removing medians tells.

    The majority grade is the median, the lower of the two middle ones when voters are even. Between
    options of the same one, one median grade is taken off each, and again, until their medians
    differ. Options of the very same grades stand together; across the last seat, the cheaper then
    the id decide. A grade that was not given counts as the worst: silence never helps.

    Raises
    ------
    BallotError
        ``seats`` is below one, or nobody graded anything.

    Notes
    -----
    Balinski, Laraki (2007), PNAS 104(21):8720. Removing medians one by one is done by stretches of
    the same grade, in integers: exact, and as fast for a million voters as for ten.

    Examples
    --------
    >>> ballots = [{"a": "good"}, {"a": "bad", "b": "good"}]
    >>> cast = GradeBallots.of(("bad", "good"), ["a", "b"], ballots)
    >>> majority_judgment(cast).ranking
    (('a', 'b'),)
    """
    if seats < 1:
        raise BallotError("{seats} options cannot be chosen: ask for one or more.", seats=seats)
    if not ballots.options or not ballots.people:
        raise BallotError("Nobody graded anything: there is no median. Give at least one ballot.")
    order = _ordered(ballots)
    ids = [one.id for one in ballots.options]
    ranking: list[list[str]] = []
    for rank, place in enumerate(order):
        if rank and ballots.counts[order[rank - 1]] == ballots.counts[place]:
            ranking[-1].append(ids[place])
        else:
            ranking.append([ids[place]])
    return Outcome(
        "majority-judgment",
        tuple(ids[place] for place in order[:seats]),
        tuple(tuple(group) for group in ranking),
        tuple(_round(ballots, place, order[:rank]) for rank, place in enumerate(order)),
        (
            Message(
                "{people} people voted, with {n} grades from “{worst}” to “{best}”; a grade that"
                " was not given counts as “{worst}”.",
                {
                    "people": ballots.people,
                    "n": len(ballots.grades),
                    "worst": ballots.grades[0],
                    "best": ballots.grades[-1],
                },
            ),
        ),
        fingerprint("majority-judgment", seats, ballots.grades, ballots.options, ballots.counts),
    )


def _ordered(ballots: GradeBallots) -> list[int]:
    """Return the places of the options, best first; places untie."""

    def after(one: int, other: int) -> int:
        return compare(ballots.counts[other], ballots.counts[one])

    return sorted(range(len(ballots.options)), key=cmp_to_key(after))


def median(counts: Counts) -> int:
    """Return the lower median of grades counted from the worst up.

    >>> median([1, 2, 1]), median([2, 0, 2])
    (1, 0)
    """
    middle, below = (sum(counts) - 1) // 2, 0
    for grade, count in enumerate(counts):
        below += count
        if below > middle:
            return grade
    raise ValueError("no grade was given")


def medians_removed(counts: Counts) -> Iterator[tuple[int, int]]:
    """Yield (grade, times) as medians are taken off one by one, the same grade in one stretch.

    With L grades below the median and H above it, the median stays while at most H + G − L and
    L + G − H + 1 of its own G are gone.

    >>> list(medians_removed([1, 3, 2]))
    [(1, 3), (2, 1), (0, 1), (2, 1)]
    """
    left = list(counts)
    while sum(left):
        grade = median(left)
        below, above = sum(left[:grade]), sum(left[grade + 1 :])
        own = left[grade]
        times = min(own, above + own - below, below + own - above + 1)
        left[grade] -= times
        yield grade, times


def compare(one: Counts, other: Counts) -> int:
    """Return 1 when the first grades are better, −1 when worse, 0 when nothing separates them."""
    if list(one) == list(other):
        return 0
    found = _separated(one, other)
    return (found[1] > found[2]) - (found[1] < found[2])


def _separated(one: Counts, other: Counts) -> tuple[int, int, int]:
    """Return how many medians are taken off each before they differ, and the two medians then."""
    taken, left, right = 0, medians_removed(one), medians_removed(other)
    mine = theirs = (-1, 0)
    while True:
        mine = mine if mine[1] else next(left, (-1, 0))
        theirs = theirs if theirs[1] else next(right, (-1, 0))
        if mine[0] != theirs[0] or not mine[1]:
            return taken, mine[0], theirs[0]
        times = min(mine[1], theirs[1])
        taken += times
        mine, theirs = (mine[0], mine[1] - times), (theirs[0], theirs[1] - times)


def _round(ballots: GradeBallots, place: int, better: list[int]) -> Round:
    """Return the sentence of one option: its median, and what put it after the one before."""
    counts, option = ballots.counts[place], ballots.options[place]
    grade = median(counts)
    values: dict[str, object] = {
        "option": option.label,
        "grade": ballots.grades[grade],
        "share": _percent(sum(counts[grade:]), sum(counts)),
    }
    before = better[-1] if better else None
    if before is None or median(ballots.counts[before]) != grade:
        said = Message(
            "“{option}”: “{grade}” is its majority grade; {share} of the voters give that or"
            " better.",
            values,
        )
        return Round(option.id, "chosen", said)
    values["before"] = ballots.options[before].label
    if ballots.counts[before] == counts:
        said = Message(
            "“{option}”: “{grade}” too, with the very same grades as “{before}”: nothing separates"
            " them.",
            values,
        )
        return Round(option.id, "chosen", said)
    taken, theirs, mine = _separated(ballots.counts[before], counts)
    said = Message(
        "“{option}”: “{grade}” too, after “{before}”: once {taken} median grades are taken off"
        " each, it is at “{mine}” and “{before}” at “{theirs}”.",
        values | {"taken": taken, "mine": ballots.grades[mine], "theirs": ballots.grades[theirs]},
    )
    return Round(option.id, "chosen", said)


def _percent(part: int, whole: int) -> Quantity:
    return Quantity(100 * part / whole, 0, unit="%")
