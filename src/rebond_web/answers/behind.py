"""What stands behind a decision: the theme of an insight, and who spoke of it."""

from __future__ import annotations

import contextlib

from rebond.errors import RebondError
from rebond.quantify.insights.claims import claim_of
from rebond.quantify.insights.keeping import marks_of
from rebond_web.insights.content import insight_named
from rebond_web.reading.ahead import perimeter_of
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant


def theme_behind(tenant: Tenant, insight: str) -> str:
    """Return the id of the theme that an insight is about, "" where it has none or is not known."""
    if not insight:
        return ""
    with contextlib.suppress(RebondError):  # a folder that has gone: nothing stands behind
        marks = marks_of(opened(tenant.folder)).get(insight)
        if marks:
            return marks[-1].claim.theme or ""
        found = insight_named(reporter_on(perimeter_of(tenant, ""), tenant.slug, "en"), insight)
        if found is not None:
            return claim_of(found.main).theme or ""
    return ""
