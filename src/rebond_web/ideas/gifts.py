"""What participants gave to ideas: told to them, and erased with them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import (
    Coauthor,
    Document,
    Idea,
    Merge,
    Picture,
    Rebound,
    Support,
    Version,
)
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

MODELS = (Idea, Rebound, Version, Coauthor, Support, Merge)
_GONE = "…"


def gifts_of(participant: Participant) -> list[Gift]:
    """Return the ideas, rebounds and supports of a participant; of a support to be moved, so."""
    given = [*_ideas(participant), *_rebounds(participant), *_supports(participant)]
    return [*given, *_asked(participant)]


def _ideas(participant: Participant) -> list[Gift]:
    said = {
        State.DRAFT: Message("A draft of an idea"),
        State.WITHDRAWN: Message("An idea, withdrawn"),
    }
    found = Idea.objects.filter(author=participant).select_related("challenge__space__tenant")
    ideas = [
        Gift(
            said.get(State(one.state), Message("An idea")),
            one.words,
            one.published or one.created,
            _address(one, "propose" if one.state == State.DRAFT else "idea"),
        )
        for one in found
    ]
    credited = Coauthor.objects.filter(participant=participant)
    with_them = credited.select_related("idea__challenge__space__tenant")
    return ideas + [
        Gift(Message("An idea credited to you too"), one.idea.title, None, _address(one.idea))
        for one in with_them
        if one.idea.state == State.PUBLISHED
    ]


def _rebounds(participant: Participant) -> list[Gift]:
    found = Rebound.objects.filter(author=participant)
    return [
        Gift(_rebound_said(one), one.text, one.published or one.created, _address(one.idea))
        for one in found.select_related("idea__challenge__space__tenant")
    ]


def _rebound_said(one: Rebound) -> Message:
    if one.state == State.DRAFT:
        return Message("A draft of a rebound")
    return Message("A rebound")


def _supports(participant: Participant) -> list[Gift]:
    found = Support.objects.filter(participant=participant)
    gifts = []
    for one in found.select_related("idea__challenge__space__tenant"):
        said = Message("A support")
        if one.idea.merged_into_id is not None and not one.stays:
            said = Message("A support of an idea that became a part of another: move it, or not")
        gifts.append(Gift(said, one.idea.title, one.at, _address(one.idea)))
    return gifts


def _asked(participant: Participant) -> list[Gift]:
    """Return the merges of their ideas that wait for their answer."""
    waits = Q(part__author=participant, part_agrees=None)
    waits |= Q(whole__author=participant, whole_agrees=None)
    found = Merge.objects.filter(waits, ended=None, done=None)
    said = Message("Somebody asks to make one idea of yours and another: answer")
    return [
        Gift(said, one.part.title, one.asked, _address(one.part, "idea-merge"))
        for one in found.select_related("part__challenge__space__tenant")
    ]


def erase_gifts(participant: Participant) -> int:
    """Erase what a participant wrote and supported; return how many rows went or changed.

    An idea that others rebounded on or support stays in their story without its words, as does a
    rebound that others answered; the rest goes.
    """
    changed = 0
    mine = Idea.objects.filter(author=participant)
    written = list(mine.values_list("pk", flat=True))
    kept = mine.filter(_others_on(participant)).distinct()
    emptied = list(kept.values_list("pk", flat=True))
    changed += mine.exclude(pk__in=emptied).delete()[0]
    for model in (Picture, Document):
        changed += model._default_manager.filter(idea__in=emptied).delete()[0]
    changed += _empty_versions(written, participant)
    blank = {"title": _GONE, "text": _GONE, "need": "", "benefit": ""}
    state = State.WITHDRAWN
    changed += Idea.objects.filter(pk__in=emptied).update(author=None, state=state, **blank)
    changed += _erase_rebounds(participant)
    for gone in (Support, Coauthor):
        changed += gone._default_manager.filter(participant=participant).delete()[0]
    changed += Merge.objects.filter(by=participant).update(by=None)
    return changed


def _others_on(participant: Participant) -> Q:
    rebounds = Q(rebounds__isnull=False) & ~Q(rebounds__author=participant)
    supports = Q(supports__isnull=False) & ~Q(supports__participant=participant)
    return rebounds | supports | Q(merged__isnull=False)


def _empty_versions(ideas: list[int], participant: Participant) -> int:
    """Empty the versions of ideas that went; of those of others, take the name off."""
    gone = Version.objects.filter(idea__in=ideas)
    changed = gone.update(title=_GONE, text=_GONE, need="", benefit="", by=None)
    return changed + Version.objects.filter(by=participant).update(by=None)


def _erase_rebounds(participant: Participant) -> int:
    mine = Rebound.objects.filter(author=participant)
    answered = list(mine.filter(answers__isnull=False).distinct().values_list("pk", flat=True))
    changed = mine.exclude(pk__in=answered).delete()[0]
    left = Rebound.objects.filter(pk__in=answered)
    return changed + left.update(author=None, text=_GONE, state=State.WITHDRAWN)


def _address(idea: Idea, name: str = "idea") -> str:
    space = idea.challenge.space
    at: dict[str, object] = {"slug": space.tenant.slug, "space": space.slug}
    at["challenge" if name == "propose" else "idea"] = (
        idea.challenge_id if name == "propose" else idea.pk
    )
    return reverse(name, kwargs=at)
