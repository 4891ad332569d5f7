"""The one table of ratings that is published: places by periods, criterion by criterion.

Nothing in it is of fewer than five people, nor lets a group of fewer be found back: by subtracting
cells from a total, by comparing two moments, or by an average at the very end of the scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import InputError
from rebond.network.batches import Batch
from rebond.network.ratings import HIGH, LOW
from rebond.network.summaries import LEVEL, Summary, mean_bounds

LEAST_SPREAD = 0.8  # points: averages of raters are published as if they differed by as much
Keys = tuple[str, str]
WHOLE = ""  # stands for all periods, or all places


@dataclass(frozen=True)
class ProtectedTable:
    """Averages of ratings by place and period.

    Attributes
    ----------
    places, periods, criteria : tuple of str
        What the table is made of, sorted; only those that have something to show.
    cells : dict of (place, period) to dict of criterion to Summary
        ``""`` as the period is the whole of a place; as the place, all places. A group that is
        not there is of too few people.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    criteria: tuple[str, ...]
    cells: dict[Keys, dict[str, Summary]]

    def cell(self, place: str, period: str, criterion: str) -> Summary | None:
        """Return a figure, None where it is of too few people."""
        return self.cells.get((place, period), {}).get(criterion)


def protected_table(batches: Sequence[Batch]) -> ProtectedTable:
    """Return the table that may be published of batches.

    Parameters
    ----------
    batches : sequence of Batch
        Each was checked when made. A rating is of one batch at most.

    Notes
    -----
    *Complementary suppression.* Totals are made of whole batches as cells are. What a place's total
    holds beside its cells is the rest of several periods, itself a batch of enough people, or
    nothing: a total less its cells gives back no smaller group. All that linear algebra can find
    back is a sum of batches (docs/methods/ratings.md).

    *Ends of the scale.* An average of 1 or 5 would tell what each rater said. Such a figure is
    published as if one of them had said a point else, and an interval as if raters differed by
    `LEAST_SPREAD` at least.

    Raises
    ------
    InputError
        When a rating is in two batches, or ratings have different criteria.
    """
    _refuse_what_tells_apart(batches)
    groups: dict[Keys, list[Batch]] = {}
    for batch in batches:
        within = {(batch.place, batch.period), (batch.place, WHOLE), (WHOLE, batch.period)}
        for keys in within | {(WHOLE, WHOLE)}:
            groups.setdefault(keys, []).append(batch)
    criteria = sorted({name for batch in batches for name in batch.ratings[0].marks})
    cells = {
        keys: {name: published(found, name) for name in criteria} for keys, found in groups.items()
    }
    return ProtectedTable(
        tuple(sorted({batch.place for batch in batches})),
        tuple(sorted({batch.period for batch in batches} - {WHOLE})),
        tuple(criteria),
        cells,
    )


def published(batches: Sequence[Batch], criterion: str, *, level: float = LEVEL) -> Summary:
    """Return what is published of batches, together, on one criterion."""
    by_rater: dict[str, list[int]] = {}
    for batch in batches:
        for one in batch.ratings:
            by_rater.setdefault(one.rater, []).append(one.marks[criterion])
    means = sorted(sum(given) / len(given) for given in by_rater.values())
    middle = _off_the_ends(sum(means) / len(means), len(means))
    low, high = mean_bounds(_spread_out(means, middle), level=level)
    return Summary(middle, low, high, sum(map(len, by_rater.values())), len(means))


def _off_the_ends(mean: float, raters: int) -> float:
    """Return a mean, one point of one rater away from the ends at least."""
    return min(max(mean, LOW + 1 / raters), HIGH - 1 / raters)


def _spread_out(means: list[float], middle: float) -> list[float]:
    """Return as many values around ``middle`` that differ enough, within the scale.

    The raters' own where they do; else two values, that tell their average alone.
    """
    n = len(means)
    centre = sum(means) / n
    if middle == centre and sum((one - centre) ** 2 for one in means) >= n * LEAST_SPREAD**2:
        return means
    for above in sorted(range(1, n), key=lambda k: abs(2 * k - n)):
        high = middle + LEAST_SPREAD * ((n - above) / above) ** 0.5
        low = middle - LEAST_SPREAD * (above / (n - above)) ** 0.5
        if high <= HIGH and low >= LOW:
            return [high] * above + [low] * (n - above)
    return _at_an_end(middle, n)


def _at_an_end(middle: float, n: int) -> list[float]:
    """Return values at the nearest end of the scale, but for the fewest that make the average."""
    end, width = (HIGH, -1) if 2 * middle > LOW + HIGH else (LOW, 1)
    missing = abs(end - middle) * n  # points
    apart = -int(-missing // (HIGH - LOW))
    return [float(end)] * (n - apart) + [end + width * missing / apart] * apart


def _refuse_what_tells_apart(batches: Sequence[Batch]) -> None:
    seen = Counter(one.id for batch in batches for one in batch.ratings)
    twice = next((name for name, times in seen.items() if times > 1), None)
    if twice is not None:
        raise InputError("Rating “{id}” is in two batches: it is published once.", id=twice)
    asked = {tuple(sorted(one.marks)) for batch in batches for one in batch.ratings}
    if len(asked) > 1:
        raise InputError(
            "Ratings of one table have the same criteria. These have: {valid}.",
            valid=" / ".join(", ".join(one) for one in sorted(asked)),
        )
