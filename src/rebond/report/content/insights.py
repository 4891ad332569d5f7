"""The first insights, as cards; those only named, and those no longer announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.languages.typography import number
from rebond.quantify.insights.choosing import HOW_CHOSEN
from rebond.quantify.insights.keeping import gone
from rebond.report.content import Empty, Section
from rebond.report.content.cards import Card, insight_card, state_of
from rebond.report.reporter import Reporter

SHOWN = 6


@dataclass(frozen=True)
class Cards:
    """The insights shown, those only named, and those no longer announced."""

    cards: Sequence[Card]
    others: Sequence[tuple[str, str, str]]
    gone: Sequence[tuple[str, str]]


def insights_section(reporter: Reporter) -> Section | None:
    """Return the first insights; None when nothing could be compared."""
    t = reporter.t
    findings = reporter.findings
    if not findings.scanned:
        return None
    found = reporter.followed
    lost = gone(reporter.insights, reporter.perimeter)
    margin = (
        t(
            "{n} comparisons; at most {rate}% of what is announced is false on average.",
            n=findings.scanned,
            rate=number(100 * findings.rate, 0, reporter.language),
        ),
        t(
            "In order of effect × √people × certainty: how large, how many it is about, what its"
            " interval leaves."
        ),
        t(HOW_CHOSEN) if found else "",
        t("What goes together does not tell what causes what: nothing here was drawn by lot."),
    )
    data: Cards | Empty
    if not found and not lost:
        data = Empty(
            t("Nothing stands out from chance."),
            t("{n} comparisons were made.", n=findings.scanned),
        )
    else:
        first = [one for one in found if not one.set_aside][:SHOWN]
        shown = {one.insight.id for one in first}
        data = Cards(
            cards=[insight_card(reporter, one) for one in first],
            others=[
                (one.insight.id, t(one.insight.sentence), state_of(reporter, one))
                for one in found
                if one.insight.id not in shown
            ],
            gone=[(one.id, t(one.retest.sentence) if one.retest else "") for one in lost],
        )
    return Section("insights", t("What holds"), margin, "insights.html", data)
