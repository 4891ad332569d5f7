"""``rebond choose``: ballots counted under a rule, each round told."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from fractions import Fraction

    from rebond.cocreate.choices import Outcome


def run(options: Namespace, terminal: Terminal) -> int:
    """Print who wins and why, or the same as JSON."""
    outcome = _chosen(options)
    if options.json:
        terminal.line(json.dumps(_as_json(outcome, terminal), ensure_ascii=False, indent=2))
        return 0
    for number, one in enumerate(outcome.rounds, 1):
        terminal.line(f"{number:>3}  {terminal.translate(one.sentence)}")
    terminal.say()
    for note in outcome.notes:
        terminal.line(terminal.translate(note))
    terminal.say("Fingerprint of this count: {print}", print=outcome.fingerprint)
    return 0


def _chosen(options: Namespace) -> Outcome:
    from rebond.cocreate import choices
    from rebond.cocreate.choices.approvals import read_approvals

    path = Path(options.ballots)
    if options.rule == "majority-judgment":
        grades = [grade for grade in options.grades.split(",") if grade.strip()]
        return choices.majority_judgment(
            choices.read_grades(path, grades=grades), seats=options.seats
        )
    budget = _amount(options.budget) if options.budget is not None else None
    if path.suffix.lower() == ".pb":
        ballots = choices.read_pabulib(path, budget=budget, as_approval=options.as_approval)
    else:
        ballots = read_approvals(path, budget=budget)
    if options.rule == "equal-shares":
        return choices.equal_shares(
            ballots, completion=options.completion, increment=_amount(options.increment)
        )
    if options.rule == "greedy":
        return choices.greedy(ballots)
    if options.rule == "limited":
        return choices.limited(ballots, most=_most(options.most), seats=options.seats)
    return choices.approval(ballots, seats=options.seats)


def _amount(written: str) -> Fraction:
    from rebond.cocreate.choices.pabulib import amount
    from rebond.errors import BallotError

    try:
        return amount(written)
    except (ValueError, ZeroDivisionError):
        raise BallotError(
            "“{amount}” is not an amount of money. Write digits: 100000 or 12.50.", amount=written
        ) from None


def _most(most: int | None) -> int:
    from rebond.errors import BallotError

    if most is None:
        raise BallotError("Limited votes need how many votes a ballot may hold. Give --most.")
    return most


def _as_json(outcome: Outcome, terminal: Terminal) -> dict[str, object]:
    """Return the outcome as plain values; amounts are exact, as “numerator/denominator”."""
    rounds = []
    for one in outcome.rounds:
        told: dict[str, object] = {
            "option": one.option,
            "phase": one.phase,
            "sentence": terminal.translate(one.sentence),
        }
        if one.price is not None:
            told |= {
                "price": str(one.price),
                "in_full": one.in_full,
                "with_what_was_left": one.with_what_was_left,
            }
        rounds.append(told)
    return {
        "rule": outcome.rule,
        "winners": list(outcome.winners),
        "ranking": [list(group) for group in outcome.ranking],
        "rounds": rounds,
        "notes": [terminal.translate(note) for note in outcome.notes],
        "fingerprint": outcome.fingerprint,
    }
