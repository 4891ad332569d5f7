"""Writing SVG: escaped attributes, positions in %, ticks that read well."""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup, escape


def element(tag: str, *content: Markup | str, **attributes: object) -> Markup:
    """Return one element; ``class_`` and ``view_box`` stand for their SVG names.

    >>> element("line", class_="c-zero", x1="50%", y2=3.14159)
    Markup('<line class="c-zero" x1="50%" y2="3.1"/>')
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(_name(name), _value(value))
        for name, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup("<{}{}/>").format(Markup(tag), written)
    inside = Markup("").join(escape(part) for part in content)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), written, inside)


def _name(name: str) -> str:
    return {"class_": "class", "view_box": "viewBox", "fit": "preserveAspectRatio"}.get(
        name, name.replace("_", "-")
    )


def _value(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def place(value: float, low: float, high: float) -> float:
    """Return where ``value`` falls between the ends, 0 to 100, kept inside.

    >>> place(5, 0, 10), place(12, 0, 10), place(1, 3, 3)
    (50.0, 100.0, 50.0)
    """
    if high <= low:
        return 50.0
    return min(100.0, max(0.0, 100 * (value - low) / (high - low)))


def at(value: float, low: float, high: float) -> str:
    """Return a place as a percentage of the width."""
    return f"{place(value, low, high):.2f}".rstrip("0").rstrip(".") + "%"


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Return round values between the ends, about ``wanted`` of them.

    >>> ticks(0, 34)
    [0.0, 10.0, 20.0, 30.0]
    >>> ticks(2.6, 2.6)
    [2.6]
    """
    if high <= low or not math.isfinite(high - low):
        return [low]
    rough = (high - low) / max(1, wanted)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.8)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return the path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
