"""The pages of those who rate: no account, no cookie, no script.

The page of a link asks, and never shows what anybody said: whoever gives links out may open it.
What was said is on the page of a code, which only its author has.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.languages import LANGUAGES
from rebond.vocabulary import Message
from rebond_web.pages.limits import limited
from rebond_web.ratings.answering import LONGEST, MARKS, Given, change, rate
from rebond_web.ratings.models import Exchange, Link, Rating
from rebond_web.ratings.revealing import reveal_when_due, sealer_of, words_of
from rebond_web.ratings.wording import CRITERIA, ENDS, KINDS, Kind, Side
from rebond_web.surveys.codes import digest_of, new_code, signed, unsigned
from rebond_web.surveys.models import Receipt
from rebond_web.surveys.outside import language_asked, outside_page

TEN_MINUTES = 600  # seconds
_TRAP = "website"  # a field that nobody sees: programs that fill every field give themselves away


# No session stands behind these forms: what we drew and signed for the link says that it is ours.
@csrf_exempt
@never_cache
@limited("rating", most=60, seconds=TEN_MINUTES, methods=("GET", "HEAD", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def rate_exchange(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one side what it thought, and keep it."""
    link = Link.objects.select_related("exchange__tenant").filter(token=token.lower()).first()
    if link is None:
        raise Http404
    if not link.exchange.takes_ratings():
        return _over(request, link.exchange)
    if request.method != "POST":
        return _form(request, link)
    code = unsigned(request.POST.get("form", ""), link.token)
    if code is None or request.POST.get(_TRAP):
        refused = Message(
            "This form was not filled in by hand here. It is drawn anew: send it again."
        )
        return _form(request, link, given=_given(request), refused=refused)
    language = language_asked(request, LANGUAGES)
    try:
        rate(link, _given(request), code=code, language=language)
    except InputError as error:
        return _form(request, link, given=_given(request), code=code, refused=error.message)
    return _to(code, language)


@csrf_exempt
@never_cache
@limited("my rating", most=60, seconds=TEN_MINUTES, methods=("GET", "HEAD", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def my_rating(request: HttpRequest, code: str) -> HttpResponse:
    """Show its author what they said, have it changed, and show the other side once revealed."""
    rating = _rating_of(code)
    refused = None
    if request.method == "POST":
        if unsigned(request.POST.get("form", ""), rating.digest) is None:
            raise Http404
        language = language_asked(request, LANGUAGES)
        try:
            change(rating, _given(request), language=language)
            return _to(code, language)
        except InputError as error:
            refused = error.message
    exchange = rating.exchange
    if reveal_when_due(exchange):
        return _revealed(request, rating, code, refused)
    marks = {name: str(mark) for name, mark in rating.marks.items()}
    said = Given(marks, _words(rating), rating.consent)
    return _page(
        request,
        "ratings/kept.html",
        exchange,
        status=400 if refused else 200,
        side=rating.side,
        given=_given(request) if refused else said,
        form=signed(code, rating.digest),
        address=request.build_absolute_uri(reverse("my-rating", kwargs={"code": code})),
        action=reverse("my-rating", kwargs={"code": code}),
        refused=refused,
    )


def _to(code: str, language: str) -> HttpResponse:
    return redirect(f"{reverse('my-rating', kwargs={'code': code})}?lang={language}")


def _revealed(
    request: HttpRequest, rating: Rating, code: str, refused: Message | None
) -> HttpResponse:
    """Show both sides; of a person who works here, what was said is on their own page alone."""
    exchange = rating.exchange
    elsewhere = rating.side == Side.INSIDE and exchange.seat_id is not None
    other = None if elsewhere else exchange.ratings.exclude(pk=rating.pk).first()
    receipt = Receipt.objects.filter(digest=rating.digest).exists()
    return _page(
        request,
        "ratings/revealed.html",
        exchange,
        status=409 if refused else 200,
        mine=rating,
        my_words=_words(rating),
        other=other,
        other_words=_words(other) if other else "",
        elsewhere=elsewhere,
        receipt=reverse("receipt", kwargs={"code": code}) if receipt else "",
        refused=refused,
        side=rating.side,
    )


def _rating_of(code: str) -> Rating:
    digest = digest_of(code)
    found = Rating.objects.select_related("exchange__tenant").filter(digest=digest).first()
    if not digest or found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    link: Link,
    *,
    given: Given | None = None,
    code: str | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    return _page(
        request,
        "ratings/rate.html",
        link.exchange,
        status=400 if refused else 200,
        side=link.side,
        given=given or Given(),
        form=signed(code or new_code(), link.token),
        action=reverse("rate", kwargs={"token": link.token}),
        refused=refused,
    )


def _over(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    return _page(request, "ratings/over.html", exchange, status=410)


def _page(
    request: HttpRequest, template: str, exchange: Exchange, *, status: int = 200, **told: Any
) -> HttpResponse:
    return outside_page(
        request,
        template,
        status=status,
        name=exchange.tenant.name,
        exchange=exchange,
        kind=KINDS[Kind(exchange.kind)],
        until=exchange.last_day,
        criteria=CRITERIA,
        marks=MARKS,
        ends=ENDS,
        longest=LONGEST,
        trap=_TRAP,
        **told,
    )


def _given(request: HttpRequest) -> Given:
    post = request.POST
    return Given(
        {name: post.get(name, "")[:2] for name in CRITERIA},
        post.get("words", "").replace("\0", "")[:LONGEST],
        post.get("consent") == "on",
    )


def _words(rating: Rating) -> str:
    return words_of(rating, sealer_of(rating.exchange.tenant))
