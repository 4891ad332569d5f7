"""How the bytes of a file become characters."""

from __future__ import annotations

import codecs
import re

from rebond.errors import FileUnreadable
from rebond.vocabulary import Message, Quantity

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters and signs of French and its neighbours, beside which any other is a sign of a wrong guess.
_EXPECTED = set("éèêëàâäçîïôöûùüÿœæÉÈÊËÀÂÄÇÎÏÔÖÛÙÜŒÆñóáíúßÑãõ€’‘“”«»–—…°\u00a0\u202f•™®©£²³½")
_EIGHT_BITS = ("cp1252", "cp850", "mac_roman")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def mark_of(head: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark that opens ``head`` and the encoding it tells, if there is one."""
    return next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), None)


def encoding_of(head: bytes, *, complete: bool, name: str) -> tuple[str, int, Message]:
    """Return the encoding of a text file, the length of its mark in bytes, and why.

    ``head`` : the first bytes; ``complete`` tells that they are the whole file.
    Raises FileUnreadable when the bytes are not text.
    """
    if marked := mark_of(head):
        mark, encoding = marked
        return (
            encoding,
            len(mark),
            Message("Encoding: {encoding}, by its mark", {"encoding": encoding}),
        )
    if wide := _wide(head):
        return wide, 0, Message("Encoding: {encoding}, by its zero bytes", {"encoding": wide})
    _refuse_binary(head, name)
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=complete)
    except UnicodeDecodeError as error:
        if _mostly_utf8(head):
            return (
                "utf-8",
                0,
                Message("Encoding: {encoding}, with a few bytes in another", {"encoding": "utf-8"}),
            )
        del error
    else:
        return "utf-8", 0, Message("Encoding: {encoding}", {"encoding": "utf-8"})
    encoding = _eight_bit(head)
    return (
        encoding,
        0,
        Message("Encoding: {encoding}, the likeliest by its accents", {"encoding": encoding}),
    )


def _wide(head: bytes) -> str | None:
    """Return the UTF-16 flavour of a text without mark whose zero bytes alternate."""
    sample = head[: 4096 - 4096 % 2]
    if len(sample) < 4:
        return None
    pairs = len(sample) // 2
    low, high = sample[1::2].count(0) / pairs, sample[0::2].count(0) / pairs
    if low > 0.6 and high < 0.05:
        return "utf-16-le"
    if high > 0.6 and low < 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes, name: str) -> None:
    sample = head[:65_536]
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 13))
    if sample and controls > 0.02 * len(sample):
        raise FileUnreadable(
            "{file} is not text: {share} of its first bytes are not characters. Open it with the "
            "program that made it and save it as CSV UTF-8 or XLSX.",
            file=name,
            share=Quantity(100 * controls / len(sample), unit="%"),
        )


def _mostly_utf8(head: bytes) -> bool:
    """Tell whether multi-byte UTF-8 letters outnumber ten times the bytes that break it."""
    text = head.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character in _EXPECTED for character in text) > 10 * broken


def _eight_bit(head: bytes) -> str:
    """Return the likeliest encoding of 8-bit text: the one that makes the most usual letters."""
    high = bytes(byte for byte in head[:200_000] if byte >= 0x80)

    def likeness(encoding: str) -> float:
        letters = high.decode(encoding, "replace")
        return sum(letter in _EXPECTED for letter in letters) / max(1, len(letters))

    best = max(_EIGHT_BITS, key=likeness)
    # Accents are a small part of the letters of a language written in Latin letters.
    letters = sum(chr(byte).isalpha() for byte in head[:200_000] if byte < 0x80)
    if likeness(best) >= 0.6 and len(high) < 0.4 * (letters + len(high)):
        return best
    return _by_charset_normalizer(head) or "cp1252"


def _by_charset_normalizer(head: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(head[:100_000]).best()
    return None if found is None else str(found.encoding)
