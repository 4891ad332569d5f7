"""What a vote gave, as pages show it: titles in place of numbers, money with its currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rebond.vocabulary import Message, Quantity
from rebond_web.ballots.counting import CENTS, grades_of
from rebond_web.ballots.marks import GRADES
from rebond_web.ballots.models import Choice, Election, Result, Rule
from rebond_web.challenges.contributions import State
from rebond_web.jobs.messages import message_of_json

_OPTIONS = ("option", "before", "first", "second")
_GRADES = ("grade", "worst", "best", "mine", "theirs")
_FORGOTTEN = Message("An option whose author was forgotten")
_TAKEN_DOWN = Message("An option whose words were taken down")


@dataclass(frozen=True)
class Line:
    """One option in a result.

    ``votes`` are its votes, None under grades; ``shares`` the percent of voters who gave each
    grade, the best first; ``percent`` its votes out of a hundred voters.
    """

    choice: Choice
    title: str | Message
    won: bool
    votes: int | None = None
    percent: float = 0
    shares: tuple[float, ...] = ()
    majority: Message | None = None


@dataclass(frozen=True)
class Told:
    """A result: the lines in their order, each round in a sentence, what holds for the whole.

    ``unchosen`` says why the others are not bought, ``greedy`` what the most approved first would
    have taken: both under a budget alone.
    """

    winners: tuple[str | Message, ...]
    lines: tuple[Line, ...] = ()
    rounds: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    unchosen: tuple[Message, ...] = ()
    greedy: tuple[str | Message, ...] = ()


def title_of(choice: Choice) -> str | Message:
    """Return what an option is called: its title, unless it was taken down or forgotten.

    An author who withdraws their idea changes nothing of a vote that is open.
    """
    if choice.idea is not None and choice.idea.state == State.REFUSED:
        return _TAKEN_DOWN
    return choice.title or _FORGOTTEN


def money(election: Election, cents: int) -> Quantity:
    """Return an amount as people read it."""
    return Quantity(cents / CENTS, 2 if cents % CENTS else 0, unit=election.currency)


def told(election: Election, result: Result) -> Told:
    """Return a result as its page shows it."""
    outcome, choices = result.outcome, election.slate()
    titles = {one.key: title_of(one) for one in choices}
    winners = tuple(titles[key] for key in outcome["winners"])
    if not result.file:
        return Told(winners)
    sentences = [one["sentence"] for one in outcome["rounds"]]
    return Told(
        winners,
        lines(election, choices, outcome, result.people),
        tuple(_said(election, titles, one) for one in sentences),
        tuple(_said(election, titles, one) for one in outcome["notes"]),
        _unchosen(election, choices, outcome) if election.rule == Rule.BUDGET else (),
        tuple(titles[key] for key in outcome.get("greedy", ())),
    )


def lines(
    election: Election, choices: Sequence[Choice], outcome: Mapping[str, Any], people: int
) -> tuple[Line, ...]:
    """Return the options with what they got, those chosen first, then by what they got."""
    counts, winners = outcome["counts"], outcome.get("winners", [])
    if election.rule == Rule.GRADES:
        made = [_graded(one, counts[one.key], one.key in winners, people) for one in choices]
        ranks = {key: rank for rank, key in enumerate(_flat(outcome.get("ranking", [])))}
        return tuple(sorted(made, key=lambda one: ranks.get(one.choice.key, 0)))
    made = [
        Line(
            one,
            title_of(one),
            one.key in winners,
            counts[one.key],
            100 * counts[one.key] / max(people, 1),
        )
        for one in choices
    ]
    return tuple(sorted(made, key=lambda one: (not one.won, -(one.votes or 0))))


def _unchosen(
    election: Election, choices: Sequence[Choice], outcome: Mapping[str, Any]
) -> tuple[Message, ...]:
    """Return why each other option is not bought: what fits in what is left always is."""
    chosen = set(outcome["winners"])
    left = election.budget - sum(one.cost for one in choices if one.key in chosen)
    return tuple(
        Message(
            "“{option}” is not bought: it costs {cost}, and {left} is left.",
            {
                "option": title_of(one),
                "cost": money(election, one.cost),
                "left": money(election, left),
            },
        )
        if outcome["counts"][one.key]
        else Message("“{option}” is not bought: nobody chose it.", {"option": title_of(one)})
        for one in choices
        if one.key not in chosen
    )


def _graded(choice: Choice, counts: Sequence[int], won: bool, people: int) -> Line:
    from rebond.cocreate.choices.majority import median

    shares = tuple(100 * count / max(people, 1) for count in reversed(counts))
    return Line(choice, title_of(choice), won, None, 0, shares, GRADES[median(counts)])


def _flat(groups: Sequence[Sequence[str]]) -> list[str]:
    return [one for group in groups for one in group]


def _said(
    election: Election, titles: Mapping[str, str | Message], document: dict[str, Any]
) -> Message:
    """Return a sentence of the library with the titles, the grades and the money of this vote."""
    message = message_of_json(document)
    grades = dict(zip((word.casefold() for word in grades_of(election)), GRADES, strict=True))
    values: dict[str, object] = {}
    for name, value in message.values.items():
        if name in _OPTIONS:
            value = titles.get(str(value), value)
        elif name in _GRADES:
            value = grades.get(str(value).casefold(), value)
        elif isinstance(value, Quantity) and not value.unit:
            value = Quantity(value.value, value.decimals, value.signed, election.currency)
        values[name] = value
    return Message(message.template, values)
