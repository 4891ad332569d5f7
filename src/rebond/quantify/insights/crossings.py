"""What is left of a gap without the responses of another one.

Two attributes are crossed once for each measure, and sums of cells tell what every value of one is
without any value of the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.groups.comparing import added, gap_p, less
from rebond.quantify.groups.gaps import LEAST_RESPONSES, dimension_of
from rebond.quantify.insights.found import Gap
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.intervals import Moments

FADED = 0.5  # part of a gap that is left without another: below, both say the same
LEAST_LEFT = 0.05  # p-value of what is left
Cells = dict[str | None, dict[tuple[str, str], Moments]]  # by theme, then by pair of values


class Crossings:
    """The attributes of a perimeter, crossed two by two when first needed.

    Parameters
    ----------
    inside : Perimeter
        The rows that gaps were tested on.
    of_score : tuple of Filter
        Those that keep the score.
    """

    def __init__(self, inside: Perimeter, of_score: tuple[Filter, ...]) -> None:
        self._inside = inside
        self._of_score = of_score
        self._known: dict[tuple[str, str, str, bool], Cells] = {}

    def fades(self, gap: Gap, larger: Gap) -> bool:
        """Return whether a gap is mostly that of the responses of a larger one.

        Less than half of it is left without them, on the same side, or nothing that a test tells;
        or too few people are left to tell. Gaps of one attribute share no response.
        """
        if larger.attribute == gap.attribute or larger.difference * gap.difference < 0:
            return False
        cells = self._cells(gap, larger.attribute).get(gap.theme, {})
        return _has_faded(gap, _summed(cells, without=None), _summed(cells, without=larger.value))

    def _cells(self, gap: Gap, other: str) -> Cells:
        """Return the moments of every pair of values, for each theme."""
        key = (gap.measure, other, gap.attribute, gap.theme is not None)
        if key not in self._known:
            by = [dimension_of(other), dimension_of(gap.attribute)]
            by += ["theme"] if gap.theme is not None else []
            of_score = gap.measure not in ("share", "net_polarity")
            question = Question(gap.measure, tuple(by), self._of_score if of_score else ())
            found: Cells = {}
            for keys, moments in measured(
                Rows(question, self._inside, self._inside.facts())
            ).cells.items():
                theme = str(keys[2]) if len(keys) > 2 else None
                pair = (str(keys[0] or ""), str(keys[1] or ""))
                found.setdefault(theme, {})[pair] = moments
            if gap.measure == "share":
                _fill_silent(found)
            self._known[key] = found
        return self._known[key]


def _summed(cells: Mapping[tuple[str, str], Moments], *, without: str | None) -> dict[str, Moments]:
    """Return the moments of each value of the second attribute, one of the first left out."""
    parts: dict[str, list[Moments]] = {}
    for (other, value), moments in cells.items():
        if value and other != without:
            parts.setdefault(value, []).append(moments)
    return {value: added(some) for value, some in parts.items()}


def _has_faded(gap: Gap, whole: Mapping[str, Moments], left: Mapping[str, Moments]) -> bool:
    one = left.get(gap.value)
    if one is None or gap.value not in whole or one.people < LEAST_RESPONSES:
        return True
    rest = less(added(list(left.values())), one)
    if rest.people < LEAST_RESPONSES:
        return True
    all_of_it = whole[gap.value]
    before = all_of_it.ratio - less(added(list(whole.values())), all_of_it).ratio
    now = one.ratio - rest.ratio
    p, _ = gap_p(one, rest, share=gap.measure == "share")
    return p is None or p > LEAST_LEFT or now / before < FADED


def _fill_silent(found: Cells) -> None:
    """Add the pairs of values where nobody speaks of a theme: their share is zero."""
    silent: dict[tuple[str, str], Moments] = {}
    for cells in found.values():
        for pair, m in cells.items():
            silent[pair] = Moments(m.n, 0.0, 0.0, m.people, 0.0, 0.0, m.xx)
    for cells in found.values():
        for pair, base in silent.items():
            cells.setdefault(pair, base)
