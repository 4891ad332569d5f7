"""The written report, opened by a real browser: calm, accessible, inert, alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> ]]>"
    " \u202eRTL \u0645\u0631\u062d\u0628\u0627 👍🏽 " + "interminable" * 60
)
SIZES = [(w, scheme) for w in (360, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module", params=["fr", "en"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from rebond.quantify import Perimeter
    from rebond.quantify.simulated.worlds import Truths, draw
    from rebond.report import write_report
    from rebond.schemas import COPIES, IMPORTS

    truths = Truths(emergence=("delivery.damage", 40, 0.25), drivers={"price.level": 2.0})
    tables = draw(5, responses=1500, truths=truths)
    tables.tables.setdefault("copies", COPIES.empty_table())
    tables.tables.setdefault("imports", IMPORTS.empty_table())
    voices = tables.tables["voices"]
    place = voices.schema.get_field_index("text")
    tables.tables["voices"] = voices.set_column(
        place, voices.schema.field(place), pa.array([HOSTILE] * len(voices))
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(Perimeter.whole(tables), path, language=request.param)
    return path


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_report_in_a_browser(browser: Any, written: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    try:
        page.goto(written.as_uri())
        results = Axe().run(page)
        assert not results.response["violations"], results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()


def test_the_report_asks_for_nothing_and_runs_nothing(browser: Any, written: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(written.as_uri())
        page.wait_for_timeout(200)
        assert said == []
        assert asked == [written.as_uri()]
        assert "taken" not in page.title()
        assert page.evaluate("document.scripts.length + document.images.length") == 0
        font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert "Iowan" in font
    finally:
        context.close()


def test_a_theme_leads_to_its_voices_by_keyboard(browser: Any, written: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    try:
        page.goto(written.as_uri())
        link = page.locator(".r-tree a").first
        anchor = link.get_attribute("href")
        link.focus()
        page.keyboard.press("Enter")
        assert page.locator(f"{anchor} article").first.is_visible()
    finally:
        context.close()
