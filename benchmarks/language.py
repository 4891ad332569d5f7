"""Language of short texts: Rebond beside lingua, on texts that neither was trained on.

``python benchmarks/language.py``; the peer needs ``pip install lingua-language-detector``.
Texts: French insurance and shop reviews, tweets, English company reviews and patients' comments,
SemEval-2016 restaurant reviews, and for German, Dutch and Portuguese the restaurant part of M-ABSA
(machine-translated, its other domains are in the training: a mild advantage to Rebond).
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from rebond.listen.texts.language import LANGUAGES, languages

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
MOST = 700
LENGTHS = ((1, 1), (2, 3), (4, 8), (10**6, 10**6))
Detector = Callable[[list[str]], list[str]]


def column(path: str, number: int, *, header: bool = True) -> list[str]:
    """Return one column of a CSV file of the shared data."""
    with (SHARED / path).open(encoding="utf-8", errors="replace", newline="") as file:
        return [row[number] for row in list(csv.reader(file))[int(header) :] if len(row) > number]


def semeval(language: str) -> list[str]:
    """Return the sentences of SemEval-2016, restaurants."""
    tree = ElementTree.parse(SHARED / "absa_semeval2016" / f"{language}_rest_train.xml")
    return [found.text or "" for found in tree.iter("text")]


def restaurant(language: str) -> list[str]:
    """Return the sentences of the restaurant part of M-ABSA."""
    path = SHARED / "absa_multilingual" / "restaurant" / language / "train.txt"
    return [line.split("####")[0] for line in path.read_text(encoding="utf-8").splitlines()]


def held_out() -> dict[str, tuple[str, list[str]]]:
    """Return the sets, each with its language."""
    tweets = (SHARED / "tweets_fr" / "train_text.txt").read_text(encoding="utf-8").splitlines()
    patients = [text for text in column("patient_feedback_en/v6framework.csv", 8) if len(text) > 20]
    return {
        "fr insurance reviews": ("fr", column("reviews_fr_insurance/reviews.csv", 1)),
        "fr shop reviews": ("fr", column("reviews_fr_amazon/train.csv", 0, header=False)),
        "fr tweets": ("fr", tweets),
        "fr restaurants": ("fr", semeval("fr")),
        "en company reviews": ("en", column("reviews_en_companies/reviews.csv", 8)),
        "en patients": ("en", patients),
        "en restaurants": ("en", semeval("en")),
        "es restaurants": ("es", semeval("es")),
        **{f"{code} restaurants": (code, restaurant(code)) for code in ("de", "nl", "pt")},
    }


def cut(texts: list[str], shortest: int, longest: int) -> list[str]:
    """Take at most `MOST` texts, each cut to some words in a row."""
    random.seed(0)
    cuts = []
    for text in random.sample(texts, min(len(texts), MOST)):
        words = text.split()
        if words and (len(words) >= shortest or shortest > 1000):
            size = min(len(words), random.randint(shortest, longest))
            start = random.randint(0, len(words) - size)
            cuts.append(" ".join(words[start : start + size]))
    return [text for text in cuts if any(letter.isalpha() for letter in text)]


def detectors() -> dict[str, Detector]:
    """Return Rebond, and lingua held to the same seven languages where it is installed."""
    found: dict[str, Detector] = {"rebond": lambda texts: languages(texts).to_pylist()}
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder
    except ImportError:
        print("lingua is not installed: pip install lingua-language-detector")
        return found
    codes = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    peer = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models()
    built = peer.build()

    def lingua(texts: list[str]) -> list[str]:
        answers = [built.detect_language_of(text) for text in texts]
        return [answer.iso_code_639_1.name.lower() if answer else "und" for answer in answers]

    found["lingua"] = lingua
    return found


def main() -> None:
    """Print the share of right answers, of unknown ones, and the time for 100,000 texts."""
    if not SHARED.is_dir():
        print("shared data absent")
        return
    every = detectors()
    sets = held_out()
    print("right answers (unknown) in %, by length in words")
    for shortest, longest in LENGTHS:
        label = "whole texts" if shortest > 1000 else f"{shortest}-{longest} words"
        print(f"\n{label:24}" + "".join(f"{name:>18}" for name in every))
        sums = dict.fromkeys(every, 0.0)
        for name, (code, texts) in sets.items():
            chosen = cut(texts, shortest, longest)
            cells = ""
            for peer, detect in every.items():
                answers = detect(chosen)
                right = 100 * answers.count(code) / len(answers)
                sums[peer] += right / len(sets)
                cells += f"{right:10.1f} ({100 * answers.count('und') / len(answers):4.1f})"
            print(f"{name:24}{cells}  n={len(chosen)}")
        print(f"{'mean of the sets':24}" + "".join(f"{sums[peer]:10.1f}       " for peer in every))
    many = (cut(sets["fr shop reviews"][1], 8, 14) * 200)[:100_000]
    for name, detect in every.items():
        start = time.process_time()
        detect(many if name == "rebond" else many[:5_000])
        spent = (time.process_time() - start) * (1 if name == "rebond" else 20)
        print(f"{name}: {spent:.1f} s of CPU for 100,000 texts of 8 to 14 words")


if __name__ == "__main__":
    main()
