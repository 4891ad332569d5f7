"""How far two labellings of our own sentences agree: a blind draw, then the measure.

    python models/encoder/agreement.py [--folder F] draw OUT.csv [--seed 20]
    python models/encoder/agreement.py [--folder F] measure [--second second_pass.csv] [--list]

`draw` writes sentences of `sentences/*.tsv` without labels or marks, all files shuffled together,
as `id,text`. The id holds the file, the line and a hash of the text without its marks: a label is
never compared with another text than the one that was read.

`measure` compares `id,intent,polarity` with the labels of the files: raw agreement, Cohen's kappa
with an interval of 95 % (sentences drawn again within each file, 4,000 times), and who said what.
`--list` writes the sentences labelled in two ways. `--folder` takes the files of another day.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from examples import HERE, INTENTS, Example, own

SENTENCES = HERE / "sentences"
DRAWN = {"services_fr": 500, "goods_fr": 500, "mixed_en": 400, "suggestions_fr": 200}
POLARITIES = (-1, 0, 1)
_RESAMPLES = 4_000

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A sentence with its labels of both passes, as (intent, polarity)."""

    name: str
    file: str
    language: str
    text: str
    first: tuple[str, int]
    second: tuple[str, int]


def named(folder: Path) -> dict[str, Example]:
    """Return every sentence of our own by its id."""
    found = {}
    for example in own(folder):
        file, number = example.group.rsplit("-", 1)
        digest = hashlib.sha256(example.text.encode()).hexdigest()[:8]
        found[f"{file}-{int(number) + 2}-{digest}"] = example
    return found


def file_of(name: str) -> str:
    """Return the file that an id stands for.

    >>> file_of("goods_fr-12-0a1b2c3d")
    'goods_fr'
    """
    return name.rsplit("-", 2)[0]


def drawn(sentences: dict[str, Example], numbers: dict[str, int], seed: int) -> list[str]:
    """Return ids drawn at random, as many as wanted of each file, in a random order."""
    chance = random.Random(seed)
    found: list[str] = []
    for file, number in numbers.items():
        found += chance.sample([name for name in sentences if file_of(name) == file], number)
    chance.shuffle(found)
    return found


def paired(sentences: dict[str, Example], second: Path) -> tuple[list[Pair], list[str]]:
    """Return the sentences labelled twice, and the ids whose sentence is no longer there."""
    pairs, lost = [], []
    with second.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, labels = row["id"], (row["intent"], int(row["polarity"]))
            if labels[0] not in INTENTS or labels[1] not in POLARITIES:
                raise ValueError(f"{name}: no such labels as {labels}")
            example = sentences.get(name)
            if example is None or example.intent is None or example.polarity is None:
                lost.append(name)
                continue
            first = (INTENTS[example.intent], example.polarity)
            pairs.append(Pair(name, file_of(name), example.language, example.text, first, labels))
    return pairs, lost


def table(
    first: Sequence[Hashable], second: Sequence[Hashable], labels: Sequence[Hashable]
) -> Counts:
    """Return how often the first pass said the row and the second the column."""
    counts = np.zeros((len(labels), len(labels)))
    for one, other in zip(first, second, strict=True):
        counts[labels.index(one), labels.index(other)] += 1
    return counts


def agreed(counts: Counts) -> Counts:
    """Return the share of the diagonal of each table of the last two axes."""
    share: Counts = np.trace(counts, axis1=-2, axis2=-1) / counts.sum((-2, -1))
    return share


def kappa(counts: Counts) -> Counts:
    """Return Cohen's kappa of each table: (observed - by chance) / (1 - by chance)."""
    observed, total = agreed(counts), counts.sum((-2, -1))
    by_chance = (counts.sum(-1) * counts.sum(-2)).sum(-1) / total**2
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Counts = (observed - by_chance) / (1 - by_chance)
    return found


def resampled(tables: Sequence[Counts], seed: int = 0) -> Counts:
    """Return the sum of the tables, each with its sentences drawn again, many times."""
    chance = np.random.default_rng(seed)
    total = np.zeros((_RESAMPLES, *tables[0].shape))
    for counts in tables:
        number = int(counts.sum())
        drawn_again = chance.multinomial(number, counts.ravel() / number, size=_RESAMPLES)
        total += drawn_again.reshape(total.shape)
    return total


def show(
    title: str,
    pairs: Sequence[Pair],
    label: Callable[[tuple[str, int]], Hashable],
    labels: Sequence[Hashable],
) -> None:
    """Print how far the two passes agree on one kind of label, and who said what."""
    tables = [
        table([label(p.first) for p in of], [label(p.second) for p in of], labels)
        for of in ([p for p in pairs if p.file == f] for f in sorted({p.file for p in pairs}))
    ]
    counts, again = np.sum(tables, axis=0), resampled(tables)
    print(f"\n{title}: {len(pairs)} sentences")
    for name, measure in (("agreement", agreed), ("kappa", kappa)):
        low, high = np.nanquantile(measure(again), (0.025, 0.975))
        print(f"  {name:9} {float(measure(counts)):.3f} [{low:.3f}, {high:.3f}]")
    print("  first \\ second " + "".join(f"{one!s:>11}" for one in labels))
    for one, row in zip(labels, counts, strict=True):
        print(f"  {one!s:>14} " + "".join(f"{int(n):>11}" for n in row))


def mixed(labels: tuple[str, int]) -> bool:
    """Tell whether a sentence praises or blames without a winner."""
    return labels[1] == 0 and labels[0] in ("praise", "complaint")


def measure(pairs: Sequence[Pair]) -> None:
    """Print the agreement on intents, on suggestions and on polarity, by language too."""
    for language in ("", *sorted({p.language for p in pairs})):
        of = [p for p in pairs if language in ("", p.language)]
        begin = f"{language or 'all'}, "
        show(begin + "intent", of, lambda labels: labels[0], INTENTS)
        show(begin + "suggestion", of, lambda labels: labels[0] == "suggestion", (True, False))
        show(begin + "polarity", of, lambda labels: labels[1], POLARITIES)
    sided = [p for p in pairs if not (mixed(p.first) or mixed(p.second))]
    show("where neither pass finds both sides, intent", sided, lambda labels: labels[0], INTENTS)
    judged = [p for p in pairs if "suggestion" not in (p.first[0], p.second[0])]
    show("where neither suggests, polarity", judged, lambda labels: labels[1], POLARITIES)
    same = sum(p.first == p.second for p in pairs) / len(pairs)
    print(f"\nsame intent and same polarity: {same:.3f}")


def main() -> None:
    """Draw or measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=SENTENCES, help="where the .tsv files are")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write sentences without their labels")
    drawing.add_argument("out", type=Path)
    drawing.add_argument("--seed", type=int, default=20)
    measuring = commands.add_parser("measure", help="compare a second pass with the first")
    measuring.add_argument("--second", type=Path, default=SENTENCES / "second_pass.csv")
    measuring.add_argument("--list", action="store_true", help="write what differs")
    asked = parser.parse_args()
    sentences = named(asked.folder)
    if asked.command == "draw":
        with asked.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("id", "text"))
            for name in drawn(sentences, DRAWN, asked.seed):
                writer.writerow((name, sentences[name].text))
        return
    pairs, lost = paired(sentences, asked.second)
    if lost:
        print(f"{len(lost)} sentences have changed since and are left out: {', '.join(lost)}")
    measure(pairs)
    if asked.list:
        for pair in pairs:
            if pair.first != pair.second:
                print("\t".join((pair.name, f"{pair.first} {pair.second}", pair.text)))


if __name__ == "__main__":
    main()
