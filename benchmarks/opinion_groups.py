"""Opinion groups on Polis's open conversations, beside red-dwarf and the platform's own groups.

    python -m benchmarks opinion_groups [--peer-python VENV/bin/python] [--only brexit,taxes]

For each conversation of ../shared/data/polis that has votes:

- adjusted Rand with the platform's own groups, on the people that both place: ours by the published
  chain, red-dwarf's in the same run (in its own process, votes changed already replaced by the
  last: it cannot read them), and our default groups;
- the greatest gap of the group-informed consensus to its formula on the platform's own groups;
- stability: adjusted Rand between the groups of two draws of four votes in five, three pairs;
- prediction: a tenth of the votes held out; nats gained for each over knowing no group (the
  chances of agree, pass and disagree in the group, 8 votes of prior).

Then the time of 2,000 people × 900 statements, 225,000 votes drawn, whole and after one vote more.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from rebond.cocreate.groups import Votes, groups, read_statements, read_votes
from rebond.cocreate.groups.alike import adjusted_rand, foretold
from rebond.cocreate.groups.grouping import METHODS, Groups, Method
from rebond.cocreate.groups.profiles import consensus, counted

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "polis"
PAIRS = 3
HELD_OUT = 0.1

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
from reddwarf.implementations.polis import run_pipeline
asked = json.load(sys.stdin)
began = time.process_time()
found = run_pipeline(votes=asked["votes"], mod_out_statement_ids=asked["moderated"])
labels = found.participants_df["cluster_id"].dropna()
print(json.dumps([{str(i): int(g) for i, g in labels.items()}, time.process_time() - began]))
"""


def platform(folder: Path, votes: Votes) -> np.ndarray:
    """Return the platform's own group of each participant, −1 for none."""
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as stream:
        own = {row["participant"]: row["group-id"] for row in csv.DictReader(stream)}
    return np.array([int(own[one]) if own.get(one) else -1 for one in votes.participants])


def peer(python: Path, votes: Votes, moderated: frozenset[str]) -> tuple[np.ndarray, float] | None:
    """Return red-dwarf's groups and its seconds; None where it cannot read the conversation."""
    asked = {
        "votes": [
            {
                "participant_id": int(votes.participants[person]),
                "statement_id": int(votes.statements[statement]),
                "vote": int(value),
                "modified": 0,
            }
            for person, statement, value in zip(
                votes.person, votes.statement, votes.value, strict=True
            )
        ],
        "moderated": [int(one) for one in moderated],
    }
    done = subprocess.run(
        [str(python), "-c", PEER], input=json.dumps(asked), capture_output=True, text=True
    )
    if done.returncode:
        return None
    labels, seconds = json.loads(done.stdout.splitlines()[-1])
    return np.array([labels.get(one, -1) for one in votes.participants]), seconds


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Return the adjusted Rand on the people placed by both."""
    both = (one >= 0) & (other >= 0)
    return adjusted_rand(one[both], other[both])


def drawn(votes: Votes, seed: int, kept: float) -> tuple[Votes, np.ndarray]:
    """Return part of the votes, and which are left out."""
    inside = np.random.default_rng(seed).random(len(votes)) < kept
    return votes.only(inside), ~inside


def steadiness(votes: Votes, moderated: frozenset[str], method: Method) -> float:
    """Return the mean adjusted Rand of groups of two draws, over who voted seven times or more."""
    often = votes.counts >= 7
    scores = []
    for pair in range(PAIRS):
        one, other = (
            groups(drawn(votes, 10 * pair + side, 0.8)[0], method=method, moderated=moderated)
            for side in (1, 2)
        )
        scores.append(alike(np.where(often, one.labels, -1), np.where(often, other.labels, -1)))
    return statistics.mean(scores)


def gained(votes: Votes, moderated: frozenset[str], method: Method) -> float:
    """Return the nats gained on each vote held out, over knowing no group."""
    kept = votes.without(moderated)
    learned, out = drawn(kept, 1, 1 - HELD_OUT)
    found = groups(learned, method=method, moderated=moderated)
    held = _held(found)
    person, statement = kept.person[out], kept.statement[out]
    rows, said = np.arange(len(person)), kept.value[out].astype(int) + 1

    def surprise(membership: np.ndarray) -> float:
        told = foretold(learned, membership, person, statement)
        return float(-np.log(told[rows, said]).mean())

    return surprise(np.ones((len(held), 1))) - surprise(held)


def _held(found: Groups) -> np.ndarray:
    """Return who belongs where: with chances under our own method, wholly under Polis's; who is
    not placed has a group of their own kind."""
    if found.method == "alike":
        return found.sureness
    held = np.zeros((len(found.labels), found.count + 1))
    held[np.arange(len(held)), found.labels] = 1
    return held


def measured(folder: Path, python: Path | None) -> dict[str, float | str]:
    """Return the figures of one conversation."""
    long = folder / "votes.csv"
    votes = read_votes(long if long.exists() else folder / "participants-votes.csv")
    moderated = read_statements(folder / "comments.csv")[1]
    own = platform(folder, votes)
    counts = counted(votes, own)
    row: dict[str, float | str] = {
        "conversation": folder.name[:32],
        "people": len(votes.participants),
        "consensus gap": _gap(votes, own, consensus(counts)),
    }
    for method in METHODS:
        found = groups(votes, method=method, moderated=moderated)
        row[f"{method} groups"] = found.count
        row[f"{method} rand"] = alike(own, found.labels)
        row[f"{method} stability"] = steadiness(votes, moderated, method)
        row[f"{method} gain"] = gained(votes, moderated, method)
    told = peer(python, votes, moderated) if python else None
    row["red-dwarf rand"] = alike(own, told[0]) if told else float("nan")
    row["red-dwarf s"] = told[1] if told else float("nan")
    return row


def _gap(votes: Votes, own: np.ndarray, found: np.ndarray) -> float:
    """Return the greatest gap to the formula, worked out vote by vote."""
    said: dict[tuple[int, int], list[int]] = {}
    for person, statement, value in zip(votes.person, votes.statement, votes.value, strict=True):
        if own[person] >= 0:
            said.setdefault((int(own[person]), int(statement)), []).append(int(value))
    worst = 0.0
    for statement in range(len(votes.statements)):
        product = 1.0
        for group in range(int(own.max()) + 1):
            cast = said.get((group, statement), [])
            product *= (sum(one == 1 for one in cast) + 1) / (len(cast) + 2)
        worst = max(worst, abs(product - float(found[statement])))
    return worst


def timed() -> None:
    """Print the time of a large conversation, drawn: wall and processor seconds."""
    draw = np.random.default_rng(0)
    camp, lean = draw.integers(0, 3, 2000), draw.random((3, 900))
    person, statement = np.nonzero(draw.random((2000, 900)) < 0.125)
    agree = draw.random(len(person)) < lean[camp[person], statement]
    value = np.where(draw.random(len(person)) < 0.1, 0, np.where(agree, 1, -1))
    votes = Votes.cast(person.astype(str), statement.astype(str), value)
    for method in METHODS:
        wall, processor = time.perf_counter(), time.process_time()
        found = groups(votes, method=method)
        _ = found.consensus, found.representative
        first = time.perf_counter() - wall, time.process_time() - processor
        wall, processor = time.perf_counter(), time.process_time()
        again = groups(votes.with_vote("5", "7", -1), method=method, before=found)
        _ = again.consensus, again.representative
        more = time.perf_counter() - wall, time.process_time() - processor
        print(
            f"{len(votes)} votes, {method}: {first[0]:.2f} s (processor {first[1]:.2f}); after one"
            f" vote more {1000 * more[0]:.0f} ms (processor {1000 * more[1]:.0f})"
        )


def main() -> int:
    """Measure and print; return 1 where the peer's groups are nearer the platform's than ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", type=Path, help="a Python that has red-dwarf")
    parser.add_argument("--only", default="", help="parts of names of conversations, with commas")
    options = parser.parse_args()
    if not DATA.exists():
        print("shared data absent")
        return 0
    wanted = [part for part in options.only.split(",") if part]
    rows = []
    for folder in sorted(DATA.iterdir()):
        if wanted and not any(part in folder.name for part in wanted):
            continue
        if (folder / "participants-votes.csv").exists():
            rows.append(measured(folder, options.peer_python))
            cells = (
                f"{k} {v:.3g}" if isinstance(v, float) else str(v) for k, v in rows[-1].items()
            )
            print(" · ".join(cells), flush=True)
    beaten = [row for row in rows if float(row["polis rand"]) < float(row["red-dwarf rand"]) - 5e-4]
    for name in ("stability", "gain"):
        gaps = [float(row[f"alike {name}"]) - float(row[f"polis {name}"]) for row in rows]
        print(
            f"{name}: alike − polis, median {statistics.median(gaps):+.4f}; better on"
            f" {sum(gap > 0 for gap in gaps)} of {len(gaps)}"
        )
    print(f"adjusted Rand below red-dwarf's: {len(beaten)} of {len(rows)}")
    timed()
    return 1 if beaten else 0


if __name__ == "__main__":
    sys.exit(main())
