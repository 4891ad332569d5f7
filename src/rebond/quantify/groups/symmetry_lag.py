"""What the team said before customers did: links between teams and customers, with their lag.

Within each place, what employees say of a theme moves from period to period, and so does what
customers say of one. Both are taken from the place's own mean and from the period's mean over all
places, so that neither lasting differences nor seasons count; then the two are correlated at lags
of several periods either way. Whole places are put in random order to know what chance gives, so
that series which resemble themselves from one period to the next raise no alarm, and the best of
all lags is compared with the best of all lags of chance.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.asking.series import whole_weeks
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.groups.comparing import shrinkage
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

Array = npt.NDArray[np.float64]
LEAST_PLACES, LEAST_PERIODS = 8, 12
MOST_LAG = 6  # periods, either way
MOST_THEMES = {"employee": 6, "customer": 8}
LEAST_SAID = {"employee": 60, "customer": 150}  # voices that speak of a theme
LEAST_OF_PLACE = {"employee": 12, "customer": 40}  # voices of a place, over the whole time
PERMUTATIONS = (499, 9999)  # first, and again where the first p-value is under WORTH_MORE
WORTH_MORE = 0.05
_SIDES = ("employee", "customer")


@dataclass(frozen=True)
class Counted:
    """One side of one theme, by place and period: (places, periods) sums of signs, and voices."""

    signs: Array
    voices: Array


@dataclass(frozen=True)
class Lag:
    """The best lag of two series a place, in periods; above 0 the first side comes first.

    ``coefficient`` is the mean over places of the correlation at that lag, with its interval;
    ``lag_low`` and ``lag_high`` the lags that the same places drawn again give; ``by_lag`` the
    coefficient at each lag tried; ``p_value`` pays for the choice among them.
    """

    lag: int
    lag_low: int
    lag_high: int
    coefficient: float
    low: float
    high: float
    error: float
    p_value: float
    by_lag: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Led:
    """What employees say of one theme beside what customers say of one, within places.

    ``employee_theme`` and ``customer_theme`` are None for everything said. ``lag`` is in weeks:
    above 0, employees said it so long before; ``lag_low`` to ``lag_high`` its interval.
    ``coefficient`` is raw, ``likely`` drawn towards 0 with the company of all links tested, between
    ``low`` and ``high``.
    """

    attribute: str
    employee_theme: str | None
    customer_theme: str | None
    lag: int
    lag_low: int
    lag_high: int
    coefficient: float
    likely: float
    low: float
    high: float
    places: int
    periods: int
    employees: int
    customers: int
    p_value: float
    by_lag: tuple[tuple[int, float], ...]
    question: Question

    @property
    def before(self) -> bool:
        """Whether employees came first beyond doubt: every lag of the interval is above 0."""
        return self.lag_low > 0


def leads_tested(perimeter: Perimeter, *, seed: int = 0) -> list[Led]:
    """Return every link tested within the places of the attribute that names most of both sides.

    One attribute only: regions would say again what shops say. Periods are of four weeks from 48
    whole weeks on, of two weeks from 24; nothing under that. At most 7 subjects of employees and 9
    of customers are tested: everything said, then the themes most spoken of.
    """
    weeks = _weeks(perimeter)
    length = 4 if len(weeks) >= 4 * LEAST_PERIODS else 2
    periods = len(weeks) // length
    if periods < LEAST_PERIODS:
        return []
    weeks = weeks[len(weeks) - periods * length :]
    place_of_week = {week: i // length for i, week in enumerate(weeks)}
    found: list[tuple[Led, float]] = []
    for attribute in _attributes(perimeter)[:1]:
        sides = [_sides(perimeter, attribute, side, place_of_week, periods) for side in _SIDES]
        places = sorted(sides[0][1].keys() & sides[1][1].keys())
        if len(places) < LEAST_PLACES:
            continue
        counted = [_counted(*side, places, periods) for side in sides]
        for one, ours in counted[0].items():
            for other, theirs in counted[1].items():
                lag = best_lag(ours, theirs, seed=seed)
                if lag is None:
                    continue
                led = _led(attribute, (one, other), lag, length, len(places), (ours, theirs))
                found.append((led, lag.error))
    return _drawn(found)


def best_lag(ours: Counted, theirs: Counted, *, seed: int = 0) -> Lag | None:
    """Return the lag at which two sides go together best; None when a side never moves.

    Notes
    -----
    Each place's series is brought to norm 1, so that a busy place counts as any other and places
    are exchangeable. At each lag the sum over places of the products is compared, in standard
    deviations, with that of places in random order (499 times, 9,999 when it matters); the p-value
    is that of the largest over lags (Westfall and Young 1993, *Resampling-Based Multiple Testing*,
    ISBN 978-0-471-55761-6), for series that last as for others. The interval
    is Student's over places.
    """
    from scipy.special import stdtrit

    x, y = residuals(ours), residuals(theirs)
    moving = (np.abs(x).sum(axis=1) > 0) & (np.abs(y).sum(axis=1) > 0)
    x, y = x[moving], y[moving]
    p = len(x)
    if p < LEAST_PLACES:
        return None
    lags = np.arange(-MOST_LAG, MOST_LAG + 1)
    products = np.array([_products(x, y, int(lag)) for lag in lags])
    own = np.einsum("lpp->lp", products)
    random = np.random.default_rng(seed)
    for permutations in PERMUTATIONS:
        orders = np.argsort(random.random((permutations, p)), axis=1)
        chance = np.array([one[np.arange(p), orders].sum(axis=1) for one in products])
        middle, spread = chance.mean(axis=1), np.maximum(chance.std(axis=1), 1e-12)
        far = np.abs(own.sum(axis=1) - middle) / spread
        largest = (np.abs(chance - middle[:, None]) / spread[:, None]).max(axis=0)
        reached = int((largest >= far.max() - 1e-9).sum())
        p_value = (1 + reached) / (1 + permutations)
        if p_value > WORTH_MORE:
            break
    best = int(np.argmax(far))
    value = float(own[best].mean())
    error = float(own[best].std(ddof=1) / p**0.5)
    half = float(stdtrit(p - 1, 0.975)) * error
    drawn = random.integers(0, p, (500, p))
    again = np.abs(own[:, drawn].sum(axis=2) - middle[:, None]) / spread[:, None]
    low, high = np.quantile(lags[np.argmax(again, axis=0)], [0.025, 0.975], method="nearest")
    return Lag(
        lag=int(lags[best]),
        lag_low=int(low),
        lag_high=int(high),
        coefficient=value,
        low=max(-1.0, value - half),
        high=min(1.0, value + half),
        error=error,
        p_value=p_value,
        by_lag=tuple((int(lag), float(c)) for lag, c in zip(lags, own.mean(axis=1), strict=True)),
    )


def residuals(side: Counted) -> Array:
    """Return each place's series (places, periods) without its mean nor the period's, norm 1.

    Means are weighted by voices; a period without any stays at 0. A place that does not move is
    all 0.
    """
    n = side.voices
    means = np.divide(side.signs, n, out=np.zeros_like(n), where=n > 0)
    for _ in range(20):
        means = means - _mean(means, n, 1)
        means = means - _mean(means, n, 0)
    series = np.where(n > 0, means * np.sqrt(n), 0.0)
    size = np.sqrt((series**2).sum(axis=1, keepdims=True))
    scaled: Array = np.divide(series, size, out=np.zeros_like(series), where=size > 1e-9)
    return scaled


def _mean(values: Array, n: Array, axis: int) -> Array:
    total = (values * n).sum(axis=axis, keepdims=True)
    mean: Array = total / np.maximum(n.sum(axis=axis, keepdims=True), 1e-12)
    return mean


def _products(x: Array, y: Array, lag: int) -> Array:
    """Return the products (p, p) of each place's series of ``x`` and that of ``y``, later by lag.

    Brought to the whole length, so that far lags are not smaller by their fewer periods.
    """
    t = x.shape[1]
    early, late = (x[:, : t - lag], y[:, lag:]) if lag >= 0 else (x[:, -lag:], y[:, : t + lag])
    together: Array = early @ late.T * (t / (t - abs(lag)))
    return together


def _weeks(perimeter: Perimeter) -> list[datetime.date]:
    import narwhals as nw

    rows = Rows(Question("voices", ("week",)), perimeter, perimeter.facts())
    known = rows.voices().filter(nw.col("d0") != nw.lit(UNKNOWN_DATE))
    ends: dict[str, Any] = collected(
        known.select(nw.col("d0").min().alias("first"), nw.col("d0").max().alias("last"))
    ).to_pylist()[0]
    if ends["first"] is None:
        return []
    first, last = whole_weeks(perimeter, ends["first"], ends["last"])
    return [first + datetime.timedelta(days=7 * i) for i in range((last - first).days // 7 + 1)]


def _attributes(perimeter: Perimeter) -> list[str]:
    """Return the attributes with the most places that both sides name, those first."""
    import narwhals as nw

    sizes: list[tuple[int, str]] = []
    for attribute in perimeter.facts().attribute_names:
        named = []
        for side in _SIDES:
            inside = perimeter.where(Filter("stakeholder", "=", (side,)))
            rows = Rows(Question("voices", (dimension_of(attribute),)), inside, inside.facts())
            by_place = rows.voices().group_by("d0").agg(nw.len().alias("n"))
            enough = by_place.filter((nw.col("n") >= LEAST_OF_PLACE[side]) & (nw.col("d0") != ""))
            named.append(set(collected(enough)["d0"].to_pylist()))
        both = len(named[0] & named[1])
        if both >= LEAST_PLACES:
            sizes.append((both, attribute))
    return [name for _, name in sorted(sizes, key=lambda one: (-one[0], one[1]))]


Sums = dict[tuple[str | None, str], Array]  # (theme, place) → signs by period


def _sides(
    perimeter: Perimeter,
    attribute: str,
    side: str,
    place_of_week: Mapping[datetime.date, int],
    periods: int,
) -> tuple[Sums, dict[str, Array], list[str | None]]:
    """Return signs by theme and place, voices by place, and the subjects worth testing."""
    import narwhals as nw

    inside = perimeter.where(Filter("stakeholder", "=", (side,)))
    by, facts = ("week", dimension_of(attribute)), perimeter.facts()
    rows = Rows(Question("voices", by), inside, facts)
    voices = collected(rows.voices().group_by("d0", "d1").agg(nw.len().alias("n")))
    rows = Rows(Question("net_polarity", (*by, "theme")), inside, facts)
    said = collected(
        rows.mentions()
        .group_by("d0", "d1", "d2")
        .agg(nw.col("sign").cast(nw.Float64).sum().alias("sign"), nw.len().alias("n"))
    )
    counts: dict[str, Array] = {}
    for row in voices.to_pylist():
        if row["d1"] and row["d0"] in place_of_week:
            place = counts.setdefault(row["d1"], np.zeros(periods))
            place[place_of_week[row["d0"]]] += row["n"]
    counts = {place: n for place, n in counts.items() if n.sum() >= LEAST_OF_PLACE[side]}
    signs: Sums = {}
    heard: dict[str, int] = {}
    for row in said.to_pylist():
        if row["d1"] not in counts or row["d0"] not in place_of_week:
            continue
        heard[row["d2"]] = heard.get(row["d2"], 0) + row["n"]
        for theme in (None, row["d2"]):
            one = signs.setdefault((theme, row["d1"]), np.zeros(periods))
            one[place_of_week[row["d0"]]] += row["sign"]
    specific = [
        theme
        for theme in sorted(heard, key=lambda name: (-heard[name], name))
        if heard[theme] >= LEAST_SAID[side] and is_specific(perimeter.workspace, theme)
    ]
    return signs, counts, [None, *specific[: MOST_THEMES[side]]]


def _counted(
    signs: Sums,
    voices: Mapping[str, Array],
    subjects: Sequence[str | None],
    places: Sequence[str],
    periods: int,
) -> dict[str | None, Counted]:
    nothing = np.zeros(periods)
    n = np.array([voices[place] for place in places])
    return {
        theme: Counted(np.array([signs.get((theme, place), nothing) for place in places]), n)
        for theme in subjects
    }


def _led(
    attribute: str,
    themes: tuple[str | None, str | None],
    lag: Lag,
    length: int,
    places: int,
    sides: tuple[Counted, Counted],
) -> Led:
    named = sorted({theme for theme in themes if theme is not None})
    about = (Filter("theme", "in", tuple(named)),) if named else ()
    return Led(
        attribute=attribute,
        employee_theme=themes[0],
        customer_theme=themes[1],
        lag=length * lag.lag,
        lag_low=length * lag.lag_low,
        lag_high=length * lag.lag_high,
        coefficient=lag.coefficient,
        likely=lag.coefficient,
        low=lag.low,
        high=lag.high,
        places=places,
        periods=sides[0].voices.shape[1],
        employees=int(sides[0].voices.sum()),
        customers=int(sides[1].voices.sum()),
        p_value=lag.p_value,
        by_lag=tuple((length * one, value) for one, value in lag.by_lag),
        question=Question("net_polarity", ("month", "stakeholder", dimension_of(attribute)), about),
    )


def _drawn(found: Sequence[tuple[Led, float]]) -> list[Led]:
    """Draw the coefficients of all links towards 0 by what their noise and their company ask."""
    from dataclasses import replace

    if not found:
        return []
    shown = shrinkage([led.coefficient for led, _ in found], [error for _, error in found])
    return [
        replace(led, likely=centre, low=max(-1.0, low), high=min(1.0, high))
        for (led, _), centre, low, high in zip(found, *shown, strict=True)
    ]
