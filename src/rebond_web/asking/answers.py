"""A figure laid out for a page: one number, rows with their intervals, a curve, or a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify import Figure, Perimeter, Question, evidence
from rebond.quantify.asking.names import OPINION_DIMENSIONS
from rebond.quantify.use_cases.subjects import plain
from rebond.report.content.changes import Change, drawn_over_time
from rebond.report.content.people import who
from rebond.report.voices import ShownVoice, shown_voice
from rebond_web.asking.naming import title_of
from rebond_web.asking.tables import Said, Table, said_of, table_of
from rebond_web.reading.reporter import PageReporter, voices_address

_VOICES = 3


@dataclass(frozen=True)
class Answered:
    """An answer laid out."""

    title: str
    question: str
    conditions: Sequence[str]
    about: str
    total: Said
    population: str
    table: Table | None
    curve: Change | None
    notes: Sequence[str]
    engine_error: str
    method: str
    voices: Sequence[ShownVoice]
    voices_address: str
    compared: bool
    withheld: str


def answered(reporter: PageReporter, figure: Figure, rows: Perimeter) -> Answered:
    """Return a figure laid out; ``rows`` are those it was asked on."""
    question = figure.question
    narrowed = [one for one in rows.filters if one not in reporter.perimeter.filters]
    whose = plain(question).where(*narrowed)
    curve = None
    if question.dimensions in (("week",), ("month",)) and not figure.details:
        curve = drawn_over_time(
            reporter, figure, question.dimensions[0], title_of(reporter, question)
        )
    return Answered(
        title=title_of(reporter, question),
        question=str(question),
        conditions=[str(one) for one in question.filters],
        total=said_of(reporter, figure.total, figure.unit, signed=figure.unit == "points"),
        population=reporter.t(figure.population),
        table=table_of(reporter, figure, whose) if figure.dimensions and not curve else None,
        curve=curve,
        notes=[reporter.t(note) for note in figure.notes],
        engine_error=reporter.t(figure.engine_error),
        method=figure.method,
        voices=[] if figure.total.withheld else _voices(reporter, question, rows),
        voices_address=voices_address(reporter.slug, whose),
        about=who(reporter) if narrowed else "",
        compared=any(cell.distinct is not None for cell in figure.cells),
        withheld=reporter.t(figure.notes[0]) if figure.withholds else "",
    )


def _voices(reporter: PageReporter, question: Question, rows: Perimeter) -> list[ShownVoice]:
    """Return a few voices behind a figure, lit where they are what is counted."""
    try:
        found = evidence(question, rows, limit=_VOICES)
    except QuestionError:  # nobody says it
        return []
    lit = any(name in OPINION_DIMENSIONS for name in question.dimensions)
    return [
        shown_voice(
            reporter,
            one,
            [span for span in one.spans if span.matches] or (one.spans if lit else None),
        )
        for one in found
    ]
