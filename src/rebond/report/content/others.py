"""What the other stakeholders say: employees and partners are full voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Cell, Filter, Question
from rebond.report.charts.rows import polarity_bar
from rebond.report.content import Section
from rebond.report.content.people import people
from rebond.report.reporter import Reporter

SHOWN = 8
LEAST_RESPONSES = 10


@dataclass(frozen=True)
class Other:
    """The themes of one stakeholder; ``rows`` empty when they are too few to be counted."""

    anchor: str
    finding: str
    responses: int
    rows: Sequence[tuple[str, Cell, Cell, Markup, str]]
    more: int


def others_section(reporter: Reporter) -> Section | None:
    """Return what the others say; None when only one stakeholder speaks."""
    others = [c for c in reporter.stakeholders if c.keys[0] != reporter.stakeholder]
    if not others:
        return None
    t = reporter.t
    margin = (
        t("Same themes, same methods, their own words. Never mixed with the others’ figures."),
    )
    data = [_other(reporter, cell.keys[0], cell.n) for cell in others]
    return Section("others", t("What the others say"), margin, "others.html", data)


def _other(reporter: Reporter, stakeholder: str, responses: int) -> Other:
    t, name = reporter.t, people(reporter, stakeholder)
    anchor = f"others-{stakeholder}"
    if responses < LEAST_RESPONSES:
        finding = t("Too few {people} spoke to count what they say", people=name)
        return Other(anchor, finding, responses, (), 0)
    perimeter = reporter.only(stakeholder)
    shares = [
        c
        for c in reporter.ask(Question("share", ("theme",)), perimeter).cells
        if c.keys[0] and reporter.is_specific(c.keys[0])
    ]
    nets = {
        c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("theme",)), perimeter).cells
    }
    rows = []
    for share in shares[:SHOWN]:
        theme = share.keys[0]
        net = nets.get(theme)
        if net is None:  # withheld, though not its share
            continue
        bar = polarity_bar(net.value or 0.0, net.low or 0.0, net.high or 0.0)
        filters = (Filter("stakeholder", "=", (stakeholder,)), Filter("theme", "=", (theme,)))
        title = f"{reporter.theme(theme)} ({name})"
        anchor_of = reporter.proof(
            Question("share", ("theme",), filters), title, theme=theme,
            perimeter=reporter.perimeter,
        )  # fmt: skip
        rows.append((reporter.theme(theme), share, net, bar, anchor_of))
    if not rows:
        finding = t("No theme was found in what {people} say", people=name)
    else:
        finding = t("Among {people}, “{theme}” comes first", people=name, theme=rows[0][0])
    return Other(anchor, finding, responses, rows, max(0, len(shares) - SHOWN))
