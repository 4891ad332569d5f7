"""The loop at a glance: voices, opinions, insights, plans, answers, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from rebond.languages.speaker import Speaker
from rebond_web.answers.access import decided_on
from rebond_web.cases.models import Case
from rebond_web.cases.seeing import seen
from rebond_web.reading.sections import Heard
from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Station:
    """A station of the loop: how many things are there, what became of them, where they are."""

    n: int
    counted: str
    after: str
    address: str


def loop(sitting: Sitting, heard: Heard, language: str) -> Sequence[Station]:
    """Return the stations of the loop, in order, as this person sees them."""
    tn = Speaker(language).tn

    def at(name: str) -> str:
        return reverse(name, kwargs={"slug": sitting.slug})

    plans = decided_on(sitting.seat.tenant, heard.insights)
    voices, opinions, answered = heard.voices, heard.opinions, _answered(sitting)
    hold = len(heard.insights)
    told = (
        (voices, tn("{n} voice | listened to", "{n} voices | listened to", voices), at("voices")),
        (opinions, tn("{n} opinion | read", "{n} opinions | read", opinions), at("themes")),
        (hold, tn("{n} insight | that holds", "{n} insights | that hold", hold), "#insights"),
        (plans, tn("{n} plan | decided", "{n} plans | decided", plans), at("plans")),
        (answered, tn("{n} voice | answered", "{n} voices | answered", answered), at("cases")),
    )
    return [_station(*one) for one in told]


def _station(n: int, sentence: str, address: str) -> Station:
    """Return a station from its sentence: before the bar what is counted, then what it became."""
    counted, _, after = sentence.partition(" | ")
    return Station(n, counted, after, address)


def _answered(sitting: Sitting) -> int:
    cases = Case.objects.filter(tenant=sitting.seat.tenant).exclude(answered=None)
    return len(seen(sitting.perimeter, cases.values_list("voice_id", flat=True)))
