"""Pages where files are asked for and taken, for those who see everything."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import RebondError
from rebond.vocabulary import Message
from rebond_web.exports.actions import EXPORT, FORMS, ask_for, file_of
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job, State
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

WHAT = {
    "voices": Message("voices: one row a text"),
    "figures": Message("figures: one row a cell, with its interval"),
    "insights": Message("insights: one row each"),
    "responses": Message("responses: one row each, with scores and attributes"),
    "opinions": Message("opinions: one row each, with the words that prove it"),
}
_FORMS = {
    "csv": Message("CSV, for Excel by a double click"),
    "xlsx": Message("Excel, with a sheet that says what the rows are"),
    "parquet": Message("Parquet, for data programs"),
    "json": Message("JSON"),
}
_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@limited("exports", most=60, seconds=3600)
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the files made lately; ask for one."""
    sitting = analyst_of(request, slug)
    if request.method != "POST":
        return _exports(request, sitting)
    what, form = request.POST.get("what", ""), request.POST.get("form", "")
    try:
        ask_for(sitting.seat.tenant, what, form, language_of(request), by=account_of(request))
    except RebondError as error:
        return _exports(request, sitting, status=400, refused=error.message)
    return redirect("exports", slug=slug)


@require_safe
def take(request: HttpRequest, slug: str, job: int) -> HttpResponseBase:
    """Hand a file over, as an attachment."""
    sitting = analyst_of(request, slug)
    found = Job.objects.filter(tenant=sitting.seat.tenant, kind=EXPORT, pk=job).first()
    if found is None or found.state != State.DONE or not found.told:
        raise Http404
    path = file_of(found)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=path.name,
        content_type="application/octet-stream",
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _exports(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    refused: Message | None = None,
) -> HttpResponse:
    jobs = Job.objects.filter(tenant=sitting.seat.tenant, kind=EXPORT).order_by("-pk")[:_SHOWN]
    shown = [job for job in jobs if job.told or not job.is_over]
    return page(
        request,
        "exports/exports.html",
        sitting=sitting,
        here="exports",
        status=status,
        refused=refused,
        jobs=shown,
        at_work=any(not job.is_over for job in shown),
        what=WHAT,
        forms=[(form, _FORMS[form]) for form in FORMS],
        sentence=message_of_json,
    )
