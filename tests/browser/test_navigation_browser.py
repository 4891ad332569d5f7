"""The navigation in a real browser: every entry is read whole and tapped, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 800, 920, 1280)
# An entry is whole when it is a target of 24 pixels (WCAG 2.2 AA), and what is tapped at both ends.
_HIDDEN = """() => [...document.querySelectorAll('.nav a, .nav summary')]
  .filter(entry => entry.checkVisibility())
  .filter(entry => {
    scrollBy(0, entry.getBoundingClientRect().top - innerHeight / 2);
    const {left, right, top, bottom} = entry.getBoundingClientRect();
    const small = right - left < 24 || bottom - top < 24;
    const covered = [left + 1, right - 1].some(
      x => !entry.contains(document.elementFromPoint(x, (top + bottom) / 2)));
    return small || covered || left < 0 || right > innerWidth;
  }).map(entry => entry.textContent)"""
_COUNT = "document.querySelectorAll('.nav a').length"
_SHOWN = "[...document.querySelectorAll('.nav a')].filter(one => one.checkVisibility()).length"


@pytest.fixture(scope="module")
def door(
    browser: Any, serve: Callable[[Path], str], small_workspace: Path
) -> Iterator[tuple[str, Any]]:
    """Come in as the owner, who sees every entry; return an address and what keeps one in."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(240_000)
    page.goto(serve(small_workspace))
    page.locator("main button").last.click()
    page.wait_for_url("**/w/**")
    yield f"{page.url}spaces/", context.storage_state()
    context.close()


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_every_entry_is_read_whole_and_tapped_at_every_width(
    browser: Any, door: tuple[str, Any], locale: str
) -> None:
    address, seat = door
    context = browser.new_context(locale=locale, storage_state=seat)
    page = context.new_page()
    try:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(address)
            assert page.evaluate(_HIDDEN) == [], width
            page.locator(".nav summary").click()
            assert page.evaluate(_SHOWN) == page.evaluate(_COUNT)
            assert page.evaluate(_HIDDEN) == [], width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()
