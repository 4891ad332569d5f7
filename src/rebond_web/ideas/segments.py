"""In which segments people asked for an idea: how many, of how many who spoke, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.cocreate.links import Askers
from rebond.quantify import Figure, Question
from rebond.quantify.statistics.intervals import Moments, share_interval
from rebond.report.content.people import channel_name, people
from rebond.vocabulary import Stakeholder
from rebond_web.reading.reporter import PageReporter


@dataclass(frozen=True)
class Segment:
    """A segment: ``asked`` people of ``spoke``; the interval, of the share, is in 0 to 100."""

    name: str
    asked: int
    spoke: int
    share: float
    low: float
    high: float


def segments_of(asked: Askers, reporter: PageReporter) -> list[list[Segment]]:
    """Return the segments of who asked for an idea, a list for each way of cutting."""
    return [_cut(figure, reporter) for figure in asked.by_segment]


def _cut(figure: Figure, reporter: PageReporter) -> list[Segment]:
    (dimension,) = figure.question.dimensions
    spoke = reporter.ask(Question("voices", (dimension,)), reporter.perimeter)
    everybody = {cell.keys: cell.people for cell in spoke.cells}
    found = [
        _segment(_named(reporter, dimension, cell.keys[0]), cell.people, everybody[cell.keys])
        for cell in figure.cells
        if cell.n and everybody.get(cell.keys)
    ]
    return sorted(found, key=lambda one: (-one.share, one.name))


def _segment(name: str, asked: int, spoke: int) -> Segment:
    """Count each person once: who asked several times asked."""
    one = Moments(spoke, asked, asked, spoke, asked, asked, spoke)
    low, high = share_interval(one)
    return Segment(name, asked, spoke, 100 * asked / spoke, 100 * low, 100 * high)


def _named(reporter: PageReporter, dimension: str, key: str) -> str:
    if dimension == "channel":
        return channel_name(reporter, key)
    return people(reporter, key) if key in set(Stakeholder) else key
