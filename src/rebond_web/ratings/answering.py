"""Rating: one side says what it thought, may change it until it is revealed, and never after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond.network import HIGH, LOW
from rebond_web.ratings.models import Exchange, Link, Rating
from rebond_web.ratings.revealing import reveal_if_ready, sealer_of
from rebond_web.ratings.wording import CRITERIA, Relation, Side
from rebond_web.surveys.codes import answer_id, digest_of

LONGEST = 2000  # characters of words
MARKS = tuple(str(mark) for mark in range(LOW, HIGH + 1))


@dataclass(frozen=True)
class Given:
    """What somebody wrote in the form, as it came."""

    marks: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    consent: bool = False


def rate(link: Link, given: Given, *, code: str, language: str) -> Rating:
    """Keep what a side says; the same code again changes it.

    Raises
    ------
    InputError
        When a mark is missing or off the scale, the time is over, or the side has rated.
    """
    marks = _marks(given)
    with transaction.atomic():
        exchange = _open(link.exchange_id)
        found = exchange.ratings.filter(side=link.side).first()
        if found is not None and found.digest != digest_of(code):
            raise InputError(
                "This side has rated this exchange. What was said is changed by the address that"
                " was given then."
            )
        rater, rated = _keys(exchange, link.side)
        rating = found or Rating(
            exchange=exchange,
            side=link.side,
            digest=digest_of(code),
            answer_id=answer_id(code),
            rater=rater,
            rated=rated,
        )
        _write(rating, exchange, marks, given, language)
        reveal_if_ready(exchange)
    return rating


def change(rating: Rating, given: Given, *, language: str) -> None:
    """Change what was said, while it is not revealed.

    Raises
    ------
    InputError
        When a mark is missing or off the scale, or the time is over.
    """
    marks = _marks(given)
    with transaction.atomic():
        _write(rating, _open(rating.exchange_id), marks, given, language)


def _open(number: int) -> Exchange:
    """Return an exchange that may be rated, its row held."""
    exchange = Exchange.objects.select_for_update().get(pk=number)
    if not exchange.takes_ratings():
        raise InputError("The time to rate this exchange is over: nothing is changed any more.")
    return exchange


def _write(
    rating: Rating, exchange: Exchange, marks: dict[str, int], given: Given, language: str
) -> None:
    words = given.words.replace("\0", "").encode(errors="ignore").decode().strip()[:LONGEST]
    rating.marks = marks
    rating.sealed = sealer_of(exchange.tenant).seal(words, rating.answer_id) if words else b""
    rating.consent = given.consent and rating.side == Side.OUTSIDE
    rating.language = language
    rating.given = timezone.now()
    rating.save()


def _marks(given: Given) -> dict[str, int]:
    marks = {name: given.marks.get(name, "") for name in CRITERIA}
    if any(mark not in MARKS for mark in marks.values()):
        raise InputError("Choose a mark from 1 to 5 for each of the sentences.")
    return {name: int(mark) for name, mark in marks.items()}


def _keys(exchange: Exchange, side: str) -> tuple[str, str]:
    """Return who rates and who is rated, "" where nobody is named.

    A team without a name speaks as one; so that a small one is never told apart by its marks.
    """
    outside = f"key {exchange.outside_key}" if exchange.outside_key else f"exchange {exchange.pk}"
    staff = f"seat {exchange.seat_id}" if exchange.seat_id else ""
    if side == Side.OUTSIDE:
        return outside, staff
    rated = outside if exchange.outside_key else ""
    if exchange.relation == Relation.PARTNER:
        return f"exchange {exchange.pk}", rated
    return staff or f"team {exchange.place}", rated
