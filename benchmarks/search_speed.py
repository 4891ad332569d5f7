"""How long a search takes in many voices.

    python -m benchmarks search_speed [--voices 100000] [--parts 3]

The texts are made of words drawn as often as in customers' texts; the meaning of each is drawn at
random, since only its size counts here. The time of a query holds everything: the state of the
index, the words, the meaning of the query by the encoder that ships, the perimeter, the texts.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from rebond.listen.importing import import_files
from rebond.quantify import Perimeter
from rebond.understand.encoder import shipped_encoder
from rebond.understand.search import refresh, search
from rebond.understand.search.meanings import as_bytes
from rebond.understand.search.snapshot import snapshot_of
from rebond.understand.search.store import Meaning, opened
from rebond.workspace import Workspace

# The likeliest first.
_WORDS = (
    *("caisse", "accueil", "prix", "livraison", "magasin", "vendeuse", "site", "conseiller"),
    *("rayon", "produit", "colis", "très", "trop", "peu", "bien", "mal", "attente", "longue"),
    *("rapide", "lente", "aimable", "cher", "correct", "impossible", "service", "client", "rien"),
    *("personne", "jamais", "toujours", "commande", "retour", "échange", "qualité", "choix"),
    *("parking", "horaires", "samedi", "semaine", "téléphone", "réponse", "mail", "carte"),
    *("remise", "facture", "erreur", "retard", "casse", "propre", "bruit", "application"),
)
_QUERIES = (
    "les gens qui ont attendu",
    "vendeuses aimables",
    "prix trop cher",
    "service client impossible à joindre",
    "livraison en retard",
    "retour",
    '"attente longue" -prix',
    "le samedi au téléphone",
)


def written(count: int, path: Path) -> None:
    """Write a file of made-up voices, 18 words each in the mean."""
    draw = random.Random(4)
    weights = [1 / (rank + 2) for rank in range(len(_WORDS))]
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "Commentaire", "Ville"])
        for number in range(count):
            chosen = draw.choices(_WORDS, weights, k=draw.randint(6, 30))
            town = draw.choice(("Nantes", "Laval", "Angers"))
            rows.writerow([f"r{number}", f"{' '.join(chosen)} {number}", town])


def with_meanings(workspace: Workspace, parts: int) -> None:
    """Give every text meanings drawn at random, of the width of the encoder that ships."""
    encoder = shipped_encoder()
    width = encoder.settings.width
    draw = np.random.default_rng(4)
    with workspace.writing(), opened(workspace) as index:
        index.use_encoder(encoder.version, width)
        numbers = sorted(index.without_meaning())
        with index.changing():
            for number in numbers:
                vectors = as_bytes(draw.standard_normal((parts, width)).astype(np.float32))
                places = np.array([[0, 1]] * parts, dtype=np.int32)
                bits = np.packbits(vectors > 0, axis=1)
                index.add_meaning(
                    number, Meaning(places.tobytes(), vectors.tobytes(), bits.tobytes())
                )
            index.tell("meanings", encoder.version)


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def timed(perimeter: Perimeter, by: str, where: str) -> None:
    """Print how long queries take, the first one apart."""
    times = [
        1000 * seconds(partial(search, query, perimeter, by=by, where=where))
        for _ in range(3)
        for query in _QUERIES
    ]
    warm = sorted(times[len(_QUERIES) :])
    print(
        f"{by:<8} {where or 'everything':<16} median {statistics.median(warm):.0f} ms, "
        f"slowest {warm[-1]:.0f} ms, first {times[0]:.0f} ms"
    )


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=100_000)
    parser.add_argument("--parts", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "voices.csv"
        written(options.voices, file)
        workspace = Workspace.create(Path(folder) / "workspace")
        import_files(workspace, [file], source="benchmark")
        print(
            f"words of {options.voices} voices indexed: {seconds(lambda: refresh(workspace)):.1f} s"
        )
        with_meanings(workspace, options.parts)
        print(
            f"nothing new to index: {seconds(lambda: refresh(workspace, shipped_encoder())):.2f} s"
        )
        size = sum(one.stat().st_size for one in (Path(workspace.path) / "search").iterdir())
        print(f"index: {size / 1e6:.0f} MB")
        whole = Perimeter.whole(workspace)
        print(f"index read in memory: {seconds(lambda: snapshot_of(workspace)):.2f} s")
        for by in ("words", "meaning", "both"):
            for where in ("", "Ville = Laval"):
                timed(whole, by, where)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
