"""The pages that are read: what matters, the voices, the themes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from rebond.errors import InputError, RebondError
from rebond.quantify import Question
from rebond.quantify.insights.keeping import mark
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.audit.models import record
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.reporter import reporter_of
from rebond_web.reading.sections import home_page, themes_page
from rebond_web.reading.voices import voice_page
from rebond_web.workspaces.access import Sitting, account_of, contributor_of, sitting_of

_LONGEST_NOTE = 500  # characters


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what holds now, in sentences, and the scores."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return _soon(request, sitting, "home")
    return _home(request, sitting)


@require_POST
def decide(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Keep what is decided of an insight."""
    sitting = contributor_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    found = next((one for one in reporter.insights if one.id == insight), None)
    if found is None:
        raise Http404
    account = account_of(request)
    note = request.POST.get("note", "")[:_LONGEST_NOTE]
    try:
        mark(
            sitting.workspace,
            found,
            request.POST.get("state", ""),
            by=account.email,
            note=note,
        )
    except RebondError as error:
        return _home(request, sitting, error.message)
    record("insight decided", by=account.pk, tenant=sitting.seat.tenant_id, subject=insight)
    return redirect(reverse("home", kwargs={"slug": slug}) + f"#insight-{insight}")


def _home(request: HttpRequest, sitting: Sitting, refused: Message | None = None) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    head, sections = home_page(reporter)
    deciding = {"sitting": sitting, "t": reporter.t, "csrf_token": get_token(request)}
    return page(
        request,
        "site/home.html",
        sitting=sitting,
        here="home",
        status=400 if refused else 200,
        refused=refused,
        head=head,
        sections=sections,
        decide=lambda card: Markup(
            render_to_string("site/decide.html", {**deciding, "card": card, "url": reverse})
        ),
        **helpers(reporter),
    )


@require_safe
def themes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the themes as a tree, what weighs, where and since when."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "themes", language_of(request)):
        return _soon(request, sitting, "themes")
    reporter = reporter_of(sitting, language_of(request))
    return page(
        request,
        "site/themes.html",
        sitting=sitting,
        here="themes",
        sections=themes_page(reporter),
        **helpers(reporter),
    )


def _soon(request: HttpRequest, sitting: Sitting, here: str) -> HttpResponse:
    """Say that a page is being computed; it asks again by itself, without a script."""
    answer = page(request, "site/soon.html", sitting=sitting, here=here)
    answer.headers["Refresh"] = "2"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """Show voices, found by words and by meaning, narrowed by conditions."""
    sitting = sitting_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    words, where = request.GET.get("q", "").strip(), request.GET.get("where", "").strip()
    number = request.GET.get("page", "1")
    refused, found = None, None
    try:
        question = Question.parse(f"voices where {where}" if where else "voices")
        found = voice_page(reporter, question, words, int(number) if number.isdecimal() else 1)
    except InputError as error:
        refused = error.message
    return page(
        request,
        "site/voices.html",
        sitting=sitting,
        here="voices",
        status=400 if refused else 200,
        words=words,
        where=where,
        found=found,
        refused=refused,
        **helpers(reporter),
    )
