"""What is done with accounts: invited, let in, shown out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rebond_web.accounts.models import Account, Invitation
from rebond_web.accounts.sessions import end_sessions
from rebond_web.audit.models import record

VALID = timedelta(days=7)


def account_of(email: str) -> Account:
    """Return the account of an address, made when there is none; letter case does not count."""
    address = email.strip().lower()
    account, created = Account.objects.get_or_create(email=address)
    if created:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def invite(account: Account, *, valid: timedelta = VALID) -> str:
    """Return the secret part of a new link that lets an account in once."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account=account, digest=_digest(token), expires=timezone.now() + valid
    )
    return token


def invited(token: str) -> Account | None:
    """Return the account that a link would let in; None when it is used, expired or unknown."""
    found = _open_invitations().filter(digest=_digest(token)).select_related("account").first()
    return found.account if found else None


def let_in(token: str) -> Account | None:
    """Use a link up and return its account; of two that use it at once, one is let in."""
    with transaction.atomic():
        account = invited(token)
        mine = _open_invitations().filter(digest=_digest(token)).update(used=timezone.now())
        return account if mine else None


def show_out(account: Account) -> None:
    """End every session of an account and void its links."""
    void_links(account)
    end_sessions(account)


def void_links(account: Account) -> None:
    """Void the links of an account that were not used."""
    Invitation.objects.filter(account=account, used=None).delete()


def choose_language(account: Account, language: str) -> None:
    """Keep the language of an account, for its pages and its letters."""
    account.language = language
    account.save(update_fields=["language"])
    record("language chosen", by=account.pk, subject=account.pk)


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used=None, expires__gt=timezone.now(), account__is_active=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
