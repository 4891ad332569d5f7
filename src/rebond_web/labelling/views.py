"""The sample: one voice at a time to label, then what the labels tell of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError, RebondError
from rebond.understand import workspace_codebook
from rebond.understand.checking import Said
from rebond.understand.checking.labels import VoiceToLabel
from rebond.understand.checking.naming import ThemeNames
from rebond.understand.checking.quick import said_in
from rebond.understand.checking.vocabulary import numbered_themes
from rebond.vocabulary import Message
from rebond_web.labelling import actions
from rebond_web.labelling.forms import (
    MOST_LINES,
    Line,
    lines_of,
    said_by,
    theme_choices,
    theme_names,
)
from rebond_web.labelling.models import Kind
from rebond_web.labelling.results import awaited, checked
from rebond_web.labelling.sample import Pair, Sample, sample_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.soon import soon
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_LINES = 3  # empty ones, at first
USUAL, MOST_DRAWN = 200, 2_000  # voices of a sample


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the next voice to label, and keep what is said of it."""
    sitting = analyst_of(request, slug)
    sample = sample_of(sitting)
    if not sample.voices:
        return _nothing_drawn(request, sitting)
    me = actions.labeller_of(sitting.seat)
    if request.method == "POST":
        return _answered(request, sitting, sample, Kind.LABEL)
    asked = sample.voice(request.GET.get("voice", ""))
    voice = asked or sample.following(me, _rank(request.GET.get("after", "")))
    if voice is None:
        actions.give(sitting.seat.tenant)
        return _to_do(request, sitting, sample, None, [])
    mine = sample.by(me).get(voice.voice_id)
    return _to_do(request, sitting, sample, voice, _filled(mine))


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a voice that two people read otherwise, and keep what is settled of it."""
    sitting = analyst_of(request, slug)
    sample = sample_of(sitting)
    if request.method == "POST":
        return _answered(request, sitting, sample, Kind.SETTLED)
    after = _rank(request.GET.get("after", ""))
    left = sample.unsettled
    voice = next((one for one in left if one.rank > after), left[0] if left else None)
    return _to_do(request, sitting, sample, voice, _filled(None), settling=True)


@require_POST
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw voices to label."""
    sitting = analyst_of(request, slug)
    size = request.POST.get("size", "")
    try:
        wanted = min(int(size), MOST_DRAWN) if size.isdecimal() else USUAL
        actions.draw(sitting, wanted, by=account_of(request))
    except RebondError as error:
        return _nothing_drawn(request, sitting, error.message)
    return redirect("check", slug=slug)


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how people agree, how well the engine reads, and figures corrected for it."""
    sitting = analyst_of(request, slug)
    actions.give(sitting.seat.tenant)
    if awaited(sitting):
        return soon(request, sitting, "check")
    language = language_of(request)
    codebook = workspace_codebook(sitting.workspace)
    return page(
        request,
        "labelling/results.html",
        sitting=sitting,
        here="check",
        found=checked(sitting, language),
        names=theme_names(codebook, language),
        labellers=actions.labellers(sitting.seat.tenant),
        unsettled=len(sample_of(sitting).unsettled),
    )


def _answered(request: HttpRequest, sitting: Sitting, sample: Sample, kind: Kind) -> HttpResponse:
    """Keep an answer and go on to the next voice; show it again when it cannot be kept."""
    settling = kind == Kind.SETTLED
    voice = sample.voice(request.POST.get("voice", ""))
    if voice is None:
        raise Http404
    address = reverse("check-settle" if settling else "check", kwargs={"slug": sitting.slug})
    following = redirect(f"{address}?after={voice.rank}")
    action = request.POST.get("action", "keep")
    if action == "later":
        return following
    lines = lines_of(request.POST.dict())
    if action == "more":
        lines = [*lines, *[Line()] * 3][:MOST_LINES]
        return _to_do(request, sitting, sample, voice, lines, settling=settling)
    try:
        said = () if action == "nothing" else _said(request, sitting, lines)
    except RebondError as error:
        return _to_do(
            request, sitting, sample, voice, lines, settling=settling, refused=error.message
        )
    actions.say(sitting, kind, voice.voice_id, said, by=account_of(request))
    return following


def _said(request: HttpRequest, sitting: Sitting, lines: Sequence[Line]) -> Sequence[Said]:
    """Return what the quick line and the lines of the form say.

    Raises
    ------
    InputError
        When nothing is said, or a part cannot be understood.
    """
    codebook = workspace_codebook(sitting.workspace)
    names = ThemeNames(codebook, numbered_themes(sitting.workspace, codebook))
    quick = said_in(names, request.POST.get("quick", ""))
    if isinstance(quick, Message):
        raise InputError(_NOT_UNDERSTOOD, line=request.POST.get("quick", ""))
    leaves = {theme.id for theme in codebook.leaves}
    said = [Said(theme, polarity) for theme, polarity in quick]
    said += [one for one in said_by(lines, "") if one.theme in leaves]
    if not said:
        raise InputError(_SAY_SOMETHING)
    return list(dict.fromkeys(said))


_NOT_UNDERSTOOD = (
    "“{line}” is not understood. Write the numbers of themes, each with +, - or = (neither), as in"
    " 3+ 12-. The numbers are in the list below."
)
_SAY_SOMETHING = (
    "Choose at least one theme, or say that the voice speaks of none of them with its button."
)


def _to_do(
    request: HttpRequest,
    sitting: Sitting,
    sample: Sample,
    voice: VoiceToLabel | None,
    lines: Sequence[Line],
    *,
    settling: bool = False,
    refused: Message | None = None,
) -> HttpResponse:
    language = language_of(request)
    codebook = workspace_codebook(sitting.workspace)
    me = actions.labeller_of(sitting.seat)
    people = actions.labellers(sitting.seat.tenant)
    return page(
        request,
        "labelling/check.html",
        sitting=sitting,
        here="check",
        status=400 if refused else 200,
        refused=refused,
        voice=voice,
        lines=lines,
        settling=settling,
        said=_by_others(sample, voice, people) if settling and voice else [],
        left=len(sample.unsettled) if settling else 0,
        done=sample.done.get(me, 0),
        total=len(sample.voices),
        others=[(people.get(who, who), n) for who, n in sample.done.items() if who != me],
        choices=theme_choices(codebook, language),
        names=theme_names(codebook, language),
        numbers={
            theme: number
            for number, theme in enumerate(numbered_themes(sitting.workspace, codebook), start=1)
        },
        unsettled=len(sample.unsettled),
        first=sample.voices[0] if sample.voices else None,
    )


def _by_others(
    sample: Sample, voice: VoiceToLabel, people: dict[str, str]
) -> list[tuple[str, tuple[Pair, ...]]]:
    return [
        (people.get(one.labeller, one.labeller), one.said)
        for one in sample.labels
        if one.voice_id == voice.voice_id and not one.settled
    ]


def _nothing_drawn(
    request: HttpRequest, sitting: Sitting, refused: Message | None = None
) -> HttpResponse:
    return page(
        request,
        "labelling/draw.html",
        sitting=sitting,
        here="check",
        status=400 if refused else 200,
        refused=refused,
        usual=USUAL,
        most=MOST_DRAWN,
    )


def _filled(mine: Sequence[Pair] | None) -> list[Line]:
    known = [Line.of(Said(theme, polarity)) for theme, polarity in mine or ()]
    return [*known, *[Line()] * max(1, _LINES - len(known))]


def _rank(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
