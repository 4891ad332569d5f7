"""Two sides of an exchange in a real browser: recorded, rated on phones, revealed at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
PHONE = {"width": 360, "height": 740}
LOOKS = (("fr-FR", 360, "light"), ("en-GB", 360, "dark"), ("en-GB", 1280, "light"))


class Recorded(NamedTuple):
    """An exchange recorded by hand: who is in, its page, and the link of each side."""

    seat: Any
    page: str
    outside: str
    inside: str


@pytest.fixture(scope="module")
def recorded(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Recorded:
    """Come in, record a delivery at Laval, and return where everything is."""
    own = shutil.copytree(small_workspace, tmp_path_factory.mktemp("own") / "own")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(serve(Path(own)))
    page.locator("main button").click()
    page.wait_for_url("**/w/**")
    page.goto(f"{page.url}ratings/record/")
    page.get_by_label("What", exact=True).select_option("delivery")
    page.get_by_label("Ville").fill("Laval")
    page.get_by_role("button", name="Record it and get both links").click()
    page.wait_for_url(re.compile(r"/exchanges/\d+/$"))
    found = Recorded(
        context.storage_state(),
        page.url,
        page.locator("#link-outside").inner_text(),
        page.locator("#link-inside").inner_text(),
    )
    context.close()
    return found


def rate(page: Any, link: str, mark: str, words: str) -> None:
    """Fill the form in by keyboard alone, and send it."""
    page.goto(link)
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").nth(int(mark) - 1).focus()
        page.keyboard.press("Space")
    page.locator("textarea").focus()
    page.keyboard.type(words)
    page.locator("button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/mine/**")


def test_both_sides_rate_on_a_phone_without_a_script_and_are_revealed_at_once(
    browser: Any, recorded: Recorded
) -> None:
    context = browser.new_context(locale="fr-FR", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(recorded.outside)
        for target in (*page.locator(".scale label").all(), page.locator("button.main")):
            box = target.bounding_box()
            assert min(box["width"], box["height"]) >= 44
        rate(page, recorded.outside, "4", "Livraison soignée")
        mine = page.url
        assert page.locator("h1").inner_text() == "Votre note est gardée, et personne ne l’a lue"
        page.get_by_text("Changer ce que j’ai dit").click()
        page.locator(".scale").first.locator("label").nth(4).click()
        page.locator("button.main").click()
        page.wait_for_load_state()
        rate(page, recorded.inside, "5", "Client très aimable")
        assert page.get_by_text("Livraison soignée").is_visible()
        page.goto(mine)
        assert page.get_by_text("Client très aimable").is_visible()
        assert page.get_by_text("5 sur 5").count() == 4
        assert context.cookies() == []
        page.goto(recorded.outside)
        assert page.locator("h1").inner_text() == "Cet échange ne se note plus"
    finally:
        context.close()


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_what_both_sides_see_is_accessible_at_every_size(
    browser: Any, recorded: Recorded, locale: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        locale=locale,
        storage_state=recorded.seat,
        viewport={"width": width, "height": 740},
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    try:
        page.goto(f"{recorded.page.partition('/exchanges/')[0]}/record/")
        page.get_by_label("Ville").fill("Nantes")
        page.locator("form:has(#place) button.main").click()
        page.wait_for_url(re.compile(r"/exchanges/\d+/$"))
        links = [page.locator(f"#link-{side}").inner_text() for side in ("outside", "inside")]
        kept = _accessible(page, Axe(), width)
        page.goto(links[0])
        kept += _accessible(page, Axe(), width)
        rate(page, links[0], "4", "Bien")
        mine = page.url
        kept += _accessible(page, Axe(), width)
        rate(page, links[1], "3", "Bien aussi")
        for address in (mine, links[0]):
            page.goto(address)
            kept += _accessible(page, Axe(), width)
        assert kept == 5
    finally:
        context.close()


def _accessible(page: Any, axe: Any, width: int) -> int:
    results = axe.run(page)
    assert not results.response["violations"], page.url + results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    return 1
