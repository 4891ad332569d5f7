"""One-time codes of a telephone (TOTP, RFC 6238), and recovery codes for when it is lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    compare_user_code,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record

_WRONG = "This code is not the right one. Codes change every 30 seconds: type the one shown now."


def has_codes(account: Account) -> bool:
    """Return whether an account is asked for a code when it comes in."""
    return _of(account, Authenticator.Type.TOTP) is not None


def turn_on(account: Account, secret: str, code: str) -> list[str]:
    """Ask for codes from now on, once one was typed right; return the recovery codes.

    Raises
    ------
    InputError
        When the code is not that of the secret.
    """
    if _counter_of(secret, code) is None:
        raise InputError(_WRONG)
    with transaction.atomic():
        _all(account).delete()
        TOTP.activate(account, secret)
        record("codes turned on", by=account.pk, subject=account.pk)
        return list(RecoveryCodes.activate(account).generate_codes())


def turn_off(account: Account) -> None:
    """Ask for no code any more."""
    with transaction.atomic():
        if _all(account).delete()[0]:
            record("codes turned off", by=account.pk, subject=account.pk)


def proves(account: Account, code: str) -> bool:
    """Return whether a code is right, and was not used before: of the telephone, or of recovery."""
    with transaction.atomic():
        kept = _of(account, Authenticator.Type.TOTP, lock=True)
        if kept is None:
            return False
        counter = _counter_of(decrypt(kept.data["secret"]), code)
        if counter is not None and counter > kept.data.get("last", 0):
            kept.data["last"] = counter
            kept.last_used_at = timezone.now()
            kept.save(update_fields=["data", "last_used_at"])
            return True
        recovery = _of(account, Authenticator.Type.RECOVERY_CODES)
        if recovery is None or not RecoveryCodes(recovery).validate_code(code):
            return False
        record("recovery code used", by=account.pk, subject=account.pk)
        return True


def recovery_codes_left(account: Account) -> int:
    """Return how many recovery codes were not used."""
    kept = _of(account, Authenticator.Type.RECOVERY_CODES)
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


def _counter_of(secret: str, code: str) -> int | None:
    """Return which 30 seconds a code is of, those before and after now included."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return int(counter)
    return None


def _all(account: Account):  # type: ignore[no-untyped-def]  # a query of rows without types
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    return Authenticator.objects.filter(user=account, type__in=kinds)


def _of(account: Account, kind: str, *, lock: bool = False) -> Authenticator | None:
    rows = Authenticator.objects.select_for_update() if lock else Authenticator.objects
    return rows.filter(user=account, type=kind).first()
