"""Who may come in a workspace: seats given, links made, seats taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond.vocabulary import Message, Stakeholder
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, owner_of
from rebond_web.workspaces.actions import seat_person, take_seat_away
from rebond_web.workspaces.models import Role, Seat

ROLES = {
    Role.OWNER: Message("owner: sees everything, decides who comes in"),
    Role.ANALYST: Message("analyst: sees everything"),
    Role.MANAGER: Message("manager: sees only where conditions hold"),
    Role.CONTRIBUTOR: Message("contributor: answers, proposes and votes, sees no voice"),
    Role.GUEST: Message("guest: follows what contributors are asked"),
}
KINDS = {
    Stakeholder.CUSTOMER: Message("a customer"),
    Stakeholder.EMPLOYEE: Message("an employee"),
    Stakeholder.PARTNER: Message("a partner"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the seats; give one, and show the link that lets its person in."""
    sitting = owner_of(request, slug)
    if request.method != "POST":
        return _people(request, sitting)
    given = {name: request.POST.get(name, "") for name in ("email", "role", "perimeter", "kind")}
    try:
        token = seat_person(sitting.seat.tenant, **given, by=account_of(request))
    except InputError as error:
        return _people(request, sitting, status=400, given=given, refused=error.message)
    address = reverse("enter", kwargs={"token": token}) if token else ""
    link = request.build_absolute_uri(address) if token else ""
    return _people(request, sitting, link=link, invited=given["email"])


@require_POST
def take_away(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Take a seat away."""
    sitting = owner_of(request, slug)
    if not Seat.objects.filter(tenant=sitting.seat.tenant, pk=seat).exists():
        raise Http404
    try:
        take_seat_away(sitting.seat.tenant, seat, by=account_of(request))
    except InputError as error:
        return _people(request, sitting, status=400, refused=error.message)
    return redirect("people", slug=slug)


def _people(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    given: dict[str, str] | None = None,
    **told: object,
) -> HttpResponse:
    seats = Seat.objects.filter(tenant=sitting.seat.tenant).select_related("account")
    shown: dict[str, object] = {"link": "", "invited": "", "refused": None, **told}
    return page(
        request,
        "site/people.html",
        sitting=sitting,
        here="people",
        status=status,
        seats=list(seats.order_by("account__email")),
        roles=[(str(role), said) for role, said in ROLES.items()],
        kinds=[(str(kind), said) for kind, said in KINDS.items()],
        given=given or {"email": "", "role": Role.MANAGER, "perimeter": "", "kind": ""},
        **shown,
    )
