"""What the page of an idea reads: its story, its lineage, whom it is credited to, what it bears."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from rebond_web.challenges.contributions import State
from rebond_web.ideas.access import idea_of, rebounds_of
from rebond_web.ideas.lineage import Drawing, Turn, drawing_of, turns_of
from rebond_web.ideas.models import Document, Idea, Merge, Picture, Rebound, ReboundKind
from rebond_web.spaces.access import Visit
from rebond_web.spaces.models import Participant

PAGE = 25  # turns


@dataclass(frozen=True)
class Story:
    """What happened to an idea; ``turns`` are those of one page of it."""

    turns: list[Turn]
    page: int
    pages: int
    drawing: Drawing | None
    rebounds: int
    met: int  # objections that became a part of the idea


@dataclass(frozen=True)
class Borne:
    """What an idea bears: whom it is credited to, pictures, a file, ideas that are part of it.

    ``merge`` is one that waits for an answer, or by which this idea became a part of another.
    """

    credited: list[Participant]
    pictures: list[Picture]
    document: Document | None
    absorbed: list[Idea]
    merge: Merge | None


def read(visit: Visit, idea: Idea, page: str = "") -> Story:
    """Return the story of an idea, as far as its visitor may see."""
    hidden = (State.WITHDRAWN, State.DRAFT)
    rebounds = list(rebounds_of(visit, idea).exclude(state__in=hidden))
    versions = list(idea.versions.select_related("by__public").order_by("number"))
    turns = turns_of(idea, rebounds, versions)
    pages = -(-len(turns) // PAGE)
    wanted = int(page) if page.isdecimal() and len(page) < 5 else 1
    number = max(1, min(wanted, pages))
    shown = [one for one in rebounds if one.state == State.PUBLISHED]
    return Story(
        turns[(number - 1) * PAGE : number * PAGE],
        number,
        pages,
        drawing_of([one for one in turns if one.rebound is None or _shown(one.rebound)]),
        sum(one.kind != ReboundKind.REPLY for one in shown),
        sum(one.kind == ReboundKind.COUNTER and one.taken is not None for one in shown),
    )


def borne_by(idea: Idea) -> Borne:
    """Return what an idea bears, for who may see it."""
    return Borne(
        _credited(idea),
        list(idea.pictures.defer("content").order_by("pk")),
        Document.objects.filter(idea=idea).defer("content").first(),
        list(idea.merged.filter(state=State.PUBLISHED).order_by("pk")),
        _merge(idea),
    )


def rebound_seen(visit: Visit, idea: int, rebound: int) -> Rebound:
    """Return a rebound on an idea that a visitor may see; Http404 when there is none."""
    found = rebounds_of(visit, idea_of(visit, idea)).filter(pk=rebound).first()
    if found is None or found.state == State.WITHDRAWN:
        raise Http404
    return found


def _shown(rebound: Rebound) -> bool:
    return rebound.state == State.PUBLISHED


def _credited(idea: Idea) -> list[Participant]:
    found = idea.coauthors.select_related("participant__public").order_by("pk")
    return [one.participant for one in found]


def _merge(idea: Idea) -> Merge | None:
    open_ones = Merge.objects.filter(ended=None).select_related("part", "whole")
    return open_ones.filter(part=idea).first() or open_ones.filter(whole=idea, done=None).first()
