"""Signatures of webhooks, as Standard Webhooks says.

https://www.standardwebhooks.com: the header webhook-signature holds the HMAC-SHA-256, in base64, of
the message's id, its timestamp and its body, joined by dots.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Mapping

from rebond.listen.quarantine import Sealer
from rebond.vocabulary import Message
from rebond_web.api.models import Hook
from rebond_web.api.problems import Problem
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

WINDOW = 300  # seconds between a message's timestamp and now
SECRET = "whsec_"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def sealer_of(tenant: Tenant) -> Sealer:
    """Return what seals the secrets of a workspace's webhooks."""
    return Sealer(opened(tenant.folder).secret, "hooks")


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a message, as its header bears it.

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...           "1614265330", b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    key = base64.b64decode(secret.removeprefix(SECRET))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def checked(hook: Hook, headers: Mapping[str, str], body: bytes) -> str:
    """Return the id of a message that is signed and recent.

    Raises
    ------
    Problem
        401 when its signature is not that of this hook, or is too old.
    """
    told = {name: headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
    sealer = sealer_of(hook.tenant)
    secret = sealer.open(bytes(hook.sealed), hook.digest)
    expected = signature(secret, told["id"], told["timestamp"], body)
    given = told["signature"].split()
    signed = any(hmac.compare_digest(one.encode(), expected.encode()) for one in given)
    when = (
        int(told["timestamp"]) if told["timestamp"].isascii() and told["timestamp"].isdigit() else 0
    )
    if not signed or not told["id"] or abs(time.time() - when) > WINDOW:
        raise Problem(
            401,
            Message("This message is not signed as it should be"),
            Message(
                "Sign it as Standard Webhooks says, with the secret of this webhook, and send it"
                " within {n} minutes.",
                {"n": WINDOW // 60},
            ),
        )
    return told["id"]
