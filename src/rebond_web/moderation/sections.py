"""What a participant is told of moderation on the page of a space."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from rebond_web.challenges.sections import Section
from rebond_web.moderation.models import Ruling, Verdict
from rebond_web.moderation.reasons import what_of
from rebond_web.spaces.access import Visit

_LATELY = timedelta(days=30)


def of_space(request: HttpRequest, visit: Visit) -> Section | None:
    """Tell a participant of the last decision about what they wrote, or about them; else nothing.

    Somebody without an account is told nowhere else.
    """
    del request
    if visit.participant is None:
        return None
    rulings = Ruling.objects.filter(author=visit.participant, overturned=None)
    rulings = rulings.exclude(verdict=Verdict.AGREED)
    ruling = rulings.filter(lifted=None, at__gte=timezone.now() - _LATELY).order_by("-pk").first()
    if visit.participant.excluded:
        ruling = rulings.filter(verdict=Verdict.EXCLUDED).order_by("-pk").first() or ruling
    if ruling is None:
        return None
    return Section("moderation/section.html", {"what": what_of(ruling), "day": ruling.at})
