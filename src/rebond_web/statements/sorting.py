"""The card of one statement at a time, and where one sits: what is drawn for who sorts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rebond.vocabulary import Message
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.spaces.access import Visit
from rebond_web.statements.access import statements_of, votes_of
from rebond_web.statements.counting import sorting_of
from rebond_web.statements.models import Sorting, Statement
from rebond_web.statements.routing import next_statement
from rebond_web.statements.showing import Opinions, opinions_of, stability
from rebond_web.statements.summing import ENOUGH, LEAST_PEOPLE

_BARS = 24  # of the progress drawn on the card
_VOTED = {
    1: Message("You agreed with “{text}”"),
    -1: Message("You disagreed with “{text}”"),
    0: Message("You passed on “{text}”"),
}


@dataclass(frozen=True)
class Card:
    """A statement to vote on: its place among all, what one said of it, what one said before."""

    statement: Statement
    written_by: Message
    rank: int
    total: int
    done: int
    bars: int
    said: int | None
    before: tuple[int, Message] | None


def sorted_part(
    visit: Visit, challenge: Challenge, *, asked: int | None = None, last: int | None = None
) -> dict[str, Any]:
    """Return what the parts of a page about statements read.

    ``asked`` is the statement to show, the next one if none is given; ``last`` the one that was
    voted on just before.
    """
    sorting, said = sorting_of(challenge), votes_of(visit, challenge)
    shown = list(statements_of(challenge).order_by("pk").values_list("pk", flat=True))
    runs = challenge.runs(Phase.SORT)
    card = None
    if runs and (visit.participant is None or visit.writes):
        card = _card(visit, challenge, sorting, shown, said, asked, last)
    opinions = opinions_of(challenge, sorting, said)
    return {
        "address": {"slug": visit.slug, "space": visit.space.slug, "challenge": challenge.pk},
        "challenge": challenge,
        "card": card,
        "runs": runs,
        "total": len(shown),
        "said": len(said),
        "opinions": opinions,
        "firmness": stability(opinions.returns) if opinions.returns is not None else None,
        "blur": _blur(opinions, len(said)),
        "least_people": LEAST_PEOPLE,
        "least_votes": min(ENOUGH, max(len(shown), 1)),
        "most_told": None,
    }


def _card(
    visit: Visit,
    challenge: Challenge,
    sorting: Sorting,
    shown: list[int],
    said: dict[int, int],
    asked: int | None,
    last: int | None,
) -> Card | None:
    person = visit.participant.pk if visit.participant else 0
    number = asked or next_statement(shown, said, sorting.told.get("routing", {}), person)
    wanted = [one for one in (number, last) if one in shown]
    found = statements_of(challenge).select_related("author__public").in_bulk(wanted)
    if number is None or number not in found:
        return None
    total = len(shown)
    bars = min(total, _BARS)
    before = None
    if last in found and last in said and last != number:
        before = last, Message(_VOTED[said[last]].template, {"text": found[last].text})
    return Card(
        found[number],
        written_by(found[number], sorting),
        min(len(said) + 1, total),
        total,
        round(bars * len(said) / total),
        bars,
        said.get(number),
        before,
    )


def written_by(statement: Statement, sorting: Sorting) -> Message:
    """Return who wrote a statement: never more than their public, if it has five people."""
    if statement.seed:
        return Message("written by those who ask")
    author = statement.author
    if author is not None and author.public_id in sorting.told.get("speak", ()):
        return Message("written from among “{public}”", {"public": author.public.name})
    return Message("written by a participant")


def _blur(opinions: Opinions, votes: int) -> Message | None:
    """Return how sure one's place is, in a sentence."""
    if opinions.seat is None or opinions.seat.group < 0:
        return None
    if votes == 1:
        return Message(
            "With one vote, your place is hardly known: the dotted zone says where a vote on"
            " another statement could have put you. Nobody sees your point but you."
        )
    if votes < ENOUGH:
        return Message(
            "With {n} votes, your place is still blurred: the dotted zone says where as many votes"
            " on other statements could have put you. Nobody sees your point but you.",
            {"n": votes},
        )
    return Message(
        "The dotted zone says where as many votes on other statements could have put you. Nobody"
        " sees your point but you."
    )
