"""An account is an e-mail address; a link, used once, opens the door."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models


class Account(AbstractBaseUser):
    """A person who may sign in. What they may see is said by their seats, never here."""

    email = models.EmailField(unique=True, max_length=254)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=2, blank=True)  # "" until chosen

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    def __str__(self) -> str:
        return self.email


class Invitation(models.Model):
    """A link that signs an account in, once, before it expires. Only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Presence(models.Model):
    """A session in which an account is signed in, with the browser that it was opened in."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="presences")
    agent = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"session {self.pk} of {self.account_id}"


class Tally(models.Model):
    """How often something was asked by one subject, in one window of time."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends}"
