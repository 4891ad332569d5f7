"""Revealing: both sides at once, when both have rated or when the time is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rebond.listen.quarantine import Sealer
from rebond.network import Rating as Rated
from rebond.network import close_batches
from rebond.vocabulary import Channel, Role, Stakeholder
from rebond_web.audit.models import record
from rebond_web.outbox.actions import drop
from rebond_web.outbox.answers import Answer, Field
from rebond_web.ratings.models import Batch, Exchange, Rating
from rebond_web.ratings.recording import OPEN_FOR, PURPOSE
from rebond_web.ratings.wording import Reason, Side
from rebond_web.surveys.answering import COMMENT, LANGUAGE, RESERVED
from rebond_web.surveys.models import Receipt
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

SOURCE = "Ratings"  # the same word in both languages: it is data
PERSON = "person"


def reveal_if_ready(exchange: Exchange) -> bool:
    """Reveal an exchange if both sides have rated it or its time is over; return whether it is.

    Call it within a transaction that holds the exchange's row.
    """
    if exchange.revealed:
        return True
    ratings = list(exchange.ratings.order_by("side"))
    if len(ratings) < len(Side) and timezone.now() < exchange.due:
        return False
    exchange.revealed = timezone.now()
    _tell_the_workspace(exchange, ratings)
    exchange.sealed = b""
    exchange.save(update_fields=["revealed", "sealed"])
    record("exchange revealed", by=None, tenant=exchange.tenant_id, subject=exchange.pk)
    for rating in ratings:
        batch_up(exchange.tenant, exchange.relation, rating.side, exchange.place)
    return True


def reveal_due() -> int:
    """Reveal what is due in every workspace; return how many exchanges were."""
    due = Exchange.objects.filter(revealed=None, due__lte=timezone.now())
    return sum(reveal_when_due(one) for one in due.order_by("due"))


def reveal_when_due(exchange: Exchange) -> bool:
    """Return whether an exchange is revealed, which is done first where its time is over.

    Before, the other side is not even looked at: nothing tells whether it has rated.
    """
    if exchange.revealed is None and timezone.now() >= exchange.due:
        with transaction.atomic():
            reveal_if_ready(Exchange.objects.select_for_update().get(pk=exchange.pk))
        exchange.refresh_from_db()
    return exchange.revealed is not None


def words_of(rating: Rating, sealer: Sealer) -> str:
    """Return the words of a rating, "" without any."""
    sealed = bytes(rating.sealed)
    return sealer.open(sealed, rating.answer_id) if sealed else ""


def sealer_of(tenant: Tenant) -> Sealer:
    """Return what seals the words of a workspace's ratings."""
    return Sealer(opened(tenant.folder).secret, PURPOSE)


def _tell_the_workspace(exchange: Exchange, ratings: list[Rating]) -> None:
    """Bring the words of the customer or partner in, where they agreed; their marks stay here.

    Beside words, marks would tell what a person who works here was given. The day is that of the
    exchange: when it was revealed would tell which one it was.
    """
    said = next((one for one in ratings if one.side == Side.OUTSIDE and one.consent), None)
    if said is None or not said.sealed:
        return
    sealer = sealer_of(exchange.tenant)
    key = exchange.outside_key
    person = sealer.open(bytes(exchange.sealed), key) if exchange.sealed else ""
    answer = Answer(
        id=said.answer_id,
        source=SOURCE,
        channel=Channel.SURVEY,
        stakeholder=Stakeholder(exchange.relation),
        solicited=True,
        fields=(
            Field(COMMENT, words_of(said, sealer), Role.TEXT),
            Field(LANGUAGE, said.language, Role.LANGUAGE),
            Field(PERSON, person, Role.PERSON),
            *(
                Field(name, value, Role.ATTRIBUTE)
                for name, value in exchange.attributes.items()
                if name.casefold() not in (*RESERVED, PERSON)
            ),
        ),
        at=datetime.combine(exchange.happened, time(12), tzinfo=UTC),
    )
    kept = drop(exchange.tenant, answer)
    Rating.objects.filter(pk=said.pk).update(response_id=kept.response_id)
    Receipt.objects.get_or_create(
        digest=said.digest,
        defaults={
            "tenant": exchange.tenant,
            "response_id": kept.response_id,
            "given": timezone.localdate(said.given),
        },
    )


def batch_up(tenant: Tenant, relation: str, side: str, place: str) -> None:
    """Close the batches that the revealed ratings of a place make, period by period.

    What is left of periods where nothing can be added any more makes batches of the place alone.
    """
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    waiting = Rating.objects.select_related("exchange").filter(
        ~Q(aside=Reason.FALSE),
        exchange__tenant=tenant,
        exchange__relation=relation,
        exchange__place=place,
        exchange__revealed__isnull=False,
        side=side,
        batch=None,
    )
    by_period: dict[str, list[Rated]] = {}
    for rating in waiting.order_by("exchange__revealed", "pk"):
        by_period.setdefault(rating.exchange.period, []).append(as_rated(rating))
    left: list[Rated] = []
    for period, ratings in sorted(by_period.items()):
        rest = _close(tenant, relation, side, ratings, place=place, period=period)
        left += rest if _is_over(period) else []
    _close(tenant, relation, side, left, place=place, period="")


def as_rated(rating: Rating) -> Rated:
    """Return a rating as the library takes it; its exchange is read."""
    return Rated(
        id=str(rating.pk),
        rater=rating.rater,
        rated=rating.rated,
        place=rating.exchange.place,
        period=rating.exchange.period,
        on=timezone.localdate(rating.given),
        marks=rating.marks,
    )


def _close(
    tenant: Tenant, relation: str, side: str, waiting: list[Rated], *, place: str, period: str
) -> list[Rated]:
    closed, left = close_batches(waiting, place=place, period=period)
    for batch in closed:
        kept = Batch.objects.create(
            tenant=tenant, relation=relation, side=side, place=place, period=period
        )
        numbers = [int(one.id) for one in batch.ratings]
        Rating.objects.filter(pk__in=numbers).update(batch=kept)
    return left


def _is_over(period: str) -> bool:
    """Return whether every exchange of a quarter was revealed, whatever is recorded yet."""
    year, quarter = int(period[:4]), int(period[-1])
    end = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return timezone.localdate() > end + 2 * OPEN_FOR + timedelta(days=1)
