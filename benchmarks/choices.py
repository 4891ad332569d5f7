"""Equal shares on real participatory budgets, beside pabutools in the same run.

    python -m benchmarks choices --peer-python VENV/bin/python [--only lodz,budapest] [--runs 25]

Every file of ../shared/data/pabulib whose ballots approve (approval, choose-1) is counted by both:
cost utilities, ties to the cheaper option then to the id, exact fractions on both sides.

- plain: equal shares alone;
- Add1, by a step: whole on both sides, each share raised by the smallest power of ten for which
  about ``--runs`` counts are needed (by 1 where that is enough);
- Add1, by 1: ours whole; the peer begins again two increments before our end and must end there.

The peer is GPL: it runs in its own process, with the Python of its own environment. Seconds are of
processor time of the rule, the file read already; memory is the peak of each process.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

from rebond.cocreate.choices import ApprovalBallots, equal_shares, read_pabulib
from rebond.errors import BallotError

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "pabulib"

PEER = """
import json, resource, sys, time
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.fractions import frac
from pabutools.rules.budgetallocation import BudgetAllocation
from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme
from pabutools.tiebreaking import TieBreakingRule

sys.setrecursionlimit(100_000)
path, asked = sys.argv[1], json.loads(sys.argv[2])
instance, profile = parse_pabulib(path)
profile = profile.as_multiprofile()
ties = TieBreakingRule(lambda _instance, _profile, project: (project.cost, project.name))
for start, step in asked:
    share = frac(instance.budget_limit, profile.num_ballots()) + start
    began = time.process_time()
    found = method_of_equal_shares_scheme(
        instance, profile, profile.as_sat_profile(Cost_Sat), share, BudgetAllocation(), ties,
        voter_budget_increment=step, binary_sat=True,
    )
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([sorted(project.name for project in found), took, peak]), flush=True)
"""
Asked = tuple[int, int | None]  # increments of 1 before the first count, step of Add1
Counted = tuple[list[str], float, int]


def ours(path: Path, step: int | None) -> Counted:
    """Return winners, seconds and megabytes of one count, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.choices", "--count", str(path), str(step or 0)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    winners, seconds, megabytes = json.loads(done.stdout)
    return winners, seconds, megabytes


def count(path: Path, step: int) -> int:
    """Count one file and print it; return 0."""
    ballots = read_pabulib(path)
    began = time.process_time()
    outcome = counted(ballots, step)
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([sorted(outcome), took, peak]))
    return 0


def counted(ballots: ApprovalBallots, step: int) -> tuple[str, ...]:
    """Return what equal shares choose, without the greedy completion."""
    if not step:
        return equal_shares(ballots, completion="none").winners
    return equal_shares(ballots, completion="add1", increment=Fraction(step)).winners


def increments(ballots: ApprovalBallots) -> int:
    """Return how many times Add1 raises the shares by 1."""
    outcome = equal_shares(ballots, completion="add1")
    return next((int(str(n.values["times"])) for n in outcome.notes if "times" in n.values), 0)


def step_for(last: int, runs: int) -> int:
    """Return the smallest power of ten that needs about so many counts, of ``last`` by 1.

    >>> step_for(113, 25), step_for(20, 25)
    (10, 1)
    """
    step = 1
    while last > runs * step:
        step *= 10
    return step


def peer(python: Path, path: Path, asked: list[Asked]) -> list[Counted]:
    """Return what pabutools counts."""
    done = subprocess.run(
        [str(python), "-c", PEER, str(path), json.dumps(asked)],
        check=True,
        capture_output=True,
        text=True,
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def measured(path: Path, python: Path, runs: int, *, quick: bool) -> tuple[bool, str] | None:
    """Return whether all winners are equal and the line that tells; None for other ballots."""
    try:
        ballots = read_pabulib(path)
    except BallotError:
        return None
    last = increments(ballots)
    step = step_for(last, runs)
    asked: list[Asked] = [(0, None), (0, step), (max(0, last - 2), 1)]
    theirs = peer(python, path, asked)
    if quick:
        winners = [sorted(counted(ballots, one or 0)) for _, one in asked]
        equal = [one == other[0] for one, other in zip(winners, theirs, strict=True)]
        return all(equal), f"{path.stem[:60]:60} equal {equal}, {last} increments by 1"
    own = [ours(path, None), ours(path, step), ours(path, 1)]
    equal = [one[0] == other[0] for one, other in zip(own, theirs, strict=True)]
    line = (
        f"{path.stem[:44]:44} {ballots.people:6} × {len(ballots.options):3}"
        f"  equal {'yes' if all(equal) else 'NO ' + str(equal)}"
        f"  plain {own[0][1]:.3f}/{theirs[0][1]:.2f} s"
        f"  by {step}: {own[1][1]:.2f}/{theirs[1][1]:.2f} s"
        f" (×{theirs[1][1] / max(own[1][1], 1e-4):.0f}), {own[1][2]}/{theirs[1][2]} MB"
        f" (×{theirs[1][2] / own[1][2]:.1f})  by 1: {last} increments {own[2][1]:.2f} s"
    )
    return all(equal), line


def main() -> int:
    """Measure and print; return 1 when winners differ somewhere."""
    if sys.argv[1:2] == ["--count"]:
        return count(Path(sys.argv[2]), int(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", type=Path, help="a Python that has pabutools")
    parser.add_argument("--only", default="", help="parts of names of files, with commas")
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--quick", action="store_true", help="winners only, nothing timed")
    options = parser.parse_args()
    if not DATA.exists() or options.peer_python is None:
        print("shared data absent, or no --peer-python: nothing to compare")
        return 0
    wanted = [part.lower() for part in options.only.split(",") if part]
    same = total = 0
    for path in sorted(DATA.glob("*.pb")):
        if wanted and not any(part in path.name.lower() for part in wanted):
            continue
        found = measured(path, options.peer_python, options.runs, quick=options.quick)
        if found is not None:
            same, total = same + found[0], total + 1
            print(found[1], flush=True)
    print(f"winners equal on {same} of {total} approval files")
    return 0 if same == total else 1


if __name__ == "__main__":
    raise SystemExit(main())
