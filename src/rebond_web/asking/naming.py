"""How measures, dimensions and keys are called on the pages that answer questions."""

from __future__ import annotations

import datetime

from rebond.languages.typography import day, month, number
from rebond.quantify import Question
from rebond.quantify.asking.names import ATTRIBUTE_PREFIX, TIME_DIMENSIONS
from rebond.quantify.asking.spread import VALUE
from rebond.quantify.use_cases.readings import CLASS, CLASSES, READINGS
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.report.reporter import Reporter
from rebond.vocabulary import Message

MEASURES = {
    "responses": Message("Responses"),
    "voices": Message("Voices"),
    "opinions": Message("Opinions"),
    "share": Message("Share of voices"),
    "net_polarity": Message("Net polarity"),
    "nps": Message("NPS"),
    "csat_mean": Message("Mean satisfaction"),
    "csat_top": Message("Satisfied, share"),
    "ces": Message("Mean effort"),
    "mean_score": Message("Mean score"),
    "median": Message("Median score"),
    "distribution": Message("Distribution of answers"),
    "weight": Message("Weight on the score"),
    "shapley": Message("Shapley parts of the score’s variance"),
    "impact": Message("What goes with satisfaction"),
    "critics": Message("Main critics"),
    "together": Message("What goes with an opinion"),
    "trending": Message("What is spoken of more, or less, of late"),
    "behind_nps": Message("What is behind the NPS"),
    "perception": Message("How each is perceived"),
    "best": Message("Who is best"),
    "evolution": Message("Evolution"),
    "llosa": Message("Llosa’s matrix"),
    "attention": Message("Points of attention"),
    "weighted_share": Message("Share of voices, weighted"),
    "weighted_net_polarity": Message("Net polarity, weighted"),
    "weighted_nps": Message("NPS, weighted"),
    "weighted_csat_mean": Message("Mean satisfaction, weighted"),
    "weighted_csat_top": Message("Satisfied, share, weighted"),
    "weighted_ces": Message("Mean effort, weighted"),
    "weighted_mean_score": Message("Mean score, weighted"),
}
DIMENSIONS = {
    "theme": Message("theme"),
    "branch": Message("branch"),
    "target": Message("target"),
    "polarity": Message("polarity"),
    "intent": Message("intent"),
    "stakeholder": Message("stakeholder"),
    "channel": Message("channel"),
    "solicited": Message("solicited or not"),
    "source": Message("source"),
    "day": Message("day"),
    "week": Message("week"),
    "month": Message("month"),
    "quarter": Message("quarter"),
    "year": Message("year"),
    "moment": Message("moment"),
    "language": Message("language"),
    "question": Message("question"),
    VALUE: Message("answer"),
    CLASS: Message("class"),
}
_VALUES = {
    "positive": Message("favourable"),
    "negative": Message("unfavourable"),
    "neutral": Message("neither"),
    "true": Message("solicited"),
    "false": Message("spontaneous"),
    "praise": Message("praise"),
    "complaint": Message("complaint"),
    "suggestion": Message("suggestion"),
}
UNITS: dict[str, Message | str] = {"%": "%", "points": Message("points"), "ratio": "×"}


def measure_name(reporter: Reporter, measure: str) -> str:
    """Return what a measure is called."""
    return reporter.t(MEASURES[measure])


def dimension_name(reporter: Reporter, dimension: str) -> str:
    """Return what a dimension is called: an attribute by its own name."""
    if dimension in DIMENSIONS:
        return reporter.t(DIMENSIONS[dimension])
    return dimension.removeprefix(ATTRIBUTE_PREFIX)


def title_of(reporter: Reporter, question: Question) -> str:
    """Return what a question is about, in words, without its conditions."""
    name = measure_name(reporter, question.measure)
    if not question.dimensions:
        return name
    by = ", ".join(dimension_name(reporter, one) for one in question.dimensions)
    return reporter.t("{measure}, by {dimensions}", measure=name, dimensions=by)


def key_name(reporter: Reporter, dimension: str, key: str) -> str:
    """Return a key as a person reads it."""
    t = reporter.t
    if not key:
        return t("said without a word for it") if dimension == "target" else t("not known")
    if dimension in ("theme", "branch"):
        return reporter.theme(key)
    if dimension in TIME_DIMENSIONS:
        return _period(dimension, datetime.date.fromisoformat(key), reporter)
    if dimension == "channel" and key in CHANNELS:
        return t(CHANNELS[key])  # type: ignore[index]
    if dimension == "stakeholder" and key in STAKEHOLDERS:
        return t(STAKEHOLDERS[key])  # type: ignore[index]
    if dimension in ("polarity", "intent", "solicited") and key in _VALUES:
        return t(_VALUES[key])
    if dimension == CLASS:
        label = CLASSES[key]
        return label.fr if reporter.language == "fr" else label.en
    if dimension == VALUE and reporter.language == "fr":
        return key.replace(".", ",")
    return key


def reading_name(reporter: Reporter, reading: str) -> str:
    """Return what a column of a table of readings is called."""
    label = READINGS.get(reading)
    if label is None:
        return reading
    return label.fr if reporter.language == "fr" else label.en


def unit_name(reporter: Reporter, unit: str) -> str:
    """Return what is written after a number of a unit, "" for none."""
    name = UNITS.get(unit, "")
    return reporter.t(name) if isinstance(name, Message) else name


def decimals_of(unit: str, value: float | None = None) -> int:
    """Return how many decimals a number of a unit asks for."""
    if value is not None and abs(value) >= 100:
        return 0
    return {"count": 0, "score": 2, "ratio": 2, "axis": 2, "points": 0}.get(unit, 1)


def _period(dimension: str, first: datetime.date, reporter: Reporter) -> str:
    french = reporter.language == "fr"
    if dimension == "year":
        return str(first.year)
    if dimension == "quarter":
        return f"{'T' if french else 'Q'}{(first.month + 2) // 3}\u00a0{first.year}"
    if dimension == "month":
        return month(first, reporter.language)
    return day(first, reporter.language)


def written(reporter: Reporter, value: float | None, unit: str, *, signed: bool = False) -> str:
    """Return a number as it is read, "–" where it is not defined."""
    if value is None:
        return "–"
    return number(value, decimals_of(unit, value), reporter.language, signed=signed)
