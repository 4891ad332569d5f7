"""The page where one asks, and the file of an answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rebond.errors import QuestionError
from rebond.quantify import Figure
from rebond.quantify.asking.plain import plain_question
from rebond.quantify.tracing import Shown, keep
from rebond.report.writing import helpers
from rebond_web.asking.answers import Answered, answered
from rebond_web.asking.examples import examples_of, nearest_questions
from rebond_web.asking.guard import answer, rows_of
from rebond_web.insights.methods import METHODS
from rebond_web.pages.files import attachment, csv_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.reading.soon import soon
from rebond_web.workspaces.access import Sitting, sitting_of

_LONGEST = 300  # characters of a question


@require_safe
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what may be asked, or the answer to what is asked."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "ask")
    reporter = reporter_of(sitting, language_of(request))
    text = request.GET.get("q", "").strip()[:_LONGEST]
    refused, shown, identifier, near = None, None, "", []
    if text:
        try:
            figure = _figure(reporter, sitting, text)
            shown, identifier = _shown(reporter, figure), _kept(reporter, figure)
        except QuestionError as error:
            refused, near = error.message, nearest_questions(reporter, text)
    return page(
        request,
        "asking/ask.html",
        sitting=sitting,
        here="ask",
        status=400 if refused else 200,
        text=text,
        refused=refused,
        near=near,
        answer=shown,
        identifier=identifier,
        groups=examples_of(reporter),
        methods=METHODS,
        **helpers(reporter),
    )


@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the whole answer to a question, one row a cell."""
    from rebond.export.figures import table_of

    sitting = sitting_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    try:
        figure = _figure(reporter, sitting, request.GET.get("q", "")[:_LONGEST])
    except QuestionError as error:
        raise Http404 from error
    table = csv_of(table_of(figure, _kept(reporter, figure)), reporter.language)
    return attachment(table, "rebond-figure.csv", "text/csv; charset=utf-8")


def _figure(reporter: PageReporter, sitting: Sitting, text: str) -> Figure:
    return answer(plain_question(text, reporter.perimeter), reporter, sitting)


def _shown(reporter: PageReporter, figure: Figure) -> Answered:
    rows = rows_of(figure.question, reporter)
    name = f"answer {reporter.slug} {reporter.language} {figure.question}"
    return kept(rows, name, lambda: answered(reporter, figure, rows))


def _kept(reporter: PageReporter, figure: Figure) -> str:
    """Return the identifier by which a figure can be replayed; "" where cells of it are hidden."""
    if figure.withholds:
        return ""
    rows = rows_of(figure.question, reporter)
    shown = Shown(figure, rows)
    return kept(rows, f"kept {figure.question}", lambda: keep([shown], face="site")[0])
