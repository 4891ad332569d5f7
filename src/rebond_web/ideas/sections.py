"""The parts that ideas bring to pages: to a challenge's, some ideas; to their own, each part."""

from __future__ import annotations

from django.http import HttpRequest

from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.challenges.sections import Section
from rebond_web.ideas.access import ideas_of, rebounds_of
from rebond_web.ideas.actions import draft_of
from rebond_web.ideas.listing import sorted_by
from rebond_web.ideas.models import LONGEST_REBOUND, Idea, Rebound, ReboundKind, Support
from rebond_web.ideas.nearby import like
from rebond_web.ideas.reading import read
from rebond_web.ideas.rebounding import draft_on
from rebond_web.ideas.rules import is_author, is_gathering, is_open
from rebond_web.ideas.supporting import by_public, counted
from rebond_web.spaces.access import Visit

_SHOWN = 6
_NEAR, _OTHERS = 8, 40  # ideas offered to be combined with
KINDS = (
    (ReboundKind.ENRICH, Message("Enrich"), Message("something to add to it")),
    (ReboundKind.COMBINE, Message("Combine"), Message("with another idea of this space")),
    (ReboundKind.COUNTER, Message("Contradict"), Message("why it would not work, or for whom")),
    (ReboundKind.ASK, Message("Ask"), Message("what is not clear, or not known")),
)


def of_challenge(request: HttpRequest, visit: Visit, challenge: Challenge) -> Section | None:
    """Return some ideas of a challenge, drawn at random so that a late one has its chance."""
    del request
    ideas = ideas_of(visit).filter(challenge=challenge, merged_into=None)
    total = ideas.count()
    gathers = is_gathering(challenge)
    if not total and not gathers:
        return None
    shown = list(sorted_by(ideas, "drawn", visit)[:_SHOWN])
    who = visit.participant
    part = {
        "ideas": shown,
        "total": total,
        "counts": counted(shown),
        "gathers": gathers,
        "proposes": challenge.runs(Phase.PROPOSE),
        "waiting": _waiting(visit, challenge),
        "draft": draft_of(challenge, who) if who and gathers else None,
    }
    phase = Phase.PROPOSE if challenge.runs(Phase.PROPOSE) else Phase.REBOUND
    return Section("ideas/section.html", part, str(phase))


def _waiting(visit: Visit, challenge: Challenge) -> list[Idea]:
    """Return the visitor's own ideas that somebody has yet to look at."""
    if visit.participant is None:
        return []
    mine = Idea.objects.filter(challenge=challenge, author=visit.participant)
    return list(mine.filter(state=State.WAITING).order_by("pk"))


def lineage(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return what happened to an idea, drawn and listed."""
    told = read(visit, idea, request.GET.get("page", ""))
    if not told.turns:
        return None
    part = {"told": told, "gathers": is_gathering(idea.challenge), "owns": is_author(visit, idea)}
    return Section("ideas/lineage.html", part)


def supports(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return who supports an idea, and supporting it."""
    del request
    if idea.state != State.PUBLISHED:
        return None
    who = visit.participant
    mine = Support.objects.filter(idea=idea, participant=who).first() if who else None
    given = by_public(idea, visit.space)
    part = {
        "supports": given,
        "total": sum(n for _, n, _ in given),
        "mine": mine,
        "asked": mine is not None and idea.merged_into_id is not None and not mine.stays,
        "open": is_open(idea.challenge),
    }
    return Section("ideas/supports.html", part)


def rebounding(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return the form by which one rebounds on an idea, with what was typed in it."""
    if idea.state != State.PUBLISHED or idea.merged_into_id or not is_gathering(idea.challenge):
        return None
    near = near_of(visit, idea)
    posted = request.POST if request.method == "POST" else request.GET
    given = {name: posted.get(name, "") for name in ("kind", "text", "combined")}
    onto = onto_of(visit, idea, posted.get("onto", ""))
    draft = draft_on(idea, visit.participant) if visit.participant else None
    if draft is not None and request.method != "POST":
        given |= {"kind": str(draft.kind), "text": draft.text}
        if "onto" not in posted and draft.onto is not None:
            onto = onto_of(visit, idea, str(draft.onto.pk))
    part = {
        "kinds": KINDS,
        "given": given,
        "onto": onto,
        "near": near,
        "others": others_of(visit, idea, near),
        "longest": LONGEST_REBOUND,
    }
    return Section("ideas/rebounding.html", part)


def onto_of(visit: Visit, idea: Idea, given: str) -> Rebound | None:
    """Return the rebound that another is written onto, None for the idea itself."""
    if not given.isdecimal() or len(given) > 17:
        return None
    shown = rebounds_of(visit, idea).filter(state=State.PUBLISHED)
    return shown.exclude(kind=ReboundKind.REPLY).filter(pk=int(given)).first()


def others_of(visit: Visit, idea: Idea, near: list[Idea]) -> list[Idea]:
    """Return other ideas of the space: those near one, then the latest."""
    return [*near, *_latest(visit, {idea.pk, *(one.pk for one in near)})]


def near_of(visit: Visit, idea: Idea) -> list[Idea]:
    """Return the ideas of the space that say nearly the same as one, the likest first."""
    said = f"{idea.title}\n{idea.text}"
    near = like(visit.space.pk, said, limit=_NEAR, without=idea.pk)
    return [one for one in near if one.merged_into_id is None]


def _latest(visit: Visit, known: set[int]) -> list[Idea]:
    rest = ideas_of(visit).filter(merged_into=None).exclude(pk__in=known)
    return list(rest[: max(0, _OTHERS - len(known))])
