"""The page of one voice: what was read in it, who says otherwise, and saying so."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.quantify import EvidenceVoice
from rebond.quantify.evidence import voices_said
from rebond.report.writing import helpers
from rebond.understand import workspace_codebook
from rebond.understand.checking import Said, corrections_of
from rebond.vocabulary import Message
from rebond_web.ideas.voices_told import ideas_behind
from rebond_web.labelling.actions import labeller_of, labellers, say
from rebond_web.labelling.forms import Line, lines_of, said_by, theme_choices, theme_names
from rebond_web.labelling.models import Kind, Saying
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.voices.listing import told_voices, voices_reporter
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

_EMPTY = 2  # lines beside those of what was read


@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, slug: str, voice: str) -> HttpResponse:
    """Show a voice and what was read in it; keep what a person says of it instead."""
    sitting = sitting_of(request, slug)
    found = voices_said(sitting.perimeter, [voice])
    if not found:
        raise Http404
    if request.method != "POST":
        return _voice(request, sitting, found[0], _lines(sitting, found[0]))
    lines = lines_of(request.POST.dict())
    if request.POST.get("action") == "more":
        return _voice(request, sitting, found[0], [*lines, *[Line()] * _EMPTY])
    try:
        codebook = workspace_codebook(sitting.workspace)
        leaves = {theme.id for theme in codebook.leaves}
        said = [one for one in said_by(lines, found[0].text) if one.theme in leaves]
    except InputError as error:
        return _voice(request, sitting, found[0], lines, error.message)
    say(sitting, Kind.CORRECTION, voice, said, by=account_of(request))
    return redirect(reverse("voice", kwargs={"slug": slug, "voice": voice}) + "?kept=1")


def said_of(sitting: Sitting, voice_id: str) -> dict[str, tuple[Said, ...]]:
    """Return what each person says of a voice, by labeller, what waits to be kept included."""
    found = {
        one.labeller: one.said
        for one in corrections_of(sitting.workspace)
        if one.voice_id == voice_id
    }
    waiting = Saying.objects.filter(
        tenant=sitting.seat.tenant, kind=Kind.CORRECTION, voice_id=voice_id
    )
    return found | {one.labeller: tuple(Said(*told) for told in one.said) for one in waiting}


def _lines(sitting: Sitting, voice: EvidenceVoice) -> list[Line]:
    mine = said_of(sitting, voice.voice_id).get(labeller_of(sitting.seat))
    said = _read(voice) if mine is None else list(mine)
    return [*(Line.of(one, voice.text, read=one.start is not None) for one in said),
            *[Line()] * _EMPTY]  # fmt: skip


def _read(voice: EvidenceVoice) -> list[Said]:
    found = [
        Said(span.theme, span.polarity, span.start, span.end) for span in voice.spans if span.theme
    ]
    return list(dict.fromkeys(found))


def _voice(
    request: HttpRequest,
    sitting: Sitting,
    voice: EvidenceVoice,
    lines: Sequence[Line],
    refused: Message | None = None,
) -> HttpResponse:
    language = language_of(request)
    reporter = voices_reporter(sitting, language)
    codebook = workspace_codebook(sitting.workspace)
    people = labellers(sitting.seat.tenant)
    said = said_of(sitting, voice.voice_id)
    (told,) = told_voices(reporter, [voice])
    return page(
        request,
        "voices/voice.html",
        sitting=sitting,
        here="voices",
        status=400 if refused else 200,
        refused=refused,
        told=told,
        read=len(_read(voice)),
        lines=lines,
        choices=theme_choices(codebook, language),
        names=theme_names(codebook, language),
        said=[(people.get(who, who), some) for who, some in sorted(said.items())],
        agree=len({frozenset((one.theme, one.polarity) for one in some) for some in said.values()})
        == 1,
        ideas=ideas_behind(sitting, voice.voice_id),
        kept=request.GET.get("kept") == "1",
        **helpers(reporter),
    )
