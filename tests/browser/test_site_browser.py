"""The site as it is served, in a real browser: accessible, read by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver

pytestmark = pytest.mark.browser
REFUSED = ("voices/?q=attente", "voices/?where=x", "nowhere/")
# Each language is seen in both colours and at both widths.
LOOKS = {
    "fr-FR": ((360, "light"), (1280, "dark")),
    "en-GB": ((360, "dark"), (1280, "light")),
}


@pytest.fixture(scope="module")
def door(browser: Any, serve: Callable[[Path], str], small_workspace: Path) -> tuple[str, Any]:
    """Come in by keyboard, and return the workspace's address and what keeps one in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(serve(small_workspace))
    page.locator("main button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/**")
    found = page.url, context.storage_state()
    context.close()
    return found


def pages_of_a_workspace() -> list[str]:
    """Return every page that a workspace's address alone leads to, from the route map."""
    under = re.compile(r"w/<slug:slug>/([a-z/-]*)")
    routes = [str(one.pattern) for one in get_resolver().url_patterns]
    return [found[1] for route in routes if (found := under.fullmatch(route))]


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_is_accessible_at_every_size(
    browser: Any, door: tuple[str, Any], locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    workspace, seat = door
    context = browser.new_context(locale=locale, storage_state=seat, bypass_csp=True)
    page = context.new_page()
    try:
        for width, scheme in LOOKS[locale]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            for name in (*pages_of_a_workspace(), *REFUSED):
                if not _is_a_page(page, workspace + name):
                    continue
                page.goto(workspace + name)
                results = Axe().run(page)
                assert not results.response["violations"], name + results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    finally:
        context.close()


def _is_a_page(page: Any, address: str) -> bool:
    """Return whether an address is read as a page: files and what only writes are not."""
    answer = page.request.get(address)
    return answer.status != 405 and answer.headers["content-type"].startswith("text/html")


def test_from_a_theme_to_the_words_that_prove_it_by_keyboard(
    browser: Any, door: tuple[str, Any]
) -> None:
    workspace, seat = door
    context = browser.new_context(locale="en-GB", storage_state=seat)
    page = context.new_page()
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.add(request.url))
    try:
        page.goto(workspace)
        page.get_by_role("link", name="Themes", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/themes/")
        page.locator(".leaf a").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Read its voices").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/voices/?where=*")
        assert page.locator("article .op").first.is_visible()
        assert said == []
        origin = workspace.partition("/w/")[0]
        assert all(address.startswith(origin) for address in asked)
    finally:
        context.close()


def test_colours_and_language_are_chosen_without_a_script(
    browser: Any, door: tuple[str, Any]
) -> None:
    workspace, seat = door
    context = browser.new_context(locale="en-GB", storage_state=seat, java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(workspace)
        page.get_by_role("button", name="Version française").click()
        page.get_by_role("button", name="Couleurs").click()
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.locator("html").get_attribute("data-theme") == "light"
    finally:
        context.close()
