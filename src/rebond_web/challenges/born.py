"""What an insight brings to a challenge: its sentence, its figures, words without who said them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from rebond.listen.texts.personal_data import mask
from rebond_web.challenges.actions import Evidence
from rebond_web.challenges.models import Challenge
from rebond_web.insights.content import Content, insight_named, shown
from rebond_web.reading.reporter import reporter_of
from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Quote:
    """What somebody said, personal data and the names of people masked, and nothing else."""

    voice_id: str
    words: str


@dataclass(frozen=True)
class Born:
    """What an insight may bring to a challenge, in one language."""

    content: Content
    quotes: Sequence[Quote]
    language: str

    def evidence(self, voices: Sequence[str]) -> Evidence:
        """Return what comes along, with the words of the voices chosen among its quotes."""
        figures = [
            {
                "value": fact.value,
                "unit": fact.unit,
                "interval": fact.interval,
                "n": fact.n,
                "label": fact.label,
                "tone": fact.tone,
            }
            for fact in self.content.facts
        ]
        chosen = [one for one in self.quotes if one.voice_id in voices]
        verbatims = [{"words": one.words, "voice": one.voice_id} for one in chosen]
        return Evidence(
            self.content.id,
            self.content.sentence,
            figures,
            verbatims,
            self.content.voices,
            self.content.question,
        )


def born_from(sitting: Sitting, insight: str, language: str) -> Born | None:
    """Return what an insight may bring, None for one that is not announced to who asks."""
    reporter = reporter_of(sitting, language)
    found = insight_named(reporter, insight)
    if found is None:
        return None
    chosen = reporter.chosen(found)
    voices = [*chosen.voices, *((chosen.against,) if chosen.against else ())]
    words = mask([one.text for one in voices], first_names=True)[0].to_pylist()
    quotes = [Quote(one.voice_id, said) for one, said in zip(voices, words, strict=True)]
    return Born(shown(reporter, found), quotes, language)


def challenges_born_from(sitting: Sitting, insight: str) -> QuerySet[Challenge]:
    """Return the challenges written from an insight, the last first; drafts to who runs them."""
    found = Challenge.objects.filter(space__tenant=sitting.seat.tenant, insight=insight)
    if not sitting.brings_in:
        found = found.filter(opened__isnull=False)
    return found.select_related("space").order_by("-pk")
