"""Setting up a vote: its rule, its options, who may vote; then opening it, after which it stays."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rebond.cocreate.choices.pabulib import amount
from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.ballots.box import lock
from rebond_web.ballots.counting import CENTS
from rebond_web.ballots.models import LONGEST_TITLE, MOST_CHOICES, Choice, Election, Rule
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea

_MOST_CENTS = 10**14


@dataclass(frozen=True)
class Offered:
    """An option as it is set up: an idea, or words of those who run it; a cost in cents."""

    cost: int = 0
    idea: int | None = None
    title: str = ""


def vote_set_up(challenge: Challenge, *, by: Account) -> Election:
    """Return the vote of a challenge, made if there is none."""
    found, _ = Election.objects.get_or_create(challenge=challenge, defaults={"by": by})
    return found


def set_vote(
    election: Election, settings: Mapping[str, Any], offered: Sequence[Offered], *, by: Account
) -> None:
    """Keep the settings and the options of a vote that is not open yet.

    ``settings`` maps fields of `Election`, ``publics`` among them, to their values.

    Raises
    ------
    InputError
        When it is open, an idea is not one that the challenge shows, or there are too many options.
    """
    if len(offered) > MOST_CHOICES:
        raise InputError("A ballot holds {most} options at most.", most=MOST_CHOICES)
    with transaction.atomic():
        held = lock(election)
        if held.opened is not None:
            raise InputError("This vote is open: its rule and its options stay as they are.")
        ideas = {one.pk: one for one in ideas_offered(held.challenge)}
        if any(one.idea is not None and one.idea not in ideas for one in offered):
            raise InputError("An idea that was chosen is not shown any more: look at the list.")
        for name, value in settings.items():
            if name != "publics":
                setattr(held, name, value)
        held.save()
        held.publics.set(settings.get("publics", ()))
        held.choices.all().delete()
        Choice.objects.bulk_create(
            _choice(held, f"{n:03d}", one, ideas) for n, one in enumerate(offered)
        )
        record("vote set", by=by.pk, tenant=held.challenge.space.tenant_id, subject=held.pk)


def open_vote(election: Election, *, by: Account) -> None:
    """Open a vote: from then on its rule and its options stay as they are.

    The numbers of the options are drawn by lot: they set the order on the ballot, and untie.

    Raises
    ------
    InputError
        When something lacks; the sentence says what.
    """
    with transaction.atomic():
        held = lock(election)
        if held.opened is not None:
            return
        choices = list(held.choices.select_related("idea"))
        _check(held, choices)
        secrets.SystemRandom().shuffle(choices)
        held.choices.all().delete()
        for number, one in enumerate(choices, 1):
            one.key = f"{number:0{len(str(len(choices)))}d}"
        Choice.objects.bulk_create(choices)
        held.opened = timezone.now()
        held.save(update_fields=["opened"])
        record("vote opened", by=by.pk, tenant=held.challenge.space.tenant_id, subject=held.pk)


def ideas_offered(challenge: Challenge) -> QuerySet[Idea]:
    """Return the ideas that may be options: published, and not a part of another."""
    shown = Idea.objects.filter(challenge=challenge, state=State.PUBLISHED, merged_into=None)
    return shown.order_by("published", "pk")


def cents_of(written: str) -> int:
    """Return an amount of money in cents, 0 for nothing.

    Raises
    ------
    InputError
        When it is none, is below zero, or has more than two decimals.
    """
    plain = "".join(written.split()).removesuffix("€")
    if not plain:
        return 0
    try:
        cents = amount(plain) * CENTS
    except (ValueError, ZeroDivisionError):
        cents = None
    if cents is None or cents.denominator != 1 or not 0 <= cents < _MOST_CENTS:
        raise InputError(
            "“{amount}” is not an amount of money. Write digits, with cents if need be: 1200 or"
            " 12.50.",
            amount=written[:40],
        )
    return int(cents)


def day_of(written: str) -> datetime.date | None:
    """Return a day written as forms do, None for nothing.

    Raises
    ------
    InputError
        When it is no day.
    """
    if not written:
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise InputError("“{day}” is not a day.", day=written[:40]) from None


def _choice(election: Election, key: str, one: Offered, ideas: Mapping[int, Idea]) -> Choice:
    idea = ideas[one.idea] if one.idea is not None else None
    title = idea.title if idea else " ".join(one.title.split())[:LONGEST_TITLE]
    author = idea.author if idea else None
    return Choice(election=election, key=key, title=title, cost=one.cost, idea=idea, author=author)


def _check(election: Election, choices: Sequence[Choice]) -> None:
    """Refuse what cannot be voted on; take the titles of ideas as they are now."""
    if election.last_day is None:
        raise InputError("Give the challenge the dates of its phase “Choose” first.")
    if len(choices) < 2:
        raise InputError("A vote needs two options at least.")
    shown = set(ideas_offered(election.challenge).values_list("pk", flat=True))
    for one in choices:
        if one.idea is not None and one.idea_id not in shown:
            raise InputError("An idea that was chosen is not shown any more: look at the list.")
        if one.idea is not None:
            one.title, one.author_id = one.idea.title, one.idea.author_id
    if election.rule == Rule.BUDGET:
        if not election.budget:
            raise InputError("Say how much money there is to share.")
        if all(one.cost > election.budget for one in choices):
            raise InputError("Every option costs more than the budget: none could be chosen.")
        return
    if not 0 < election.seats < len(choices):
        raise InputError("Choose fewer options than there are: one at least.")
    if election.rule == Rule.LIMITED and not 0 < election.most < len(choices):
        raise InputError("Allow fewer votes than there are options: one at least.")
