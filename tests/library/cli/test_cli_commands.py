"""The commands do what their help says, in both languages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rebond.cli import main
from rebond.cli.terminal import preferred_language


def test_help_imports_nothing_heavy() -> None:
    heavy = {"duckdb", "deltalake", "sklearn", "scipy", "pandas", "jinja2", "rich", "cryptography"}
    program = (
        "import sys\nfrom rebond.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit:\n pass\n"
        "print('LOADED', *sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    loaded = set(shown.stdout.rsplit("LOADED", 1)[1].split())
    assert not loaded & heavy


def test_the_main_job_writes_a_report_and_counts_that_add_up(
    comments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "deep" / "report.html"
    words = ["analyse", str(comments), "--workspace", str(tmp_path / "w"), "--report", str(report)]
    assert main([*words, "--lang", "en"]) == 0
    assert "8 read = 8 new + 0 updated + 0 unchanged + 0 in quarantine" in capsys.readouterr().out
    assert '<html lang="fr"' in report.read_text(encoding="utf-8")
    assert main([*words, "--lang", "fr"]) == 0
    assert "8 lues = 0 nouvelles" in capsys.readouterr().out


def test_a_figure_comes_with_its_interval_and_its_n(
    small_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["ask", "nps by ville", "--workspace", str(small_workspace), "--json"]
    assert main(words) == 0
    figure = json.loads(capsys.readouterr().out)
    assert figure["total"]["n"] == 7
    assert figure["total"]["low"] <= figure["total"]["value"] <= figure["total"]["high"]
    assert {cell["keys"][0] for cell in figure["cells"]} == {"Nantes", "Laval", "Angers"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", "happiness by moon", "--workspace", "{w}"], "happiness"),
        (["ask", "nps", "--workspace", "nowhere"], "nowhere"),
        (["analyse", "absent.csv", "--workspace", "{w}", "--report", "r.html"], "absent.csv"),
        (["forget", "nobody@example.com", "--workspace", "nowhere"], "nowhere"),
    ],
)
def test_a_refusal_names_the_value_and_shows_no_traceback(
    words: list[str], said: str, own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(w=own_workspace) for word in words]) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err + shown.out


def test_a_misspelt_command_is_explained_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["analyse", "--lang", "fr"])
    assert left.value.code == 2
    assert "il manque" in capsys.readouterr().err


def test_forgetting_takes_the_person_away(
    own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forget", "someone@example.com", "--workspace", str(own_workspace)]) == 0
    assert main(["ask", "volume", "--workspace", str(own_workspace), "--json"]) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown[shown.index("{") :])["total"]["value"] == 7


def test_the_language_follows_the_option_then_the_locale() -> None:
    assert preferred_language(["--lang", "en"], {"LANG": "fr_FR.UTF-8"}) == "en"
    assert preferred_language([], {"LC_ALL": "fr_CA.UTF-8", "LANG": "C"}) == "fr"
