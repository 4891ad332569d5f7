"""What the documentation says to type, runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rebond.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def commands(page: Path) -> list[list[str]]:
    """Return the ``$ rebond …`` lines of a page, comments removed."""
    lines = "\n".join(blocks(page, "console")).replace("\\\n", " ").splitlines()
    return [
        shlex.split(line.removeprefix("$ "), comments=True)[1:]
        for line in lines
        if line.startswith("$ rebond ")
    ]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.usefixtures("own_workspace")
@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=name)
def test_the_commands_of_a_page_run(
    page: Path, comments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(comments.parent)
    monkeypatch.setenv("NO_BROWSER", "1")
    for words in commands(page):
        assert main(words) == 0, words


@pytest.mark.usefixtures("own_workspace")
@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=name)
def test_the_snippets_of_a_page_run(
    page: Path, comments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(comments.parent)
    scope: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, name(page), "exec"), scope)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
