"""Coming in a space: by its link, then by joining; one person one voice, as far as one can tell."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.spaces.access import (
    DEVICE,
    Visit,
    device_digest,
    link_cookie,
    link_proof,
    signed_in,
)
from rebond_web.spaces.models import LONGEST_NAME, Participant, Public, Space
from rebond_web.workspaces.actions import give_seat
from rebond_web.workspaces.models import Role, Seat

_YEAR = 365 * 24 * 3600  # seconds


def join(
    request: HttpRequest,
    visit: Visit,
    public: str,
    name: str,
    language: str,
    *,
    accepted: bool = False,
) -> str:
    """Have who asks take part in a space; return the secret that their browser keeps, "" for none.

    ``public`` is the number of a public of the space; ``accepted`` says that they accept its
    charter. Joining twice changes nothing: an account, or a browser, is one participant. An account
    without a seat in the workspace gets a contributor's.

    Raises
    ------
    InputError
        When the space takes nobody in any more, asks for an account, is followed by a guest, has
        no such public, or has a charter that is not accepted.
    """
    space = visit.space
    if space.closed:
        raise InputError("This space is closed: what was said in it can still be read.")
    account = signed_in(request)
    if account is None and not space.without_account:
        raise InputError("This space asks for an account. Sign in, then come back to this page.")
    if not visit.may_take_part:
        raise InputError(
            "You follow this space as a guest. To take part, ask for a contributor's seat."
        )
    if space.charter and not accepted:
        raise InputError("Accept the charter first: it is what everybody here agreed on.")
    chosen = _public(space, public)
    secret = "" if account else request.COOKIES.get(DEVICE, "") or secrets.token_urlsafe(32)
    device = device_digest(space, secret)
    who = {"account": account} if account else {"device": device, "account": None}
    try:
        with transaction.atomic():
            made = Participant.objects.create(
                space=space,
                public=chosen,
                name=" ".join(name.split())[:LONGEST_NAME],
                language=language,
                **who,
            )
            by = account.pk if account else None
            if account:
                _seat(account, chosen)
            record("space joined", by=by, tenant=space.tenant_id, subject=made.pk)
    except IntegrityError:
        return secret  # they had joined already, perhaps by another page at the same time
    return secret


def keep_device(request: HttpRequest, answer: HttpResponse, secret: str) -> None:
    """Have a browser keep what it is known by."""
    _keep(request, answer, DEVICE, secret)


def keep_link(request: HttpRequest, answer: HttpResponse, space: Space) -> None:
    """Have a browser keep that it came by the link of a space."""
    _keep(request, answer, link_cookie(space), link_proof(space))


def _keep(request: HttpRequest, answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )


def _seat(account: Account, public: Public) -> None:
    """Give who has no seat in a workspace a contributor's, of the kind of their public."""
    tenant = public.space.tenant
    if not Seat.objects.filter(account=account, tenant=tenant).exists():
        given = {
            "role": Role.CONTRIBUTOR,
            "kind": public.stakeholder,
            "perimeter": "",
            "source": "",
        }
        give_seat(tenant, account, given, by=account.pk)


def _public(space: Space, number: str) -> Public:
    publics = space.publics.all()
    publics = publics.select_related("space__tenant")
    found = publics.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise InputError("Say which of these you are: it tells who thinks what, never who you are.")
    return found
