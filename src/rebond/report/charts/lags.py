"""The correlation of two series at each lag: a stem and a dot a week, the likeliest week full."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rebond.languages.typography import number
from rebond.report.charts.svg import element, place

HEIGHT, TOP, BOTTOM = 240, 24, 196


def lags_svg(
    by_lag: Sequence[tuple[int, float]],
    likely: int,
    ends: tuple[int, int],
    *,
    title: str,
    identity: str,
    labels: tuple[str, str],
    language: str,
) -> Markup:
    """Draw correlations (−1 to 1) by lag in weeks; ``ends`` is the interval of the likely lag.

    ``labels`` say what stands at the left (customers first) and at the right (teams first).
    """
    weeks = [lag for lag, _ in by_lag]
    low, high = min(weeks) - 0.5, max(weeks) + 0.5
    step = 0.5 if max(abs(value) for _, value in by_lag) > 0.25 else 0.2
    top = min(1.0, max(step, *(abs(value) for _, value in by_lag)) * 1.1)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * place(value, -top, top) / 100

    left, right = place(ends[0] - 0.5, low, high), place(ends[1] + 0.5, low, high)
    parts: list[Markup] = [
        element("title", title, id=f"{identity}-t"),
        element(
            "rect",
            class_="c-zone",
            x=f"{left:.2f}%",
            width=f"{right - left:.2f}%",
            y=TOP,
            height=BOTTOM - TOP,
        ),
    ]
    for tick in (-step, 0.0, step):
        kind = "c-zero" if tick == 0 else "c-grid"
        parts.append(element("line", class_=kind, x2="100%", y1=y(tick), y2=y(tick)))
        written = number(tick, 1, language, signed=True)
        parts.append(element("text", written, x="-8", y=y(tick) + 4, text_anchor="end"))
    for lag, value in by_lag:
        x = f"{place(lag, low, high):.2f}%"
        held = ends[0] <= lag <= ends[1]
        parts.append(
            element("line", class_="rl" if held else "rl m", x1=x, x2=x, y1=y(0.0), y2=y(value))
        )
        dot = "pt" if lag == likely else "pt hollow"
        parts.append(element("circle", class_=dot, cx=x, cy=y(value), r="4"))
        if lag % 2 == 0:
            label = number(lag, 0, language, signed=True)
            parts.append(element("text", label, x=x, y=BOTTOM + 18, text_anchor="middle"))
    parts.append(element("text", f"← {labels[0]}", x="0", y=HEIGHT - 4))
    parts.append(element("text", f"{labels[1]} →", x="100%", y=HEIGHT - 4, text_anchor="end"))
    return element(
        "svg",
        *parts,
        class_="plot gutter",
        height=HEIGHT,
        role="img",
        aria_labelledby=f"{identity}-t",
    )
