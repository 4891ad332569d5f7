"""The names of the months in French and in English, whole or cut short."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NAMES = (
    ("janvier", "janv", "jan", "january"),
    ("février", "fevrier", "févr", "fevr", "fév", "fev", "february", "feb"),
    ("mars", "mar", "march"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "jul", "july"),
    ("août", "aout", "aoû", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("décembre", "decembre", "déc", "dec", "december"),
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}


def month_numbers(words: pa.StringArray) -> Any:
    """Return the numbers (1 to 12) of months given by their names; 0 for any other word.

    >>> month_numbers(pa.array(["Janv", "August", "lundi"])).tolist()
    [1, 8, 0]
    """
    encoded = words.dictionary_encode()
    known = [_NUMBERS.get((word or "").lower(), 0) for word in encoded.dictionary.to_pylist()]
    numbers = np.array([*known, 0], np.int64)
    return numbers[np.asarray(pc.fill_null(encoded.indices, len(known)))]
