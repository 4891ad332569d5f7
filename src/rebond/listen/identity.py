"""Pseudonyms: the same person, response or row gets the same key in one workspace, for ever.

Each key is an HMAC-SHA-256 of a normalised value under the workspace's secret, cut at 128 bits and
written as 32 hexadecimal digits. Without the secret a key tells nothing, and the chance that two
among a billion values share one is below 2 · 10⁻²¹.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence

import pyarrow as pa

KEY_DIGITS = 32

_SEPARATOR = "\x1f"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:\+|00)?[\d\s().\-/\u00a0\u202f]{8,24}")


def keyed(secret: bytes, purpose: str, *parts: str) -> str:
    """Return the key of ``parts`` for a ``purpose``; keys of different purposes never meet."""
    text = _SEPARATOR.join((purpose, *parts)).encode("utf-8", "surrogatepass")
    return hmac.digest(secret, text, "sha256").hex()[:KEY_DIGITS]


def keys(secret: bytes, purpose: str, values: Iterable[str | None]) -> pa.StringArray:
    """Return the key of each value for a purpose, null where the value is null."""
    digest = hmac.digest
    start = f"{purpose}{_SEPARATOR}"
    return pa.array(
        [
            None
            if value is None
            else digest(secret, (start + value).encode("utf-8", "surrogatepass"), "sha256").hex()[
                :KEY_DIGITS
            ]
            for value in values
        ],
        pa.string(),
    )


def normalised(identifier: str) -> str:
    """Return what stays the same when people write an identifier differently.

    An e-mail address and any other identifier are compared without case, outer spaces or
    compatibility forms; a French phone number without spaces, punctuation or its country code.

    >>> normalised(" Marie.Durand@Example.FR ")
    'marie.durand@example.fr'
    >>> normalised("+33 (0)6 12 34 56 78") == normalised("06.12.34.56.78")
    True
    >>> normalised("Client-0042")
    'client-0042'
    """
    text = unicodedata.normalize("NFKC", identifier).strip().casefold()
    text = text.removeprefix("mailto:").removeprefix("tel:")
    if _EMAIL.fullmatch(text):
        return text
    if _PHONE.fullmatch(text) and text[:1] in "+0(":
        return _phone(text)
    return " ".join(text.split())


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    international = text.lstrip().startswith("+")
    if not international and digits.startswith("00"):
        digits, international = digits[2:], True
    if international and digits.startswith("33") and len(digits) == 11:
        return "0" + digits[2:]
    return ("+" if international else "") + digits


def person_key(secret: bytes, identifier: str) -> str:
    """Return the pseudonym of the person whom ``identifier`` names, in any source."""
    return keyed(secret, "person", normalised(identifier))


def person_keys(secret: bytes, identifiers: Sequence[str | None]) -> pa.StringArray:
    """Return `person_key` of each identifier, null where it is null."""
    return keys(secret, "person", [None if i is None else normalised(i) for i in identifiers])


def response_id(secret: bytes, source: str, external_id: str) -> str:
    """Return the id of the response that its source calls ``external_id``."""
    return keyed(secret, "response", source, external_id.strip())


def response_ids(secret: bytes, source: str, external_ids: Sequence[str | None]) -> pa.StringArray:
    """Return `response_id` of each external id, null where it is null."""
    values = (None if i is None else f"{source}{_SEPARATOR}{i.strip()}" for i in external_ids)
    return keys(secret, "response", values)


def row_response_ids(
    secret: bytes, source: str, row_hashes: Sequence[str], ranks: Sequence[int]
) -> pa.StringArray:
    """Return the ids of responses without an id of their own.

    Parameters
    ----------
    row_hashes : sequence of str
        Hash of all the values of each row.
    ranks : sequence of int
        How many identical rows came before it in its file.
    """
    parts = zip(row_hashes, ranks, strict=True)
    values = (f"{source}{_SEPARATOR}{row}{_SEPARATOR}{rank}" for row, rank in parts)
    return keys(secret, "row", values)


def voice_id(response: str, column: str) -> str:
    """Return the id of the voice that a response left in a column.

    >>> voice_id("0" * 32, "Commentaire")[:33]
    '00000000000000000000000000000000-'
    """
    return f"{response}-{column_code(column)}"


def column_code(column: str) -> str:
    """Return the eight digits that stand for a column in the ids of its voices."""
    return hmac.digest(b"voice", column.encode("utf-8", "surrogatepass"), "sha256").hex()[:8]


def tombstone(secret: bytes, key: str) -> str:
    """Return what is kept of a forgotten person key or response id, to know it again."""
    return keyed(secret, "forgotten", key)
