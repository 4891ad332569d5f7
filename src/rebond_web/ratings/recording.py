"""Recording an exchange: what happened, where, between whom; each side gets its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rebond.errors import InputError
from rebond.listen import identity
from rebond.listen.columns.values import is_missing
from rebond.listen.quarantine import Sealer
from rebond.quantify import Perimeter
from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.ratings.models import Exchange, Link
from rebond_web.ratings.seeing import sees
from rebond_web.ratings.wording import Kind, Relation, Side
from rebond_web.surveys.codes import new_code
from rebond_web.surveys.places import finest_place, values_of, with_wider_places
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Role, Seat, Tenant

OPEN_FOR = timedelta(days=14)
PURPOSE = "ratings"  # of what is sealed and keyed here


@dataclass(frozen=True)
class Given:
    """What a form or a line says of an exchange, as it came.

    ``attribute`` says what the place is a value of, "" for what was used last; ``who`` is the
    address of who was there for us, "" for a team; ``person`` an identifier of the customer or
    partner, ``reference`` that of the exchange, each "" where it is not told.
    """

    day: str
    place: str = ""
    attribute: str = ""
    kind: str = Kind.VISIT.value
    relation: str = Relation.CUSTOMER.value
    who: str = ""
    person: str = ""
    reference: str = ""


def place_of(sitting: Sitting) -> str:
    """Return the attribute that says where exchanges happen, "" where the data have none.

    That of the last one recorded, else the finest place of the data.
    """
    last = Exchange.objects.filter(tenant=sitting.seat.tenant).exclude(attribute="").last()
    names = sitting.workspace.attribute_names()
    if last and last.attribute in names:
        return last.attribute
    return finest_place(Perimeter.whole(sitting.workspace)) or next(iter(names), "")


def attributes_of(sitting: Sitting) -> tuple[str, ...]:
    """Return what places may be values of, where the data do not tell; none where they do."""
    names = tuple(sitting.workspace.attribute_names())
    told = finest_place(Perimeter.whole(sitting.workspace)) or len(names) < 2
    return () if told else names


def places_of(sitting: Sitting) -> list[str]:
    """Return the places that this person may be offered."""
    return values_of(place_of(sitting), sitting.perimeter)


def staff_of(tenant: Tenant) -> QuerySet[Seat]:
    """Return the seats of those who work here: they may be rated by name."""
    outside = Q(role=Role.GUEST) | Q(role=Role.CONTRIBUTOR) & ~Q(kind=Stakeholder.EMPLOYEE)
    return Seat.objects.filter(tenant=tenant).exclude(outside).select_related("account", "tenant")


def named_to(sitting: Sitting) -> list[str]:
    """Return the addresses of those whom this person has seen named, in order.

    Who works here is not listed: a manager knows hers, and types an address once.
    """
    named = Exchange.objects.filter(
        tenant=sitting.seat.tenant, seat__in=staff_of(sitting.seat.tenant)
    )
    found = named.values_list("seat__account__email", "attributes")
    return sorted({email for email, attributes in found if email and sees(sitting, attributes)})


def record_exchange(sitting: Sitting, given: Given, *, by: Account) -> tuple[Exchange, bool]:
    """Keep an exchange with both its links; return it, and whether it is new.

    The same reference again is the same exchange: nothing changes.

    Raises
    ------
    InputError
        When a day, a place, a kind or a person cannot be used, or is not for this person.
    """
    tenant, workspace = sitting.seat.tenant, sitting.workspace
    happened = _day(given.day)
    place, attribute, attributes = _where(sitting, given)
    key = identity.person_key(workspace.secret, given.person) if given.person.strip() else ""
    reference = given.reference.strip()
    exchange = Exchange(
        tenant=tenant,
        relation=_one_of("relation", given.relation, Relation.values),
        kind=_one_of("kind", given.kind, Kind.values),
        happened=happened,
        attribute=attribute,
        place=place,
        attributes=attributes,
        seat=_seat(tenant, given),
        outside_key=key,
        reference=identity.keyed(workspace.secret, PURPOSE, reference) if reference else "",
        due=timezone.make_aware(datetime.combine(happened, time.min)) + OPEN_FOR + _A_DAY,
        by=by,
    )
    if key:
        exchange.sealed = Sealer(workspace.secret, PURPOSE).seal(given.person.strip(), key)
    with transaction.atomic():
        Tenant.objects.select_for_update().get(pk=tenant.pk)
        known = Exchange.objects.filter(tenant=tenant, reference=exchange.reference).first()
        if reference and known:
            return known, False
        exchange.save()
        Link.objects.bulk_create(
            Link(exchange=exchange, side=side, token=new_code()) for side in Side.values
        )
        record("exchange recorded", by=by.pk, tenant=tenant.pk, subject=exchange.pk)
    return exchange, True


def links_to_give(exchanges: Sequence[Exchange]) -> list[Link]:
    """Return the links that whoever records gives out: somebody named finds theirs by themselves.

    Nobody else rates in the name of a person who works here.
    """
    named = {one.pk for one in exchanges if one.seat_id is not None}
    found = Link.objects.filter(exchange__in=[one.pk for one in exchanges]).order_by("pk")
    return [one for one in found if one.side == Side.OUTSIDE or one.exchange_id not in named]


def take_back(exchange: Exchange, *, by: Account) -> None:
    """Remove an exchange recorded by mistake, with what was said of it.

    Raises
    ------
    InputError
        When it was revealed: what both sides said stays.
    """
    with transaction.atomic():
        found = Exchange.objects.select_for_update().get(pk=exchange.pk)
        if found.revealed:
            raise InputError("This exchange was revealed to both sides: it stays.")
        record("exchange taken back", by=by.pk, tenant=found.tenant_id, subject=found.pk)
        found.delete()


_A_DAY = timedelta(days=1)  # the fourteenth day is whole


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            "“{value}” is not a date. Write it as {example}.",
            value=text[:40],
            example="2026-05-31",
        ) from error
    today = timezone.localdate()
    if not today - OPEN_FOR < found <= today:
        raise InputError(
            "{day} is not within the last {n} days: both sides rate an exchange while they remember"
            " it.",
            day=found,
            n=OPEN_FOR.days,
        )
    return found


def _where(sitting: Sitting, given: Given) -> tuple[str, str, dict[str, str]]:
    """Return the place, the attribute it is a value of, and all that it tells."""
    names = sitting.workspace.attribute_names()
    attribute = given.attribute if given.attribute in names else place_of(sitting)
    place = given.place.strip()
    if not attribute:
        attributes: dict[str, str] = {}
        place = sitting.name[:120]
    elif len(place) > 120 or is_missing([place])[0].as_py():
        raise InputError("Say where it was: choose one of the places shown.")
    else:
        whole = Perimeter.whole(sitting.workspace)
        attributes = with_wider_places(whole, {attribute: place})
    if not sees(sitting, attributes):
        raise InputError("“{place}” is not a place that you may write of.", place=place[:120])
    return place, attribute, attributes


def _seat(tenant: Tenant, given: Given) -> Seat | None:
    who = given.who.strip()
    if not who:
        return None
    if given.relation == Relation.PARTNER:
        raise InputError("A partner rates the company: leave out who was there.")
    found = staff_of(tenant).filter(account__email__iexact=who).first()
    if found is None:
        raise InputError(
            "Nobody who works here has the address “{email}”. Give them a seat first, or leave it"
            " empty: the team is rated.",
            email=who[:254],
        )
    return found


def _one_of(field: str, value: str, valid: list[str]) -> str:
    if value not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value[:40],
            field=field,
            valid=", ".join(valid),
        )
    return value
