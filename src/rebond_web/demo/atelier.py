"""The workshop of the fictional company: its challenges, its ideas, who thinks what of them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.quantify.insights.insight import identity
from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.demo.choosing import decide, open_budget
from rebond_web.demo.evidence import KIND
from rebond_web.demo.people import People
from rebond_web.ideas.models import Coauthor, Idea, Rebound, Support, Version
from rebond_web.jobs.models import Job
from rebond_web.spaces.models import Participant, Space
from rebond_web.statements.actions import name_groups
from rebond_web.statements.counting import count
from rebond_web.statements.models import Statement, Vote
from rebond_web.surveys.codes import new_token
from rebond_web.workspaces.models import Seat, Tenant

_SEED = 7
# Shares of the three ways of seeing the wait at the checkout, as the file orders them.
_WAYS = (0.41, 0.36, 0.23)
_LOOKS_AT = 0.6  # of the statements, on average
_PASSES = 0.08


def make_atelier(tenant: Tenant, *, by: Account) -> Space:
    """Make the space of the fictional community, once; return it.

    Days are counted from today, so that the community is at work whenever it is looked at.
    """
    content = tomllib.loads((files(__package__) / "atelier.toml").read_text(encoding="utf-8"))
    found = Space.objects.filter(tenant=tenant, slug=content["space"]["slug"]).first()
    if found is not None:
        return found
    with transaction.atomic():
        space = Space.objects.create(
            tenant=tenant, by=by, token=new_token(), **_stripped(content["space"])
        )
        people = People(space, content["publics"])
        made = [_challenge(space, told, people, by) for told in content["challenges"]]
        everybody = people.drawn(random.Random(_SEED))
        for (challenge, ideas), told in zip(made, content["challenges"], strict=True):
            _support(challenge, everybody)
            _vote(challenge, told.get("statements", []), people, everybody)
            if "groups" in told:
                count(challenge)
                name_groups(challenge, dict(enumerate(told["groups"])), by=by)
            open_budget(challenge, told, ideas, everybody, by)
            _decide(told, ideas, Seat.objects.get(tenant=tenant, account=by))
        Job.objects.create(tenant=tenant, account=by, kind=KIND)
    return space


def day(offset: int, hour: int = 12) -> datetime:
    """Return noon of the day that is so many days from today, or another hour of it."""
    there = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(there, time(hour)))


def _stripped(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items()}


def _challenge(
    space: Space, told: Mapping[str, Any], people: People, by: Account
) -> tuple[Challenge, dict[str, Idea]]:
    opened = day(told["propose"][0], 9)
    challenge = Challenge.objects.create(
        space=space,
        question=told["question"],
        why=told["why"],
        outcome=told["outcome"],
        decider_name=told["decider"],
        language="fr",
        insight=identity(("theme", told["theme"])),
        opened=opened,
        by=by,
    )
    today = timezone.localdate()
    Period.objects.bulk_create(
        Period(
            challenge=challenge,
            phase=phase,
            opens=today + timedelta(days=told[phase][0]),
            closes=today + timedelta(days=told[phase][1]),
        )
        for phase in Phase.values
        if phase in told
    )
    ideas = {one["key"]: _idea(challenge, one, people) for one in told["ideas"]}
    for one in told["ideas"]:
        _rebounds(ideas[one["key"]], one.get("rebounds", []), ideas, people)
    return challenge, ideas


def _decide(told: Mapping[str, Any], ideas: Mapping[str, Idea], owner: Seat) -> None:
    for one in told["ideas"]:
        if "decision" in one:
            idea = ideas[one["key"]]
            decide(idea, one["decision"], told["decider"], owner=owner, by=owner.account)


def _idea(challenge: Challenge, told: Mapping[str, Any], people: People) -> Idea:
    author = people.named(told["by"])
    words = {name: told.get(name, "") for name in ("title", "text", "need", "benefit")}
    idea = Idea.objects.create(
        challenge=challenge,
        author=author,
        language="fr",
        state=State.PUBLISHED,
        published=day(told["day"]),
        **words,
    )
    first = Version.objects.create(idea=idea, number=1, by=author, **words)
    Version.objects.filter(pk=first.pk).update(at=day(told["day"]))
    return idea


def _rebounds(
    idea: Idea, told: list[Mapping[str, Any]], ideas: Mapping[str, Idea], people: People
) -> None:
    made: list[Rebound] = []
    for rank, one in enumerate(told):
        author = people.named(one["by"])
        rebound = Rebound.objects.create(
            challenge=idea.challenge,
            idea=idea,
            author=author,
            language="fr",
            state=State.PUBLISHED,
            published=day(one["day"], 8 + rank),
            kind=one["kind"],
            text=one["text"],
            onto=made[one["onto"]] if "onto" in one else None,
            combined=ideas[one["with"]] if "with" in one else None,
        )
        made.append(rebound)
        if one.get("taken"):
            _take(idea, rebound, author)


def _take(idea: Idea, rebound: Rebound, author: Participant) -> None:
    """Have the idea take a rebound in, as its author would: a new version, and its credit."""
    idea.version += 1
    idea.text = f"{idea.text}\n\n{rebound.text}"
    idea.save()
    version = Version.objects.create(
        idea=idea,
        number=idea.version,
        by=idea.author,
        title=idea.title,
        text=idea.text,
        need=idea.need,
        benefit=idea.benefit,
    )
    Version.objects.filter(pk=version.pk).update(at=rebound.published)
    Rebound.objects.filter(pk=rebound.pk).update(taken=idea.version)
    Coauthor.objects.get_or_create(idea=idea, participant=author)


def _support(challenge: Challenge, everybody: list[Participant]) -> None:
    """Have each idea supported by some, its author not among them."""
    draw = random.Random(f"{_SEED} support {challenge.question}")
    for idea in challenge.ideas.all():
        share = draw.uniform(0.03, 0.22)
        who = [one for one in everybody if one.pk != idea.author_id and draw.random() < share]
        Support.objects.bulk_create(Support(idea=idea, participant=one) for one in who)


def _vote(
    challenge: Challenge,
    told: list[Mapping[str, Any]],
    people: People,
    everybody: list[Participant],
) -> None:
    """Have people vote on the statements, each in one of the ways of seeing it."""
    draw = random.Random(f"{_SEED} votes")
    statements = [
        Statement.objects.create(
            challenge=challenge,
            author=people.named(one["by"]),
            language="fr",
            state=State.PUBLISHED,
            published=day(-7, 9),
            text=one["text"],
        )
        for one in told
    ]
    votes = []
    for person in everybody if statements else ():
        way = draw.choices(range(len(_WAYS)), _WAYS)[0]
        looks_at = min(0.95, max(0.1, draw.gauss(_LOOKS_AT, 0.2)))
        for statement, one in zip(statements, told, strict=True):
            if draw.random() < looks_at:
                votes.append(
                    Vote(statement=statement, participant=person, value=_value(draw, one, way))
                )
    Vote.objects.bulk_create(votes)


def _value(draw: random.Random, told: Mapping[str, Any], way: int) -> int:
    if draw.random() < _PASSES:
        return 0
    return 1 if draw.random() < told["agree"][way] else -1
