"""What is planted in the fictional company is found, and without it nothing is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.demo import Company, Truths, write_company
from rebond.demo.checks import read_as_planted, verdict
from rebond.demo.labelling import label_company
from rebond.listen.importing import import_files
from rebond.quantify import Findings, Perimeter, find
from rebond.quantify.insights.insight import Insight, insights
from rebond.schemas import LABELS
from rebond.understand import load_codebook, understand
from rebond.workspace import Workspace

pytestmark = pytest.mark.whole
SEED = 1


def loaded(folder: Path, *, truths: bool) -> tuple[Workspace, Company]:
    """The company imported and understood."""
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
    return workspace, company


Told = tuple[dict[str, Findings], tuple[Insight, ...]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is found in the company as the engine reads, as labels correct it, as it is planted.

    And the insights made of what labels correct.
    """
    workspace, company = loaded(tmp_path_factory.mktemp("truths"), truths=True)
    found = {"read": find(Perimeter.whole(workspace))}
    label_company(workspace, company.planted, seed=SEED)
    found["corrected"] = find(Perimeter.whole(workspace))
    merged = insights(Perimeter.whole(workspace))
    workspace.replace("labels", LABELS.empty_table())
    read_as_planted(workspace, company.planted)
    return found | {"planted": find(Perimeter.whole(workspace))}, merged


@pytest.fixture(scope="module")
def findings(told: Told) -> dict[str, Findings]:
    return told[0]


def test_the_truths_come_first_among_few_insights(told: Told) -> None:
    findings, merged = told
    truths = Truths()
    first = [insight.subject for insight in merged[:12]]
    themes = {*truths.drivers, truths.emergence, truths.season}
    assert {("theme", theme) for theme in themes} <= set(first)
    assert ("place", "Magasin", truths.wise_shop) in first
    assert ("link", "Magasin") in first
    slow = [insight for insight in merged[:12] if truths.slow_shop in str(insight.findings)]
    assert slow
    assert 3 * len(merged) <= len(findings["corrected"].announced)


@pytest.mark.parametrize("how", ["read", "corrected", "planted"])
def test_every_truth_is_found(findings: dict[str, Findings], how: str) -> None:
    found = verdict(findings[how], Truths())
    assert [name for name, is_found in found.truths.items() if not is_found] == []


def test_no_driver_is_made_up_when_nothing_is_misread(findings: dict[str, Findings]) -> None:
    assert verdict(findings["planted"], Truths()).others == ()


def test_corrected_intervals_hold_the_weights_of_the_planted_labels(
    findings: dict[str, Findings],
) -> None:
    true = {one.theme: one.weight for one in findings["planted"].drivers}
    corrected = [one for one in findings["corrected"].drivers if one.theme in true]
    held = {one.theme for one in corrected if one.low <= true[one.theme] <= one.high}
    assert set(Truths().drivers) <= held
    assert len(held) >= 0.9 * len(corrected)


def test_without_truths_nothing_is_announced(tmp_path: Path) -> None:
    workspace, company = loaded(tmp_path, truths=False)
    assert [str(one.sentence) for one in find(Perimeter.whole(workspace)).announced] == []
    label_company(workspace, company.planted, seed=SEED)
    assert [str(one.sentence) for one in find(Perimeter.whole(workspace)).announced] == []
