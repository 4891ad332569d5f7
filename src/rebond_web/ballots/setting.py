"""Setting up a vote, opening it, bringing in paper ballots: for those who run the space."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError, RebondError
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.ballots.counting import amount_of
from rebond_web.ballots.electing import (
    Offered,
    cents_of,
    day_of,
    ideas_offered,
    open_vote,
    set_vote,
    vote_set_up,
)
from rebond_web.ballots.models import LONGEST_TITLE, Election, Rule
from rebond_web.ballots.paper import bring_in_paper
from rebond_web.ballots.telling import money, title_of
from rebond_web.challenges.models import Challenge
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_BLANKS = 3  # empty lines offered for options that are no idea
_LARGEST = 2_000_000  # bytes of a table of paper ballots
RULES = {
    Rule.APPROVAL: Message("Approval: each person ticks all that they accept"),
    Rule.LIMITED: Message("Limited votes: each person ticks a few"),
    Rule.GRADES: Message("Majority judgment: each person grades every option"),
    Rule.BUDGET: Message("A budget: each person fills a basket, shares are equal"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Show how a vote is set up; change it, open it, bring in paper ballots."""
    sitting = analyst_of(request, slug)
    found = _challenge_of(sitting, space, challenge)
    if request.method != "POST":
        return _page(request, sitting, found)
    by, step = account_of(request), request.POST.get("step", "")
    election = vote_set_up(found, by=by)
    try:
        _do(step, election, request, by)
    except RebondError as error:
        return _page(request, sitting, found, refused=error.message, status=400)
    return redirect("vote-set", slug=slug, space=space, challenge=challenge)


def _do(step: str, election: Election, request: HttpRequest, by: Account) -> None:
    if step == "paper":
        bring_in_paper(election, _table(request), by=by)
        return
    if step == "set":
        set_vote(election, _settings(election, request.POST), _offered(request.POST), by=by)
    elif step == "open":
        open_vote(election, by=by)


def _challenge_of(sitting: Sitting, space: str, challenge: int) -> Challenge:
    found = Challenge.objects.filter(
        pk=challenge, space__slug=space, space__tenant=sitting.seat.tenant
    )
    one = found.select_related("space__tenant").prefetch_related("periods").first()
    if one is None:
        raise Http404
    return one


def _settings(election: Election, form: QueryDict) -> dict[str, Any]:
    rule = form.get("rule", "")
    publics = election.challenge.space.publics.filter(
        pk__in=[one for one in form.getlist("public") if one.isdecimal() and len(one) < 18]
    )
    return {
        "rule": rule if rule in Rule.values else Rule.APPROVAL,
        "most": _small(form.get("most", "")),
        "seats": _small(form.get("seats", "")) or 1,
        "budget": cents_of(form.get("budget", "")),
        "currency": form.get("currency", "").strip()[:4] or "€",
        "hidden": "hidden" in form,
        "publics": publics,
        "joined_by": day_of(form.get("joined_by", "")),
        "with_account": "with_account" in form,
    }


def _offered(form: QueryDict) -> list[Offered]:
    ideas = [one for one in form.getlist("idea") if one.isdecimal() and len(one) < 18]
    found = [Offered(cents_of(form.get(f"cost-{one}", "")), idea=int(one)) for one in ideas]
    titles, costs = form.getlist("title"), form.getlist("cost")
    found += [
        Offered(cents_of(cost), title=title)
        for title, cost in zip(titles, costs, strict=False)
        if title.strip()
    ]
    return found


def _small(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 4 else 0


def _table(request: HttpRequest) -> Path:
    given = request.FILES.get("ballots")
    if not isinstance(given, TemporaryUploadedFile):
        raise InputError("Choose the file of the ballots first.")
    if (given.size or 0) > _LARGEST:
        raise InputError("This file is too large for a table of ballots.")
    return Path(given.temporary_file_path())


def _page(
    request: HttpRequest,
    sitting: Sitting,
    challenge: Challenge,
    *,
    refused: Message | None = None,
    status: int = 200,
) -> HttpResponse:
    election = Election.objects.filter(challenge=challenge).first()
    choices = election.slate() if election else []
    kept = {one.idea_id: one for one in choices if one.idea_id}
    own = [one for one in choices if one.idea_id is None]
    return page(
        request,
        "ballots/set.html",
        sitting=sitting,
        status=status,
        refused=refused,
        challenge=challenge,
        space=challenge.space,
        election=election or Election(challenge=challenge),
        choices=[(one, title_of(one)) for one in choices],
        rules=RULES,
        ideas=[(one, kept.get(one.pk)) for one in ideas_offered(challenge)],
        own=[*own, *[None] * _BLANKS],
        publics=list(challenge.space.publics.order_by("pk")),
        chosen={one.pk for one in election.publics.all()} if election else set(),
        paper=election.ballots.filter(paper=True).count() if election else 0,
        people=election.voters.count() if election else 0,
        longest=LONGEST_TITLE,
        money=lambda cents: money(election or Election(), cents),
        amount=lambda cents: amount_of(cents) if cents else "",
    )
