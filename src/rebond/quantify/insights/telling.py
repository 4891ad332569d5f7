"""Tests become findings: their figures, in words, with the question that leads to their voices."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.themes import theme_label
from rebond.quantify.changes.emerging import Emerging
from rebond.quantify.changes.trends import Moved
from rebond.quantify.drivers.weights import Weight
from rebond.quantify.groups.gaps import Tested, dimension_of
from rebond.quantify.groups.symmetry import Linked
from rebond.quantify.groups.symmetry_gaps import Mirrored
from rebond.quantify.groups.symmetry_lag import Led
from rebond.quantify.insights import sentences
from rebond.quantify.insights.composition import Part
from rebond.quantify.insights.found import (
    Change,
    Composition,
    Driver,
    Emergence,
    Gap,
    Lead,
    Mirror,
    Symmetry,
)
from rebond.quantify.misreading.engine_error import EngineErrors
from rebond.quantify.misreading.true_findings import true_change, true_gap
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.vocabulary import Label


@dataclass(frozen=True)
class Teller:
    """Puts tests in words; sizes are corrected for the engine's error where that is known."""

    perimeter: Perimeter
    speaker: Filter
    score: Score | None
    rate: float
    errors: EngineErrors | None

    def label(self, theme: str) -> Label:
        """Return the name of a theme."""
        return theme_label(self.perimeter.workspace, theme)

    def _score_filters(self) -> tuple[Filter, ...]:
        return self.score.filters if self.score is not None else ()

    def driver(self, weight: Weight, q: float) -> Driver:
        """Tell a weight, established or not."""
        established = q <= self.rate and weight.direction != 0
        filters = (self.speaker, Filter("theme", "=", (weight.theme,)), *self._score_filters())
        score = self.score.name if self.score is not None else ""
        measure = self.score.measure if self.score is not None else "mean_score"
        return Driver(
            theme=weight.theme,
            weight=weight.weight,
            low=weight.low,
            high=weight.high,
            direction=weight.direction,
            n=weight.n,
            established=established,
            part=weight.part,
            own=weight.own,
            chance=weight.chance,
            q_value=q,
            sentence=sentences.driver(weight, self.label(weight.theme), score, established),
            question=Question(measure, (), filters),
        )

    def gap(self, tested: Tested, q: float) -> Gap:
        """Tell a gap."""
        gap = true_gap(tested, self.errors)
        filters = [self.speaker, Filter(dimension_of(gap.attribute), "=", (gap.value,))]
        if gap.theme is not None:
            filters.append(Filter("theme", "=", (gap.theme,)))
        if gap.measure not in ("share", "net_polarity"):
            filters += self._score_filters()
        label = self.label(gap.theme) if gap.theme is not None else None
        return Gap(
            attribute=gap.attribute,
            value=gap.value,
            theme=gap.theme,
            measure=gap.measure,
            difference=gap.difference,
            low=gap.low,
            high=gap.high,
            n=gap.n,
            q_value=q,
            observed=gap.observed,
            figure=gap.value_figure,
            rest=gap.rest_figure,
            sentence=sentences.gap(gap, label),
            question=Question(gap.measure, (), tuple(filters)),
        )

    def change(self, tested: Moved, q: float) -> Change:
        """Tell a change, or a season."""
        moved = true_change(tested, self.errors)
        label = self.label(moved.theme) if moved.theme is not None else None
        return Change(
            theme=moved.theme,
            kind=moved.kind,
            since=moved.since,
            before=moved.before,
            after=moved.after,
            difference=moved.difference,
            low=moved.low,
            high=moved.high,
            n=moved.n,
            q_value=q,
            measure=moved.measure,
            years_seen=moved.years_seen,
            weeks=moved.weeks,
            series=moved.series,
            sentence=sentences.change(moved, label),
            question=moved.question.where(self.speaker),
        )

    def symmetry(self, link: Linked, q: float) -> Symmetry:
        """Tell a link between teams and their customers."""
        return Symmetry(
            attribute=link.attribute,
            coefficient=link.coefficient,
            low=link.low,
            high=link.high,
            places=link.places,
            q_value=q,
            corrected=link.corrected,
            measure=link.measure,
            points=link.points,
            sentence=sentences.symmetry(link),
            question=link.question,
        )

    def composition(self, part: Part, q: float) -> Composition:
        """Tell the part of a gap that goes with a theme."""
        place = Filter(dimension_of(part.attribute), "=", (part.value,))
        theme = Filter("theme", "=", (part.theme,))
        return Composition(
            attribute=part.attribute,
            value=part.value,
            theme=part.theme,
            measure=part.measure,
            gap=part.gap,
            difference=part.difference,
            low=part.low,
            high=part.high,
            n=part.n,
            q_value=q,
            sentence=sentences.composition(part, self.label(part.theme)),
            question=Question("net_polarity", (), (self.speaker, place, theme)),
        )

    def emergence(self, subject: Emerging, q: float) -> Emergence:
        """Tell a subject that no theme covers."""
        return Emergence(
            words=subject.words,
            language=subject.language,
            since=subject.since,
            before=subject.before.value,
            after=subject.after.value,
            low=subject.after.low,
            high=subject.after.high,
            n=subject.n,
            people=subject.people,
            q_value=q,
            sentence=sentences.emergence(subject),
            question=subject.question,
        )

    def mirror(self, pair: Mirrored, q: float) -> Mirror:
        """Tell a place whose team and whose customers both stand apart."""
        label = self.label(pair.theme) if pair.theme is not None else None
        return Mirror(
            attribute=pair.attribute,
            value=pair.place,
            theme=pair.theme,
            measure="net_polarity",
            employees=pair.employees.difference,
            difference=pair.customers.difference,
            low=pair.customers.low,
            high=pair.customers.high,
            n=pair.customers.n,
            together=pair.together,
            q_value=q,
            sentence=sentences.mirror(pair, label),
            question=pair.question.by(),
        )

    def lead(self, led: Led, q: float) -> Lead:
        """Tell what teams and their customers say together, and who says it first."""

        def said(theme: str | None) -> Label:
            return self.label(theme) if theme is not None else sentences.EVERYTHING

        return Lead(
            attribute=led.attribute,
            employee_theme=led.employee_theme,
            customer_theme=led.customer_theme,
            lag=led.lag,
            lag_low=led.lag_low,
            lag_high=led.lag_high,
            coefficient=led.likely,
            low=led.low,
            high=led.high,
            places=led.places,
            customers=led.customers,
            q_value=q,
            by_lag=led.by_lag,
            sentence=sentences.lead(led, said(led.employee_theme), said(led.customer_theme)),
            question=led.question.by(),
        )
