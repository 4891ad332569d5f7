"""What changes: curves of what rose, fell or emerged; seasons told as seasons."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.languages.typography import month, number
from rebond.quantify import Change as Found
from rebond.quantify import Emergence, Figure, Question
from rebond.report.charts.curves import Curve, Point, curve_svg
from rebond.report.content import Empty, Section
from rebond.report.content.people import who
from rebond.report.content.themes import LEAST_PERIODS, periods, theme_proof
from rebond.report.reporter import Reporter, short

SHOWN = 4
YEAR = 364  # days: 52 weeks, so that weeks face weeks
MOST_POINTS = 60
LEAST_VOICES = 10  # in the first period drawn


@dataclass(frozen=True)
class Change:
    """One curve: its sentence, its drawing, its table, its voices."""

    finding: str
    sentence: str
    subtitle: str
    svg: Markup
    points: Sequence[Point]
    grain: str
    anchor: str
    decimals: int = 1
    signed: bool = False


@dataclass(frozen=True)
class Changes:
    """What holds, what comes back every year, and what else was found but is not drawn.

    ``told`` changes are drawn among the insights already.
    """

    curves: Sequence[Change]
    others: Sequence[str]
    seasons: Sequence[tuple[str, str]]
    empty: Empty | None
    told: int


def changes_section(reporter: Reporter) -> Section | None:
    """Return what changes; None when nothing is dated."""
    t = reporter.t
    grain, _ = periods(reporter)
    dated = [c for c in reporter.ask(Question("voices", ("month",))).cells if c.keys[0]]
    if not dated:
        return None
    found = reporter.findings
    moved = [c for c in found.changes if c.kind != "season"]
    seasons = [c for c in found.changes if c.kind == "season"]
    empty = None
    if not moved:
        empty = _nothing(reporter, grain)
    told = reporter.carded
    left = [change for change in moved if not any(change is one for one in told)]
    drawn = [c for c in (drawn_change(reporter, change) for change in left[:SHOWN]) if c]
    if not drawn and not moved and grain:
        overall = _overall(reporter, grain)
        drawn = [overall] if overall else []
    data = Changes(
        curves=drawn,
        others=[t(change.sentence) for change in left[SHOWN:]],
        told=len(moved) - len(left),
        seasons=[
            (t(season.sentence), theme_proof(reporter, season.theme) if season.theme else "")
            for season in seasons
            if not any(season is one for one in told)
        ],
        empty=empty,
    )
    margin = (
        t(
            "{scanned} series and cells tested; at most {rate} of what is announced may be false.",
            scanned=found.scanned,
            rate=_rate(reporter),
        ),
        t("A season that comes back is told as a season, never as a trend."),
        who(reporter),
    )
    return Section("changes", t("What changes"), margin, "changes.html", data)


def _rate(reporter: Reporter) -> str:
    from rebond.languages.typography import percent

    return percent(100 * reporter.findings.rate, 0, reporter.language)


def _nothing(reporter: Reporter, grain: str) -> Empty:
    t = reporter.t
    if not grain:
        return Empty(
            t("These voices cover too little time to tell what changes."),
            t("At least {n} months with voices are needed.", n=LEAST_PERIODS),
        )
    return Empty(
        t("Nothing changes beyond chance."),
        t("Each theme’s share was tested week by week against what chance and the season explain."),
    )


def drawn_change(reporter: Reporter, change: Found) -> Change | None:
    """Draw a change at the grain of its question, or by month where weeks hold too few voices."""
    grain, _ = periods(reporter)
    if not grain:
        return None
    figure = reporter.ask(change.question.by(grain))
    anchor = theme_proof(reporter, change.theme) if change.theme else ""
    sentence = reporter.t(change.sentence)
    return drawn_over_time(
        reporter, figure, grain, _title(reporter, change), sentence, change.since, anchor
    )


def drawn_emergence(reporter: Reporter, found: Emergence) -> Change | None:
    """Draw how many voices hold the words of a subject that no theme covers."""
    grain, _ = periods(reporter)
    if not grain:
        return None
    figure = reporter.ask(Question("voices", (grain,), found.question.filters))
    words = ", ".join(found.words)
    title = reporter.t("Voices that hold these words: {words}", words=words)
    return drawn_over_time(reporter, figure, grain, title, since=found.since)


def _title(reporter: Reporter, change: Found) -> str:
    t = reporter.t
    since = month(change.since, reporter.language)
    if change.theme is None and change.measure != "volume":
        if change.kind == "rise":
            return t("The score is higher since {month}", month=since)
        return t("The score is lower since {month}", month=since)
    if change.theme is None:
        if change.kind == "rise":
            return t("More voices since {month}", month=since)
        return t("Fewer voices since {month}", month=since)
    theme = reporter.theme(change.theme)
    if change.kind == "emergence":
        return t("“{theme}” appears in {month}", theme=theme, month=since)
    if change.kind == "rise":
        return t("“{theme}” is spoken of more since {month}", theme=theme, month=since)
    return t("“{theme}” is spoken of less since {month}", theme=theme, month=since)


def _overall(reporter: Reporter, grain: str) -> Change | None:
    figure = reporter.ask(Question("net_polarity", (grain,)))
    title = reporter.t("Net polarity of all voices over time")
    return drawn_over_time(reporter, figure, grain, title)


def drawn_over_time(
    reporter: Reporter,
    figure: Figure,
    grain: str,
    title: str,
    sentence: str = "",
    since: datetime.date | None = None,
    anchor: str = "",
) -> Change | None:
    """Draw a figure by period; None when it has too few periods to be a curve."""
    points = _from_the_first_full(_points(figure))
    if len(points) < LEAST_PERIODS:
        return None
    counted = figure.unit == "count"
    now, before = _years(points, grain) if since is not None else (points[-MOST_POINTS:], [])
    t, language = reporter.t, reporter.language
    signed = figure.unit == "points"
    several_years = now[0].start.year != now[-1].start.year

    def label(day: datetime.date) -> str:
        return month(day, language, short=True, year=several_years and day.month == 1)

    identity = f"curve-{short(figure.question)}"
    started = since if since is not None and now[0].start <= since <= now[-1].start else None
    svg = curve_svg(
        Curve(now, before, started, zero=not signed),
        title=title,
        identity=identity,
        number=lambda value: number(value, 0, language, signed=signed),
        month=label,
        labels=(
            t("the last 12 months"),
            t("the year before"),
            _since(reporter, since) if since else "",
        ),
    )
    ns = sorted(p.n for p in now)
    measure = {
        "%": t("Share of voices, in %."),
        "points": t("Net polarity, from −100 to +100."),
        "count": t("Number of voices."),
        "score": t("Mean score."),
    }.get(figure.unit, "")
    if figure.question.measure == "nps":
        measure = t("NPS, from −100 to +100.")
    by = t("By week.") if grain == "week" else t("By month.")
    band = "" if counted else t("Band: 95% interval.")
    many = t("From {low} to {high} voices a period.", low=ns[0], high=ns[-1])
    subtitle = " ".join(part for part in (measure, by, band, many) if part)
    return Change(
        finding=title,
        sentence=sentence,
        subtitle=subtitle,
        svg=svg,
        points=points[-MOST_POINTS:],
        grain=grain,
        anchor=anchor,
        decimals=0 if counted or signed else 1,
        signed=signed,
    )


def _from_the_first_full(points: list[Point]) -> list[Point]:
    """Return the points from the first of `LEAST_VOICES`; all when too few would be left.

    Files often begin with a few scattered answers, whose intervals would fill the drawing.
    """
    first = next((i for i, point in enumerate(points) if point.n >= LEAST_VOICES), 0)
    return points[first:] if len(points) - first >= LEAST_PERIODS else points


def _since(reporter: Reporter, since: datetime.date) -> str:
    return reporter.t("since {month}", month=month(since, reporter.language))


def _points(figure: Figure) -> list[Point]:
    points = []
    for cell in figure.cells:
        if not cell.keys[0] or cell.value is None:
            continue
        low = cell.value if cell.low is None else cell.low
        high = cell.value if cell.high is None else cell.high
        start = datetime.date.fromisoformat(cell.keys[0])
        points.append(Point(start, cell.value, low, high, cell.n))
    return points


def _years(points: list[Point], grain: str) -> tuple[list[Point], list[Point]]:
    """Return the last year and the same periods one year before, when there is more than a year.

    The year before is kept only where it covers the same periods, moved onto their days.
    """
    last = points[-1].start
    year = [p for p in points if (last - p.start).days < YEAR]
    old = [p for p in points if YEAR <= (last - p.start).days < 2 * YEAR]
    least = 20 if grain == "week" else 9
    if len(old) < least or len(year) < least:
        return points[-MOST_POINTS:], []
    start = year[0].start
    moved = [
        Point(p.start + datetime.timedelta(days=YEAR), p.value, p.low, p.high, p.n) for p in old
    ]
    kept = [p for p in moved if p.start >= start - datetime.timedelta(days=7)]
    covered = bool(kept) and (kept[0].start - start).days <= 31
    if not covered:
        return points[-MOST_POINTS:], []
    return year, kept
