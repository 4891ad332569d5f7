"""Prompts of creativity: questions to think from, of four families."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.vocabulary import Message


@dataclass(frozen=True)
class Spark:
    """A question to think from, and the family that it is of."""

    family: Message
    said: Message


CONSTRAINT = Message("A constraint")
REVERSED = Message("The problem reversed")
PERSONA = Message("Somebody else’s eyes")
BORROWED = Message("Borrowed elsewhere")

_SAID = (
    (CONSTRAINT, (
        Message("With no money at all, what could still change on Monday?"),
        Message("It must work for somebody who cannot see a screen. What do you do?"),
        Message("It must fit in two square metres. What do you keep?"),
        Message("It must take less than one minute. What goes away?"),
        Message("Nobody is free to look after it. What works by itself?"),
        Message("It must still work in ten years without being repaired. What is it made of?"),
        Message("You may only take something away, never add. What do you take away?"),
    )),
    (REVERSED, (
        Message("What would make it much worse? Now turn that answer around."),
        Message("And if it were not a problem: what is it good for?"),
        Message("What if people came to you, rather than you to them?"),
        Message("What would happen if nobody did anything for a year?"),
        Message("Who would be sorry if the problem disappeared? What would they need instead?"),
        Message("What do we do before it goes wrong, rather than after?"),
    )),
    (PERSONA, (
        Message("What would the teams who are there every day do first?"),
        Message("What would a child of ten suggest?"),
        Message("And for somebody who comes for the first time, and dares not ask?"),
        Message("And for somebody who comes with a pushchair, a cane or a heavy load?"),
        Message("What would the one who delivers, repairs or cleans change?"),
        Message("What would somebody who has given up coming need to come back?"),
        Message("And if you had to explain it to your grandmother, what would you keep?"),
    )),
    (BORROWED, (
        Message("How does a hospital, a bakery or an airport deal with it?"),
        Message("What did people do before computers, and was it better?"),
        Message("Which habit of another country would you bring back?"),
        Message("Take two ideas that were proposed here. What would they become together?"),
        Message("What does a good host do at home that nobody does here?"),
        Message("Which game would make people want to do it?"),
    )),
)  # fmt: skip
SPARKS = tuple(Spark(family, said) for family, some in _SAID for said in some)
