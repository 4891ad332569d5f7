"""Who takes part in one idea, for the tests of answers."""

from datetime import date, timedelta

from django.utils import timezone

from rebond_web.accounts.actions import account_of
from rebond_web.answers.actions import Given, decide_idea
from rebond_web.answers.models import Decision, Return
from rebond_web.ballots.models import Election, Voter
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Coauthor, Idea, Rebound, Support
from rebond_web.spaces.models import Participant, Space
from rebond_web.statements.models import Argument, Statement, Vote
from rebond_web.workspaces.models import Seat

IN_A_MONTH = (date.today() + timedelta(days=30)).isoformat()


def somebody(space: Space, name: str, email: str = "") -> Participant:
    """Return a participant, known by a browser or by an account."""
    return Participant.objects.create(
        space=space,
        public=space.publics.get(name="Clients"),
        name=name,
        language="en",
        device="" if email else f"device of {name}",
        account=account_of(email) if email else None,
    )


def an_idea(challenge: Challenge, author: Participant | None, title: str = "One queue") -> Idea:
    """Return an idea that everybody sees."""
    return Idea.objects.create(
        challenge=challenge,
        author=author,
        title=title,
        text=f"{title} for all tills",
        language="en",
        state="published",
        published=timezone.now() - timedelta(days=3),
    )


def a_whole_cast(idea: Idea) -> dict[str, Participant]:
    """Return, by what they did, one participant for each way to take part in an idea."""
    space, challenge = idea.challenge.space, idea.challenge
    ways = ("coauthor", "rebounder", "arguer", "supporter", "apart", "sorter", "voter", "stranger")
    cast = {way: somebody(space, f"Name of the {way}", f"{way}@example.com") for way in ways}
    Coauthor.objects.create(idea=idea, participant=cast["coauthor"])
    Rebound.objects.create(
        challenge=challenge, author=cast["rebounder"], idea=idea, kind="enrich", text="With a host",
        language="en", state="published", published=timezone.now(), taken=2,
    )  # fmt: skip
    Argument.objects.create(
        challenge=challenge, author=cast["arguer"], idea=idea, side="for", text="It is fair",
        language="en", state="published", published=timezone.now(),
    )  # fmt: skip
    Support.objects.create(idea=idea, participant=cast["supporter"])
    part = an_idea(challenge, None, "A rope")
    Support.objects.create(idea=part, participant=cast["apart"])
    Idea.objects.filter(pk=part.pk).update(merged_into=idea)
    vote = Election.objects.create(challenge=challenge)
    Voter.objects.create(election=vote, participant=cast["voter"])
    said = Statement.objects.create(
        challenge=challenge, text="I leave when I see a queue", language="en", state="published"
    )
    Vote.objects.create(statement=said, participant=cast["sorter"], value=1)
    return {**cast, **({"author": idea.author} if idea.author else {})}


def seat_at(space: Space) -> Seat:
    """Return the seat of the owner of a space's workspace."""
    return Seat.objects.get(tenant=space.tenant, account__email="owner@example.com")


def given(space: Space, kind: str = "test", **more: str) -> Given:
    """Return what one writes to decide, whole."""
    written = {
        "kind": kind,
        "reason": "We do not know yet if it shortens the wait",
        "what": "Four shops try it",
        "owner": str(seat_at(space).pk),
        "due": IN_A_MONTH,
        "language": "en",
    }
    return Given(**{**written, **more})


def decided(idea: Idea, kind: str = "test", **more: str) -> Decision:
    """Decide of an idea as the owner of its space would."""
    seat = seat_at(idea.challenge.space)
    return decide_idea(idea, given(idea.challenge.space, kind, **more), by=seat.account)


def an_hour_passes() -> None:
    """Have what was decided be old enough to be told by e-mail."""
    for one in Return.objects.select_related("step"):
        type(one.step).objects.filter(pk=one.step_id).update(at=timezone.now() - timedelta(hours=1))
