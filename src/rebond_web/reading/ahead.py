"""The pages that take long, computed by the worker before anybody waits for them.

A page whose answer is kept is shown at once. Otherwise the worker is asked for it, and a page that
looks again by itself says so: computing in the process that serves would hold everybody up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from django.conf import settings

from rebond.errors import RebondError
from rebond.languages import LANGUAGES
from rebond.quantify import Perimeter, Question
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job
from rebond_web.reading.kept import is_kept, version_of
from rebond_web.reading.reporter import PageReporter, reporter_on
from rebond_web.reading.sections import home_page, page_name
from rebond_web.themes.content import themes_page
from rebond_web.voices.searching import make_ready_to_search
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.models import Seat, Tenant

COMPUTE = "compute"
_PAGES: tuple[Callable[[PageReporter], object], ...] = (home_page, themes_page)


def awaited(sitting: Sitting, page: str, language: str) -> bool:
    """Return whether a page has to be waited for; the worker was then asked to compute it."""
    perimeter = sitting.perimeter
    ready = is_kept(perimeter, page_name(perimeter, sitting.slug, language, page))
    if ready or not settings.COMPUTED_BY_WORKER:
        return False
    # What the worker failed at, or found too quick to keep, is computed where it is asked.
    return not ask_for(sitting.seat.tenant, sitting.seat.perimeter).is_over


def ask_for(tenant: Tenant, conditions: str = "") -> Job:
    """Return the job that computes the pages of those who see these rows, asked for once.

    A new version of the data, or another decision on an insight, is another job.
    """
    perimeter = perimeter_of(tenant, conditions)
    version = version_of(perimeter, page_name(perimeter, tenant.slug, "", "home"))
    asked = {"conditions": conditions, "version": version}
    begun = Job.objects.filter(kind=COMPUTE, tenant=tenant, asked=asked).order_by("-pk").first()
    return begun or Job.objects.create(kind=COMPUTE, tenant=tenant, asked=asked)


def ask_for_all() -> None:
    """Ask the worker for the pages of every reader of every workspace."""
    for tenant in Tenant.objects.all():
        with contextlib.suppress(RebondError):  # a folder that has gone: its pages say so
            ask_for_readers(tenant)


def ask_for_readers(tenant: Tenant) -> None:
    """Ask the worker for the pages of every reader of a workspace."""
    seen = Seat.objects.filter(tenant=tenant).values_list("perimeter", flat=True)
    for conditions in sorted({"", *seen}):
        ask_for(tenant, conditions)


def compute(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute the pages that a job asks for, and return how many there were."""
    pages = compute_pages(job.tenant, job.asked["conditions"], progress)
    make_ready_to_search(opened(job.tenant.folder), progress)
    return {"pages": pages}


def compute_pages(tenant: Tenant, conditions: str, progress: Progress) -> int:
    """Compute the pages of those who see the rows where conditions hold; return how many.

    What is kept already takes no time.
    """
    perimeter = perimeter_of(tenant, conditions)
    wanted = [(page, language) for page in _PAGES for language in LANGUAGES]
    for done, (page, language) in enumerate(wanted):
        progress("pages", done, len(wanted))
        page(reporter_on(perimeter, tenant.slug, language))
    return len(wanted)


def perimeter_of(tenant: Tenant, conditions: str) -> Perimeter:
    """Return the rows of a workspace where conditions hold; all of them without conditions."""
    workspace = opened(tenant.folder)
    filters = Question.parse(f"voices where {conditions}").filters if conditions else ()
    return Perimeter(workspace, filters)
