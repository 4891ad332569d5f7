"""Who speaks, against who is known to exist.

For each label of each attribute whose population is known: its share of those who speak, of those
who exist, and whether chance alone would part them so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rebond.quantify.coverage.raking import Labels, Margins
from rebond.quantify.statistics.discoveries import q_values


@dataclass(frozen=True)
class Presence:
    """How present a label is among those who speak.

    ``spoken`` and ``known`` are shares in %, ``low`` and ``high`` the interval of ``spoken``;
    ``ratio`` is spoken over known: 1 as many as they are, 2 twice as many, 0 silent.
    """

    attribute: str
    label: str
    n: int
    spoken: float
    low: float
    high: float
    known: float
    ratio: float
    p_value: float
    q_value: float


def presences(speakers: Mapping[str, Labels], margins: Margins) -> tuple[Presence, ...]:
    """Compare each label's share of those who speak with its share of those who exist.

    Parameters
    ----------
    speakers : mapping of attribute to (n,) array of labels
        One row a person, so that who answers often counts once.
    margins : mapping of attribute to mapping of label to count or share

    Returns
    -------
    tuple of Presence
        In the margins' order. Exact binomial test, twice the smaller side (Clopper and Pearson
        1934, doi:10.1093/biomet/26.4.404, for the interval), Benjamini and Hochberg over all
        labels. Labels that the population does not have are left to `rake` to tell.
    """
    from scipy.special import bdtr, bdtrc, betaincinv

    found: list[tuple[str, str, int, int, float]] = []
    for name, sizes in margins.items():
        if name not in speakers:
            continue
        values = np.asarray(speakers[name]).astype(str)
        whole = sum(sizes.values())
        n = int(np.isin(values, list(sizes)).sum())
        for label, size in sizes.items():
            if whole > 0 and n:
                found.append((name, label, int((values == label).sum()), n, size / whole))
    p_values = []
    for _, _, k, n, known in found:
        upper = float(bdtrc(k - 1, n, known)) if k else 1.0
        p_values.append(min(1.0, 2 * min(float(bdtr(k, n, known)), upper)))
    rows = []
    for (name, label, k, n, known), p, q in zip(found, p_values, q_values(p_values), strict=True):
        rows.append(
            Presence(
                attribute=name,
                label=label,
                n=k,
                spoken=100 * k / n,
                low=100 * float(betaincinv(k, n - k + 1, 0.025)) if k else 0.0,
                high=100 * float(betaincinv(k + 1, n - k, 0.975)) if k < n else 100.0,
                known=100 * known,
                ratio=k / n / known if known > 0 else np.inf,
                p_value=p,
                q_value=float(q),
            )
        )
    return tuple(rows)
