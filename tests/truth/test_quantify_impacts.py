"""Published readings of impact are computed as published, and shown for what they are."""

import numpy as np
import pytest

from rebond.quantify.drivers.impacts import impacts

SCORE = np.array([5, 4, 2, 1, 3, 5, 4, 1, 5, 2], dtype=float)
SAID = np.array([[1, 1, 1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 0, 0, 0, 1]]).T.astype(bool)


def test_the_four_readings_are_those_of_the_demonstrations() -> None:
    theme = {one.theme: one for one in impacts(SCORE, SAID, np.arange(10), "ab", satisfied_from=4)}
    a, all_ = theme["a"], SCORE.mean()
    assert a.gap.value == pytest.approx((5 + 4 + 2 + 1) / 4 - all_)
    assert a.without.value == pytest.approx(SCORE[4:].mean() - all_)
    # As published: their sum without the dissatisfied, over their number without them.
    assert a.speakers_satisfied.value == pytest.approx((12 - 3) / (4 - 2) - all_)
    assert a.speakers_dissatisfied.value == pytest.approx((12 - 9) / (4 - 2) - all_)
    assert a.left_out.value == pytest.approx(all_ - SCORE[4:].mean())
    assert a.lever.value == pytest.approx((32 - 3) / 8 - all_)
    assert a.preserved.value == pytest.approx((32 - 9) / 8 - all_)
    assert (a.n, a.satisfied) == (4, 2)


def test_the_published_lever_is_as_large_for_a_theme_that_goes_with_nothing() -> None:
    random = np.random.default_rng(2)
    said = random.random((4000, 2)) < [0.1, 0.1]
    score = np.clip(np.rint(3.6 - 1.5 * said[:, 0] + random.normal(0, 1, 4000)), 1, 5)
    found = impacts(score, said, np.arange(4000), ["harms", "nothing"], satisfied_from=4)
    harms, nothing = found
    assert nothing.speakers_satisfied.low > 0.5
    assert nothing.gap.low < 0 < nothing.gap.high
    assert nothing.left_out.low < 0 < nothing.left_out.high
    assert harms.lever.low > nothing.lever.high


def test_intervals_cover_and_repeated_answers_of_a_person_do_not_narrow_them() -> None:
    covered = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        said = random.random((300, 1)) < 0.3
        score = 3.0 - said[:, 0] + random.normal(0, 1, 300)
        person = np.repeat(np.arange(300), 3)
        (one,) = impacts(
            np.repeat(score, 3),
            np.repeat(said, 3, axis=0),
            person,
            "a",
            satisfied_from=4,
        )
        covered += one.gap.low <= -0.7 <= one.gap.high
    # 93 % stated; 88 or fewer of 100 would come less than once in twenty.
    assert covered >= 89


def test_a_theme_everybody_speaks_of_has_no_score_without_it() -> None:
    (one,) = impacts(SCORE, np.ones((10, 1), bool), np.arange(10), "a", satisfied_from=4)
    assert one.gap.value == 0
    assert np.isnan(one.without.value)
    assert (one.without.low, one.without.high) == (-np.inf, np.inf)
    assert impacts(np.full(3, np.nan), SAID[:3], np.arange(3), "ab", satisfied_from=4) == ()
