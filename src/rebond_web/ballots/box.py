"""The roll and the box: one vote a person, and nothing that leads from one to the other.

A row is put in together with others drawn by lot, all written anew, in an order drawn by lot, under
new numbers. So neither the numbers of rows, nor where they lie in the database, nor which were
written together tells which ballot came with whom: up to `COMPANY` + 1 voters, any ballot may be
anybody's; beyond, any of those that were written anew together may be.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.ballots.codes import digest_of
from rebond_web.ballots.models import Ballot, Election, Shuffled, Voter, drawn
from rebond_web.spaces.models import Participant

COMPANY = 63  # rows written anew with one that is put in
Row = TypeVar("Row", bound=Shuffled)


def cast(election: Election, participant: Participant, marks: Any, code: str) -> None:
    """Put a ballot in the box and its voter on the roll; the same code again changes nothing.

    Raises
    ------
    InputError
        When the vote is not open, is not for them, or they voted already.
    """
    digest = digest_of(code)
    with transaction.atomic():
        locked = lock(election)
        refused = why_not(locked, participant)
        if refused is not None:
            raise InputError(refused.template, **refused.values)
        if has_voted(locked, participant):
            if locked.ballots.filter(digest=digest).exists():
                return  # sent twice: the first time was enough
            raise InputError("You have voted already: each person has one ballot.")
        put_in(Voter(election=locked, participant=participant))
        put_in(Ballot(election=locked, digest=digest, marks=marks))


def change(ballot: Ballot, marks: Any) -> None:
    """Have a ballot say something else.

    Raises
    ------
    InputError
        When the vote is over.
    """
    with transaction.atomic():
        locked = lock(ballot.election)
        kept = locked.ballots.filter(digest=ballot.digest).first()
        if kept is None or not locked.is_open:
            raise InputError("This vote is over: ballots stay as they are.")
        kept.delete()
        put_in(Ballot(election=locked, digest=ballot.digest, marks=marks))


def ballot_of(code: str) -> Ballot:
    """Return the ballot that a code opens.

    Raises
    ------
    Http404
        When there is none: the code is not one, or the vote is over and its keys destroyed.
    """
    digest = digest_of(code)
    found = Ballot.objects.filter(digest=digest, election__closed__isnull=True)
    ballot = found.select_related("election__challenge__space__tenant").first() if digest else None
    if ballot is None or not ballot.election.is_open:
        raise Http404
    return ballot


def has_voted(election: Election, participant: Participant | None) -> bool:
    """Return whether somebody is on the roll, under another number too if they were forgotten."""
    if participant is None:
        return False
    known = Q(participant=participant)
    mark = mark_of(election, participant)
    return election.voters.filter(known | Q(mark=mark) if mark else known).exists()


def mark_of(election: Election, participant: Participant) -> str:
    """Return what a vote keeps of somebody forgotten before its close, "" for nothing to keep."""
    who = f"account {participant.account_id}" if participant.account_id else participant.device
    said = f"ballots|{election.pk}|{who}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest() if who else ""


def why_not(election: Election, participant: Participant) -> Message | None:
    """Return why a vote does not take somebody's ballot, None where it does."""
    if not election.is_open:
        return Message("This vote is not open: ballots are taken between its two dates.")
    publics = {one.pk for one in election.publics.all()}
    if publics and participant.public_id not in publics:
        return Message("This vote is for others: those whom it is for are named on its page.")
    if election.joined_by and participant.joined.date() > election.joined_by:
        return Message(
            "This vote is for those who had joined by {day}: you joined later.",
            {"day": election.joined_by},
        )
    if election.with_account and participant.account_id is None:
        return Message("This vote asks for an account, so that nobody votes from two browsers.")
    return None


def lock(election: Election) -> Election:
    """Return a vote as it is now, that nobody else writes to until the transaction ends."""
    held = Election.objects.select_for_update(of=("self",)).select_related("challenge__space")
    return held.get(pk=election.pk)


def put_in(row: Row) -> None:
    """Write a row among others of its vote, as the module says; call it under `lock`."""
    model = type(row)
    rows = [*_company(model, row.election_id), row]
    model._default_manager.filter(pk__in=[one.pk for one in rows]).delete()
    secrets.SystemRandom().shuffle(rows)
    for one in rows:
        one.pk = drawn()
    model._default_manager.bulk_create(rows)


def _company(model: type[Row], election: int) -> list[Row]:
    """Return rows that follow a number drawn by lot, from the first again after the last."""
    pivot = drawn()
    ours = model._default_manager.filter(election=election).order_by("pk")
    after = list(ours.filter(pk__gte=pivot)[:COMPANY])
    return [*after, *ours.filter(pk__lt=pivot)[: COMPANY - len(after)]]
