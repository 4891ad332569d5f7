"""The voices that fit a search and conditions, and the ways to narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import EvidenceVoice, Filter, Question, evidence
from rebond.quantify.evidence import voices_said
from rebond.quantify.question import Condition
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.report.voices import ShownVoice, shown_voice
from rebond.understand.search.asking import search
from rebond.vocabulary import Message
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter, voices_address

A_PAGE = 20
_MOST_PAGES = 25
_MOST_VALUES = 8  # of a facet, before the rest is left out
_ATTRIBUTES = 3
_LEAST_VALUES, _MOST_KNOWN = 2, 60
_POLARITIES = {
    "positive": Message("favourable"),
    "negative": Message("unfavourable"),
    "neutral": Message("neither"),
}
_SOLICITED = {"true": Message("solicited"), "false": Message("spontaneous")}


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many voices it keeps, and where a click on it leads."""

    label: str
    n: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow the voices; ``hidden`` values are rarer and not shown."""

    label: str
    choices: Sequence[Choice]
    hidden: int


@dataclass(frozen=True)
class Kept:
    """A condition that holds now, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True)
class VoicePage:
    """One page of voices; ``total`` is None where a search ranks rather than counts."""

    voices: Sequence[tuple[ShownVoice, Sequence[tuple[str, str, str]]]]
    total: int | None
    facets: Sequence[Facet]
    conditions: Sequence[Kept]
    following: str
    previous: str
    notes: Sequence[Message]


def voice_page(reporter: PageReporter, question: Question, words: str, number: int) -> VoicePage:
    """Return page ``number`` (from 1) of the voices that a question keeps, for these words.

    Raises
    ------
    QuestionError
        When a condition names what this workspace does not have.
    """
    number = min(max(1, number), _MOST_PAGES)
    found, total, notes = _found(reporter, question, words, A_PAGE * number + 1)
    shown = found[A_PAGE * (number - 1) : A_PAGE * number]

    def address(page: int) -> str:
        return voices_address(reporter.slug, question, q=words, page=str(page) if page > 1 else "")

    more = len(found) > A_PAGE * number and number < _MOST_PAGES
    return VoicePage(
        voices=[(shown_voice(reporter, one), _opinions(reporter, one)) for one in shown],
        total=total,
        facets=_facets(reporter, question, words),
        conditions=_conditions(reporter, question, words),
        following=address(number + 1) if more else "",
        previous=address(number - 1) if number > 1 else "",
        notes=notes,
    )


def _found(
    reporter: PageReporter, question: Question, words: str, limit: int
) -> tuple[list[EvidenceVoice], int | None, Sequence[Message]]:
    if words:
        _, _, where = str(question).partition(" where ")
        found = search(words, reporter.perimeter, limit=limit, where=where)
        ids = [hit.voice_id for hit in found.hits]
        return voices_said(reporter.perimeter, ids), None, found.notes
    voices = evidence(question, reporter.perimeter, limit=limit)
    return voices, reporter.ask(question, reporter.perimeter).total.n, ()


def _opinions(reporter: PageReporter, voice: EvidenceVoice) -> list[tuple[str, str, str]]:
    """Return the opinions of a voice once each: its sign, its theme, the theme's voices."""
    signs = {1: "+", -1: "−", 0: "·"}
    told: dict[tuple[str, str], str] = {}
    for span in voice.spans:
        if span.theme:
            sign = "→" if span.intent == "suggestion" else signs[span.polarity]
            question = Question("voices", (), (Filter("theme", "=", (span.theme,)),))
            told[sign, reporter.theme(span.theme)] = voices_address(reporter.slug, question)
    return [(sign, label, address) for (sign, label), address in told.items()]


def _conditions(reporter: PageReporter, question: Question, words: str) -> list[Kept]:
    return [
        Kept(
            _condition_said(reporter, one),
            voices_address(reporter.slug, _without(question, one), q=words),
        )
        for one in question.filters
    ]


def _condition_said(reporter: PageReporter, condition: Condition) -> str:
    if not isinstance(condition, Filter) or condition.operator != "=":
        return str(condition)
    return _value_said(reporter, condition.field, condition.values[0])


def _value_said(reporter: PageReporter, field: str, value: str) -> str:
    if field in ("theme", "branch"):
        return reporter.theme(value)
    known: dict[str, Message] = {
        "polarity": _POLARITIES,
        "solicited": _SOLICITED,
        "stakeholder": {str(one): said for one, said in STAKEHOLDERS.items()},
        "channel": {str(one): said for one, said in CHANNELS.items()},
    }.get(field, {})
    return reporter.t(known[value]) if value in known else value


def _facets(reporter: PageReporter, question: Question, words: str) -> list[Facet]:
    t = reporter.t
    names = {
        "polarity": t("Polarity"),
        "theme": t("Theme"),
        "stakeholder": t("Who speaks"),
        "solicited": t("Collected"),
        "channel": t("Channel"),
        **{name: name for name in _telling_attributes(reporter)},
    }
    found = [_facet(reporter, question, words, name, label) for name, label in names.items()]
    return [facet for facet in found if len(facet.choices) > 1 or _chosen(facet)]


def _chosen(facet: Facet) -> bool:
    return any(choice.chosen for choice in facet.choices)


def _telling_attributes(reporter: PageReporter) -> list[str]:
    """Return the attributes that part the responses in a readable number of values."""

    def chosen() -> list[str]:
        facts = reporter.perimeter.facts()
        names = reporter.perimeter.workspace.attribute_names()
        known = {name: len(facts.values_of_attribute(name)) for name in names}
        fit = [name for name, n in known.items() if _LEAST_VALUES <= n <= _MOST_KNOWN]
        return fit[:_ATTRIBUTES]

    return kept(reporter.perimeter, "attributes that tell", chosen)


def _facet(reporter: PageReporter, question: Question, words: str, name: str, label: str) -> Facet:
    holding = [
        one
        for one in question.filters
        if isinstance(one, Filter) and one.field == name and one.operator == "="
    ]
    others = question
    for one in holding:
        others = _without(others, one)
    cells = reporter.ask(others.by(name), reporter.perimeter).cells
    values = {one.values[0] for one in holding}
    choices = []
    for cell in cells[:_MOST_VALUES]:
        value = cell.keys[0]
        if not value:
            continue
        condition = Filter(name, "=", (value,))
        chosen = value in values
        leads = others if chosen else others.where(condition)
        choices.append(
            Choice(
                _value_said(reporter, condition.field, value),
                cell.n,
                voices_address(reporter.slug, leads, q=words),
                chosen,
            )
        )
    return Facet(label, choices, max(0, len(cells) - _MOST_VALUES))


def _without(question: Question, condition: Condition) -> Question:
    rest = tuple(one for one in question.filters if one != condition)
    return Question(question.measure, question.dimensions, rest)
