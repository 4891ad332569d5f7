"""Budgets by the Method of Equal Shares, completed by Add1 then by the most approved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from rebond.cocreate.choices.ballots import ApprovalBallots, fingerprint
from rebond.cocreate.choices.greedy import complete
from rebond.cocreate.choices.outcome import Outcome, Round, written
from rebond.cocreate.choices.sharing import Bought, Purse, certain_run, exact_run
from rebond.errors import BallotError
from rebond.vocabulary import Message

Completion = Literal["none", "add1", "add1-greedy"]
COMPLETIONS: tuple[Completion, ...] = ("none", "add1", "add1-greedy")
_WIDEST = 4096  # increments that one run may stand for


@dataclass(frozen=True)
class _Shared:
    """What was bought, for how many increments, and why raising the shares stopped there."""

    bought: list[Bought]
    increments: int
    share: Fraction


def equal_shares(
    ballots: ApprovalBallots,
    *,
    completion: Completion = "add1-greedy",
    increment: Fraction = Fraction(1),
) -> Outcome:
    """Return the options bought with equal shares of the budget, cost utilities.

    Each person who voted holds the same share of the budget. An option is bought when those who
    approve it can pay for it together, each giving the same price or all they have left; the one
    with the least price for its cost is bought first; ties go to the cheaper option, then to the
    id. "add1" then gives everyone one ``increment`` more and begins again, until an option bought
    would exceed the real budget (the run before stands) or nothing more fits. "add1-greedy" spends
    what is left on the most approved options that fit. An option that nobody approves is never
    chosen; one that costs nothing is, if somebody does.

    Parameters
    ----------
    ballots : ApprovalBallots
        With a budget.
    completion : {"none", "add1", "add1-greedy"}
    increment : Fraction
        Above zero, in units of money.

    Raises
    ------
    BallotError
        There is no budget, or a setting is not valid.

    Notes
    -----
    Peters, Pierczyński, Skowron (2021), arXiv 2008.13276; Faliszewski et al. (2023),
    doi:10.24963/ijcai.2023/297. Exact: see `rebond.cocreate.choices.sharing`.

    Examples
    --------
    >>> from rebond.cocreate.choices import Option
    >>> parks = [Option("park", cost=Fraction(60)), Option("pool", cost=Fraction(90))]
    >>> cast = ApprovalBallots.of(parks, [["pool"]] * 6 + [["park"]] * 4, Fraction(100))
    >>> equal_shares(cast, completion="none").winners
    ()
    >>> equal_shares(cast).winners
    ('pool',)
    """
    if completion not in COMPLETIONS:
        raise BallotError(
            "“{completion}” is not a way to spend what is left. Use one of: {valid}.",
            completion=completion,
            valid=", ".join(COMPLETIONS),
        )
    if increment <= 0:
        raise BallotError(
            "Shares grow by {increment}: give an amount above zero.", increment=str(increment)
        )
    budget = ballots.money()
    shared, unit = _shared(ballots, budget, None if completion == "none" else increment)
    rounds = _free_rounds(ballots)
    rounds += [_bought_round(ballots, one, unit) for one in shared.bought]
    if completion == "add1-greedy":
        rounds += complete(ballots, [one.option for one in rounds])
    return Outcome(
        "equal-shares",
        tuple(one.option for one in rounds),
        (),
        tuple(rounds),
        _notes(ballots, rounds, shared, increment),
        fingerprint(
            "equal-shares", completion, increment, budget, ballots.options, ballots.counted
        ),
    )


def _shared(
    ballots: ApprovalBallots, budget: Fraction, increment: Fraction | None
) -> tuple[_Shared, int]:
    """Return what equal shares buy, prices in units of 1 / unit, and that unit."""
    priced = [place for place, one in enumerate(ballots.options) if one.cost > 0]
    unit = math.lcm(*(ballots.options[place].cost.denominator for place in priced), 1)
    if not ballots.people:
        return _Shared([], 0, Fraction(0)), unit
    purse = _purse(ballots, priced, unit)
    share, step = budget * unit / ballots.people, (increment or Fraction(0)) * unit
    increments = _raised(purse, share, step, budget * unit) if step else 0
    final = share + increments * step
    bought = [
        Bought(priced[one.option], one.price, one.in_full, one.with_what_was_left)
        for one in exact_run(purse, purse.weights(), final)
    ]
    return _Shared(bought, increments, final / unit), unit


def _purse(ballots: ApprovalBallots, priced: list[int], unit: int) -> Purse:
    """Return the lines of people and what they approve, options that cost nothing left out."""
    supporters: dict[int, list[int]] = {place: [] for place in priced}
    for line, (ballot, _) in enumerate(ballots.counted):
        for place in ballot:
            if place in supporters:
                supporters[place].append(line)
    return Purse(
        tuple(int(ballots.options[place].cost * unit) for place in priced),
        tuple(np.array(supporters[place], dtype=np.int64) for place in priced),
        np.array([count for _, count in ballots.counted], dtype=np.float64),
    )


def _raised(purse: Purse, share: Fraction, step: Fraction, budget: Fraction) -> int:
    """Return how many times each share is raised by one step.

    Runs that buy the same over an interval of shares are done once: the interval grows while it
    succeeds and shrinks where the outcome changes.
    """
    weights = purse.weights()
    supported = [place for place, lines in enumerate(purse.supporters) if len(lines)]
    done, wide = 0, 0
    while True:
        low = share + done * step
        bought = certain_run(purse, weights, low, low + wide * step)
        if bought is None and wide:
            wide //= 2
            continue
        if bought is None:
            bought = [one.option for one in exact_run(purse, weights, low)]
        spent = sum(purse.costs[option] for option in bought)
        if spent > budget:
            return done - 1
        rest = set(supported).difference(bought)
        if all(spent + purse.costs[option] > budget for option in rest):
            return done
        done += wide + 1
        wide = min(2 * wide + 1, _WIDEST)


def _free_rounds(ballots: ApprovalBallots) -> list[Round]:
    """Return the options that cost nothing and that somebody approves."""
    return [
        Round(
            one.id,
            "shares",
            Message(
                "“{option}” costs nothing and {n} people chose it: it is taken.",
                {"option": one.label, "n": votes},
            ),
            Fraction(0),
        )
        for one, votes in zip(ballots.options, ballots.votes, strict=True)
        if one.cost == 0 and votes
    ]


def _bought_round(ballots: ApprovalBallots, one: Bought, unit: int) -> Round:
    """Return the round of one option, with its sentence."""
    option, price = ballots.options[one.option], one.price / unit
    values = {
        "option": option.label,
        "cost": written(option.cost),
        "n": one.in_full,
        "price": written(price),
        "left": one.with_what_was_left,
    }
    if one.with_what_was_left:
        sentence = Message(
            "“{option}” is bought for {cost}: {n} of those who chose it pay {price} each, {left}"
            " more give all that they had left.",
            values,
        )
    else:
        sentence = Message(
            "“{option}” is bought for {cost}: the {n} people who chose it and have money left pay"
            " {price} each.",
            values,
        )
    return Round(option.id, "shares", sentence, price, one.in_full, one.with_what_was_left)


def _notes(
    ballots: ApprovalBallots, rounds: list[Round], shared: _Shared, increment: Fraction
) -> tuple[Message, ...]:
    """Return what holds for the whole: the shares, how they were raised, what is left."""
    budget, costs = ballots.money(), {one.id: one.cost for one in ballots.options}
    spent = sum((costs[one.option] for one in rounds), Fraction(0))
    notes = [
        Message(
            "{people} people voted; the budget of {budget} gives each of them a share of {share}.",
            {
                "people": ballots.people,
                "budget": written(budget),
                "share": written(budget / ballots.people if ballots.people else Fraction(0)),
            },
        )
    ]
    if shared.increments:
        notes.append(
            Message(
                "Much was left at first: the count was begun again with shares raised to {share}"
                " ({times} times {increment}), the most for which what is bought stays within the"
                " budget.",
                {
                    "share": written(shared.share),
                    "times": shared.increments,
                    "increment": written(increment),
                },
            )
        )
    notes.append(
        Message(
            "{n} options are chosen for {spent}; {left} is left.",
            {"n": len(rounds), "spent": written(spent), "left": written(budget - spent)},
        )
    )
    return tuple(notes)
