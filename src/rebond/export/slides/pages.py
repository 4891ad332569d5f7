"""The slides of the report, from the same sections as its page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rebond.export.slides import look
from rebond.export.slides.charts import Bar, Moment, bars, curve
from rebond.export.slides.deck import HEIGHT, LEFT, TOP, Box, Deck, Page
from rebond.export.slides.insights import first_insights
from rebond.export.slides.traces import SlidesReporter, traced, written
from rebond.languages.typography import number
from rebond.quantify import Cell, Filter, Question
from rebond.quantify.asking.rows import SCORE_MEASURES
from rebond.quantify.tracing import Shown
from rebond.report.content import Empty
from rebond.report.content.changes import Change, Changes, changes_section
from rebond.report.content.headline import headline
from rebond.report.content.judged import judged_section
from rebond.report.content.limits import Limits, limits_section
from rebond.report.content.origins import Origins, origins_section
from rebond.report.content.places import Attribute, Places, places_section
from rebond.report.content.scores import key_figures
from rebond.report.content.themes import Tree, themes_section
from rebond.report.content.weights import Weights, weights_section

LEAD, THEMES, CURVES, GAPS = 5, 12, 3, 3
_FORMATS = {"%": "0.0", "points": "+0;\u22120;0", "score": "0.00", "count": "#,##0"}


def title_page(deck: Deck, reporter: SlidesReporter, title: str | None) -> None:
    """Say what holds, and whom and when it is about."""
    head = headline(reporter, title, datetime.date.today())
    page = deck.page(head.sentence, head.margin, size=32)
    page.text([head.title], Box(top=0.25, height=0.3), size=12, colour=look.INK_2)
    told = [*head.lead, *(reporter.t(one.insight.sentence) for one in first_insights(reporter))]
    lead = list(dict.fromkeys(told))[:LEAD]
    page.text(lead, Box(top=2.1, height=4.4), size=16, serif=True, after=14)
    page.text(
        [reporter.t("Made by Rebond. Each figure has its identifier in the notes of its slide.")],
        Box(top=6.75, height=0.3),
        size=10.5,
        colour=look.INK_2,
    )


def origins_page(deck: Deck, reporter: SlidesReporter) -> None:
    """Say what was read, with counts that add up."""
    t, language = reporter.t, reporter.language
    noted = reporter.noting()
    section = origins_section(reporter, ())
    data: Origins = section.data
    page = deck.page(section.title, section.margin)
    page.text(list(data.sentences), Box(height=1.8), size=14, after=8)
    rows = [[name, kind, number(n, 0, language)] for name, kind, n in data.sources]
    if rows:
        head = [t("Source"), t("Channel, who speaks"), t("Responses")]
        page.table(head, rows, Box(top=3.6, height=2.8), (5, 4, 2))
    page.notes(traced(reporter, _asked_by(noted, "source")))


def scores_page(deck: Deck, reporter: SlidesReporter) -> None:
    """Show the headline figures, each with its interval and its n."""
    t, language = reporter.t, reporter.language
    noted = reporter.noting()
    shown = key_figures(reporter)[:6]
    if not shown:
        return
    page = deck.page(
        t("Key figures"),
        (
            t("Counted by response, never by voice. Intervals at 95%, clustered by person."),
            t("Solicited and spontaneous answers are told apart."),
        ),
    )
    for place, figure in enumerate(shown):
        left, top = LEFT + (place % 2) * 5.0, TOP + (place // 2) * 1.75
        cell = figure.cell
        value = number(cell.value or 0.0, figure.decimals, language, signed=figure.signed)
        about = ", ".join(part for part in (figure.name, figure.who) if part)
        page.text([about], Box(left, top, 4.7, 0.3), size=12, colour=look.INK_2)
        page.text([value], Box(left, top + 0.25, 1.9, 0.7), size=34, serif=True)
        ends = written(reporter, cell, "points" if figure.signed else "score")
        told = ends.partition(" ")[2].strip("()")
        page.text(
            [
                t("95% interval: {ends}", ends=told) if told else "",
                t("n = {n}, {scale}", n=cell.n, scale=figure.scale),
                figure.question,
            ],
            Box(left + 1.95, top + 0.32, 2.9, 1.2),
            size=11,
            colour=look.INK_2,
            after=2,
        )
    page.notes(traced(reporter, noted))


def themes_pages(deck: Deck, reporter: SlidesReporter) -> None:
    """Show the share of each theme, then how it is judged."""
    t = reporter.t
    section = themes_section(reporter)
    if isinstance(section.data, Empty):
        deck.page(section.data.truth, section.margin).text([section.data.checked], Box())
        return
    tree: Tree = section.data
    rows = [row for branch in tree.branches for row in branch.rows]
    rows = sorted(rows, key=lambda row: -(row.share.value or 0.0))[:THEMES]
    share, net = (
        _asked(reporter, Question(measure, ("theme",))) for measure in ("share", "net_polarity")
    )
    margin = section.margin[1:]  # its first line explains the drawing of the page, not of slides
    page = deck.page(tree.finding, margin)
    subtitle = t("Share of voices that speak of each theme, in % (95% interval).")
    page.text([subtitle], Box(height=0.3), size=12, colour=look.INK_2)
    told = [_bar(reporter, row.label, row.share, "%", look.ACCENT) for row in rows]
    bars(page, told, _CHART, name=t("Share of voices, in %"), number_format="0.0", told=subtitle)
    page.notes(traced(reporter, [share]))
    page = deck.page(t("How each theme is judged"), margin)
    subtitle = t("Net polarity, from −100 to +100 (95% interval). Pale: not distinct from zero.")
    page.text([subtitle], Box(height=0.3), size=12, colour=look.INK_2)
    told = [_bar(reporter, row.label, row.net, "points", _tone(row.net)) for row in rows]
    bars(
        page, told, _CHART, name=t("Net polarity"), number_format=_FORMATS["points"], told=subtitle
    )
    page.notes(traced(reporter, [net]))


_CHART = Box(top=TOP + 0.35, height=HEIGHT - 0.3)


def judged_page(deck: Deck, reporter: SlidesReporter) -> None:
    """Show what is praised and what is blamed most."""
    section = judged_section(reporter)
    if isinstance(section.data, Empty):
        return
    sides = section.data
    t = reporter.t
    joint = "\u202f; " if reporter.language == "fr" else "; "
    page = deck.page(joint.join(side.finding for side in sides), section.margin)
    asked = []
    height = HEIGHT / len(sides)
    for place, side in enumerate(sides):
        praised = side.polarity > 0
        subtitle = (
            t("Praised in % of all voices (95% interval).")
            if praised
            else t("Blamed in % of all voices (95% interval).")
        )
        top = TOP + place * height
        page.text([subtitle], Box(top=top, height=0.3), size=12, colour=look.INK_2)
        colour = look.FAVOURABLE if praised else look.UNFAVOURABLE
        told = [_bar(reporter, row.label, row.cell, "%", colour) for row in side.rows]
        box = Box(top=top + 0.3, height=height - 0.35)
        bars(page, told, box, name=subtitle, number_format="0.0", told=subtitle)
        word = "positive" if praised else "negative"
        filters = (Filter("polarity", "=", (word,)),)
        asked.append(_asked(reporter, Question("share", ("theme",), filters)))
    page.notes(traced(reporter, asked))


def weights_page(deck: Deck, reporter: SlidesReporter) -> None:
    """Show what goes with the score."""
    section = weights_section(reporter)
    if section is None or isinstance(section.data, Empty):
        return
    data: Weights = section.data
    t = reporter.t
    page = deck.page(data.finding, section.margin)
    subtitle = t(
        "Weight in “{score}”, in % of its variance (95% interval). Violet: established; pale: not.",
        score=data.score,
    )
    page.text([subtitle], Box(height=0.3), size=12, colour=look.INK_2)
    told = [
        _bar(
            reporter,
            row.label,
            row.cell,
            "%",
            look.ACCENT if row.established else look.ACCENT_SOFT,
        )
        for row in data.rows
    ]
    bars(page, told, _CHART, name=t("Weight, in %"), number_format="0.0", told=subtitle)
    score = reporter.findings.score
    filters = score.filters if score is not None else ()
    page.notes(traced(reporter, [_asked(reporter, Question("weight", ("theme",), filters))]))


def changes_pages(deck: Deck, reporter: SlidesReporter) -> None:
    """Show what changes, one curve a slide."""
    noted = reporter.noting()
    section = changes_section(reporter)
    if section is None:
        return
    data: Changes = section.data
    for change in data.curves[:CURVES]:
        page = deck.page(change.finding, section.margin)
        _draw(page, reporter, change, noted)
    if not data.curves and data.empty is not None:
        deck.page(data.empty.truth, section.margin).text([data.empty.checked], Box(), size=16)


def _draw(page: Page, reporter: SlidesReporter, change: Change, noted: Sequence[Shown]) -> None:
    t = reporter.t
    dashed = t("Dashed: the ends of the 95% interval.")
    subtitle = change.subtitle.replace(t("Band: 95% interval."), dashed)
    page.text([subtitle], Box(height=0.3), size=12, colour=look.INK_2)
    page.text(
        [change.sentence] if change.sentence else [], Box(top=6.35, height=0.7), size=14, serif=True
    )
    moments = [Moment(point.start, point.value, point.low, point.high) for point in change.points]
    curve(
        page,
        moments,
        Box(top=TOP + 0.35, height=HEIGHT - 1.1),
        names=(t("Value"), t("Lower end"), t("Upper end")),
        number_format="+0;\u22120;0" if change.signed else "0.0" if change.decimals else "#,##0",
        told=change.finding,
    )
    last = change.points[-1]
    drawn = [
        one
        for one in noted
        if any(
            c.keys[:1] == (last.start.isoformat(),) and c.value == last.value
            for c in one.figure.cells
        )
    ]
    page.notes(traced(reporter, drawn[:1]))


def places_pages(deck: Deck, reporter: SlidesReporter) -> None:
    """Show the gaps of each attribute, and its values on the score."""
    noted = reporter.noting()
    section = places_section(reporter)
    if section is None:
        return
    data: Places = section.data
    for attribute in data.attributes:
        _attribute(deck, reporter, attribute, section.margin, noted)


def _attribute(
    deck: Deck,
    reporter: SlidesReporter,
    attribute: Attribute,
    margin: Sequence[str],
    noted: Sequence[Shown],
) -> None:
    page = deck.page(attribute.finding, margin)
    page.text(
        [sentence for sentence, _ in attribute.gaps[:GAPS]],
        Box(height=1.6),
        size=13,
        serif=True,
        after=6,
    )
    ranking = attribute.ranking
    if ranking is None:
        return
    apart = {
        gap.value
        for gap in reporter.findings.gaps
        if gap.attribute == attribute.name and gap.theme is None and gap.measure in SCORE_MEASURES
    }
    unit = "points" if ranking.signed else "score"
    top = TOP + 1.65 if attribute.gaps else TOP
    subtitle = reporter.t(
        "{measure} (95% interval), the ends of the list. Violet: apart from the others.",
        measure=ranking.measure,
    )
    page.text([subtitle], Box(top=top, height=0.3), size=12, colour=look.INK_2)
    told = [
        _bar(
            reporter,
            row.name,
            row.cell,
            unit,
            look.ACCENT if row.name in apart else look.ACCENT_SOFT,
        )
        for row in ranking.rows
    ]
    box = Box(top=top + 0.35, height=7.0 - top - 0.35)
    bars(page, told, box, name=ranking.measure, number_format=_FORMATS[unit], told=subtitle)
    page.notes(traced(reporter, [one for one in noted if one.figure.total is ranking.total]))


def limits_page(deck: Deck, reporter: SlidesReporter) -> None:
    """Say what these figures cannot say, and how they were made."""
    t = reporter.t
    section = limits_section(reporter)
    data: Limits = section.data
    page = deck.page(
        section.title,
        [t("{name}: {value}", name=name, value=value) for name, value in data.versions],
    )
    page.text(list(data.sentences), Box(height=2.9), size=13, after=6)
    page.text(
        [t("{name}: {value}", name=name, value=method) for name, method in data.methods],
        Box(top=4.75, height=2.2),
        size=11.5,
        colour=look.INK_2,
    )


def _asked(reporter: SlidesReporter, question: Question) -> Shown:
    return Shown(reporter.ask(question), reporter.main)


def _asked_by(noted: Sequence[Shown], dimension: str) -> list[Shown]:
    return [one for one in noted if dimension in one.figure.dimensions]


def _bar(reporter: SlidesReporter, label: str, cell: Cell, unit: str, colour: str) -> Bar:
    """Return a bar whose name tells its value and interval."""
    name = f"{label}  {written(reporter, cell, unit)}"
    return Bar(name, cell.value or 0.0, cell.low, cell.high, colour)


def _tone(cell: Cell) -> str:
    """Return the colour of a net polarity: that of its side, pale where it may be zero."""
    if cell.low is not None and cell.high is not None and cell.low <= 0 <= cell.high:
        return look.MIXED
    return look.FAVOURABLE if (cell.value or 0.0) > 0 else look.UNFAVOURABLE
