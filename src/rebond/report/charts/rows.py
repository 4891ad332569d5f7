"""The drawing of one row of a chart that is also a table: an interval, or a bar from zero."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rebond.report.charts.svg import at, element


def interval_mark(
    value: float,
    low: float,
    high: float,
    ends: tuple[float, float],
    *,
    tone: str = "",
    hollow: bool = False,
    reference: float | None = None,
    grid: Sequence[float] = (),
) -> Markup:
    """Draw a soft bar, a fine line and a dot; hollow when the interval includes the reference.

    ``tone`` is "fav", "unf", "mix" or "" (violet); ``ends`` the values at both sides.
    """
    parts = [element("line", class_="c-grid", x1=at(x, *ends), x2=at(x, *ends), y2="100%")
             for x in grid]  # fmt: skip
    if reference is not None:
        x = at(reference, *ends)
        parts.append(element("line", class_="c-zero", x1=x, x2=x, y2="100%"))
    x1, x2 = at(low, *ends), at(high, *ends)
    parts.append(element("line", class_="rg", x1=x1, x2=x2, y1="50%", y2="50%"))
    parts.append(element("line", class_="rl", x1=x1, x2=x2, y1="50%", y2="50%"))
    dot = "pt hollow" if hollow else "pt"
    parts.append(element("circle", class_=dot, cx=at(value, *ends), cy="50%", r="4"))
    return element("svg", *parts, aria_hidden="true", class_=tone or None)


def polarity_bar(value: float, low: float, high: float) -> Markup:
    """Draw a bar from zero on −100 to +100: rust left, teal right, hollow when zero is inside."""
    ends = (-100.0, 100.0)
    hollow = low <= 0 <= high
    kind = "bar-f" if value >= 0 else "bar-u"
    left, right = min(value, 0.0), max(value, 0.0)
    x1, x2 = at(low, *ends), at(high, *ends)
    return element(
        "svg",
        element("line", class_="c-zero", x1="50%", x2="50%", y2="100%"),
        element(
            "rect",
            class_=f"{kind} hollow" if hollow else kind,
            x=at(left, *ends),
            width=f"{(right - left) / 2:.2f}%",
            y="34%",
            height="32%",
        ),
        element("line", class_="c-halo", x1=x1, x2=x2, y1="50%", y2="50%"),
        element("line", class_="c-err", x1=x1, x2=x2, y1="50%", y2="50%"),
        aria_hidden="true",
    )


def axis(labels: Sequence[tuple[float, str]], ends: tuple[float, float]) -> Markup:
    """Write the values of an axis; labels at the edges stay inside."""
    texts = []
    for value, label in labels:
        x = at(value, *ends)
        anchor = {"0%": "start", "100%": "end"}.get(x, "middle")
        texts.append(element("text", label, x=x, y="12", text_anchor=anchor))
    return element("svg", *texts, class_="ax", aria_hidden="true")
