"""What is praised and blamed most, with the words that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from rebond.quantify import Cell, Filter, Question
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond.report.content import Empty, Section
from rebond.report.content.people import who
from rebond.report.reporter import Proof, Reporter

SHOWN, WITH_VOICES = 5, 3
LEAST_VOICES = 5


@dataclass(frozen=True)
class JudgedRow:
    """A theme praised (or blamed) in a share of all voices; ``voices`` say it."""

    label: str
    cell: Cell
    voices: int
    mark: Markup
    anchor: str


@dataclass(frozen=True)
class Judged:
    """One side: "praised" or "blamed"."""

    polarity: int
    finding: str
    rows: Sequence[JudgedRow]
    grid: Sequence[float]
    top: float
    n: int
    proofs: Sequence[Proof]


def judged_section(reporter: Reporter) -> Section:
    """Return what is praised most, then what is blamed most."""
    t = reporter.t
    sides = [side for side in (_side(reporter, 1), _side(reporter, -1)) if side]
    data: Sequence[Judged] | Empty = sides or Empty(
        t("Nobody clearly praises or blames one subject."),
        t("At least {n} voices are needed for a subject to be named here.", n=LEAST_VOICES),
    )
    margin = (
        t("A voice counts once a theme. General satisfaction is left out: it names no subject."),
        who(reporter),
    )
    return Section("judged", t("What is praised and blamed"), margin, "judged.html", data)


def most_judged(reporter: Reporter, polarity: int) -> list[Cell]:
    """Return the specific themes most praised (+1) or blamed (−1), in share of voices."""
    word = "positive" if polarity > 0 else "negative"
    figure = reporter.ask(Question("share", ("theme",), (Filter("polarity", "=", (word,)),)))
    return [
        cell
        for cell in figure.cells
        if cell.keys[0]
        and reporter.is_specific(cell.keys[0])
        and cell.value is not None
        and _voices(cell) >= LEAST_VOICES
    ][:SHOWN]


def named_first(reporter: Reporter, cells: Sequence[Cell]) -> list[str]:
    """Return the theme in front, and the next one too when their intervals overlap."""
    if len(cells) > 1 and (cells[1].high or 0.0) >= (cells[0].low or 0.0):
        return [reporter.theme(cell.keys[0]) for cell in cells[:2]]
    return [reporter.theme(cell.keys[0]) for cell in cells[:1]]


def _voices(cell: Cell) -> int:
    return round((cell.value or 0.0) * cell.n / 100)


def _side(reporter: Reporter, polarity: int) -> Judged | None:
    cells = most_judged(reporter, polarity)
    if not cells:
        return None
    top = max(cell.high or 0.0 for cell in cells) * 1.05
    grid = ticks(0, top)
    tone = "fav" if polarity > 0 else "unf"
    rows = []
    for cell in cells:
        theme = cell.keys[0]
        anchor = _proof(reporter, theme, polarity)
        value, low, high = cell.value or 0.0, cell.low or 0.0, cell.high or 0.0
        mark = interval_mark(value, low, high, (0, top), tone=tone, reference=0, grid=grid[1:])
        rows.append(JudgedRow(reporter.theme(theme), cell, _voices(cell), mark, anchor))
    shown = _each_with_its_own_voice([reporter.proofs[row.anchor] for row in rows if row.anchor])
    return Judged(polarity, _finding(reporter, cells, polarity), rows, grid, top, cells[0].n, shown)


def _each_with_its_own_voice(proofs: Sequence[Proof]) -> list[Proof]:
    """Return the first proofs whose first voice was not shown just above."""
    seen: set[str] = set()
    kept = []
    for proof in proofs:
        voices = sorted(proof.voices, key=lambda voice: voice.text in seen)
        if voices[0].text not in seen:
            seen.add(voices[0].text)
            kept.append(replace(proof, voices=voices))
    return kept[:WITH_VOICES]


def _proof(reporter: Reporter, theme: str, polarity: int) -> str:
    word = "positive" if polarity > 0 else "negative"
    filters = (Filter("polarity", "=", (word,)), Filter("theme", "=", (theme,)))
    label = reporter.theme(theme)
    t = reporter.t
    title = t("{theme}: praise", theme=label) if polarity > 0 else t("{theme}: blame", theme=label)
    return reporter.proof(
        Question("share", ("theme",), filters), title, theme=theme, polarity=polarity
    )


def _finding(reporter: Reporter, cells: Sequence[Cell], polarity: int) -> str:
    t, names = reporter.t, named_first(reporter, cells)
    if len(names) > 1:
        return (
            t("“{first}” and “{second}” are praised most", first=names[0], second=names[1])
            if polarity > 0
            else t("“{first}” and “{second}” are blamed most", first=names[0], second=names[1])
        )
    if polarity > 0:
        return t("“{first}” is praised most", first=names[0])
    return t("“{first}” is blamed most", first=names[0])
