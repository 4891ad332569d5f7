"""Figures, voices, insights and imports, as the API gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from rebond.languages.speaker import Speaker
from rebond_web.api.caller import Caller
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job, State
from rebond_web.listening.jobs import IMPORT
from rebond_web.pages.preferences import language_of
from rebond_web.reading.kept import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.quantify import EvidenceVoice, Figure, Question

_COUNTS = ("read", "new", "updated", "unchanged", "quarantined")
_LISTED = 100  # imports


def figure(request: HttpRequest, caller: Caller, question: Question) -> dict[str, Any]:
    """Return the answer to a question on the rows of a caller, with the way to its evidence."""
    from rebond.quantify import ask
    from rebond.quantify.writing import figure_as_json
    from rebond_web.reading.reporter import voices_address

    perimeter = caller.perimeter()
    found: Figure = kept(perimeter, str(question), lambda: ask(question, perimeter))
    document = figure_as_json(found, Speaker(language_of(request)).t)
    for cell in (document["total"], *document["cells"]):
        cell["evidence"] = voices_link(request, str(question), cell["keys"])
    page = voices_address(caller.tenant.slug, question)
    return {**document, "page": request.build_absolute_uri(page)}


def voices(
    request: HttpRequest,
    caller: Caller,
    question: Question,
    keys: tuple[str, ...],
    page: int,
    size: int,
) -> dict[str, Any]:
    """Return a page of the voices behind a figure, or behind one of its cells."""
    from rebond.quantify import HOW_CHOSEN, evidence

    found = evidence(question, caller.perimeter(), keys=keys, limit=page * size + 1)
    shown = found[(page - 1) * size : page * size]
    following = voices_link(request, str(question), keys, page=page + 1, size=size)
    return {
        "question": str(question),
        "keys": list(keys),
        "how_chosen": Speaker(language_of(request)).t(HOW_CHOSEN),
        "voices": [_voice(one) for one in shown],
        "next": following if len(found) > page * size else None,
    }


def voices_link(request: HttpRequest, question: str, keys: Sequence[str], **more: int) -> str:
    """Return the address of the voices behind a figure, or behind one of its cells."""
    asked = urlencode([("question", question), *(("key", one) for one in keys), *more.items()])
    return request.build_absolute_uri(f"{reverse('api-voices')}?{asked}")


def insights(request: HttpRequest, caller: Caller) -> dict[str, Any]:
    """Return what is announced on the rows of a caller, with the state of each."""
    from rebond.quantify.insights.keeping import followed
    from rebond.quantify.insights.writing import followed_as_json
    from rebond_web.insights.content import insights_of
    from rebond_web.reading.reporter import reporter_on

    language, perimeter = language_of(request), caller.perimeter()
    reporter = reporter_on(perimeter, caller.tenant.slug, language)
    say = Speaker(language).t
    return {
        "scanned": reporter.findings.scanned,
        "rate": reporter.findings.rate,
        "data_version": perimeter.workspace.data_version,
        "insights": [
            followed_as_json(one, perimeter, say)
            for one in followed(insights_of(reporter), perimeter)
        ],
    }


def imports(request: HttpRequest, caller: Caller, job: int | None = None) -> list[dict[str, Any]]:
    """Return the last imports of the caller's workspace, or the one asked for.

    They belong to no row: a token with a perimeter sees none.
    """
    if not caller.sees_everything:
        return []
    found = Job.objects.filter(tenant=caller.tenant, kind=IMPORT).order_by("-pk")
    if job is not None:
        found = found.filter(pk=job)
    say = Speaker(language_of(request)).t
    return [_import(one, say) for one in found[:_LISTED]]


def _voice(voice: EvidenceVoice) -> dict[str, Any]:
    from rebond.quantify.writing import voice_as_json

    return {
        **voice_as_json(voice),
        "stakeholder": voice.stakeholder,
        "channel": voice.channel,
        "day": voice.day.isoformat() if voice.day else None,
        "attributes": voice.attributes,
    }


def _import(job: Job, say: Any) -> dict[str, Any]:
    done = job.told.get("imports", ()) if job.state == State.DONE else ()
    counts = {name: sum(one[name] for one in done) if done else None for name in _COUNTS}
    why = job.told.get("why") if job.state == State.FAILED else None
    return {
        "id": job.pk,
        "file": job.asked.get("name", ""),
        "state": job.state,
        "done": job.done,
        "total": job.total,
        **counts,
        "why": say(message_of_json(why)) if why else None,
    }
