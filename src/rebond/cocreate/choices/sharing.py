"""One run of the Method of Equal Shares: who is bought, in which order, decided exactly.

Peters, Pierczyński and Skowron 2021 (arXiv 2008.13276), cost utilities: each person starts with the
same share; an option of cost c is bought when those who approve it can pay it, each giving x or all
that is left; the option of the least x / c is bought next.

Floats only sort out what is certain. Every person's money and every price is held between two
floats, rounding errors counted; what these bounds separate is decided; what they do not is
computed with fractions (`exact_run`). So no float decides. The same bounds hold for a whole
interval of starting shares, so that one run may stand for many (`certain_run`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ULP = 2.0**-52
_BIT = 2.0**-49  # covers the few roundings of one number
_DIGITS = 1 + _BIT


@dataclass(frozen=True)
class Purse:
    """Who approves what. People whose ballots are alike share one line, with how many they are.

    ``costs`` are whole numbers above zero (of the smallest unit of money), options in the order
    that unties; ``supporters[p]`` are the lines that approve option p.
    """

    costs: tuple[int, ...]
    supporters: tuple[NDArray[np.int64], ...]
    people: Floats

    def weights(self) -> tuple[Floats, ...]:
        """Return, for each option, how many people each of its supporting lines stands for."""
        return tuple(self.people[lines] for lines in self.supporters)


@dataclass(frozen=True)
class Bought:
    """An option bought: its exact price per person, who paid it in full, who gave what was left."""

    option: int
    price: Fraction
    in_full: int
    with_what_was_left: int


class Rival(NamedTuple):
    """What may be bought next: bounds of its x / c, and, where each supporter who has money left
    pays the same for certain, how many they are: x / c is then 1 / ``equal``, exactly."""

    least: float
    most: float
    option: int
    equal: int


class Run:
    """One run, for every starting share from ``low`` to ``high`` at once.

    Attributes
    ----------
    low, high : Floats
        Bounds of what each line has left; both zero for those who gave all, for certain.
    least : list of float
        A lower bound of x / c of each option: it only grows as money is spent.
    """

    def __init__(self, purse: Purse, weights: tuple[Floats, ...], low: float, high: float) -> None:
        self.purse = purse
        self.weights = weights
        self.low = np.full(len(purse.people), low)
        self.high = np.full(len(purse.people), high)
        self.slack = high * _BIT
        totals = [int(some.sum()) for some in weights]
        self.least = [(1 - _BIT) / total if total else np.inf for total in totals]
        self.alive = [place for place, total in enumerate(totals) if total]

    def rivals(self) -> list[Rival]:
        """Return what may be the next bought, in the order that unties."""
        most, found = np.inf, []
        for option in sorted(self.alive, key=self.least.__getitem__):
            if self.least[option] > most:
                break
            rival = self._bounds(option)
            if rival is None:
                self.alive.remove(option)
                continue
            self.least[option] = rival.least
            most = min(most, rival.most)
            found.append(rival)
        return sorted((one for one in found if one.least <= most), key=lambda one: one.option)

    def buy(self, option: int, least: float, most: float) -> None:
        """Take the price of an option, between two bounds of x / c, from those who approve it."""
        cost, lines = self.purse.costs[option], self.purse.supporters[option]
        low, high = self.low[lines], self.high[lines]
        paid = least * cost * (1 - _BIT)
        gave_all = high < paid
        self.low[lines] = np.maximum(low - (most * cost * _DIGITS + self.slack), 0)
        self.high[lines] = np.where(gave_all, 0, np.maximum(high - paid, 0) + self.slack)
        self.alive.remove(option)

    def _bounds(self, option: int) -> Rival | None:
        """Return bounds of x / c; None when the supporters have too little, for certain."""
        lines, people = self.purse.supporters[option], self.weights[option]
        low, high = self.low[lines], self.high[lines]
        cost = float(self.purse.costs[option])
        having = high > 0
        if not having.all():
            low, high, people = low[having], high[having], people[having]
        if not len(low):
            return None
        total = people.sum()
        if low.min() >= cost / total * _DIGITS:
            return Rival((1 - _BIT) / total, _DIGITS / total, option, int(total))
        rounding = (len(low) + 16) * _ULP
        least = _price(high, people, cost * (1 - rounding))
        if least == np.inf:
            return None
        most = _price(low, people, cost * (1 + rounding))
        return Rival(least / cost * (1 - _BIT), most / cost * _DIGITS, option, 0)


def _price(money: Floats, people: Floats, cost: float) -> float:
    """Return x so that everyone giving x, or all they have, pays the cost; infinite if they cannot.

    Those who have less than x are added until none is left: x only grows.
    """
    total = people.sum()
    price, poor_before = cost / total, -1
    while True:
        poor = money < price
        count = int(np.count_nonzero(poor))
        if count <= poor_before:  # below only by rounding
            return float(price)
        if count == len(money):
            return float(np.inf)
        theirs = people[poor]
        price = (cost - theirs @ money[poor]) / (total - theirs.sum())
        poor_before = count


def certain_run(
    purse: Purse, weights: tuple[Floats, ...], low: Fraction, high: Fraction
) -> list[int] | None:
    """Return what is bought, in order, for every starting share from ``low`` to ``high``.

    None when the bounds leave a doubt, or when it is not the same over the interval.
    """
    run = Run(purse, weights, float(low) * (1 - _BIT), float(high) * _DIGITS)
    bought: list[int] = []
    while rivals := run.rivals():
        first = max(rivals, key=lambda one: (one.equal, -one.option))
        if len(rivals) > 1 and not all(one.equal for one in rivals):
            return None
        if first.most == np.inf:
            return None
        run.buy(first.option, first.least, first.most)
        bought.append(first.option)
    return bought


def exact_run(purse: Purse, weights: tuple[Floats, ...], share: Fraction) -> list[Bought]:
    """Return what is bought, in order, with exact prices, for one starting share.

    What a line has left is the share minus the prices that it paid in full, or nothing once it gave
    all it had: sums over many people need only the counts of who paid what.
    """
    run = Run(purse, weights, float(share) * (1 - _BIT), float(share) * _DIGITS)
    exact = _Exact(share, len(purse.people))
    while rivals := run.rivals():
        prices = [(exact.price(run, one.least, one.option), one.option) for one in rivals]
        payable = [
            (price / purse.costs[option], option, price, poor)
            for (price, poor), option in prices
            if price is not None
        ]
        for (price, _), option in prices:
            if price is None:
                run.alive.remove(option)
        if not payable:
            continue
        ratio, option, price, poor = min(payable, key=lambda one: one[:2])
        exact.pay(run, option, price, poor)
        near = float(ratio)
        run.buy(option, near * (1 - _BIT), near * _DIGITS)
    return exact.bought


class _Exact:
    """The exact side of a run: prices as fractions, who paid which, who has nothing left."""

    def __init__(self, share: Fraction, lines: int) -> None:
        self.share = share
        self.bought: list[Bought] = []
        self.paid = np.zeros((0, lines), dtype=bool)
        self.empty = np.zeros(lines, dtype=bool)

    def price(
        self, run: Run, least: float, option: int
    ) -> tuple[Fraction | None, NDArray[np.bool_]]:
        """Return the exact price (None when it cannot be paid) and who cannot pay it in full.

        ``least`` is a lower bound of x / c: who has less than that is poor for certain, the others
        are compared one kind of purse at a time.
        """
        lines, people = run.purse.supporters[option], run.weights[option]
        cost = run.purse.costs[option]
        poor = self.empty[lines] | (run.high[lines] < least * cost * (1 - _BIT))
        while True:
            rich = int(people[~poor].sum())
            if not rich:
                return None, poor
            price = (cost - self._sum(lines[poor], people[poor])) / rich
            near = float(price) * _DIGITS
            doubtful = np.flatnonzero(~poor & (run.low[lines] < near))
            newly = doubtful[self._below(lines[doubtful], price)]
            if not len(newly):
                return price, poor
            poor[newly] = True

    def pay(self, run: Run, option: int, price: Fraction, poor: NDArray[np.bool_]) -> None:
        """Note who pays the price in full and who gives all that is left."""
        lines, people = run.purse.supporters[option], run.weights[option]
        row = np.zeros((1, self.paid.shape[1]), dtype=bool)
        row[0, lines[~poor]] = True
        gave = lines[poor]
        with_money = int(people[poor][~self.empty[gave]].sum())
        self.paid = np.concatenate([self.paid, row])
        self.empty[gave] = True
        self.bought.append(Bought(option, price, int(people[~poor].sum()), with_money))

    def _sum(self, lines: NDArray[np.int64], people: Floats) -> Fraction:
        """Return what some lines have left together."""
        kept = ~self.empty[lines]
        people, lines = people[kept], lines[kept]
        counts = self.paid[:, lines] @ people
        spent = sum(
            (int(n) * one.price for n, one in zip(counts, self.bought, strict=True)), Fraction(0)
        )
        return int(people.sum()) * self.share - spent

    def _below(self, lines: NDArray[np.int64], price: Fraction) -> NDArray[np.bool_]:
        """Tell, for each line, whether it has less left than the price: once a kind of purse."""
        paid = np.ascontiguousarray(np.packbits(self.paid[:, lines], axis=0).T)
        if not paid.size:
            return np.full(len(lines), self.share < price)
        kinds, first, kind_of = np.unique(paid, axis=0, return_index=True, return_inverse=True)
        rounds = [np.flatnonzero(self.paid[:, lines[one]]) for one in first]
        left = [
            self.share - sum((self.bought[one].price for one in some), Fraction(0))
            for some in rounds
        ]
        poor = np.array([money < price for money in left], dtype=bool)
        return poor[kind_of.reshape(len(lines))] if len(kinds) else np.zeros(0, dtype=bool)
