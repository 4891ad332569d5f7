"""Pages of the rows that could not be read: why, until when, and how each is mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.listen import mending, quarantine, records, remembered
from rebond.vocabulary import Message, Role
from rebond_web.jobs.models import Job
from rebond_web.listening import mends
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

if TYPE_CHECKING:
    from rebond.listen.quarantine import QuarantinedRow

_A_GROUP = 8  # rows shown at once, for each reason
_EXCERPT = 160  # characters

# What the library says for the command line, said for this page.
_HERE = {
    records.UNREADABLE_DATE: Message("is not a date that can be read"),
    records.UNREADABLE_SCORE: Message("is not a number"),
    records.SCORE_OFF_SCALE: Message("is not between {low} and {high}"),
}
_CELL = re.compile(r"cell-(\d+)")


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it; ``cell`` is what is wrong, where one column is."""

    row_id: str
    line: int
    cell: str
    excerpt: str


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the rows in quarantine by reason; correct a cell, or read a column otherwise."""
    sitting = analyst_of(request, slug)
    if request.method != "POST":
        return _waiting_room(request, sitting)
    try:
        mended = _corrected(request, sitting)
    except RebondError as error:
        return _waiting_room(request, sitting, refused=error.message, at=request.POST.get("row"))
    return redirect(reverse("quarantine", kwargs={"slug": slug}) + ("?mended=1" if mended else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def quarantined_row(request: HttpRequest, slug: str, row: str) -> HttpResponse:
    """Show every cell of a row, to correct them or to set the row aside for good."""
    sitting = analyst_of(request, slug)
    held = quarantine.quarantined(sitting.workspace)
    found = next((one for one in held if one.quarantine_id == row), None)
    if found is None:
        raise Http404
    cells = mending.cells_of(found)
    refused = None
    if request.method == "POST":
        cells = _cells(request, cells)
        try:
            if "aside" in request.POST:
                mends.set_aside(sitting.seat.tenant, row, by=account_of(request))
                return redirect("quarantine", slug=slug)
            mends.mend_row(sitting.seat.tenant, row, cells, by=account_of(request))
            return redirect(reverse("quarantine", kwargs={"slug": slug}) + "?mended=1")
        except RebondError as error:
            refused = error.message
    return page(
        request,
        "listening/row.html",
        sitting=sitting,
        here="files",
        status=400 if refused else 200,
        refused=refused,
        row=found,
        reason=said_here(found.row.reason),
        column=str(found.row.reason.values.get("column", "")),
        cells=list(cells.items()),
    )


def said_here(reason: Message) -> Message:
    """Return a reason as this page says it: the way out is on the page, not in a terminal."""
    said = _HERE.get(reason.template)
    return Message(said.template, reason.values) if said else reason


def _corrected(request: HttpRequest, sitting: Sitting) -> bool:
    """Do what the form asks; return whether a row came in at once."""
    tenant, by = sitting.seat.tenant, account_of(request)
    told = {name: request.POST.get(name, "") for name in ("row", "column", "cell", "source")}
    if told["row"]:
        return mends.mend_row(tenant, told["row"], {told["column"]: told["cell"].strip()}, by=by)
    ends = {name: request.POST.get(name, "") for name in ("role", "low", "high")}
    mends.read_otherwise(tenant, told["source"], told["column"], **ends, by=by)
    return False


def _cells(request: HttpRequest, held: dict[str, str]) -> dict[str, str]:
    names = list(held)
    given = {
        names[int(match[1])]: str(value).strip()
        for key, value in request.POST.items()
        if (match := _CELL.fullmatch(key)) and int(match[1]) < len(names)
    }
    return {**held, **given}


def _waiting_room(
    request: HttpRequest,
    sitting: Sitting,
    *,
    refused: Message | None = None,
    at: str | None = None,
) -> HttpResponse:
    groups = mends.groups_of(sitting.workspace)
    rows = [row for group in groups for row in group.rows]
    tenant = sitting.seat.tenant
    whole = request.GET.get("all", "")
    return page(
        request,
        "listening/quarantine.html",
        sitting=sitting,
        here="files",
        status=400 if refused else 200,
        refused=refused,
        at=at or "",
        mended="mended" in request.GET,
        total=len(rows),
        purged=min((row.purge_on for row in rows), default=None),
        days=quarantine.KEPT_FOR.days,
        groups=[
            (group, said_here(group.reason), _shown(group, rank, whole), _read_as(sitting, group))
            for rank, group in enumerate(groups)
        ],
        roles=[(str(role), Message(str(role))) for role in Role],
        replay=Job.objects.filter(tenant=tenant, kind=mends.REPLAY).order_by("-pk").first(),
    )


def _shown(group: mends.Group, rank: int, whole: str) -> list[Shown]:
    """Return the first rows of a group; of the one asked whole, as many as a page holds."""
    most = 25 * _A_GROUP if whole == str(rank) else _A_GROUP
    return [_one(row, group.column) for row in group.rows[:most]]


def _one(row: QuarantinedRow, column: str) -> Shown:
    cells = row.row.columns
    rest = " · ".join(value for name, value in cells.items() if value and name != column)
    excerpt = rest or " ".join(row.row.raw.split())
    cut = excerpt if len(excerpt) <= _EXCERPT else excerpt[: _EXCERPT - 1] + "…"
    return Shown(row.quarantine_id, row.row.line, cells.get(column) or "", cut)


def _read_as(sitting: Sitting, group: mends.Group) -> str:
    """Return how the column of a group is read, "" where none is named or known."""
    mapping = remembered.mapping(sitting.workspace, group.source) if group.column else None
    columns = mapping.columns if mapping else ()
    return next((str(one.role) for one in columns if one.column == group.column), "")
