"""Inviting people to a space: a seat where they have none, then a link, by e-mail if it is sent."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond_web.accounts.actions import account_of, invite
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.mail.actions import write_letter
from rebond_web.mail.post_office import post_office
from rebond_web.spaces.models import Invited, Participant, Public, Space
from rebond_web.workspaces.actions import seat_person
from rebond_web.workspaces.models import Role, Seat
from rebond_web.workspaces.rights import ALLOWED, Right

AT_ONCE = 100  # people invited together
LETTER = "invitations"  # what a reader may unsubscribe from
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Guest:
    """Somebody invited. ``path`` lets them in once, "" where they come in as they do elsewhere."""

    email: str
    path: str
    is_written_to: bool


def invite_people(space: Space, emails: str, public: Public, *, by: Account) -> list[Guest]:
    """Invite people, one address a line, into a space and as contributors of the kind of a public.

    Who has a seat keeps it. A link that signs in is written to an address alone, or told to an
    owner where this installation sends no mail; never one that would open the figures.

    Raises
    ------
    InputError
        When there is no address, one is none, or there are too many.
    """
    addresses = _addresses(emails)
    office = post_office()
    guests = []
    with transaction.atomic():
        for address in addresses:
            guests.append(_invite(space, address, public, by=by, by_mail=office is not None))
            if office is not None:
                _write(space, guests[-1], office.site)
    return guests


def take_back(space: Space, invited: int, *, by: Account) -> None:
    """Take an invitation back, from who has not come in yet; one that is not there is nothing."""
    found = waiting_for(space).filter(pk=invited).first()
    if found is not None:
        with transaction.atomic():
            record(
                "invitation taken back", by=by.pk, tenant=space.tenant_id, subject=found.account_id
            )
            found.delete()


def waiting_for(space: Space) -> QuerySet[Invited]:
    """Return the invitations of those who have not joined a space yet, by address."""
    here = Participant.objects.filter(space=space, account__isnull=False).values("account")
    found = Invited.objects.filter(space=space).exclude(account__in=here)
    return found.select_related("account").order_by("account__email")


def _addresses(emails: str) -> list[str]:
    found = list(dict.fromkeys(one.lower() for one in _BETWEEN.split(emails) if one))
    if not found:
        raise InputError("Give at least one e-mail address, one a line.")
    if len(found) > AT_ONCE:
        raise InputError("At most {most} people are invited at once. Give fewer.", most=AT_ONCE)
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            raise InputError(
                "“{email}” is not an e-mail address. Write it as in {example}.",
                email=address[:254],
                example="name@example.com",
            ) from error
    return found


def _invite(space: Space, address: str, public: Public, *, by: Account, by_mail: bool) -> Guest:
    tenant, token = space.tenant, ""
    if not Seat.objects.filter(tenant=tenant, account__email=address).exists():
        token = seat_person(tenant, address, Role.CONTRIBUTOR, kind=public.stakeholder, by=by)
    account = account_of(address)
    Invited.objects.get_or_create(space=space, account=account)
    record("invited to a space", by=by.pk, tenant=tenant.pk, subject=account.pk)
    if by_mail:
        token = "" if reads_figures(account) else invite(account)
    path = reverse("space-enter", kwargs={**address_of(space), "token": token}) if token else ""
    return Guest(address, path, by_mail)


def reads_figures(account: Account) -> bool:
    """Return whether an account may read figures or voices somewhere: no letter lets it in."""
    return Seat.objects.filter(account=account, role__in=ALLOWED[Right.READ]).exists()


def address_of(space: Space) -> dict[str, str]:
    """Return what the addresses of a space are made with."""
    return {"slug": space.tenant.slug, "space": space.slug}


def _write(space: Space, guest: Guest, site: str) -> None:
    account = account_of(guest.email)
    language = account.language or space.spoken[0]
    t = Speaker(language).t
    path = guest.path or reverse("space", kwargs=address_of(space))
    said = t(
        "{name} invites you to take part in “{space}”.\n\n{about}\n\nThis link lets you in:"
        " {address}\nIt works once, within seven days. If you expected nothing of the kind, do"
        " nothing: nothing happens.",
        name=space.tenant.name,
        space=space.name,
        about=space.about,
        address=f"{site}{path}",
    )
    subject = t("{name} invites you: {space}", name=space.tenant.name, space=space.name)
    digest = hashlib.sha256(f"{space.pk}|{path}".encode()).hexdigest()[:24]
    key = f"space {space.pk} invitation {account.pk} {digest}"
    write_letter(space.tenant, key, LETTER, subject, said, language=language, account=account)
