"""How numbers, intervals, dates and sentences are written in French and English.

Nothing here is applied to verbatims: they are shown exactly as they were written.
"""

from __future__ import annotations

import datetime
import re

THIN_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
MINUS = "\u2212"

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "fr": "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}

_ANY_SPACE = "[ \u00a0\u202f]*"
_FRENCH_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # A mark at the end of a word: never inside an address, a time of day or a file's name.
        (rf"(?<=[^\s(«]){_ANY_SPACE}([;!?]+)(?=[\s»)”…:\]]|$)", THIN_SPACE + r"\1"),
        (rf"(?<=\d){_ANY_SPACE}%|(?<=\w)[ \u00a0\u202f]+%(?!\w)", THIN_SPACE + "%"),
        (rf"(?<=[^\s(«:]){_ANY_SPACE}:(?=[\s»{HARD_SPACE}{THIN_SPACE}]|$)", HARD_SPACE + ":"),
        (rf"(?<=\d){_ANY_SPACE}€", HARD_SPACE + "€"),
        (rf"«{_ANY_SPACE}(?=\S)", "«" + HARD_SPACE),
        (rf"(?<=\S){_ANY_SPACE}»", HARD_SPACE + "»"),
        (r"(?<=\d) (?=\d{3}(?:\D|$))", THIN_SPACE),
        (r"(?<=[^\W\d_])'(?=[^\W\d_])", "’"),
    )
)


_COUNT = re.compile(r"\b([nN]) = (?=\d)")


def number(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """Write ``value`` with ``decimals`` digits as readers of ``language`` expect it.

    >>> number(12345.6, 1, "fr").replace(THIN_SPACE, "_")
    '12_345,6'
    >>> number(-0.04, 1, "en", signed=True)
    '0.0'
    """
    written = f"{abs(value):,.{decimals}f}"
    is_zero = float(written.replace(",", "")) == 0
    if language == "fr":
        written = written.replace(",", THIN_SPACE).replace(".", ",")
    if is_zero:
        return written
    if value < 0:
        return MINUS + written
    return "+" + written if signed else written


def percent(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """Write a percentage; ``value`` is in percent already.

    >>> percent(12.34, 1, "en"), percent(12.34, 1, "fr").replace(THIN_SPACE, "_")
    ('12.3%', '12,3_%')
    """
    written = number(value, decimals, language, signed=signed)
    return written + (THIN_SPACE if language == "fr" else "") + "%"


def interval(
    low: float,
    high: float,
    decimals: int,
    language: str,
    *,
    signed: bool = False,
    bare: bool = False,
) -> str:
    """Write the ends of an interval, never joined by a dash that a minus sign could be taken for.

    ``bare`` leaves out the French "de", for the cells of a table.

    >>> interval(28, 34, 0, "en"), interval(28, 34, 0, "fr"), interval(28, 34, 0, "fr", bare=True)
    ('28 to 34', 'de 28 à 34', '28 à 34')
    """
    first = number(low, decimals, language, signed=signed)
    last = number(high, decimals, language, signed=signed)
    if language != "fr":
        return f"{first} to {last}"
    return f"{first} à {last}" if bare else f"de {first} à {last}"


def day(date: datetime.date, language: str) -> str:
    """Write a date in full.

    >>> day(datetime.date(2025, 12, 31), "en").replace(HARD_SPACE, " ")
    '31 December 2025'
    >>> day(datetime.date(2025, 8, 1), "fr").replace(HARD_SPACE, " ")
    '1er août 2025'
    """
    name = _MONTHS[language].split()[date.month - 1]
    first = "1er" if language == "fr" and date.day == 1 else str(date.day)
    return f"{first}{HARD_SPACE}{name}{HARD_SPACE}{date.year}"


def month(date: datetime.date, language: str, *, short: bool = False, year: bool = True) -> str:
    """Write a month, in full or as on an axis.

    >>> month(datetime.date(2025, 2, 1), "fr", short=True).replace(HARD_SPACE, " ")
    'févr. 2025'
    """
    name = (_SHORT_MONTHS if short else _MONTHS)[language].split()[date.month - 1]
    return f"{name}{HARD_SPACE}{date.year}" if year else name


def typography(text: str, language: str) -> str:
    """Put the spaces and apostrophes that French readers expect in a sentence of ours.

    U+202F before ; ! ? % and in thousands, U+00A0 before : € and inside « ». In English "n = 12" is
    kept on one line, nothing else changes. Applying it twice changes nothing more.

    >>> typography("Qui l'a dit ? 12 % : « rien »", "fr") == (
    ...     "Qui l’a dit\u202f? 12\u202f%\u00a0: «\u00a0rien\u00a0»")
    True
    """
    text = _COUNT.sub(rf"\1{HARD_SPACE}={HARD_SPACE}", text)
    if language != "fr":
        return text
    for pattern, replacement in _FRENCH_RULES:
        text = pattern.sub(replacement, text)
    return text
