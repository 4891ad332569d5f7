"""The ways to narrow voices: values of a field, how many voices each keeps, where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify import Filter, Question
from rebond.quantify.asking.names import normal
from rebond.quantify.evidence import listed
from rebond.quantify.question import Condition
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.vocabulary import Message
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter
from rebond_web.voices.asking import Asked

_MOST_VALUES = 8  # of a facet, before the rest is left to the page of the facet
_ATTRIBUTES, _MOST_FACETS = 3, 6
_LEAST_VALUES, _MOST_KNOWN = 2, 60
OWN = ("polarity", "theme", "intent", "stakeholder", "solicited", "channel", "source", "language")
_POLARITIES = {
    "positive": Message("favourable"),
    "negative": Message("unfavourable"),
    "neutral": Message("neither"),
}
_SOLICITED = {"true": Message("solicited"), "false": Message("spontaneous")}
_INTENTS = {
    "praise": Message("praise"),
    "complaint": Message("complaint"),
    "suggestion": Message("suggestion"),
    "question": Message("question"),
    "other": Message("other"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many voices it keeps, and where a click on it leads."""

    label: str
    n: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow the voices; ``hidden`` values are rarer and on the facet's own page."""

    name: str
    label: str
    choices: Sequence[Choice]
    hidden: int


@dataclass(frozen=True)
class Kept:
    """A condition that holds now, and the address without it."""

    label: str
    without: str


def facets_of(reporter: PageReporter, asked: Asked) -> list[Facet]:
    """Return the usual facets, the attributes that part these voices, and those asked for."""
    shown = ["polarity", "theme", "stakeholder", "solicited", "channel"]
    shown += [name for name in telling_attributes(reporter) if name not in shown]
    shown += [name for name in asked.facets[:_MOST_FACETS] if name not in shown]
    found = [facet(reporter, asked, name) for name in shown if is_there(reporter, name)]
    return [one for one in found if len(one.choices) > 1 or any(c.chosen for c in one.choices)]


def facet(reporter: PageReporter, asked: Asked, name: str, *, most: int = _MOST_VALUES) -> Facet:
    """Return the values of a field among the voices that the other conditions keep."""
    others = asked
    holding = asked.holding(name)
    for one in holding:
        others = others.without(one)
    counts = _counts(reporter, others.question.by(name))
    values = {one.values[0] for one in holding}
    choices = []
    for value, n in counts[:most]:
        condition = Filter(name, "=", (value,))
        chosen = value in values
        leads = others if chosen else others.having(others.question.where(condition))
        label = value_said(reporter, condition.field, value)
        choices.append(Choice(label, n, leads.address(), chosen))
    return Facet(name, facet_name(reporter, name), choices, max(0, len(counts) - most))


def _counts(reporter: PageReporter, question: Question) -> list[tuple[str, int]]:
    """Return the voices of each known value, the most first; none where nobody says it."""
    rows = reporter.perimeter

    def found() -> list[tuple[str, int]]:
        try:
            return [(value, one.n) for value, one in listed(question, rows).items() if value]
        except QuestionError:
            return []

    return kept(rows, f"listed {question}", found)


def matching(found: Facet, words: str) -> Facet:
    """Return a facet with only the values that hold some words, whatever case and accents."""
    wanted = normal(words)
    kept_ones = [one for one in found.choices if wanted in normal(one.label)]
    return Facet(found.name, found.label, kept_ones, found.hidden)


def others_to_show(reporter: PageReporter, asked: Asked, shown: Sequence[Facet]) -> list[str]:
    """Return the fields that could be shown as facets and are not."""
    there = {one.name for one in shown}
    fields = [*OWN, *reporter.perimeter.facts().attribute_names]
    return [name for name in fields if name not in there and name not in asked.facets]


def facet_name(reporter: PageReporter, name: str) -> str:
    """Return what a field is called."""
    known = {
        "polarity": Message("Polarity"),
        "theme": Message("Theme"),
        "intent": Message("Intent"),
        "stakeholder": Message("Who speaks"),
        "solicited": Message("Collected"),
        "channel": Message("Channel"),
        "source": Message("Source"),
        "language": Message("Language"),
    }
    return reporter.t(known[name]) if name in known else name


def conditions_of(reporter: PageReporter, asked: Asked) -> list[Kept]:
    """Return the conditions that hold, each with the address without it."""
    return [
        Kept(_condition_said(reporter, one), asked.without(one).address())
        for one in asked.question.filters
    ]


def telling_attributes(reporter: PageReporter) -> list[str]:
    """Return the attributes that part the responses in a readable number of values."""

    def chosen() -> list[str]:
        facts = reporter.perimeter.facts()
        names = reporter.perimeter.facts().attribute_names
        known = {name: len(facts.values_of_attribute(name)) for name in names}
        fit = [name for name, n in known.items() if _LEAST_VALUES <= n <= _MOST_KNOWN]
        return fit[:_ATTRIBUTES]

    return kept(reporter.perimeter, "attributes that tell", chosen)


def value_said(reporter: PageReporter, field: str, value: str) -> str:
    """Return how a value of a field is written."""
    if field in ("theme", "branch"):
        return reporter.theme(value)
    known: dict[str, Message] = {
        "polarity": _POLARITIES,
        "solicited": _SOLICITED,
        "intent": _INTENTS,
        "stakeholder": {str(one): said for one, said in STAKEHOLDERS.items()},
        "channel": {str(one): said for one, said in CHANNELS.items()},
    }.get(field, {})
    return reporter.t(known[value]) if value in known else value


def _condition_said(reporter: PageReporter, condition: Condition) -> str:
    if not isinstance(condition, Filter):
        return str(condition)
    value = condition.values[0] if condition.values else ""
    if condition.field == "person":
        return reporter.t("one person")
    if condition.field == "words":
        return reporter.t("says “{words}”", words=value)
    if condition.field == "day" and condition.operator in (">=", "<="):
        since = condition.operator == ">="
        return (
            reporter.t("since {day}", day=value) if since else reporter.t("until {day}", day=value)
        )
    if condition.operator != "=":
        return str(condition)
    return value_said(reporter, condition.field, value)


def is_there(reporter: PageReporter, name: str) -> bool:
    """Return whether voices can be narrowed by a field."""
    return name in OWN or name in reporter.perimeter.facts().attribute_names
