"""Passkeys (WebAuthn): kept by a browser or a telephone, opened by a finger, a face or a PIN.

The challenge of each exchange is in the session, and serves once.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record

_LONGEST_NAME = 60
MOST = 10  # passkeys of one account


def passkeys_of(account: Account) -> list[Authenticator]:
    """Return the passkeys of an account, the first one first."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    return list(kept.order_by("pk"))


def asked_to_make(account: Account) -> dict[str, Any]:
    """Return what a browser needs to make a passkey for an account."""
    return dict(auth.begin_registration(account, passwordless=True))


def add_passkey(account: Account, made: str, name: str) -> Authenticator:
    """Keep a passkey that a browser has just made, written as JSON.

    Raises
    ------
    InputError
        When it does not answer what was asked, or the account has too many.
    """
    if len(passkeys_of(account)) >= MOST:
        raise InputError("There are {most} passkeys already. Remove one first.", most=MOST)
    credential = _read(made)
    try:
        auth.complete_registration(credential)
    except _REFUSED as error:
        raise InputError("The browser made no passkey that can be used. Try again.") from error
    with transaction.atomic():
        kept = auth.WebAuthn.add(account, name.strip()[:_LONGEST_NAME] or "Passkey", credential)
        record("passkey added", by=account.pk, subject=kept.instance.pk)
    return kept.instance


def remove_passkey(account: Account, passkey: int) -> bool:
    """Remove a passkey; return whether the account had it."""
    with transaction.atomic():
        kept = Authenticator.objects.filter(
            user=account, type=Authenticator.Type.WEBAUTHN, pk=passkey
        )
        removed = bool(kept.delete()[0])
        if removed:
            record("passkey removed", by=account.pk, subject=passkey)
    return removed


def asked_to_prove() -> dict[str, Any]:
    """Return what a browser needs to prove that it holds a passkey of whoever it is."""
    return dict(auth.begin_authentication(None))


def proven_by(given: str) -> Account:
    """Return the account whose passkey answered what was asked.

    Raises
    ------
    InputError
        When the answer is not that of a passkey that is known, or comes a second time.
    """
    credential = _read(given)
    try:
        account = auth.extract_user_from_response(credential)
        kept = auth.complete_authentication(account, credential)
    except _REFUSED as error:
        raise InputError(
            "This passkey is not known here. Come in by a link, then add it to your account."
        ) from error
    if not isinstance(account, Account) or not account.is_active:
        raise InputError("This account is closed. Ask an owner of the workspace.")
    kept.record_usage()
    return account


# What a browser may send in place of an answer raises all of these in the libraries that read it.
_REFUSED = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


def _read(written: str) -> dict[str, Any]:
    try:
        read = json.loads(written)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise InputError("The browser made no passkey that can be used. Try again.")
    return read
