"""How an engine misreads: a small hierarchical model of the labels.

Each event (a theme, a branch…) has its precision, its misses and its own way of mistaking
polarities. An event with few labels leans on what events have in common, by as much as the labels
show that they resemble each other; how much they do is itself drawn from what the labels leave
possible. Formulas, assumptions and measures: docs/methods/checking.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.understand.checking.checked import ABSENT, STATES, Checked, Event
from rebond.understand.checking.confusion import Confusion

Array = npt.NDArray[np.float64]

DRAWS = 1000
_ALIKE = np.geomspace(1.0, 64.0, 13)  # labels' worth of what events have in common
_MISSES_ALIKE = np.geomspace(0.3, 20.0, 13)
_MOST_MISTAKEN = 0.9  # of a polarity
_MOST_MISSED = 0.9  # of the voices read as silent
_STEPS = 60
# Before any label: what is there is mostly read with its own polarity; P(read | true).
_READ_GIVEN_TRUE = np.array([[0.8, 0.15, 0.05], [0.2, 0.6, 0.2], [0.05, 0.15, 0.8]])


@dataclass(frozen=True)
class Seen:
    """What the sample tells of one event, in voices' worth of independent labels.

    ``found`` (3, 4): of the voices read in each state but absent, how many are in each true state;
    ``missed`` (3,): voices read as silent that say it, by polarity, in steps of one miss.
    """

    found: Array
    missed: Array


@dataclass(frozen=True)
class Common:
    """What events have in common; every array holds DRAWS draws first.

    ``precision`` (d,) and ``false`` (d, 3), the polarities read where nothing is said; ``misses``
    (d,) voices missed by voice rightly read and ``by_polarity`` (d, 3), the factor of each true
    polarity; ``polarity`` (d, 3, 3) P(read | true), and ``mistakes`` (d,) the part mistaken. Each
    has beside it (d,) how alike events are in it, in labels' worth; ``step`` is the weight of one
    miss.
    """

    precision: Array
    precision_alike: Array
    false: Array
    false_alike: Array
    misses: Array
    by_polarity: Array
    misses_alike: Array
    polarity: Array
    polarity_alike: Array
    mistakes: Array
    mistakes_alike: Array
    step: float


@dataclass(frozen=True)
class Misreadings:
    """How the engine misreads one event, as drawn from what the labels leave possible.

    ``found`` (d, 3, 4) probabilities of the true states by state read; ``misses`` (d,) voices
    missed by voice rightly read; ``missed`` (d, 3) their polarities.
    """

    found: Array
    misses: Array
    missed: Array

    def confusion(self, read: Array) -> Confusion:
        """Return the confusion in a population of which ``read`` (4,) is the share of each state.

        Its first item is the mean of the draws that follow. The errors are taken to be the same
        there as where the labels are.
        """
        joint = np.zeros((len(self.misses), STATES, STATES))
        joint[:, 1:, :] = read[1:, None] * self.found
        right = joint[:, 1:, 1:].sum(axis=(1, 2))
        missed = np.minimum(self.misses * right, _MOST_MISSED * read[ABSENT])
        joint[:, ABSENT, 1:] = missed[:, None] * self.missed
        joint[:, ABSENT, ABSENT] = read[ABSENT] - missed
        return Confusion(np.concatenate([joint.mean(axis=0, keepdims=True), joint]))


def common_of(
    checked: Checked, events: Sequence[Event], populations: Array, *, seed: int = 0
) -> Common:
    """Return what events have in common.

    ``populations`` (events, 4) are the shares of voices that the engine reads in each state.
    """
    random = np.random.default_rng(seed)
    step = _step(checked, events)
    all_seen = [_seen(checked, event, step) for event in events]
    found = np.array([one.found for one in all_seen])
    missed = np.array([one.missed for one in all_seen])
    mean, alike = _precisions(random, found)
    false, false_alike = _dirichlets_around(
        random, found[:, None, :, ABSENT], np.full((1, 3), 1 / 3)
    )
    right = _rightly_read(found, mean.mean(), alike.mean(), populations)
    right *= len(checked.voices) / step
    misses, by_polarity, misses_alike = _misses(random, missed, found, right)
    # Of the polarities rightly attributed: event, true, read.
    rightly = np.swapaxes(found[:, :, 1:], 1, 2)
    polarity, polarity_alike = _dirichlets_around(random, rightly, _READ_GIVEN_TRUE)
    mistakes, mistakes_alike = _mistakes(random, found)
    return Common(
        precision=mean,
        precision_alike=alike,
        false=false[:, 0],
        false_alike=false_alike,
        misses=misses,
        by_polarity=by_polarity,
        misses_alike=misses_alike,
        polarity=polarity,
        polarity_alike=polarity_alike,
        mistakes=mistakes,
        mistakes_alike=mistakes_alike,
        step=step,
    )


def misreadings_of(
    checked: Checked, event: Event, population: Array, common: Common, *, seed: int = 0
) -> Misreadings:
    """Return how the engine misreads an event.

    ``population`` (4,) is the share of voices that the engine reads in each state.
    """
    random = np.random.default_rng((seed, 1))
    told = _seen(checked, event, common.step)
    precision = _precision_drawn(random, told, common)
    by_state = _by_state(random, told, common, population, precision)
    given_true = _given_true(random, told, common)
    true = _true_polarities(population[1:] * by_state, given_true)
    given_read = true[:, None, :] * np.swapaxes(given_true, 1, 2)
    given_read /= given_read.sum(axis=2, keepdims=True)
    shapes = common.polarity_alike[:, None, None] * given_read + told.found[:, 1:]
    judged = _dirichlets(random, shapes)
    found = np.concatenate([1 - by_state[:, :, None], by_state[:, :, None] * judged], axis=2)
    right = (population[1:] * by_state).sum(axis=1)
    expected = common.misses * np.maximum(right, 1e-9) * len(checked.voices) / common.step
    shape = common.misses_alike + told.missed.sum()
    misses = random.gamma(shape) * common.misses / (common.misses_alike + expected)
    lost = true * common.by_polarity
    lost = common.polarity_alike[:, None] * lost / lost.sum(axis=1, keepdims=True)
    return Misreadings(found, misses, _dirichlets(random, lost + told.missed))


def _seen(checked: Checked, event: Event, step: float) -> Seen:
    read, truth, weights = checked.read_states(event), checked.truth(event), checked.weights
    found = np.zeros((STATES - 1, STATES))
    for state in range(1, STATES):
        some = weights * (read == state)
        if some.any():
            found[state - 1] = (some @ truth) * some.sum() / (some @ some)
    return Seen(found, (weights * (read == ABSENT)) @ truth[:, 1:] / step)


def _step(checked: Checked, events: Sequence[Event]) -> float:
    """Return the weight of one miss, weighted by itself: what one more or less would change."""
    total = squares = 0.0
    for event in events:
        silent = checked.weights * (checked.read_states(event) == ABSENT)
        missed = 1.0 - checked.truth(event)[:, ABSENT]
        total += float(silent @ missed)
        squares += float(silent**2 @ missed)
    if total > 0:
        return squares / total
    return float((checked.weights**2).sum() / checked.weights.sum())


def _precisions(random: np.random.Generator, found: Array) -> tuple[Array, Array]:
    """Draw the mean precision, and how alike events are."""
    right, wrong = found[:, :, 1:].sum(axis=(1, 2)), found[:, :, ABSENT].sum(axis=1)
    total = right + wrong
    mean = (right.sum() + 1.5) / (total.sum() + 2.0)
    counts = np.stack([wrong, right], axis=1)
    logs = [_alike_as(counts, np.array([1 - mean, mean]), k) for k in _ALIKE]
    alike = _picked(random, _ALIKE, np.array(logs))
    worth = (total * alike[:, None] / (total + alike[:, None])).sum(axis=1) + 2.0
    drawn = random.beta(mean * worth, (1 - mean) * worth)
    return np.clip(drawn, 0.01, 0.99), alike


def _precision_drawn(random: np.random.Generator, told: Seen, common: Common) -> Array:
    right = told.found[:, 1:].sum()
    wrong = told.found[:, ABSENT].sum()
    alike, mean = common.precision_alike, common.precision
    drawn: Array = random.beta(alike * mean + right, alike * (1 - mean) + wrong)
    return drawn


def _by_state(
    random: np.random.Generator, told: Seen, common: Common, population: Array, precision: Array
) -> Array:
    """Return the precision (d, 3) of each polarity read: false alarms have polarities of theirs."""
    false = _dirichlets(random, common.false_alike[:, None] * common.false + told.found[:, ABSENT])
    alarms = (population[1:].sum() * (1 - precision))[:, None] * false
    right: Array = 1.0 - np.clip(alarms / np.maximum(population[1:], 1e-9), 0.005, 0.95)
    return right


def _given_true(random: np.random.Generator, told: Seen, common: Common) -> Array:
    """Draw P(read | true) (d, 3, 3) of one event: mistakes more or less frequent than in others."""
    right = told.found[:, 1:]
    mistakes = right.sum() - np.trace(right)
    shape = common.mistakes_alike + mistakes
    expected = common.mistakes * right.sum()
    factor = random.gamma(shape) / (common.mistakes_alike + expected)
    wrong = common.polarity * (1.0 - np.eye(3)) * factor[:, None, None]
    total = wrong.sum(axis=2, keepdims=True)
    wrong *= np.minimum(1.0, _MOST_MISTAKEN / np.maximum(total, 1e-12))
    found: Array = wrong + np.eye(3) * (1.0 - wrong.sum(axis=2))[:, :, None]
    return found


def _rightly_read(found: Array, mean: float, alike: float, populations: Array) -> Array:
    right, total = found[:, :, 1:].sum(axis=(1, 2)), found.sum(axis=(1, 2))
    precision = (right + alike * mean) / (total + alike)
    shares: Array = populations[:, 1:].sum(axis=1) * precision
    return shares


def _misses(
    random: np.random.Generator, missed: Array, found: Array, right: Array
) -> tuple[Array, Array, Array]:
    """Draw the misses by voice rightly read, the factor of each polarity, how alike events are."""
    totals = missed.sum(axis=1)
    mean = float((totals.sum() + 0.5) / max(right.sum() + 0.5, 1e-9))
    logs = [_missing_alike(totals, mean * right, shape) for shape in _MISSES_ALIKE]
    alike = _picked(random, _MISSES_ALIKE, np.array(logs))
    expected = mean * right
    worth = (expected * alike[:, None] / (expected + alike[:, None])).sum(axis=1) + 0.5
    drawn = mean * random.gamma(worth) / worth
    hits = found[:, :, 1:].sum(axis=(0, 1))
    ratio = (missed.sum(axis=0) + 2 * mean) / (hits + 2)
    return drawn, np.broadcast_to(ratio / ratio.mean(), (DRAWS, 3)), alike


def _mistakes(random: np.random.Generator, found: Array) -> tuple[Array, Array]:
    """Draw the part of polarities mistaken, and how alike events are in it."""
    right = found[:, :, 1:]
    wrong = right.sum(axis=(1, 2)) - np.trace(right, axis1=1, axis2=2)
    total = right.sum(axis=(1, 2))
    mean = float((wrong.sum() + 0.5) / (total.sum() + 2.0))
    logs = [_missing_alike(wrong, mean * total, shape) for shape in _MISSES_ALIKE]
    return np.full(DRAWS, mean), _picked(random, _MISSES_ALIKE, np.array(logs))


def _dirichlets_around(
    random: np.random.Generator, counts: Array, before: Array
) -> tuple[Array, Array]:
    """Draw what rows (k) of ``counts`` (events, k, 3) have in common, and how alike they are.

    ``before`` (k, 3) is what is thought before any label, worth two of them.
    """
    pooled = counts.sum(axis=0) + 2 * before
    mean = pooled / pooled.sum(axis=1, keepdims=True)
    alike = _picked(random, _ALIKE, np.array([_alike_as(counts, mean, k) for k in _ALIKE]))
    total = counts.sum(axis=2)
    worth = (total * alike[:, None, None] / (total + alike[:, None, None])).sum(axis=1) + 2.0
    return _dirichlets(random, worth[:, :, None] * mean), alike


def _alike_as(counts: Array, mean: Array, alike: float) -> float:
    """Return the log likelihood of the rows of ``counts`` under Dirichlets around ``mean``."""
    from scipy.special import gammaln

    base = alike * mean
    inside = gammaln(base + counts) - gammaln(base)
    whole = gammaln(alike) - gammaln(alike + counts.sum(axis=-1))
    return float((whole + inside.sum(axis=-1)).sum())


def _missing_alike(missed: Array, expected: Array, shape: float) -> float:
    """Return the log likelihood of misses that vary around ``expected`` as a gamma of ``shape``."""
    from scipy.special import gammaln

    kept = expected > 0
    missed, expected = missed[kept], expected[kept]
    odds = expected / (expected + shape)
    terms = gammaln(missed + shape) - gammaln(shape) + missed * np.log(odds)
    return float((terms + shape * np.log1p(-odds)).sum())


def _picked(random: np.random.Generator, grid: Array, logs: Array) -> Array:
    """Draw from a grid by likelihood, variances (1 / grid) being equally likely beforehand."""
    chances = np.exp(logs - logs.max()) / grid
    picked: Array = random.choice(grid, DRAWS, p=chances / chances.sum())
    return picked


def _true_polarities(read: Array, given_true: Array) -> Array:
    """Return the polarities (d, 3) behind those read (d, 3), by expectation-maximisation.

    Given P(read | true); the likeliest true proportions, always between 0 and 1.
    """
    share = read / np.maximum(read.sum(axis=1, keepdims=True), 1e-12)
    true: Array = np.full_like(share, 1 / 3)
    for _ in range(_STEPS):
        explained = np.einsum("dt,dtr->dr", true, given_true)
        ratio = share / np.maximum(explained, 1e-12)
        true = true * np.einsum("dtr,dr->dt", given_true, ratio)
        true = np.maximum(true, 1e-3)
        true /= true.sum(axis=1, keepdims=True)
    return true


def _dirichlets(random: np.random.Generator, shapes: Array) -> Array:
    """Draw one Dirichlet for each set of shapes on the last axis."""
    gammas = np.maximum(random.standard_gamma(shapes), 1e-12)
    drawn: Array = gammas / gammas.sum(axis=-1, keepdims=True)
    return drawn
