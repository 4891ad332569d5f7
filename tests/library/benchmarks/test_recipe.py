"""The recipe runs in its own process, is asked once, and leaves our sentences out when told."""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

import pytest

from measuring import recipe


def options(folder: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    recipe.add_options(parser)
    asked = ["--work", str(folder), "--recipe-python", "/usr/bin/python3", *words]
    return parser.parse_args(asked)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        ran.append(command)
        Path(command[command.index("--json") + 1]).write_text(json.dumps({"told": len(ran)}))

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_what_was_found_is_read_again(tmp_path: Path, commands: list[list[str]]) -> None:
    for _ in range(2):
        found = recipe.found("aspects", "fr", [tmp_path], [tmp_path], options(tmp_path))
        assert found == {"told": 1}
    assert len(commands) == 1
    assert "--alone" not in commands[0]


def test_alone_is_another_training(tmp_path: Path, commands: list[list[str]]) -> None:
    for words in ((), ("--recipe-alone",)):
        recipe.found("aspects", "fr", [tmp_path], [tmp_path], options(tmp_path, *words))
    assert [("--alone" in command) for command in commands] == [False, True]
