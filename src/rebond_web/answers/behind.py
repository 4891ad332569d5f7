"""What stands behind a decision: the theme of an insight, its place, and who spoke of it there."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.errors import RebondError
from rebond.quantify import Filter, Question
from rebond.quantify.asking.names import ATTRIBUTE_PREFIX, DIMENSIONS
from rebond.quantify.insights.claims import Claim, claim_of
from rebond.quantify.insights.keeping import marks_of
from rebond_web.challenges.models import Challenge
from rebond_web.insights.content import insight_named
from rebond_web.reading.ahead import perimeter_of
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

if TYPE_CHECKING:
    from rebond_web.answers.models import Decision
    from rebond_web.surveys.followings import Reading


@dataclass(frozen=True)
class Behind:
    """What voices share that stand behind a decision: a theme, a value of an attribute, or both.

    "" where it is nothing; without any of them, no voice is known to stand behind.
    """

    theme: str = ""
    attribute: str = ""
    value: str = ""

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """Its conditions in a question."""
        theme = (Filter("theme", "=", (self.theme,)),) if self.theme else ()
        place = (Filter(self.attribute, "=", (self.value,)),) if self.value else ()
        return (*theme, *place)

    def holds(self, reading: Reading) -> bool:
        """Return whether a response, as it was read, is among those voices."""
        said = not self.theme or self.theme in reading.themes
        there = not self.value or reading.attributes.get(self.attribute) == self.value
        return bool(self.theme or self.value) and said and there


def behind_decision(decision: Decision) -> Behind:
    """Return what was behind a decision when it was taken."""
    return Behind(decision.theme, decision.attribute, decision.value)


def behind_claim(claim: Claim) -> Behind:
    """Return what an insight's claim is about; of a lead, the team's theme."""
    return Behind(claim.theme or "", *(claim.place or ("", "")))


def behind_challenge(challenge: Challenge) -> Behind:
    """Return what a challenge was born from.

    The question that came along with its insight tells it; one that did not is looked for.
    """
    asked = challenge.evidence.get("question", "")
    if not asked:
        return behind_insight(challenge.space.tenant, challenge.insight)
    theme = attribute = value = ""
    with contextlib.suppress(RebondError):  # a question that is not understood any more
        for one in Question.parse(asked).filters:
            if not (isinstance(one, Filter) and one.operator == "=" and len(one.values) == 1):
                continue
            if one.field == "theme":
                theme = one.values[0]
            elif one.field not in DIMENSIONS:
                attribute, value = one.field.removeprefix(ATTRIBUTE_PREFIX), one.values[0]
    return Behind(theme, attribute, value)


def behind_insight(tenant: Tenant, insight: str) -> Behind:
    """Return what an insight is about, nothing where it is not known."""
    if not insight:
        return Behind()
    with contextlib.suppress(RebondError):  # a folder that has gone: nothing stands behind
        marks = marks_of(opened(tenant.folder)).get(insight)
        if marks:
            return behind_claim(marks[-1].claim)
        found = insight_named(reporter_on(perimeter_of(tenant, ""), tenant.slug, "en"), insight)
        if found is not None:
            return behind_claim(claim_of(found.main))
    return Behind()
