"""Files of the public tasks, in the forms in which they are published."""

from __future__ import annotations

import ast
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
POLARITIES = {"negative": -1, "neutral": 0, "positive": 1, "conflict": 0}
IMPLICIT = ("", "NULL")
_STARS = re.compile(r"^[a-z_]{0,12}(?:star|rating|note|étoile)", re.IGNORECASE)
_TEXTS = re.compile(
    r"^(?:text|texte|avis|comment_content|comment|commentaire|review|verbatim)$", re.I
)


class Opinion(NamedTuple):
    """A gold opinion: category, target as written ("" when implicit), its place, polarity.

    ``start`` and ``end`` are code points of the sentence, end exclusive; both 0 without a place.
    """

    category: str
    target: str
    start: int
    end: int
    polarity: int


class Sentence(NamedTuple):
    """A sentence with its gold opinions; ``group`` is its review, drawn and split as one."""

    group: str
    text: str
    language: str
    opinions: tuple[Opinion, ...]


class Labelled(NamedTuple):
    """A text with its class; ``group`` is what it may not be separated from."""

    group: str
    text: str
    label: int


def read_reviews(path: Path) -> list[Sentence]:
    """Read a file of SemEval-2016 task 5, subtask 1; sentences marked out of scope are left out.

    The language is that of most sentences, as Rebond detects it.
    """
    rows = []
    for review in ElementTree.parse(path).getroot().iter("Review"):
        for node in review.iter("sentence"):
            if node.get("OutOfScope", "").upper() != "TRUE":
                opinions = tuple(_opinion(one) for one in node.iter("Opinion"))
                rows.append((review.get("rid", ""), node.findtext("text") or "", opinions))
    language = language_of([text for _, text, _ in rows])
    return [Sentence(group, text, language, opinions) for group, text, opinions in rows]


def _opinion(node: ElementTree.Element) -> Opinion:
    target = node.get("target") or ""
    start, end = int(node.get("from") or 0), int(node.get("to") or 0)
    if target in IMPLICIT:
        target, start, end = "", 0, 0
    polarity = POLARITIES[node.get("polarity", "neutral")]
    return Opinion(node.get("category", ""), target, start, end, polarity)


def write_reviews(source: Path, groups: Collection[str], path: Path) -> None:
    """Write the reviews of these identifiers, as a file of the same form."""
    root = ElementTree.Element("Reviews")
    for review in ElementTree.parse(source).getroot().iter("Review"):
        if review.get("rid", "") in groups:
            root.append(review)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def read_triplets(path: Path, language: str) -> list[Sentence]:
    """Read a file of M-ABSA: ``sentence####[[target, category, polarity], …]`` a line.

    Its English is cut in tokens; apostrophes are joined again ("didn ' t" is "didn't"), in the
    sentence and in its targets alike. A line's group is its sentence: those repeated stay together.
    """
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        written, separator, annotation = line.rpartition("####")
        if separator:
            text = _joined(written)
            opinions = tuple(
                Opinion(category, "" if target in IMPLICIT else _joined(target), 0, 0, sign)
                for target, category, sign in _triplets(annotation)
            )
            sentences.append(Sentence(text, text, language, opinions))
    return sentences


def _triplets(annotation: str) -> list[tuple[str, str, int]]:
    try:
        listed = [(str(t[0]), str(t[1]), str(t[2])) for t in ast.literal_eval(annotation.strip())]
    except (SyntaxError, ValueError):  # an apostrophe that was not escaped
        pattern = rf"\[['\"](.*?)['\"], ['\"](.*?)['\"], ['\"]({'|'.join(POLARITIES)})['\"]\]"
        listed = [(m[1], m[2], m[3]) for m in re.finditer(pattern, annotation)]
    return [(target, category, POLARITIES[label]) for target, category, label in listed]


def _joined(text: str) -> str:
    text = re.sub(r" n ' t\b", "n't", text)
    return re.sub(r" ' (?=(?:s|t|re|ve|ll|m|d)\b)", "'", re.sub(r" n't\b", "n't", text))


def read_suggestions(path: Path) -> list[Labelled]:
    """Read a file of SemEval-2019 task 9: id, sentence, 1 for a suggestion; header or not.

    A group is a thread of the forum: the part of the id before its "_".
    """
    with path.open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3 and row[2].strip() in ("0", "1")]
    return [Labelled(r[0].split("_")[0], r[1].strip(' "'), int(r[2])) for r in rows]


def read_polarity(path: Path) -> list[Labelled]:
    """Read texts with a side, by the form of the file; labels are -1, 0 and 1.

    - ``.csv``: text and stars from 1 to 5 in whichever columns hold them; 1-2 are -1, 4-5 are 1,
      3 is left out.
    - ``.tsv``: 1 (positive) or 0 (negative), a tab, the text.
    - ``*_text.txt``: one text a line; ``*_labels.txt`` beside it: 0 negative, 1 neutral, 2
      positive.
    """
    if path.suffix == ".csv":
        rows = [(text, (stars > 3) - (stars < 3)) for text, stars in read_stars(path) if stars != 3]
    elif path.suffix == ".tsv":
        cut = [line.partition("\t") for line in _lines(path) if "\t" in line]
        rows = [(text, 1 if label.strip() == "1" else -1) for label, _, text in cut]
    else:
        labels = _lines(path.with_name(path.name.replace("_text", "_labels")))
        rows = [
            (text, int(label) - 1)
            for text, label in zip(_lines(path), labels, strict=False)
            if label.strip()
        ]
    return [Labelled(text, text, label) for text, label in rows if text.strip()]


def read_stars(path: Path) -> list[tuple[str, int]]:
    """Read (text, stars): a column of whole numbers from 1 to 5, and one of long texts.

    Of several, those whose header says what they hold. A file without header is read too.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [row for row in rows if len(row) == width]
    first, sample = rows[0], rows[1:501]
    starred = [
        place
        for place in range(width)
        if sum(_stars(row[place]) > 0 for row in sample) > 0.9 * len(sample)
    ]
    stars = _named(starred, first, _STARS)[0]
    texts = _named([place for place in range(width) if place != stars], first, _TEXTS)
    text = max(texts, key=lambda place: sum(len(row[place]) for row in sample))
    return [(row[text], _stars(row[stars])) for row in rows if _stars(row[stars])]


def _named(places: list[int], header: list[str], pattern: re.Pattern[str]) -> list[int]:
    """Return the columns whose header fits; all of them when none does."""
    return [place for place in places if pattern.search(header[place])] or places


def _stars(written: str) -> int:
    matched = re.fullmatch(r"\s*([1-5])(?:[.,]0+)?\s*", written)
    return int(matched[1]) if matched else 0


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def language_of(texts: Sequence[str]) -> str:
    """Return the language of most texts, ISO 639-1."""
    import pyarrow as pa

    from rebond.listen.texts.language import languages

    told = languages(pa.array(list(texts), pa.string())).to_pylist()
    return Counter(told).most_common(1)[0][0] if told else "und"


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group: a hash of its name, the same for every system and run."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds
