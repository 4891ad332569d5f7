"""How much an insight matters: effect × √(people concerned) × certainty, each factor visible.

- **Effect**, 0 to 1, on the scale of a correlation: √weight for a theme that goes with the score;
  for a difference of d standard deviations d/√(d² + 4) (Borenstein et al. 2009, chapter 7,
  doi:10.1002/9780470743386); shares differ by Cohen's h (1988), which is such a d; a link between
  places counts by what places weigh among persons: the spread of their means, in standard
  deviations, and a tenth for what moves within them.
- **People**, 0 to 1: the part of answers that the sentence is about. Those who speak of the theme,
  those of the place; for a share, those who say it more (or less) than elsewhere or before.
- **Certainty**, 0 to 1: the part of the size that its interval leaves: its end nearest to zero over
  the size itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.insights.found import (
    Change,
    Composition,
    Driver,
    Emergence,
    Finding,
    Findings,
    Gap,
    Lead,
    Mirror,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

LEAST_CERTAINTY = 0.05
WITHIN = 0.1  # what moves within a place weighs about this much among persons


@dataclass(frozen=True)
class Standing:
    """The three factors, each 0 to 1, and their product."""

    effect: float
    people: float
    certainty: float

    @property
    def importance(self) -> float:
        """Effect × √people × certainty, 0 to 1."""
        return self.effect * math.sqrt(self.people) * self.certainty


@dataclass(frozen=True)
class Scale:
    """What sizes are compared with: units of a measure in all, and their standard deviation.

    ``spread`` is in the measure's unit, ``units`` responses or voices.
    """

    units: int
    spread: float


class Ranking:
    """Gives findings their standing in one perimeter."""

    def __init__(self, perimeter: Perimeter, findings: Findings) -> None:
        speaker = Filter("stakeholder", "=", (findings.stakeholder,))
        self._inside = perimeter.where(speaker)
        self._findings = findings

    def standing(self, finding: Finding) -> Standing:
        """Return the standing of a finding."""
        if isinstance(finding, Driver):
            part = finding.n / max(1, self._findings.explained)
            effect = math.sqrt(max(0.0, finding.weight) / 100)
            return _standing(effect, part, finding.weight, finding.low, finding.high)
        if isinstance(finding, (Gap, Mirror)):
            return self._gap(finding)
        if isinstance(finding, Change):
            return self._change(finding)
        if isinstance(finding, Composition):
            scale = self._scale(finding.measure)
            effect = _of_difference(finding.difference / scale.spread)
            part = finding.n / max(1, scale.units)
            return _standing(effect, part, finding.difference, finding.low, finding.high)
        if isinstance(finding, Emergence):
            effect = _of_difference(_of_shares(finding.before, finding.after))
            part = finding.n / max(1, self._scale("share").units)
            size = finding.after - finding.before
            return _standing(
                effect, part, size, finding.low - finding.before, finding.high - finding.before
            )
        if isinstance(finding, Lead):
            effect = abs(finding.coefficient) * WITHIN
            part = finding.customers / max(1, self._scale("share").units)
            return _standing(effect, part, finding.coefficient, finding.low, finding.high)
        ys = [y for _, _, y in finding.points]
        middle = sum(ys) / len(ys)
        between = math.sqrt(sum((y - middle) ** 2 for y in ys) / max(1, len(ys) - 1))
        effect = min(1.0, abs(finding.coefficient) * between)
        return _standing(effect, 1.0, finding.coefficient, finding.low, finding.high)

    def _gap(self, gap: Gap | Mirror) -> Standing:
        scale = self._scale(gap.measure)
        part = gap.n / max(1, scale.units)
        if isinstance(gap, Gap) and gap.measure == "share":
            effect = _of_difference(_of_shares(gap.rest, gap.rest + gap.difference))
            part *= abs(gap.difference) / 100
        else:
            effect = _of_difference(gap.difference / scale.spread)
        return _standing(effect, part, gap.difference, gap.low, gap.high)

    def _change(self, change: Change) -> Standing:
        since = sum(week >= change.since for week in change.weeks) / max(1, len(change.weeks))
        ends = change.difference, change.low, change.high
        if change.measure == "volume":
            part = abs(change.after - change.before) / max(change.after, change.before, 1e-9)
            effect = abs(change.after - change.before) / max(1e-9, change.after + change.before)
            return _standing(effect, part, *ends)
        if change.measure == "share":
            effect = _of_difference(_of_shares(change.before, change.after))
            # A season comes and goes: half of its height on average.
            weeks = 0.5 if change.kind == "season" else since
            return _standing(effect, weeks * abs(change.difference) / 100, *ends)
        effect = _of_difference(change.difference / self._scale(change.measure).spread)
        return _standing(effect, since, *ends)

    def _scale(self, measure: str) -> Scale:
        score = self._findings.score
        return _scale(self._inside, measure, score, self._inside.workspace.data_version)


@lru_cache(maxsize=16)
def _scale(perimeter: Perimeter, measure: str, score: Score | None, data_version: str) -> Scale:
    del data_version
    of_score = measure not in ("share", "net_polarity") and score is not None
    filters = score.filters if of_score and score is not None else ()
    if measure == "share":
        measure = "net_polarity"
    found = measured(Rows(Question(measure, (), filters), perimeter, perimeter.facts()))
    moments = next(iter(found.cells.values()), None)
    if moments is None or moments.n == 0:
        return Scale(1, 1.0)
    variance = moments.squares / moments.n - moments.ratio**2
    return Scale(moments.n, max(1e-9, found.factor * math.sqrt(max(0.0, variance))))


def _standing(effect: float, people: float, size: float, low: float, high: float) -> Standing:
    near = (low if size > 0 else -high) / max(1e-9, abs(size))
    certainty = min(1.0, max(LEAST_CERTAINTY, near))
    return Standing(min(1.0, max(0.0, effect)), min(1.0, max(0.0, people)), certainty)


def _of_difference(d: float) -> float:
    """Return the correlation that stands for a difference of d standard deviations.

    >>> _of_difference(0.0), round(_of_difference(2.0), 3)
    (0.0, 0.707)
    """
    return abs(d) / math.sqrt(d * d + 4)


def _of_shares(one: float, other: float) -> float:
    """Return Cohen's h between two shares in %.

    >>> round(_of_shares(50, 50), 3), round(_of_shares(0, 100), 3)
    (0.0, 3.142)
    """

    def angle(percent: float) -> float:
        return 2 * math.asin(math.sqrt(min(1.0, max(0.0, percent / 100))))

    return angle(other) - angle(one)
