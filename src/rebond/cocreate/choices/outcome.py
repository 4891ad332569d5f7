"""What a rule gives: who wins, round by round, in sentences that the ballots bear out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rebond.vocabulary import Message, Quantity


@dataclass(frozen=True)
class Round:
    """One step of a rule.

    Attributes
    ----------
    option : str
        The id of the option that the step is about.
    phase : str
        "chosen" (approval, limited, majority judgment), "shares", "completion" or "greedy".
    sentence : Message
        What happened, for anyone.
    price : Fraction or None
        Under equal shares, what each supporter who could paid.
    in_full, with_what_was_left : int
        Under equal shares, how many paid that price and how many gave all that they had left.
    """

    option: str
    phase: str
    sentence: Message
    price: Fraction | None = None
    in_full: int = 0
    with_what_was_left: int = 0


@dataclass(frozen=True)
class Outcome:
    """The result of a rule.

    Attributes
    ----------
    rule : str
        "approval", "limited", "majority-judgment", "equal-shares" or "greedy".
    winners : tuple of str
        The ids chosen, in the order of the rounds.
    ranking : tuple of tuple of str
        Every option, best first; those that nothing separates stand together. Empty under a budget.
    rounds : tuple of Round
        One for each winner under a budget, one for each option otherwise.
    notes : tuple of Message
        What holds for the whole: how many voted, what is left, why the others are not chosen.
    fingerprint : str
        SHA-256 of the ballots, the options and the settings: computing again from the same gives
        the same.
    """

    rule: str
    winners: tuple[str, ...]
    ranking: tuple[tuple[str, ...], ...]
    rounds: tuple[Round, ...]
    notes: tuple[Message, ...]
    fingerprint: str


def written(amount: Fraction) -> Quantity:
    """Return an exact amount as people read it: no decimals when it is whole, else two.

    Only for sentences: no decision reads it.
    """
    return Quantity(float(amount), 0 if amount.denominator == 1 else 2)
