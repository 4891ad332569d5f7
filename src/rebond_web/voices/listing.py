"""The voices that fit a search and conditions, in an order, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import EvidenceVoice, Filter, Findings, Question, evidence
from rebond.quantify.evidence import length, voices_said
from rebond.quantify.threads import Thread, threads_of
from rebond.report.voices import ShownVoice, shown_voice
from rebond.understand.search.asking import search
from rebond.vocabulary import Message
from rebond_web.reading.kept import is_kept, kept
from rebond_web.reading.reporter import PageReporter, reporter_on, voices_address
from rebond_web.voices.asking import LATEST, MOST_PAGES, Asked
from rebond_web.voices.facets import Facet, Kept, conditions_of, facets_of
from rebond_web.workspaces.access import Sitting

A_PAGE = 20
_SIGNS = {1: "+", -1: "−", 0: "·"}
_NOTHING = Findings(
    "", None, (), 0.0, 0.0, 0.0, 0, (), (), (), (), (), (), (), 0, 0.0, (), Message("")
)


@dataclass(frozen=True)
class Told:
    """One voice of a page: its words, its opinions (sign, theme, address), its person's thread."""

    voice_id: str
    shown: ShownVoice
    opinions: Sequence[tuple[str, str, str]]
    person: str
    thread: Thread | None


@dataclass(frozen=True)
class VoicePage:
    """One page of voices; ``total`` is None where a search ranks rather than counts."""

    voices: Sequence[Told]
    total: int | None
    facets: Sequence[Facet]
    conditions: Sequence[Kept]
    following: str
    previous: str
    notes: Sequence[Message]


def voices_reporter(sitting: Sitting, language: str) -> PageReporter:
    """Return what says and asks on the pages of voices, which wait for no finding.

    Where the findings are known already, they tell which attributes part people.
    """
    perimeter = sitting.perimeter
    if are_findings_known(sitting):
        return reporter_on(perimeter, sitting.slug, language)
    reporter = PageReporter(perimeter, language, _NOTHING)
    reporter.slug = sitting.slug
    return reporter


def are_findings_known(sitting: Sitting) -> bool:
    """Return whether what holds was computed: voices then tell the attributes that part people."""
    return is_kept(sitting.perimeter, "findings")


def voice_page(reporter: PageReporter, asked: Asked, number: int) -> VoicePage:
    """Return page ``number`` (1 to `MOST_PAGES`) of the voices that a search keeps.

    Raises
    ------
    QuestionError
        When a condition names what this workspace does not have.
    """
    if asked.words:
        told, more, notes = _searched(reporter, asked, number)
        total = None
    else:
        told, more = _listed(reporter, asked, number)
        total, notes = _total(reporter, asked), ()
    return VoicePage(
        voices=told,
        total=total,
        facets=facets_of(reporter, asked),
        conditions=conditions_of(reporter, asked),
        following=asked.address(number + 1) if more and number < MOST_PAGES else "",
        previous=asked.address(number - 1) if number > 1 else "",
        notes=notes,
    )


def _total(reporter: PageReporter, asked: Asked) -> int:
    """Return how many voices the conditions keep."""
    rows, question = reporter.perimeter, asked.question
    return kept(rows, f"length {question}", lambda: length(question, rows).n)


def told_voices(reporter: PageReporter, voices: Sequence[EvidenceVoice]) -> list[Told]:
    """Return voices ready to be shown, each with the thread of who speaks."""
    threads = threads_of(reporter.perimeter, [voice.person for voice in voices])
    return [
        Told(
            voice.voice_id,
            shown_voice(reporter, voice),
            _opinions(reporter, voice),
            voice.person,
            threads.get(voice.person),
        )
        for voice in voices
    ]


def _listed(reporter: PageReporter, asked: Asked, number: int) -> tuple[list[Told], bool]:
    """Return a page of the voices that conditions keep, and whether there are more."""
    perimeter, latest = reporter.perimeter, asked.sort == LATEST

    def page() -> tuple[list[Told], bool]:
        limit = A_PAGE * number + 1
        found = evidence(asked.question, perimeter, limit=limit, latest=latest)
        return told_voices(reporter, _of_page(found, number)), len(found) == limit

    known = reporter.findings is not _NOTHING
    name = f"voices {reporter.slug} {reporter.language} {asked.question} {latest} {number} {known}"
    return kept(perimeter, name, page)


def _searched(
    reporter: PageReporter, asked: Asked, number: int
) -> tuple[list[Told], bool, Sequence[Message]]:
    """Return a page of the voices that a search ranks, whether there are more, and its notes."""
    limit = A_PAGE * number + 1
    found = search(asked.words, reporter.perimeter, limit=limit, where=asked.where)
    said = voices_said(reporter.perimeter, [hit.voice_id for hit in found.hits])
    if asked.sort == LATEST:
        said.sort(key=lambda voice: (voice.day is not None, voice.day), reverse=True)
    told = told_voices(reporter, _of_page(said, number))
    return told, len(said) == limit, found.notes


def _of_page(voices: Sequence[EvidenceVoice], number: int) -> Sequence[EvidenceVoice]:
    return voices[A_PAGE * (number - 1) : A_PAGE * number]


def _opinions(reporter: PageReporter, voice: EvidenceVoice) -> list[tuple[str, str, str]]:
    """Return the opinions of a voice once each: its sign, its theme, the theme's voices."""
    told: dict[tuple[str, str], str] = {}
    for span in voice.spans:
        if span.theme:
            sign = "→" if span.intent == "suggestion" else _SIGNS[span.polarity]
            question = Question("voices", (), (Filter("theme", "=", (span.theme,)),))
            told[sign, reporter.theme(span.theme)] = voices_address(reporter.slug, question)
    return [(sign, label, address) for (sign, label), address in told.items()]
