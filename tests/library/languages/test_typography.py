import datetime

from hypothesis import given
from hypothesis import strategies as st

from rebond.languages.typography import day, interval, month, number, percent, typography

NARROW, HARD = "\u202f", "\u00a0"
PIECES = st.lists(
    st.sampled_from(
        [
            "mot",
            "l'eau",
            "12",
            "345",
            " ",
            HARD,
            NARROW,
            ";",
            "!",
            "?",
            ":",
            "%",
            "€",
            "«",
            "»",
            "(",
            ")",
            "…",
            "n = 3",
            "http://a.fr",
            "\n",
        ]
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_french_typography_is_idempotent(text: str) -> None:
    once = typography(text, "fr")
    assert typography(once, "fr") == once


@given(st.text(max_size=60))
def test_french_typography_is_idempotent_on_anything(text: str) -> None:
    once = typography(text, "fr")
    assert typography(once, "fr") == once


@given(st.text(max_size=60))
def test_english_is_left_as_written(text: str) -> None:
    assert typography(text, "en") == text


def test_french_spaces() -> None:
    written = typography("Vraiment ? Oui ! Part : 12 % ; prix : 5 € ; « bien »", "fr")
    assert written == (
        f"Vraiment{NARROW}? Oui{NARROW}! Part{HARD}: 12{NARROW}%{NARROW}; prix{HARD}: 5{HARD}€"
        f"{NARROW}; «{HARD}bien{HARD}»"
    )


def test_addresses_and_hours_are_left_alone() -> None:
    assert typography("http://a.fr/?b=1 à 12:30", "fr") == "http://a.fr/?b=1 à 12:30"


def test_numbers_and_intervals_keep_their_sign_readable() -> None:
    assert number(-1234.5, 1, "fr") == f"−1{NARROW}234,5"
    assert percent(12, 0, "fr") == f"12{NARROW}%"
    assert interval(-5.2, -1.0, 1, "fr", signed=True) == "de −5,2 à −1,0"
    assert interval(-5.2, 1.0, 1, "en", signed=True) == "−5.2 to +1.0"


def test_dates_do_not_break_between_day_and_month() -> None:
    assert day(datetime.date(2026, 5, 24), "fr") == f"24{HARD}mai{HARD}2026"
    assert month(datetime.date(2026, 5, 1), "en", short=True) == f"May{HARD}2026"
