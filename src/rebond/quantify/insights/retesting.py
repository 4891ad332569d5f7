"""Testing a claim again on responses that arrived after it was confirmed, and on them alone.

One test, planned before the data came: no multiplicity. With the size c that was confirmed and the
interval of what the new responses give, the claim

- still holds when the interval leaves zero out, on the same side;
- no longer holds when the interval leaves out c/2 and all beyond: less than half is left;
- else cannot be told yet.

Both at once is a claim that still holds, and is weaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rebond.errors import QuestionError
from rebond.quantify.asking.chosen import Score, main_score, main_stakeholder
from rebond.quantify.asking.measures import Measured, measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.series import WeeklySeries, weekly_series
from rebond.quantify.drivers.weights import weights_of
from rebond.quantify.evidence import length
from rebond.quantify.groups.comparing import added
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.groups.symmetry import links_tested
from rebond.quantify.groups.symmetry_lag import leads_tested
from rebond.quantify.insights.arrived import arrived_since
from rebond.quantify.insights.claims import Claim, first_week
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.intervals import difference_interval, quantile
from rebond.vocabulary import Message, Quantity

LEAST_NEW = 20  # responses or voices, below which nothing is told
LEAST_NEW_WEEKS = 8
AROUND_PEAK = 6  # weeks
HALF = 0.5

HOLDS, WEAKER, NO_LONGER, NOT_ENOUGH = "holds", "weaker", "no longer", "not enough"


@dataclass(frozen=True)
class Found:
    """The size of a claim on new data, in its own unit, with its interval and n."""

    size: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Retest:
    """What new data say of a claim: ``outcome``, ``found`` (None when it could not be computed),
    and a sentence with the figures.
    """

    outcome: str
    found: Found | None
    sentence: Message


def retest(claim: Claim, perimeter: Perimeter, known_imports: Sequence[str]) -> Retest:
    """Test a claim on the responses that arrived after the imports known when it was confirmed."""
    new = arrived_since(perimeter, known_imports)
    inside = new.where(Filter("stakeholder", "=", (main_stakeholder(perimeter),)))
    try:
        found = _found(claim, new, inside, perimeter)
    except QuestionError:  # a place, a theme or a score that new responses do not have
        found = None
    if found is not None and (
        found.n < LEAST_NEW or not np.isfinite([found.low, found.high]).all()
    ):
        found = None
    outcome = NOT_ENOUGH if found is None else outcome_of(claim, found)
    return Retest(outcome, found, _sentence(claim, outcome, found))


def outcome_of(claim: Claim, found: Found) -> str:
    """Return what an interval says of a claim."""
    side = claim.direction
    near, far = sorted((side * found.low, side * found.high))
    smaller = far < HALF * abs(claim.size)
    if near > 0:
        return WEAKER if smaller else HOLDS
    return NO_LONGER if smaller else NOT_ENOUGH


def _found(claim: Claim, new: Perimeter, inside: Perimeter, before: Perimeter) -> Found | None:
    """Return the claim's size on new data.

    ``before`` is everything: it says which score is meant.
    """
    side = Filter("stakeholder", "=", (main_stakeholder(before),))
    score = main_score(before.where(side))
    if claim.kind == "link":
        return _link(claim, new)
    if claim.kind == "lead":
        return _lead(claim, new)
    if claim.kind == "mirror":
        inside = new.where(Filter("stakeholder", "=", ("customer",)))
    if claim.kind == "driver":
        return _weight(claim, inside, score)
    if claim.kind == "season":
        return _season(claim, weekly_series(inside))
    if claim.kind == "emergence":
        return _words(claim, inside)
    if claim.kind in ("gap", "composition", "mirror"):
        return _gap(claim, inside, score)
    if claim.measure == "volume":
        return _volume(claim, weekly_series(inside))
    return _level(claim, inside, score)


def _measured(
    claim: Claim, inside: Perimeter, score: Score | None, by: tuple[str, ...]
) -> Measured:
    filters: tuple[Filter, ...] = ()
    if claim.theme is not None:
        filters = (Filter("theme", "=", (claim.theme,)),)
    elif claim.measure not in ("share", "net_polarity") and score is not None:
        filters = score.filters
    return measured(Rows(Question(claim.measure, by, filters), inside, inside.facts()))


def _gap(claim: Claim, inside: Perimeter, score: Score | None) -> Found | None:
    if claim.kind == "composition":  # the gap that it is a part of
        claim = replace(claim, kind="gap", theme=None)
    result = _measured(claim, inside, score, (dimension_of(claim.attribute or ""),))
    one = result.cells.get((claim.value,))
    rest = [moments for keys, moments in result.cells.items() if keys[0] not in ("", claim.value)]
    if one is None or not rest:
        return None
    ends = difference_interval(one, added(rest))
    size, low, high = (result.factor * end for end in ends)
    return Found(size, low, high, one.n)


def _level(claim: Claim, inside: Perimeter, score: Score | None) -> Found | None:
    """Return how far the new figure is from the one before the change, taken as known."""
    result = _measured(claim, inside, score, ())
    moments = next(iter(result.cells.values()), None)
    if moments is None or moments.n == 0 or claim.reference is None:
        return None
    low, high = result.interval(moments)
    value = result.factor * moments.ratio
    return Found(value - claim.reference, low - claim.reference, high - claim.reference, moments.n)


def _weight(claim: Claim, inside: Perimeter, score: Score | None) -> Found | None:
    if score is None:
        return None
    weights = weights_of(inside, score).weights
    weight = next((one for one in weights if one.theme == claim.theme), None)
    if weight is None:
        return None
    established = weight.p_value <= 0.05 and weight.direction == claim.direction
    low = weight.low if established else 0.0
    ends = sorted((claim.direction * low, claim.direction * weight.high))
    return Found(claim.direction * weight.weight, ends[0], ends[1], weight.n)


def _link(claim: Claim, new: Perimeter) -> Found | None:
    link = next((one for one in links_tested(new) if one.attribute == claim.attribute), None)
    if link is None:
        return None
    return Found(link.coefficient, link.low, link.high, link.employees + link.customers)


def _lead(claim: Claim, new: Perimeter) -> Found | None:
    themes = (claim.theme, claim.value)
    for led in leads_tested(new):
        same = (led.employee_theme, led.customer_theme) == themes
        if same and led.attribute == claim.attribute:
            return Found(led.likely, led.low, led.high, led.customers)
    return None


def _words(claim: Claim, inside: Perimeter) -> Found | None:
    word = Filter("text", "contains", claim.words[:1])
    all_, said = (length(Question("voices", (), some), inside).n for some in ((), (word,)))
    if not all_ or claim.reference is None:
        return None
    share, z = said / all_, quantile(max(2, all_))
    middle = (share + z * z / (2 * all_)) / (1 + z * z / all_)
    half = z / (1 + z * z / all_) * (share * (1 - share) / all_ + z * z / (4 * all_**2)) ** 0.5
    before = claim.reference
    size, low, high = (100 * end - before for end in (share, middle - half, middle + half))
    return Found(size, low, high, all_)


def _volume(claim: Claim, series: WeeklySeries) -> Found | None:
    """Return by how many % the new weeks' mean is above the level before the change."""
    weeks = len(series.weeks)
    if weeks < LEAST_NEW_WEEKS or not claim.reference:
        return None
    logs = np.log(series.voices + 0.5) - np.log(claim.reference)
    half = quantile(weeks) * float(logs.std(ddof=1)) / weeks**0.5
    mean = float(logs.mean())
    size, low, high = (100 * float(np.expm1(end)) for end in (mean, mean - half, mean + half))
    return Found(size, low, high, int(series.voices.sum()))


def _season(claim: Claim, series: WeeklySeries) -> Found | None:
    """Return how far the shares of the weeks around the peak are from those of the other weeks."""
    peak = first_week(claim)
    if peak is None or claim.theme not in series.themes:
        return None
    apart = np.array([abs((week - peak).days) % 365 for week in series.weeks]) / 7
    near = np.minimum(apart, 52.14 - apart) <= AROUND_PEAK
    known = series.voices > 0
    shares = (
        100 * series.speaking[:, series.themes.index(claim.theme)] / np.maximum(series.voices, 1)
    )
    one, other = shares[near & known], shares[~near & known]
    if min(len(one), len(other)) < LEAST_NEW_WEEKS // 2:
        return None
    variance = one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)
    half = quantile(min(len(one), len(other))) * float(variance) ** 0.5
    size = float(one.mean() - other.mean())
    return Found(size, size - half, size + half, int(series.voices.sum()))


def _sentence(claim: Claim, outcome: str, found: Found | None) -> Message:
    """Say what new data say, with the figures."""
    if found is None:
        return Message("Not enough responses have arrived since it was confirmed to test it again.")
    decimals = _decimals(claim)
    return Message(
        _SENTENCES[outcome],
        {
            "now": Quantity(found.size, decimals, signed=True),
            "low": Quantity(found.low, decimals, signed=True),
            "high": Quantity(found.high, decimals, signed=True),
            "n": found.n,
            "then": Quantity(claim.size, decimals, signed=True),
        },
    )


def _decimals(claim: Claim) -> int:
    if claim.kind in ("link", "lead") or claim.measure == "mean_score":
        return 2
    return 1


_SENTENCES = {
    HOLDS: "It still holds on the responses that arrived since it was confirmed: {now} ({low} to"
    " {high}; n = {n}), against {then} then.",
    WEAKER: "It still holds on the responses that arrived since it was confirmed, at less than half"
    " its size: {now} ({low} to {high}; n = {n}), against {then} then.",
    NO_LONGER: "It no longer holds on the responses that arrived since it was confirmed: {now}"
    " ({low} to {high}; n = {n}), against {then} then.",
    NOT_ENOUGH: "The responses that arrived since it was confirmed do not tell yet: {now} ({low} to"
    " {high}; n = {n}), against {then} then.",
}
