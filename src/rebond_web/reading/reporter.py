"""The report's words and figures, for pages: answers are kept, links lead to the voices' page."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from rebond.quantify import Figure, Filter, Findings, Perimeter, Question, find
from rebond.quantify.insights.charting import Chart
from rebond.quantify.insights.choosing import Chosen
from rebond.quantify.insights.insight import Insight, told
from rebond.report.reporter import Reporter
from rebond_web.reading.kept import kept
from rebond_web.workspaces.access import Sitting


class PageReporter(Reporter):
    """A `Reporter` whose answers are kept between requests and whose proofs are addresses."""

    slug: str

    def ask(self, question: Question | str, perimeter: Perimeter | None = None) -> Figure:
        """Ask a question, once for one version of the data and one perimeter."""
        seen = perimeter or self.main
        return kept(seen, str(question), lambda: super(PageReporter, self).ask(question, seen))

    @cached_property
    def insights(self) -> tuple[Insight, ...]:
        """What was found, merged by subject, the most important first."""
        return kept(self.perimeter, "insights", lambda: told(self.findings, self.perimeter))

    def chosen(self, insight: Insight) -> Chosen:
        """Return the voices that stand for an insight, chosen once."""
        read = super().chosen
        return kept(self.perimeter, f"chosen {insight.id}", lambda: read(insight))

    def chart(self, insight: Insight) -> Chart | None:
        """Return what an insight's chart compares, computed once."""
        read = super().chart
        return kept(self.perimeter, f"chart {insight.id}", lambda: read(insight))

    def proof(
        self,
        question: Question,
        title: str,
        *,
        theme: str | None = None,
        polarity: int | None = None,
        intent: str | None = None,
        limit: int = 3,
        perimeter: Perimeter | None = None,
    ) -> str:
        """Return the address of the voices behind a figure."""
        del title, theme, limit
        filters = [*question.filters]
        seen = (perimeter or self.main).filters
        filters += [one for one in seen if one not in self.perimeter.filters]
        if polarity:
            name = "positive" if polarity > 0 else "negative"
            filters.append(Filter("polarity", "=", (name,)))
        if intent:
            filters.append(Filter("intent", "=", (intent,)))
        return voices_address(self.slug, Question("voices", (), tuple(filters)))

    def href(self, anchor: str) -> str:
        """Return where the link to a proof leads: it is an address already."""
        return anchor


def reporter_of(sitting: Sitting, language: str) -> PageReporter:
    """Return what says and asks for one person in one workspace."""
    return reporter_on(sitting.perimeter, sitting.slug, language)


def reporter_on(perimeter: Perimeter, slug: str, language: str) -> PageReporter:
    """Return what says and asks on the rows of a perimeter."""
    findings: Findings = kept(perimeter, "findings", lambda: find(perimeter))
    reporter = PageReporter(perimeter, language, findings)
    reporter.slug = slug
    return reporter


def voices_address(slug: str, question: Question, **more: str) -> str:
    """Return the address of the voices that a question keeps."""
    _, _, where = str(Question("voices", (), question.filters)).partition(" where ")
    asked = {"where": where, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("voices", kwargs={"slug": slug})
    return f"{address}?{query}" if query else address
