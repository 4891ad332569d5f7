"""Speed of findings, and false findings where nothing happens.

    python -m benchmarks.quantify [WORLDS]

Simulated companies (`rebond.quantify.simulated.worlds`): 6,000 and 10,000 responses for findings;
WORLDS (100) of 2,500 without any truth. The speed of questions: `python -m benchmarks ask_speed`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from rebond.quantify import Perimeter, find
from rebond.quantify.simulated.worlds import Truths, draw

TRUTHS = Truths(
    drivers={"checkout.waiting": 1.2, "price.level": 0.8, "delivery.delay": 0.6},
    apart={"Shop 3": -1.6, "Shop 9": 1.6},
    emergence=("loyalty.card", 50, 0.05),
    season=("delivery.delay", 0.9),
)


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def findings() -> None:
    """Time a whole scan."""
    for responses in (6_000, 10_000):
        perimeter = Perimeter.whole(draw(1, responses=responses, truths=TRUTHS))
        taken = seconds(lambda p=perimeter: find(p))
        print(f"find on {responses:,} responses: {taken:.1f} s, {find(perimeter).scanned} scanned")


def silence(worlds: int) -> None:
    """Count false findings in worlds where nothing happens."""
    said = []
    for seed in range(worlds):
        world = draw(seed, responses=2500, per_person=2.0, overdispersion=0.2)
        said.append(len(find(Perimeter.whole(world)).announced))
    share = sum(count > 0 for count in said) / worlds
    print(
        f"{worlds} worlds without truths: {share:.1%} with a false finding (stated: at most 5 %),"
    )
    print(f"  {sum(said) / worlds:.2f} false findings a world")


if __name__ == "__main__":
    findings()
    silence(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
