"""A space in a real browser: made by forms, joined on a phone, every page of it accessible."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def space(browser: Any, serve: Callable[[Path], str], small_workspace: Path) -> tuple[str, Any]:
    """Make a space, a challenge and a panel, and return the space's address and its owner."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(serve(small_workspace))
    page.locator("main button").click()
    page.wait_for_url("**/w/**")
    base = page.url
    page.goto(f"{base}spaces/new/")
    page.fill("#name", "The workshop")
    page.fill("#charter", "Ideas are criticised, people are not.")
    page.fill("#public-1", "Customers")
    page.get_by_role("button", name="Make this space").click()
    page.get_by_role("link", name="Write a challenge").click()
    page.fill("#question", "How could we wait less?")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Open this challenge").click()
    page.get_by_role("link", name="The workshop").click()
    page.get_by_role("link", name="Recruit testers").click()
    _write_panel(page)
    page.get_by_role("link", name="The workshop").click()
    address = page.locator("#address").text_content()
    seat = context.storage_state()
    context.close()
    return address, seat


def _write_panel(page: Any) -> None:
    for name in ("name", "about", "protocol", "consent"):
        page.fill(f"#{name}", "One line for all the tills")
    page.fill("#step-1", "First Saturday")
    page.fill("#opens-1", date.today().isoformat())
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Open this panel").click()


def test_a_stranger_joins_on_a_phone_without_a_script_and_applies(
    browser: Any, space: tuple[str, Any]
) -> None:
    address, owner = space
    context = browser.new_context(locale="en-GB", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(f"{address}1/")
        page.get_by_role("link", name="Take part", exact=True).first.click()
        page.get_by_label("Customers").check()
        page.get_by_label("I accept this charter").check()
        page.get_by_role("button", name="Take part").click()
        assert page.url == f"{address}1/", "back where they were"
        page.goto(f"{address}panels/1/")
        page.get_by_label("I accept this agreement").check()
        page.get_by_role("button", name="Apply").click()
        assert page.get_by_text("Your application waits for an answer").is_visible()
        page.get_by_role("link", name="What I gave").click()
        assert page.get_by_role("heading", level=1).text_content() == "You gave one thing here"
        _is_accessible_everywhere(browser, address, context.storage_state())
    finally:
        context.close()
    run = re.sub(r"/c/([^/]+)/.*", r"/w/\1/spaces/1/", address)
    _is_accessible(browser, owner, [run, f"{run}change/", f"{run}panels/1/", f"{run}challenges/1/"])


def _is_accessible_everywhere(browser: Any, address: str, seat: Any) -> None:
    pages = [address, f"{address}1/", f"{address}panels/1/", f"{address}me/"]
    community = re.sub(r"[^/]+/$", "", address)
    _is_accessible(browser, seat, [*pages, community])
    _is_accessible(browser, None, [f"{address}join/", f"{address}panels/1/"])


def _is_accessible(browser: Any, seat: Any, addresses: list[str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for locale, scheme, width in (("fr-FR", "dark", 360), ("en-GB", "light", 1280)):
        context = browser.new_context(
            locale=locale,
            storage_state=seat,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
            bypass_csp=True,
        )
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            results = Axe().run(page)
            assert not results.response["violations"], address + results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        context.close()
