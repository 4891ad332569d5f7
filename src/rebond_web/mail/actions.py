"""What is done with letters: written once, stopped by their reader."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid

from django.core import signing
from django.db import transaction
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.mail.models import Letter, State, Stop
from rebond_web.mail.post_office import post_office
from rebond_web.workspaces.models import Tenant

_SALT = "rebond_web.mail.stop"


def write_letter(
    tenant: Tenant,
    key: str,
    kind: str,
    subject: str,
    text: str,
    *,
    language: str,
    account: Account | None = None,
    response_id: str = "",
    reader: str = "",
) -> Letter | None:
    """Keep a letter to be sent, once for one ``key``; return it, None where nothing would send it.

    To an account, to who gave a response, or to a reader of `readers.py`. The worker sends it
    within seconds.

    Raises
    ------
    InputError
        When the installation's settings of mail cannot be used.
    """
    office = post_office()
    if office is None:
        return None
    domain = office.address.rpartition("@")[2]
    letter, _ = Letter.objects.get_or_create(
        key=key,
        defaults={
            "tenant": tenant,
            "kind": kind,
            "account": account,
            "response_id": response_id,
            "reader": reader,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "language": language,
            "message_id": make_msgid(domain=domain),
            "due": timezone.now(),
        },
    )
    return letter


def send_again(letter: Letter, *, by: Account) -> None:
    """Put a letter that was refused, or of which nobody knows, back among those to send."""
    stopped = (State.REFUSED, State.UNCLEAR)
    with transaction.atomic():
        changed = Letter.objects.filter(pk=letter.pk, state__in=stopped).update(
            state=State.WAITING, tries=0, why={}, due=timezone.now(), lease=None
        )
        if changed:
            record("letter sent again", by=by.pk, tenant=letter.tenant_id, subject=letter.pk)


def stop_token(account: Account, kind: str) -> str:
    """Return what proves, in a link, that its bearer was sent this kind of letters."""
    return signing.dumps([account.pk, kind], salt=_SALT)


def stop_of(token: str) -> tuple[Account, str] | None:
    """Return who would no longer be sent what; None for a link that we did not make."""
    try:
        pk, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    account = Account.objects.filter(pk=pk).first()
    return (account, kind) if account else None


def stop(account: Account, kind: str) -> None:
    """No longer send a person a kind of letters; those that wait are not sent either."""
    with transaction.atomic():
        _, made = Stop.objects.get_or_create(account=account, kind=kind)
        Letter.objects.filter(account=account, kind=kind, state=State.WAITING).delete()
        if made:
            record("letters stopped", by=account.pk, subject=kind)


def start(account: Account, kind: str) -> None:
    """Send a person a kind of letters again."""
    gone, _ = Stop.objects.filter(account=account, kind=kind).delete()
    if gone:
        record("letters started", by=account.pk, subject=kind)


def is_stopped(account: Account, kind: str) -> bool:
    """Whether a person no longer wants a kind of letters."""
    return Stop.objects.filter(account=account, kind=kind).exists()


def let_go_of_old_letters(kept: timedelta = timedelta(days=90)) -> int:
    """Remove letters over since long; what they said stays where it was written."""
    over = (State.SENT, State.REFUSED, State.UNCLEAR)
    removed, _ = Letter.objects.filter(state__in=over, created__lt=timezone.now() - kept).delete()
    return removed
