"""How often 95 % intervals of what weighs on a score hold the truth.

    python -m benchmarks driver_intervals [--draws 1000] [--people 30,100,300,1000,3000,10000]
                                          [--worlds apart,together]

Scores are on 0 to 10. Persons answer once, or one to four times, three answers in five a copy of
the person's own. Two worlds (`WORLDS`): themes said apart, one of them spoken of by 3 % and one
that goes with nothing; and themes often said together, that share most of what they weigh. The
truth is what a sample of two million gives, and zero for a theme that goes with nothing; Llosa's
positions are those of the themes placed together. Left out are intervals that hold everything: too
few speak of a theme for it to have any. Where fewer than 30 speak of a theme (judge it on either
side, for Llosa's) figures are told apart, all themes together.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import Panel, Score
from rebond.quantify.drivers.impacts import impacts
from rebond.quantify.drivers.llosa import llosa
from rebond.quantify.drivers.sharing import share_out
from rebond.quantify.drivers.weights import explain

Array = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]
PEOPLE = (30, 100, 300, 1000, 3000, 10_000)
READINGS = ("gap", "without", "lever", "preserved")
SATISFIED = 7.0
SCORE = Score("Recommend?", "nps", 0.0, 10.0, True, (), 0)
LEAST_SPEAKING = 30
LEAST_DRAWS = 100  # for a coverage to be told
FEW_ANSWERS = "under 30 speak of it"
FEW = 10  # resamples and permutations: no interval hangs on them
_LARGE = 2_000_000


@dataclass(frozen=True)
class World:
    """Themes, how scores (n,) and signs (n, p) of them are said, those that go with nothing, and
    the readings of impacts looked at (which do not hang on other themes).
    """

    themes: tuple[str, ...]
    said: Callable[[np.random.Generator, int], tuple[Array, Signs]]
    idle: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Scores (n,), signs (n, p) and the person (n,) who gave each, from 0."""

    score: Array
    signs: Signs
    person: npt.NDArray[np.int64]

    @property
    def level(self) -> Array:
        """Detractors, passives, promoters: 0, 1, 2."""
        level: Array = (self.score > 6) * 1.0 + (self.score >= 9)
        return level


def said_apart(random: np.random.Generator, n: int) -> tuple[Array, Signs]:
    """Draw n answers on four themes, of which heavy and light are often said together."""
    spoken = random.random((n, 4)) < [0.4, 0.35, 0.03, 0.3]
    spoken[:, 1] |= spoken[:, 0] & (random.random(n) < 0.3)
    signs = np.where(spoken, np.where(random.random((n, 4)) < 0.45, 1, -1), 0)
    felt = 7.0 + signs @ [1.3, 0.6, 1.0, 0.0] + random.normal(0, 1.8, n)
    return np.clip(np.rint(felt), 0, 10), signs.astype(np.int8)


def said_together(random: np.random.Generator, n: int) -> tuple[Array, Signs]:
    """Draw n answers on eight themes judged by two moods, one of which goes with the score too."""
    moods = random.normal(size=(n, 2))
    leaning = moods @ [
        [0.9, 0.7, 0.7, 0.2, 0.2, 0.0, 0.7, 0.4],
        [0.0, 0.5, 0.0, 0.9, 0.6, 0.0, 0.5, 0.9],
    ]
    spoken = random.random((n, 8)) < [0.5, 0.4, 0.3, 0.4, 0.25, 0.15, 0.1, 0.2]
    signs = np.where(spoken, np.where(leaning + random.normal(size=(n, 8)) > 0, 1, -1), 0)
    felt = 6.0 + signs @ [2.4, 1.6, 0.8, 1.2, 0.0, 0.8, 1.2, 0.0] + moods[:, 0]
    return np.clip(np.rint(felt + random.normal(0, 1.8, n)), 0, 10), signs.astype(np.int8)


WORLDS = {
    "apart": World(("heavy", "light", "rare", "nothing"), said_apart, ("nothing",), READINGS),
    "together": World(tuple("abcdefgh"), said_together),
}


def drawn(world: World, random: np.random.Generator, people: int, clustered: bool) -> Answers:
    """Draw the answers of some people."""
    own_score, own_signs = world.said(random, people)
    counts = random.integers(1, 5, people) if clustered else np.ones(people, np.int64)
    person = np.repeat(np.arange(people), counts)
    score, signs = world.said(random, len(person))
    copied = random.random(len(person)) < (0.6 if clustered else 0.0)
    first = np.concatenate([[True], person[1:] != person[:-1]])
    copied |= first
    score = np.where(copied, own_score[person], score)
    signs = np.where(copied[:, None], own_signs[person], signs)
    return Answers(score, signs, person)


@dataclass(frozen=True)
class Shown:
    """A figure, its interval, how many answers speak of its theme, and the themes it was taken
    among.
    """

    value: float
    low: float
    high: float
    n: int
    among: tuple[str, ...]


def figures(world: World, answers: Answers) -> dict[str, Shown]:
    """Return each figure by its name."""
    themes, found = world.themes, {}
    speaking = dict(zip(themes, (answers.signs != 0).sum(axis=0).tolist(), strict=True))
    panel = Panel(
        np.arange(len(answers.score)),
        answers.score,
        answers.person,
        themes,
        answers.signs,
        np.array(list(speaking.values())),
    )
    weights = explain(panel, SCORE)
    for weight in weights.weights:
        ends = weight.weight, weight.low, weight.high
        found[f"Johnson, {weight.theme}"] = Shown(*ends, speaking[weight.theme], themes)
    shared = share_out(answers.score, answers.signs, answers.person, themes, resamples=FEW)
    for part in shared.shares:
        ends = part.shapley, part.low, part.high
        found[f"Shapley, {part.theme}"] = Shown(*ends, speaking[part.theme], themes)
    if weights.weights:
        found["R², all"] = Shown(weights.r2, weights.r2_low, weights.r2_high, weights.n, themes)
    whole = answers.signs != 0
    for impact in impacts(answers.score, whole, answers.person, themes, satisfied_from=SATISFIED):
        for name in world.readings:
            reading = getattr(impact, name)
            ends = reading.value, reading.low, reading.high
            found[f"impact, {name}, {impact.theme}"] = Shown(*ends, impact.n, themes)
    matrix = llosa(
        answers.level, answers.signs, answers.person, themes, resamples=FEW, permutations=FEW
    )
    placed = tuple(theme for theme in themes if theme not in matrix.unplaced)
    for theme in matrix.themes:
        ends = theme.apart, theme.low, theme.high
        found[f"Llosa, {theme.theme}"] = Shown(*ends, min(theme.n_well, theme.n_badly), placed)
    return found


@cache
def truths(name: str, placed: tuple[str, ...]) -> dict[str, float]:
    """Return what two million answers of a world give, with the themes that are placed only."""
    world = WORLDS[name]
    score, signs = world.said(np.random.default_rng(0), _LARGE)
    signs[:, [theme not in placed for theme in world.themes]] = 0
    every = figures(world, Answers(score, signs, np.arange(_LARGE) // 1000))
    idle = {f"{method}, {theme}" for method in ("Johnson", "Shapley") for theme in world.idle}
    return {figure: 0.0 if figure in idle else shown.value for figure, shown in every.items()}


def coverage(name: str, people: int, clustered: bool, draws: int) -> dict[str, tuple[int, int]]:
    """Return, by figure, how often its interval held the truth, and how often it had one."""
    random = np.random.default_rng((people, int(clustered)))
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _ in range(draws):
        answers = drawn(WORLDS[name], random, people, clustered)
        for figure, shown in figures(WORLDS[name], answers).items():
            if not np.isfinite(shown.low + shown.high):
                continue
            few = f"{figure.rpartition(', ')[0]}, {FEW_ANSWERS}"
            kept = held[few if shown.n < LEAST_SPEAKING else figure]
            kept[0] += shown.low <= truths(name, shown.among)[figure] <= shown.high
            kept[1] += 1
    return {figure: (some, all_) for figure, (some, all_) in held.items()}


def main() -> None:
    """Print the tables, as in docs/methods/driver-intervals.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--people", default=",".join(map(str, PEOPLE)))
    parser.add_argument("--worlds", default=",".join(WORLDS))
    options = parser.parse_args()
    sizes = [int(size) for size in options.people.split(",")]
    for world in options.worlds.split(","):
        for clustered, each in ((False, "1"), (True, "1 to 4")):
            found = {size: coverage(world, size, clustered, options.draws) for size in sizes}
            heads = [f"{world}, answers a person: {each}", *(f"{size:,}" for size in sizes)]
            print("\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
            names = {name for cells in found.values() for name in cells}
            for name in sorted(names, key=lambda name: (FEW_ANSWERS in name, name)):
                cells = [_cell(*found[size].get(name, (0, 0)), options.draws) for size in sizes]
                print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _cell(some: int, all_: int, draws: int) -> str:
    """Return a coverage in %, bold under 93, with its number of intervals if not one a draw."""
    if all_ < LEAST_DRAWS:
        return "–"
    share = f"{100 * some / all_:.1f}"
    thin = f" ({all_})" if all_ != draws else ""
    return f"**{share}**{thin}" if some < 0.93 * all_ else share + thin


if __name__ == "__main__":
    main()
