"""Letters to send, how far each is, and who no longer wants which."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant


class State(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting"
    TAKEN = "taken"  # by a sender that has not handed its text over yet
    HANDED = "handed"  # its text is being handed over: the server may have it
    SENT = "sent"
    REFUSED = "refused"
    UNCLEAR = "unclear"  # nobody can tell whether the server had it


class Letter(models.Model):
    """One e-mail to one person, whose address is looked up when it is sent and kept nowhere here.

    To ``account``, to who gave the response ``response_id``, or to a ``reader`` that `readers.py`
    knows where to find. ``key`` names what it is for, so that it is written once; ``kind`` is what
    its reader may unsubscribe from. ``message_id`` stays the same at each try, ``why`` says why it
    was refused. ``lease`` is until when a sender has it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="letters")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    response_id = models.CharField(max_length=32, blank=True)
    reader = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=2)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why: models.JSONField[Any, Any] = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    lease = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    sent = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, response_id="", reader="")
                | (models.Q(account=None, reader="") & ~models.Q(response_id=""))
                | (models.Q(account=None, response_id="") & ~models.Q(reader="")),
                name="a_letter_goes_to_one_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due"],
                condition=models.Q(state__in=["waiting", "taken", "handed"]),
                name="letters_to_send",
            ),
            models.Index(fields=["tenant", "response_id"], name="letters_of_a_response"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


class Stop(models.Model):
    """One person no longer wants one kind of letters."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_stop_a_kind"),
        ]

    def __str__(self) -> str:
        return f"no {self.kind} to {self.account_id}"
