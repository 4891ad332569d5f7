"""Numbers of accounts, cards and social security, found by shape and kept by their check digits."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.numbers import (
    IBAN_LENGTHS,
    bare,
    card_is_valid,
    iban_is_valid,
    nir_is_valid,
    nir_without_key,
)
from rebond.listen.texts.personal_data.spans import Span

_GAP = r"[ .\-\u00a0\u202f]"
_IBAN_START = re.compile(rf"(?<![^\W_])[A-Za-z]{{2}}{_GAP}?\d{{2}}(?={_GAP}?[A-Za-z0-9])")
_CARD = re.compile(
    rf"(?<![\d+])(?:\d{{4}}({_GAP})\d{{4}}\1\d{{4}}\1\d{{4}}|\d{{4}}({_GAP})\d{{6}}\2\d{{4,5}}|"
    rf"\d{{14,19}})(?!\d)"
)
_NIR = re.compile(
    rf"(?<![^\W_])[12378]{_GAP}?\d\d{_GAP}?\d\d{_GAP}?(?:\d\d|2[ABab]){_GAP}?\d{{3}}{_GAP}?\d{{3}}"
    rf"(?:(?:{_GAP}|\s?/\s?|\s?\|\s?|\s?cl[ée]\s?:?\s?)?\d\d)?(?!\d)",
    re.IGNORECASE,
)
_NINO = re.compile(
    r"(?<![^\W_])(?!BG|GB|NK|KN|TN|NT|"
    r"ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ \-]?)\d\d\1\d\d\1\d\d\1[A-D]"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\d\-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d\-])")
_SSN_NAMED = re.compile(
    r"\b(?:ssn|social security)\b[^\d\n]{0,20}((?!000|666|"
    r"9\d\d)\d{3}[ .]?(?!00)\d\d[ .]?(?!0000)\d{4})(?!\d)",
    re.IGNORECASE,
)


def find_ibans(text: str) -> list[Span]:
    """Return the spans of IBANs whose check digits hold, in groups or not, in any case."""
    spans = []
    for start in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(start[0][:2].upper())
        end = _end_of(text, start.start(), length) if length else None
        if end and iban_is_valid(text[start.start() : end]):
            spans.append((start.start(), end))
    return spans


def _end_of(text: str, start: int, signs: int) -> int | None:
    """Return where ``signs`` letters and digits, a gap apart at most, end; None if they do not."""
    rest = re.compile(rf"[A-Za-z0-9](?:{_GAP}?[A-Za-z0-9]){{{signs - 1}}}(?![^\W_])")
    found = rest.match(text, start)
    return found.end() if found else None


def find_cards(text: str) -> list[Span]:
    """Return the spans of payment card numbers whose Luhn digit holds."""
    return [found.span() for found in _CARD.finditer(text) if card_is_valid(found[0])]


def find_social_security(text: str) -> list[Span]:
    """Return the spans of French (with its key), British and American social security numbers.

    A French number written without its key counts when it is spaced as on the card.
    """
    spans = []
    for found in _NIR.finditer(text):
        number = re.sub(r"cl[ée]|[\s:|]", "", found[0], flags=re.IGNORECASE)
        spaced = len(found[0]) - len(bare(found[0])) >= 4
        if nir_is_valid(number) or (spaced and nir_without_key(number)):
            spans.append(found.span())
    spans += [found.span() for found in _NINO.finditer(text)]
    spans += [found.span() for found in _SSN.finditer(text)]
    return spans + [found.span(1) for found in _SSN_NAMED.finditer(text)]
