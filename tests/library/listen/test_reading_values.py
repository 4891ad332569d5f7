"""Dates, numbers and absences are read as people write them."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen.columns.values import dates, day_first, is_missing, numbers

DATES: list[tuple[str, bool, str | None]] = [
    ("2025-12-31", True, "2025-12-31 00:00:00"),
    ("2025-12-31T18:05:33Z", True, "2025-12-31 18:05:33"),
    ("2025-12-31T18:05:33.123+02:00", True, "2025-12-31 16:05:33"),
    ("31/12/2025", True, "2025-12-31 00:00:00"),
    ("12/31/2025", False, "2025-12-31 00:00:00"),
    ("03/04/2025", True, "2025-04-03 00:00:00"),
    ("03/04/2025", False, "2025-03-04 00:00:00"),
    ("31/12/25 18h05", True, "2025-12-31 18:05:00"),
    ("12 janv. 2025", True, "2025-01-12 00:00:00"),
    ("1er août 2025", True, "2025-08-01 00:00:00"),
    ("lundi 3 mars 2025 à 14:30", True, "2025-03-03 14:30:00"),
    ("March 3, 2025", True, "2025-03-03 00:00:00"),
    ("Mar 3, 2025 3:05 PM", True, "2025-03-03 15:05:00"),
    ("2021/03/04 5:06:07 PM UTC+2", True, "2021-03-04 15:06:07"),
    ("45000.5", True, "2023-03-15 12:00:00"),
    ("1735689600", True, "2025-01-01 00:00:00"),
    ("20251231", True, "2025-12-31 00:00:00"),
    ("01/2025", True, "2025-01-01 00:00:00"),
    ("31/02/2025", True, None),
    ("2012", True, None),
    ("bientôt", True, None),
    ("0000-00-00", True, None),
]


@pytest.mark.parametrize(("text", "first", "expected"), DATES)
def test_dates(text: str, first: bool, expected: str | None) -> None:
    found = dates([text], day_first=first)[0].as_py()
    assert found == (None if expected is None else datetime.datetime.fromisoformat(expected))


@settings(max_examples=50, deadline=None)
@given(st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2090, 1, 1)))
def test_dates_come_back(instant: datetime.datetime) -> None:
    instant = instant.replace(microsecond=0)
    for written in (
        instant.isoformat(),
        f"{instant:%d/%m/%Y %H:%M:%S}",
        f"{instant:%d %B %Y %H:%M:%S}",
    ):
        assert dates([written], day_first=True)[0].as_py() == instant


def test_the_order_of_day_and_month_is_that_of_the_column() -> None:
    assert day_first(["03/04/2025", "31/12/2025"]) == (True, True)
    assert day_first(["03/04/2025", "12/31/2025"]) == (False, True)
    assert day_first(["03/04/2025"]) == (True, False)


def test_numbers() -> None:
    written = [
        "4,5",
        "1\u202f234,5",
        "1\u00a0234",
        "1.234,5",
        "1,234.5",
        "1,234,567",
        "−3",
        "+2",
        "87 %",
        "12 €",
        "x",
        None,
        "",
    ]
    expected = [4.5, 1234.5, 1234, 1234.5, 1234.5, 1234567, -3, 2, 87, 12, None, None, None]
    assert numbers(pa.array(written)).to_pylist() == expected


def test_missing() -> None:
    written = ["", " ", "N/A", "nsp", "-", "NULL", "non", "RAS", "0", None]
    assert is_missing(pa.array(written)).to_pylist() == [True] * 6 + [False] * 3 + [True]
