"""Pages where a file is given, looked at, corrected and brought in."""

from __future__ import annotations

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
from rebond_web.listening.jobs import LOOK
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, contributor_of

_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was brought in, and take a file to look at."""
    sitting = contributor_of(request, slug)
    refused = None
    if request.method == "POST":
        try:
            given = request.FILES.get("file")
            if not isinstance(given, UploadedFile):
                raise InputError("No file was given. Choose one, then send it.")
            job = look_at(sitting.seat.tenant, given, by=account_of(request))
            return redirect("file", slug=slug, job=job.pk)
        except InputError as error:
            refused = error.message
    jobs = Job.objects.filter(tenant=sitting.seat.tenant).order_by("-pk")[:_SHOWN]
    return page(
        request,
        "site/files.html",
        sitting=sitting,
        here="files",
        status=400 if refused else 200,
        refused=refused,
        jobs=[job for job in jobs if job.kind != LOOK or not job.is_over],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, slug: str, job: int) -> HttpResponse:
    """Show how far the work on a file is, how it was understood, or what came of it."""
    sitting = contributor_of(request, slug)
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
