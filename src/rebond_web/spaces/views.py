"""A space: what it asks now, how one comes in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond_web.challenges.access import challenges_of
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.spaces.access import signed_in, visit_of
from rebond_web.spaces.joining import join, keep_device, keep_link
from rebond_web.spaces.models import LONGEST_NAME, Opening, Space
from rebond_web.spaces.shell import space_page

_HOUR = 3600  # seconds


@require_safe
def space(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show what a space asks."""
    visit = visit_of(request, slug, space)
    challenges = list(challenges_of(visit))
    return space_page(
        request, "spaces/space.html", visit=visit, here="space", challenges=challenges
    )


@limited("join", most=60, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def join_space(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Ask who comes in which public they are of, then bring them back to where they were."""
    visit = visit_of(request, slug, space)
    back = _back(request, slug, space)
    if visit.participant is not None:
        return redirect(back)
    refused = None
    if request.method == "POST":
        given = (request.POST.get("public", ""), request.POST.get("name", ""))
        try:
            secret = join(request, visit, *given, language_of(request))
        except InputError as error:
            refused = error.message
        else:
            answer = redirect(back)
            if secret:
                keep_device(request, answer, secret)
            return answer
    return space_page(
        request,
        "spaces/join.html",
        visit=visit,
        status=400 if refused else 200,
        refused=refused,
        publics=list(visit.space.publics.order_by("pk")),
        to=back,
        given={name: request.POST.get(name, "") for name in ("public", "name")},
        longest=LONGEST_NAME,
        account=signed_in(request),
    )


@limited("space link", most=60, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Let in whoever has the link of a space."""
    found = Space.objects.filter(
        tenant__slug=slug, token=token, opening__in=(Opening.LINK, Opening.PUBLIC)
    ).first()
    if found is None:
        raise Http404
    answer = redirect("space", slug=slug, space=found.slug)
    keep_link(request, answer, found)
    return answer


def _back(request: HttpRequest, slug: str, space: str) -> str:
    back = request.POST.get("back", "") or request.GET.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe and back else reverse("space", kwargs={"slug": slug, "space": space})
