"""Webhooks received: signed, read by columns that were chosen once."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rebond.errors import InputError
from rebond.listen.columns.roles import column_roles
from rebond.listen.columns.scales import named_scale
from rebond.listen.columns.values import dates
from rebond.listen.reading.documents import flat
from rebond.vocabulary import Channel, ColumnRole, Message, Role, Scale, ScoreKind, Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.api.models import Hook
from rebond_web.api.problems import Problem
from rebond_web.api.signing import SECRET, checked, sealer_of
from rebond_web.api.tokens import digest_of
from rebond_web.audit.models import record
from rebond_web.outbox.actions import drop
from rebond_web.outbox.answers import LONGEST_SOURCE, Answer, Field
from rebond_web.workspaces.models import Tenant

MOST_COLUMNS = 200


def make_hook(
    tenant: Tenant, source: str, channel: str, stakeholder: str, *, by: Account
) -> tuple[Hook, str, str]:
    """Make a webhook; return it with the secret parts of its address and of its signature.

    Raises
    ------
    InputError
        When its source, channel or stakeholder cannot be one.
    """
    name = " ".join(source.split())
    if not name or len(name) > LONGEST_SOURCE:
        raise InputError(
            "Name the source of these messages, in {most} characters at most.", most=LONGEST_SOURCE
        )
    for field, value, valid in (
        ("channel", channel, list(Channel)),
        ("stakeholder", stakeholder, list(Stakeholder)),
    ):
        if value not in valid:
            raise InputError(
                "“{value}” is not a value of {field}. Use one of: {valid}.",
                value=value,
                field=field,
                valid=", ".join(valid),
            )
    token, secret = secrets.token_urlsafe(24), secrets.token_bytes(24)
    digest = digest_of(token)
    shown = SECRET + base64.b64encode(secret).decode()
    with transaction.atomic():
        hook = Hook.objects.create(
            tenant=tenant,
            maker=by,
            source=name,
            channel=channel,
            stakeholder=stakeholder,
            digest=digest,
            sealed=sealer_of(tenant).seal(shown, digest),
        )
        record("webhook made", by=by.pk, tenant=tenant.pk, subject=hook.pk)
    return hook, token, shown


def remove_hook(hook: Hook, *, by: Account) -> None:
    """Remove a webhook: its address answers nobody any more."""
    with transaction.atomic():
        record("webhook removed", by=by.pk, tenant=hook.tenant_id, subject=hook.pk)
        hook.delete()


def columns_of(example: str) -> tuple[ColumnRole, ...]:
    """Return what the columns of an example message may be.

    Raises
    ------
    InputError
        When it is not one JSON object, or holds too many values.
    """
    values = _values(example.encode("utf-8", "replace"))
    table = pa.table(
        {name: pa.array([value or None], pa.string()) for name, value in values.items()}
    )
    # The end of the way to a value is its name: "response.nps" asks for an NPS.
    names = {name: name.rpartition(".")[2] for name in values}
    return column_roles(table, overrides={}, told={}, remembered=None, questions=names)


def choose_columns(hook: Hook, roles: Mapping[str, Mapping[str, str]], *, by: Account) -> None:
    """Keep what each column of a message is: its role and, for a score, its ends.

    Raises
    ------
    InputError
        When a role is none, when no column is a text or a score, or when the ends are not two
        numbers in order.
    """
    chosen = {name: _chosen(name, told) for name, told in roles.items()}
    kept = {name: told for name, told in chosen.items() if told["role"] != Role.IGNORED}
    if not {told["role"] for told in kept.values()} & {Role.TEXT, Role.SCORE}:
        raise InputError(
            "Nothing is read from these messages: say which column is a text or a score."
        )
    with transaction.atomic():
        Hook.objects.filter(pk=hook.pk).update(roles=kept)
        record("webhook columns chosen", by=by.pk, tenant=hook.tenant_id, subject=hook.pk)


def receive(hook: Hook, headers: Mapping[str, str], body: bytes) -> bool:
    """Keep a message, once; return False when it was kept already.

    Raises
    ------
    Problem
        401 when its signature is not that of this hook, or is too old; 409 when its columns are not
        chosen yet, or when its id was used for something else.
    InputError
        When it is not a message.
    """
    message_id = checked(hook, headers, body)
    if not hook.roles:
        raise Problem(
            409,
            Message("The columns of these messages are not chosen yet"),
            Message("An owner of the workspace chooses them from an example. Send it again later."),
        )
    with transaction.atomic():
        done = drop(hook.tenant, _answer(hook, message_id, _values(body)))
        if not done.same:
            raise Problem(
                409,
                Message("A response of this id says something else"),
                Message("Nothing was kept. An answer that was corrected has an id of its own."),
            )
        added = F("received") + int(done.new)
        Hook.objects.filter(pk=hook.pk).update(used=timezone.now(), received=added)
    return done.new


def _values(body: bytes) -> dict[str, str]:
    try:
        message = json.loads(body)
        values = flat(message) if isinstance(message, dict) else {}
    except (ValueError, RecursionError):
        values = {}
    if not 0 < len(values) <= MOST_COLUMNS:
        raise InputError(
            "A message is one JSON object that holds values, {most} at most.", most=MOST_COLUMNS
        )
    return values


def _chosen(name: str, told: Mapping[str, str]) -> dict[str, Any]:
    if told["role"] not in list(Role):
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=told["role"],
            field=name,
            valid=", ".join(Role),
        )
    if told["role"] != Role.SCORE:
        return {"role": told["role"]}
    try:
        low, high = (float(told[end].replace(",", ".")) for end in ("low", "high"))
    except ValueError:
        low = high = 0.0
    if not low < high < float("inf"):
        raise InputError("A score goes from one number to a larger one: give both.")
    return {"role": told["role"], "low": low, "high": high, "kind": _kind(told.get("kind", ""))}


def _kind(name: str) -> str:
    return name if name in list(ScoreKind) else ScoreKind.OTHER


def _answer(hook: Hook, message_id: str, values: Mapping[str, str]) -> Answer:
    fields = [_field(name, told, values.get(name, "")) for name, told in hook.roles.items()]
    own = next((one.value for one in fields if one.role is Role.ID and one.value.strip()), "")
    return Answer(
        id=own.strip() or message_id,
        source=hook.source,
        channel=Channel(hook.channel),
        stakeholder=Stakeholder(hook.stakeholder),
        solicited=None,
        fields=tuple(one for one in fields if one.role is not Role.ID),
        at=_moment(fields) or datetime.now(UTC),
    )


def _field(name: str, told: Mapping[str, Any], value: str) -> Field:
    role = Role(told["role"])
    scale: Scale | None = None
    if role is Role.SCORE:
        scale = named_scale(ScoreKind(told["kind"]), told["low"], told["high"])
    question = name if role in (Role.TEXT, Role.SCORE) else ""
    return Field(name, value, role, question, scale)


def _moment(fields: list[Field]) -> datetime | None:
    """Return when a message says it was given; one that cannot be read goes to quarantine."""
    for one in fields:
        if one.role is Role.DATE and one.value:
            (read,) = dates(pa.array([one.value]), day_first=True).to_pylist()
            return read.replace(tzinfo=UTC) if read else None
    return None
