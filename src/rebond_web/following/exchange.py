"""Ideas brought in from files, once each, and given as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from rebond.errors import InputError
from rebond.languages import LANGUAGES
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import Contribution, State, submit
from rebond_web.challenges.models import Challenge
from rebond_web.following.models import Brought
from rebond_web.following.posts import Post, Read, Word, moment
from rebond_web.ideas.actions import title_from
from rebond_web.ideas.models import (
    LONGEST_REBOUND,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Idea,
    Rebound,
    ReboundKind,
    Version,
)

AT_ONCE = 250  # ideas brought in by one request


@dataclass(frozen=True)
class Told:
    """What came of a file: ideas new, known already, left for next time; texts that were cut."""

    new: int
    known: int
    left: int
    cut: int
    left_out: int


def bring_in(challenge: Challenge, read: Read, *, by: Account) -> Told:
    """Bring the ideas of a file in a challenge, each once, `AT_ONCE` at most.

    They have no author here, and their supports stay where people gave them. Those that are
    flagged wait for somebody's eye; of the others, those who run the space answer.

    Raises
    ------
    InputError
        When the file holds no idea.
    """
    posts = [post for post in read.posts if post.text or post.title]
    if not posts:
        raise InputError("There is no idea in this file.")
    brought = Brought.objects.filter(challenge=challenge, source=read.source)
    known = set(brought.values_list("number", flat=True))
    known |= {own_id(challenge, pk) for pk in _numbers(challenge)}
    fresh = list({post.id or post.title: post for post in posts}.items())
    fresh = [(number[:80], post) for number, post in fresh if number[:80] not in known]
    chosen = fresh[:AT_ONCE]
    cut = sum(_one(challenge, read.source, number, post) for number, post in chosen)
    _link(challenge, read)
    record("ideas brought in", by=by.pk, tenant=challenge.space.tenant_id, subject=challenge.pk)
    return Told(len(chosen), len(posts) - len(fresh), len(fresh) - len(chosen), cut, read.left_out)


def posts_of(challenge: Challenge) -> list[Post]:
    """Return the ideas of a challenge that everybody sees, the first published first."""
    rows = Idea.objects.filter(challenge=challenge, state=State.PUBLISHED)
    rows = rows.annotate(supported=Count("supports")).order_by("published", "pk")
    return [
        Post(
            own_id(challenge, one.pk),
            one.title,
            one.text,
            one.need,
            one.benefit,
            one.language,
            _written(one),
            one.supported,
            tuple(_words(challenge, one)),
        )
        for one in rows.prefetch_related("rebounds")
    ]


def own_id(challenge: Challenge, idea: int) -> str:
    """Return the id that an idea has in files of ours, other in each workspace and space."""
    return f"{challenge.space.tenant.slug}/{challenge.space.slug}/{idea}"


def _numbers(challenge: Challenge) -> QuerySet[Idea, int]:
    return Idea.objects.filter(challenge=challenge).values_list("pk", flat=True)


def _words(challenge: Challenge, idea: Idea) -> list[Word]:
    shown = [one for one in idea.rebounds.all() if one.state == State.PUBLISHED]
    numbers = {one.pk for one in shown}
    return [
        Word(
            str(one.pk),
            one.kind,
            one.text,
            str(one.onto_id) if one.onto_id in numbers else "",
            own_id(challenge, one.combined_id) if one.combined_id else "",
            one.language,
            _written(one),
        )
        for one in sorted(shown, key=lambda one: (one.published or one.created, one.pk))
    ]


def _written(one: Contribution) -> str:
    return one.published.isoformat() if one.published else ""


def _one(challenge: Challenge, source: str, number: str, post: Post) -> bool:
    """Bring one idea in; return whether something of it was cut."""
    title, text = _fitting(post)
    with transaction.atomic():
        idea = Idea(challenge=challenge, author=None, title=title, text=text)
        idea.need, idea.benefit = post.need[:LONGEST_TEXT], post.benefit[:LONGEST_TEXT]
        _send(idea, challenge, post)
        Version.objects.create(
            idea=idea, number=1, title=title, text=text, need=idea.need, benefit=idea.benefit
        )
        Brought.objects.create(challenge=challenge, source=source, number=number, idea=idea)
        cut = _rebounds(idea, post)
    longest = max(map(len, (post.text, post.need, post.benefit)))
    return cut or text != (post.text or post.title) or longest > LONGEST_TEXT


def _fitting(post: Post) -> tuple[str, str]:
    """Return a title and a text that fit; a title that is too long is told whole by the text."""
    text = post.text or post.title
    title = " ".join(post.title.split())
    if len(title) > LONGEST_TITLE:
        title, text = title_from(title), f"{title}\n{text}"
    return title or title_from(text), text[:LONGEST_TEXT]


def _rebounds(idea: Idea, post: Post) -> bool:
    made: dict[str, Rebound] = {}
    cut = False
    for word in post.rebounds:
        if word.kind not in ReboundKind.values or not word.text:
            continue
        rebound = Rebound(
            challenge=idea.challenge,
            author=None,
            idea=idea,
            kind=word.kind,
            text=word.text[:LONGEST_REBOUND],
            onto=made.get(word.onto),
        )
        _send(rebound, idea.challenge, word)
        made[word.id] = rebound
        cut = cut or len(word.text) > LONGEST_REBOUND
    return cut


def _send(contribution: Contribution, challenge: Challenge, told: Post | Word) -> None:
    contribution.language = told.language if told.language in LANGUAGES else challenge.language
    at = moment(told.published)
    # What comes from elsewhere is not older than the world, nor from tomorrow.
    contribution.published = min(at, timezone.now()) if at else None
    submit(contribution)


def _link(challenge: Challenge, read: Read) -> None:
    """Have rebounds that combine two ideas of the file lead to the other one."""
    combining = [word for post in read.posts for word in post.rebounds if word.combined]
    if not combining:
        return
    rows = Brought.objects.filter(challenge=challenge, source=read.source)
    here: Mapping[str, int] = dict(rows.values_list("number", "idea"))
    for post in read.posts:
        for word in post.rebounds:
            if word.combined in here and post.id in here:
                Rebound.objects.filter(
                    idea=here[post.id], kind=word.kind, text=word.text, combined=None
                ).update(combined=here[word.combined])
