"""Coming in a space by e-mail: an address is given, a link is written to it, once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.accounts.actions import account_of, invite, invited, let_in
from rebond_web.accounts.arriving import come_in, head_for
from rebond_web.audit.models import record
from rebond_web.mail.actions import write_letter
from rebond_web.mail.post_office import PostOffice, post_office
from rebond_web.pages.limits import limited, spend
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.spaces.access import visit_of
from rebond_web.spaces.inviting import address_of, reads_figures
from rebond_web.spaces.models import Space
from rebond_web.spaces.shell import space_page
from rebond_web.workspaces.models import Seat

LETTER = "sign-in links"
VALID = timedelta(minutes=30)
_HOUR = 3600  # seconds
_MOST_TO_ONE = 4  # letters an hour to one address


def takes_addresses(space: Space) -> bool:
    """Return whether a link can be asked for by e-mail: the space takes accounts, mail is sent."""
    try:
        return not space.closed and post_office() is not None
    except InputError:  # the installation's settings of mail cannot be used: pages say so elsewhere
        return False


@never_cache
@limited("sign-in link", most=20, seconds=_HOUR)
@require_POST
def ask_link(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Write a link to an address; the answer is the same whoever it is of, known here or not."""
    visit = visit_of(request, slug, space)
    office = post_office() if takes_addresses(visit.space) else None
    if office is None or visit.participant is not None:
        raise Http404
    email = request.POST.get("email", "").strip().lower()
    refused = None
    try:
        validate_email(email)
    except ValidationError:
        refused = Message(
            "“{email}” is not an e-mail address. Write it as in {example}.",
            {"email": email[:254], "example": "name@example.com"},
        )
    else:
        if not spend("sign-in link to", email, most=_MOST_TO_ONE, seconds=_HOUR):
            _write(visit.space, email, office, language_of(request))
    return space_page(
        request,
        "spaces/asked.html",
        visit=visit,
        status=400 if refused else 200,
        refused=refused,
        email=email,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter", most=30, seconds=600)
def enter(request: HttpRequest, slug: str, space: str, token: str) -> HttpResponse:
    """Let in whoever has a link, towards the space that it names; looking does not use it up."""
    found = Space.objects.filter(tenant__slug=slug, slug=space).select_related("tenant").first()
    account = invited(token)
    if found is None or account is None:
        raise Http404
    if request.method != "POST":
        return page(request, "accounts/enter.html", email=account.email)
    account = let_in(token)
    if account is None:
        raise Http404
    head_for(request, reverse("join", kwargs=address_of(found)))
    return come_in(request, account, how="link")


@never_cache
@limited("sign-in link", most=20, seconds=_HOUR)
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Write a link to somebody who takes part already; the answer is the same whoever asks."""
    office = post_office()
    if office is None:
        raise Http404
    email = request.POST.get("email", "").strip().lower()
    if not spend("sign-in link to", email, most=_MOST_TO_ONE, seconds=_HOUR):
        seats = Seat.objects.filter(account__email=email, account__is_active=True)
        seat = seats.select_related("account", "tenant").first()
        if seat is not None and not reads_figures(seat.account):
            _write_back(seat, office, language_of(request))
    return page(request, "spaces/come_back.html", email=email[:254])


def _write_back(seat: Seat, office: PostOffice, language: str) -> None:
    t = Speaker(language).t
    secret = invite(seat.account, valid=VALID)
    said = t(
        "Somebody, perhaps you, asked to come back to {name} with this address. This link lets you"
        " in: {address}\nIt works once, within half an hour. If it was not you, do nothing: nothing"
        " happens.",
        name=seat.tenant.name,
        address=f"{office.site}{reverse('enter', kwargs={'token': secret})}",
    )
    record("sign-in link asked", by=None, tenant=seat.tenant_id, subject=seat.account_id)
    key = f"sign-in {seat.account_id} {hashlib.sha256(secret.encode()).hexdigest()[:32]}"
    subject = t("Your link to “{space}”", space=seat.tenant.name)
    write_letter(seat.tenant, key, LETTER, subject, said, language=language, account=seat.account)


def _write(space: Space, email: str, office: PostOffice, language: str) -> None:
    account = account_of(email)
    t = Speaker(language).t
    at = address_of(space)
    if reads_figures(account):
        # A letter must not open figures: who reads some comes in by their own way.
        secret, path = "", reverse("door")
        said = t(
            "Somebody, perhaps you, asked to come in “{space}” with this address. It is that of an"
            " account which reads figures here: come in as you usually do, at {address}, then open"
            " the space again.",
            space=space.name,
            address=f"{office.site}{path}",
        )
    else:
        secret = invite(account, valid=VALID)
        path = reverse("space-enter", kwargs={**at, "token": secret})
        said = t(
            "Somebody, perhaps you, asked to come in “{space}” with this address. This link lets"
            " you in: {address}\nIt works once, within half an hour. If it was not you, do nothing:"
            " nothing happens.",
            space=space.name,
            address=f"{office.site}{path}",
        )
    record("sign-in link asked", by=None, tenant=space.tenant_id, subject=account.pk)
    digest = hashlib.sha256(secret.encode()).hexdigest()[:32]
    key = f"sign-in {space.pk} {account.pk} {digest}"
    subject = t("Your link to “{space}”", space=space.name)
    write_letter(space.tenant, key, LETTER, subject, said, language=language, account=account)
