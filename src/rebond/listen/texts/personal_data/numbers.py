"""Numbers that name a person or an account, told from other numbers by their check digits.

Each function takes the number as written, separators included, and answers whether it is one.
"""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s.\-/()\u00a0\u202f]")

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21,
    "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MA": 28, "MC": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip
"""Length of the IBAN of each country (ISO 13616 registry)."""


def bare(number: str) -> str:
    """Return ``number`` without its separators.

    >>> bare("06.12 34-56/78")
    '0612345678'
    """
    return _SEPARATORS.sub("", number)


def iban_is_valid(number: str) -> bool:
    """Whether the length of the country and the check digits hold (ISO 7064, modulo 97-10).

    >>> iban_is_valid("FR14 2004 1010 0505 0001 3M02 606")
    True
    >>> iban_is_valid("FR15 2004 1010 0505 0001 3M02 606")
    False
    """
    compact = bare(number).upper()
    if IBAN_LENGTHS.get(compact[:2]) != len(compact) or not compact.isalnum():
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def luhn_is_valid(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, Luhn).

    >>> luhn_is_valid("4970101234567890"), luhn_is_valid("4970101234567899")
    (False, False)
    >>> luhn_is_valid("4111111111111111")
    True
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


_CARD_PREFIXES = re.compile(
    r"4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|"
    r"(?:50|5[6-9]|6[0-9])\d{14}"
)


def card_is_valid(number: str) -> bool:
    """Whether a payment scheme issues such numbers (prefix, length) and Luhn's digit holds.

    >>> card_is_valid("4111 1111 1111 1111"), card_is_valid("4111 1111 1111 1112")
    (True, False)
    """
    digits = bare(number)
    return bool(_CARD_PREFIXES.fullmatch(digits)) and luhn_is_valid(digits)


_NIR = re.compile(
    r"([12378])(\d\d)(0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)(\d\d|2[AB])(\d{3})(\d{3})(\d\d)?",
    re.IGNORECASE,
)


def nir_is_valid(number: str) -> bool:
    """Whether a French social security number of 15 signs has the right key (INSEE, RNIPP).

    The key is 97 minus the remainder of the 13 first digits by 97, where the departments of
    Corsica count as 19 (2A) and 18 (2B).

    >>> nir_is_valid("2 55 08 14 168 025 38"), nir_is_valid("2 55 08 14 168 025 39")
    (True, False)
    """
    found = _NIR.fullmatch(bare(number))
    if not found or not found[7]:
        return False
    digits = bare(number)[:13].upper().replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and 97 - int(digits) % 97 == int(found[7])


def nir_without_key(number: str) -> bool:
    """Whether 13 signs have the shape of a French social security number, key left out."""
    found = _NIR.fullmatch(bare(number))
    return bool(found) and not found[7] if found else False
