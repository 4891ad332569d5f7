"""Licence plates: French since 2009, French before, British."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.spans import Span

PREFILTER = (
    r"[A-Za-z]{2}[ \-]?\d{3}[ \-]?[A-Za-z]{2}|\d{2,4}[ \-]?[A-Za-z]{2,3}[ \-]?(?:\d\d|2[ABab])"
    r"|[A-Za-z]{2}\d\d ?[A-Za-z]{3}"
)

_LETTERS = "A-HJ-NP-TV-Z"
_SINCE_2009 = re.compile(
    rf"(?<![^\W_])(?<!-)(?!SS|WW)(?:[{_LETTERS}]{{2}}([ ]?)\d{{3}}\1(?!SS)[{_LETTERS}]{{2}}"
    rf"|(?i:[{_LETTERS}]{{2}}-\d{{3}}-[{_LETTERS}]{{2}}))(?![^\W_])(?!-)"
)
_BEFORE_2009 = re.compile(
    rf"(?<![\w,.])\d{{2,4}}([ \-]?)(?!EUR|USD|TTC|KMH|CHF|GBP|ANS|KG|KM|GO|MO|HT|CM|MM|ML|PM|"
    rf"AM)[{_LETTERS}]{{2,3}}\1"
    r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])(?![\w\-])"
)
_BRITISH = re.compile(r"(?<![^\W_])(?<!-)[A-HJ-PR-Y]{2}[0-7]\d ?[A-HJ-PR-Z]{3}(?![^\W_])(?!-)")
_NAMED = re.compile(
    r"\b(?:plaques?|immatricul\w*|immat|v[ée]hicules?|voitures?|number ?plate|licen[cs]e plate|"
    r"registration|reg|"
    r"my car|camionnette|camion|scooter|moto|van)\b",
    re.IGNORECASE,
)


def find(text: str) -> list[Span]:
    """Return the spans of licence plates.

    AB-123-CD is one anywhere; without dashes it must be in capitals. The old French format and the
    British one, which look like many references, need a word of vehicles in the text.

    >>> find("ma voiture AB-123-CD, ref 25 EUR 50")
    [(11, 20)]
    """
    spans = [found.span() for found in _SINCE_2009.finditer(text)]
    named = bool(_NAMED.search(text))
    for pattern in (_BEFORE_2009, _BRITISH):
        spans += [found.span() for found in pattern.finditer(text) if named]
    return spans
