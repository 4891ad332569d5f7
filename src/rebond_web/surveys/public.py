"""Answering, alone or inside another site's page, and following what became of it."""

from __future__ import annotations

from typing import cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.outbox.actions import Drop
from rebond_web.pages.limits import limited, spend
from rebond_web.surveys.answering import LONGEST_COMMENT, Given, answer_survey
from rebond_web.surveys.codes import digest_of, new_code, signed, unsigned
from rebond_web.surveys.drawing import qr_drawing
from rebond_web.surveys.kinds import WORDINGS, Kind
from rebond_web.surveys.models import Link, Receipt
from rebond_web.surveys.outside import language_asked, outside_page
from rebond_web.surveys.receipts import story_of

TEN_MINUTES, HOUR = 600, 3600  # seconds
_FIRST = "first"  # says, in an address, that an earlier answer of the same form stays
_TRAP = "website"  # a field that nobody sees: programs that fill every field give themselves away


# No session stands behind these forms, and inside another site's page no cookie comes with them:
# the code that we drew and signed for the link says that the form is ours.
@csrf_exempt
@never_cache
@limited("survey", most=60, seconds=TEN_MINUTES)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the questions of a survey, and keep what is answered."""
    return _answer(request, _link_of(token), framed=False)


@csrf_exempt
@never_cache
@xframe_options_exempt
@limited("survey", most=60, seconds=TEN_MINUTES)
@require_http_methods(["GET", "HEAD", "POST"])
def embedded(request: HttpRequest, token: str) -> HttpResponse:
    """Do the same inside the pages of the sites that the survey names, and of no other."""
    link = _link_of(token)

    def asked(request: HttpRequest) -> HttpResponse:
        return _answer(request, link, framed=True)

    origins = link.survey.origins.split() or [NONE]
    return cast(HttpResponse, csp_replace({"frame-ancestors": origins})(asked)(request))


@never_cache
@limited("receipt", most=60, seconds=TEN_MINUTES, methods=("GET", "HEAD"))
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what became of a voice to who holds its code."""
    digest = digest_of(code)
    found = Receipt.objects.select_related("tenant").filter(digest=digest).first()
    if not digest or found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("receipt", kwargs={"code": code}))
    return outside_page(
        request,
        "surveys/receipt.html",
        name=found.tenant.name,
        code=code,
        address=address,
        story=story_of(found),
        drawing=qr_drawing(address),
        first_stays=_FIRST in request.GET,
    )


def _link_of(token: str) -> Link:
    found = Link.objects.select_related("survey__tenant").filter(token=token.lower()).first()
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, link: Link, *, framed: bool) -> HttpResponse:
    if link.closed or not link.survey.takes_answers():
        return _shown(request, link, "surveys/closed.html", framed=framed, status=410)
    if request.method != "POST":
        return _form(request, link, framed=framed)
    code = unsigned(request.POST.get("form", ""), link.token)
    if code is None or request.POST.get(_TRAP):
        refused = Message(
            "This form was not filled in by hand here. It is drawn anew: send it again."
        )
        return _form(request, link, framed=framed, given=_given(request), refused=refused)
    wait = spend("survey link", f"link {link.pk}", most=link.most_an_hour, seconds=HOUR)
    if wait:
        return _too_many(request, link, code, wait, framed=framed)
    try:
        kept = answer_survey(
            link,
            _given(request),
            code=code,
            language=language_asked(request, link.survey.languages),
        )
    except InputError as error:
        return _form(
            request, link, framed=framed, given=_given(request), code=code, refused=error.message
        )
    return _thanked(request, link, code, kept, framed=framed)


def _thanked(
    request: HttpRequest, link: Link, code: str, kept: Drop, *, framed: bool
) -> HttpResponse:
    address = request.build_absolute_uri(reverse("receipt", kwargs={"code": code}))
    if not framed:
        return redirect(address if kept.same else f"{address}?{_FIRST}")
    return _shown(
        request, link, "surveys/thanks.html", framed=True, address=address, same=kept.same
    )


def _too_many(
    request: HttpRequest, link: Link, code: str, wait: int, *, framed: bool
) -> HttpResponse:
    refused = Message(
        "Many answers came by this link at once. Yours is still in the form: send it again in"
        " {minutes} minutes.",
        {"minutes": -(-wait // 60)},
    )
    answer = _form(
        request,
        link,
        framed=framed,
        given=_given(request),
        code=code,
        refused=refused,
        status=429,
    )
    answer["Retry-After"] = str(wait)
    return answer


def _given(request: HttpRequest) -> Given:
    post = request.POST
    return Given(
        post.get("score", "")[:4],
        post.get("comment", "").replace("\0", "")[:LONGEST_COMMENT],
        post.get("email", "")[:254],
        post.get("news") == "on",
    )


def _form(
    request: HttpRequest,
    link: Link,
    *,
    framed: bool,
    given: Given | None = None,
    code: str | None = None,
    refused: Message | None = None,
    status: int = 400,
) -> HttpResponse:
    return _shown(
        request,
        link,
        "surveys/answer.html",
        framed=framed,
        status=status if refused else 200,
        wording=WORDINGS[Kind(link.survey.kind)],
        given=given or Given(),
        form=signed(code or new_code(), link.token),
        trap=_TRAP,
        longest=LONGEST_COMMENT,
        refused=refused,
    )


def _shown(
    request: HttpRequest,
    link: Link,
    template: str,
    *,
    framed: bool,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    survey = link.survey
    return outside_page(
        request,
        template,
        languages=survey.languages,
        status=status,
        name=survey.tenant.name,
        survey=survey,
        link=link,
        framed=framed,
        today=timezone.localdate(),
        said=lambda what: survey.text(what, language_asked(request, survey.languages)),
        **context,
    )
