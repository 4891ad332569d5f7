"""Time and memory of reading a million rows into a workspace, without understanding them.

    python benchmarks/million_rows.py [ROWS]

The file is written first (varied sentences of about 60 characters, an e-mail for one row in three),
then imported by a process of its own, whose time and peak memory, children included,
are read from the system; then it is imported again, to see what an unchanged file costs.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

ROWS = 1_000_000

OPENINGS = (
    "Très bon accueil", "Attente trop longue", "Le vendeur était pressé", "Livraison rapide",
    "Colis abîmé", "Bonne qualité", "Prix trop élevés", "Magasin propre", "Rayon mal rangé",
    "Great choice", "The staff was kind", "Parking difficile", "Retour accepté sans discuter",
)  # fmt: skip
MIDDLES = (
    "au magasin de {town}", "en caisse samedi", "pour ma commande du {day}", "cette fois encore",
    "comme toujours", "au rayon {part}", "malgré le monde", "et personne pour aider",
)  # fmt: skip
ENDS = (
    "", "dommage.", "je reviendrai.", "merci à toute l'équipe !", "à revoir...", "rien à redire",
    "ne changez rien", "je suis déçue", "rappelez-moi au 06 12 34 56 {two:02d}",
)  # fmt: skip
TOWNS = ("Lyon", "Nantes", "Lille", "Brest", "Pau", "Metz", "Nice", "Dijon", "Tours", "Nîmes")
PARTS = ("jardin", "peinture", "luminaire", "outillage", "salle de bains", "cuisine")


def write_file(path: Path, rows: int) -> None:
    """Write a CSV as French Excel does, drawn with a fixed seed."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write("Identifiant;Date;Recommandation (0 à 10);Commentaire;Magasin;E-mail\r\n")
        for number in range(rows):
            day, month = rng.randint(1, 28), rng.randint(1, 12)
            text = " ".join((rng.choice(OPENINGS), rng.choice(MIDDLES), rng.choice(ENDS))).format(
                town=rng.choice(TOWNS), day=day, part=rng.choice(PARTS), two=rng.randint(0, 99)
            )
            mail = f"personne{rng.randint(0, rows)}@exemple.fr" if number % 3 == 0 else ""
            file.write(
                f"R{number:07d};{day:02d}/{month:02d}/2025;{rng.randint(0, 10)};{text};"
                f"{rng.choice(TOWNS)};{mail}\r\n"
            )


def import_into(folder: str, file: str, queue: multiprocessing.Queue[tuple[object, ...]]) -> None:
    """Import a file and put its counts, wall and processor seconds in a queue."""
    from rebond.listen.importing import import_files
    from rebond.workspace import Workspace

    start = time.perf_counter()
    (report,) = import_files(Workspace.open_or_create(folder), [Path(file)], source="benchmark")
    used = os.times()
    processor = used.user + used.system + used.children_user + used.children_system
    queue.put((report.counts, time.perf_counter() - start, processor))


def resident_bytes(process: int) -> int:
    """Return the resident memory of a process and of its children."""
    total, waiting = 0, [process]
    while waiting:
        current = waiting.pop()
        try:
            status = Path(f"/proc/{current}/statm").read_text().split()
            total += int(status[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total


def measured(folder: Path, file: Path) -> tuple[object, float, float, int]:
    """Import in a process of its own; return its counts, seconds, processor seconds, peak bytes."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[tuple[object, ...]] = context.Queue()
    process = context.Process(target=import_into, args=(str(folder), str(file), queue))
    process.start()
    peak, finished = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not finished.wait(0.05):
            peak = max(peak, resident_bytes(process.pid or 0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    counts, seconds, processor = queue.get()
    finished.set()
    watcher.join()
    process.join()
    return counts, float(str(seconds)), float(str(processor)), peak


def main() -> None:
    """Write the file, import it twice, print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "million.csv"
        write_file(file, rows)
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
        print(f"{'':12}{'seconds':>9}{'processor s':>13}{'peak MB':>9}{'rows/s':>10}  counts")
        for title in ("first time", "again"):
            counts, seconds, processor, peak = measured(Path(folder) / "workspace", file)
            print(
                f"{title:12}{seconds:9.1f}{processor:13.1f}{peak / 1e6:9.0f}"
                f"{rows / seconds:10,.0f}  {counts}"
            )


if __name__ == "__main__":
    main()
