"""`find`: what stands out in a perimeter, with the rate of false findings held (`families`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rebond.quantify.asking.chosen import main_score, main_stakeholder
from rebond.quantify.insights import sentences
from rebond.quantify.insights.families import Scan, scanned
from rebond.quantify.insights.found import Findings
from rebond.quantify.insights.telling import Teller
from rebond.quantify.misreading.engine_error import engine_errors
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter


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
    scan = Scan(perimeter, inside, score, seed)
    results = scanned(scan)
    tell = Teller(perimeter, speaker, score, rate, engine_errors(perimeter.workspace))

    def told(name: str, at: float = rate) -> tuple[Any, ...]:
        if name not in results:
            return ()
        return tuple(results[name].family.tell(tell, one, q) for one, q in results[name].kept(at))

    weights = scan.weights
    count = sum(result.count for result in results.values())
    return Findings(
        stakeholder=side,
        score=score,
        drivers=tuple(sorted(told("weights", 1.0), key=lambda one: (-one.weight, one.theme))),
        r2=weights.r2 if weights else 0.0,
        r2_low=weights.r2_low if weights else 0.0,
        r2_high=weights.r2_high if weights else 0.0,
        explained=weights.n if weights else 0,
        gaps=tuple(sorted(told("gaps"), key=lambda gap: _ORDER.get(gap.measure, 0))),
        changes=told("changes"),
        symmetry=told("links"),
        compositions=told("composition"),
        emergences=told("emergence"),
        mirrors=told("mirrors"),
        leads=told("leads"),
        scanned=count,
        rate=rate,
        families=tuple(results),
        control=sentences.control(count, rate, len(results)),
    )


# Gaps of a score come before those of polarity, then of share: the order of what matters.
_ORDER = {"net_polarity": 1, "share": 2}

__all__ = ["find"]
