"""Correcting a theme in a real browser: words selected with a script, copied without one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correcting")
    return Path(shutil.copytree(small_workspace, folder / "my-company"))


@pytest.fixture(scope="module")
def seat(browser: Any, serve: Callable[[Path], str], workspace: Path) -> tuple[str, Any]:
    """Return the address of the workspace and what keeps its owner in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(serve(workspace))
    page.locator("main button").click()
    page.wait_for_url("**/w/**")
    found = page.url, context.storage_state()
    context.close()
    return found


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Any, seat: tuple[str, Any]) -> Iterator[Any]:
    context = browser.new_context(
        locale="en-GB",
        storage_state=seat[1],
        java_script_enabled=request.param,
        viewport={"width": 360, "height": 740},
    )
    yield context.new_page()
    context.close()


def test_a_theme_is_corrected_on_a_phone(page: Any, seat: tuple[str, Any]) -> None:
    page.goto(seat[0] + "voices/?q=attente")
    page.get_by_role("link", name="Correct what was read").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#theme-0")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 360
    page.locator("select").last.focus()
    page.locator("select").last.select_option("store.parking")
    page.locator(".line").last.get_by_role("radio").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Keep what this voice says").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?kept=1")
    assert page.get_by_text("owner@localhost").is_visible()
    assert page.locator("#text ~ .quiet").first.inner_text().count("Parking") == 1


def test_words_selected_in_the_voice_go_to_the_form(browser: Any, seat: tuple[str, Any]) -> None:
    context = browser.new_context(locale="en-GB", storage_state=seat[1])
    page = context.new_page()
    try:
        page.goto(seat[0] + "voices/?q=samedi")
        page.get_by_role("link", name="Correct what was read").first.click()
        page.locator(".whole-voice").click(click_count=3)
        chosen = page.locator("input.choosing").first.input_value()
        assert "caisse de plus" in chosen
        assert "favourable:" not in chosen
    finally:
        context.close()
