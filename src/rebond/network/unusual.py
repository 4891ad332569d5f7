"""Distributions out of the ordinary: a burst, a wave of extreme marks, too many for the exchanges.

Each is a test; those told hold at a stated rate of false alarms over all that was looked at. A test
says that something is unusual, never that it is false: a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from rebond.network.ratings import HIGH, LOW, Rating
from rebond.quantify.coverage.anomalies import few, off_activity
from rebond.quantify.statistics.discoveries import q_values

RATE = 0.01
LEAST_RATINGS = 20  # of a subject, before anything is told of it
ENDS = {"worst": LOW, "best": HIGH}
WINDOWS = (1, 3, 7)  # days
RUNS = (5, 10, 20, 40)  # ratings in a row
LEAST_SUBJECTS = 8  # before they are told apart from one another
_LOOKED_AT = 5  # windows whose chance is worked out in full
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Unusual:
    """One thing out of the ordinary.

    ``kind`` is "burst" (more ratings in a few days than their pace calls for), "worst" or "best" (a
    run of ratings at that end of the scale), "mostly worst" or "mostly best" (more of them than
    other subjects have), or "volume" (more or fewer ratings than the exchanges call for);
    ``subject`` whom or what it is about; ``since`` and ``until`` the days, None where it is about
    all of them; ``seen`` and ``expected`` how many; ``p_value`` the chance of the like where
    nothing is wrong.
    """

    kind: str
    subject: str
    since: date | None
    until: date | None
    seen: float
    expected: float
    p_value: float


def unusual(
    ratings: Mapping[str, Sequence[Rating]],
    exchanges: Mapping[str, int] | None = None,
    *,
    rate: float = RATE,
) -> tuple[Unusual, ...]:
    """Return what is out of the ordinary in the ratings of each subject, the surest first.

    Parameters
    ----------
    ratings : mapping of subject to ratings
        Subjects of fewer than `LEAST_RATINGS` are left out. Of several ratings by one rater, the
        last counts.
    exchanges : mapping of subject to number, optional
        How many exchanges each had; without it, or under 8 subjects, volumes are not tested.
    rate : float
        The chance of telling anything at all where nothing is wrong, at most (Benjamini and
        Hochberg over all that is tested).

    Notes
    -----
    *Burst*: the days' counts are taken as additive negative binomial, at a spread estimated out of
    the window; windows of 1, 3 and 7 days, Bonferroni over windows. *Worst*, *best*: where nothing
    is wrong marks come in any order, so that those at the end of the scale among ratings in a row
    follow a hypergeometric law; runs of 5, 10, 20 and 40, Bonferroni over runs; a rating is at an
    end where all its marks are. *Mostly*: the share of those at an end, against other subjects, 8
    at least, beta-binomial at their own spread. *Volume*:
    `rebond.quantify.coverage.anomalies.off_activity`.
    """
    each = {subject: _one_each(given) for subject, given in sorted(ratings.items())}
    enough = {subject: given for subject, given in each.items() if len(given) >= LEAST_RATINGS}
    found: list[Unusual] = []
    for subject, ordered in enough.items():
        found.append(_burst(subject, ordered))
        found += [_wave(subject, ordered, end) for end in ENDS]
    found += [one for end in ENDS for one in _shares(enough, end)]
    found += _volumes(ratings, exchanges or {})
    adjusted = q_values([one.p_value for one in found])
    kept = [one for one, q in zip(found, adjusted, strict=True) if q <= rate]
    return tuple(sorted(kept, key=lambda one: one.p_value))


def _one_each(given: Sequence[Rating]) -> list[Rating]:
    """Return the last rating of each rater, by day."""
    last = {one.rater: one for one in sorted(given, key=lambda one: (one.on, one.id))}
    return sorted(last.values(), key=lambda one: (one.on, one.id))


def _burst(subject: str, ordered: Sequence[Rating]) -> Unusual:
    first = ordered[0].on
    day = np.array([(one.on - first).days for one in ordered])
    counts = np.bincount(day).astype(float)
    days, total = len(counts), counts.sum()
    widths = [width for width in WINDOWS if 2 * width <= days]
    best = Unusual("burst", subject, None, None, 0.0, 0.0, 1.0)
    tried = sum(days - width + 1 for width in widths)
    for inside, start, width in _fullest(counts, widths):
        outside = np.delete(counts, slice(start, start + width))
        p = few(total - inside, total, (days - width, width), _spread(outside))
        p = min(1.0, p * tried)
        if p < best.p_value:
            since = first + timedelta(days=start)
            until = since + timedelta(days=width - 1)
            best = Unusual("burst", subject, since, until, inside, total * width / days, p)
    return best


def _fullest(counts: Array, widths: Sequence[int]) -> list[tuple[float, int, int]]:
    """Return the windows that hold most for their width: how many, where, how wide."""
    from scipy.special import bdtrc

    found = []
    for width in widths:
        inside = np.convolve(counts, np.ones(width), mode="valid")
        rare = bdtrc(inside - 1, int(counts.sum()), width / len(counts))
        rare = np.where(inside > 0, rare, 1.0)
        found += [
            (rare[at], float(inside[at]), int(at), width) for at in np.argsort(rare)[:_LOOKED_AT]
        ]
    return [one[1:] for one in sorted(found)[:_LOOKED_AT]]


def _spread(counts: Array) -> float:
    """Return the overdispersion of days, 1 at least, raised by two standard errors."""
    mean = counts.mean()
    if mean <= 0:
        return 1.0
    freedom = len(counts) - 1
    raw = float(((counts - mean) ** 2).sum() / mean) / freedom
    return float(max(1.0, raw * (1 + 2 * (2 / freedom) ** 0.5)))


def _wave(subject: str, ordered: Sequence[Rating], end: str) -> Unusual:
    extreme = _extreme(ordered, end)
    n, total = len(extreme), int(extreme.sum())
    best = Unusual(end, subject, None, None, 0.0, 0.0, 1.0)
    widths = [width for width in RUNS if 2 * width <= n]
    tried = sum(n - width + 1 for width in widths)
    for width in widths:
        inside = np.convolve(extreme, np.ones(width), mode="valid")
        start = int(inside.argmax())
        seen = float(inside[start])
        p = min(1.0, _as_many(int(seen), n, total, width) * tried)
        if p < best.p_value:
            since, until = ordered[start].on, ordered[start + width - 1].on
            best = Unusual(end, subject, since, until, seen, total * width / n, p)
    return best


def _as_many(seen: int, n: int, total: int, width: int) -> float:
    """Return the chance that ``width`` of ``n``, drawn, hold ``seen`` at least of ``total``."""
    from scipy.special import gammaln

    def choices(of: Array | int, taken: Array | int) -> Array:
        logs: Array = gammaln(of + 1.0) - gammaln(taken + 1.0) - gammaln(of - taken + 1.0)
        return logs

    k = np.arange(seen, min(total, width) + 1.0)
    k = k[width - k <= n - total]
    logs = choices(total, k) + choices(n - total, width - k) - choices(n, width)
    return float(min(1.0, np.exp(logs).sum()))


def _extreme(ratings: Sequence[Rating], end: str) -> Array:
    """Return 1 for each rating whose marks are all at an end of the scale, else 0."""
    return np.array([float(set(one.marks.values()) == {ENDS[end]}) for one in ratings])


def _shares(ratings: Mapping[str, Sequence[Rating]], end: str) -> list[Unusual]:
    """Test whether a subject has more ratings at an end of the scale than the others have.

    Others' shares are beta-binomial, of a mean and a spread estimated without the subject.
    """
    names = list(ratings) if len(ratings) >= LEAST_SUBJECTS else []
    extreme = np.array([_extreme(ratings[name], end).sum() for name in names])
    counts = np.array([float(len(ratings[name])) for name in names])
    found = []
    for at, name in enumerate(names):
        share, tied = _share_of(np.delete(extreme, at), np.delete(counts, at))
        n, seen = int(counts[at]), float(extreme[at])
        # As many at the end are as few elsewhere; the spread of a count of n tied as much.
        p = few(n - seen, n, (1 - share, share), 1 + n * tied / (1 - tied))
        found.append(Unusual(f"mostly {end}", name, None, None, seen, n * share, p))
    return found


def _share_of(extreme: Array, counts: Array) -> tuple[float, float]:
    """Return the share of subjects, and how tied ratings of one are (intraclass correlation).

    The spread is Pearson's, raised by two standard errors.
    """
    share = float((extreme.sum() + 0.5) / (counts.sum() + 1))
    freedom = len(counts) - 1
    expected = counts * share
    raw = float(((extreme - expected) ** 2 / (expected * (1 - share))).sum()) / freedom
    spread = raw * (1 + 2 * (2 / freedom) ** 0.5)
    return share, min(0.9, max(0.0, (spread - 1) / (float(counts.mean()) - 1)))


def _volumes(
    ratings: Mapping[str, Sequence[Rating]], exchanges: Mapping[str, int]
) -> list[Unusual]:
    names = sorted(name for name in ratings if exchanges.get(name, 0) > 0)
    counts = np.array([float(len(ratings[name])) for name in names])
    activity = np.array([float(exchanges[name]) for name in names])
    return [
        Unusual("volume", one.subject, None, None, one.seen, one.expected, one.p_value)
        for one in off_activity(names, counts, activity)
    ]
