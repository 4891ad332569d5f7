"""No longer being sent news, without an account: one click, from the e-mail itself (RFC 8058)."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.listen.contacts import contact_of
from rebond.listen.identity import person_key
from rebond.vocabulary import Message
from rebond_web.answers.models import Left, Return
from rebond_web.answers.paces import LETTERS
from rebond_web.audit.models import record
from rebond_web.mail.readers import GONE
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

_SALT = "rebond_web.answers.leaving"
_LEFT = Message("This person no longer wants these letters.")


def leave_token(number: int) -> str:
    """Return what proves, in a link, that its bearer was sent a return.

    It holds a pseudonym: it still works once the return itself is gone.
    """
    found = Return.objects.select_related("step__decision__tenant").get(pk=number)
    tenant = found.step.decision.tenant
    return signing.dumps([tenant.pk, _person(tenant, found.response_id)], salt=_SALT)


def address_of_return(number: int) -> str | Message:
    """Return the address of who gave a response and asked for news, or why there is none."""
    found = Return.objects.select_related("step__decision__tenant").filter(pk=number).first()
    if found is None:
        return GONE
    tenant = found.step.decision.tenant
    try:
        contact = contact_of(opened(tenant.folder), found.response_id)
    except RebondError as error:
        return error.message
    if contact is None or not contact.news:
        return GONE
    person = person_key(opened(tenant.folder).secret, contact.address)
    gone = Left.objects.filter(tenant=tenant, person=person).exists()
    return _LEFT if gone else contact.address


@never_cache
@csrf_exempt  # a mail reader posts here without a page of ours; the link itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Send no more news to whoever holds the link of a letter, or send them again.

    Looking at the link changes nothing: what opens links to look at them must not unsubscribe.
    """
    try:
        tenant, person = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    found = Tenant.objects.filter(pk=tenant).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("again"):
            Left.objects.filter(tenant=found, person=person).delete()
        else:
            Left.objects.get_or_create(tenant=found, person=person)
        record("news stopped or sent again", by=None, tenant=found.pk)
    stopped = Left.objects.filter(tenant=found, person=person).exists()
    return page(request, "mail/stop.html", kind=LETTERS, stopped=stopped, email=found.name)


def _person(tenant: Tenant, response_id: str) -> str:
    """Return the pseudonym of who gave a response, "" for who left no address any more."""
    workspace = opened(tenant.folder)
    contact = contact_of(workspace, response_id)
    return person_key(workspace.secret, contact.address) if contact else ""
