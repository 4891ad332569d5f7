"""What the page promises, on simulated companies."""

import base64
import datetime
import hashlib
import re
from pathlib import Path

import pyarrow as pa
import pytest

from rebond import report
from rebond.quantify import Perimeter
from rebond.quantify.simulated.worlds import TablesInMemory, draw
from rebond.report import write_report
from rebond.schemas import COPIES, IMPORTS

FOLDER = Path(report.__file__).parent
HOSTILE = "<script>alert(1)</script> ]]> \" onload=x ' \u202eRTL 👍 " + "long" * 100


def world(responses: int = 300, text: str = "", **changes: object) -> TablesInMemory:
    tables = draw(3, responses=responses, weeks=30, shops=6, **changes)  # type: ignore[arg-type]
    tables.tables.setdefault("copies", COPIES.empty_table())
    tables.tables.setdefault("imports", IMPORTS.empty_table())
    if text:
        voices = tables.tables["voices"]
        texts = pa.array([text] * len(voices))
        place = voices.schema.get_field_index("text")
        tables.tables["voices"] = voices.set_column(place, voices.schema.field(place), texts)
    return tables


def page(tables: TablesInMemory, folder: Path, language: str = "fr") -> str:
    path = folder / "report.html"
    write_report(Perimeter.whole(tables), path, language=language, title="Vertaille")
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(world(), tmp_path_factory.mktemp("fr"))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(world(), tmp_path_factory.mktemp("en"), "en")


def test_the_page_allows_its_own_style_and_nothing_else(french: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', french)
    style = re.search(r"<style>(.*?)</style>", french, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in allowed
    assert "script" not in french.replace(style[1], "").casefold()
    assert not re.search(r"\s(?:style|on\w+)=", french.replace(style[1], ""))
    assert not re.search(r'(?:src|href)="(?!#)', french)


def test_every_link_leads_somewhere_in_the_page(french: str) -> None:
    identities = re.findall(r'\sid="([^"]+)"', french)
    assert len(identities) == len(set(identities))
    assert set(re.findall(r'href="#([^"]+)"', french)) <= set(identities)


def test_hostile_words_are_shown_and_inert(tmp_path: Path) -> None:
    html = page(world(60, HOSTILE), tmp_path)
    assert "<script" not in html
    assert "&lt;" in html
    assert "onload" in html


def test_each_language_is_whole(french: str, english: str) -> None:
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english
    assert "Ce dont on parle" in french
    assert "What is talked about" in english
    for sentence in ("Key figures", "What weighs", "Read these voices", "share of voices"):
        assert sentence not in french


def test_french_spaces_are_exact_outside_voices(french: str) -> None:
    body = french[french.index("<body>") :]
    told = re.sub(r"<blockquote>.*?</blockquote>|<code>.*?</code>", "", body, flags=re.DOTALL)
    said = re.sub(r"<[^>]+>", "\n", told)
    assert not re.findall(r"[^\n]* [;!?%€»]", said)


@pytest.mark.parametrize("responses", [1, 3, 12])
def test_a_handful_of_responses_is_told_as_such(responses: int, tmp_path: Path) -> None:
    html = page(world(responses), tmp_path)
    assert "à lire plutôt qu’à compter" in html or "ce qu’on" in html
    assert "lisez d’abord les voix" in html


def test_sections_without_meaning_disappear(tmp_path: Path) -> None:
    tables = world(60)
    tables.tables["scores"] = tables.tables["scores"].slice(0, 0)
    tables.tables["opinions"] = tables.tables["opinions"].slice(0, 0)
    responses = tables.tables["responses"]
    for name in ("day", "week", "month", "answered_at"):
        place = responses.schema.get_field_index(name)
        empty = pa.nulls(len(responses), responses.schema.field(name).type)
        responses = responses.set_column(place, responses.schema.field(name), empty)
    tables.tables["responses"] = responses
    tables._attributes = ()
    html = page(tables, tmp_path)
    for absent in ('id="scores"', 'id="weights"', 'id="changes"', 'id="places"', 'id="voices"'):
        assert absent not in html
    assert "Aucun thème n’a été trouvé" in html
    assert "Sans date" in html


def test_writing_takes_the_place_of_the_file_at_once(tmp_path: Path) -> None:
    page(world(30), tmp_path)
    page(world(30), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_day_is_written_in_the_margin(french: str) -> None:
    assert str(datetime.date.today().year) in french
