"""The truths planted in the fictional company: how often they are found, and what is found falsely.

    python benchmarks/demo_truths.py [--seeds 20] [--first 1] [--responses 6000]
        [--labelled 250] [--json OUT]

For each seed the company is written, imported, understood and searched, twice: with its truths,
and without (same texts and volumes; places, moments and scores dealt again at random). With its
truths it is also searched as a reader who never errs would read it, from the planted labels: this
tells what is lost by the engine from what is lost by chance, and gives the weights of drivers that
the engine's intervals should cover. Between the two, some voices are drawn as `rebond check` does
and labelled by what was planted: weights are then corrected for the engine's error.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rebond.demo import Company, Truths, write_company
from rebond.demo.checks import label_as_planted, read_as_planted, verdict
from rebond.listen.importing import import_files
from rebond.quantify import Findings, Perimeter, find
from rebond.schemas import LABELS
from rebond.understand import load_codebook, understand
from rebond.workspace import Workspace

RATE = 0.05  # of worlds where nothing is planted


Interval = tuple[float, float, float]  # a weight, its low and its high


@dataclass
class Tally:
    """What all seeds gave."""

    found: Counter[str] = field(default_factory=Counter)
    found_planted: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    covered_corrected: Counter[str] = field(default_factory=Counter)
    weights: Counter[str] = field(default_factory=Counter)
    labelled: int = 0
    read: int = 0
    common: int = 0
    agreed: int = 0
    false_findings: list[list[str]] = field(default_factory=list)
    by_engine: dict[str, list[Interval]] = field(default_factory=dict)
    corrected: dict[str, list[Interval]] = field(default_factory=dict)
    by_labels: dict[str, list[Interval]] = field(default_factory=dict)
    seeds: int = 0


def load(company: Company, folder: Path) -> Workspace:
    """Import the company's files and understand them with its code plan."""
    workspace = Workspace.create(folder)
    for file in company.files:
        import_files(
            workspace,
            [file.path],
            source=file.source,
            channel=file.channel,
            stakeholder=file.stakeholder,
        )
    understand(workspace, codebook=load_codebook(company.codebook))
    return workspace


def with_truths(seed: int, responses: int, labelled: int, folder: Path, tally: Tally) -> None:
    """Search one company with its truths: as read, as read and corrected, and as planted."""
    company = write_company(folder / "files", seed=seed, responses=responses)
    workspace = load(company, folder / "workspace")
    findings = find(Perimeter.whole(workspace), rate=RATE)
    found = verdict(findings, Truths())
    tally.found.update(name for name, is_found in found.truths.items() if is_found)
    tally.others.update(found.others)
    by_engine = signs(workspace)
    label_as_planted(workspace, company.planted, labelled, seed=seed)
    corrected = find(Perimeter.whole(workspace), rate=RATE)
    workspace.replace("labels", LABELS.empty_table())
    read_as_planted(workspace, company.planted)
    planted = find(Perimeter.whole(workspace), rate=RATE)
    perfect = verdict(planted, Truths())
    tally.found_planted.update(name for name, is_found in perfect.truths.items() if is_found)
    cover(findings, corrected, planted, tally)
    compare(by_engine, signs(workspace), tally)
    tally.seeds += 1
    missed = [name for name, is_found in found.truths.items() if not is_found]
    print(f"seed {seed}: missed {missed or 'nothing'}; other drivers {list(found.others)}")


def cover(findings: Findings, corrected: Findings, planted: Findings, tally: Tally) -> None:
    """Count the intervals, as read and corrected, that hold the weight of the planted labels."""
    true = {driver.theme: driver.weight for driver in planted.drivers}
    for found, kept in (
        (findings, tally.by_engine),
        (corrected, tally.corrected),
        (planted, tally.by_labels),
    ):
        for driver in found.drivers:
            if driver.theme in Truths().drivers:
                interval = (driver.weight, driver.low, driver.high)
                kept.setdefault(driver.theme, []).append(interval)
    for found, covered in ((findings, tally.covered), (corrected, tally.covered_corrected)):
        for driver in found.drivers:
            if driver.theme in true:
                covered[kind_of(driver.theme)] += driver.low <= true[driver.theme] <= driver.high
    tally.weights.update(kind_of(one.theme) for one in findings.drivers if one.theme in true)


def kind_of(theme: str) -> str:
    """Return whether a theme is one of the planted drivers."""
    return "drivers" if theme in Truths().drivers else "others"


def signs(workspace: Workspace) -> dict[tuple[str, str], int]:
    """Return the sign of what each voice says of each specific theme."""
    rows = workspace.read(
        lambda: (
            workspace.cursor()
            .sql(
                "SELECT voice_id, theme, sign(sum(polarity)) "
                f"FROM ({workspace.sql('opinions')}) WHERE theme NOT LIKE 'general.%' "
                "AND theme NOT LIKE 'discovered.%' GROUP BY ALL"
            )
            .fetchall()
        )
    )
    return {(voice, theme): int(sign) for voice, theme, sign in rows}


def compare(
    read: dict[tuple[str, str], int], planted: dict[tuple[str, str], int], tally: Tally
) -> None:
    """Count the pairs (voice, theme) read, planted and both, and the polarities that agree."""
    common = read.keys() & planted.keys()
    tally.read += len(read)
    tally.labelled += len(planted)
    tally.common += len(common)
    tally.agreed += sum(1 for pair in common if read[pair] == planted[pair])


def without_truths(seed: int, responses: int, folder: Path, tally: Tally) -> None:
    """Search the same company without its truths: all that is announced is false."""
    company = write_company(folder / "files", seed=seed, truths=False, responses=responses)
    findings = find(Perimeter.whole(load(company, folder / "workspace")))
    false = [f"{type(one).__name__} {name_of(one)}" for one in findings.announced]
    tally.false_findings.append(false)
    print(f"seed {seed}, without truths: {false or 'nothing'} announced")


def name_of(finding: object) -> str:
    """Return a few words that tell a finding from others."""
    names = ("attribute", "value", "theme", "measure", "kind", "since")
    return " ".join(str(getattr(finding, name)) for name in names if hasattr(finding, name))


def document_of(tally: Tally) -> dict[str, Any]:
    """Return the figures as a document."""
    return {
        "seeds": tally.seeds,
        "found": {name: tally.found[name] for name in verdict_names()},
        "found_from_labels": {name: tally.found_planted[name] for name in verdict_names()},
        "recall": tally.common / max(1, tally.labelled),
        "precision": tally.common / max(1, tally.read),
        "polarity": tally.agreed / max(1, tally.common),
        "covered": dict(tally.covered),
        "covered_corrected": dict(tally.covered_corrected),
        "weights": dict(tally.weights),
        "others": dict(tally.others),
        "by_engine": tally.by_engine,
        "corrected": tally.corrected,
        "by_labels": tally.by_labels,
        "false_findings": tally.false_findings,
    }


def report(tally: Tally) -> None:
    """Print the tables."""
    figures = document_of(tally)
    print(f"\n{'truth':34}{'found':>10}{'from the labels':>18}   of {tally.seeds}")
    for name in verdict_names():
        print(f"{name:34}{tally.found[name]:10d}{tally.found_planted[name]:18d}")
    print(
        f"\nthemes: recall {figures['recall']:.2f}, precision {figures['precision']:.2f}, "
        f"polarity {figures['polarity']:.2f}"
    )
    print(
        f"\n{'weight, % of variance':30}{'read':>8}{'corrected':>11}{'planted':>9}   cover the mean"
    )
    for theme, intervals in tally.by_labels.items():
        mean = mean_weight(intervals)
        read, corrected = (
            mean_weight(of.get(theme, [])) for of in (tally.by_engine, tally.corrected)
        )
        held = sum(1 for _, low, high in intervals if low <= mean <= high)
        print(f"{theme:30}{read:8.1f}{corrected:11.1f}{mean:9.1f}   {held} of {len(intervals)}")
    for kind in ("drivers", "others"):
        total = max(1, tally.weights[kind])
        read, corrected = tally.covered[kind] / total, tally.covered_corrected[kind] / total
        print(
            f"intervals of {kind} that cover the planted weight, of {tally.weights[kind]}: "
            f"{read:.0%} as read, {corrected:.0%} corrected"
        )
    print(f"drivers announced that are none: {dict(tally.others)}")
    worlds = len(tally.false_findings)
    wrong = sum(1 for false in tally.false_findings if false)
    total = sum(len(false) for false in tally.false_findings)
    print(
        f"without truths: {wrong} of {worlds} worlds announce anything ({total} findings); "
        f"{RATE:.0%} of worlds may"
    )


def mean_weight(intervals: list[Interval]) -> float:
    """Return the mean of weights, 0 without any."""
    return statistics.mean(weight for weight, _, _ in intervals) if intervals else 0.0


def verdict_names() -> list[str]:
    """Return the names of the truths, in order."""
    drivers = [f"driver {theme}" for theme in Truths().drivers]
    others = ["slow shop", "wise shop", "emergence", "season", "season never a trend", "link"]
    return [*drivers, *others]


def main() -> None:
    """Run the seeds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--responses", type=int, default=6000)
    parser.add_argument("--labelled", type=int, default=250)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    tally = Tally()
    for seed in range(options.first, options.first + options.seeds):
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            with_truths(seed, options.responses, options.labelled, Path(folder), tally)
        with tempfile.TemporaryDirectory() as folder:
            without_truths(seed, options.responses, Path(folder), tally)
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)
        if options.json:
            text = json.dumps(document_of(tally), indent=1, ensure_ascii=False)
            options.json.write_text(text, "utf-8")
    report(tally)


if __name__ == "__main__":
    main()
