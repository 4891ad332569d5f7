"""A cloud of places: one figure across, another up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.languages.typography import number
from rebond.report.charts.svg import at, element, place, ticks

HEIGHT, TOP, BOTTOM = 300, 24, 262


@dataclass(frozen=True)
class Place:
    """One place and its two figures."""

    name: str
    x: float
    y: float


def scatter_svg(
    places: Sequence[Place], *, title: str, identity: str, across: str, up: str, language: str
) -> Markup:
    """Draw the places; only the four at the edges are named, the table has them all."""
    xs, ys = _ends([p.x for p in places]), _ends([p.y for p in places])
    parts = [element("title", title, id=f"{identity}-t")]
    for value in ticks(*ys):
        y = _y(value, ys)
        parts.append(element("line", class_="c-grid", x2="100%", y1=y, y2=y))
        parts.append(
            element("text", _written(value, ys, language), x="-8", y=y + 4, text_anchor="end")
        )
    for value in ticks(*xs):
        parts.append(
            element(
                "text",
                _written(value, xs, language),
                x=at(value, *xs),
                y=BOTTOM + 18,
                text_anchor="middle",
            )
        )
    named = _edges(places)
    for spot in places:
        x, y = place(spot.x, *xs), _y(spot.y, ys)
        parts.append(element("circle", class_="pt", cx=f"{x:.1f}%", cy=y, r="4"))
        if spot.name in named:
            anchor = "end" if x > 60 else "start"
            parts.append(
                element(
                    "text",
                    spot.name,
                    class_="halo strong",
                    x=f"{x:.1f}%",
                    y=y - 9,
                    text_anchor=anchor,
                )
            )
    parts.append(element("text", f"↑ {up}", x="0", y="10"))
    parts.append(element("text", f"{across} →", x="100%", y=BOTTOM + 36, text_anchor="end"))
    return element(
        "svg", *parts, class_="plot gutter", height=HEIGHT, role="img",
        aria_labelledby=f"{identity}-t",
    )  # fmt: skip


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = (high - low or 1.0) * 0.08
    return low - margin, high + margin


def _y(value: float, ends: tuple[float, float]) -> float:
    return BOTTOM - (BOTTOM - TOP) * place(value, *ends) / 100


def _written(value: float, ends: tuple[float, float], language: str) -> str:
    return number(value, 0 if ends[1] - ends[0] > 8 else 1, language)


def _edges(places: Sequence[Place]) -> set[str]:
    keys = (lambda p: p.x + 0 * p.y, lambda p: -p.x, lambda p: p.y, lambda p: -p.y)
    return {max(places, key=key).name for key in keys}
