"""Budgets spent on the most approved options first, blind to who already got something."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from rebond.cocreate.choices.ballots import ApprovalBallots, fingerprint
from rebond.cocreate.choices.outcome import Outcome, Round, written
from rebond.vocabulary import Message


def greedy(ballots: ApprovalBallots) -> Outcome:
    """Return the most approved options that fit in the budget, the most approved first.

    With cost utilities, the most satisfaction per unit of money is the most approvals. Ties go to
    the cheaper option, then to the id. An option that nobody approves is never chosen.

    Raises
    ------
    BallotError
        There is no budget.

    Examples
    --------
    >>> from rebond.cocreate.choices import Option
    >>> parks = [Option("park", cost=Fraction(60)), Option("pool", cost=Fraction(90))]
    >>> cast = ApprovalBallots.of(parks, [["pool"]] * 6 + [["park"]] * 4, Fraction(100))
    >>> greedy(cast).winners
    ('pool',)
    """
    budget, rounds = ballots.money(), complete(ballots, ())
    costs = {one.id: one.cost for one in ballots.options}
    spent = sum((costs[one.option] for one in rounds), Fraction(0))
    return Outcome(
        "greedy",
        tuple(one.option for one in rounds),
        (),
        tuple(rounds),
        (
            Message(
                "{people} people voted on {options} options, with a budget of {budget}.",
                {
                    "people": ballots.people,
                    "options": len(ballots.options),
                    "budget": written(budget),
                },
            ),
            Message(
                "{n} options are chosen for {spent}; {left} is left.",
                {"n": len(rounds), "spent": written(spent), "left": written(budget - spent)},
            ),
        ),
        fingerprint("greedy", budget, ballots.options, ballots.counted),
    )


def complete(ballots: ApprovalBallots, chosen: Collection[str]) -> list[Round]:
    """Return the rounds that spend what ``chosen`` leaves on the most approved options that fit."""
    taken = set(chosen)
    left = ballots.money() - sum(
        (one.cost for one in ballots.options if one.id in taken), Fraction(0)
    )
    by_votes = sorted(
        (place for place, votes in enumerate(ballots.votes) if votes),
        key=lambda place: (-ballots.votes[place], place),
    )
    rounds = []
    for place in by_votes:
        option = ballots.options[place]
        if option.id in taken or option.cost > left:
            continue
        sentence = Message(
            "“{option}”, chosen by {votes} people, costs {cost} and fits in the {left} left.",
            {
                "option": option.label,
                "votes": ballots.votes[place],
                "cost": written(option.cost),
                "left": written(left),
            },
        )
        rounds.append(Round(option.id, "completion" if taken else "greedy", sentence))
        left -= option.cost
    return rounds
