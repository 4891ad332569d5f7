"""What people contribute to a challenge: one life for ideas, rebounds, arguments and statements."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.utils import timezone

from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Moderation, Participant


class State(models.TextChoices):
    """Where a contribution is."""

    DRAFT = "draft"  # its author's alone
    WAITING = "waiting"  # for somebody to look at it
    PUBLISHED = "published"
    REFUSED = "refused"  # by those who moderate, with a reason told to its author
    WITHDRAWN = "withdrawn"  # by its author


class Contribution(models.Model):
    """Something that one participant gave to one challenge.

    ``author`` is None once its person was forgotten. Only what is published is shown to others.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="%(class)ss")
    author = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="%(class)ss"
    )
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    created = models.DateTimeField(auto_now_add=True)
    published = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def words(self) -> str:
        """All that it says, to be looked at."""
        raise NotImplementedError


# Says whether something in the words wants a person's eye before others see them.
Doubt = Callable[[Contribution], bool]
_kinds: dict[str, type[Contribution]] = {}
_doubts: dict[str, Doubt] = {}


def register_contribution(kind: str, model: type[Contribution]) -> None:
    """Have a kind of contributions known by its name: "idea", "rebound"…"""
    _kinds[kind] = model


def register_doubt(name: str, doubt: Doubt) -> None:
    """Have ``doubt`` asked of each contribution before it is published."""
    _doubts[name] = doubt


def kinds() -> dict[str, type[Contribution]]:
    """Return the kinds of contributions, by name."""
    return dict(_kinds)


def kind_of(contribution: Contribution) -> str:
    """Return the name of the kind of a contribution."""
    return next(kind for kind, model in _kinds.items() if type(contribution) is model)


def submit(contribution: Contribution) -> None:
    """Publish a contribution, or have it wait for somebody's eye as its space asks; save it."""
    before = contribution.challenge.space.moderation == Moderation.BEFORE
    if before or any(doubt(contribution) for doubt in _doubts.values()):
        contribution.state = State.WAITING
    else:
        contribution.state = State.PUBLISHED
        contribution.published = contribution.published or timezone.now()
    contribution.save()
