"""What changes over the weeks: rise, fall, emergence, and season kept apart from them.

Four conditions hold together before a change is announced; its p-value is the largest of theirs:
a step in the weekly shares with the season taken out (`steps`), the same counts by an exact test,
the same weeks one year before where 13 months are known, and a volume of voices that is not itself
what changed. A theme that comes back to its level of the year before has a season, not a trend.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.series import WeeklySeries, weekly_series
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.changes.steps import (
    EDGE,
    SEASON_KNOWN,
    Steps,
    find_steps,
    season_design,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

Array = npt.NDArray[np.float64]
LEAST_WEEKS = 12
LEAST_SPEAKING = 20  # voices that speak of a theme, for a change
LEAST_FOR_SEASON = 60
LEAST_FOR_DRIFT = 60
LEAST_A_WEEK = 5.0  # voices, on average
ABSENT, RARE = 0.01, 0.2  # before an emergence: at most this share, and this part of the after
A_YEAR = 52


@dataclass(frozen=True)
class Moved:
    """One test on one series; `kind` is what it would be called if announced.

    ``before`` and ``after`` are shares in % (voices a week for the volume), ``difference`` with
    ``low`` and ``high`` in points (in % for the volume), with the season taken out where it is
    known. ``years_seen`` of a season: how many times its peak is in the data.
    """

    theme: str | None
    measure: str  # "share" or "volume"
    kind: str  # "rise", "fall", "emergence", "season"
    since: datetime.date
    before: float
    after: float
    difference: float
    low: float
    high: float
    n: int
    p_value: float
    years_seen: int
    weeks: tuple[datetime.date, ...]
    series: tuple[float, ...]
    question: Question


def changes_tested(perimeter: Perimeter) -> list[Moved]:
    """Return every change and season tested: two for each theme, one for the volume of voices."""
    data = weekly_series(perimeter)
    enough = len(data.weeks) >= LEAST_WEEKS
    if not enough or data.voices.sum() < LEAST_A_WEEK * len(data.weeks):
        return []
    kept = [
        i
        for i, theme in enumerate(data.themes)
        if data.speaking[:, i].sum() >= LEAST_SPEAKING and is_specific(perimeter.workspace, theme)
    ]
    tested: list[Moved] = []
    speaking = data.speaking[:, kept]
    steps = find_steps(data.voices, speaking) if kept else None
    if steps is not None:
        themes = [data.themes[i] for i in kept]
        changes = [change_of(data, themes[i], speaking[:, i], steps, i) for i in range(len(kept))]
        tested += changes
        if len(data.weeks) >= SEASON_KNOWN:
            seasons = (
                _season(data, themes[i], speaking[:, i], changes[i], steps, i)
                for i in range(len(kept))
            )
            tested += [season for season in seasons if season is not None]
    return [*tested, _volume(data)]


def change_of(data: WeeklySeries, theme: str, spoken: Array, steps: Steps, i: int) -> Moved:
    """Return the change tested of one series (t,), the i-th of those whose steps were found."""
    n = data.voices
    appeared = _appearance(spoken, n)
    at = int(steps.at[i]) if appeared is None else appeared
    p = _change_p(spoken, n, at, steps, i)
    before = float(spoken[:at].sum() / max(1.0, n[:at].sum()))
    after = float(spoken[at:].sum() / max(1.0, n[at:].sum()))
    size, error = float(steps.size[i]), float(steps.error[i])
    if appeared is not None:
        kind, size, error = "emergence", after - before, _plain_error(spoken, n, at, steps, i)
    else:
        kind = "rise" if size > 0 else "fall"
        before = min(1.0, max(0.0, after - size))
    half = _student(steps.freedom) * error
    return Moved(
        theme=theme,
        measure="share",
        kind=kind,
        since=data.weeks[at],
        before=100 * before,
        after=100 * after,
        difference=100 * size,
        low=100 * (size - half),
        high=100 * (size + half),
        n=int(spoken.sum()),
        p_value=p,
        years_seen=0,
        weeks=data.weeks,
        series=_shares(spoken, n),
        question=Question(
            "share",
            ("week",),
            (Filter("theme", "=", (theme,)),),
        ),
    )


def _appearance(spoken: Array, n: Array) -> int | None:
    """Return the week of the most likely appearance of a theme absent or rare before; else None.

    The week that gives two levels their largest binomial likelihood, when the first level is at
    most 1 % and a fifth of the second.
    """
    from scipy.special import xlogy

    weeks = np.arange(EDGE, len(n) - EDGE + 1)
    y, of = np.cumsum(spoken)[weeks - 1], np.maximum(np.cumsum(n)[weeks - 1], 1)
    rest_y, rest_of = spoken.sum() - y, np.maximum(n.sum() - of, 1)
    likelihood = (
        xlogy(y, y / of)
        + xlogy(of - y, 1 - y / of)
        + xlogy(rest_y, rest_y / rest_of)
        + xlogy(rest_of - rest_y, 1 - rest_y / rest_of)
    )
    best = int(np.argmax(likelihood))
    before, after = float(y[best] / of[best]), float(rest_y[best] / rest_of[best])
    return int(weeks[best]) if before <= ABSENT and before <= RARE * after else None


def _shares(spoken: Array, n: Array) -> tuple[float, ...]:
    return tuple(float(share) for share in 100 * spoken / np.maximum(n, 1))


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def _plain_error(spoken: Array, n: Array, at: int, steps: Steps, i: int) -> float:
    variance = 0.0
    for part, of in ((spoken[:at], n[:at]), (spoken[at:], n[at:])):
        total = max(1.0, float(of.sum()))
        share = (float(part.sum()) + 1) / (total + 2)
        variance += share * (1 - share) / total
    return float((variance * steps.spread[i]) ** 0.5)


def _exact(spoken: Array, n: Array, at: int, spread: float) -> float:
    """Two-sided binomial p-value that the mentions fall after the step as the voices do.

    Counts are divided by the overdispersion, so that a burst of one week counts for less.
    """
    from scipy.special import bdtr, bdtrc

    total = round(float(spoken.sum()) / spread)
    after = round(float(spoken[at:].sum()) / spread)
    part = float(n[at:].sum() / n.sum())
    lower = float(bdtr(after, total, part))
    upper = float(bdtrc(after - 1, total, part)) if after else 1.0
    return min(1.0, 2 * min(lower, upper))


def _change_p(spoken: Array, n: Array, at: int, steps: Steps, i: int) -> float:
    """Return the p-value of a change: twice the smaller of a step's and of a slow drift's.

    A step must show by its least squares, by the exact test (both multiplied by the number of
    steps tried) and, from 13 months on, against the same weeks one year before. A slow drift is
    all weeks against the same one year before, or under 13 months the slope; it goes the way of
    the step, or is not told.
    """
    spread, size = float(steps.spread[i]), float(steps.size[i])
    by_counts = min(1.0, steps.tried * _exact(spoken, n, at, spread))
    same_weeks, _ = _same_weeks(spoken, n, at, spread, steps.freedom)
    step = max(float(steps.p_value[i]), by_counts, same_weeks)
    if spoken.sum() < LEAST_FOR_DRIFT:
        return min(1.0, 2 * step)
    if len(n) >= SEASON_KNOWN:
        drift, way = _same_weeks(spoken, n, A_YEAR, spread, steps.freedom)
    else:
        drift, way = _slope(spoken, n, spread)
    return min(1.0, 2 * min(step, drift if way * size > 0 else 1.0))


def _same_weeks(
    spoken: Array, n: Array, at: int, spread: float, freedom: int
) -> tuple[float, float]:
    """Return the two-sided p-value, and the difference, of weeks after and one year before.

    Only pairs of which one week is before the step and the other after; (0, 0), nothing to object,
    when less than 13 months are known. Student's test on shares whose variance is that of
    overdispersed counts.
    """
    from scipy.special import stdtr

    if len(n) < SEASON_KNOWN:
        return 0.0, 0.0
    later = np.arange(max(at, A_YEAR), min(len(n), at + A_YEAR))
    later = later[(n[later] > 0) & (n[later - A_YEAR] > 0)]
    if len(later) < 2:
        return 1.0, 0.0
    earlier = later - A_YEAR
    # Equal weight within a pair, so that a season never weighs on one side more.
    weight = 1 / (1 / n[later] + 1 / n[earlier])
    difference = spoken[later] / n[later] - spoken[earlier] / n[earlier]
    mean = float((weight * difference).sum() / weight.sum())
    pooled = float(
        (spoken[later].sum() + spoken[earlier].sum() + 1) / (n[later].sum() + n[earlier].sum() + 2)
    )
    variance = spread * pooled * (1 - pooled) / float(weight.sum())
    return float(2 * stdtr(freedom, -abs(mean) / variance**0.5)), mean


def _slope(spoken: Array, n: Array, spread: float) -> tuple[float, float]:
    """Return the two-sided p-value and the direction of a slope in the weekly shares."""
    from scipy.special import stdtr

    share = float(spoken.sum() / n.sum())
    t = np.arange(len(n)) - float((n * np.arange(len(n))).sum() / n.sum())
    gain = float((t * (spoken - n * share)).sum())
    error = (spread * share * (1 - share) * float((n * t**2).sum())) ** 0.5
    return float(2 * stdtr(max(1, len(n) - 2), -abs(gain) / max(error, 1e-12))), gain


def _season(
    data: WeeklySeries, theme: str, spoken: Array, change: Moved, steps: Steps, i: int
) -> Moved | None:
    """Test the annual harmonics, beside the step where there is one; None for a rare theme."""
    from scipy.special import fdtrc

    if spoken.sum() < LEAST_FOR_SEASON:
        return None
    n, weeks = data.voices, len(data.weeks)
    kept = n > 0
    root = np.sqrt(n[kept])
    share = spoken[kept] / n[kept] * root
    base = [np.ones(weeks)]
    if change.p_value <= 0.05:
        base.append((np.arange(weeks) >= int(steps.at[i])).astype(np.float64))
    season = season_design(weeks)[:, 1:]
    without = np.column_stack(base)[kept] * root[:, None]
    whole = np.column_stack([*base, season])[kept] * root[:, None]
    small, large = _left(without, share), _left(whole, share)
    freedom = int(kept.sum()) - whole.shape[1]
    mean = spoken.sum() / n.sum()
    noise = max(mean * (1 - mean), float((large**2).sum()) / freedom)
    noise *= float(_one_widening(large))
    statistic = float((small**2).sum() - (large**2).sum()) / season.shape[1] / noise
    p = float(fdtrc(season.shape[1], freedom, max(0.0, statistic)))
    fitted = season @ np.linalg.lstsq(whole, share, rcond=None)[0][len(base) :]
    year = fitted[-A_YEAR:]
    peak = weeks - A_YEAR + int(np.argmax(year))
    low_week = weeks - A_YEAR + int(np.argmin(year))
    size = float(year.max() - year.min())
    error = (2 * noise / max(1.0, n.sum() / 2)) ** 0.5
    half = _student(freedom) * error * 2**0.5
    return Moved(
        theme=theme,
        measure="share",
        kind="season",
        since=data.weeks[peak],
        before=100 * _around(spoken, n, low_week),
        after=100 * _around(spoken, n, peak),
        difference=100 * size,
        low=100 * max(0.0, size - half),
        high=100 * (size + half),
        n=int(spoken.sum()),
        p_value=p,
        years_seen=1 + int(peak - A_YEAR >= 0) + int(peak + A_YEAR < weeks),
        weeks=data.weeks,
        series=_shares(spoken, n),
        question=Question("share", ("week",), (Filter("theme", "=", (theme,)),)),
    )


def _around(spoken: Array, n: Array, week: int) -> float:
    span = slice(max(0, week - 2), week + 3)
    return float(spoken[span].sum() / max(1.0, n[span].sum()))


def _left(design: Array, y: Array) -> Array:
    left: Array = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return left


def _one_widening(residuals: Array) -> float:
    r = float((residuals[1:] * residuals[:-1]).sum() / max(1e-12, (residuals**2).sum()))
    r = min(0.6, max(0.0, r + 2.0 / len(residuals)))
    return (1 + r) / (1 - r)


def _volume(data: WeeklySeries) -> Moved:
    """Test the number of voices a week: on logarithms, with the same step, season and widening."""
    logs = np.log(data.voices + 0.5)
    steps = find_steps(np.ones(len(logs)), logs[:, None])
    assert steps is not None  # every week counts, and there are enough of them
    at, size = int(steps.at[0]), float(steps.size[0])
    p = float(steps.p_value[0])
    if len(logs) >= SEASON_KNOWN:
        p = max(p, min(1.0, steps.tried * _same_logs(logs, at)))
    half = _student(steps.freedom) * float(steps.error[0])
    after = float(np.exp(logs[at:].mean()))
    return Moved(
        theme=None,
        measure="volume",
        kind="rise" if size > 0 else "fall",
        since=data.weeks[at],
        before=after / float(np.exp(size)),
        after=after,
        difference=100 * float(np.expm1(size)),
        low=100 * float(np.expm1(size - half)),
        high=100 * float(np.expm1(size + half)),
        n=int(data.voices.sum()),
        p_value=p,
        years_seen=0,
        weeks=data.weeks,
        series=tuple(float(count) for count in data.voices),
        question=Question("voices", ("week",)),
    )


def _same_logs(logs: Array, at: int) -> float:
    from scipy.special import stdtr

    later = np.arange(max(at, A_YEAR), min(len(logs), at + A_YEAR))
    if len(later) < 3:
        return 1.0
    difference = logs[later] - logs[later - A_YEAR]
    error = float(difference.std(ddof=1)) / len(later) ** 0.5
    return float(2 * stdtr(len(later) - 1, -abs(float(difference.mean())) / max(error, 1e-12)))
