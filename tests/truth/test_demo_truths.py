"""What is planted in the fictional company is found, and without it nothing is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.demo import Truths, write_company
from rebond.demo.checks import Verdict, read_as_planted, verdict
from rebond.listen.importing import import_files
from rebond.quantify import Findings, Perimeter, find
from rebond.understand import load_codebook, understand
from rebond.workspace import Workspace

pytestmark = pytest.mark.slow
SEED = 1


def searched(folder: Path, *, truths: bool) -> tuple[Findings, Findings]:
    """What is found in the company by the engine, then from the planted labels."""
    company = write_company(folder / "files", seed=SEED, truths=truths)
    workspace = Workspace.create(folder / "workspace")
    for file in company.files:
        import_files(
            workspace,
            [file.path],
            source=file.source,
            channel=file.channel,
            stakeholder=file.stakeholder,
        )
    understand(workspace, codebook=load_codebook(company.codebook))
    findings = find(Perimeter.whole(workspace))
    if not truths:
        return findings, findings
    read_as_planted(workspace, company.planted)
    return findings, find(Perimeter.whole(workspace))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Verdict, Verdict]:
    found, planted = searched(tmp_path_factory.mktemp("truths"), truths=True)
    return verdict(found, Truths()), verdict(planted, Truths())


def test_every_truth_is_found_when_nothing_is_misread(verdicts: tuple[Verdict, Verdict]) -> None:
    assert [name for name, found in verdicts[1].truths.items() if not found] == []
    assert verdicts[1].others == ()


def test_every_truth_is_found_as_the_engine_reads(verdicts: tuple[Verdict, Verdict]) -> None:
    assert [name for name, found in verdicts[0].truths.items() if not found] == []


def test_without_truths_nothing_is_announced(tmp_path: Path) -> None:
    findings, _ = searched(tmp_path, truths=False)
    assert [str(finding.sentence) for finding in findings.announced] == []
