"""Labelled sentences to learn from: public sets whose licence allows it, and our own.

Every example has a text, its language, and the labels that its source gives; what a source does not
say is None, and teaches nothing.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"
DOMAINS = ("hotel", "laptop", "phone", "food")
INTENTS = ("praise", "complaint", "suggestion", "question", "other")
POLARITIES = {"negative": -1, "neutral": 0, "positive": 1, "conflict": 0}
_MARK = re.compile(r"\[([^\[\]|]+)\|([-+0])\]")
_SIGNS = {"+": 1, "-": -1, "0": 0}


@dataclass(frozen=True)
class Example:
    """One sentence with its labels.

    `targets` are (start, end, polarity), or None when the source does not mark them; `judged` are
    the polarities of everything judged in it, named or not; `group` names what must stay together
    when data are split.
    """

    text: str
    language: str
    group: str = ""
    targets: tuple[tuple[int, int, int], ...] | None = None
    categories: tuple[tuple[str, int], ...] = ()
    polarity: int | None = None
    intent: int | None = None
    suggests: bool | None = None
    weight: float = 1.0


def multilingual(folder: Path, language: str, part: str, domain: str) -> list[Example]:
    """Return one file of M-ABSA (arXiv 2502.11824)."""
    lines = (folder / domain / language / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for number, line in enumerate(lines):
        text, _, annotation = line.partition("####")
        triplets = annotations(annotation)
        text = _joined(text)
        spans = {}
        named = True
        for target, _, label in triplets:
            if target in ("NULL", "") or label not in POLARITIES:
                continue
            start = _place(text, _joined(target))
            if start is None:
                named = False
                continue
            spans[(start, start + len(_joined(target)))] = POLARITIES[label]
        labels = {POLARITIES[label] for _, _, label in triplets if label in POLARITIES}
        found.append(
            Example(
                text,
                language,
                f"{domain}-{number}",
                targets=tuple((*span, sign) for span, sign in sorted(spans.items()))
                if named
                else None,
                categories=tuple((category, POLARITIES[label]) for _, category, label in triplets),
                polarity=_overall(labels),
            )
        )
    return found


def _joined(text: str) -> str:
    """Return a tokenised text with its apostrophes joined again."""
    text = re.sub(r" n ' t\b", "n't", text)
    text = re.sub(r" ' (?=\w)", "'", text)
    return re.sub(r" n't\b", "n't", text)


def _place(text: str, target: str) -> int | None:
    """Return where a target stands, as whole words if it can be."""
    whole = re.search(rf"(?<!\w){re.escape(target)}(?!\w)", text, re.IGNORECASE)
    if whole:
        return whole.start()
    start = text.lower().find(target.lower())
    return start if start >= 0 and target else None


def annotations(annotation: str) -> list[tuple[str, str, str]]:
    """Return the triplets of a line, whose apostrophes are not always escaped."""
    try:
        return [(t[0], t[1], t[2]) for t in ast.literal_eval(annotation)]
    except (SyntaxError, ValueError):
        pattern = r"\[['\"](.*?)['\"], ['\"]([^'\"]*)['\"], ['\"](positive|negative|neutral)['\"]\]"
        return [(m[1], m[2], m[3]) for m in re.finditer(pattern, annotation)]


def _overall(labels: set[int]) -> int | None:
    """Return the one side of what is judged; None when both are or nothing is."""
    sides = labels - {0}
    if len(sides) == 1:
        return sides.pop()
    return 0 if labels == {0} else None


def own(folder: Path = HERE / "sentences") -> Iterator[Example]:
    """Give our own sentences (`sentences/*.tsv`), targets marked in the text as `[words|+]`."""
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            next(rows)
            for number, row in enumerate(rows):
                yield marked(row, f"{path.stem}-{number}")


def marked(row: list[str], group: str) -> Example:
    """Return the example of a row: language, intent, polarity, marked text."""
    language, intent, polarity, written = row
    text, targets, last = "", [], 0
    for mark in _MARK.finditer(written):
        text += written[last : mark.start()]
        targets.append((len(text), len(text) + len(mark[1]), _SIGNS[mark[2]]))
        text += mark[1]
        last = mark.end()
    text += written[last:]
    if "[" in text or "|" in text:
        raise ValueError(f"{group}: a mark is not closed in {written!r}")
    return Example(
        text,
        language,
        group,
        targets=tuple(targets),
        polarity=int(polarity),
        intent=INTENTS.index(intent),
        suggests=intent == "suggestion",
    )


def sided(folder: Path) -> Iterator[Example]:
    """Give our own texts whose side alone is told (`*.tsv`: language, polarity, text).

    `posts/` and `reviews/` hold them.
    """
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
        for number, row in enumerate(rows):
            if len(row) != 3 or row[1] not in ("-1", "0", "1"):
                raise ValueError(
                    f"{path.name}, line {number + 2}: language, polarity, text are wanted"
                )
            yield Example(row[2], row[0], f"{folder.name}-{number}", polarity=int(row[1]))


def clauses(folder: Path) -> Iterator[Example]:
    """Give the clauses of the linear model (`models/opinions/clauses`), one side a file."""
    for path in sorted(folder.glob("*.txt")):
        side, language, _ = path.name.split(".")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip():
                group = f"{path.stem}-{number}"
                yield Example(line.strip(), language, group, polarity=POLARITIES[side])


def questions(folder: Path, most: int) -> Iterator[Example]:
    """Give questions asked to a bank (Banking77, arXiv 2003.04807), as questions."""
    with (folder / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 2][1:]
    for number, (text, _) in enumerate(rows[:: max(len(rows) // most, 1)]):
        if text.rstrip().endswith("?"):
            yield Example(text.strip(), "en", f"bank-{number}", intent=3, suggests=False)


def similar(folder: Path, language: str) -> list[tuple[str, str, float]]:
    """Return pairs of sentences with their similarity, from 0 to 1."""
    with (folder / f"stsb-{language}-train.csv").open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1], float(row[2]) / 5) for row in csv.reader(file) if len(row) == 3]


def consulted(folder: Path) -> list[str]:
    """Return the sentences of a French consultation (ODbL), of 4 to 60 words."""
    path = folder / "fr_consultation_an_egalite" / "crowdsourcing_consultation_an.csv"
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for sentence in re.split(r"(?<=[.!?])\s+|\n+", row["text"]):
                if 4 <= len(sentence.split()) <= 60:
                    found[sentence.strip()] = None
    return list(found)


def texts(shared: Path) -> Iterator[str]:
    """Give every text that may be learned from, to choose the vocabulary."""
    for domain in DOMAINS:
        for language in ("fr", "en", "es", "de", "nl", "pt"):
            for part in ("train", "dev"):
                for example in multilingual(shared / "absa_multilingual", language, part, domain):
                    yield example.text
    for example in own():
        yield example.text
    for example in clauses(HERE.parent / "opinions" / "clauses"):
        yield example.text
    for language in ("fr", "en"):
        for left, right, _ in similar(shared / "similarity_stsb", language):
            yield left
            yield right
    with (shared / "intents_banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            yield row[0]


def cased(example: Example) -> Example:
    """Return the example in lower case, as many people type."""
    lowered = example.text.lower()
    return replace(example, text=lowered) if len(lowered) == len(example.text) else example
