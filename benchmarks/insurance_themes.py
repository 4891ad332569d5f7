"""Themes of real insurance reviews: how many voices get one, and how often it is right.

    python benchmarks/insurance_themes.py [--split tuning|final|both] [--json OUT]

Coverage is measured on the whole file of French insurance reviews and on English reviews of
companies. Precision, recall and polarity are measured on the 200 voices of
``labels/insurance_fr.json``, labelled by reading: 100 served to tune the expressions, the 100
others did not, and only their figures are final. The file also says which ready-made codebook is
chosen for each public set.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa

from rebond.listen.texts.language import languages
from rebond.listen.texts.quality import statuses
from rebond.understand import Codebook, load_codebook, opinions
from rebond.understand.choosing import choose_codebook

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LABELS = Path(__file__).resolve().parent / "labels" / "insurance_fr.json"
INSURANCE = DATA / "reviews_fr_insurance" / "reviews.csv"
COMPANIES = DATA / "reviews_en_companies" / "reviews.csv"
TARGET_COVERAGE, TARGET_PRECISION = 0.75, 0.80

Polarities = dict[str, int]  # theme id -> -1, 0 or 1


@dataclass
class Agreement:
    """Pairs (voice, theme) found, labelled and both; and the polarities of the pairs in common."""

    found: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    common: Counter[str] = field(default_factory=Counter)
    judged: int = 0
    agreed: int = 0

    def add(self, found: Polarities, labelled: Polarities) -> None:
        """Count one voice."""
        self.found.update(found.keys())
        self.labelled.update(labelled.keys())
        for theme in found.keys() & labelled.keys():
            self.common[theme] += 1
            self.judged += 1
            self.agreed += found[theme] == labelled[theme]


def wilson(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share; (0, 1) without any trial."""
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = (
        z
        / (1 + z * z / trials)
        * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    )
    return centre - half, centre + half


def themes_of(texts: Sequence[str], spoken: Sequence[str], codebook: Codebook) -> list[Polarities]:
    """Return, for each text, its specific themes and the sign of what it says of each.

    The sign is that of the sum of the polarities of the theme's opinions, weighted by confidence.
    """
    specific = {theme.id for theme in codebook.leaves if theme.specific}
    sums: list[dict[str, float]] = [defaultdict(float) for _ in texts]
    table = opinions(texts, languages=spoken, codebook=codebook)
    for row in table.select(["row", "theme", "polarity", "confidence"]).to_pylist():
        if row["theme"] in specific:
            sums[row["row"]][row["theme"]] += row["polarity"] * row["confidence"]
    return [
        {theme: (total > 0) - (total < 0) for theme, total in of_text.items()} for of_text in sums
    ]


def meaningful(texts: Sequence[str]) -> list[str]:
    """Return the texts that are neither hollow nor spam."""
    found = statuses(pa.array(texts, pa.string())).to_pylist()
    return [text for text, status in zip(texts, found, strict=True) if status == "meaningful"]


def column(path: Path, name: str) -> list[str]:
    """Return a column of a CSV file, in order."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row[name] or "" for row in csv.DictReader(stream)]


def spoken_in(texts: Sequence[str]) -> list[str]:
    """Return the language of each text."""
    found: list[str] = languages(pa.array(texts, pa.string())).to_pylist()
    return found


def coverage(texts: Sequence[str], codebook: Codebook) -> tuple[int, int]:
    """Return how many texts have a specific theme, of how many."""
    found = themes_of(texts, spoken_in(texts), codebook)
    return sum(bool(themes) for themes in found), len(texts)


def agreement(
    texts: Sequence[str], labels: Mapping[str, Polarities], codebook: Codebook
) -> Agreement:
    """Compare what is found in the labelled rows with their labels."""
    rows = [int(row) for row in labels]
    chosen = [texts[row] for row in rows]
    result = Agreement()
    for row, found in zip(rows, themes_of(chosen, spoken_in(chosen), codebook), strict=True):
        result.add(found, labels[str(row)])
    return result


def shown(name: str, successes: int, trials: int, target: float | None = None) -> str:
    """Return a share with its interval, written for people."""
    low, high = wilson(successes, trials)
    share = successes / trials if trials else float("nan")
    aim = f"   target {target:.2f}" if target else ""
    return f"{name:<34}{share:.3f}  [{low:.3f}; {high:.3f}]  {successes} of {trials}{aim}"


def report(name: str, result: Agreement) -> dict[str, float]:
    """Print precision, recall and polarity of one half of the labels."""
    found, labelled = result.found.total(), result.labelled.total()
    common = result.common.total()
    print(f"\n{name}")
    print(shown("precision of (voice, theme)", common, found, TARGET_PRECISION))
    print(shown("recall of (voice, theme)", common, labelled))
    print(shown("polarity right, on those in common", result.agreed, result.judged))
    return {
        "precision": common / max(found, 1),
        "recall": common / max(labelled, 1),
        "polarity": result.agreed / max(result.judged, 1),
    }


def per_theme(results: Iterable[Agreement]) -> None:
    """Print what is found, labelled and common to both for each theme."""
    found: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for result in results:
        found, labelled = found + result.found, labelled + result.labelled
        common = common + result.common
    print(f"\n{'theme':<32}{'found':>6}{'said':>6}{'both':>6}{'precision':>11}{'recall':>8}")
    for theme in sorted(found | labelled, key=lambda name: -labelled[name]):
        precision = f"{common[theme] / found[theme]:.2f}" if found[theme] else "-"
        recall = f"{common[theme] / labelled[theme]:.2f}" if labelled[theme] else "-"
        counts = f"{found[theme]:>6}{labelled[theme]:>6}{common[theme]:>6}"
        print(f"{theme:<32}{counts}{precision:>11}{recall:>8}")


def sets_to_choose_from() -> dict[str, list[str]]:
    """Return the public sets whose sector is known, at most 2,000 texts each."""
    sets = {"French insurance reviews": column(INSURANCE, "avis")}
    for name, path, field_name in (
        ("English reviews of companies", COMPANIES, "comment_content"),
        ("French product reviews", DATA / "reviews_fr_amazon" / "train.csv", ""),
    ):
        if path.exists():
            texts = column(path, field_name) if field_name else first_column(path)
            sets[name] = texts[:2_000]
    for language in ("fr", "en"):
        path = DATA / "absa_semeval2016" / f"{language}_rest_train.xml"
        if path.exists():
            sentences = ElementTree.parse(path).getroot().iter("text")
            sets[f"Restaurant sentences ({language})"] = [
                sentence.text or "" for sentence in sentences
            ][:2_000]
    return sets


def first_column(path: Path) -> list[str]:
    """Return the first column of a CSV file without header."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row[0] for row in csv.reader(stream) if row]


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("tuning", "final", "both"), default="both")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not INSURANCE.exists():
        print("shared data absent")
        return 0
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    if hashlib.sha256(INSURANCE.read_bytes()).hexdigest() != labels["sha256"]:
        print(f"{INSURANCE.name} is not the file that was labelled: its SHA-256 differs.")
        return 1
    codebook = load_codebook(labels["codebook"])
    texts = column(INSURANCE, "avis")
    figures: dict[str, dict[str, float]] = {}
    covered, total = coverage(meaningful(texts), codebook)
    print(f"codebook {codebook.version}")
    print(shown("voices with a specific theme", covered, total, TARGET_COVERAGE))
    figures["coverage"] = {"insurance": covered / total}
    results = []
    for split in ("tuning", "final"):
        if options.split in (split, "both"):
            result = agreement(texts, labels[split], codebook)
            figures[split] = report(f"{split}: {len(labels[split])} labelled voices", result)
            results.append(result)
    per_theme(results)
    print("\nready-made codebook chosen for each set, and its coverage")
    for name, of_set in sets_to_choose_from().items():
        kept = meaningful(of_set)
        chosen = choose_codebook(kept, spoken_in(kept))
        covered, total = coverage(kept, chosen)
        print(shown(f"{name}", covered, total), chosen.id)
        figures["coverage"][name] = covered / total
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
