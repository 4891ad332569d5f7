"""Which statements and arguments a visitor sees or votes on: the one way to each."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.ideas.models import Idea
from rebond_web.spaces.access import Visit
from rebond_web.statements.models import Argument, Statement, Vote


def statements_of(challenge: Challenge) -> QuerySet[Statement]:
    """Return the statements of a challenge that everybody in its space sees."""
    return Statement.objects.filter(challenge=challenge, state=State.PUBLISHED)


def statement_of(challenge: Challenge, statement: int) -> Statement:
    """Return one of them; Http404 when there is none."""
    found = statements_of(challenge).select_related("author__public").filter(pk=statement).first()
    if found is None:
        raise Http404
    return found


def votable(visit: Visit, challenge: int, statement: int) -> Statement:
    """Return a statement on which a visitor may vote now, in one query.

    Raises
    ------
    Http404
        When there is none such: of this space, of an open challenge, shown, being sorted today.
    """
    today = timezone.localdate()
    sorted_now = Period.objects.filter(
        challenge=OuterRef("challenge"), phase=Phase.SORT, opens__lte=today, closes__gte=today
    )
    found = Statement.objects.filter(
        Exists(sorted_now),
        pk=statement,
        state=State.PUBLISHED,
        challenge=challenge,
        challenge__space=visit.space,
        challenge__opened__isnull=False,
        challenge__closed__isnull=True,
    ).first()
    if found is None or visit.space.closed:
        raise Http404
    return found


def votes_of(visit: Visit, challenge: Challenge) -> dict[int, int]:
    """Return what a visitor said of each statement that is shown: their own votes, nobody else's.

    In the order in which they first voted.
    """
    if visit.participant is None:
        return {}
    mine = Vote.objects.filter(
        participant=visit.participant,
        statement__challenge=challenge,
        statement__state=State.PUBLISHED,
    )
    return dict(mine.order_by("pk").values_list("statement", "value"))


def own_statements(visit: Visit, challenge: Challenge) -> QuerySet[Statement]:
    """Return the statements that a visitor wrote, whatever became of them."""
    if visit.participant is None:
        return Statement.objects.none()
    mine = Statement.objects.filter(challenge=challenge, author=visit.participant)
    return mine.exclude(state=State.WITHDRAWN).order_by("pk")


def arguments_of(visit: Visit, idea: Idea) -> QuerySet[Argument]:
    """Return the arguments on an idea that a visitor may see: published, or their own."""
    seen = Q(state=State.PUBLISHED)
    if visit.participant is not None:
        seen |= Q(author=visit.participant, state__in=(State.WAITING, State.REFUSED))
    return Argument.objects.filter(seen, idea=idea).select_related("author__public")
