"""What people contribute to a challenge: one life for ideas, rebounds, arguments and statements."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
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
# Told of each change of state, with the state before.
Listener = Callable[[Contribution, str], None]
# Returns where a contribution is seen.
Address = Callable[[Contribution], str]
_kinds: dict[str, type[Contribution]] = {}
_addresses: dict[str, Address] = {}
_doubts: dict[str, Doubt] = {}
_listeners: dict[str, Listener] = {}


def register_contribution(
    kind: str, model: type[Contribution], *, address: Address | None = None
) -> None:
    """Have a kind of contributions known by its name: "idea", "rebound"…, and where it is seen.

    Without ``address``, it is seen on the page of its challenge.
    """
    _kinds[kind] = model
    _addresses[kind] = address or _of_challenge


def register_doubt(name: str, doubt: Doubt) -> None:
    """Have ``doubt`` asked of each contribution before it is published."""
    _doubts[name] = doubt


def register_listener(name: str, listener: Listener) -> None:
    """Have ``listener`` told of each contribution whose state changed, within the transaction."""
    _listeners[name] = listener


def kinds() -> dict[str, type[Contribution]]:
    """Return the kinds of contributions, by name."""
    return dict(_kinds)


def kind_of(contribution: Contribution) -> str:
    """Return the name of the kind of a contribution."""
    return next(kind for kind, model in _kinds.items() if type(contribution) is model)


def address_of(contribution: Contribution) -> str:
    """Return where a contribution is seen, for who may see it."""
    return _addresses[kind_of(contribution)](contribution)


def submit(contribution: Contribution) -> None:
    """Publish a contribution, or have it wait for somebody's eye as its space asks; save it.

    Raises
    ------
    InputError
        When it was refused: its author may ask for another look, never show it by themselves.
    """
    kept = type(contribution)._default_manager.filter(pk=contribution.pk, state=State.REFUSED)
    if contribution.state == State.REFUSED or kept.exists():
        raise InputError(
            "This was refused. On the page that says why, you may ask for another look."
        )
    before = contribution.challenge.space.moderation == Moderation.BEFORE
    waits = before or any(doubt(contribution) for doubt in _doubts.values())
    move(contribution, State.WAITING if waits else State.PUBLISHED)


def move(contribution: Contribution, state: State) -> None:
    """Give a contribution a state, save it, and tell who listens."""
    before, contribution.state = contribution.state, state
    if state == State.PUBLISHED:
        contribution.published = contribution.published or timezone.now()
    with transaction.atomic():
        contribution.save()
        for listener in _listeners.values():
            listener(contribution, before)


def _of_challenge(contribution: Contribution) -> str:
    space = contribution.challenge.space
    kwargs = {
        "slug": space.tenant.slug,
        "space": space.slug,
        "challenge": contribution.challenge_id,
    }
    return reverse("challenge", kwargs=kwargs)
