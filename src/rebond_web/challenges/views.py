"""A challenge, as those who take part see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rebond_web.challenges.access import challenge_of
from rebond_web.challenges.phases import DOES, counts_of, is_over, steps_of
from rebond_web.challenges.sections import challenge_sections
from rebond_web.spaces.access import visit_of
from rebond_web.spaces.shell import short_day, space_page


@require_safe
def challenge(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Show a challenge, with what each application brings to it."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    sections = challenge_sections(request, visit, found)
    steps = steps_of(found, counts_of([found]))
    shown = {one.phase for one in sections}
    return space_page(
        request,
        "challenges/challenge.html",
        visit=visit,
        here="space",
        challenge=found,
        sections=sections,
        steps=steps,
        now=[step for step in steps if step.is_now],
        doable=[
            (phase, does) for phase, does in DOES.items() if phase in shown and found.runs(phase)
        ],
        over=is_over(found),
        short=short_day(request),
    )
