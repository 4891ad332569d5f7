"""A new subject is found within weeks, and ordinary words are left alone."""

import numpy as np
import pytest

from rebond.quantify.changes.emergence import Rising, burstiness, many, rising_words, subjects

WORDS = 400


def ordinary(seed: int, weeks: int = 40, voices: float = 150.0, more: float = 1.0) -> tuple:
    """Words of Zipf's frequencies, in bursts, outside the codebook; more voices at the end."""
    random = np.random.default_rng(seed)
    voices = voices * np.where(np.arange(weeks) < weeks - 4, 1.0, more)
    of = random.poisson(voices * np.exp(random.normal(0, 0.15, weeks))).astype(float)
    pace = 0.08 / np.arange(1, WORDS + 1) ** 0.9
    mean = of[:, None] * pace
    counts = random.poisson(random.gamma(mean / 0.6) * 0.6).astype(float)
    return counts, of, [f"w{i}" for i in range(WORDS)], random


def test_without_bursts_surprise_is_the_gamma_poisson_prediction_of_scipy() -> None:
    from scipy.stats import nbinom

    recent, past = np.array([2.0, 4.0, 3.0]), np.array([7.0, 30.0, 12.0])
    p = many(recent, past, 0.1, np.ones(3))
    assert p == pytest.approx(nbinom(past + 0.5, 1 / 1.1).sf(recent - 1), rel=0.15)


def test_bursts_are_no_surprise() -> None:
    random = np.random.default_rng(0)
    past = random.poisson(random.gamma(20 / 2, size=20_000) * 2)
    recent = random.poisson(random.gamma(2 / 2, size=20_000) * 2)
    p = many(recent.astype(float), past.astype(float), 0.1, np.full(20_000, 3.0))
    for level in (0.1, 0.01, 0.001):
        assert (p <= level).mean() < 1.3 * level


def test_weeks_where_nothing_comes_up_are_silent_at_the_stated_rate() -> None:
    alarms = sum(bool(rising_words(*ordinary(seed)[:3])) for seed in range(60))
    # 5 % of 60 is 3; 8 or more would come once in eighty.
    assert alarms <= 7


@pytest.mark.parametrize(("share", "within"), [(0.10, 2), (0.05, 3)])
def test_an_injected_subject_is_found_within_weeks(share: float, within: int) -> None:
    delays = []
    for seed in range(10):
        counts, of, words, random = ordinary(1000 + seed, weeks=46)
        spoken = random.binomial((share * of[36:]).astype(int), 0.5)
        counts = np.column_stack([counts, np.concatenate([np.zeros(36), spoken])])
        for week in range(37, 47):
            found = rising_words(counts[:week], of[:week], [*words, "new"])
            if any(word.word == "new" for word in found):
                delays.append(week - 36)
                break
        else:
            delays.append(99)
    assert np.median(delays) <= within
    assert np.mean(np.array(delays) <= 6) >= 0.9


def test_words_in_bursts_are_known_to_be() -> None:
    counts, of, _, _ = ordinary(3, weeks=100, voices=1000)
    assert burstiness(counts, of)[:50].mean() == pytest.approx(1.6, abs=0.2)


def test_bursts_of_rare_words_are_known_too() -> None:
    counts, of, _, _ = ordinary(6)
    rare = (counts.sum(axis=0) >= 2) & (counts.sum(axis=0) < 16)
    assert burstiness(counts, of)[rare].mean() == pytest.approx(1.6, abs=0.25)


def test_more_voices_are_not_a_new_subject() -> None:
    assert rising_words(*ordinary(4, more=3.0)[:3]) == ()


def test_words_of_the_same_voices_are_one_subject() -> None:
    rising = [Rising(word, 30, 2, 8, 0.1, p, p) for word, p in (("app", 1e-6), ("bug", 1e-4))]
    rising.append(Rising("strike", 31, 1, 6, 0.1, 1e-5, 1e-5))
    found = subjects(rising, [{1, 2, 3, 4}, {3, 4, 5}, {8, 9}])
    assert [[word.word for word in subject.words] for subject in found] == [
        ["app", "bug"],
        ["strike"],
    ]
    assert (found[0].voices, found[0].since) == (5, 30)


def test_a_short_past_tells_nothing() -> None:
    counts, of, words, _ = ordinary(5, weeks=12)
    assert rising_words(counts, of, words) == ()
    assert rising_words(np.zeros((40, 0)), np.ones(40), []) == ()
