"""Surveys, for those who make them: seen, made, closed, their links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.quantify import Filter, Question
from rebond.report.content.people import STAKEHOLDERS
from rebond.vocabulary import Message, Stakeholder
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import voices_address
from rebond_web.surveys import actions
from rebond_web.surveys.kinds import CONSENT, WORDINGS, Kind
from rebond_web.surveys.models import Link, Survey
from rebond_web.surveys.places import finest_place, values_of
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_LOCAL = ("127.0.0.1", "localhost", "[::1]")


@require_safe
def surveys(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the surveys, and the kinds that can be made."""
    sitting = analyst_of(request, slug)
    found = Survey.objects.filter(tenant=sitting.seat.tenant).prefetch_related("links")
    return page(
        request,
        "surveys/surveys.html",
        sitting=sitting,
        here="surveys",
        surveys=[(one, _answers(one)) for one in found.order_by("-pk")],
        wordings=WORDINGS,
        stakeholders=STAKEHOLDERS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write a survey, from questions that are proposed."""
    sitting = analyst_of(request, slug)
    if kind not in list(Kind):
        raise Http404
    refused, given = None, _proposed(Kind(kind), sitting)
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given} | {"kind": kind}
        try:
            made = actions.make_survey(sitting.seat.tenant, given, by=account_of(request))
            return redirect("survey", slug=slug, survey=made.pk)
        except InputError as error:
            refused = error.message
    return page(
        request,
        "surveys/new.html",
        sitting=sitting,
        here="surveys",
        status=400 if refused else 200,
        kind=kind,
        wording=WORDINGS[Kind(kind)],
        given=given,
        refused=refused,
        stakeholders=[(str(one), said) for one, said in STAKEHOLDERS.items()],
    )


@require_safe
def survey(request: HttpRequest, slug: str, survey: int) -> HttpResponse:
    """Show a survey: its state, its links and how many answers came by each."""
    return _survey(request, *survey_of(request, slug, survey))


@require_POST
def close(request: HttpRequest, slug: str, survey: int) -> HttpResponse:
    """Close a survey, or open it again."""
    _, found = survey_of(request, slug, survey)
    actions.set_closed(found, request.POST.get("closed") == "yes", by=account_of(request))
    return redirect("survey", slug=slug, survey=survey)


@require_POST
def links(request: HttpRequest, slug: str, survey: int) -> HttpResponse:
    """Make links, one for each value of an attribute."""
    sitting, found = survey_of(request, slug, survey)
    given = {name: request.POST.get(name, "") for name in ("attribute", "values")}
    if request.POST.get("fill"):
        known = values_of(given["attribute"].strip(), sitting.perimeter)
        return _survey(request, sitting, found, {**given, "values": "\n".join(known)})
    try:
        actions.add_links(
            found,
            given["attribute"],
            given["values"].splitlines(),
            sitting.perimeter,
            by=account_of(request),
        )
    except InputError as error:
        return _survey(request, sitting, found, given, error.message)
    return redirect("survey", slug=slug, survey=survey)


@require_POST
def close_link(request: HttpRequest, slug: str, survey: int, token: str) -> HttpResponse:
    """Close a link, or open it again."""
    _, found = survey_of(request, slug, survey)
    closed = request.POST.get("closed") == "yes"
    actions.set_link_closed(link_of(found, token), closed, by=account_of(request))
    return redirect("survey-link", slug=slug, survey=survey, token=token)


def survey_of(request: HttpRequest, slug: str, number: int) -> tuple[Sitting, Survey]:
    """Return the sitting of who makes surveys, and a survey of the workspace; else Http404."""
    sitting = analyst_of(request, slug)
    found = Survey.objects.select_related("tenant").filter(tenant=sitting.seat.tenant, pk=number)
    survey = found.first()
    if survey is None:
        raise Http404
    return sitting, survey


def link_of(survey: Survey, token: str) -> Link:
    """Return a link of a survey; else Http404."""
    found = survey.links.select_related("survey__tenant").filter(token=token).first()
    if found is None:
        raise Http404
    return found


def is_only_here(request: HttpRequest) -> bool:
    """Return whether the address asked works on this machine alone."""
    return request.get_host().rpartition(":")[0] in _LOCAL or request.get_host() in _LOCAL


def _answers(survey: Survey) -> int:
    return sum(link.answers for link in survey.links.all())


def _proposed(kind: Kind, sitting: Sitting) -> dict[str, str]:
    """Return the fields of a new survey, as they are proposed."""
    wording, name = WORDINGS[kind], sitting.name
    return {
        "name": "",
        "kind": kind,
        "stakeholder": Stakeholder.CUSTOMER,
        **{f"question_{one}": getattr(wording.question, one).format(name=name) for one in _BOTH},
        **{f"why_{one}": getattr(wording.why, one) for one in _BOTH},
        **{f"consent_{one}": getattr(CONSENT, one).format(name=name) for one in _BOTH},
        **dict.fromkeys(("asks_email", "opens", "closes", "origins"), ""),
    }


_BOTH = ("fr", "en")


def _survey(
    request: HttpRequest,
    sitting: Sitting,
    survey: Survey,
    given: dict[str, str] | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    by_source = Question("voices", (), (Filter("source", "=", (survey.name,)),))
    return page(
        request,
        "surveys/survey.html",
        sitting=sitting,
        here="surveys",
        status=400 if refused else 200,
        survey=survey,
        wording=WORDINGS[Kind(survey.kind)],
        stakeholder=STAKEHOLDERS[Stakeholder(survey.stakeholder)],
        question=survey.text("question", language_of(request)),
        links=list(survey.links.order_by("label", "pk")),
        answers=_answers(survey),
        voices=voices_address(sitting.slug, by_source),
        given=given or {"attribute": finest_place(sitting.perimeter), "values": ""},
        attributes=sitting.workspace.attribute_names(),
        refused=refused,
        only_here=is_only_here(request),
        is_open=survey.takes_answers(),
        today=timezone.localdate(),
    )
