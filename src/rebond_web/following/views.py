"""Following a space: feeds, the page that gives their addresses, the list inside other sites."""

from __future__ import annotations

from typing import cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rebond_web.challenges.access import challenge_of, challenges_of
from rebond_web.challenges.contributions import State
from rebond_web.following.events import Asked, events_of
from rebond_web.following.feeds import MOST, feed_of, new_key, revoke_key, visit_by_key
from rebond_web.following.models import FeedKey, Showing
from rebond_web.ideas.access import idea_of, ideas_of
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, visit_of
from rebond_web.spaces.models import Opening
from rebond_web.spaces.shell import space_page
from rebond_web.surveys.drawing import qr_drawing, qr_file
from rebond_web.surveys.outside import outside_page

_HOUR = 3600  # seconds
_LISTED = 10  # ideas shown inside another site
_ASKED = 600  # times an hour that one address may ask for feeds


@limited("feed", most=_ASKED, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def space_feed(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Give the feed of a space."""
    visit = visit_by_key(request, slug, space)
    return _feed(request, visit, Asked(visit.space), visit.space.name)


@limited("feed", most=_ASKED, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def challenge_feed(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Give the feed of a challenge."""
    visit = visit_by_key(request, slug, space)
    found = challenge_of(visit, challenge)
    return _feed(request, visit, Asked(visit.space, challenge=found), found.question)


@limited("feed", most=_ASKED, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def idea_feed(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Give the feed of an idea: what rebounds on it, what is decided."""
    visit = visit_by_key(request, slug, space)
    found = idea_of(visit, idea)
    if found.state != State.PUBLISHED:
        raise Http404
    return _feed(request, visit, Asked(visit.space, idea=found), found.title)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("feed key", most=20, seconds=_HOUR)
def follow(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show how to follow a space from elsewhere; make or revoke the key of one's feeds."""
    visit = visit_of(request, slug, space)
    key = ""
    if request.method == "POST":
        if visit.participant is None:
            raise Http404
        if request.POST.get("do") == "revoke":
            revoke_key(visit.participant)
            return redirect("follow", slug=slug, space=space)
        key = new_key(visit.participant)
    at = {"slug": slug, "space": space}
    feed = request.build_absolute_uri(reverse("space-feed", kwargs=at))
    here = request.build_absolute_uri(reverse("space", kwargs=at))
    return space_page(
        request,
        "following/follow.html",
        visit=visit,
        here="follow",
        open_to_all=visit.space.opening == Opening.PUBLIC,
        feed=feed,
        keyed=f"{feed}?key={key}" if key else "",
        has_key=visit.participant is not None
        and FeedKey.objects.filter(participant=visit.participant).exists(),
        challenges=[one for one in challenges_of(visit) if not one.is_draft],
        drawing=qr_drawing(here),
        address=here,
    )


@require_safe
def challenge_qr(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Give the QR code of a challenge as a file."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    at = {"slug": slug, "space": space, "challenge": found.pk}
    address = request.build_absolute_uri(reverse("challenge", kwargs=at))
    answer = HttpResponse(qr_file(address), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{space}-{found.pk}.svg"'
    return answer


@xframe_options_exempt
@limited("space in", most=_ASKED, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def inside(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show the list of a public space inside the pages of the sites named for it, and no other."""
    visit = visit_of(request, slug, space)
    if visit.space.opening != Opening.PUBLIC:
        raise Http404
    showing = Showing.objects.filter(space=visit.space).first()
    origins = (showing.origins.split() if showing else []) or [NONE]

    def listed(request: HttpRequest) -> HttpResponse:
        ideas = ideas_of(visit).annotate(supported=Count("supports"))
        return outside_page(
            request,
            "following/inside.html",
            languages=visit.space.spoken,
            space=visit.space,
            at={"slug": slug, "space": space},
            ideas=list(ideas[:_LISTED]),
            challenges=[one for one in challenges_of(visit) if one.opened and not one.closed],
        )

    return cast(HttpResponse, csp_replace({"frame-ancestors": origins})(listed)(request))


def _feed(request: HttpRequest, visit: Visit, asked: Asked, title: str) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    events = events_of(asked, most=MOST)
    address = request.build_absolute_uri()
    content = feed_of(visit.space, title, events, site=site, address=address)
    answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    if visit.space.opening == Opening.PUBLIC:
        answer["Cache-Control"] = "public, max-age=300"
    else:
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex"
    return answer
