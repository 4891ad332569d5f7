"""What the page of an insight shows of it, computed once for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rebond.quantify import Figure, Filter, Question
from rebond.quantify.evidence import length
from rebond.quantify.figure import NOT_MEASURED
from rebond.quantify.insights.choosing import HOW_CHOSEN
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import NEW, Followed, followed
from rebond.quantify.tracing import Shown, keep
from rebond.report.content.cards import Card, insight_card
from rebond.vocabulary import Message
from rebond_web.insights.facts import Fact, facts_of
from rebond_web.insights.methods import METHODS, method_of
from rebond_web.insights.since import Found, announce, found_when
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter, voices_address

KINDS = {
    "driver": Message("what goes with the score"),
    "gap": Message("a place or a group that stands apart"),
    "change": Message("a change over time"),
    "season": Message("a season"),
    "link": Message("teams and their customers"),
    "mirror": Message("a team and its customers"),
    "lead": Message("who says it first"),
    "composition": Message("what a gap is made of"),
    "emergence": Message("a subject that comes up"),
}
NO_CAUSE = Message(
    "What goes together does not tell what causes what: nothing here was drawn by lot."
)


@dataclass(frozen=True)
class Support:
    """Another finding on the same subject, and where its voices are."""

    sentence: str
    voices: str


@dataclass(frozen=True)
class Content:
    """All that is shown of an insight, but for what people say and decide of it."""

    id: str
    kind: str
    sentence: str
    card: Card
    facts: Sequence[Fact]
    support: Sequence[Support]
    population: str
    people: int
    voices: int
    voices_address: str
    how_chosen: str
    method: str
    method_title: str
    engine_error: str
    measured: bool
    question: str
    figure: str
    data_version: str
    model_version: str
    codebook_version: str


def insights_of(reporter: PageReporter) -> tuple[Insight, ...]:
    """Return what is announced on the rows of a reader, written in the ledger when first found."""

    def found() -> tuple[Insight, ...]:
        announce(reporter.insights, reporter.perimeter)
        return reporter.insights

    return kept(reporter.perimeter, "insights announced", found)


def insight_named(reporter: PageReporter, name: str) -> Insight | None:
    """Return an insight that is announced now; None for one that is not, or never was."""
    return next((one for one in insights_of(reporter) if one.id == name), None)


def shown(reporter: PageReporter, insight: Insight) -> Content:
    """Return what is shown of an insight."""
    name = f"insight {reporter.slug} {reporter.language} {insight.id}"
    return kept(reporter.perimeter, name, lambda: _shown(reporter, insight))


def followed_now(reporter: PageReporter, insight: Insight, decided: object) -> Followed:
    """Return an insight with its state, tested again on what came since it was confirmed.

    ``decided`` are the states it was given: what they change is computed again.
    """
    return kept(
        reporter.perimeter,
        f"insight followed {insight.id} {decided}",
        lambda: followed((insight,), reporter.perimeter)[0],
    )


def found_since(reporter: PageReporter, name: str) -> Found | None:
    """Return when an insight was found by those who see these rows."""
    insights_of(reporter)
    return found_when(reporter.perimeter, name)


def _shown(reporter: PageReporter, insight: Insight) -> Content:
    t, perimeter = reporter.t, reporter.perimeter
    card = replace(insight_card(reporter, Followed(insight, NEW)), standing="")
    figure = reporter.ask(insight.question, perimeter)
    method = method_of(insight.main)
    return Content(
        id=insight.id,
        kind=t(KINDS[insight.kind]),
        sentence=t(insight.sentence),
        card=card,
        facts=facts_of(reporter, insight.main),
        support=[
            Support(t(one.sentence), voices_address(reporter.slug, one.question))
            for one in insight.support
        ],
        population=t(figure.population),
        people=figure.total.people,
        voices=_voices(reporter, insight),
        voices_address=voices_address(reporter.slug, insight.question),
        how_chosen=t(HOW_CHOSEN),
        method=method,
        method_title=t(METHODS[method].title),
        engine_error=t(figure.engine_error),
        measured=figure.engine_error != NOT_MEASURED,
        question=str(insight.question),
        figure=_kept(figure, reporter),
        data_version=figure.data_version,
        model_version=figure.model_version,
        codebook_version=figure.codebook_version,
    )


def _kept(figure: Figure, reporter: PageReporter) -> str:
    """Return the identifier by which the figure can be replayed, "" where it cannot be kept."""
    if not figure.method:
        return ""
    return keep([Shown(figure, reporter.perimeter)], face="site")[0]


def _voices(reporter: PageReporter, insight: Insight) -> int:
    """Return how many voices stand behind the insight's question."""
    filters = tuple(
        one
        for one in insight.question.filters
        if not (isinstance(one, Filter) and one.field in ("kind", "score"))
    )
    question, rows = Question("voices", (), filters), reporter.perimeter
    return kept(rows, f"length {question}", lambda: length(question, rows).n)
