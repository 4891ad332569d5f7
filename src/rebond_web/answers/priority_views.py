"""The page of priorities: the order, what it owes to what, what the team assesses, and a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pyarrow as pa
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rebond.decide import Priority
from rebond.errors import InputError, RebondError
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.answers.assessing import assess
from rebond_web.answers.ranking import FACTORS, RICE_HERE, TOP, VALUE, Ranked, Ranking, ranking_of
from rebond_web.pages.files import attachment, csv_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.reading.soon import soon
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_WAYS: Mapping[str, Message] = {
    "value": Message("Value over effort"),
    "rice": Message("RICE"),
    "own": Message("Your own weights"),
}
_STRONGEST = 3.0  # a weight lies between this and its opposite
_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One candidate on the page: what it is, where it stands."""

    ranked: Ranked
    place: Priority
    close: bool


@require_safe
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what to begin with, and how far that order holds."""
    sitting = analyst_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "decisions")
    return _priority(request, sitting)


@require_safe
def priority_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the order as a table."""
    sitting = analyst_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    try:
        found = ranking_of(sitting, reporter, _weights(request))
    except InputError as error:
        raise Http404 from error
    table = csv_of(_table(found, reporter), reporter.language)
    return attachment(table, "rebond-priority.csv", "text/csv; charset=utf-8")


@require_POST
def assessment(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what the team thinks that something asks for."""
    sitting = analyst_of(request, slug)
    told = {name: request.POST.get(name, "") for name in ("what", "low", "high", "risk")}
    try:
        assess(sitting, **told, by=account_of(request))
    except RebondError as error:
        return _priority(request, sitting, error.message)
    query = urlencode(dict(request.GET.items()))
    to = reverse("priority", kwargs={"slug": slug})
    return redirect(f"{to}?{query}#{told['what']}" if query else f"{to}#{told['what']}")


def _priority(
    request: HttpRequest, sitting: Sitting, refused: Message | None = None
) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    weights: Mapping[str, float] = VALUE
    try:
        weights = _weights(request)
        found = ranking_of(sitting, reporter, weights)
    except InputError as error:
        refused, found = refused or error.message, ranking_of(sitting, reporter, VALUE)
    way = request.GET.get("way", "value")
    order = found.order.order if found.order else ()
    return page(
        request,
        "answers/priority.html",
        sitting=sitting,
        here="decisions",
        status=400 if refused else 200,
        refused=refused,
        lines=[Line(found.found[one.id], one, one.id in found.undecided) for one in order[:_SHOWN]],
        more=max(0, len(order) - _SHOWN),
        found=found,
        owed=_owed(found),
        factors=FACTORS,
        weights=weights,
        way=way if way in _WAYS else "value",
        ways=_WAYS,
        top=TOP,
        query=urlencode(dict(request.GET.items())),
        **helpers(reporter),
    )


def _weights(request: HttpRequest) -> Mapping[str, float]:
    """Return the weights of the way that was chosen.

    Raises
    ------
    InputError
        When a weight is no number, or is too strong.
    """
    way = request.GET.get("way", "value")
    if way == "rice":
        return RICE_HERE
    if way != "own":
        return VALUE
    return {name: _weight(request.GET.get(name, ""), VALUE[name]) for name in FACTORS}


def _weight(written: str, default: float) -> float:
    try:
        value = float(written.replace(",", ".")) if written.strip() else default
    except ValueError:
        value = float("nan")
    if not -_STRONGEST <= value <= _STRONGEST:
        raise InputError(
            "“{value}” is not a weight. Write a number from −{most} to {most}: 1 multiplies, −1"
            " divides, 0 leaves out.",
            value=written,
            most=int(_STRONGEST),
        )
    return value


def _owed(found: Ranking) -> list[tuple[Message, float]]:
    """Return what the order owes to each factor, in %, the most first."""
    owed = found.order.owed if found.order and len(found.order.order) > 1 else {}
    told = [(FACTORS[name], 100 * share) for name, share in owed.items()]
    return sorted(told, key=lambda one: -one[1])


def _table(found: Ranking, reporter: PageReporter) -> pa.Table:
    """Return the order: a row for each candidate, its factors with their intervals."""
    order = found.order.order if found.order else ()
    rows = []
    for one in order:
        ranked = found.found[one.id]
        words = ranked.words
        row: dict[str, object] = {
            "rank": one.rank,
            "id": one.id,
            "name": reporter.t(words) if isinstance(words, Message) else words,
            "score": one.score,
            "rank_low": one.ranks[0],
            "rank_high": one.ranks[1],
            "first": one.first,
            "among_first": one.among,
        }
        for name in FACTORS:
            factor = ranked.factors.get(name)
            row[name] = factor.value if factor else None
            row[f"{name}_low"] = factor.low if factor else None
            row[f"{name}_high"] = factor.high if factor else None
            row[f"owes_{name}"] = one.owes.get(name)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        pa.field("rank", pa.int64()),
        pa.field("id", pa.string()),
        pa.field("name", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("rank_low", pa.int64()),
        pa.field("rank_high", pa.int64()),
        pa.field("first", pa.float64()),
        pa.field("among_first", pa.float64()),
        *(
            pa.field(column, pa.float64())
            for name in FACTORS
            for column in (name, f"{name}_low", f"{name}_high", f"owes_{name}")
        ),
    ]
)
