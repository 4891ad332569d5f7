"""Weights that bring those who speak to those who are known to exist, and what they cost.

Calibration on margins (raking) with bounds, by the logit distance of Deville and Särndal (1992,
doi:10.1080/01621459.1992.10475217; case 6): among weights between the bounds that reproduce the
margins, those nearest to equal ones. Without bounds it would be Deming and Stephan's (1940,
doi:10.1214/aoms/1177731829) iterative fitting. Weights correct for who speaks only as far as those
who speak and those who do not, of the same margins, think alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.intervals import quantile
from rebond.vocabulary import Message, Quantity

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.str_]
Margins = Mapping[str, Mapping[str, float]]
BOUNDS = (0.2, 5.0)
REACHED = 1e-4  # share: largest gap to a margin that counts as reached
_ROUNDS = 100


@dataclass(frozen=True)
class Raked:
    """Weights of the speakers, and what they are worth.

    ``weights`` (n,) have mean 1 when margins are met; 0 for those that a margin does not know.
    ``reached`` tells whether every margin is met, ``problems`` why not, in order of weight.
    ``design_effect`` is Kish's 1 + CV² of the weights; ``effective_n`` n over it. ``design``
    (n, k) are the margins' columns, which `weighted_share` needs.
    """

    weights: Array
    reached: bool
    problems: tuple[Message, ...]
    design_effect: float
    effective_n: float
    design: Array


def rake(
    speakers: Mapping[str, Labels],
    margins: Margins,
    *,
    bounds: tuple[float, float] = BOUNDS,
) -> Raked:
    """Return bounded raking weights.

    Parameters
    ----------
    speakers : mapping of attribute to (n,) array of labels
        Of those who speak, one row a person.
    margins : mapping of attribute to mapping of label to count or share
        Of those who are known to exist; shares are taken within each attribute.
    bounds : (low, high)
        Least and largest weight, 0 ≤ low < 1 < high.

    Notes
    -----
    Speakers of a label that the margins do not have are left out, and told. A label that exists
    and that nobody speaks for is left out of the margins, and told: no weight can replace it.
    When bounds cannot be held the weights are the nearest found, ``reached`` is False, and the
    problems name the labels that ask for more than the bounds give.
    """
    names = [name for name in margins if name in speakers]
    n = len(next(iter(speakers.values()))) if speakers else 0
    problems: list[Message] = []
    kept = _known(speakers, margins, names, problems)
    columns, targets, labels = _design(speakers, margins, names, kept, problems)
    if not kept.any() or not columns:
        return Raked(np.zeros(n), False, tuple(problems), np.nan, 0.0, np.zeros((n, 0)))
    design = np.column_stack(columns)
    target = np.array(targets)
    inside = design[kept]
    weights = np.zeros(n)
    weights[kept] = _calibrated(inside, target, bounds)
    achieved = weights[kept] @ inside / weights[kept].sum()
    reached = bool(np.abs(achieved - target).max() <= REACHED)
    if not reached:
        problems = _unreached(inside, target, achieved, labels, bounds) + problems
    effect = design_effect(weights[kept])
    return Raked(weights, reached, tuple(problems), effect, float(kept.sum()) / effect, design)


def design_effect(weights: Array) -> float:
    """Return by how much unequal weights multiply the variance of a mean: n Σw² / (Σw)².

    Kish 1992, Journal of Official Statistics 8:183-200. 1 for equal weights; it is the price when
    weights have nothing to do with what is asked.

    >>> round(design_effect(np.array([1.0, 1.0, 4.0])), 2)
    1.5
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def weighted_share(
    raked: Raked, of: npt.NDArray[np.bool_], *, level: float = 0.95
) -> tuple[float, float, float, float]:
    """Return a share under the weights, its low, its high and its effective n.

    Parameters
    ----------
    raked : Raked
    of : (n,) bool array
        Who counts in the share; one row a person, as for `rake`.

    Notes
    -----
    Wilson's interval on the effective n p(1 − p)/Var, where Var is that of the residuals of the
    weighted regression on the margins (what margins explain is known, not estimated; Deville and
    Särndal 1992), never beyond the n of speakers. (0, 1) under two persons.
    """
    kept = raked.weights > 0
    w, y = raked.weights[kept], of[kept].astype(np.float64)
    n, total = int(kept.sum()), float(w.sum())
    if n < 2:
        return (float(y.mean()) if n else np.nan), 0.0, 1.0, float(n)
    share = float(w @ y / total)
    x = np.column_stack([np.ones(n), raked.design[kept]])
    root = np.sqrt(w)
    slopes = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    left = y - x @ slopes
    left -= w @ left / total
    rank = int(np.linalg.matrix_rank(x))
    variance = n / max(1, n - rank) * float(((w * left) ** 2).sum()) / total**2
    spread = share * (1 - share)
    by_weights = n / design_effect(w)
    effective = min(float(n), spread / variance) if variance > 1e-15 and spread > 0 else by_weights
    z = quantile(n, level)
    centre = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = z / (1 + z**2 / effective) * (spread / effective + z**2 / (4 * effective**2)) ** 0.5
    low, high = max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
    return share, low, high, effective


def _known(
    speakers: Mapping[str, Labels], margins: Margins, names: list[str], problems: list[Message]
) -> npt.NDArray[np.bool_]:
    """Return who has a label that the margins know, on every attribute; tell of the others."""
    n = len(next(iter(speakers.values()))) if speakers else 0
    kept = np.ones(n, bool)
    for name in names:
        values = np.asarray(speakers[name]).astype(str)
        known = np.isin(values, [label for label, size in margins[name].items() if size > 0])
        if not known.all():
            problems.append(
                Message(
                    "{count} speakers have a value of “{attribute}” that the known population does"
                    " not have ({labels}): they are left out. Add it to the table, or bring both"
                    " under one name.",
                    {
                        "count": int((~known).sum()),
                        "attribute": name,
                        "labels": ", ".join(sorted(set(values[~known].tolist()))[:5]),
                    },
                )
            )
        kept &= known
    return kept


def _design(
    speakers: Mapping[str, Labels],
    margins: Margins,
    names: list[str],
    kept: npt.NDArray[np.bool_],
    problems: list[Message],
) -> tuple[list[Array], list[float], list[tuple[str, str]]]:
    """Return one 0-1 column a label that somebody speaks for, its known share, and its name."""
    columns: list[Array] = []
    targets: list[float] = []
    labels: list[tuple[str, str]] = []
    for name in names:
        values = np.asarray(speakers[name]).astype(str)
        sizes = {label: size for label, size in margins[name].items() if size > 0}
        present = {label: bool((values[kept] == label).any()) for label in sizes}
        whole = sum(size for label, size in sizes.items() if present[label])
        for label, size in sizes.items():
            if present[label]:
                columns.append((values == label).astype(np.float64))
                targets.append(size / whole)
                labels.append((name, label))
                continue
            problems.append(
                Message(
                    "Nobody speaks for “{label}” ({attribute}), {share} of those who exist: no"
                    " weight can replace them, and the figures are about the others.",
                    {
                        "label": label,
                        "attribute": name,
                        "share": Quantity(100 * size / sum(sizes.values()), 1, unit="%"),
                    },
                )
            )
    return columns, targets, labels


def _calibrated(x: Array, target: Array, bounds: tuple[float, float]) -> Array:
    """Return the bounded weights (n,) of mean 1 nearest to 1 whose margins are ``target``."""
    low, high = bounds
    slope = (high - low) / ((1 - low) * (high - 1))
    n = len(x)
    columns, wanted = np.column_stack([np.ones(n), x]), np.concatenate([[1.0], target])
    turn = np.zeros(columns.shape[1])
    best, least = np.ones(n), np.inf
    for _ in range(_ROUNDS):
        weights, change = _logit(columns @ turn, low, high, slope)
        gap = columns.T @ weights / n - wanted
        size = float(np.abs(gap).max())
        if size < least:
            best, least = weights, size
        if size < 1e-10:
            break
        curvature = (columns * change[:, None]).T @ columns / n
        curvature += 1e-10 * np.eye(len(turn))
        step = np.linalg.lstsq(curvature, -gap, rcond=None)[0]
        turn = turn + step * min(1.0, 5.0 / max(1e-12, float(np.abs(columns @ step).max())))
    return best


def _logit(u: Array, low: float, high: float, slope: float) -> tuple[Array, Array]:
    """Return the weights at u, between the bounds and 1 at 0, and their derivative."""
    grown = np.exp(np.clip(slope * u, -500, 500))
    below = (high - 1) + (1 - low) * grown
    weights = (low * (high - 1) + high * (1 - low) * grown) / below
    change = slope * (weights - low) * (high - weights) / (high - low)
    return weights, change


def _unreached(
    x: Array,
    target: Array,
    achieved: Array,
    labels: list[tuple[str, str]],
    bounds: tuple[float, float],
) -> list[Message]:
    """Say which labels ask for weights beyond the bounds, or that margins ask for it together."""
    told = []
    spoken = x.mean(axis=0)
    for i in np.argsort(-np.abs(achieved - target)):
        ratio = target[i] / spoken[i]
        if bounds[0] <= ratio <= bounds[1]:
            continue
        told.append(
            Message(
                "“{label}” ({attribute}) is {known} of those who exist and {spoken} of those who"
                " speak: a weight of {ratio} would be needed, beyond the bounds ({low} to {high})."
                " Bring it together with a near one, or widen the bounds.",
                {
                    "label": labels[i][1],
                    "attribute": labels[i][0],
                    "known": Quantity(100 * target[i], 1, unit="%"),
                    "spoken": Quantity(100 * spoken[i], 1, unit="%"),
                    "ratio": Quantity(ratio, 1),
                    "low": Quantity(bounds[0], 1),
                    "high": Quantity(bounds[1], 1),
                },
            )
        )
    if told:
        return told
    i = int(np.argmax(np.abs(achieved - target)))
    return [
        Message(
            "The attributes together ask for weights beyond the bounds ({low} to {high}), though"
            " none does alone; the furthest from what is known is “{label}” ({attribute}),"
            " {achieved} instead of {known}. Leave an attribute out, or widen the bounds.",
            {
                "label": labels[i][1],
                "attribute": labels[i][0],
                "achieved": Quantity(100 * achieved[i], 1, unit="%"),
                "known": Quantity(100 * target[i], 1, unit="%"),
                "low": Quantity(bounds[0], 1),
                "high": Quantity(bounds[1], 1),
            },
        )
    ]
