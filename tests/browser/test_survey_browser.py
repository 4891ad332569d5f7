"""A survey in a real browser: made, answered on a phone, its receipt followed, a word passed on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
LOOKS = (("fr-FR", 360, "light"), ("en-GB", 360, "dark"), ("en-GB", 1280, "light"))


class Made(NamedTuple):
    """A survey made by hand: where the workspace is, who is in, and the addresses to look at."""

    workspace: str
    seat: Any
    survey: str
    link: str
    public: str


@pytest.fixture(scope="module")
def made(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    """Come in, make a survey with a link for Laval, and return where everything is."""
    own = shutil.copytree(small_workspace, tmp_path_factory.mktemp("own") / "own")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(serve(Path(own)))
    page.locator("main button").click()
    page.wait_for_url("**/w/**")
    workspace = page.url
    page.goto(f"{workspace}surveys/")
    page.get_by_role("link", name="Satisfaction (CSAT)").click()
    page.get_by_label("Name of the survey").fill("Sortie de caisse")
    page.get_by_label("Offer to leave an e-mail").check()
    page.get_by_label("Sites that may show it").fill("https://www.example.com")
    page.get_by_role("button", name="Make this survey").click()
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    survey = page.url
    page.get_by_label("Attribute").fill("Ville")
    page.get_by_label("Its values").fill("Laval")
    page.get_by_role("button", name="Make these links").click()
    page.get_by_role("link", name="Laval").click()
    page.get_by_role("button", name="Copy the address").wait_for()
    found = Made(workspace, context.storage_state(), survey, page.url,
                 page.locator("#address").inner_text())  # fmt: skip
    context.close()
    return found


def _read_soon(page: Any, said: str) -> None:
    """Load a receipt again until it says something: the worker reads within seconds.

    On a busy machine it may take minutes: an address is let load sixty receipts in ten of them.
    """
    for seconds in (1,) * 5 + (12,) * 24:
        if page.get_by_text(said).count():
            return
        page.wait_for_timeout(1000 * seconds)
        page.reload()
    assert page.get_by_text(said).count(), page.content()


def test_answered_on_a_phone_without_a_script_then_followed(browser: Any, made: Made) -> None:
    context = browser.new_context(locale="fr-FR", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(made.public)
        for target in (*page.locator(".scale label").all(), page.get_by_role("button")):
            box = target.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        page.get_by_label("Plutôt pas satisfait").check()
        page.get_by_label("Qu’est-ce qui explique").fill("Attente interminable à la caisse")
        page.get_by_role("button", name="Envoyer").click()
        page.wait_for_url("**/r/**")
        assert page.get_by_role("heading", name="Votre voix est bien arrivée").count()
        assert context.cookies() == []
        _read_soon(page, "Votre voix a été lue")
        assert page.locator(".filed li").count()
        assert "interminable" not in page.content()
    finally:
        context.close()


def test_answered_by_keyboard_alone(browser: Any, made: Made) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(made.public)
        page.locator("input[name=score]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("Rien à redire")
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "BUTTON":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/r/**")
        assert said == []
    finally:
        context.close()


def test_a_word_is_passed_on_and_gives_its_receipt(browser: Any, made: Made) -> None:
    context = browser.new_context(locale="fr-FR", viewport=PHONE, storage_state=made.seat)
    page = context.new_page()
    try:
        page.goto(f"{made.workspace}note/")
        page.get_by_label("Que vous a-t-on dit").fill("Une dame attendait des graines de tomate")
        page.get_by_label("Mécontent").check()
        page.get_by_role("button", name="Transmettre").click()
        page.get_by_text("Transmis.").wait_for()
        page.locator(".slip a").click()
        page.wait_for_url("**/r/**")
        assert page.get_by_role("heading", name="Votre voix est bien arrivée").count()
    finally:
        context.close()


@pytest.mark.parametrize("size", ["a5", "a6"])
def test_each_poster_is_printed_on_a_sheet_of_its_own(browser: Any, made: Made, size: str) -> None:
    context = browser.new_context(storage_state=made.seat)
    page = context.new_page()
    try:
        page.goto(f"{made.survey}posters/?size={size}")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == page.locator(".poster").count() == 2
    finally:
        context.close()


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_of_surveys_are_accessible(
    browser: Any, made: Made, locale: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        locale=locale,
        storage_state=made.seat,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 740},
    )
    page = context.new_page()
    news = [f"{made.workspace}surveys/new/{kind}/" for kind in ("nps", "ces", "open")]
    addresses = [*news, made.survey, made.link, f"{made.survey}posters/", f"{made.public}in/"]
    try:
        for address in (*addresses, made.public):
            page.goto(address)
            _look(page, width, Axe())
        page.locator("main button").click()  # nothing said: the refusal
        _look(page, width, Axe())
        page.locator(".scale label").first.click()
        page.locator("main button").click()
        page.wait_for_url("**/r/**")
        _look(page, width, Axe())
    finally:
        context.close()


def _look(page: Any, width: int, axe: Any) -> None:
    results = axe.run(page)
    assert not results.response["violations"], page.url + results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
