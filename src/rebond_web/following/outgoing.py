"""Webhooks sent: made, tried and removed by owners; their events gathered, signed, retried."""

from __future__ import annotations

import base64
import http.client
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.api.signing import SECRET, sealer_of, signature
from rebond_web.audit.models import record
from rebond_web.following.addresses import host_of, post
from rebond_web.following.events import KINDS, Asked, event_of, events_of
from rebond_web.following.models import Delivery, Outgoing, State
from rebond_web.house import House
from rebond_web.installation import Installation
from rebond_web.jobs.messages import message_as_json
from rebond_web.spaces.models import Space

TEST = "test"
MOST = 10  # addresses of a space
LEASE = timedelta(minutes=2)
# After each failed try; then it is given up. Those that Standard Webhooks proposes.
PAUSES = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)  # seconds
_LOOKED_BACK = timedelta(hours=1)  # events written late by a slow transaction are found
_AT_ONCE = 20
_KEPT = timedelta(days=30)
_GONE = 410
_GIVEN_UP = Message("It did not take messages for three days: nothing more is sent.")
_REFUSED = Message("It answered that it wants no message any more (code 410).")
NOT_ALLOWED = Message(
    "This installation sends nothing to other sites. Who runs it may allow it, by a line in"
    " site.toml: webhooks = true."
)


def allowed() -> bool:
    """Return whether the installation's file lets messages leave."""
    try:
        return Installation.read(House.current().settings).webhooks
    except InputError:
        return False


def make_outgoing(
    space: Space, address: str, kinds: Sequence[str], *, site: str, by: Account
) -> tuple[Outgoing, str]:
    """Have the events of a space sent to an address; return it with the secret that signs.

    Raises
    ------
    InputError
        When the installation sends nothing, the address cannot be called, no kind of events is
        chosen, or there are too many.
    """
    if not allowed():
        raise InputError(NOT_ALLOWED.template)
    given = address.strip()
    host = host_of(given)
    chosen = [kind for kind in KINDS if kind in kinds]
    if not chosen:
        raise InputError("Choose at least one kind of events.")
    secret = SECRET + base64.b64encode(secrets.token_bytes(24)).decode()
    salt = secrets.token_hex(16)
    sealed = sealer_of(space.tenant).seal(json.dumps([given, secret]), f"outgoing {salt}")
    with transaction.atomic():
        if Outgoing.objects.filter(space=space).count() >= MOST:
            raise InputError("{n} addresses are called already. Remove one first.", n=MOST)
        made = Outgoing.objects.create(
            space=space,
            host=host,
            sealed=sealed,
            salt=salt,
            kinds=chosen,
            site=site,
            maker=by,
            seen=timezone.now(),
        )
        record("webhook sent made", by=by.pk, tenant=space.tenant_id, subject=made.pk)
    return made, secret


def remove_outgoing(outgoing: Outgoing, *, by: Account) -> None:
    """Send nothing more to an address, and forget it."""
    with transaction.atomic():
        tenant = outgoing.space.tenant_id
        record("webhook sent removed", by=by.pk, tenant=tenant, subject=outgoing.pk)
        outgoing.delete()


def try_out(outgoing: Outgoing) -> Delivery:
    """Send a message that says it is a test, within seconds; start again what had stopped."""
    Outgoing.objects.filter(pk=outgoing.pk).update(stopped=None, why={})
    return _queued(outgoing, f"test:{secrets.token_hex(8)}", TEST)


def gather() -> int:
    """Have what happened since the last look wait to be sent; return how many messages."""
    return sum(_gather(one) for one in _open().select_related("space__tenant"))


def _gather(outgoing: Outgoing) -> int:
    now = timezone.now()
    since = max(outgoing.seen - _LOOKED_BACK, outgoing.created)
    events = events_of(Asked(outgoing.space, since=since), most=500)
    # What waits for an event was made after it.
    waiting = outgoing.deliveries.filter(at__gt=since)
    known = set(waiting.values_list("key", flat=True)) if events else set()
    fresh = [one for one in events if one.kind in outgoing.kinds and one.key not in known]
    for event in reversed(fresh):
        _queued(outgoing, event.key, event.kind)
    # Not at each look: those who vote write too.
    if fresh or now - outgoing.seen > _LOOKED_BACK / 4:
        Outgoing.objects.filter(pk=outgoing.pk).update(seen=now)
    return len(fresh)


def send_due() -> int:
    """Send the messages that are due; return how many were taken at the other end."""
    if not allowed():
        return 0
    now = timezone.now()
    Delivery.objects.filter(state=State.TAKEN, lease__lt=now).update(
        state=State.WAITING, lease=None
    )
    due = Delivery.objects.filter(state=State.WAITING, due__lte=now, outgoing__stopped=None)
    sent = 0
    for pk in list(due.order_by("due", "pk").values_list("pk", flat=True)[:_AT_ONCE]):
        mine = due.filter(pk=pk).update(state=State.TAKEN, lease=now + LEASE, tries=F("tries") + 1)
        if mine:
            sent += _send(Delivery.objects.select_related("outgoing__space__tenant").get(pk=pk))
    Delivery.objects.filter(over__lt=now - _KEPT).delete()
    return sent


def _open() -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(stopped=None).order_by("pk")


def _send(delivery: Delivery) -> bool:
    outgoing = delivery.outgoing
    body = _body(delivery)
    if body is None:
        _close(delivery, State.DROPPED, 0)
        return False
    opened = sealer_of(outgoing.space.tenant).open(
        bytes(outgoing.sealed), f"outgoing {outgoing.salt}"
    )
    address, secret = json.loads(opened)
    at = str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Rebond",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": at,
        "webhook-signature": signature(secret, delivery.message_id, at, body),
    }
    try:
        code = post(address, body, headers)
    except (OSError, http.client.HTTPException, InputError):
        code = 0
    if 200 <= code < 300:
        _close(delivery, State.SENT, code)
        return True
    _retry(delivery, code)
    return False


def _retry(delivery: Delivery, code: int) -> None:
    if code == _GONE:
        _close(delivery, State.FAILED, code)
        _stop(delivery.outgoing, _REFUSED)
    elif delivery.tries > len(PAUSES) or delivery.kind == TEST:
        _close(delivery, State.FAILED, code)
        if delivery.kind != TEST:
            _stop(delivery.outgoing, _GIVEN_UP)
    else:
        # Not all at once, should many wait for the same address.
        pause = PAUSES[delivery.tries - 1] * (1 + secrets.randbelow(20) / 100)
        Delivery.objects.filter(pk=delivery.pk).update(
            state=State.WAITING,
            code=code,
            lease=None,
            due=timezone.now() + timedelta(seconds=pause),
        )


def _close(delivery: Delivery, state: State, code: int) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, code=code, lease=None, over=timezone.now()
    )


def _stop(outgoing: Outgoing, why: Message) -> None:
    stopped = Outgoing.objects.filter(pk=outgoing.pk, stopped=None)
    if stopped.update(stopped=timezone.now(), why=message_as_json(why)):
        tenant = outgoing.space.tenant_id
        record("webhook sent stopped", by=None, tenant=tenant, subject=outgoing.pk)


def _queued(outgoing: Outgoing, key: str, kind: str) -> Delivery:
    made, _ = Delivery.objects.get_or_create(
        outgoing=outgoing,
        key=key,
        defaults={
            "kind": kind,
            "message_id": f"msg_{secrets.token_hex(12)}",
            "due": timezone.now(),
        },
    )
    return made


def _body(delivery: Delivery) -> bytes | None:
    """Return what a message says, None once what it tells of is seen no more."""
    outgoing = delivery.outgoing
    at = delivery.at
    data: dict[str, object] = {"space": outgoing.space.slug}
    if delivery.kind != TEST:
        event = event_of(outgoing.space, delivery.key)
        if event is None:
            return None
        at = event.at
        said = {"id": event.number, "title": event.title, "text": event.text}
        data |= {**said, "url": outgoing.site + event.path}
    told = {"type": delivery.kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False).encode()
