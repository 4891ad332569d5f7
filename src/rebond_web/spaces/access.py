"""The one way to a space: who may see it, and as whom they take part. Absent is as forbidden."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from rebond_web.accounts.models import Account
from rebond_web.spaces.models import Invited, Opening, Participant, Space
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import Right, allows

DEVICE = "device"  # the cookie by which a browser is known without an account
_LINKED = "rebond_web.spaces.link"
_PROFILE_KEPT = 600  # seconds for which who fits a profile is remembered


@dataclass(frozen=True)
class Visit:
    """Somebody in a space, for one request; ``participant`` is None until they joined."""

    space: Space
    participant: Participant | None
    seat: Seat | None

    @property
    def runs(self) -> bool:
        """Whether they run the space: open challenges, moderate, answer."""
        return self.seat is not None and allows(self.seat.role, Right.WORK)

    @property
    def slug(self) -> str:
        """The short name of the workspace."""
        return self.space.tenant.slug

    @property
    def writes(self) -> bool:
        """Whether they may contribute now."""
        return (
            self.participant is not None
            and not self.participant.excluded
            and not self.space.closed
            and self.may_take_part
        )

    @property
    def may_take_part(self) -> bool:
        """Whether the seat that they have, if they have one, lets them contribute."""
        return self.seat is None or allows(self.seat.role, Right.TAKE_PART)


def visit_of(request: HttpRequest, slug: str, space: str) -> Visit:
    """Return the visit of who asks in a space.

    Raises
    ------
    Http404
        When there is no such space, or it is not open to them.
    """
    found = Space.objects.select_related("tenant").filter(tenant__slug=slug, slug=space).first()
    if found is None:
        raise Http404
    (visit,) = _visits(request, [found])
    if not (_belongs(visit) or _may_come_in(request, visit)):
        raise Http404
    return visit


def joined(visit: Visit) -> Participant:
    """Return who takes part; Http404 for who did not join, or may not contribute any more."""
    if visit.participant is None or not visit.writes:
        raise Http404
    return visit.participant


def spaces_seen(request: HttpRequest, slug: str) -> QuerySet[Space]:
    """Return the spaces of a workspace that who asks may find by themselves, in their order.

    Those by link are known by their link only.
    """
    spaces = Space.objects.filter(tenant__slug=slug).select_related("tenant")
    seen = [
        visit.space.pk
        for visit in _visits(request, spaces)
        if _belongs(visit) or (visit.space.opening != Opening.LINK and _may_come_in(request, visit))
    ]
    return spaces.filter(pk__in=seen).order_by("closed", "name", "pk")


def link_cookie(space: Space) -> str:
    """Return the name of the cookie that says that a browser came by a space's link."""
    return f"space-{space.pk}"


def link_proof(space: Space) -> str:
    """Return what that cookie holds: it is worth nothing once the link is changed."""
    return signing.dumps([space.pk, space.token], salt=_LINKED)


def device_digest(space: Space, secret: str) -> str:
    """Return what is kept of a browser in a space, "" for no browser; other in each space."""
    if not secret:
        return ""
    said = f"device|{space.pk}|{secret}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def signed_in(request: HttpRequest) -> Account | None:
    """Return the account of who asks, None for who has none or is not signed in."""
    return request.user if isinstance(request.user, Account) else None


def _visits(request: HttpRequest, spaces: Iterable[Space]) -> list[Visit]:
    """Return who asks in each of some spaces of one workspace, whether open to them or not."""
    asked, account = list(spaces), signed_in(request)
    people = Participant.objects.filter(space__in=asked).select_related("public")
    if account is None or not asked:
        secret, seat = request.COOKIES.get(DEVICE, ""), None
        devices = [device_digest(one, secret) for one in asked if secret and one.without_account]
        # Said again for the index, which holds those of browsers alone.
        people = people.filter(device__in=devices).exclude(device="")
    else:
        seat = Seat.objects.filter(account=account, tenant=asked[0].tenant_id).first()
        people = people.filter(account=account)
    found = {one.space_id: one for one in people}
    return [Visit(one, found.get(one.pk), seat) for one in asked]


def _belongs(visit: Visit) -> bool:
    """Whether they are in the space already: they read the workspace, or joined and keep a seat.

    Whose seat was taken away comes in as anybody else would; a browser has none to lose.
    """
    if visit.seat is not None and allows(visit.seat.role, Right.READ):
        return True
    joined = visit.participant
    return joined is not None and (joined.account_id is None or visit.seat is not None)


def _may_come_in(request: HttpRequest, visit: Visit) -> bool:
    space, account = visit.space, signed_in(request)
    if space.opening == Opening.PUBLIC:
        return True
    if space.opening == Opening.LINK:
        return _has_link(request, space)
    if account is None:
        return False
    if space.opening == Opening.INVITATION:
        invited = Invited.objects.filter(space=space, account=account)
        return visit.seat is not None and invited.exists()
    return fulfils(account, space.tenant, space.profile)


def _has_link(request: HttpRequest, space: Space) -> bool:
    try:
        held = signing.loads(request.COOKIES.get(link_cookie(space), ""), salt=_LINKED)
    except signing.BadSignature:
        return False
    return bool(held == [space.pk, space.token])


def fulfils(account: Account, tenant: Tenant, conditions: str) -> bool:
    """Return whether a person gave a workspace a response that fulfils conditions.

    They are known by their address, as responses keep it: a pseudonym. Kept for ten minutes.
    """
    key = f"fulfils|{tenant.pk}|{hashlib.sha256(conditions.encode()).hexdigest()}|{account.pk}"
    known = cache.get(key)
    if known is None:
        known = _fulfils(account, tenant, conditions)
        cache.set(key, known, _PROFILE_KEPT)
    return bool(known)


def _fulfils(account: Account, tenant: Tenant, conditions: str) -> bool:
    from rebond.errors import RebondError
    from rebond.listen.identity import person_key
    from rebond.quantify import Filter, Perimeter, Question
    from rebond.quantify.evidence import length

    try:
        workspace = opened(tenant.folder)
        filters = Question.parse(f"responses where {conditions}").filters
        person = person_key(workspace.secret, account.email)
        those = (*filters, Filter("person", "=", (person,)))
        return length(Question("responses", (), those), Perimeter(workspace, ())).n > 0
    except RebondError:
        return False  # conditions that the data do not know any more: nobody fulfils them
