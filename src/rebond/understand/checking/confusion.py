"""States as read against true ones, and figures corrected for what the engine gets wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.understand.checking.checked import ABSENT, SIGNS

Array = npt.NDArray[np.float64]

LEVEL = 0.95
_LEAST_SLOPE = 0.1


@dataclass(frozen=True)
class Confusion:
    """The joint probabilities (…, 4, 4) of states as read and true ones; one or many draws."""

    joint: Array

    @property
    def share(self) -> Array:
        """The true share of voices that say it."""
        found: Array = 1.0 - self.joint[..., :, ABSENT].sum(axis=-1)
        return found

    @property
    def read_share(self) -> Array:
        """The share as read."""
        found: Array = 1.0 - self.joint[..., ABSENT, :].sum(axis=-1)
        return found

    @property
    def both(self) -> Array:
        """The share both read and true."""
        found: Array = self.joint[..., 1:, 1:].sum(axis=(-1, -2))
        return found

    @property
    def precision(self) -> Array:
        """Of the voices read as saying it, the part that do."""
        found: Array = self.both / np.maximum(self.read_share, 1e-12)
        return found

    @property
    def recall(self) -> Array:
        """Of the voices that say it, the part read so."""
        found: Array = self.both / np.maximum(self.share, 1e-12)
        return found

    @property
    def f1(self) -> Array:
        """The harmonic mean of precision and recall."""
        found: Array = 2 * self.both / np.maximum(self.share + self.read_share, 1e-12)
        return found

    @property
    def net(self) -> Array:
        """The true net polarity, −1 to 1, of the voices that say it."""
        found: Array = (self.joint.sum(axis=-2) @ SIGNS) / np.maximum(self.share, 1e-12)
        return found

    @property
    def read_net(self) -> Array:
        """The net polarity as read."""
        found: Array = (self.joint.sum(axis=-1) @ SIGNS) / np.maximum(self.read_share, 1e-12)
        return found

    @property
    def slope(self) -> Array:
        """By how much the share as read grows when the true one does: recall less false alarms."""
        false = (self.read_share - self.both) / np.maximum(1.0 - self.share, 1e-12)
        found: Array = self.recall - false
        return found

    @property
    def net_slope(self) -> Array:
        """By how much net polarity as read grows when the true one does."""
        told = self.joint[..., 1:, 1:] / np.maximum(self.both, 1e-12)[..., None, None]
        signs = SIGNS[1:]
        read, true = told.sum(axis=-1) @ signs, told.sum(axis=-2) @ signs
        products = np.einsum("...ij,i,j->...", told, signs, signs)
        spread = told.sum(axis=-2) @ signs**2 - true**2
        found: Array = self.precision * (products - read * true) / np.maximum(spread, 1e-3)
        return found

    @property
    def spread(self) -> Array:
        """The standard deviation of the true sign, 0 when absent."""
        columns = self.joint.sum(axis=-2)
        found: Array = np.sqrt(np.maximum(columns @ SIGNS**2 - (columns @ SIGNS) ** 2, 0.0))
        return found

    @property
    def reliability(self) -> Array:
        """The correlation between the sign as read (0 when absent) and the true one."""
        rows, columns = self.joint.sum(axis=-1), self.joint.sum(axis=-2)
        read, true = rows @ SIGNS, columns @ SIGNS
        products = np.einsum("...ij,i,j->...", self.joint, SIGNS, SIGNS)
        spreads = (rows @ SIGNS**2 - read**2) * (columns @ SIGNS**2 - true**2)
        found: Array = (products - read * true) / np.sqrt(np.maximum(spreads, 1e-12))
        return found


@dataclass(frozen=True)
class Line:
    """How a figure as read is corrected: true = ``true`` + (read − ``read``) / ``slope``.

    ``true`` and ``slope`` (1 + DRAWS,) hold the estimate first; ``low`` and ``high`` bound the
    figure.
    """

    read: float
    true: Array
    slope: Array
    low: float
    high: float

    def level(self, value: float) -> float:
        """Return a figure corrected."""
        drawn = self.true[0] + (value - self.read) / self.slope[0]
        return float(np.clip(drawn, self.low, self.high))

    def corrected(self, value: float, low: float, high: float) -> tuple[float, float, float]:
        """Return a figure and the ends of its interval, with the engine's error in both.

        The two uncertainties are independent: their distances add up in squares (MOVER, Zou and
        Donner 2008, doi:10.1002/sim.3095).
        """
        centre = self.level(value)
        drawn = self.true[1:] + (value - self.read) / self.slope[1:]
        below, above = self._ends(centre, drawn, value - low, high - value)
        return centre, max(self.low, below), min(self.high, above)

    def difference(self, value: float, low: float, high: float) -> tuple[float, float, float]:
        """Return the difference of two figures and the ends of its interval, likewise."""
        centre = float(value / self.slope[0])
        return centre, *self._ends(centre, value / self.slope[1:], value - low, high - value)

    def _ends(self, centre: float, drawn: Array, below: float, above: float) -> tuple[float, float]:
        low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return (
            float(centre - np.hypot(max(0.0, centre - low), below / self.slope[0])),
            float(centre + np.hypot(max(0.0, high - centre), above / self.slope[0])),
        )


def share_line(confusion: Confusion) -> Line:
    """Return how shares, 0 to 1, are corrected: Rogan and Gladen's line through the whole.

    Rogan and Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510.
    """
    slope = np.maximum(confusion.slope, _LEAST_SLOPE)
    return Line(float(confusion.read_share[0]), confusion.share, slope, 0.0, 1.0)


def net_line(confusion: Confusion, everything: Confusion) -> Line:
    """Return how net polarities, −1 to 1, are corrected.

    The slope between true polarity and polarity as read is that of ``everything``: one theme tells
    too little of it.
    """
    slope = confusion.precision * everything.net_slope / np.maximum(everything.precision, 1e-9)
    slope = np.clip(slope, _LEAST_SLOPE, 1.0)
    return Line(float(confusion.read_net[0]), confusion.net, slope, -1.0, 1.0)
