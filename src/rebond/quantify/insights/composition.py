"""Which part of a gap of the score goes with what is said of each theme.

The mean score of a place, less that of the others, is parted exactly (Oaxaca 1973,
doi:10.2307/2525981; Blinder 1973, doi:10.2307/144855; slopes of everybody together, Neumark 1988,
doi:10.2307/145829):

    gap = Σ over themes of  slope of the theme × difference of its mean sign  +  what is left

The slope is what goes with one step of polarity, other themes held equal. A part tells how much of
the gap goes with a theme being judged otherwise, or spoken of more; never that it comes from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import Panel, Score, panel
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.drivers.tested import own_part
from rebond.quantify.drivers.weights import panel_sums
from rebond.quantify.groups.gaps import LEAST_RESPONSES, Tested, dimension_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
GROUPS = 1_000  # random groups of persons, when there are more persons


@dataclass(frozen=True)
class Part:
    """The part of one gap that goes with one theme.

    ``gap`` is that of the responses with words, ``difference`` the theme's part with its interval,
    both in the score's unit; ``n`` responses of the place. ``p_value`` is the largest of three: of
    the gap, of the theme's slope, and of the difference of its mean sign.
    """

    attribute: str
    value: str
    theme: str
    measure: str
    gap: float
    difference: float
    low: float
    high: float
    n: int
    p_value: float


def parts_tested(
    perimeter: Perimeter,
    score: Score,
    gaps: Sequence[Tested],
    themes: Sequence[str],
    *,
    seed: int = 0,
) -> list[Part]:
    """Return the parts of every gap of the score that were tested, theme by theme.

    Parameters
    ----------
    gaps : sequence of Tested
        Those of other measures, or of a theme, are left out.
    themes : sequence of str
        Those whose weights were computed; without any nothing is tested.
    """
    wanted: dict[str, dict[str, Tested]] = {}
    for gap in gaps:
        if gap.theme is None and gap.measure == score.measure:
            wanted.setdefault(gap.attribute, {})[gap.value] = gap
    if not wanted or not themes:
        return []
    data = panel(perimeter, score, least=1, most=len(themes), themes=frozenset(themes))
    people = int(data.person.max()) + 1
    order = np.random.default_rng((seed, 3)).permutation(people) % min(people, GROUPS)
    unit = _unit(score, data.score)
    group = order[data.person]
    sums = panel_sums(data, unit, group, int(group.max()) + 1)
    slope, slope_error, slope_p = own_part(sums)
    found = []
    for attribute, by_value in wanted.items():
        values = sorted(by_value)
        place = _places(perimeter, score, attribute, values, data)
        sides = _Sides.of(data, unit, place, len(values), group)
        if sides is None:
            continue
        apart, error = sides.difference()
        p_value = np.maximum(_two_sided(apart, error), slope_p)
        size = slope * apart
        half = 1.959964 * np.sqrt((slope * error) ** 2 + (slope_error * apart) ** 2)
        whole = sides.gaps()
        for i, value in enumerate(values):
            if sides.n[i] < LEAST_RESPONSES:
                continue
            for j, theme in enumerate(data.themes):
                found.append(
                    Part(
                        attribute,
                        value,
                        theme,
                        score.measure,
                        float(whole[i]),
                        float(size[i, j]),
                        float(size[i, j] - half[i, j]),
                        float(size[i, j] + half[i, j]),
                        int(sides.n[i]),
                        float(max(p_value[i, j], by_value[value].p_value)),
                    )
                )
    return found


def _unit(score: Score, values: Array) -> Array:
    """Return scores in the unit of their measure: 100, 0 and −100 for NPS."""
    if score.measure != "nps":
        return values
    unit: Array = 100.0 * ((values >= 9).astype(np.float64) - (values <= 6))
    return unit


def _two_sided(value: Array, error: Array) -> Array:
    from scipy.special import ndtr

    p: Array = 2 * ndtr(-np.abs(value) / np.maximum(error, 1e-300))
    return p


def _places(
    perimeter: Perimeter, score: Score, attribute: str, values: Sequence[str], data: Panel
) -> Whole:
    """Return the place (n,) among values of each response of the panel, −1 for none of them."""
    import narwhals as nw

    question = Question("mean_score", (dimension_of(attribute),), score.filters)
    rows = Rows(question, perimeter, perimeter.facts())
    known: Any = collected(rows.scores().select("response", nw.col("d0")).unique())
    place_of = {value: i for i, value in enumerate(values)}
    coded = known["d0"].combine_chunks().dictionary_encode()
    code = coded.indices.to_numpy(zero_copy_only=False)
    places = np.array([place_of.get(name, -1) for name in coded.dictionary.to_pylist()], np.int64)
    at = np.searchsorted(data.response, known["response"].to_numpy())
    at = np.minimum(at, len(data.response) - 1)
    same = data.response[at] == known["response"].to_numpy()
    found = np.full(len(data.response), -1)
    found[at[same]] = places[code[same]]
    return found


@dataclass(frozen=True)
class _Sides:
    """Sums of signs and of scores, by group of persons and place: (groups, values, p + 1)."""

    sums: Array
    counts: Array

    @classmethod
    def of(cls, data: Panel, unit: Array, place: Whole, values: int, group: Whole) -> _Sides | None:
        inside = place >= 0
        if not inside.any():
            return None
        groups = int(group.max()) + 1
        cell = (group * values + place)[inside]
        size = groups * values
        columns = [
            np.bincount(cell, data.polarity[inside, j], size) for j in range(data.polarity.shape[1])
        ]
        columns.append(np.bincount(cell, unit[inside], size))
        sums: Array = np.stack(columns, axis=-1, dtype=np.float64)
        counts = np.bincount(cell, minlength=size).astype(np.float64)
        return cls(sums.reshape(groups, values, -1), counts.reshape(groups, values))

    @property
    def n(self) -> Array:
        """Responses of each value."""
        n: Array = self.counts.sum(axis=0)
        return n

    def _means(self) -> tuple[Array, Array]:
        n = np.maximum(self.n, 1.0)[:, None]
        total = self.sums.sum(axis=0)
        rest = np.maximum(self.n.sum() - self.n, 1.0)[:, None]
        return total / n, (total.sum(axis=0) - total) / rest

    def gaps(self) -> Array:
        """Return the gap (values,) of the score of each value with the others."""
        one, rest = self._means()
        gap: Array = one[:, -1] - rest[:, -1]
        return gap

    def difference(self) -> tuple[Array, Array]:
        """Return the differences (values, p) of mean signs with the others, and their errors.

        Linearised, summed by group of persons.
        """
        one, rest = self._means()
        n, all_n = np.maximum(self.n, 1.0), self.n.sum()
        of_rest = np.maximum(all_n - n, 1.0)
        groups = len(self.sums)
        whole, whole_counts = self.sums.sum(axis=1), self.counts.sum(axis=1)
        variance = np.empty_like(one)
        for i in range(len(n)):
            own = (self.sums[:, i] - self.counts[:, i, None] * one[i]) / n[i]
            others = whole - self.sums[:, i] - (whole_counts - self.counts[:, i])[:, None] * rest[i]
            variance[i] = ((own - others / of_rest[i]) ** 2).sum(axis=0)
        error = np.sqrt(variance * groups / max(1, groups - 1))
        return (one - rest)[:, :-1], np.maximum(error[:, :-1], 1e-12)
