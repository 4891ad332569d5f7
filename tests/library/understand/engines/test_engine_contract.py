"""What every engine promises, ours and any other: the contract of `opinions`."""

from __future__ import annotations

import pytest
from fakes import SHOP
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.schemas import OPINIONS_OF_TEXTS
from rebond.understand import Engine, opinions
from rebond.vocabulary import Intent

TEXTS = [
    "Personnel aimable mais attente interminable !",
    "Rien à redire sur l'accueil 😀",
    "The staff was rude, the queue endless",
    "Écrivez-moi : ⟦email⟧. L’attente…\nL'accueil",
    "",
    "   ",
    "…",
    "attente " * 90,
    "\ud800 accueil \x00 𝕏 ½",
]
ANY_TEXT = st.lists(
    st.one_of(st.sampled_from(TEXTS[:4]), st.text(max_size=40)), min_size=1, max_size=4
)


def read(engine: Engine, texts: list[str]) -> list[dict]:
    return opinions(texts, languages=["fr"] * len(texts), codebook=SHOP, engine=engine).to_pylist()


def of_row(rows: list[dict], row: int) -> list[dict]:
    return [{**one, "row": 0} for one in rows if one["row"] == row]


def test_the_table_is_the_one_of_the_contract(engine: Engine) -> None:
    found = opinions(TEXTS, languages=["fr"] * len(TEXTS), codebook=SHOP, engine=engine)
    assert found.schema == OPINIONS_OF_TEXTS
    assert found.num_rows
    assert opinions([], codebook=SHOP, engine=engine).schema == OPINIONS_OF_TEXTS
    assert opinions([None, ""], codebook=SHOP, engine=engine).num_rows == 0


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=ANY_TEXT)
def test_every_opinion_is_proved_by_words_of_its_text(engine: Engine, texts: list[str]) -> None:
    leaves = {theme.id for theme in SHOP.leaves}
    rows = read(engine, texts)
    assert [one["row"] for one in rows] == sorted(one["row"] for one in rows)
    for one in rows:
        text = texts[one["row"]]
        assert 0 <= one["start"] < one["end"] <= len(text)
        assert text[one["start"] : one["end"]].strip()
        assert one["theme"] is None or one["theme"] in leaves
        assert one["polarity"] in (-1, 0, 1)
        assert one["intent"] in {intent.value for intent in Intent}
        assert 0 <= one["confidence"] <= 1
        assert one["model_version"] == engine.model_version
        assert one["codebook_version"] == SHOP.version


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=ANY_TEXT)
def test_a_text_reads_the_same_alone_and_in_any_batch_and_order(
    engine: Engine, texts: list[str]
) -> None:
    together = read(engine, texts)
    backwards = read(engine, texts[::-1])
    for row, text in enumerate(texts):
        alone = read(engine, [text])
        assert of_row(together, row) == alone
        assert of_row(backwards, len(texts) - 1 - row) == alone


@pytest.mark.parametrize("text", TEXTS[4:7])
def test_what_says_nothing_has_no_opinion(engine: Engine, text: str) -> None:
    assert read(engine, [text]) == []
