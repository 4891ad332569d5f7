"""The map of opinions, drawn by the server: hulls, people, oneself with a zone of doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.cocreate.groups import Place

HEIGHT = 300  # pixels
_WIDE = 1000  # units across, stretched to the width of the page
_ROOM = (110, 44)  # kept free at the sides, and above and below for the names
_LETTER = 2.1  # percent of the width of a phone that a letter of a name takes
LETTERS = "abcde"
Point = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """One group on the map; ``x`` in percent and ``y`` in pixels place its name."""

    letter: str
    name: str
    hull: str
    dots: str
    x: float
    y: float


@dataclass(frozen=True)
class You:
    """Oneself on the map: ``x`` and ``wide`` in percent, ``y`` and ``high`` in pixels."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class Map:
    """A map ready to be written as SVG."""

    groups: tuple[Drawn, ...]
    you: You | None


def drawn(points: Sequence[Sequence[float]], names: Sequence[str], seat: Place | None) -> Map:
    """Return the map of people, given as (x, y, group), and where somebody sits if they do.

    ``names`` are those of the groups, as they are written on the map.
    """
    frame = _Frame(points)
    groups: list[Drawn] = []
    for group, name in enumerate(names):
        mine = sorted({frame.at(x, y) for x, y, which in points if int(which) == group})
        hull = _hull(mine)
        dots = "".join(f"M{x:.0f} {y:.0f}h.1" for x, y in mine)
        letter = LETTERS[group % len(LETTERS)]
        groups.append(Drawn(letter, name, _smooth(hull), dots, *_label(name, hull, groups)))
    you = frame.you(seat) if seat and seat.group >= 0 else None
    return Map(tuple(groups), you)


def _label(name: str, hull: Sequence[Point], others: Sequence[Drawn]) -> Point:
    """Return where the name of a group is written: above it, else below, off the other names."""
    half = _LETTER * len(name) / 2
    middle = (min(x for x, _ in hull) + max(x for x, _ in hull)) / 20
    x = min(max(middle, half), 100 - half)
    high, low = min(y for _, y in hull) - 14, max(y for _, y in hull) + 24
    free = [
        y
        for y in (max(high, 13), min(low, HEIGHT - 5), 13, HEIGHT - 5, 30, HEIGHT - 22)
        if all(
            abs(one.y - y) >= 16 or abs(one.x - x) >= half + _LETTER * len(one.name) / 2
            for one in others
        )
    ]
    return x, free[0] if free else HEIGHT / 2


class _Frame:
    """From places on the map of opinions to places on the page."""

    def __init__(self, points: Sequence[Sequence[float]]) -> None:
        # The few who stand furthest would press all others together: they are drawn at the edge.
        self._x = _span([point[0] for point in points])
        self._y = _span([point[1] for point in points])

    def at(self, x: float, y: float) -> Point:
        across, down = _ROOM
        return (
            round(across + _within(x, self._x) * (_WIDE - 2 * across)),
            round(HEIGHT - down - _within(y, self._y) * (HEIGHT - 2 * down)),
        )

    def you(self, seat: Place) -> You:
        across, down = _ROOM
        x, y = self.at(*seat.place)
        wide = seat.zone[0] / (self._x[1] - self._x[0]) * (_WIDE - 2 * across) / 10
        high = seat.zone[1] / (self._y[1] - self._y[0]) * (HEIGHT - 2 * down)
        return You(x / 10, y, min(wide, 46), min(high, HEIGHT / 2))


def _span(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    cut = len(ordered) // 100
    low, high = ordered[cut], ordered[len(ordered) - 1 - cut]
    return (low, high) if high > low else (low - 1, high + 1)


def _within(value: float, span: tuple[float, float]) -> float:
    return min(1.0, max(0.0, (value - span[0]) / (span[1] - span[0])))


def _hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the smallest convex shape around points (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered or [(0.0, 0.0)]

    def half(some: Sequence[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in some:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _smooth(corners: Sequence[Point]) -> str:
    """Return a closed path that bends at corners, a little outside of them."""
    middle_x = sum(x for x, _ in corners) / len(corners)
    middle_y = sum(y for _, y in corners) / len(corners)
    wider = [(x + _away(x, middle_x, 16), y + _away(y, middle_y, 9)) for x, y in corners]
    halves = [
        ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
        for one, two in zip(wider, [*wider[1:], wider[0]], strict=True)
    ]
    bends = "".join(
        f"Q{corner[0]:.0f} {corner[1]:.0f} {half[0]:.0f} {half[1]:.0f}"
        for corner, half in zip([*wider[1:], wider[0]], [*halves[1:], halves[0]], strict=True)
    )
    return f"M{halves[0][0]:.0f} {halves[0][1]:.0f}{bends}Z"


def _away(value: float, middle: float, most: float) -> float:
    return max(-most, min(most, (value - middle) / 8))
