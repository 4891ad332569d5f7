"""Similar ideas in French: 300 rewordings of proposals of a public consultation, and BM25.

    python -m benchmarks similar_ideas [--encoder]

`labels/similar_ideas_fr.tsv` holds, by the proposal's id, one rewording each, written by one person
who had read titles and first lines, before any result: in other words (w), from another viewpoint
(v), short (s). The proposals (République numérique, 2015) are read from ../shared/data. The right
answer is the proposal reworded, among all of them; others that say the same count as wrong.

Peers: BM25 (k1 1.2, b 0.75) over words in lower case, and over our folded stems. The weights of the
likenesses were chosen on a third of the pairs (every third one); the others are told apart.
Then the time of a search among 10,000 ideas, each a title and a sentence of these proposals, drawn.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from rebond.cocreate.similar import Field, Idea, IdeaIndex, stems_of

LABELS = Path(__file__).parent / "labels" / "similar_ideas_fr.tsv"
DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "consultations"
PROPOSALS = DATA / "fr_republique_numerique" / "opinions.csv"
MANY = 10_000
Ranked = Callable[[str], list[str]]


def proposals() -> list[Idea]:
    """Return the proposals."""
    with PROPOSALS.open(encoding="utf-8", newline="") as stream:
        return [
            Idea(row["opinion_id"], row["title"], f"{row['body']} {row['explanation']}")
            for row in csv.DictReader(stream)
        ]


def pairs() -> list[tuple[str, str, str]]:
    """Return (id, kind, rewording)."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return [(one, kind, text) for one, kind, text in (line.split("\t") for line in lines)]


def bm25(ideas: list[Idea], cut: Callable[[str], Counter[str]]) -> Ranked:
    """Return the ten best by BM25 over the terms of the whole ideas."""
    field = Field(cut, [f"{idea.title}. {idea.body}" for idea in ideas])

    def ranked(text: str) -> list[str]:
        scores = field.scores(field.asked(text))
        return [ideas[row].id for row in np.argsort(-scores, kind="stable")[:10]]

    return ranked


def plain(text: str) -> Counter[str]:
    """Return the words of a text in lower case."""
    return Counter(re.findall(r"\w+", text.lower()))


def told(name: str, ranked: Ranked) -> None:
    """Print Hit@10 of all pairs, of those not chosen on, and by kind."""
    found = [(kind, right in ranked(text)) for right, kind, text in pairs()]
    apart = [hit for place, (_, hit) in enumerate(found) if place % 3]
    kinds = " · ".join(
        f"{kind} {statistics.mean(hit for one, hit in found if one == kind):.2f}" for kind in "wvs"
    )
    print(
        f"{name:24} Hit@10 {statistics.mean(hit for _, hit in found):.3f}"
        f" · not chosen on {statistics.mean(apart):.3f} · {kinds}",
        flush=True,
    )


def timed(ideas: list[Idea]) -> None:
    """Print how long a search takes among many ideas."""
    draw = random.Random(1)
    sentences = [s for idea in ideas for s in re.split(r"(?<=[.;])\s+", idea.body) if len(s) > 30]
    made = [Idea(f"m{n}", draw.choice(ideas).title, draw.choice(sentences)) for n in range(MANY)]
    began = time.process_time()
    index = IdeaIndex.of(made)
    print(f"{MANY} ideas indexed in {time.process_time() - began:.1f} s of processor")
    wall, processor = [], []
    for _, _, text in pairs()[:100]:
        start, used = time.perf_counter(), time.process_time()
        index.similar(text)
        wall.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - used))
    print(
        f"a search: median {statistics.median(wall):.1f} ms, slowest {max(wall):.1f} ms (processor:"
        f" median {statistics.median(processor):.1f} ms, slowest {max(processor):.1f} ms)"
    )


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", action="store_true", help="also with the encoder that ships")
    options = parser.parse_args()
    if not PROPOSALS.exists():
        print("shared data absent")
        return 0
    ideas = proposals()
    print(f"{len(pairs())} rewordings among {len(ideas)} proposals")
    told("BM25, words", bm25(ideas, plain))
    told("BM25, folded stems", bm25(ideas, stems_of))
    index = IdeaIndex.of(ideas)
    told("similar ideas", lambda text: [one.id for one in index.similar(text, least=0)])
    if options.encoder:
        from rebond.understand.encoder import shipped_encoder

        read = IdeaIndex.of(ideas, encoder=shipped_encoder())
        told("and the encoder", lambda text: [one.id for one in read.similar(text, least=0)])
    timed(ideas)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
