"""For those who run a space: statements to start with, names of groups, files in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError, RebondError
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.challenges.access import challenge_of
from rebond_web.challenges.models import Challenge
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, signed_in, visit_of
from rebond_web.spaces.models import Public
from rebond_web.spaces.shell import space_page
from rebond_web.statements.access import statements_of
from rebond_web.statements.actions import name_groups, seed_statements
from rebond_web.statements.counting import sorting_of
from rebond_web.statements.exchange import Conversation, bring_in, read_json, read_polis
from rebond_web.statements.exporting import FILES, exported
from rebond_web.statements.models import LONGEST_GROUP, LONGEST_STATEMENT
from rebond_web.statements.showing import opinions_of

_HEAVIEST = 64 << 20  # bytes of a file


@require_http_methods(["GET", "HEAD", "POST"])
@limited("statements run", most=120, seconds=3600)
def run(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Give statements, name groups, bring a conversation in."""
    visit, by = _runner(request, slug, space)
    found = challenge_of(visit, challenge)
    refused = None
    if request.method == "POST":
        try:
            told = _done(request, found, by)
        except RebondError as error:
            refused = error.message
        else:
            at = {"slug": slug, "space": space, "challenge": challenge}
            return redirect(reverse("run-statements", kwargs=at) + f"?{told}")
    return _page(request, visit, found, refused)


@require_safe
def export(request: HttpRequest, slug: str, space: str, challenge: int, what: str) -> HttpResponse:
    """Hand the votes over, voters numbered by lot."""
    visit, by = _runner(request, slug, space)
    found = challenge_of(visit, challenge)
    name = next((one for one in FILES if one.replace(".", "-") == what), None)
    if name is None:
        raise Http404
    try:
        text = exported(found, name, by=by)
    except InputError as error:
        return _page(request, visit, found, error.message)
    kind = "application/json" if name.endswith("json") else "text/csv"
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _runner(request: HttpRequest, slug: str, space: str) -> tuple[Visit, Account]:
    visit, by = visit_of(request, slug, space), signed_in(request)
    if not visit.runs or by is None:
        raise Http404
    return visit, by


def _done(request: HttpRequest, challenge: Challenge, by: Account) -> str:
    """Do what a form asks; return what is told afterwards."""
    asked = request.POST.get("what", "")
    if asked == "seeds":
        return f"seeds={seed_statements(challenge, request.POST.get('lines', ''), by=by)}"
    if asked == "names":
        names = {rank: request.POST.get(f"name-{rank}", "") for rank in range(10)}
        name_groups(challenge, names, by=by)
        return "named=1"
    if asked == "bring in":
        brought, joined = bring_in(challenge, _given(request), _public(request, challenge), by=by)
        return f"seeds={brought}&voters={joined}"
    raise InputError("This form is not understood. Reload the page and send it again.")


def _given(request: HttpRequest) -> Conversation:
    comments, votes = (_file(request, name) for name in ("comments", "votes"))
    if comments is None:
        raise InputError("No file of statements is given: comments.csv of Polis, or our own JSON.")
    path = Path(comments.temporary_file_path())
    if str(comments.name).endswith(".json"):
        return read_json(path)
    return read_polis(Path(votes.temporary_file_path()) if votes else None, path)


def _file(request: HttpRequest, name: str) -> TemporaryUploadedFile | None:
    held = request.FILES.get(name)
    if not isinstance(held, TemporaryUploadedFile):
        return None
    if (held.size or 0) > _HEAVIEST:
        raise InputError("This file is larger than {most} MB.", most=_HEAVIEST >> 20)
    return held


def _public(request: HttpRequest, challenge: Challenge) -> Public:
    number = request.POST.get("public", "")
    publics = challenge.space.publics.all()
    found = publics.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise InputError("Say which public these voters are of.")
    return found


def _page(
    request: HttpRequest, visit: Visit, challenge: Challenge, refused: Message | None
) -> HttpResponse:
    return space_page(
        request,
        "statements/run.html",
        visit=visit,
        here="space",
        status=400 if refused else 200,
        challenge=challenge,
        refused=refused,
        count=statements_of(challenge).count(),
        opinions=opinions_of(challenge, sorting_of(challenge), {}),
        publics=list(visit.space.publics.order_by("pk")),
        files=[(name, name.replace(".", "-")) for name in FILES],
        told=_told(request),
        lines=request.POST.get("lines", ""),
        longest=LONGEST_STATEMENT,
        longest_name=LONGEST_GROUP,
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    counts = {name: request.GET.get(name, "") for name in ("seeds", "voters", "named")}
    return {name: int(n) for name, n in counts.items() if n.isdecimal() and len(n) < 10}
