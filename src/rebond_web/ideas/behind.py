"""The voices behind an idea, confirmed one by one by those who run its space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, Max
from django.http import HttpRequest

from rebond import tables
from rebond.cocreate.links import Askers, askers, voices_like
from rebond.errors import InputError, RebondError
from rebond.languages.typography import month
from rebond.quantify import EvidenceVoice, Perimeter
from rebond.quantify.evidence import voices_said
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State
from rebond_web.challenges.sections import Section
from rebond_web.ideas.models import Idea, IdeaVoice
from rebond_web.pages.preferences import language_of
from rebond_web.reading.kept import kept
from rebond_web.spaces.access import Visit
from rebond_web.workspaces.access import opened

if TYPE_CHECKING:
    pass

FEWEST = 5  # people, under which how many is told to those who run the space only
_LOOKED = 40  # voices looked at for one page
_LONGEST_ASKED = 400  # characters of an idea that are looked for
_KEPT = 3600  # seconds
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Behind:
    """How many people asked for an idea, as everybody may know, since which month."""

    people: int
    few: bool
    since: date | None


def candidates(idea: Idea, perimeter: Perimeter) -> list[EvidenceVoice]:
    """Return voices that may be asking for an idea, the likest first, but those already said of."""
    said = set(IdeaVoice.objects.filter(idea=idea).values_list("voice_id", flat=True))
    plain = f"{idea.title} {idea.text}"[:_LONGEST_ASKED]
    for sign in '"“”«»-':  # an idea is words, not a query
        plain = plain.replace(sign, " ")
    try:
        found = voices_like(plain, perimeter, limit=_LOOKED)
    except InputError:  # nothing to look for in it
        return []
    return voices_said(perimeter, [one.voice_id for one in found.hits if one.voice_id not in said])


def confirmed(idea: Idea, perimeter: Perimeter) -> list[EvidenceVoice]:
    """Return the voices that ask for an idea, of those that a reader may see."""
    return voices_said(perimeter, _asking(idea))


def say_of_voices(idea: Idea, said: Mapping[str, str], perimeter: Perimeter, *, by: Account) -> int:
    """Keep whether voices ask for an idea: "yes" or "no"; return of how many.

    It holds of the voices that say exactly the same too. Those that are not in the perimeter of who
    says it are left as they were.
    """
    answered = {voice: _ANSWERS[one] for voice, one in said.items() if one in _ANSWERS}
    answered = _with_copies(idea.challenge.space.tenant.folder, answered)
    seen = {one.voice_id for one in voices_said(perimeter, sorted(answered))}
    for voice in sorted(seen):
        IdeaVoice.objects.update_or_create(
            idea=idea,
            voice_id=voice,
            defaults={
                "asks": answered[voice],
                "response_id": voice.rpartition("-")[0],
                "by": by,
            },
        )
    if seen:
        tenant = idea.challenge.space.tenant_id
        record("voices linked", by=by.pk, tenant=tenant, subject=idea.pk)
    return len(seen)


def first_month(asked: Askers) -> date | None:
    """Return the first day of the month in which somebody first asked, None where it is unknown."""
    return date.fromisoformat(asked.since) if asked.since else None


def who_asked(idea: Idea, perimeter: Perimeter) -> Askers | None:
    """Return how many people asked for an idea, since when, in which segments; None for nobody."""
    asking = _asking(idea)
    if not asking:
        return None
    return kept(perimeter, f"askers {' '.join(asking)}", lambda: askers(asking, perimeter))


def behind(idea: Idea) -> Behind | None:
    """Return how many people asked for an idea, for everybody; None where nobody is known to."""
    told = IdeaVoice.objects.filter(idea=idea, asks=True).aggregate(n=Count("pk"), last=Max("at"))
    if not told["n"]:
        return None
    key = f"behind|{idea.pk}|{told['n']}|{told['last']:%s%f}"
    known: Behind | None = cache.get(key)
    if known is None:
        known = _behind(idea)
        cache.set(key, known, _KEPT)
    return known if known.people else None


def section(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return how many people asked for an idea, and for who runs the space, finding them."""
    if idea.state != State.PUBLISHED:
        return None
    told = behind(idea)
    if told is None and not visit.runs:
        return None
    since = month(told.since, language_of(request)) if told and told.since else ""
    return Section("ideas/behind.html", {"told": told, "fewest": FEWEST, "since": since})


def responses_behind(idea: Idea) -> set[str]:
    """Return the ids of the responses whose voices ask for an idea."""
    rows = IdeaVoice.objects.filter(idea=idea, asks=True)
    return set(rows.values_list("response_id", flat=True))


def _with_copies(folder: str, answered: Mapping[str, bool]) -> dict[str, bool]:
    """Return what is said of voices, and of those whose text is the same, by voice."""
    if not answered:
        return {}
    workspace = opened(folder)
    voices = workspace.sql("voices")
    named = ", ".join(tables.quoted(one) for one in answered)
    asked = (
        f"SELECT one.voice_id, other.voice_id FROM ({voices}) one JOIN ({voices}) other"
        f" ON one.text_key = other.text_key WHERE one.voice_id IN ({named})"
    )

    def query() -> list[tuple[str, str]]:
        return workspace.cursor().sql(asked).fetchall()

    copies = {other: answered[one] for one, other in workspace.read(query)}
    return copies | dict(answered)


def _asking(idea: Idea) -> list[str]:
    rows = IdeaVoice.objects.filter(idea=idea, asks=True).order_by("voice_id")
    return list(rows.values_list("voice_id", flat=True))


def _behind(idea: Idea) -> Behind:
    try:
        perimeter = Perimeter(opened(idea.challenge.space.tenant.folder), ())
        found = who_asked(idea, perimeter)
    except RebondError:  # a folder that has gone: nothing is told of it
        found = None
    if found is None:
        return Behind(0, False, None)
    return Behind(found.people, found.people < FEWEST, first_month(found))
