"""One edit: asked, what it moves, done, what it moved, undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.languages import typography
from rebond.quantify.evidence import voices_said
from rebond.report.writing import helpers
from rebond.understand import workspace_codebook
from rebond.vocabulary import Message
from rebond_web.codebook import actions
from rebond_web.codebook.asked import operation_of
from rebond_web.codebook.models import Edit
from rebond_web.codebook.views import tree_page
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job, State
from rebond_web.labelling.forms import theme_names
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.voices.listing import voices_reporter
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_THEMES = 20
_LETTERS = 400


@dataclass(frozen=True)
class Side:
    """A theme in one reading: its voices, their share in %, its net polarity, None without any."""

    voices: int
    share: float
    net: float | None


@dataclass(frozen=True)
class Moved:
    """A theme that changes: before, after, the voices that come, go and are judged otherwise."""

    label: str
    then: Side
    now: Side
    gained: int
    lost: int
    turned: int


@dataclass(frozen=True)
class Turned:
    """A voice that is read otherwise; themes are (sign, name)."""

    voice_id: str
    text: str
    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what an edit would move."""
    sitting = analyst_of(request, slug)
    try:
        edit = actions.ask_for(sitting, operation_of(request.POST), by=account_of(request))
    except RebondError as error:
        return tree_page(request, sitting, error.message)
    return redirect("edit", slug=slug, edit=edit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, edit: int) -> HttpResponse:
    """Show what an edit moves, or moved; do it or leave it."""
    sitting = analyst_of(request, slug)
    found = (
        Edit.objects.select_related("preview", "adoption", "account")
        .filter(tenant=sitting.seat.tenant, pk=edit)
        .first()
    )
    if found is None:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            if request.POST.get("action") == "do":
                actions.do(found, by=account_of(request))
            else:
                actions.drop(found, sitting, by=account_of(request))
                return redirect("codebook", slug=slug)
            return redirect("edit", slug=slug, edit=edit)
        except RebondError as error:
            refused = error.message
    return _edit(request, sitting, found, refused)


def _edit(
    request: HttpRequest, sitting: Sitting, found: Edit, refused: Message | None
) -> HttpResponse:
    language = language_of(request)
    job = found.adoption or found.preview
    told = _told(job)
    voices = {one["voice"] for one in told.get("examples", [])}
    texts = {one.voice_id: one.text for one in voices_said(sitting.perimeter, sorted(voices))}
    reporter = voices_reporter(sitting, language)
    why = message_of_json(job.told["why"]) if job and job.state == State.FAILED else None
    answer = page(
        request,
        "codebook/edit.html",
        sitting=sitting,
        here="themes",
        status=400 if refused else 200,
        refused=refused or why,
        edit=found,
        job=job,
        told=told,
        names=theme_names(workspace_codebook(sitting.workspace), language),
        moved=_moved(told, language)[:_THEMES],
        hidden=max(0, len(told.get("themes", ())) - _THEMES),
        turned=_turned(told, texts, language),
        stale=found.adoption is None
        and found.base != workspace_codebook(sitting.workspace).version,
        **helpers(reporter),
    )
    if job is not None and not job.is_over:
        answer.headers["Refresh"] = "2"
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(job: Job | None) -> Mapping[str, Any]:
    """Return what the last job done told: the preview's, until the edit is done."""
    if job is not None and job.state == State.DONE:
        return dict(job.told)
    return {}


def _moved(told: Mapping[str, Any], language: str) -> list[Moved]:
    total = max(1, told.get("voices", 0))

    def side(one: Mapping[str, int]) -> Side:
        net = 100 * (one["positive"] - one["negative"]) / one["voices"] if one["voices"] else None
        return Side(one["voices"], 100 * one["voices"] / total, net)

    found = [
        Moved(
            _written(one["label"], language),
            side(one["then"]),
            side(one["now"]),
            one["gained"],
            one["lost"],
            one["turned"],
        )
        for one in told.get("themes", [])
    ]
    return sorted(found, key=lambda one: -(one.gained + one.lost + one.turned))


def _turned(told: Mapping[str, Any], texts: Mapping[str, str], language: str) -> list[Turned]:
    names = {key: _written(label, language) for key, label in told.get("names", {}).items()}
    signs = {-1: "−", 0: "·", 1: "+"}

    def themes(listed: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
        return [(signs[sign], names.get(theme, theme)) for theme, sign in listed]

    return [
        Turned(
            one["voice"],
            _short(texts[one["voice"]]),
            themes(one["before"]),
            themes(one["after"]),
        )
        for one in told.get("examples", [])
        if one["voice"] in texts
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS].rstrip()}…"


def _written(label: Mapping[str, str], language: str) -> str:
    return typography.typography(label["fr" if language == "fr" else "en"], language)
