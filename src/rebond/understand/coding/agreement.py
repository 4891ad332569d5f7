"""Agreement of two codings of the same texts: theme by theme, and over all decisions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

LEVEL_95 = 1.959963984540054


@dataclass(frozen=True)
class Agreed:
    """How two codings agree on a theme, or on all decisions together.

    ``both`` texts have the theme in both, ``ours`` in ours only, ``theirs`` in theirs only, and
    ``neither`` in none. Ratios are None where nothing can be counted.
    """

    both: int
    ours: int
    theirs: int
    neither: int

    @property
    def n(self) -> int:
        """How many texts have the theme in their coding."""
        return self.both + self.theirs

    @property
    def precision(self) -> float | None:
        """Of those that we code so, the share that they do too."""
        return _ratio(self.both, self.both + self.ours)

    @property
    def recall(self) -> float | None:
        """Of those that they code so, the share that we do too."""
        return _ratio(self.both, self.both + self.theirs)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None when neither codes any text so."""
        return _ratio(2 * self.both, 2 * self.both + self.ours + self.theirs)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: 1 for perfect agreement, 0 for that of chance.

        None when both codings say the same of every text: chance agrees as much. Source: Cohen
        1960, A coefficient of agreement for nominal scales, doi:10.1177/001316446002000104.
        """
        total = self.both + self.ours + self.theirs + self.neither
        if not total:
            return None
        seen = (self.both + self.neither) / total
        ours, theirs = (self.both + self.ours) / total, (self.both + self.theirs) / total
        chance = ours * theirs + (1 - ours) * (1 - theirs)
        return (seen - chance) / (1 - chance) if chance < 1 else None

    def precision_interval(self) -> tuple[float, float] | None:
        """Return the 95 % Wilson interval of the precision."""
        return wilson(self.both, self.both + self.ours)

    def recall_interval(self) -> tuple[float, float] | None:
        """Return the 95 % Wilson interval of the recall."""
        return wilson(self.both, self.both + self.theirs)


@dataclass(frozen=True)
class Difference:
    """A text coded otherwise by us: what we add, and what we miss."""

    row: int
    added: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """Agreement on ``texts`` texts: by theme, over all decisions, and where we differ."""

    texts: int
    themes: Mapping[str, Agreed]
    overall: Agreed
    differences: tuple[Difference, ...]


def agreement(
    ours: Sequence[AbstractSet[str]], theirs: Sequence[AbstractSet[str]], themes: Sequence[str]
) -> Agreement:
    """Compare two codings of the same texts.

    Parameters
    ----------
    ours, theirs : the themes of each text; those that are not among ``themes`` do not count.
    themes : the themes that both could give.
    """
    by_theme = {
        theme: _agreed([theme in one for one in ours], [theme in one for one in theirs])
        for theme in themes
    }
    listed = list(by_theme.values())
    overall = Agreed(
        sum(one.both for one in listed),
        sum(one.ours for one in listed),
        sum(one.theirs for one in listed),
        sum(one.neither for one in listed),
    )
    counted = frozenset(themes)
    different = []
    for row, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        added, missed = (one - other) & counted, (other - one) & counted
        if added or missed:
            different.append(Difference(row, tuple(sorted(added)), tuple(sorted(missed))))
    return Agreement(len(theirs), by_theme, overall, tuple(different))


def wilson(count: int, total: int) -> tuple[float, float] | None:
    """Return the 95 % Wilson interval of a share; None of nothing.

    >>> low, high = wilson(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if not total:
        return None
    share, square = count / total, LEVEL_95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = (
        LEVEL_95
        * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
        / (1 + square / total)
    )
    return max(0.0, middle - half), min(1.0, middle + half)


def _agreed(ours: Sequence[bool], theirs: Sequence[bool]) -> Agreed:
    both = sum(one and other for one, other in zip(ours, theirs, strict=True))
    first, second = sum(ours), sum(theirs)
    return Agreed(both, first - both, second - both, len(theirs) - first - second + both)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
