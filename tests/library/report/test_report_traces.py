"""The figures of the report lead back to their voices."""

from __future__ import annotations

import re
from pathlib import Path

from rebond.quantify import Perimeter
from rebond.quantify.tracing import trace
from rebond.report import write_report
from rebond.workspace import Workspace


def test_each_figure_of_the_report_can_be_traced(own_workspace: Path, tmp_path: Path) -> None:
    perimeter = Perimeter.whole(Workspace.open(own_workspace))
    write_report(perimeter, tmp_path / "report.html", language="fr")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    identifiers = re.findall(r">(F-\w{8})</th>", page)
    assert len(identifiers) == len(set(identifiers)) > 10
    for identifier in identifiers[::6]:
        assert trace(identifier, perimeter, limit=0).same == "bits"
