"""How often 95 % intervals of what weighs on a score hold the truth.

    python -m benchmarks driver_intervals [--draws 1000] [--people 30,100,300,1000,3000,10000]

Four themes: heavy, light, rare (spoken of by 3 %), and one that goes with nothing; heavy and light
are often said together. The score is on 0 to 10. Persons answer once, or one to four times, three
answers in five a copy of the person's own. The truth is what a sample of two million gives.
Left out are intervals that hold everything: too few speak of a theme for it to have any. Weights
near zero (nothing, and the rare theme) are told apart, as are fewer than 30 speakers.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import Panel, Score
from rebond.quantify.drivers.impacts import impacts
from rebond.quantify.drivers.llosa import LEAST_JUDGED, llosa
from rebond.quantify.drivers.sharing import share_out
from rebond.quantify.drivers.weights import explain

Array = npt.NDArray[np.float64]
PEOPLE = (30, 100, 300, 1000, 3000, 10_000)
THEMES = ("heavy", "light", "rare", "nothing")
READINGS = ("gap", "without", "lever", "preserved")
SATISFIED = 7.0
SCORE = Score("Recommend?", "nps", 0.0, 10.0, True, (), 0)
LEAST_SPEAKING = 30
FEW_ANSWERS = " (under 30 speak of it)"


@dataclass(frozen=True)
class Answers:
    """Scores (n,), signs (n, 4) of `THEMES` and the person (n,) who gave each, from 0."""

    score: Array
    signs: npt.NDArray[np.int8]
    person: npt.NDArray[np.int64]

    @property
    def level(self) -> Array:
        """Detractors, passives, promoters: 0, 1, 2."""
        level: Array = (self.score > 6) * 1.0 + (self.score >= 9)
        return level


def said(random: np.random.Generator, n: int) -> tuple[Array, npt.NDArray[np.int8]]:
    """Draw n answers: scores and signs."""
    spoken = random.random((n, 4)) < [0.4, 0.35, 0.03, 0.3]
    spoken[:, 1] |= spoken[:, 0] & (random.random(n) < 0.3)
    signs = np.where(spoken, np.where(random.random((n, 4)) < 0.45, 1, -1), 0)
    felt = 7.0 + signs @ [1.3, 0.6, 1.0, 0.0] + random.normal(0, 1.8, n)
    return np.clip(np.rint(felt), 0, 10), signs.astype(np.int8)


def drawn(random: np.random.Generator, people: int, clustered: bool) -> Answers:
    """Draw the answers of some people."""
    own_score, own_signs = said(random, people)
    counts = random.integers(1, 5, people) if clustered else np.ones(people, np.int64)
    person = np.repeat(np.arange(people), counts)
    score, signs = said(random, len(person))
    copied = random.random(len(person)) < (0.6 if clustered else 0.0)
    first = np.concatenate([[True], person[1:] != person[:-1]])
    copied |= first
    score = np.where(copied, own_score[person], score)
    signs = np.where(copied[:, None], own_signs[person], signs)
    return Answers(score, signs, person)


Interval = tuple[float, float, float]  # the figure, its low and its high


def figures(answers: Answers) -> dict[str, tuple[Interval, int]]:
    """Return each figure with its interval, and how many answers speak of its theme."""
    found: dict[str, tuple[Interval, int]] = {}
    speaking = dict(zip(THEMES, (answers.signs != 0).sum(axis=0).tolist(), strict=True))
    panel = Panel(
        np.arange(len(answers.score)),
        answers.score,
        answers.person,
        THEMES,
        answers.signs,
        np.array(list(speaking.values())),
    )
    for weight in explain(panel, SCORE).weights:
        interval = weight.weight, weight.low, weight.high
        found[f"Johnson, {weight.theme}"] = interval, speaking[weight.theme]
    for part in share_out(answers.score, answers.signs, answers.person, THEMES).shares:
        interval = part.shapley, part.low, part.high
        found[f"Shapley, {part.theme}"] = interval, speaking[part.theme]
    whole = answers.signs != 0
    for impact in impacts(answers.score, whole, answers.person, THEMES, satisfied_from=SATISFIED):
        for name in READINGS:
            reading = getattr(impact, name)
            interval = reading.value, reading.low, reading.high
            found[f"impact, {name}, {impact.theme}"] = interval, impact.n
    matrix = llosa(answers.level, answers.signs, answers.person, THEMES, permutations=1)
    for theme in matrix.themes:
        interval = theme.apart, theme.low, theme.high
        found[f"Llosa, apart, {theme.theme}"] = interval, min(theme.n_well, theme.n_badly)
    return found


@cache
def truths() -> dict[str, float]:
    """Return what two million answers give."""
    score, signs = said(np.random.default_rng(0), 2_000_000)
    every = figures(Answers(score, signs, np.arange(len(score)) // 100))
    return {name: interval[0] for name, (interval, _) in every.items()}


def coverage(people: int, clustered: bool, draws: int) -> dict[str, tuple[int, int]]:
    """Return, by figure, how often its interval held the truth, and how often it had one."""
    random = np.random.default_rng((people, int(clustered)))
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _ in range(draws):
        for name, ((_, low, high), n) in figures(drawn(random, people, clustered)).items():
            if not np.isfinite(low + high):
                continue
            kept = held[name + (FEW_ANSWERS if n < max(LEAST_JUDGED, LEAST_SPEAKING) else "")]
            kept[0] += low <= truths()[name] <= high
            kept[1] += 1
    return {name: (some, all_) for name, (some, all_) in held.items()}


def main() -> None:
    """Print the table, as in docs/methods/intervals.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--people", default=",".join(map(str, PEOPLE)))
    options = parser.parse_args()
    sizes = [int(size) for size in options.people.split(",")]
    for clustered, each in ((False, "1"), (True, "1 to 4")):
        found = {size: coverage(size, clustered, options.draws) for size in sizes}
        names = list(dict.fromkeys(name for cells in found.values() for name in cells))
        print(f"\n| answers a person: {each} | " + " | ".join(f"{size:,}" for size in sizes) + " |")
        print("|---" * (1 + len(sizes)) + "|")
        for name in sorted(names, key=lambda name: (FEW_ANSWERS in name, name)):
            shown = []
            for size in sizes:
                some, all_ = found[size].get(name, (0, 0))
                share = f"{100 * some / all_:.1f}" if all_ else "–"
                thin = f" ({all_})" if 0 < all_ < options.draws else ""
                low = all_ and some < 0.93 * all_
                shown.append(f"**{share}**{thin}" if low else share + thin)
            print(f"| {name} | " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    main()
