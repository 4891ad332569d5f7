"""`find`: what stands out in a perimeter, with the rate of false findings held.

Four families of comparisons are scanned: weights of themes on a score, gaps between values of
attributes, changes over the weeks, links between employees and customers. Each is held by Benjamini
and Hochberg's procedure at a quarter of the rate. Hence, of all findings announced, at most that
part is false on average; and where nothing happens, the chance of announcing anything is at most
the rate. Families need not be independent: their quarters add up.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from rebond.quantify.asking.chosen import Score, main_score, main_stakeholder
from rebond.quantify.asking.themes import theme_label
from rebond.quantify.changes.trends import Moved, changes_tested
from rebond.quantify.drivers.weights import Weights, weights_of
from rebond.quantify.groups.gaps import Tested, dimension_of, gaps_tested
from rebond.quantify.groups.symmetry import Linked, links_tested
from rebond.quantify.insights import sentences
from rebond.quantify.misreading.engine_error import engine_errors
from rebond.quantify.misreading.true_findings import true_change, true_gap
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.discoveries import q_values
from rebond.vocabulary import Label, Message

FAMILIES = 4


@dataclass(frozen=True)
class Driver:
    """The weight of a theme on the score, in % of its variance, established or not.

    ``part`` is the theme's share of R² in %, ``own`` the points of score that go with one step of
    polarity, ``chance`` the weight that chance alone reaches one time in twenty.
    """

    theme: str
    weight: float
    low: float
    high: float
    direction: int
    n: int
    established: bool
    part: float
    own: float
    chance: float
    q_value: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Gap:
    """A value of an attribute apart from the rest, on the score, net polarity or share.

    ``difference`` is drawn towards zero by as much as its noise asks for; ``observed`` is raw.
    """

    attribute: str
    value: str
    theme: str | None
    measure: str
    difference: float
    low: float
    high: float
    n: int
    q_value: float
    observed: float
    figure: float
    rest: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Change:
    """A theme (or, without theme, the volume of voices) that changes over the weeks.

    ``since`` is the Monday of the week found, for a season that of its peak; ``before`` and
    ``after`` are % of voices (voices a week for the volume), ``series`` one value a week.
    """

    theme: str | None
    kind: str
    since: datetime.date
    before: float
    after: float
    difference: float
    low: float
    high: float
    n: int
    q_value: float
    measure: str
    years_seen: int
    weeks: tuple[datetime.date, ...]
    series: tuple[float, ...]
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Symmetry:
    """Places of an attribute where employees' and customers' figures go together."""

    attribute: str
    coefficient: float
    low: float
    high: float
    places: int
    q_value: float
    corrected: float | None
    measure: str
    points: tuple[tuple[str, float, float], ...]
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Findings:
    """All that was found; ``r2`` in %, ``scanned`` the number of comparisons made.

    ``drivers`` holds every weight, established or not; the others only what is announced.
    ``control`` says what is held at ``rate``.
    """

    stakeholder: str
    score: Score | None
    drivers: tuple[Driver, ...]
    r2: float
    r2_low: float
    r2_high: float
    explained: int
    gaps: tuple[Gap, ...]
    changes: tuple[Change, ...]
    symmetry: tuple[Symmetry, ...]
    scanned: int
    rate: float
    control: Message

    @property
    def announced(self) -> tuple[Driver | Gap | Change | Symmetry, ...]:
        """Everything that is claimed, families in turn."""
        established = tuple(driver for driver in self.drivers if driver.established)
        return (*established, *self.changes, *self.gaps, *self.symmetry)


def find(perimeter: Perimeter, *, rate: float = 0.05, seed: int = 0) -> Findings:
    """Scan a perimeter and return what stands out.

    Parameters
    ----------
    perimeter : Perimeter
        The rows that the reader may see. Weights, gaps and changes are those of the stakeholder
        with the most responses.
    rate : float
        The false-discovery rate held over all findings together, between 0 and 1.
    seed : int
        Of the resamples and permutations: the same seed gives the same findings.
    """
    return _found(perimeter, rate, seed, perimeter.workspace.data_version)


@lru_cache(maxsize=4)
def _found(perimeter: Perimeter, rate: float, seed: int, data_version: str) -> Findings:
    del data_version  # part of the identity of what is remembered
    side = main_stakeholder(perimeter)
    speaker = Filter("stakeholder", "=", (side,))
    inside = perimeter.where(speaker)
    score = main_score(inside)
    weights = weights_of(inside, score, seed=seed) if score is not None else None
    gaps, changes = gaps_tested(inside, score), changes_tested(inside)
    links = links_tested(perimeter, seed=seed)
    tell = _Teller(perimeter, speaker, score, rate)
    errors = engine_errors(perimeter.workspace)
    tested = len(weights.weights) if weights else 0
    scanned = tested + len(gaps) + len(changes) + len(links)
    return Findings(
        stakeholder=side,
        score=score,
        drivers=tell.drivers(weights) if weights else (),
        r2=weights.r2 if weights else 0.0,
        r2_low=weights.r2_low if weights else 0.0,
        r2_high=weights.r2_high if weights else 0.0,
        explained=weights.n if weights else 0,
        gaps=tuple(
            tell.gap(true_gap(gap, errors), q) for gap, q in _scores_first(_kept(gaps, rate))
        ),
        changes=tuple(tell.change(true_change(one, errors), q) for one, q in _kept(changes, rate)),
        symmetry=tuple(tell.symmetry(link, q) for link, q in _kept(links, rate)),
        scanned=scanned,
        rate=rate,
        control=sentences.control(scanned, rate),
    )


class _HasP(Protocol):
    @property
    def p_value(self) -> float: ...


T = TypeVar("T", bound=_HasP)


def _kept(tested: Sequence[T], rate: float) -> list[tuple[T, float]]:
    """Return what a family announces, the surest first, with q-values over all families."""
    adjusted = q_values([one.p_value for one in tested])
    pairs = [(one, min(1.0, FAMILIES * float(q))) for one, q in zip(tested, adjusted, strict=True)]
    kept = [pair for pair in pairs if pair[1] <= rate]
    return sorted(kept, key=lambda pair: pair[0].p_value)


def _scores_first(kept: list[tuple[Tested, float]]) -> list[tuple[Tested, float]]:
    """Put gaps of a score before those of polarity, then of share: the order of what matters."""
    after = {"net_polarity": 1, "share": 2}
    return sorted(kept, key=lambda pair: after.get(pair[0].measure, 0))


@dataclass(frozen=True)
class _Teller:
    """Puts findings in words, with the question that leads to their evidence."""

    perimeter: Perimeter
    speaker: Filter
    score: Score | None
    rate: float

    def label(self, theme: str) -> Label:
        return theme_label(self.perimeter.workspace, theme)

    def _score_filters(self) -> tuple[Filter, ...]:
        return self.score.filters if self.score is not None else ()

    def drivers(self, weights: Weights) -> tuple[Driver, ...]:
        found = []
        for weight in weights.weights:
            q = min(1.0, FAMILIES * weight.q_value)
            established = q <= self.rate and weight.direction != 0
            filters = (self.speaker, Filter("theme", "=", (weight.theme,)), *self._score_filters())
            found.append(
                Driver(
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
                    sentence=sentences.driver(
                        weight, self.label(weight.theme), weights.score.name, established
                    ),
                    question=Question(weights.score.measure, (), filters),
                )
            )
        return tuple(found)

    def gap(self, gap: Tested, q: float) -> Gap:
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

    def change(self, moved: Moved, q: float) -> Change:
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


__all__ = ["Change", "Driver", "Findings", "Gap", "Symmetry", "find"]
