"""Keys of feeds, sites that may show a space, webhooks sent, what was brought in from elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant, Space


class FeedKey(models.Model):
    """What lets a feed reader see what one participant sees. Only its digest is kept."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="feed_key"
    )
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"feed key {self.pk}"


class Showing(models.Model):
    """The sites that may show the list of a space inside their pages: ``origins``, one a line."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="showing")
    origins = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"sites that show space {self.space_id}"


class Outgoing(models.Model):
    """An address to which the events of a space are sent, signed.

    The address is ``sealed`` with the secret that signs, since both open something elsewhere;
    ``host`` is what is shown of it. ``site`` is where this site is reached, for links. ``seen`` is
    until when events were looked for. ``stopped`` says when and ``why`` nothing more is sent.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="outgoing")
    host = models.CharField(max_length=253)
    sealed = models.BinaryField()
    salt = models.CharField(max_length=32)
    kinds: models.JSONField[Any, Any] = models.JSONField(default=list)
    site = models.CharField(max_length=200)
    maker = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField()
    stopped = models.DateTimeField(null=True)
    why: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"webhook to {self.host}"


class State(models.TextChoices):
    """How far a message is."""

    WAITING = "waiting"
    TAKEN = "taken"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # what it tells of was taken away before it left


class Delivery(models.Model):
    """One event to one address, tried until it is taken or given up.

    ``key`` names the event: it is sent once to one address. What it says is read when it leaves,
    so that what was taken away meanwhile does not. ``message_id`` stays the same at each try, by
    which receivers know a copy. ``code`` is the last answer, 0 for none.
    """

    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    message_id = models.CharField(max_length=40)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    code = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    lease = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    over = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["outgoing", "key"], name="one_event_an_address"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due"],
                condition=models.Q(state__in=["waiting", "taken"]),
                name="deliveries_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


class Brought(models.Model):
    """An idea that came from another tool, by the id it had there: brought in once."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="brought")
    source = models.CharField(max_length=120)  # the form of the file, and the site it came from
    number = models.CharField(max_length=80)
    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="brought")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["challenge", "source", "number"], name="brought_in_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
