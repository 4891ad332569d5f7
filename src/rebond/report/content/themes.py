"""What is talked about and how: the themes as a tree."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Cell, Filter, Question
from rebond.report.charts.curves import sparkline
from rebond.report.charts.rows import polarity_bar
from rebond.report.content import Empty, Section
from rebond.report.content.accuracy import corrected_note
from rebond.report.content.people import who
from rebond.report.reporter import Reporter

SHOWN = 18
LEAST_PERIODS = 6
SPARK_PERIODS = 24


@dataclass(frozen=True)
class ThemeRow:
    """One theme: its share of the voices and its net polarity, each with its interval."""

    theme: str
    label: str
    branch: str
    share: Cell
    net: Cell
    bar: Markup
    spark: Markup
    course: str
    tone: str
    anchor: str
    discovered: bool


@dataclass(frozen=True)
class Branch:
    """Themes of one branch, in the codebook's order."""

    label: str
    rows: Sequence[ThemeRow]


@dataclass(frozen=True)
class Tree:
    """The themes shown, those left to the table behind, and what the last column tells."""

    branches: Sequence[Branch]
    others: Sequence[ThemeRow]
    finding: str
    period: str
    voices: int


def themes_section(reporter: Reporter) -> Section:
    """Return the tree of themes of the main stakeholder."""
    t = reporter.t
    margin = (
        t(
            "Net polarity: favourable part less unfavourable part, from −100 to +100. The dark line"
            " is the 95% interval; a hollow bar is not distinct from zero."
        ),
        corrected_note(reporter, Question("share", ("theme",))),
        who(reporter),
    )
    rows = _rows(reporter)
    data: Tree | Empty
    if rows:
        data = _tree(reporter, rows)
    else:
        data = Empty(
            t("No theme was found in these voices."),
            t("Voices may be too few, too short, or of another trade than the codebook."),
        )
    return Section("themes", t("What is talked about"), margin, "themes.html", data)


def _tree(reporter: Reporter, rows: list[ThemeRow]) -> Tree:
    shown = sorted(rows, key=lambda row: -row.net.n)[:SHOWN]
    branches: dict[str, list[ThemeRow]] = {}
    for row in sorted(shown, key=lambda row: reporter.order_of(row.theme)):
        branches.setdefault(row.branch, []).append(row)
    figure = reporter.ask(Question("share", ("theme",)))
    return Tree(
        branches=[
            Branch(reporter.theme(branch) if branch else reporter.t("Other themes"), group)
            for branch, group in branches.items()
        ],
        others=[row for row in rows if row not in shown],
        finding=_finding(reporter, rows),
        period=periods(reporter)[0],
        voices=figure.total.n,
    )


def _finding(reporter: Reporter, rows: list[ThemeRow]) -> str:
    specific = [row for row in rows if reporter.is_specific(row.theme)] or rows
    first = max(specific, key=lambda row: (row.share.value or 0, row.label))
    good = sum((row.net.low or 0) > 0 for row in specific)
    bad = sum((row.net.high or 0) < 0 for row in specific)
    return reporter.t(
        "“{theme}” is the most talked about; of {n} themes, {good} are more praised than blamed,"
        " {bad} the reverse",
        theme=first.label,
        n=len(specific),
        good=good,
        bad=bad,
    )


def _rows(reporter: Reporter) -> list[ThemeRow]:
    shares = reporter.ask(Question("share", ("theme",))).cells
    nets = {c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("theme",))).cells}
    courses = _courses(reporter)
    changes = {c.theme: c for c in reporter.findings.changes if c.theme and c.kind != "season"}
    rows = []
    for rank, share in enumerate(shares):
        theme = share.keys[0]
        net = nets.get(theme)
        if not theme or net is None or net.value is None:
            continue
        course = courses.get(theme)
        kind = changes[theme].kind if theme in changes else ""
        rows.append(
            ThemeRow(
                theme=theme,
                label=reporter.theme(theme),
                branch=theme.split(".")[0] if "." in theme else "",
                share=share,
                net=net,
                bar=polarity_bar(net.value, net.low or 0.0, net.high or 0.0),
                spark=sparkline(course) if course else Markup(""),
                course=_course_word(reporter, kind) if course else "",
                tone="",
                anchor=theme_proof(reporter, theme) if rank < SHOWN else "",
                discovered=reporter.is_discovered(theme),
            )
        )
    return rows


def theme_proof(reporter: Reporter, theme: str) -> str:
    """Return the anchor of voices that speak of a theme."""
    question = Question("share", ("theme",), (Filter("theme", "=", (theme,)),))
    return reporter.proof(question, reporter.theme(theme), theme=theme)


def _course_word(reporter: Reporter, kind: str) -> str:
    t = reporter.t
    words = {"rise": t("rises"), "fall": t("falls"), "emergence": t("emerges")}
    return words.get(kind, "")


def periods(reporter: Reporter) -> tuple[str, list[datetime.date]]:
    """Return the grain of time that these voices bear ("week", "month" or "") and its periods.

    Weeks when they hold 30 voices each on average, else months; the last ones only.
    """
    for grain in ("week", "month"):
        cells = [c for c in reporter.ask(Question("voices", (grain,))).cells if c.keys[0]]
        if len(cells) < LEAST_PERIODS:
            continue
        mean = sum(c.n for c in cells) / len(cells)
        if grain == "month" or mean >= 30:
            days = [datetime.date.fromisoformat(c.keys[0]) for c in cells]
            return grain, days[-SPARK_PERIODS:]
    return "", []


def _courses(reporter: Reporter) -> dict[str, list[float]]:
    grain, days = periods(reporter)
    if not grain:
        return {}
    wanted = [day.isoformat() for day in days]
    shares: dict[str, dict[str, float]] = {}
    for cell in reporter.ask(Question("share", (grain, "theme"))).cells:
        shares.setdefault(cell.keys[1], {})[cell.keys[0]] = cell.value or 0.0
    return {
        theme: [known.get(day, 0.0) for day in wanted] for theme, known in shares.items() if theme
    }
