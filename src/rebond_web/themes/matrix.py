"""Llosa's matrix drawn: what is basic, plus, key or secondary to satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Question
from rebond.quantify.use_cases.readings import CLASSES
from rebond.report.charts.svg import at, element, place
from rebond.vocabulary import Message
from rebond_web.reading.reporter import PageReporter

SHOWN = 16
_HEIGHT, _TOP, _BOTTOM = 380, 28, 340


@dataclass(frozen=True)
class Placed:
    """One theme in the matrix; ``sure`` is the share of resamples, in %, that keep its class."""

    number: int
    theme: str
    label: str
    kind: str
    well: float
    badly: float
    sure: float
    settled: bool
    n: int


@dataclass(frozen=True)
class Matrix:
    """The matrix: its drawing, its list, what must be known beside it."""

    finding: str
    svg: Markup
    themes: Sequence[Placed]
    hidden: int
    notes: Sequence[Message]
    n: int


def matrix_of(reporter: PageReporter) -> Matrix | None:
    """Return the matrix of the themes; None where the scores allow none."""
    figure = reporter.ask(Question("llosa", ("theme",)))
    found: dict[str, dict[str, float]] = {}
    kinds: dict[str, tuple[str, bool, int]] = {}
    for cell in figure.cells:
        theme, kind, reading = cell.keys
        found.setdefault(theme, {})[reading] = cell.value or 0.0
        if reading == f"as {kind}":
            kinds[theme] = kind, bool(cell.distinct), cell.n
    if len(kinds) < 2:
        return None
    cuts = tuple(
        sum(found[theme][side] for theme in kinds) / len(kinds) for side in ("well", "badly")
    )
    shown = sorted(kinds, key=lambda theme: (not kinds[theme][1], -kinds[theme][2]))[:SHOWN]
    placed = [
        Placed(
            number,
            theme,
            reporter.theme(theme),
            kinds[theme][0],
            found[theme]["well"],
            found[theme]["badly"],
            found[theme][f"as {kinds[theme][0]}"],
            kinds[theme][1],
            kinds[theme][2],
        )
        for number, theme in enumerate(shown, start=1)
    ]
    finding = _finding(reporter, placed)
    return Matrix(
        finding,
        _drawn(reporter, placed, cuts, finding),
        placed,
        len(kinds) - len(placed),
        figure.notes,
        figure.total.n,
    )


def _finding(reporter: PageReporter, placed: Sequence[Placed]) -> str:
    t = reporter.t
    settled = [one for one in placed if one.settled]
    basic = [one.label for one in settled if one.kind == "basic"]
    plus = [one.label for one in settled if one.kind == "plus"]
    if basic and plus:
        return t(
            "“{basic}” is noticed when it fails, “{plus}” when it succeeds",
            basic=basic[0],
            plus=plus[0],
        )
    if basic:
        return t("“{basic}” is noticed when it fails", basic=basic[0])
    if plus:
        return t("“{plus}” is noticed when it succeeds", plus=plus[0])
    if settled:
        return t("“{theme}” goes with satisfaction both ways", theme=settled[0].label)
    return t("No theme is settled in a class: too few judgements, or too alike")


def _drawn(
    reporter: PageReporter, placed: Sequence[Placed], cuts: Sequence[float], title: str
) -> Markup:
    t = reporter.t
    across = _ends([one.well for one in placed], cuts[0])
    up = _ends([one.badly for one in placed], cuts[1])
    middle, level = at(cuts[0], *across), _y(cuts[1], up)
    parts = [
        element("title", title, id="llosa-t"),
        element("line", class_="c-grid", x2="100%", y1=_BOTTOM, y2=_BOTTOM),
        element("line", class_="gap", x1=middle, x2=middle, y1=_TOP, y2=_BOTTOM),
        element("line", class_="gap", x2="100%", y1=level, y2=level),
        *(
            element("text", _class(reporter, kind), class_="corner", x=x, y=y, text_anchor=side)
            for kind, x, y, side in (
                ("basic", "4", _TOP + 12, "start"),
                ("key", "100%", _TOP + 12, "end"),
                ("secondary", "4", _BOTTOM - 8, "start"),
                ("plus", "100%", _BOTTOM - 8, "end"),
            )
        ),
        element("text", t("↑ noticed when it fails"), x="0", y="12"),
        element("text", t("noticed when it succeeds →"), x="100%", y=_BOTTOM + 24,
                text_anchor="end"),
    ]  # fmt: skip
    for one in placed:
        x, y = f"{place(one.well, *across):.1f}%", _y(one.badly, up)
        parts.append(
            element("circle", class_="spot" if one.settled else "spot hollow", cx=x, cy=y, r="10")
        )
        parts.append(
            element(
                "text",
                str(one.number),
                class_="spot-n" if one.settled else "spot-n hollow",
                x=x,
                y=y + 4,
                text_anchor="middle",
            )
        )
    return element(
        "svg", *parts, class_="plot matrix", height=_HEIGHT, role="img", aria_labelledby="llosa-t"
    )


def _class(reporter: PageReporter, kind: str) -> str:
    label = CLASSES[kind]
    written = label.fr if reporter.language == "fr" else label.en
    return written.capitalize()


def _ends(values: Sequence[float], cut: float) -> tuple[float, float]:
    low, high = min(*values, cut), max(*values, cut)
    margin = (high - low or 1.0) * 0.1
    return low - margin, high + margin


def _y(value: float, ends: tuple[float, float]) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * place(value, *ends) / 100, 1)
