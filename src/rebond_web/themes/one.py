"""What the page of one theme shows: how much, how well, since when, where, in which words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import Cell, Driver, Filter, Question, evidence
from rebond.report.content.changes import Change, drawn_over_time
from rebond.report.content.themes import periods
from rebond.report.voices import ShownVoice, shown_voice
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter, voices_address
from rebond_web.themes.tree import ARROWS, change_of, weight_of

TARGETS, VOICES, PLACES = 12, 4, 6


@dataclass(frozen=True)
class Target:
    """What is judged, in people's own words: how often, how well, and its voices."""

    words: str
    n: int
    net: Cell | None
    address: str


@dataclass(frozen=True)
class ThemePage:
    """The page of one theme."""

    theme: str
    label: str
    branch: str
    finding: str
    share: Cell
    net: Cell
    weight: Driver | None
    arrow: str
    change: str
    curves: Sequence[Change]
    targets: Sequence[Target]
    places: Sequence[tuple[str, str]]
    voices: Sequence[tuple[str, str, Sequence[ShownVoice]]]
    address: str


def theme_page(reporter: PageReporter, theme: str) -> ThemePage | None:
    """Return the page of a theme or branch; None when nobody seen speaks of it."""
    name = f"theme {theme} {reporter.slug} {reporter.language}"
    return kept(reporter.perimeter, name, lambda: _page(reporter, theme))


def _page(reporter: PageReporter, theme: str) -> ThemePage | None:
    about = Filter("theme", "=", (theme,))
    share = reporter.ask(Question("share", (), (about,))).total
    net = reporter.ask(Question("net_polarity", (), (about,))).total
    if not share.n or not net.n or share.value is None or net.value is None:
        return None
    change = change_of(reporter, theme)
    label = reporter.theme(theme)
    return ThemePage(
        theme=theme,
        label=label,
        branch=theme.split(".")[0] if "." in theme else "",
        finding=_finding(reporter, label, net),
        share=share,
        net=net,
        weight=weight_of(reporter, theme),
        arrow=ARROWS[change.kind] if change else "",
        change=reporter.t(change.sentence) if change else "",
        curves=_curves(reporter, about, change.since if change else None),
        targets=_targets(reporter, about),
        places=_places(reporter, theme),
        voices=[
            (sign, _voices_address(reporter, theme, polarity), _voices(reporter, theme, polarity))
            for sign, polarity in (("+", "positive"), ("−", "negative"))
        ],
        address=voices_address(reporter.slug, Question("voices", (), (about,))),
    )


def _finding(reporter: PageReporter, label: str, net: Cell) -> str:
    t = reporter.t
    if (net.low or 0) > 0:
        return t("“{theme}” is more praised than blamed", theme=label)
    if (net.high or 0) < 0:
        return t("“{theme}” is more blamed than praised", theme=label)
    return t("“{theme}” is praised as much as blamed", theme=label)


def _curves(reporter: PageReporter, about: Filter, since: datetime.date | None) -> list[Change]:
    if not periods(reporter)[0]:
        return []
    share = reporter.ask(Question("share", ("month",), (about,)))
    net = reporter.ask(Question("net_polarity", ("month",), (about,)))
    drawn = (
        drawn_over_time(reporter, share, "month", reporter.t("How many speak of it"), since=since),
        drawn_over_time(reporter, net, "month", reporter.t("How they judge it")),
    )
    return [one for one in drawn if one is not None]


def _targets(reporter: PageReporter, about: Filter) -> list[Target]:
    cells = reporter.ask(Question("opinions", ("target",), (about,))).cells
    nets = {
        cell.keys[0]: cell
        for cell in reporter.ask(Question("net_polarity", ("target",), (about,))).cells
    }
    named = [cell for cell in sorted(cells, key=lambda c: (-c.n, c.keys)) if cell.keys[0]]
    return [
        Target(
            cell.keys[0],
            cell.n,
            nets.get(cell.keys[0]),
            voices_address(
                reporter.slug,
                Question("voices", (), (about, Filter("target", "=", (cell.keys[0],)))),
            ),
        )
        for cell in named[:TARGETS]
    ]


def _places(reporter: PageReporter, theme: str) -> list[tuple[str, str]]:
    """Return the established gaps of a theme: the sentence, and the voices there."""
    found = [gap for gap in reporter.findings.gaps if gap.theme == theme]
    return [
        (
            reporter.t(gap.sentence),
            voices_address(
                reporter.slug,
                Question(
                    "voices",
                    (),
                    (Filter("theme", "=", (theme,)), Filter(gap.attribute, "=", (gap.value,))),
                ),
            ),
        )
        for gap in found[:PLACES]
    ]


def _conditions(theme: str, polarity: str) -> tuple[Filter, Filter]:
    return Filter("theme", "=", (theme,)), Filter("polarity", "=", (polarity,))


def _voices_address(reporter: PageReporter, theme: str, polarity: str) -> str:
    return voices_address(reporter.slug, Question("voices", (), _conditions(theme, polarity)))


def _voices(reporter: PageReporter, theme: str, polarity: str) -> list[ShownVoice]:
    question = Question("share", (), _conditions(theme, polarity))
    found = evidence(question, reporter.main, limit=VOICES)
    return [
        shown_voice(reporter, one, [span for span in one.spans if span.matches] or None)
        for one in found
    ]
