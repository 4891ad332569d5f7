"""The codes of receipts: easy to copy by hand, impossible to guess, known by their digest only."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.core import signing

# Without 0 and o, 1, i and l, which are mistaken for one another; u is left out too.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4  # 30¹⁶: 78 bits
_CODE = re.compile(rf"[{ALPHABET}]{{{_GROUPS * _GROUP}}}")
_SALT = "rebond_web.surveys.form"


def new_code() -> str:
    """Return a new code, as "k7fm-2xqp-9dwt-hh4c"."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def new_token() -> str:
    """Return the ten letters of a link: short to type, and of no other use than to answer."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def digest_of(code: str) -> str:
    """Return what is kept of a code, "" for what cannot be one; case and hyphens do not count.

    >>> digest_of("K7FM2XQP9DWTHH4C") == digest_of("k7fm-2xqp-9dwt-hh4c") != ""
    True
    """
    plain = _plain(code)
    return _digest("receipt", plain) if _CODE.fullmatch(plain) else ""


def answer_id(code: str) -> str:
    """Return the id of the answer that a code is the receipt of: it does not tell the code."""
    return _digest("answer", _plain(code))[:32]


def signed(code: str, subject: str) -> str:
    """Return a code to be put in a form, which says that we drew it for ``subject``."""
    return signing.dumps([code, subject], salt=_SALT)


def unsigned(text: str, subject: str) -> str | None:
    """Return the code that was `signed` for ``subject``; None for anything else."""
    try:
        code, drawn_for = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(code) if drawn_for == subject else None


def _plain(code: str) -> str:
    return code.replace("-", "").strip().lower()


def _digest(purpose: str, plain: str) -> str:
    return hashlib.sha256(f"{purpose}\x1f{plain}".encode()).hexdigest()
