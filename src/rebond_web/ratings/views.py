"""Ratings, for those who work here: what is published, waves set aside."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError
from rebond.languages.typography import number
from rebond.network.tables import WHOLE
from rebond.report.charts.rows import axis
from rebond.vocabulary import Message
from rebond_web.pages.files import attachment, csv_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.ratings.seeing import manager_of
from rebond_web.ratings.setting_aside import set_wave_aside
from rebond_web.ratings.showing import shown_to
from rebond_web.ratings.wording import CRITERIA, RELATIONS, Relation
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

FLAGS = {
    "burst": Message("{place}: more ratings than their pace, from {since} to {until}"),
    "worst": Message("{place}: a wave of the worst marks, from {since} to {until}"),
    "best": Message("{place}: a wave of the best marks, from {since} to {until}"),
    "mostly worst": Message("{place}: more of the worst marks than other places have"),
    "mostly best": Message("{place}: more of the best marks than other places have"),
    "volume": Message("{place}: more ratings than its exchanges call for, or fewer"),
}


@require_safe
def ratings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what both sides say, place by place, where enough people said it."""
    return _ratings(request, sitting_of(request, slug))


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the whole table as a file."""
    sitting = sitting_of(request, slug)
    shown = shown_to(sitting, _relation(request)).table
    cells = [
        (place, period, name, found[name])
        for (place, period), found in sorted(shown.cells.items())
        for name in shown.criteria
    ]
    columns = {
        "place": pa.array([place for place, *_ in cells], pa.string()),
        "period": pa.array([period for _, period, *_ in cells], pa.string()),
        "criterion": pa.array([name for _, _, name, _ in cells], pa.string()),
        "mean": pa.array([round(one.mean, 2) for *_, one in cells], pa.float64()),
        "low": pa.array([round(one.low, 2) for *_, one in cells], pa.float64()),
        "high": pa.array([round(one.high, 2) for *_, one in cells], pa.float64()),
        "raters": pa.array([one.raters for *_, one in cells], pa.int64()),
    }
    language = language_of(request)
    return attachment(csv_of(pa.table(columns), language), "ratings.csv", "text/csv")


@require_POST
def wave_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """Set aside a wave that is flagged."""
    sitting = sitting_of(request, slug)
    post = request.POST
    try:
        since = date.fromisoformat(post.get("since", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        kind, place = post.get("kind", ""), post.get("place", "")
        by = account_of(request)
        set_wave_aside(sitting, _relation(request), kind, place, since, by=by)
    except InputError as error:
        return _ratings(request, sitting, refused=error.message)
    return redirect(f"{reverse('ratings', kwargs={'slug': slug})}?of={_relation(request)}")


def _relation(request: HttpRequest) -> str:
    asked = request.POST.get("of", "") or request.GET.get("of", "")
    return asked if asked in Relation.values else Relation.CUSTOMER.value


def _ratings(
    request: HttpRequest, sitting: Sitting, refused: Message | None = None
) -> HttpResponse:
    relation = _relation(request)
    period = request.GET.get("period", WHOLE)
    shown = shown_to(sitting, relation, period)
    language = language_of(request)
    return page(
        request,
        "ratings/ratings.html",
        sitting=sitting,
        here="ratings",
        status=400 if refused else 200,
        relation=relation,
        relations=RELATIONS,
        period=period if period in shown.periods else WHOLE,
        shown=shown,
        criteria=CRITERIA,
        manages=manager_of(sitting),
        refused=refused,
        num=lambda value, signed=False: number(value, 1, language, signed=signed),
        axis=axis,
        flag_said=lambda flag: Message(FLAGS[flag.kind].template, vars(flag)),
    )
