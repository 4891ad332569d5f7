"""First use, as somebody lives it: a French Excel file, an insight read, its voices opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rebond.demo import write_company
from rebond.workspace import Workspace

pytestmark = pytest.mark.browser
_ROWS = 1_200
_PATIENCE = 240_000  # milliseconds: two cores read, scan and serve meanwhile


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first rows of the survey of the demo's fictional company, as Excel writes it."""
    folder = tmp_path_factory.mktemp("survey")
    (whole,) = (
        file.path
        for file in write_company(folder / "files", seed=1).files
        if file.path.name == "enquete_apres_achat.csv"
    )
    lines = whole.read_bytes().splitlines(keepends=True)
    path = folder / "enquête.csv"
    path.write_bytes(b"".join(lines[: _ROWS + 1]))
    return path


def test_a_french_excel_file_becomes_an_insight_and_its_voices(
    browser: Any, serve: Callable[[Path], str], survey: Path, tmp_path: Path
) -> None:
    Workspace.create(tmp_path / "company")
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    try:
        page.goto(serve(tmp_path / "company"))
        page.get_by_role("button").last.click()
        page.wait_for_url("**/w/**")
        page.get_by_role("link", name="Apporter un fichier").click()
        page.locator("input[type=file]").set_input_files(survey)
        page.get_by_role("button", name="Les regarder").click()
        page.get_by_role("button", name="Le verser").click()
        page.get_by_role("link", name="Voir ce qui tient").wait_for()
        assert re.search(rf"{_ROWS // 1000}\s{_ROWS % 1000} lignes lues", page.inner_text("h1"))
        page.get_by_role("link", name="Voir ce qui tient").click()
        first = page.locator("#insights h3 a").first
        sentence = first.inner_text()
        first.click()
        assert page.inner_text("h1") == sentence
        page.get_by_role("link", name=re.compile("Lire (les .+ voix|la seule voix)")).click()
        page.wait_for_url("**/voices/?*")
        assert page.locator("article .op").count() > 0
    finally:
        context.close()
