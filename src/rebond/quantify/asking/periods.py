"""Periods as people write them: 2025, 2025-T2, mai 2025, 2025-W36, 03/09/2025, 3 derniers mois."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterable

from rebond.errors import QuestionError
from rebond.quantify.asking.names import normal

_MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_UNITS = {
    "day": "day", "days": "day", "jour": "day", "jours": "day",
    "week": "week", "weeks": "week", "semaine": "week", "semaines": "week",
    "month": "month", "months": "month", "mois": "month",
    "quarter": "quarter", "quarters": "quarter", "trimestre": "quarter", "trimestres": "quarter",
    "year": "year", "years": "year", "an": "year", "ans": "year", "annee": "year",
    "annees": "year",
}  # fmt: skip
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_LAST = re.compile(
    r"(?:the )?last (?:(?P<n>\d+) )?(?P<unit>[a-z]+)"
    r"|(?:l[ea]s? |l')?(?:(?P<n_fr>\d+) )?derni(?:ers?|eres?) (?P<unit_fr>[a-z]+)"
)
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-?(?:w|s)(?P<week>\d{1,2})|-?(?:q|t)(?P<quarter>[1-4])"
    r"|-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
)
_QUARTER_FIRST = re.compile(r"[qt]([1-4]) (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4})")
_CANONICAL_LAST = re.compile(r"last (\d+) (day|week|month|quarter|year)s?")


def canonical_period(text: str) -> str:
    """Return a period in one form; what is no period is returned as it is.

    >>> [canonical_period(t) for t in ("3 derniers mois", "mai 2026", "2026-t1", "3/9/2025")]
    ['last 3 months', '2026-05', '2026-Q1', '2025-09-03']
    """
    form = normal(text)
    if found := _LAST.fullmatch(form):
        unit = _UNITS.get(found["unit"] or found["unit_fr"])
        count = int(found["n"] or found["n_fr"] or 1)
        if unit and count:
            return f"last {count} {unit}{'s' if count > 1 else ''}"
    if found := _QUARTER_FIRST.fullmatch(form):
        return f"{found[2]}-Q{found[1]}"
    if found := _DAY_FIRST.fullmatch(form):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if (found := _NAMED.fullmatch(form)) and found[2] in _MONTHS:
        day = f"-{int(found[1]):02}" if found[1] else ""
        return f"{found[3]}-{_MONTHS[found[2]]:02}{day}"
    if found := _WRITTEN.fullmatch(form):
        if found["week"]:
            return f"{found['year']}-W{int(found['week']):02}"
        if found["quarter"]:
            return f"{found['year']}-Q{found['quarter']}"
        parts = [f"{int(part):02}" for part in (found["month"], found["day"]) if part]
        return "-".join([found["year"], *parts])
    return text


def is_period(text: str) -> bool:
    """Return whether a text is a period.

    >>> is_period("2026-05"), is_period("last 2 weeks"), is_period("soon")
    (True, True, False)
    """
    canonical = canonical_period(text)
    return bool(_CANONICAL_LAST.fullmatch(canonical) or _WRITTEN.fullmatch(normal(canonical)))


def wider_periods(field: str, keys: Iterable[str]) -> list[dict[str, str]]:
    """Return, for each wider period that holds whole ones of a field, the one of each first day.

    Keys are first days as a figure writes them; "" stands under none.

    >>> wider_periods("month", ["2026-05-01"])
    [{'2026-05-01': '2026 Q2'}, {'2026-05-01': '2026'}]
    """
    known = {key: datetime.date.fromisoformat(key) for key in keys if key}
    return [{key: written(day) for key, day in known.items()} for written in _WIDER.get(field, ())]


def _quarter(day: datetime.date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


_WIDER: dict[str, tuple[Callable[[datetime.date], str], ...]] = {
    "day": ("{:%G W%V}".format, "{:%Y %m}".format, _quarter, "{:%Y}".format),
    "month": (_quarter, "{:%Y}".format),
    "quarter": ("{:%Y}".format,),
}


def period(
    text: str, field: str, last: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """Return the first day and the day after the last of a written period.

    "last 3 months" are the three months that end on ``last``, the last day of the data.

    >>> period("2025-02", "month")
    (datetime.date(2025, 2, 1), datetime.date(2025, 3, 1))
    >>> period("2025-W01", "week")[0]
    datetime.date(2024, 12, 30)
    >>> period("last 1 month", "day", datetime.date(2025, 3, 31))[0]
    datetime.date(2025, 3, 1)

    Raises
    ------
    QuestionError
        When the text is no period.
    """
    canonical = canonical_period(text)
    try:
        if found := _CANONICAL_LAST.fullmatch(canonical):
            return _last(int(found[1]), found[2], last or datetime.date(1000, 1, 1))
        written = _WRITTEN.fullmatch(normal(canonical))
        if written is None:
            raise ValueError(text)
        return _written({k: int(v) for k, v in written.groupdict().items() if v}, field)
    except (ValueError, OverflowError):
        raise QuestionError(
            "“{value}” is not a period for {field}. Write 2025, 2025-Q3, 2025-09, 2025-W36,"
            " 2025-09-03 or last 3 months.",
            value=text,
            field=field,
        ) from None


def _written(parts: dict[str, int], field: str) -> tuple[datetime.date, datetime.date]:
    year = parts["year"]
    if "week" in parts:
        start = datetime.date.fromisocalendar(year, parts["week"], 1)
        return start, start + datetime.timedelta(days=7)
    if "quarter" in parts:
        start = datetime.date(year, 3 * parts["quarter"] - 2, 1)
        return start, _months_later(start, 3)
    start = datetime.date(year, parts.get("month", 1), parts.get("day", 1))
    if "day" in parts:
        # A day written for a week is the day that begins it.
        return start, start + datetime.timedelta(days=7 if field == "week" else 1)
    return start, _months_later(start, 1 if "month" in parts else 12)


def _last(count: int, unit: str, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    end = last + datetime.timedelta(days=1)
    if unit in _MONTHS_OF:
        return _months_later(end, -count * _MONTHS_OF[unit]), end
    return end - datetime.timedelta(days=count * (7 if unit == "week" else 1)), end


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of another month, its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < 1:
        return datetime.date(1000, 1, 1)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
