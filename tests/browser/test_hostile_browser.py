"""Hostile texts in a real browser, its protections put aside: nothing of theirs runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver
from hostile import CORPUS

from rebond.listen.columns.roles import RoleOverride
from rebond.listen.importing import import_files
from rebond.understand import understand
from rebond.vocabulary import Role
from rebond.workspace import Workspace

pytestmark = pytest.mark.browser
# What a hostile text would call, were it run.
WAKE = """() => {
  const events = ["mouseover", "focus", "error", "load"];
  document.querySelectorAll("*").forEach((one) =>
    events.forEach((name) => one.dispatchEvent(new Event(name))));
}"""
WATCH = "window.ran = []; window.zz = () => window.ran.push(document.location.href);"


@pytest.fixture(scope="module")
def hostile_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace whose columns, values and texts are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    columns = [f"{one} column" for one in CORPUS[1:4]]
    with (folder / "hostile.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(["Date", "Note", "Commentaire", *columns])
        for rank, one in enumerate(CORPUS * 4):
            said = f"{one} Attente interminable à la caisse {one}"
            rows.writerow(
                [
                    f"{rank % 28 + 1:02}/04/2026",
                    one if rank == 3 else rank % 11,
                    said,
                    one,
                    one,
                    one,
                ]
            )
    workspace = Workspace.create(folder / "workspace")
    roles = {
        "Commentaire": RoleOverride(Role.TEXT),
        "Note": RoleOverride(Role.SCORE, None, 0, 10),
        **dict.fromkeys(columns, RoleOverride(Role.ATTRIBUTE)),
    }
    import_files(workspace, [folder / "hostile.csv"], source=CORPUS[1], overrides=roles)
    understand(workspace)
    return folder / "workspace"


def test_no_hostile_text_runs_on_any_page(
    browser: Any, serve: Callable[[Path], str], hostile_workspace: Path
) -> None:
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    try:
        page.goto(serve(hostile_workspace))
        page.locator("main button").click()
        page.wait_for_url("**/w/**")
        workspace = page.url
        under = re.compile(r"w/<slug:slug>/([a-z/-]*)")
        routes = [str(one.pattern) for one in get_resolver().url_patterns]
        names = [found[1] for route in routes if (found := under.fullmatch(route))]
        assert {"voices/", "files/quarantine/"} <= set(names)
        seen = 0
        for name in names:
            answer = page.request.get(workspace + name)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            page.goto(workspace + name)
            page.evaluate(WAKE)
            seen += 1
            assert page.evaluate("window.ran") == [], name
            assert page.locator("zz-element").count() == 0, name
        assert seen > 8
        assert said == []
    finally:
        context.close()
