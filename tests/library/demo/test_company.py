"""The fictional company: enough sentences, nothing real in it, the same for a seed."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from rebond.demo import Company, Truths, write_company
from rebond.demo.clauses import clauses, subjects
from rebond.demo.people import shops
from rebond.demo.wording import CONTRACTIONS
from rebond.understand.codebook import load_codebook

PHONES = r"(01 ?99 ?00|02 ?61 ?91|03 ?53 ?01|04 ?65 ?71|05 ?36 ?49|06 ?39 ?98)"
DOMAINS = r"(example\.(com|org|net)|[a-z-]+\.example)"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return write_company(tmp_path_factory.mktemp("company"), seed=7)


@pytest.fixture(scope="module")
def texts(company: Company) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = company.planted.texts.to_pylist()
    return rows


def said(texts: list[dict[str, Any]]) -> list[str]:
    return [row["text"] for row in texts if row["state"] == "meaningful"]


def test_nine_hundred_distinct_clauses_some_english() -> None:
    assert len({clause.text for clause in clauses()}) >= 900
    assert len({clause.text for clause in clauses() if clause.language == "en"}) >= 50


def test_thirty_shops_in_regions_and_a_web_shop() -> None:
    assert len(shops()) >= 32
    assert len({shop.region for shop in shops()}) >= 6


def test_every_theme_is_in_the_code_plan(company: Company) -> None:
    known = {theme.id for theme in load_codebook(company.codebook).themes}
    assert {theme for clause in clauses() for theme, _ in clause.labels} <= known
    assert set(Truths().drivers) <= known


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    first = write_company(tmp_path / "a", seed=3, responses=400)
    again = write_company(tmp_path / "b", seed=3, responses=400)
    other = write_company(tmp_path / "c", seed=4, responses=400)
    for one, two, three in zip(first.files, again.files, other.files, strict=True):
        assert digest(one.path) == digest(two.path) != digest(three.path)
    assert first.planted.labels.equals(again.planted.labels)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_files_hold_six_thousand_responses(company: Company) -> None:
    rows = {file.path.name: len(rows_of(file.path)) for file in company.files}
    assert rows == {
        "enquete_apres_achat.csv": 2640,
        "avis_en_ligne.csv": 960,
        "courriels.jsonl": 540,
        "conversations.jsonl": 540,
        "bornes_magasins.xlsx": 720,
        "barometre_equipes.xlsx": 600,
    }


def rows_of(path: Path) -> list[Any]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".xlsx":
        from python_calamine import load_workbook

        return load_workbook(path).get_sheet_by_index(0).to_python()[1:]
    french = "enquete" in path.name
    with path.open(encoding="cp1252" if french else "utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";" if french else ","))[1:]


def test_survey_is_written_as_french_excel_does(company: Company) -> None:
    rows = rows_of(company.files[0].path)
    assert all(re.fullmatch(r"\d\d/\d\d/202[456]", row[1]) for row in rows)
    assert all(re.fullmatch(r"\d+,\d\d", row[5]) for row in rows)
    assert {int(row[9]) for row in rows} <= set(range(11))
    people = Counter(row[8] for row in rows)
    assert sum(1 for count in people.values() if count > 1) > 100


def test_some_answers_are_hollow_empty_spam_or_copies(texts: list[dict[str, Any]]) -> None:
    states = Counter(row["state"] for row in texts)
    assert states["hollow"] > 150
    assert states["empty"] > 150
    assert states["spam"] > 5
    assert sum(1 for row in texts if row["copy_of"]) > 20


def test_lengths_go_from_a_word_to_a_page(texts: list[dict[str, Any]]) -> None:
    words = sorted(len(text.split()) for text in said(texts))
    assert words[len(words) // 50] <= 2
    assert 8 <= words[len(words) // 2] <= 25
    assert words[-10] > 70


def test_four_texts_in_five_are_unique(texts: list[dict[str, Any]]) -> None:
    counts = Counter(text.strip().lower() for text in said(texts))
    unique = sum(1 for text in said(texts) if counts[text.strip().lower()] == 1)
    assert unique / len(said(texts)) >= 0.8


def test_no_brace_bracket_or_mark_is_left(texts: list[dict[str, Any]]) -> None:
    left = re.compile(r"[{}\[\]|]|->|@(?![\w-]+\.)|\s{2,}(?!\n)| ,|\(\)|\bNone\b")
    assert [text for text in said(texts) if left.search(text.replace("\n\n", "\n"))] == []


def test_elisions_are_made(texts: list[dict[str, Any]]) -> None:
    careful = [text for text in said(texts) if not text.isupper()]
    for apart, _ in CONTRACTIONS:
        assert [text for text in careful if apart.search(text)] == []


def test_contacts_are_of_ranges_kept_for_fiction(company: Company) -> None:
    everything = " ".join(str(rows_of(file.path)) for file in company.files)
    addresses = re.findall(r"[\w.-]+@([\w.-]+\w)", everything.lower())
    assert len(addresses) > 1000
    assert [domain for domain in addresses if not re.fullmatch(DOMAINS, domain)] == []
    sites = re.findall(r"(?:https?://|www\.)([\w.-]+)", everything)
    assert [site for site in sites if not site.endswith(".example")] == []
    phones = re.findall(r"\b0[1-9](?:[ .]?\d\d){4}\b", everything)
    assert len(phones) > 50
    spaced = [phone.replace(".", " ") for phone in phones]
    assert [phone for phone in spaced if not re.match(PHONES, phone)] == []


def test_labels_lead_to_texts(company: Company) -> None:
    keys = ["source", "external_id", "text_index"]
    labels, texts = company.planted.labels, company.planted.texts
    lost = labels.join(texts, keys, join_type="left anti")
    assert lost.num_rows == 0
    assert set(pc.unique(labels["polarity"]).to_pylist()) == {-1, 0, 1}
    drawn = {subject.theme for subject in subjects()["customer"].values()}
    assert drawn <= set(pc.unique(labels["theme"]).to_pylist())


def test_without_truths_texts_and_volumes_are_the_same(company: Company, tmp_path: Path) -> None:
    other = write_company(tmp_path, seed=7, truths=False)
    assert other.planted.truths is None
    assert other.planted.labels.equals(company.planted.labels)
    assert other.planted.texts.equals(company.planted.texts)
    for one, two in zip(company.files, other.files, strict=True):
        assert len(rows_of(one.path)) == len(rows_of(two.path))


def test_lockers_are_spoken_of_only_once_they_are_open(company: Company) -> None:
    truths = Truths()
    opened = truths.emergence_week.isoformat()
    days = {row["id"]: row["date"] for row in rows_of(company.files[2].path)}
    spoken = spoken_of(company.planted.labels, "Courriels", truths.emergence)
    assert spoken
    assert all(days[mail] >= opened for mail in spoken)


def spoken_of(labels: pa.Table, source: str, theme: str) -> list[str]:
    kept = pc.and_(pc.equal(labels["source"], source), pc.equal(labels["theme"], theme))
    found: list[str] = labels.filter(kept)["external_id"].to_pylist()
    return found
