"""Telephone numbers, told from order numbers, prices, dates and postal codes."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.spans import Span

_GAP = r"[ .\-/_\u00a0\u202f]"
_FRENCH_ABROAD = re.compile(
    rf"(?:(?<![^\W_])00|\+|\(\+)\s?33\)?{_GAP}{{0,2}}(?:\(0\)|0)?{_GAP}{{0,2}}[1-9]"
    rf"(?:{_GAP}{{0,2}}\d){{8}}(?!\d)"
)
_INTERNATIONAL = re.compile(
    r"(?:\+\s?|(?<![^\W_])00\s?(?=(?:1|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|7|8[1246]|9[0-58]|"
    r"2\d\d|3[578]\d)))"
    r"[1-9]\d{0,2}(?:[ .\-/\u00a0\u202f()]{0,3}\d){7,12}(?!\d)"
)
_NATIONAL = re.compile(
    rf"(?<![^\W_])(?<!\d[.,])(?<!\+)(?:\(0\)\s?|0)[1-9](?:(?:{_GAP}|\s[\-./]\s)?\d){{8,9}}(?!\d)(?![.,]\d)"
)
_AMERICAN = re.compile(
    r"(?<![\d.\-/])(?:1[ .\-])?(?:\([2-9]\d\d\)\s?[2-9]\d\d[\-. ]|"
    r"[2-9]\d\d([\-.])[2-9]\d\d\1)\d{4}(?![\d\-])"
)
_NAMED = re.compile(
    r"(?:\bt[ée]l(?:[ée]phone)?s?\b|\bphone\b|\bmobile\b|\bportable\b|\bcell\b|\bwhats ?app\b|"
    r"\bfax\b|"
    r"\bcall me\b|\breach me\b|\bappele[zr][ -]moi\b|\bjoindre\b|\bjoignable\b)"
    r"(?:\W|\b(?:au|at|on|is|est|le|number|num[ée]ro|n°|no)\b){1,12}(\+?\d"
    r"(?:[ .\-/()]{0,2}\d){7,14})(?!\d)",
    re.IGNORECASE,
)
_GROUPS = frozenset(
    {
        (10,), (2, 2, 2, 2, 2), (2, 8), (2, 3, 3, 2), (4, 2, 2, 2), (4, 3, 3), (4, 6), (3, 3, 2, 2),
        (3, 3, 4),  (2, 2, 3, 3), (5, 6), (5, 3, 3), (3, 4, 4), (4, 3, 4), (4, 7), (4, 4, 3),
        (3, 8), (5, 5),
    }
)  # fmt: skip
_REFERENCE = re.compile(
    r"\b(?:commandes?|cmd|orders?|dossiers?|r[ée]f(?:[ée]rences?)?|reference|contrats?|contract|"
    r"factures?|"
    r"invoice|colis|suivi|tracking|parcel|sinistre|clients?|customer|adh[ée]rent|police|policy|"
    r"claim|ticket|"
    r"billet|ean|gtin|isbn|sire[tn]|articles?|sku|booking|r[ée]servation|reservation|account|"
    r"compte|s[ée]rie|"
    r"serial|imei|case|member(?:ship)?|code|produit|product|devis|mod[èe]le|model)\b\W{0,4}"
    r"(?:\w{1,8}\W{1,3}){0,3}$",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"\b(?:t[ée]l|phone|mobile|portable|appel|call|joindre)", re.IGNORECASE)
_UNIT = re.compile(
    r"\s?(?:€|£|\$|%|euros?\b|eur\b|km\b|cts?\b|millions?\b|dollars?\b|pounds?\b)", re.IGNORECASE
)


def find(text: str) -> list[Span]:
    """Return the spans of telephone numbers.

    >>> find("rappelez au 06 12 34 56 78, commande 0612345678 du 01/02/2023")
    [(12, 26)]
    """
    spans = [found.span() for found in _FRENCH_ABROAD.finditer(text)]
    for pattern in (_INTERNATIONAL, _AMERICAN):
        spans += [found.span() for found in pattern.finditer(text) if not _measures(text, found)]
    spans += [found.span() for found in _NATIONAL.finditer(text) if _is_national(text, found)]
    # A word of telephones vouches for any other shape, where no known one lies.
    named = [found.span(1) for found in _NAMED.finditer(text)]
    return spans + [one for one in named if all(end <= one[0] or one[1] <= at for at, end in spans)]


def _measures(text: str, found: re.Match[str]) -> bool:
    """Whether the number is followed by a currency or a unit."""
    return bool(_UNIT.match(text, found.end()))


def _is_national(text: str, found: re.Match[str]) -> bool:
    """Whether the grouping is one that people use for telephones, and the context allows it."""
    groups = tuple(len(group) for group in re.findall(r"\d+", re.sub(r"\(0\)\s?", "0", found[0])))
    digits = sum(groups)
    mobile = found[0].startswith("07")
    if groups not in _GROUPS and not (groups == (11,) and mobile):
        return False
    if _measures(text, found):
        return False
    before = text[max(0, found.start() - 48) : found.start()]
    if len(groups) == 1 and _REFERENCE.search(before):
        return bool(_TELEPHONE.search(before))
    return digits == 10 or len(groups) > 1 or mobile
