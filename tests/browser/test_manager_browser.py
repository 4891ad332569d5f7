"""A manager is given her part of the workspace, and sees that part only, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
PATIENCE = 240_000  # milliseconds: two cores read, scan and serve meanwhile


@pytest.fixture
def given(
    browser: Any, serve: Callable[[Path], str], small_workspace: Path, tmp_path: Path
) -> tuple[str, str]:
    """Have the owner give a seat for Laval; return where the workspace is, and her link."""
    own = Path(shutil.copytree(small_workspace, tmp_path / "own"))
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(serve(own))
    page.locator("main button").last.click()
    page.wait_for_url("**/w/**")
    workspace = str(page.url)
    page.goto(f"{workspace}people/")
    page.locator("#email").fill("laval@example.com")
    page.locator("#role").select_option("manager")
    page.locator("#perimeter").fill("Ville = Laval")
    page.locator("main form .btn.main").click()
    link = re.search(r"https?://\S+/enter/[\w-]+/", page.locator("main").inner_text())
    context.close()
    assert link is not None
    return workspace, link.group()


def test_a_manager_sees_only_her_part(browser: Any, given: tuple[str, str]) -> None:
    workspace, link = given
    context = browser.new_context(locale="fr-FR", viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(link)
        page.locator("main button").last.click()
        page.wait_for_url("**/w/**")
        page.goto(f"{workspace}voices/")
        said = page.locator("main").inner_text()
        assert "Attente interminable" in said
        assert "Personnel très aimable" not in said
        page.goto(f"{workspace}voices/?q=aimable")
        assert "Personnel très aimable" not in page.locator("main").inner_text()
        assert page.goto(f"{workspace}places/Ville/Nantes/").status == 404
        assert page.goto(f"{workspace}people/").status == 404
    finally:
        context.close()
