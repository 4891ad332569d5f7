"""Tokens: made, shown once, used, taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rebond.errors import InputError
from rebond.quantify import Perimeter, Question, ask
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.api.models import Scope, Token
from rebond_web.audit.models import record
from rebond_web.workspaces.models import Tenant

PREFIX = "rebond_"
DAYS = (30, 90, 365)
LONGEST_NAME = 80  # characters
_SHOWN = len(PREFIX) + 5  # characters by which a token is recognised
_BETWEEN = timedelta(minutes=1)  # between two notes of a use


def make_token(
    tenant: Tenant, name: str, scopes: Sequence[str], perimeter: str, days: int, *, by: Account
) -> str:
    """Make a token and return it: it is never shown again.

    Raises
    ------
    InputError
        When its name, scopes or days cannot be a token's.
    QuestionError
        When the perimeter cannot be understood, or names what this workspace does not have.
    """
    title, conditions = name.strip(), perimeter.strip()
    _check(title, scopes, days)
    if conditions:
        filters = Question.parse(f"responses where {conditions}").filters
        ask(Question("responses"), Perimeter(Workspace.open(Path(tenant.folder)), filters))
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            tenant=tenant,
            maker=by,
            name=title,
            start=secret[:_SHOWN],
            digest=digest_of(secret),
            scopes=[str(scope) for scope in Scope if scope in scopes],
            perimeter=conditions,
            expires=timezone.now() + timedelta(days=days),
        )
        record("token made", by=by.pk, tenant=tenant.pk, subject=token.pk)
    return secret


def revoke_token(token: Token, *, by: Account) -> None:
    """Take a token back: it opens nothing from now on."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now()):
            record("token revoked", by=by.pk, tenant=token.tenant_id, subject=token.pk)


def token_of(secret: str) -> Token | None:
    """Return the token that a program bears, None when it opens nothing (any more)."""
    token = (
        Token.objects.select_related("tenant")
        .filter(digest=digest_of(secret), revoked=None, expires__gt=timezone.now())
        .first()
    )
    if token is not None:
        now = timezone.now()
        long_ago = Q(used=None) | Q(used__lt=now - _BETWEEN)
        Token.objects.filter(long_ago, pk=token.pk).update(used=now)
    return token


def digest_of(secret: str) -> str:
    """Return what is kept of a secret of 256 random bits: it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _check(name: str, scopes: Sequence[str], days: int) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise InputError(
            "Name the program that will use this token, in {most} characters at most.",
            most=LONGEST_NAME,
        )
    if not scopes or not set(scopes) <= set(Scope.values):
        raise InputError(
            "A token allows one thing at least. Choose among: {valid}.",
            valid=", ".join(Scope.values),
        )
    if days not in DAYS:
        raise InputError(
            "A token lives {valid} days: choose one of these.", valid=", ".join(map(str, DAYS))
        )
