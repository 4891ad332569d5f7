"""A voice is answered from the voices' page to the letter that leaves, in a real browser."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mail_catcher import Catcher, start

pytestmark = pytest.mark.browser
ADDRESS = "someone@example.com"
LOOKS = [(360, "dark"), (1280, "light")]


@pytest.fixture(scope="module")
def reachable(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace where who waits for a parcel agreed to be answered."""
    from rebond.listen.contacts import Contact, keep_contacts
    from rebond.workspace import Workspace

    folder = tmp_path_factory.mktemp("reachable") / "my-company"
    workspace = Workspace.open(Path(shutil.copytree(small_workspace, folder)))
    voices = workspace.table("voices").select(["response_id", "text"]).to_pylist()
    (late,) = [one["response_id"] for one in voices if "Livraison en retard" in one["text"]]
    agreed = Contact(ADDRESS, answer=True, news=False, given_on=datetime.date(2026, 3, 6))
    keep_contacts(workspace, {late: agreed})
    return folder


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    caught, server = start()
    yield caught
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def link(
    serve: Callable[[Path], str],
    reachable: Path,
    catcher: Catcher,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Serve a site whose letters go to the catcher, and return the link that lets in."""
    address = serve(reachable)
    sites = tmp_path_factory.getbasetemp().glob("site*")
    catcher.configure(max(sites, key=lambda site: site.stat().st_ctime))
    return address


def test_a_voice_is_answered_and_the_letter_leaves(
    browser: Any, link: str, catcher: Catcher
) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(60_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(link)
        page.locator("main button").click()
        page.wait_for_url("**/w/**")
        workspace = page.url
        page.goto(workspace + "voices/?where=text contains retard")
        voice = page.locator("article", has_text="Livraison en retard")
        voice.get_by_role("button", name="Answer").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/*/")
        assert "This voice waits for its answer" in page.locator("h1").inner_text()
        _is_accessible(browser, context, page.url)
        page.get_by_label("Your answer").fill("Votre colis repart demain.")
        page.get_by_role("button", name="Send this answer").click()
        _becomes(page, "Sent by e-mail on")
        assert ADDRESS not in page.content()
        (caught,) = catcher.caught
        assert caught.to == ADDRESS
        assert "Votre colis repart demain." in caught.letter.get_content()
        _is_accessible(browser, context, page.url)
        page.goto(workspace + "cases/?which=over")
        assert page.locator(".cases li").count() == 1
        _is_accessible(browser, context, page.url)
        assert said == []
    finally:
        context.close()


def _becomes(page: Any, words: str) -> None:
    """Ask for the page again until it says something, half a minute at most."""
    for _ in range(30):
        if words in page.content():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    assert words in page.content()


def _is_accessible(browser: Any, seat: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for locale in ("en-GB", "fr-FR"):
        context = browser.new_context(
            locale=locale, storage_state=seat.storage_state(), bypass_csp=True
        )
        page = context.new_page()
        try:
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                page.goto(address)
                results = Axe().run(page)
                assert not results.response["violations"], results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        finally:
            context.close()
