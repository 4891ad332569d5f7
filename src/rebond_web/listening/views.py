"""Pages where a file is given, looked at, corrected and brought in."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.vocabulary import Message, Role
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job, State
from rebond_web.listening.actions import bring_in, look_at
from rebond_web.listening.jobs import IMPORT, LOOK
from rebond_web.listening.mends import waiting
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_SHOWN = 60
_AT_ONCE = 20  # files


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was brought in, and take files to look at: one or several."""
    sitting = analyst_of(request, slug)
    refused = None
    if request.method == "POST":
        try:
            looks = _look_at_all(request, sitting)
        except InputError as error:
            refused = error.message
        else:
            alone = len(looks) == 1
            return redirect("file", slug, looks[0].pk) if alone else redirect("files", slug)
    jobs = Job.objects.filter(tenant=sitting.seat.tenant, kind__in=(LOOK, IMPORT)).order_by("-pk")
    return page(
        request,
        "site/files.html",
        sitting=sitting,
        here="files",
        status=400 if refused else 200,
        refused=refused,
        jobs=_told_once(jobs[:_SHOWN]),
        quarantined=waiting(sitting.workspace),
    )


def _look_at_all(request: HttpRequest, sitting: Sitting) -> list[Job]:
    given = [one for one in request.FILES.getlist("file") if isinstance(one, UploadedFile)]
    if not given:
        raise InputError("No file was given. Choose one, then send it.")
    if len(given) > _AT_ONCE:
        raise InputError(
            "{n} files at once are too many: give {most} at most.", n=len(given), most=_AT_ONCE
        )
    return [look_at(sitting.seat.tenant, one, by=account_of(request)) for one in given]


def _told_once(jobs: Iterable[Job]) -> list[Job]:
    """Return the jobs to be listed: a look leaves the list once its file is being brought in."""
    listed = list(jobs)
    brought = {job.asked["file"] for job in listed if job.kind == IMPORT}
    return [
        job
        for job in listed
        if job.kind == IMPORT
        or (job.asked["file"] not in brought and (job.told or not job.is_over))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, slug: str, job: int) -> HttpResponse:
    """Show how far the work on a file is, how it was understood, or what came of it."""
    sitting = analyst_of(request, slug)
    found = Job.objects.filter(tenant=sitting.seat.tenant, pk=job).first()
    if found is None:
        raise Http404
    refused = None
    if request.method == "POST":
        if found.kind != LOOK or found.state != State.DONE or not found.told:
            raise Http404
        try:
            following = bring_in(
                found,
                {
                    one["column"]: request.POST.get(f"role-{rank}", one["role"])
                    for rank, one in enumerate(found.told["columns"])
                },
                source=request.POST.get("source", ""),
                channel=request.POST.get("channel", ""),
                stakeholder=request.POST.get("stakeholder", ""),
                by=account_of(request),
            )
            return redirect("file", slug=slug, job=following.pk)
        except InputError as error:
            refused = error.message
    return _file(request, sitting, found, refused)


def _file(
    request: HttpRequest, sitting: Sitting, job: Job, refused: Message | None
) -> HttpResponse:
    return page(
        request,
        f"site/{_template(job)}.html",
        sitting=sitting,
        here="files",
        status=400 if refused else 200,
        refused=refused,
        job=job,
        sentence=message_of_json,
        roles=[(str(role), Message(str(role))) for role in Role],
        channels=[(str(one), said) for one, said in CHANNELS.items()],
        stakeholders=[(str(one), said) for one, said in STAKEHOLDERS.items()],
    )


def _template(job: Job) -> str:
    if job.state == State.FAILED or (job.state == State.DONE and not job.told):
        return "file_failed"
    if job.state != State.DONE:
        return "file_working"
    return "file_looked_at" if job.kind == LOOK else "file_brought_in"
