"""Rows of results: each system's score with its interval, and its margin over the baseline."""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measuring.peers import published
from measuring.scores import Counts, Figure, Score, interval, margin

BASELINE, RECIPE, SHIPPED, LARGE = "TF-IDF", "recipe", "shipped", "large"
PACKAGES = (SHIPPED, LARGE)  # the models of the package: the one by default, the larger one


@dataclass(frozen=True)
class Row:
    """One system on one measure of one task; ``margin`` is over the baseline, same texts."""

    task: str
    measure: str
    system: str
    score: Figure
    margin: Figure | None
    texts: int
    groups: int


def compared(
    task: str,
    measure: str,
    score: Score,
    systems: Mapping[str, Counts],
    groups: Sequence[Hashable],
    *,
    baseline: str = BASELINE,
) -> list[Row]:
    """Return a row a system, measured on the same texts, in the order given.

    ``groups`` says what each text belongs to (its review): intervals draw groups, not texts.
    """
    reference = systems.get(baseline)
    return [
        Row(
            task,
            measure,
            name,
            interval(score, counts, groups),
            margin(score, counts, reference, groups)
            if reference is not None and name != baseline
            else None,
            len(counts),
            len(set(groups)),
        )
        for name, counts in systems.items()
    ]


def show(rows: Sequence[Row]) -> Sequence[Row]:
    """Print the rows by task and measure, after what their peers published; return them."""
    task = measure = ""
    for row in rows:
        if row.task != task:
            print(f"\n{row.task}: {row.texts} texts, {row.groups} groups")
            task, measure = row.task, ""
        if row.measure != measure:
            measure = row.measure
            print(f"  {measure}")
            for line in _peers(task, measure):
                print(f"    {line}")
        print(f"    {row.system:<16}{_shown(row.score)}{_shown_margin(row.margin)}", flush=True)
    return rows


def _peers(task: str, measure: str) -> list[str]:
    """Return what was published, those of one protocol and source on one line."""
    alike: dict[tuple[str, str], list[str]] = {}
    for peer in published(task, measure):
        alike.setdefault((peer.differs, peer.source), []).append(f"{peer.system} {peer.score:.1f}")
    return [
        f"published: {', '.join(listed)} ({differs}; {source})"
        for (differs, source), listed in alike.items()
    ]


def _shown(figure: Figure) -> str:
    return f"{figure.value:6.1f} [{figure.low:5.1f}; {figure.high:5.1f}]"


def _shown_margin(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"   margin {figure.value:+5.1f} [{figure.low:+5.1f}; {figure.high:+5.1f}]"


def write(options: argparse.Namespace, rows: Sequence[Row], **protocol: Any) -> None:
    """Write the rows where ``--json`` says, with what was measured on what by which engine."""
    if options.json:
        from rebond.understand.engine import shipped_engine

        protocol["engine"] = shipped_engine().model_version
        document = {"protocol": protocol, "rows": [_plain(row) for row in rows]}
        text = json.dumps(document, indent=1, ensure_ascii=False, default=str)
        Path(options.json).write_text(text + "\n", encoding="utf-8")


def _plain(row: Row) -> dict[str, Any]:
    plain = asdict(row)
    for name in ("score", "margin"):
        figure = getattr(row, name)
        plain[name] = figure._asdict() if figure else None
    return plain


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that every benchmark of understanding takes."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--train", type=Path, nargs="*", default=[], help="files learned from")
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="files measured")
    parser.add_argument("--json", type=Path, help="where to write the results")
    parser.add_argument(
        "--systems", nargs="*", help="measure these only (default: all that can run)"
    )
    return parser


def readable(
    parser: argparse.ArgumentParser, options: argparse.Namespace, paths: Sequence[Path]
) -> bool:
    """Tell whether the files are there; a file that was asked for and is absent ends the run."""
    for path in paths:
        if not path.exists():
            if path in [*options.train, *options.test]:
                parser.error(f"no file at {path}")
            print(f"skipped: shared data absent ({path.name})")
            return False
    return True


def wanted(options: argparse.Namespace, system: str) -> bool:
    """Tell whether a system is to be measured."""
    return not options.systems or system in options.systems
