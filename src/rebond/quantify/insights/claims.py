"""The claim of a finding: what it says exactly, in a form that a workspace keeps and tests again.

Two findings make the same claim when they say the same of the same: kind, theme, place and measure.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from rebond.quantify.insights.found import (
    Change,
    Driver,
    Emergence,
    Finding,
    Lead,
    Symmetry,
)
from rebond.quantify.insights.insight import kind_of


@dataclass(frozen=True)
class Claim:
    """A size with its interval, and what it is the size of.

    Of a lead, ``theme`` is the team's and ``value`` the customers' theme.

    ``reference`` is the figure that the size is counted from, where there is one (a share before a
    change); ``since`` its first week, or the peak of a season, as YYYY-MM-DD.
    """

    kind: str
    measure: str
    size: float
    low: float
    high: float
    n: int
    theme: str | None = None
    attribute: str | None = None
    value: str | None = None
    words: tuple[str, ...] = ()
    reference: float | None = None
    since: str | None = None

    @property
    def direction(self) -> int:
        """1 when the size is above zero, else −1."""
        return 1 if self.size > 0 else -1

    @property
    def place(self) -> tuple[str, str] | None:
        """The attribute and the value that it is about, None where it is about everywhere."""
        if self.kind == "lead" or not (self.attribute and self.value):
            return None
        return self.attribute, self.value

    def same_as(self, other: Claim) -> bool:
        """Return whether another claim says the same of the same, whatever its size."""
        return self._about == other._about

    @property
    def _about(self) -> tuple[object, ...]:
        return (self.kind, self.measure, self.theme, self.attribute, self.value, self.words[:1])

    def as_json(self) -> dict[str, Any]:
        """Return what `claim_of_json` reads back."""
        return asdict(self) | {"words": list(self.words)}


def claim_of_json(document: dict[str, Any]) -> Claim:
    """Return the claim that a workspace kept."""
    return Claim(**document | {"words": tuple(document.get("words") or ())})


def claim_of(finding: Finding) -> Claim:
    """Return the claim of a finding."""
    kind = kind_of(finding)
    if isinstance(finding, Driver):
        turned = -1 if finding.direction < 0 else 1
        low, high = sorted((turned * finding.low, turned * finding.high))
        size = turned * finding.weight
        return Claim(kind, "weight", size, low, high, finding.n, theme=finding.theme)
    if isinstance(finding, Symmetry):
        return Claim(
            kind,
            finding.measure,
            finding.coefficient,
            finding.low,
            finding.high,
            finding.places,
            attribute=finding.attribute,
        )
    if isinstance(finding, Lead):
        return Claim(
            kind,
            "net_polarity",
            finding.coefficient,
            finding.low,
            finding.high,
            finding.places,
            theme=finding.employee_theme,
            attribute=finding.attribute,
            value=finding.customer_theme,
        )
    if isinstance(finding, Emergence):
        return Claim(
            kind,
            "share",
            finding.after - finding.before,
            finding.low - finding.before,
            finding.high - finding.before,
            finding.n,
            words=finding.words,
            reference=finding.before,
            since=finding.since.isoformat(),
        )
    return Claim(
        kind,
        finding.measure,
        finding.difference,
        finding.low,
        finding.high,
        finding.n,
        theme=finding.theme,
        attribute=None if isinstance(finding, Change) else finding.attribute,
        value=None if isinstance(finding, Change) else finding.value,
        reference=finding.before if isinstance(finding, Change) else None,
        since=finding.since.isoformat() if isinstance(finding, Change) else None,
    )


def first_week(claim: Claim) -> datetime.date | None:
    """Return the first week of a claim, None without one."""
    return datetime.date.fromisoformat(claim.since) if claim.since else None
