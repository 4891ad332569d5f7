"""Delay and false alarms of subjects that no theme covers.

    python -m benchmarks.early_subjects [WORLDS]

Simulated voices (150 a week, WORLDS worlds of each share, 20 by default): 600 ordinary words of
Zipf's frequencies, in bursts; from week 36 on, x % of voices speak of a new subject, half of them
with its word. Each week that follows is looked at as it would have been then. Alarms on any other
word are false. The weeks before the subject, and worlds without one, give false alarms a week.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt

from rebond.quantify.changes.emergence import rising_words

WORDS, WEEKS, FIRST, VOICES = 600, 48, 36, 150.0
SHARES = (0.02, 0.03, 0.05, 0.10)
Array = npt.NDArray[np.float64]


def world(seed: int, share: float) -> tuple[Array, Array, list[str]]:
    """Return the counts of words (t, w), the voices (t,) and the words; the new one is last."""
    random = np.random.default_rng((seed, round(1000 * share)))
    voices = random.poisson(VOICES * np.exp(random.normal(0, 0.15, WEEKS))).astype(float)
    mean = voices[:, None] * (0.08 / np.arange(1, WORDS + 1) ** 0.9)
    counts = random.poisson(random.gamma(mean / 0.6) * 0.6).astype(float)
    spoken = np.zeros(WEEKS)
    spoken[FIRST:] = random.binomial((share * voices[FIRST:]).astype(int), 0.5)
    names = [f"w{i}" for i in range(WORDS)] + ["new"]
    return np.column_stack([counts, spoken]), voices, names


def main(worlds: int) -> None:
    """Print delays and false alarms."""
    weeks, alarmed, words = 0, 0, 0
    print("share of voices | weeks until told: median  90 % | never within 12 weeks")
    for share in SHARES:
        delays = []
        for seed in range(worlds):
            counts, voices, names = world(seed, share)
            told = None
            for week in range(FIRST - 8, WEEKS + 1):
                found = rising_words(counts[:week], voices[:week], names)
                others = [one for one in found if one.word != "new"]
                weeks, alarmed, words = weeks + 1, alarmed + bool(others), words + len(others)
                if told is None and len(others) < len(found):
                    told = week - FIRST
            delays.append(np.inf if told is None else told)
        late = np.mean(np.isinf(delays))
        middle, slow = np.quantile(delays, [0.5, 0.9], method="higher")
        print(f"{share:15.0%} | {middle:24.0f} {slow:6.0f} | {late:.0%}")
    print(
        f"weeks with a false alarm: {alarmed / weeks:.1%} of {weeks} (stated: at most 5 %);"
        f" false words a week: {words / weeks:.3f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
