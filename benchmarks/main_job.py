"""10,000 responses from CSV to report: seconds and memory, in a process of its own.

The file is the demo's fictional company, 10,000 responses, saved as one French Excel CSV.
Target on 2 cores: 60 s, 1.5 GB.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rebond.demo import write_company
from rebond.listen.reading import open_file

RESPONSES = 10_000


def write_one_file(folder: Path) -> tuple[Path, int]:
    """Write the whole company in one CSV; return the file and its number of rows."""
    company = write_company(folder / "company", seed=7, responses=RESPONSES)
    target = folder / "responses.csv"
    rows = 0
    with target.open("w", encoding="cp1252", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["Date", "Note", "Commentaire", "Magasin", "E-mail"])
        for file in company.files:
            opened = open_file(file.path)
            roles = {str(column.role): column.column for column in opened.mapping.columns[::-1]}
            for batch in opened.batches():
                for row in batch.table.to_pylist():
                    found = [row.get(roles.get(name, ""), "") for name in ("date", "score", "text")]
                    shop = row.get("Magasin") or row.get("Location Name") or ""
                    person = row.get("E-mail") or row.get("from") or ""
                    writer.writerow([*found, shop, person])
                    rows += 1
    return target, rows


def main() -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, rows = write_one_file(folder)
        report = folder / "report.html"
        words = ["analyse", str(file), "--workspace", str(folder / "w"), "--report", str(report)]
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "rebond", *words], check=True, stdout=subprocess.DEVNULL
        )
        seconds = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{'rows':>8} {'seconds':>8} {'CPU s':>8} {'peak MB':>8} {'report kB':>10}")
        print(
            f"{rows:>8,} {seconds:>8.1f} {used.ru_utime + used.ru_stime:>8.1f}"
            f" {used.ru_maxrss / 1024:>8.0f} {report.stat().st_size / 1024:>10.0f}"
        )
        print("target: 60 s, 1,500 MB")


if __name__ == "__main__":
    main()
