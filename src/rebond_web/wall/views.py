"""The wall's page: drawn once, then asked again every minute; nothing comes if nothing changed."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rebond.quantify import Filter, Question
from rebond.quantify.groups.gaps import dimension_of
from rebond.report.voices import shown_voice
from rebond.report.writing import helpers
from rebond_web.alerts.evaluating import watchable_attributes
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.wall.standing import WEEKS, Wall, WallCell, wall_of
from rebond_web.workspaces.access import Sitting, sitting_of


@require_safe
def wall(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the wall; to a page that has it already, answer that nothing changed."""
    sitting = sitting_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    choices = _choices(reporter)
    asked = request.GET.get("by", "")
    attribute = asked if asked in choices else next(iter(choices), "")
    over = request.GET.get("weeks", "")
    weeks = int(over) if over in {str(one) for one in WEEKS} else WEEKS[1]
    version = _version(sitting, attribute, weeks, reporter.language)
    if request.GET.get("seen") == version:
        return HttpResponse(status=204)
    drawn = wall_of(reporter, attribute, weeks) if attribute else Wall("", None, None)
    return page(
        request,
        "wall/wall.html",
        sitting=sitting,
        here="wall",
        wall=drawn,
        weeks=weeks,
        all_weeks=WEEKS,
        choices=choices,
        version=version,
        address_of=lambda cell: _address(reporter, drawn, cell),
        shown=lambda voice: shown_voice(reporter, voice),
        label_of=reporter.theme,
        **helpers(reporter),
    )


def _choices(reporter: PageReporter) -> list[str]:
    """Return the attributes that a wall may show, those with the most established gaps first."""
    found: dict[str, int] = {}
    for gap in reporter.findings.gaps:
        found[gap.attribute] = found.get(gap.attribute, 0) + 1
    fit = watchable_attributes(reporter.perimeter)
    return sorted(fit, key=lambda name: -found.get(name, 0))


def _version(sitting: Sitting, attribute: str, weeks: int, language: str) -> str:
    seen = (sitting.workspace.data_version, sitting.seat.perimeter, attribute, weeks, language)
    return hashlib.blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def _address(reporter: PageReporter, drawn: Wall, cell: WallCell) -> str:
    """Return the address of the voices behind a cell."""
    conditions = [
        Filter("theme", "=", (cell.theme,)),
        Filter(dimension_of(drawn.attribute), "=", (cell.value,)),
    ]
    for operator, day in ((">=", drawn.since), ("<=", drawn.until)):
        if day is not None:
            conditions.append(Filter("day", operator, (day.isoformat(),)))
    return reporter.proof(Question("net_polarity", (), tuple(conditions)), "")
