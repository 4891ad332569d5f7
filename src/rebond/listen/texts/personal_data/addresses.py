"""Postal addresses: a number and a street, with what follows (postal code, town)."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.spans import Span

PREFILTER = (
    r"\b(?:rue|avenue|av|ave|boulevard|bd|bld|bvd|blvd|place|pl|all[ée]es?|chemin|ch|impasse|"
    r"imp|quai|route|rte|"
    r"square|cours|passage|r[ée]sidence|lotissement|faubourg|fbg|villa|sentier|esplanade|"
    r"promenade|hameau|voie|"
    r"cit[ée]|street|st|road|rd|lane|ln|drive|dr|court|ct|close|crescent|terrace|way|gardens?|"
    r"park|grove|mews|"
    r"row|hill|view|walk)\b"
)

_NUMBER = r"(?<![\w,.\-/€$£])\d{1,4}(?:\s?(?:bis|ter|quater|[A-Da-d])\b)?(?:\s?[\-/]\s?\d{1,4})?"
_SURE = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld\.?|bvd\.?|impasse|imp\.|quai|all[ée]es?|chemin|"
    r"faubourg|fbg|lotissement|"
    r"sentier|hameau|rte\.?"
)
_UNSURE = (
    r"place|pl\.|route|square|cours|passage|r[ée]sidence|villa|esplanade|promenade|voie|cit[ée]"
)
_LINK = r"(?:de la|de l['’]|de|du|des|d['’]|la|le|les|l['’]|aux?|à la|sur|en)"
_CAPITAL = r"[A-ZÀÂÉÈÊËÎÏÔÙÛÜÇŒ][\w'’.]{0,30}(?:-\w{1,30}){0,4}"
_ANY = r"[^\W\d_][\w'’]{0,30}(?:-\w{1,30}){0,4}"
_NAME = rf"(?:{_LINK}\s?){{0,3}}{_CAPITAL}(?:[ \-](?:{_LINK}\s?){{0,3}}{_CAPITAL}){{0,5}}"
_LOWER_NAME = (
    rf"(?:(?!en\b|sur\b)(?:{_LINK}\s?){{1,3}}{_ANY}"
    rf"|(?:(?<=rue\s)|(?<=boulevard\s)|(?<=avenue\s))(?!en\b|\w+ée?s?\b){_ANY})"
)
_LONG_NAME = rf"(?:{_LINK}\s?){{0,3}}{_ANY}(?:[ \-]{_ANY}){{0,5}}?"
_TOWN = (
    rf"(?:\s?(?:à|a)?\s?{_CAPITAL}(?:[ \-](?:{_LINK}\s?)?{_CAPITAL}){{0,4}}(?:\s(?:cedex|"
    rf"CEDEX)(?:\s\d+)?)?|\s[a-zà-ÿ\-]{{3,}}\b)?"
)
_CODE = (
    rf"\s?[,;\-–\n]?\s?(?:à\s|F-?)?(?:0[1-9]|[1-8]\d|9[0-8])\s?\d{{3}}\b(?!\s?(?:€|euros?)){_TOWN}"
)

_FRENCH = re.compile(
    rf"(?:{_NUMBER},?\s?(?:de la\s|,\s)?)(?i:{_SURE})\s(?:{_NAME}(?:{_CODE})?|"
    rf"{_LONG_NAME}{_CODE}|{_LOWER_NAME})"
    rf"|(?:{_NUMBER},?\s?)(?i:{_UNSURE})\s(?:{_NAME}(?:{_CODE})?|{_LONG_NAME}{_CODE})"
    rf"|(?i:\b(?:{_SURE}|{_UNSURE}))\s{_LONG_NAME}{_CODE}"
)
_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Close|Crescent|Terrace|Place|"
    r"Square|Way|Gardens?|"
    r"Boulevard|Blvd|Park|Grove|Mews|Row|Hill|View|Walk)\b\.?"
)
_NOT_A_STREET = r"(?:Hours?|Stars?|Days?|Years?|Min(?:ute)?s?|Weeks?|Months?|Way|Miles?)\b"
_BRITISH_CODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_AMERICAN_CODE = r"[A-Z]{2},?\s\d{5}(?:-\d{4})?\b"
_ENGLISH_END = (
    rf"(?:,?\s(?:Apt|Apartment|Flat|Unit|Suite)\.?\s\w+)?(?:,?\s{_CAPITAL}"
    rf"(?:\s{_CAPITAL}){{0,2}})??,?\s"
    rf"(?:{_BRITISH_CODE}|{_AMERICAN_CODE})"
)
_ENGLISH = re.compile(
    rf"(?<![\w,.\-/€$£])\d{{1,5}}[A-Za-z]?,?\s(?!{_NOT_A_STREET})(?:[A-Z][\w'’.\-]+\s|\d{{1,3}}(?:st|nd|rd|"
    rf"th)\s){{1,4}}{_STREET}"
    rf"(?:{_ENGLISH_END})?"
    rf"|(?<![\w,.\-/€$£])\d{{1,5}}[A-Za-z]?,?\s(?:[\w'’.\-]+\s){{1,3}}(?i:{_STREET})"
    rf"(?:{_ENGLISH_END})"
)


def find(text: str) -> list[Span]:
    """Return the spans of postal addresses.

    A street without its number and without a postal code is left: it names a shop as often as a
    home. So is a postal code or a town alone.

    >>> find("livré au 12 bis rue de la Paix 75002 Paris"), find("221B Baker Street")
    ([(9, 42)], [(0, 17)])
    """
    return [found.span() for pattern in (_FRENCH, _ENGLISH) for found in pattern.finditer(text)]
