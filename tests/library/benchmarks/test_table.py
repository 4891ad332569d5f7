"""The table of understanding says what was measured, and a dash where nothing was."""

from __future__ import annotations

import argparse
from pathlib import Path

from measuring.results import compared, write
from measuring.scores import f1, found
from measuring.table import table


def test_the_table_holds_scores_margins_others_and_peers(tmp_path: Path) -> None:
    wanted = [["a"], ["b"], []]
    systems = {
        "TF-IDF": found([["a"], [], []], wanted),
        "shipped": found(wanted, wanted),
        "rules": found([[], [], []], wanted),
    }
    rows = compared("suggestions forum", "F1 of suggestions", f1, systems, [1, 2, 3])
    path = tmp_path / "suggestions.json"
    write(argparse.Namespace(json=path), rows)
    line = table([path, tmp_path / "absent.json"]).splitlines()[-1]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[:2] == ["suggestions forum", "F1 of suggestions"]
    assert cells[2].startswith("66.7 [")
    assert cells[3] == "–"
    assert cells[4].startswith("100.0 [")
    assert "(+33.3 [" in cells[4]
    assert cells[5].startswith("rules 0.0 [")
    assert "NTUA-ISLab (rules) 74.9" in cells[6]


def test_speeds_are_a_line_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "throughput_understand.json"
    path.write_text(
        '{"sizes": [{"voices": 1000, "voices_per_second": 410.2, "megabytes": 612.4},'
        ' {"voices": 100000, "voices_per_second": 395.1, "megabytes": 1204.0}]}'
    )
    line = table([path]).splitlines()[-1]
    assert "1,000: 410/s, 612 MB; 100,000: 395/s, 1,204 MB" in line
