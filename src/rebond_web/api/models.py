"""Tokens, requests that must not be done twice, and webhooks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant


class Scope(models.TextChoices):
    """What a token allows."""

    PUSH = "push"  # send responses, follow what became of them
    READ = "read"  # ask figures, list insights
    VOICES = "voices"  # read verbatims


class Token(models.Model):
    """A key to one workspace, for a program. Only its digest is kept.

    ``start`` is what its owner recognises it by; ``perimeter`` conditions as those of a seat, ""
    for the whole workspace.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="tokens")
    maker = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes: models.JSONField[Any, Any] = models.JSONField()
    perimeter = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.start}…"

    @property
    def is_valid(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked is None and self.expires > timezone.now()


class Request(models.Model):
    """A request that bore an idempotency key, and its answer; kept a day.

    ``key`` and ``content`` are keyed digests; ``answer`` holds no personal data.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    answer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "key"], name="one_request_for_a_key"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Hook(models.Model):
    """An address where another program sends what it receives, signed.

    The address is kept as a digest; the secret that signs is ``sealed`` under the workspace's, as
    is what waits for its columns to be named. ``roles`` says what each column of a message is, {}
    until that was chosen.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="hooks")
    maker = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    source = models.CharField(max_length=120)
    channel = models.CharField(max_length=12)
    stakeholder = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    roles: models.JSONField[Any, Any] = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    received = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"hook {self.pk}"
