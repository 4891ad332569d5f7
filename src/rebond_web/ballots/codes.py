"""The code of a ballot: whoever holds it sees and changes that ballot, until the vote closes.

Only a digest of it is kept, and it never stands in the part of an address that a server receives:
no log of this site, nor of a proxy before it, holds one.
"""

from __future__ import annotations

import hashlib
import re

from django.core import signing

from rebond_web.surveys.codes import ALPHABET, new_code

__all__ = ["digest_of", "new_code", "signed", "unsigned"]
_PLAIN = re.compile(rf"[{ALPHABET}]{{16}}")
_SALT = "rebond_web.ballots.form"


def digest_of(code: str) -> str:
    """Return what is kept of a code, "" for what cannot be one; case and hyphens do not count.

    >>> digest_of("K7FM2XQP9DWTHH4C") == digest_of("k7fm-2xqp-9dwt-hh4c") != ""
    True
    >>> digest_of("k7fm")
    ''
    """
    plain = "".join(code.split()).replace("-", "").lower()
    if not _PLAIN.fullmatch(plain):
        return ""
    return hashlib.sha256(f"ballot\x1f{plain}".encode()).hexdigest()


def signed(code: str, election: int) -> str:
    """Return a code to be put in a form, which says that we drew it for this vote."""
    return signing.dumps([code, election], salt=_SALT)


def unsigned(text: str, election: int) -> str | None:
    """Return the code that was `signed` for this vote; None for anything else."""
    try:
        code, drawn_for = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(code) if drawn_for == election else None
