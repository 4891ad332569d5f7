"""Votes made for tests: a vote that is open, people who may vote, ballots cast by the pages."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.ballots.box import cast
from rebond_web.ballots.closing import close
from rebond_web.ballots.codes import new_code
from rebond_web.ballots.electing import Offered, open_vote, set_vote, vote_set_up
from rebond_web.ballots.models import Election, Result
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.spaces.access import device_digest
from rebond_web.spaces.models import Participant, Space

TITLES = ("Caisse unique", "Casiers", "Bancs")
ENGLISH = {"Accept-Language": "en"}


def open_election(
    challenge: Challenge,
    by: Account,
    rule: str = "approval",
    costs: Sequence[int] = (6000, 9000, 3000),
    **settings: Any,
) -> Election:
    """Return an open vote on `TITLES`, numbered in that order."""
    election = vote_set_up(challenge, by=by)
    given = {"rule": rule, "seats": 1, "most": 2, "budget": 10000, **settings}
    offered = [Offered(cost, title=title) for title, cost in zip(TITLES, costs, strict=True)]
    set_vote(election, given, offered, by=by)
    open_vote(election, by=by)
    numbered = {one.title: one for one in election.choices.all()}
    for spare in (True, False):  # keys are unique at each step
        for number, title in enumerate(TITLES, 1):
            one = numbered[title]
            one.key = f"{number}" if not spare else f"x{number}"
            one.save()
    return Election.objects.get(pk=election.pk)


def people_of(space: Space, count: int) -> list[Participant]:
    """Return people who joined a space, each by a browser of theirs."""
    public = space.publics.order_by("pk")[0]
    first = Participant.objects.filter(space=space).count()
    return [
        Participant.objects.create(
            space=space,
            public=public,
            device=device_digest(space, f"browser {first + number}"),
            language="fr",
        )
        for number in range(count)
    ]


def browser_of(participant: Participant) -> Client:
    """Return the browser of one of `people_of`."""
    client = Client(headers=ENGLISH)
    others = Participant.objects.filter(space=participant.space, pk__lt=participant.pk).count()
    client.cookies["device"] = f"browser {others}"
    return client


def cast_all(election: Election, ballots: Sequence[Any]) -> list[str]:
    """Cast ballots, each by somebody new, in this order; return their codes."""
    codes = [new_code() for _ in ballots]
    voters = people_of(election.challenge.space, len(ballots))
    for voter, marks, code in zip(voters, ballots, codes, strict=True):
        cast(election, voter, marks, code)
    return codes


def closed(election: Election) -> Result:
    """Let the last day of a vote pass, and return what it gave."""
    let_it_end(election)
    return close(Election.objects.get(pk=election.pk))


def let_it_end(election: Election) -> None:
    """Have the last day of a vote be yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Period.objects.filter(challenge=election.challenge, phase=Phase.CHOOSE).update(
        opens=yesterday, closes=yesterday
    )


def at(election: Election) -> dict[str, Any]:
    """Return what the addresses of a vote take."""
    space = election.challenge.space
    return {"slug": space.tenant.slug, "space": space.slug, "challenge": election.challenge_id}


def address(election: Election, name: str = "vote") -> str:
    """Return one of the addresses of a vote."""
    return reverse(name, kwargs=at(election))


def form_of(client: Client, election: Election, fields: dict[str, Any]) -> str:
    """Return the signed field of the last look at a ballot."""
    page = client.post(address(election), {**fields, "step": "review"})
    found = re.search(r'name="form" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def vote_by_page(client: Client, election: Election, **fields: Any) -> str:
    """Cast a ballot by the pages, as somebody does; return the code that they show."""
    form = form_of(client, election, fields)
    page = client.post(address(election), {**fields, "form": form, "step": "cast"})
    found = re.search(r'id="code">([^<]+)<', page.content.decode())
    assert found, page.status_code
    return found[1]
