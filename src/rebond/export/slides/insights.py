"""The slides of insights: one each, with the voices that say it and one that says the contrary."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import QuestionError
from rebond.export.slides import look
from rebond.export.slides.deck import LEFT, TOP, WIDTH, Box, Deck, Page
from rebond.export.slides.traces import SlidesReporter, traced
from rebond.quantify import EvidenceVoice, ask
from rebond.quantify.insights.choosing import HOW_CHOSEN, chosen_voices
from rebond.quantify.insights.insight import Insight, told
from rebond.quantify.insights.keeping import STATE_LABELS, Followed, followed
from rebond.quantify.tracing import Shown, keep_insights
from rebond.report.voices import Piece, shown_voice

SHOWN = 5
_LONGEST, _A_LINE = 250, 112  # characters of a voice, and of a line of it
_COLOURS = {"f": look.FAVOURABLE_TEXT, "u": look.UNFAVOURABLE_TEXT, "s": look.ACCENT}


def insights_pages(deck: Deck, reporter: SlidesReporter) -> None:
    """Show the first insights that nobody set aside, one a slide."""
    found = first_insights(reporter)
    keep_insights([one.insight for one in found], reporter.perimeter, face="slides")
    for one in found:
        _insight(deck, reporter, one)


def first_insights(reporter: SlidesReporter) -> list[Followed]:
    """Return the insights that slides show, the most important first."""
    found = followed(told(reporter.findings, reporter.perimeter), reporter.perimeter)
    return [one for one in found if not one.set_aside][:SHOWN]


def _insight(deck: Deck, reporter: SlidesReporter, one: Followed) -> None:
    t, insight = reporter.t, one.insight
    chosen = chosen_voices(insight, reporter.perimeter)
    margin = (
        t("Insight {id}, {state}", id=insight.id, state=STATE_LABELS[one.state]),
        *(t(news) for news in (one.changed, one.retest and one.retest.sentence) if news),
        t(reporter.findings.control),
        t(HOW_CHOSEN) if chosen.voices else "",
    )
    page = deck.page(t(insight.sentence), margin, size=24)
    support = [t(finding.sentence) for finding in insight.support[:2]]
    page.text(support, Box(height=0.9), size=12, colour=look.INK_2, after=3)
    top = TOP + (0.35 * len(support) + 0.3 if support else 0.1)
    theme = getattr(insight.main, "theme", None)
    for voice in chosen.voices:
        top = _voice(page, reporter, voice, theme, top, look.MARGIN_RULE)
    if chosen.against is not None:
        page.text([t("And the contrary")], Box(top=top, height=0.3), size=11, colour=look.INK_2)
        _voice(page, reporter, chosen.against, theme, top + 0.28, look.LINE)
    page.notes(_notes(reporter, insight))


def _voice(
    page: Page,
    reporter: SlidesReporter,
    voice: EvidenceVoice,
    theme: str | None,
    top: float,
    rule: str,
) -> float:
    """Write a voice with its words lit and who says it; return where the next one starts."""
    spans = [span for span in voice.spans if theme is None or span.theme == theme]
    shown = shown_voice(reporter, voice, spans)
    pieces = _cut(shown.excerpt)
    lines = 1 + sum(len(text) for text, _ in pieces) // _A_LINE
    height = 0.27 * lines + 0.28
    page.line(LEFT, top + 0.03, LEFT, top + height, rule)
    page.pieces(pieces, Box(LEFT + 0.15, top, WIDTH - 0.15, 0.27 * lines), size=13.5)
    about = " · ".join([shown.speaker, *shown.about])
    place = Box(LEFT + 0.15, top + 0.27 * lines, WIDTH - 0.15, 0.25)
    page.text([about], place, size=10.5, colour=look.INK_2)
    return top + height + 0.16


def _cut(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """Return the pieces that a slide has room for, each with its colour."""
    kept: list[tuple[str, str]] = []
    left = _LONGEST
    for piece in pieces:
        text = " … " if piece.mark == "cut" else piece.text.replace("\n", " ")
        whole = len(text) <= left
        kept.append((text if whole else text[:left].rstrip() + " …", _COLOURS.get(piece.mark, "")))
        left -= len(text)
        if not whole:
            break
    return kept


def _notes(reporter: SlidesReporter, insight: Insight) -> Sequence[str]:
    try:
        figure = ask(insight.question, reporter.perimeter)
    except QuestionError:
        return [insight.id]
    return [insight.id, *traced(reporter, [Shown(figure, reporter.perimeter)])]
