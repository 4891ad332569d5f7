"""The way from voices to an effect, walked from an idea or from an insight: knots on one thread."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from rebond.errors import RebondError
from rebond.quantify import Question
from rebond.vocabulary import Message
from rebond_web.answers.access import CURRENT, answer_on, decisions_on_insight
from rebond_web.answers.behind import behind_challenge
from rebond_web.answers.models import Decision, State, Step
from rebond_web.answers.participation import people_of
from rebond_web.ballots.models import Choice
from rebond_web.challenges.contributions import State as Life
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.behind import behind
from rebond_web.reading.reporter import voices_address
from rebond_web.workspaces.rights import Right, allows

if TYPE_CHECKING:
    from rebond_web.ideas.models import Idea
    from rebond_web.spaces.access import Visit
    from rebond_web.workspaces.access import Sitting

BEHIND, HERE, LAST, AHEAD = "done", "done now", "done todo", "off"


@dataclass(frozen=True)
class Knot:
    """A place on the thread: what is there, a note about it, whether it is behind or ahead.

    ``address`` is "" where there is nothing to open, or it is not for this reader.
    """

    what: Message
    note: Message
    looks: str = BEHIND
    address: str = ""


def thread_of_idea(visit: Visit, idea: Idea) -> list[Knot]:
    """Return the thread through an idea, as this visitor may walk it."""
    before = [*_origin(visit, idea.challenge), *_askers(visit, idea)]
    people = people_of([idea.challenge_id]).get(idea.challenge_id, 0)
    challenge = Knot(
        Message("Challenge"),
        _counted(people, "{n} participant", "{n} participants"),
        address=_challenge_address(idea.challenge),
    )
    rebounds = idea.rebounds.filter(state=Life.PUBLISHED).count()
    here = Knot(Message("This idea"), _counted(rebounds, "{n} rebound", "{n} rebounds"), HERE)
    return [*before, challenge, here, *_chosen(idea), *_ahead(answer_on(idea), "#answer")]


def thread_of_insight(sitting: Sitting, insight: str) -> list[Knot]:
    """Return what follows an insight: what was asked, proposed and decided because of it."""
    tenant = sitting.seat.tenant
    challenges = list(
        Challenge.objects.filter(space__tenant=tenant, insight=insight, opened__isnull=False)
        .select_related("space__tenant")
        .annotate(n=Count("ideas", filter=Q(ideas__state=Life.PUBLISHED)))
        .order_by("-opened")
    )
    asked = []
    if challenges:
        ideas = sum(one.n for one in challenges)
        what = _counted(len(challenges), "{n} challenge", "{n} challenges")
        note = _counted(ideas, "{n} idea", "{n} ideas")
        asked = [Knot(what, note, address=_challenge_address(challenges[0]))]
    own = list(decisions_on_insight(sitting, insight).order_by("at", "pk"))
    given = Decision.objects.filter(
        CURRENT, idea__challenge__in=challenges, idea__state=Life.PUBLISHED
    )
    from_ideas = list(given.select_related("idea__challenge__space").order_by("at", "pk"))
    if from_ideas and not sitting.seat.perimeter:
        to = answer_address(from_ideas[-1])
        note = _counted(len(from_ideas), "on {n} idea", "on {n} ideas")
        asked.append(Knot(Message("Answered"), note, address=to))
    if own or not from_ideas:
        return [*asked, *_ahead(own[-1] if own else None, "#decisions")]
    return [*asked, _effect_of(from_ideas)]


def answer_address(decision: Decision) -> str:
    """Return where a decision on an idea is read."""
    if decision.idea is None:
        return ""
    space = decision.idea.challenge.space
    kwargs = {"slug": space.tenant.slug, "space": space.slug, "decision": decision.pk}
    return reverse("answer-given", kwargs=kwargs)


def _origin(visit: Visit, challenge: Challenge) -> Sequence[Knot]:
    """Return the voices and the insight that a challenge was born from, none for a blank one.

    They lead somewhere for who may read the workspace; others see that they are there.
    """
    if not challenge.insight:
        return ()
    reads = visit.seat is not None and allows(visit.seat.role, Right.READ)
    whole = reads and visit.seat is not None and not visit.seat.perimeter
    n = challenge.evidence.get("voices")
    voices = _counted(n, "{n} voice", "{n} voices") if isinstance(n, int) else Message("Voices")
    kwargs = {"slug": visit.slug, "insight": challenge.insight}
    return (
        Knot(voices, Message("speak of it"), address=_asked(challenge) if reads else ""),
        Knot(
            Message("Insight"),
            Message("tested, announced"),
            address=reverse("insight", kwargs=kwargs) if whole else "",
        ),
    )


def _askers(visit: Visit, idea: Idea) -> Sequence[Knot]:
    """Return the people whose voices asked for an idea, none where nobody is known to have."""
    told = behind(idea)
    if told is None:
        return ()
    n = _counted(told.people, "{n} person", "{n} people")
    kwargs = {"slug": visit.slug, "space": visit.space.slug, "idea": idea.pk}
    to = reverse("idea-voices", kwargs=kwargs) if visit.runs else ""
    few = told.few and not visit.runs
    return (Knot(Message("A few people") if few else n, Message("asked for it"), address=to),)


def _effect_of(decisions: Sequence[Decision]) -> Knot:
    """Return the last effect measured of some decisions on ideas, or that none was yet."""
    steps = Step.objects.filter(decision__in=decisions, state=State.MEASURED)
    found = steps.select_related("decision__idea__challenge__space__tenant").order_by("-pk").first()
    if found is None:
        return Knot(Message("Effect"), Message("not measured yet"), AHEAD)
    to = answer_address(found.decision)
    return Knot(Message("Effect"), Message("on {day}", {"day": found.at}), BEHIND, to)


def _chosen(idea: Idea) -> Sequence[Knot]:
    """Return how an idea came out of the vote of its challenge, none until it is counted."""
    choice = Choice.objects.filter(idea=idea, election__result__isnull=False)
    found = choice.select_related("election__result").first()
    if found is None:
        return ()
    result = found.election.result
    won = found.key in result.outcome.get("winners", ())
    what = Message("Chosen") if won else Message("Not chosen")
    people = result.people
    note = _counted(people, "{n} voter", "{n} voters")
    to = _challenge_address(idea.challenge) + "#choose"
    return (Knot(what, note, address=to),)


def _asked(challenge: Challenge) -> str:
    """Return the address of the voices that a challenge was born from, "" where none is known."""
    asked = challenge.evidence.get("question", "")
    with contextlib.suppress(RebondError):  # a question that is not understood any more
        if asked:
            return voices_address(challenge.space.tenant.slug, Question.parse(asked))
    conditions = behind_challenge(challenge).conditions
    if not conditions:
        return ""
    return voices_address(challenge.space.tenant.slug, Question("voices", (), conditions))


def _ahead(decision: Decision | None, to: str) -> list[Knot]:
    """Return what was decided and what it changed, dotted where it is still to come."""
    if decision is None:
        return [
            Knot(Message("Decision"), Message("still to be made"), AHEAD),
            Knot(Message("Effect"), Message("once something is done"), AHEAD),
        ]
    measured = decision.steps.filter(state=State.MEASURED).order_by("-pk").first()
    carried = decision.state != State.DECIDED
    looks = LAST if decision.is_open else BEHIND
    decided = Knot(decision.named, decision.said, looks, to)
    if measured is not None:
        return [
            decided,
            Knot(Message("Effect"), Message("on {day}", {"day": measured.at}), BEHIND, to),
        ]
    if not carried:
        return [decided]
    note = Message("once something is done") if decision.is_open else Message("not measured yet")
    if decision.due and decision.is_open:
        note = Message("from {day} on", {"day": decision.due})
    return [decided, Knot(Message("Effect"), note, AHEAD)]


def _challenge_address(challenge: Challenge) -> str:
    space = challenge.space
    kwargs = {"slug": space.tenant.slug, "space": space.slug, "challenge": challenge.pk}
    return reverse("challenge", kwargs=kwargs)


def _counted(n: int, one: str, several: str) -> Message:
    return Message(one if n == 1 else several, {"n": n})
