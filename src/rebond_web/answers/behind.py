"""What stands behind a decision: the theme of an insight, and who spoke of it."""

from __future__ import annotations

import contextlib

from rebond.errors import RebondError
from rebond.quantify import Filter, Question
from rebond.quantify.insights.claims import claim_of
from rebond.quantify.insights.keeping import marks_of
from rebond_web.challenges.models import Challenge
from rebond_web.insights.content import insight_named
from rebond_web.reading.ahead import perimeter_of
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant


def theme_of_challenge(challenge: Challenge) -> str:
    """Return the id of the theme that a challenge was born from, "" for none.

    The question that came along with its insight tells it; one that did not is looked for.
    """
    asked = challenge.evidence.get("question", "")
    with contextlib.suppress(RebondError):  # a question that is not understood any more
        for one in Question.parse(asked).filters if asked else ():
            if isinstance(one, Filter) and one.field == "theme" and len(one.values) == 1:
                return one.values[0]
    return "" if asked else theme_behind(challenge.space.tenant, challenge.insight)


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
