"""Names of attributes and values in addresses: any character, readable where it is plain."""

from __future__ import annotations

import re

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_CODED = re.compile(r"~([0-9A-F]{2})")


class NameConverter:
    """A name as a part of an address: letters, digits, - and _; other bytes as ~ and two digits.

    Neither "/" nor ".." nor an empty part can come of it, so that no server changes it on the way.
    """

    regex = r"(?:[A-Za-z0-9_-]|~[0-9A-F]{2})+"

    def to_python(self, value: str) -> str:
        """Return the name; ValueError (hence 404) where the bytes are no text."""
        raw = _CODED.sub(lambda found: chr(int(found[1], 16)), value)
        return raw.encode("latin-1").decode("utf-8")

    def to_url(self, value: str) -> str:
        """Return the part of an address that stands for a name.

        >>> NameConverter().to_url("Châteauroux / ..")
        'Ch~C3~A2teauroux~20~2F~20~2E~2E'
        """
        return "".join(
            chr(byte) if byte in _PLAIN else f"~{byte:02X}" for byte in value.encode("utf-8")
        )
