"""How often 95 % intervals hold the truth, over a grid of sizes, clusters and rarity.

    python -m benchmarks intervals [--draws 1000] [--people 30,100,300,1000,3000,10000]

Persons give one answer each, or one to four that copy the person's own answer three times in five.
The truth is what answers are drawn from. With 1,000 draws, 95 % held shows as 93.6 to 96.4 %
nineteen times in twenty. Weights of drivers have their own bench: docs/methods/drivers.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.spread import median_cell
from rebond.quantify.statistics.intervals import (
    Moments,
    difference_interval,
    mean_interval,
    net_interval,
    share_interval,
)

Array = npt.NDArray[np.float64]
PEOPLE = (30, 100, 300, 1000, 3000, 10_000)


@dataclass(frozen=True)
class Answers:
    """Answers (n,) and the person (n,) who gave each, from 0."""

    value: Array
    person: npt.NDArray[np.int64]

    def moments(self, value: Array | None = None) -> Moments:
        """Return the moments of the answers, or of other values of the same units."""
        y = self.value if value is None else value
        x = np.bincount(self.person).astype(float)
        sums = np.bincount(self.person, y)
        there = x > 0
        return Moments(
            n=len(y),
            total=float(y.sum()),
            squares=float((y**2).sum()),
            people=int(there.sum()),
            yy=float((sums**2).sum()),
            xy=float((x * sums).sum()),
            xx=float((x**2).sum()),
        )


@dataclass(frozen=True)
class Kind:
    """A kind of interval: what is answered, with which chances, and the figure's truth."""

    name: str
    values: tuple[float, ...]
    chances: tuple[float, ...]
    truth: float
    interval: Callable[[Answers], tuple[float, float]]


def drawn(
    random: np.random.Generator, kind: Kind, people: int, clustered: bool, speaking: float = 1.0
) -> Answers:
    """Draw the answers of some people; ``speaking`` is the chance that a unit counts at all."""
    own = random.choice(kind.values, people, p=kind.chances)
    counts = random.integers(1, 5, people) if clustered else np.ones(people, np.int64)
    person = np.repeat(np.arange(people), counts)
    value = own[person]
    if clustered:
        fresh = random.choice(kind.values, len(person), p=kind.chances)
        value = np.where(random.random(len(person)) < 0.6, value, fresh)
    if speaking < 1.0:
        # People lean to speak or not: those who speak often weigh more.
        lean = random.beta(2 * speaking, 2 * (1 - speaking), people)[person]
        kept = random.random(len(person)) < lean
        value, person = value[kept], person[kept]
    return Answers(value, person)


def median_interval(answers: Answers, scale: tuple[float, float]) -> tuple[float, float]:
    """Return the interval of a median as a figure gives it."""
    values = sorted(set(answers.value.tolist()))
    below = [answers.moments((answers.value <= value).astype(float)) for value in values]
    median = float(np.median(answers.value))
    cell = median_cell(median, values, values, below, scale)
    assert cell is not None
    assert cell.low is not None
    assert cell.high is not None
    return cell.low, cell.high


def shares(name: str, chance: float) -> Kind:
    """Return the share of an answer of that chance."""
    values, chances = (0.0, 1.0), (1 - chance, chance)
    return Kind(name, values, chances, chance, lambda a: share_interval(a.moments()))


_NPS = (0.15, 0.25, 0.6)
_STARS = (0.1, 0.05, 0.1, 0.25, 0.5)
_TEN = (0.02, 0.01, 0.02, 0.04, 0.05, 0.1, 0.11, 0.14, 0.22, 0.16, 0.13)
KINDS = (
    shares("share, 1 %", 0.01),
    shares("share, 5 %", 0.05),
    shares("share, 30 %; top box", 0.3),
    Kind("NPS, net polarity", (-1, 0, 1), _NPS, 0.45, lambda a: net_interval(a.moments())),
    Kind("net, nearly all for", (-1, 0, 1), (0.01, 0.04, 0.95), 0.94,
         lambda a: net_interval(a.moments())),
    Kind("mean of 1–5, skewed", (1, 2, 3, 4, 5), _STARS, 4.0,
         lambda a: mean_interval(a.moments(), 1, 5)),
    Kind("mean of 0–10", tuple(range(11)), _TEN, float(np.dot(range(11), _TEN)),
         lambda a: mean_interval(a.moments(), 0, 10)),
    Kind("median of 0–10", tuple(range(11)), _TEN, 8.0, lambda a: median_interval(a, (0, 10))),
    Kind("median of 1–5, half at 5", (1, 2, 3, 4, 5), _STARS, 4.5,
         lambda a: median_interval(a, (1, 5))),
)  # fmt: skip


def coverage(kind: Kind, people: int, clustered: bool, draws: int, speaking: float = 1.0) -> float:
    """Return how often the interval holds the truth; samples without any unit are left out."""
    random = np.random.default_rng((people, int(clustered), len(kind.name)))
    held = counted = 0
    for _ in range(draws):
        answers = drawn(random, kind, people, clustered, speaking)
        if len(answers.value):
            low, high = kind.interval(answers)
            held += low <= kind.truth <= high
            counted += 1
    return held / counted


def difference_coverage(kind: Kind, people: int, clustered: bool, draws: int) -> float:
    """Return how often the interval of a difference of two groups, one of a third, holds it."""
    random = np.random.default_rng((people, int(clustered), 7))
    held = 0
    for _ in range(draws):
        one = drawn(random, kind, max(2, people // 3), clustered)
        other = drawn(random, kind, people - people // 3, clustered)
        _, low, high = difference_interval(one.moments(), other.moments())
        held += low <= 0 <= high
    return held / draws


def main() -> None:
    """Print the table, as in docs/methods/intervals.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--people", default=",".join(map(str, PEOPLE)))
    options = parser.parse_args()
    sizes = [int(size) for size in options.people.split(",")]
    print("| kind | answers a person | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---" * (2 + len(sizes)) + "|")

    def line(name: str, each: str, found: list[float]) -> None:
        shown = [f"{100 * f:.1f}" if f >= 0.93 else f"**{100 * f:.1f}**" for f in found]
        print(f"| {name} | {each} | " + " | ".join(shown) + " |", flush=True)

    for kind in KINDS:
        for clustered, each in ((False, "1"), (True, "1 to 4")):
            line(kind.name, each, [coverage(kind, n, clustered, options.draws) for n in sizes])
    net = KINDS[3]
    line("net polarity of those who speak (1 in 5)", "1 to 4",
         [coverage(net, n, True, options.draws, 0.2) for n in sizes])  # fmt: skip
    for kind in (KINDS[2], net, KINDS[5]):
        name = f"difference of two: {kind.name}"
        line(name, "1 to 4", [difference_coverage(kind, n, True, options.draws) for n in sizes])


if __name__ == "__main__":
    main()
