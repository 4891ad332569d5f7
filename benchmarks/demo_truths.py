"""The truths planted in the fictional company: how often they are found, and what is found falsely.

    python benchmarks/demo_truths.py [--seeds 20] [--first 1] [--responses 6000]
        [--labelled 600] [--json OUT]

For each seed the company is written, imported, understood and searched, twice: with its truths,
and without (same texts and volumes; places, moments and scores dealt again at random). Each time
it is searched as read, then with the voices labelled that come with `rebond demo`, which correct
figures for the engine's error. With its truths it is also searched as a reader who never errs would
read it, from the planted labels: this tells what is lost by the engine from what is lost by chance,
and gives the weights of drivers that intervals should cover.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from rebond.demo import Company, Truths, write_company
from rebond.demo.checks import read_as_planted, verdict
from rebond.demo.labelling import LABELLED, label_company
from rebond.listen.importing import import_files
from rebond.quantify import Findings, Perimeter, find
from rebond.schemas import LABELS
from rebond.understand import Codebook, load_codebook, understand
from rebond.understand.engine import Engine, shipped_engine
from rebond.workspace import Workspace

RATE = 0.05  # of worlds where nothing is planted


Interval = tuple[float, float, float]  # a weight, its low and its high


@dataclass
class Tally:
    """What all seeds gave."""

    found: Counter[str] = field(default_factory=Counter)
    found_corrected: Counter[str] = field(default_factory=Counter)
    found_planted: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    others_corrected: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    covered_corrected: Counter[str] = field(default_factory=Counter)
    weights: Counter[str] = field(default_factory=Counter)
    labelled: int = 0
    read: int = 0
    common: int = 0
    agreed: int = 0
    false_findings: list[list[str]] = field(default_factory=list)
    false_corrected: list[list[str]] = field(default_factory=list)
    by_engine: dict[str, list[Interval]] = field(default_factory=dict)
    corrected: dict[str, list[Interval]] = field(default_factory=dict)
    by_labels: dict[str, list[Interval]] = field(default_factory=dict)
    seeds: int = 0


class ReadOnce:
    """An engine that reads a text once: the same company without its truths has the same texts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        self.model_version = engine.model_version

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of texts, as the engine does."""
        keys = [(*pair, codebook.version) for pair in zip(texts, languages, strict=True)]
        new = list(dict.fromkeys(key for key in keys if key not in self._known))
        found = self._engine.read([key[0] for key in new], [key[1] for key in new], codebook)
        self._known.update((key, []) for key in new)
        for opinion in found.to_pylist():
            self._known[new[opinion["row"]]].append(opinion)
        rows = [one | {"row": row} for row, key in enumerate(keys) for one in self._known[key]]
        return pa.Table.from_pylist(rows, schema=found.schema)


def load(company: Company, folder: Path, engine: Engine) -> Workspace:
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
    understand(workspace, codebook=load_codebook(company.codebook), engine=engine)
    return workspace


def read_and_corrected(
    workspace: Workspace, company: Company, seed: int, labelled: int
) -> tuple[Findings, Findings]:
    """Return what is found as read, then corrected by labels."""
    findings = find(Perimeter.whole(workspace), rate=RATE)
    label_company(workspace, company.planted, voices=labelled, seed=seed)
    return findings, find(Perimeter.whole(workspace), rate=RATE)


def with_truths(workspace: Workspace, company: Company, seed: int, size: int, tally: Tally) -> None:
    """Search one company with its truths: as read, as read and corrected, and as planted."""
    findings, corrected = read_and_corrected(workspace, company, seed, size)
    by_engine = signs(workspace)
    workspace.replace("labels", LABELS.empty_table())
    read_as_planted(workspace, company.planted)
    planted = find(Perimeter.whole(workspace), rate=RATE)
    missed = []
    for title, some, kept in (
        ("as read", findings, tally.found),
        ("corrected", corrected, tally.found_corrected),
        ("from the labels", planted, tally.found_planted),
    ):
        truths = verdict(some, Truths()).truths
        kept.update(name for name, is_found in truths.items() if is_found)
        missed += [f"{name} ({title})" for name, is_found in truths.items() if not is_found]
    tally.others.update(verdict(findings, Truths()).others)
    tally.others_corrected.update(verdict(corrected, Truths()).others)
    cover(findings, corrected, planted, tally)
    compare(by_engine, signs(workspace), tally)
    tally.seeds += 1
    print(f"seed {seed}: missed {missed or 'nothing'}")


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


def without_truths(
    workspace: Workspace, company: Company, seed: int, size: int, tally: Tally
) -> None:
    """Search the same company without its truths: all that is announced is false."""
    both = read_and_corrected(workspace, company, seed, size)
    for findings, kept in zip(both, (tally.false_findings, tally.false_corrected), strict=True):
        kept.append([f"{type(one).__name__} {name_of(one)}" for one in findings.announced])
    print(
        f"seed {seed}, without truths: {tally.false_findings[-1] or 'nothing'} announced as read,"
        f" {tally.false_corrected[-1] or 'nothing'} corrected"
    )


def name_of(finding: object) -> str:
    """Return a few words that tell a finding from others."""
    names = ("attribute", "value", "theme", "measure", "kind", "since")
    return " ".join(str(getattr(finding, name)) for name in names if hasattr(finding, name))


def document_of(tally: Tally) -> dict[str, Any]:
    """Return the figures as a document."""
    return {
        "seeds": tally.seeds,
        "found": {name: tally.found[name] for name in verdict_names()},
        "found_corrected": {name: tally.found_corrected[name] for name in verdict_names()},
        "found_from_labels": {name: tally.found_planted[name] for name in verdict_names()},
        "recall": tally.common / max(1, tally.labelled),
        "precision": tally.common / max(1, tally.read),
        "polarity": tally.agreed / max(1, tally.common),
        "covered": dict(tally.covered),
        "covered_corrected": dict(tally.covered_corrected),
        "weights": dict(tally.weights),
        "others": dict(tally.others),
        "others_corrected": dict(tally.others_corrected),
        "by_engine": tally.by_engine,
        "corrected": tally.corrected,
        "by_labels": tally.by_labels,
        "false_findings": tally.false_findings,
        "false_corrected": tally.false_corrected,
    }


def report(tally: Tally) -> None:
    """Print the tables."""
    figures = document_of(tally)
    print(f"\n{'truth':34}{'as read':>10}{'corrected':>11}{'planted':>9}   of {tally.seeds}")
    for name in verdict_names():
        counts = tally.found[name], tally.found_corrected[name], tally.found_planted[name]
        print(f"{name:34}{counts[0]:10d}{counts[1]:11d}{counts[2]:9d}")
    print(
        f"\nthemes: recall {figures['recall']:.2f}, precision {figures['precision']:.2f}, "
        f"polarity {figures['polarity']:.2f}"
    )
    print(f"\n{'weight, % of variance':30}{'read':>8}{'corrected':>11}{'planted':>9}   width")
    for theme, intervals in tally.by_labels.items():
        read, corrected, planted = (
            statistics.mean(weight for weight, _, _ in some)
            for some in (tally.by_engine[theme], tally.corrected[theme], intervals)
        )
        width = statistics.median(high - low for _, low, high in tally.corrected[theme])
        print(f"{theme:30}{read:8.1f}{corrected:11.1f}{planted:9.1f}{width:8.1f}")
    for kind in ("drivers", "others"):
        total = max(1, tally.weights[kind])
        read, corrected = tally.covered[kind] / total, tally.covered_corrected[kind] / total
        print(
            f"intervals of {kind} that cover the planted weight, of {tally.weights[kind]}: "
            f"{read:.0%} as read, {corrected:.0%} corrected"
        )
    for title, others, false_findings in (
        ("as read", tally.others, tally.false_findings),
        ("corrected", tally.others_corrected, tally.false_corrected),
    ):
        wrong, total = sum(map(bool, false_findings)), sum(map(len, false_findings))
        print(
            f"{title}: drivers announced that are none {dict(others)}; without truths {wrong} of"
            f" {len(false_findings)} worlds announce anything ({total} findings);"
            f" {RATE:.0%} of worlds may"
        )


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
    parser.add_argument("--labelled", type=int, default=LABELLED)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    tally = Tally()
    for seed in range(options.first, options.first + options.seeds):
        started = time.perf_counter()
        engine = ReadOnce(shipped_engine())
        for truths, search in ((True, with_truths), (False, without_truths)):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                company = write_company(
                    folder / "files", seed=seed, truths=truths, responses=options.responses
                )
                workspace = load(company, folder / "workspace", engine)
                search(workspace, company, seed, options.labelled, tally)
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)
        if options.json:
            text = json.dumps(document_of(tally), indent=1, ensure_ascii=False)
            options.json.write_text(text, "utf-8")
    report(tally)


if __name__ == "__main__":
    main()
