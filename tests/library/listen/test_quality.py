"""Hollow answers and spam are set aside; what judges is kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen.texts.quality import statuses

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

HOLLOW = [
    "RAS",
    "r.a.s.",
    "Rien à signaler",
    "rien a signaler !",
    "ok",
    "OK.",
    "N/A",
    ".",
    "...",
    "???",
    "",
    None,
    "fasdfasdf",
    "aaaa",
    "test",
    "néant",
    "pas de commentaire",
    "No comment",
    "nothing",
    "Nothing really.",
    "qsdfqsdf",
    "azerty",
    "jhgjhg",
    "sdfghj",
    "xxxxx",
    "12345",
    "⟦email⟧",
    "-",
    "je ne sais pas",
    "idem",
    "kjhkjhkjh",
    "dfgdfg dfgdfg",
    "Did not answer",
    "   ",
]
MEANINGFUL = [
    "Très bien",
    "Parfait",
    "Nul",
    "Bof",
    "Cher",
    "Attente",
    "👍",
    "😡😡",
    ":-(",
    "+++",
    "10/10",
    "5 sur 5",
    "IKEA",
    "MAAF",
    "SNCF",
    "DGCCRF",
    "pffff",
    "ouiiiii génial",
    "Couscous",
    "Rien de positif",
    "Rien à redire, parfait",
    "Nothing works",
    "ok mais cher",
    "Le voyant rouge clignote et casse tout",
    "Merci",
    "top",
    "Hmmm délicieux",
    "I sold my bitcoin at their machine and the fee was huge",
    "voir www.exemple.fr pour les horaires, ils sont faux",
    "très très très très très très très très bien",
]
SPAM = [
    "Win at www.best-casino.top",
    "Earn $500 a day working from home, click here http://quick-cash.biz",
    "Grand marabout, retour de l'être aimé en 48 h, résultats garantis",
    "I lost 2 BTC but this recovery expert got it back, contact him on Telegram",
    "Cheap viagra, order now at https://pills.example.com",
    "SEO services, backlinks and first page of Google for your site",
    "Offre de prêt entre particuliers, contactez-moi sur WhatsApp",
    "https://promo.example.xyz/abc",
    "Need a loan? Loans from $5000, contact us on WhatsApp today",
    "Découvrez notre site www.maigrir.example.top, promo -70 %",
    "Crédit rapide sans justificatif, contactez-nous",
    "I was broke until I invested in forex trading and made profit, DM me",
    "acheter ici maintenant " * 12,
]


@pytest.mark.parametrize("text", HOLLOW)
def test_what_says_nothing_is_hollow(text: str | None) -> None:
    assert statuses([text]).to_pylist() == ["hollow"]


@pytest.mark.parametrize("text", MEANINGFUL)
def test_what_judges_or_tells_is_meaningful(text: str) -> None:
    assert statuses([text]).to_pylist() == ["meaningful"]


@pytest.mark.parametrize("text", SPAM)
def test_what_sells_something_else_is_spam(text: str) -> None:
    assert statuses([text]).to_pylist() == ["spam"]


@given(st.lists(st.sampled_from(HOLLOW + MEANINGFUL + SPAM) | st.text(max_size=70), max_size=10))
@settings(max_examples=150, deadline=None)
def test_each_status_depends_on_its_own_text_only(texts: list[str | None]) -> None:
    assert statuses(texts).to_pylist() == [statuses([text])[0].as_py() for text in texts]


@pytest.mark.parametrize(
    ("path", "place"), [("reviews_fr_insurance/reviews.csv", 1), ("reviews_fr_amazon/train.csv", 0)]
)
def test_real_reviews_are_not_set_aside(path: str, place: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data absent")
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        texts = [row[place] for row in csv.reader(file)][1:]
    aside = [status for status in statuses(texts).to_pylist() if status != "meaningful"]
    assert len(aside) <= len(texts) / 1000
