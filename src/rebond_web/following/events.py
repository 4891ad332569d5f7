"""What happened in a space that everybody in it sees: what feeds tell and webhooks send."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.answers.models import Decision
from rebond_web.challenges.contributions import Contribution, State, address_of, kinds
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.challenges.phases import NAMES
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Space

KINDS: Mapping[str, Message] = {
    "challenge.opened": Message("A challenge is opened"),
    "phase.opened": Message("A phase begins"),
    "idea.published": Message("An idea is published"),
    "rebound.published": Message("A rebound is published"),
    "argument.published": Message("An argument is published"),
    "statement.published": Message("A statement is published"),
    "decision.given": Message("A decision is given"),
}
_LONGEST = 600  # characters of what somebody wrote


@dataclass(frozen=True)
class Event:
    """Something that happened, once: ``key`` names it for ever, ``number`` its row.

    ``path`` is where it is seen, ``text`` what was written, cut; nobody is named.
    """

    kind: str
    number: int
    key: str
    at: datetime.datetime
    title: str
    text: str
    path: str


@dataclass(frozen=True)
class Asked:
    """Of which events: those of a space, after a moment, of a challenge or an idea of it.

    ``key`` asks for that event alone.
    """

    space: Space
    key: str = ""
    since: datetime.datetime | None = None
    challenge: Challenge | None = None
    idea: Idea | None = None


Source = Callable[[Asked, int], Iterable[Event]]


def events_of(asked: Asked, *, most: int) -> list[Event]:
    """Return the events asked for, the last first, ``most`` of each kind and in all."""
    sources: list[Source] = [_contributions, _decisions]
    if asked.idea is None:
        sources += [_challenges, _phases]
    found = [event for source in sources for event in source(asked, most)]
    return sorted(found, key=lambda event: (event.at, event.key), reverse=True)[:most]


def event_of(space: Space, key: str) -> Event | None:
    """Return an event by its key; None once it is seen no more."""
    return next((one for one in events_of(Asked(space, key=key), most=1) if one.key == key), None)


def _row(asked: Asked, name: str) -> Q:
    """Return what narrows rows to the one that a key names, if it is of this kind; none if not."""
    kind, _, number = asked.key.partition(":")
    if not asked.key:
        return Q()
    return Q(pk=int(number.partition(":")[0])) if kind == name else Q(pk=None)


def _contributions(asked: Asked, most: int) -> Iterable[Event]:
    for kind, model in kinds().items():
        on_ideas = kind in ("rebound", "argument")
        if asked.idea is not None and not on_ideas:
            continue
        rows = model._default_manager.filter(
            challenge__space=asked.space, challenge__opened__isnull=False, state=State.PUBLISHED
        )
        if on_ideas:
            rows = rows.filter(Q(idea__state=State.PUBLISHED))
        if asked.idea is not None:
            rows = rows.filter(Q(idea=asked.idea))
        rows = rows.filter(_within(asked, "published"), _row(asked, kind))
        for one in rows.select_related("challenge__space__tenant").order_by("-published")[:most]:
            yield _published(kind, one)


def _published(kind: str, one: Contribution) -> Event:
    title, _, rest = one.words.partition("\n")
    return Event(
        f"{kind}.published",
        one.pk,
        f"{kind}:{one.pk}",
        one.published or one.created,
        Truncator(title).chars(120),
        Truncator(rest or title).chars(_LONGEST),
        address_of(one),
    )


def _decisions(asked: Asked, most: int) -> Iterable[Event]:
    rows = Decision.objects.filter(
        idea__challenge__space=asked.space,
        idea__challenge__opened__isnull=False,
        idea__state=State.PUBLISHED,
    ).filter(_within(asked, "at", challenge="idea__challenge"), _row(asked, "decision"))
    if asked.idea is not None:
        rows = rows.filter(idea=asked.idea)
    for one in rows.select_related("idea__challenge__space__tenant").order_by("-at")[:most]:
        if one.idea is None:
            continue
        said = Speaker(one.language).t(one.sentence)
        yield Event(
            "decision.given",
            one.pk,
            f"decision:{one.pk}",
            one.at,
            f"{said} {one.idea.title}",
            Truncator("\n".join(part for part in (one.what, one.reason) if part)).chars(_LONGEST),
            address_of(one.idea),
        )


def _challenges(asked: Asked, most: int) -> Iterable[Event]:
    rows = Challenge.objects.filter(space=asked.space, opened__isnull=False)
    rows = rows.filter(_within(asked, "opened", challenge="pk"), _row(asked, "challenge"))
    for one in rows.select_related("space__tenant").order_by("-opened")[:most]:
        at = one.opened or one.created
        yield Event(
            "challenge.opened",
            one.pk,
            f"challenge:{one.pk}",
            at,
            one.question,
            Truncator(one.why).chars(_LONGEST),
            _address(one),
        )


def _phases(asked: Asked, most: int) -> Iterable[Event]:
    rows = Period.objects.filter(
        challenge__space=asked.space,
        challenge__opened__isnull=False,
        opens__lte=timezone.localdate(),
    ).filter(_row(asked, "phase"))
    if asked.challenge is not None:
        rows = rows.filter(challenge=asked.challenge)
    for one in rows.select_related("challenge__space__tenant").order_by("-opens", "-pk")[:most]:
        at = _began(one)
        if asked.since is None or at > asked.since:
            name = Speaker(one.challenge.language).t(NAMES[Phase(one.phase)])
            yield Event(
                "phase.opened",
                one.pk,
                # A phase whose dates are moved begins again.
                f"phase:{one.pk}:{one.opens.isoformat()}",
                at,
                f"{name} · {one.challenge.question}",
                "",
                _address(one.challenge),
            )


def _began(period: Period) -> datetime.datetime:
    """Return when a phase began: at midnight, or when its challenge was opened if that is later."""
    midnight = timezone.make_aware(datetime.datetime.combine(period.opens, datetime.time()))
    opened = period.challenge.opened
    return max(midnight, opened) if opened else midnight


def _within(asked: Asked, when: str, *, challenge: str = "challenge") -> Q:
    within = Q()
    if asked.since is not None:
        within &= Q(**{f"{when}__gt": asked.since})
    if asked.challenge is not None:
        within &= Q(**{challenge: asked.challenge.pk})
    return within


def _address(challenge: Challenge) -> str:
    space = challenge.space
    at = {"slug": space.tenant.slug, "space": space.slug, "challenge": challenge.pk}
    return reverse("challenge", kwargs=at)
