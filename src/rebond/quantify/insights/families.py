"""The families of comparisons that a scan makes, and how the rate of false findings is held.

A family is one entry: a name, a function that tests everything it looks at, and a function that
puts one test in words. Each family is held by Benjamini and Hochberg's procedure at an equal part
of the rate. Hence, of all findings announced, at most that rate is false on average; and where
nothing happens, the chance of announcing anything is at most the rate. Families need not be
independent: their parts add up. A family that could test nothing here takes no part, but one that
only names what is near to be announced: its silence depends on what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rebond.quantify.asking.chosen import Score
from rebond.quantify.changes.emerging import Emerging, emerging_tested
from rebond.quantify.changes.trends import Moved, changes_tested
from rebond.quantify.drivers.weights import Weights, weights_of
from rebond.quantify.groups.gaps import Tested, gaps_tested
from rebond.quantify.groups.symmetry import Linked, links_tested
from rebond.quantify.groups.symmetry_gaps import Mirrored, mirrored_tested
from rebond.quantify.groups.symmetry_lag import Led, leads_tested
from rebond.quantify.insights.composition import Part, parts_tested
from rebond.quantify.insights.score_changes import score_moved
from rebond.quantify.insights.telling import Teller
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.statistics.discoveries import q_values


@dataclass
class Scan:
    """What families look at: everybody's rows, those of who speaks most, and their score.

    ``weights`` and ``gaps`` are kept by the families that compute them, for those that come later.
    """

    perimeter: Perimeter
    inside: Perimeter
    score: Score | None
    seed: int
    weights: Weights | None = None
    gaps: list[Tested] = field(default_factory=list)


@dataclass(frozen=True)
class Family:
    """One kind of comparison.

    ``scan`` returns what was tested, each with its ``p_value``; ``count`` how many comparisons
    that was. Where ``adjusted``, p-values hold the false-discovery rate already.
    """

    name: str
    scan: Callable[[Scan], Sequence[Any]]
    tell: Callable[[Teller, Any, float], Any]
    count: Callable[[Sequence[Any]], int] = len
    adjusted: bool = False


def _weights(scan: Scan) -> Sequence[Any]:
    if scan.score is None:
        return ()
    scan.weights = weights_of(scan.inside, scan.score, seed=scan.seed)
    return scan.weights.weights


def _gaps(scan: Scan) -> list[Tested]:
    scan.gaps = gaps_tested(scan.inside, scan.score)
    return scan.gaps


def _changes(scan: Scan) -> list[Moved]:
    return [*changes_tested(scan.inside), *score_moved(scan.inside, scan.score)]


def _links(scan: Scan) -> list[Linked]:
    return links_tested(scan.perimeter, seed=scan.seed)


def _parts(scan: Scan) -> list[Part]:
    if scan.score is None or scan.weights is None:
        return []
    themes = tuple(weight.theme for weight in scan.weights.weights)
    return parts_tested(scan.inside, scan.score, scan.gaps, themes, seed=scan.seed)


def _emerging(scan: Scan) -> Sequence[Emerging]:
    return emerging_tested(scan.inside)


def _mirrors(scan: Scan) -> list[Mirrored]:
    return mirrored_tested(scan.perimeter)


def _leads(scan: Scan) -> list[Led]:
    return leads_tested(scan.perimeter, seed=scan.seed)


def _words_looked_at(tested: Sequence[Emerging]) -> int:
    return tested[0].looked_at if tested else 0


FAMILIES = (
    Family("weights", _weights, Teller.driver),
    Family("gaps", _gaps, Teller.gap),
    Family("changes", _changes, Teller.change),
    Family("links", _links, Teller.symmetry),
    Family("composition", _parts, Teller.composition),
    Family("mirrors", _mirrors, Teller.mirror),
    Family("leads", _leads, Teller.lead),
    Family("emergence", _emerging, Teller.emergence, _words_looked_at, adjusted=True),
)


@dataclass(frozen=True)
class Scanned:
    """What one family tested, with q-values over all families, the surest first."""

    family: Family
    tested: Sequence[Any]
    q_values: Sequence[float]

    @property
    def count(self) -> int:
        """How many comparisons were made."""
        return self.family.count(self.tested)

    def kept(self, rate: float) -> list[tuple[Any, float]]:
        """Return what is announced at a rate, the surest first."""
        pairs = zip(self.tested, self.q_values, strict=True)
        held = [(one, q) for one, q in pairs if q <= rate]
        return sorted(held, key=lambda pair: (pair[1], pair[0].p_value))


def scanned(scan: Scan) -> dict[str, Scanned]:
    """Run every family; only those that could test something are returned."""
    tested = [(family, family.scan(scan)) for family in FAMILIES]
    tested = [(family, found) for family, found in tested if len(found) or family.adjusted]
    results = {}
    for family, found in tested:
        p = [one.p_value for one in found]
        adjusted = p if family.adjusted else q_values(p)
        q = [min(1.0, len(tested) * float(value)) for value in adjusted]
        results[family.name] = Scanned(family, found, q)
    return results
