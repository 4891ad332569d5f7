"""Dates, numbers and absences as people write them, read a column at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.months import month_numbers

MISSING = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "–",
        ".",
        "/",
        "?",
        "n/a",
        "na",
        "n.a",
        "n.a.",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "nc",
        "n.c.",
        "nr",
        "nsp",
        "ne sait pas",
        "ne se prononce pas",
        "sans réponse",
        "non renseigné",
        "non renseignée",
        "not stated",
        "not answered",
        "no answer",
        "no response",
        "did not answer",
        "unknown",
        "inconnu",
        "sans objet",
        "so",
        "s.o.",
        "#ref!",
        "#value!",
        "#valeur!",
        "#nom?",
        "#name?",
        "#div/0!",
        "<na>",
        "(blank)",
        "(vide)",
        "-99",
    }
)
_SPACES = "[\\s\u00a0\u202f\u2009]"


def strings(values: Any) -> pa.StringArray:
    """Return ``values`` (Arrow strings, chunked or not, or a list) as one array of strings."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if not isinstance(values, pa.Array):
        return pa.array(values, pa.string())
    if isinstance(values, pa.ChunkedArray):
        return pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], pa.string())
    return values if values.type == pa.string() else values.cast(pa.string())


def is_missing(values: Any) -> pa.BooleanArray:
    """Tell of each value whether it says that there is no answer: null, "", "N/A", "NSP"…

    >>> is_missing(["Bien", " n/a ", None, "-"]).to_pylist()
    [False, True, True, True]
    """
    array = strings(values)
    encoded = array.dictionary_encode()
    words = pc.utf8_lower(pc.utf8_trim_whitespace(encoded.dictionary))
    missing = pc.is_in(words, value_set=pa.array(sorted(MISSING)))
    return pc.fill_null(missing.take(encoded.indices), True)


def numbers(values: Any) -> pa.DoubleArray:
    """Read numbers written in French or in English; null where there is none.

    >>> numbers(["4,5", "12\\u202f345,6", "1,234.5", "87 %", "cinq"]).to_pylist()
    [4.5, 12345.6, 1234.5, 87.0, None]
    """
    encoded = strings(values).dictionary_encode()
    text = pc.replace_substring_regex(encoded.dictionary, f"{_SPACES}|[€$£%]|'|’", "")
    text = pc.replace_substring(text, "\u2212", "-")
    # 1.234,5 and 1,234.5: the last mark is the decimal one; a lone comma is a decimal one.
    text = pc.replace_substring_regex(text, r"^([-+]?\d{1,3}(?:\.\d{3})+),(\d+)$", r"\1#\2")
    text = pc.if_else(pc.match_substring(text, "#"), pc.replace_substring(text, ".", ""), text)
    text = pc.replace_substring(text, "#", ".")
    text = pc.if_else(
        pc.match_substring_regex(text, r"^[-+]?\d{1,3}(,\d{3})+(\.\d+|,\d{3})$"),
        pc.replace_substring(text, ",", ""),
        text,
    )
    text = pc.replace_substring(text, ",", ".")
    text = pc.replace_substring_regex(text, r"^\+", "")
    good = pc.match_substring_regex(text, r"^-?(\d{1,300}(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?$")
    read = pc.cast(pc.if_else(good, text, None), pa.float64())
    return read.take(encoded.indices)


def dates(values: Any, *, day_first: bool) -> pa.TimestampArray:
    """Read instants; null where there is none.

    ``day_first`` tells how 03/04/2025 is read. Understood: ISO 8601, 31/12/2025 and 12/31/2025
    with ``/ - .`` and two or four figures for the year, 01/2025 and 2025-01 (the first of the
    month), "12 janv. 2025", "March 3, 2025", 20251231, Excel serial numbers and Unix times, each
    with a time, AM or PM, and a zone. An instant with a zone is put in UTC, others are kept as
    written. Years outside 1900 to 2199 are not dates.

    >>> dates(["31/12/2025 18:05", "3 mars 2025"], day_first=True).cast(pa.string()).to_pylist()
    ['2025-12-31 18:05:00.000000', '2025-03-03 00:00:00.000000']
    """
    array = strings(values)
    encoded = array.dictionary_encode()
    words = encoded.dictionary
    result = np.full(len(words), np.datetime64("NaT"), "datetime64[us]")
    left = np.arange(len(words))
    for pattern, order in _PATTERNS:
        if not left.size:
            break
        found = pc.extract_regex(words.take(pa.array(left)), pattern)
        hit = np.asarray(found.is_valid())
        if hit.any():
            parts = found.filter(pa.array(hit))
            result[left[hit]] = _instants(parts, _order(order, day_first))
            left = left[~hit | np.isnat(result[left])]
    _read_serials(words, left, result)
    instants = pa.array(result, pa.timestamp("us"))
    return instants.take(encoded.indices)


_TIME = (
    r"(?:[\sT,àa]*(?:at\s+|à\s+)?(?P<hour>\d{1,2})\s?[:hH]\s?(?P<minute>\d{2})?"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[aApP]\.?[mM]\.?)?"
    r"\s*(?P<zone>[zZ]|[-+]\d{2}:?\d{0,2}|(?:UTC|GMT)(?:[-+]\d{1,2}(?::?\d{2})?)?|CEST|CET)?(?:\s*\([^)]*\))?)?\s*$"
)
_DAY_NAME = r"^\s*(?:[^\d\s.,/]{2,9}\.?,?\s+)?(?:le\s+)?"
_PATTERNS = (
    (r"^\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME, "fixed"),
    (
        r"^\s*(?P<first>\d{1,2})[-/.](?P<second_part>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _TIME,
        "slashed",
    ),
    (
        _DAY_NAME
        + (
            r"(?P<day>\d{1,2})(?:er|st|nd|rd|"
            r"th)?[\s-]+(?:of\s+)?(?P<word>[^\d\s.,/-]{3,9})\.?,?[\s-]+(?P<year>\d{4})"
        )
        + _TIME,
        "fixed",
    ),
    (
        _DAY_NAME
        + r"(?P<word>[^\d\s.,/-]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
        + _TIME,
        "fixed",
    ),
    (
        r"^\s*(?P<year>(?:19|20|21)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})Z?)?\s*$",
        "fixed",
    ),
    (r"^\s*(?P<month>\d{1,2})[-/.](?P<year>\d{4})\s*$", "fixed"),
    (r"^\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})\s*$", "fixed"),
    (r"^\s*(?P<word>[^\d\s.,/-]{3,9})\.?\s+(?P<year>\d{4})\s*$", "fixed"),
)


def _order(kind: str, day_first: bool) -> tuple[str, str]:
    if kind == "fixed":
        return "day", "month"
    return ("first", "second_part") if day_first else ("second_part", "first")


def _instants(parts: pa.StructArray, order: tuple[str, str]) -> Any:
    """Return the instants whose parts were cut out of strings; NaT where they make none."""
    names = {field.name for field in parts.type}

    def part(name: str, default: int) -> Any:
        if name not in names:
            return np.full(len(parts), default)
        text = parts.field(name)
        good = pc.if_else(pc.match_substring_regex(text, r"^\d{1,6}$"), text, str(default))
        return np.asarray(pc.cast(pc.fill_null(good, str(default)), pa.int64()))

    day = part(order[0], 1)
    month = month_numbers(parts.field("word")) if "word" in names else part(order[1], 1)
    year = part("year", 0)
    year = np.where(year < 70, year + 2000, np.where(year < 100, year + 1900, year))
    hour, minute, second = part("hour", 0), part("minute", 0), part("second", 0)
    good = (year >= 1900) & (year < 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    good &= (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    good &= days.astype("datetime64[M]") == months
    if "half" in names:
        hour = _on_24_hours(hour, parts.field("half"))
    seconds = hour * 3600 + minute * 60 + second
    if "zone" in names:
        seconds = seconds - _offsets(parts.field("zone"))
    instants = days.astype("datetime64[us]") + (seconds * 1_000_000).astype("timedelta64[us]")
    return np.where(good, instants, np.datetime64("NaT"))


def _on_24_hours(hour: Any, half: pa.StringArray) -> Any:
    letter = pc.utf8_lower(pc.utf8_slice_codeunits(half, 0, 1))
    afternoon = np.asarray(pc.fill_null(pc.equal(letter, "p"), False))
    morning = np.asarray(pc.fill_null(pc.equal(letter, "a"), False))
    hour = np.where(afternoon & (hour < 12), hour + 12, hour)
    return np.where(morning & (hour == 12), 0, hour)


def _offsets(zone: pa.StringArray) -> Any:
    """Return the seconds east of UTC that each zone tells; 0 when it tells none."""
    encoded = zone.dictionary_encode()
    seconds = np.array([_offset(word.as_py() or "") for word in encoded.dictionary] + [0])
    indices = np.asarray(pc.fill_null(encoded.indices, len(seconds) - 1))
    return seconds[indices]


def _offset(word: str) -> int:
    known = {"CET": 3600, "CEST": 7200}
    if word in known:
        return known[word]
    digits = "".join(letter for letter in word if letter.isdigit())
    if not digits:
        return 0
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return (-1 if "-" in word else 1) * (int(hours) * 3600 + int(minutes) * 60)


def _read_serials(words: pa.StringArray, left: Any, result: Any) -> None:
    """Read Excel serial numbers (days since 1899-12-30) and Unix times (seconds, milliseconds)."""
    if not left.size:
        return
    value = np.asarray(numbers(words.take(pa.array(left))).fill_null(np.nan), float)
    for low, high, unit, origin in (
        (20_000, 80_000, 86_400e6, "1899-12-30"),
        (1e9, 4e9, 1e6, "1970-01-01"),
        (1e12, 4e12, 1e3, "1970-01-01"),
    ):
        hit = (value >= low) & (value < high)
        steps = np.round(value[hit] * unit / 1e3) * 1e3 if unit > 1e3 else value[hit] * unit
        result[left[hit]] = np.datetime64(origin, "us") + steps.astype("timedelta64[us]")


def day_first(values: Any) -> tuple[bool, bool]:
    """Tell how the dates of a column are written: whether the day comes first, and if it is sure.

    >>> day_first(["03/04/2025", "12/31/2025"]), day_first(["03/04/2025"])
    ((False, True), (True, False))
    """
    found = pc.extract_regex(strings(values), r"^\s*(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.]\d{2,4}")
    found = found.filter(found.is_valid())
    if not len(found):
        return True, True
    first = int(pc.sum(pc.greater(pc.cast(found.field("a"), pa.int64()), 12)).as_py() or 0)
    second = int(pc.sum(pc.greater(pc.cast(found.field("b"), pa.int64()), 12)).as_py() or 0)
    return first >= second, first != second
