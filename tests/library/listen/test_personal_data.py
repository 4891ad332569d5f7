"""Personal data are masked, and nothing else is."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen.texts.personal_data import mask
from rebond.listen.texts.personal_data.numbers import card_is_valid, iban_is_valid, nir_is_valid

CASES = [
    line
    for line in (Path(__file__).parent / "personal_data_cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
PIECE = re.compile(r"\{\{(\w+):(.*?)\}\}")


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_masked_exactly(case: str) -> None:
    masked, count = mask([PIECE.sub(r"\2", case)])
    assert masked[0].as_py() == PIECE.sub(r"⟦\1⟧", case)
    assert count[0].as_py() == len(PIECE.findall(case))


def test_there_are_at_least_150_cases() -> None:
    assert len(CASES) >= 150


FRAGMENTS = st.sampled_from(
    [PIECE.sub(r"\2", case) for case in CASES]
    + [
        "⟦email⟧",
        "⟦phone⟧",
        "0",
        "06",
        "@",
        " ",
        "rue",
        "12",
        "-",
        "Merci à Julie",
        "M. Dupont",
        ".",
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=6), max_size=6), st.booleans())
@settings(max_examples=300, deadline=None)
def test_masking_again_changes_nothing(fragments: list[str], first_names: bool) -> None:
    once, _ = mask(["".join(fragments)], first_names=first_names)
    twice, count = mask(once, first_names=first_names)
    assert twice.to_pylist() == once.to_pylist()
    assert count.to_pylist() == [0]


def test_a_text_is_masked_alike_alone_and_in_a_batch() -> None:
    texts = [PIECE.sub(r"\2", case) for case in CASES]
    together, _ = mask(texts)
    assert together.to_pylist() == [mask([text])[0][0].as_py() for text in texts]


def test_null_stays_null_and_a_slice_is_read_where_it_starts() -> None:
    texts = pa.array(["a@b.fr", None, "tel 06 12 34 56 78", "rien"])
    masked, count = mask(texts.slice(1))
    assert masked.to_pylist() == [None, "tel ⟦phone⟧", "rien"]
    assert count.to_pylist() == [0, 1, 0]


@given(st.integers(0, 96), st.integers(1, 9))
def test_a_wrong_digit_never_passes_a_check(place: int, step: int) -> None:
    for number, check in (
        ("FR7630006000011234567890189", iban_is_valid),
        ("4111111111111111", card_is_valid),
        ("185057800608491", nir_is_valid),
    ):
        at = place % len(number)
        if number[at].isdigit():
            wrong = str((int(number[at]) + step) % 10)
            assert not check(number[:at] + wrong + number[at + 1 :])


NAMES = [
    ("Merci à Julie pour son accueil", "Merci à ⟦name⟧ pour son accueil"),
    ("M. Dupont a été parfait", "M. ⟦name⟧ a été parfait"),
    ("Mme Le Gall est aimable", "Mme ⟦name⟧ est aimable"),
    ("Sophie a été très patiente", "⟦name⟧ a été très patiente"),
    ("thanks to Emma and Paul", "thanks to ⟦name⟧ and ⟦name⟧"),
    ("Mrs Jones was rude", "Mrs ⟦name⟧ was rude"),
    ("la conseillère Nathalie", "la conseillère ⟦name⟧"),
    ("Cordialement, Martine", "Cordialement, ⟦name⟧"),
    ("une rose pour la vendeuse", "une rose pour la vendeuse"),
    ("merci à la caissière", "merci à la caissière"),
    ("Monsieur le directeur", "Monsieur le directeur"),
    ("chez Darty on attend", "chez Darty on attend"),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_are_masked_on_option_only(text: str, expected: str) -> None:
    assert mask([text], first_names=True)[0][0].as_py() == expected
    assert mask([text])[0][0].as_py() == text


@pytest.mark.parametrize("unit", ["12 rue de la ", "rue a-", "a.b-", "1 ", "tel 0 ", "M. Dupont "])
def test_no_text_takes_long_to_mask(unit: str) -> None:
    start = time.process_time()
    mask([unit * 2000], first_names=True)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Casier vide. Cdt Chloé Girard\n⟦phone⟧", "Casier vide. Cdt ⟦name⟧\n⟦phone⟧"),
        ("Cordialement, Jean-Marc LE GOFF", "Cordialement, ⟦name⟧"),
        ("Salutations Distinguées", "Salutations Distinguées"),
        ("Bien à vous Paris est loin", "Bien à vous Paris est loin"),
    ],
)
def test_who_signs_is_masked_with_names(text: str, masked: str) -> None:
    assert mask([text], first_names=True)[0].to_pylist() == [masked]
    assert mask([text])[0].to_pylist() == [text]
