"""How often corrected figures hold the truth, in simulated companies read by an engine that errs.

    python benchmarks/checking.py [--worlds 40] [--first 0] [--labelled 250] [--responses 3000]
        [--alike 12] [--json OUT]

In each world the true voices are known, the engine misses, makes up and mistakes opinions, theme by
theme in its own way, and a sample drawn as `rebond check draw` does is labelled right. Shares, net
polarities and weights, as read and corrected, are compared with those of a world forty times as
large. For shares, two other estimators run beside ours.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from rebond.quantify import Perimeter, ask
from rebond.quantify.asking.chosen import main_score
from rebond.quantify.drivers.weights import weights_of
from rebond.quantify.misreading.engine_error import engine_errors
from rebond.quantify.simulated.misread_worlds import Misreading, misread
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw
from rebond.understand.checking.checked import ABSENT, Checked, Event

DRIVERS = {"checkout.waiting": 1.6, "welcome.friendliness": 1.3, "product.quality": 1.2}
Held = tuple[bool, float, float]  # whether the interval holds the truth, its width, the error


def world_of(seed: int, responses: int) -> TablesInMemory:
    """Draw a world of customers whose scores go with three themes."""
    return draw(seed, responses=responses, truths=Truths(drivers=DRIVERS), employees=0.0)


def weights_in(tables: TablesInMemory) -> dict[str, tuple[float, float, float]]:
    """Return the weight of each theme, with its interval."""
    perimeter = Perimeter.whole(tables)
    score = main_score(perimeter)
    assert score is not None
    found = weights_of(perimeter, score).weights
    return {one.theme: (one.weight, one.low, one.high) for one in found}


def figures_in(tables: TablesInMemory, measure: str) -> dict[str, tuple[float, float, float]]:
    """Return a measure by theme, with its interval."""
    cells = ask(f"{measure} by theme", Perimeter.whole(tables)).cells
    return {cell.keys[0]: (cell.value or 0.0, cell.low or 0.0, cell.high or 0.0) for cell in cells}


def without_labels(tables: TablesInMemory) -> TablesInMemory:
    """Return the same tables as nobody labelled them."""
    kept = {name: rows for name, rows in tables.tables.items() if name not in ("samples", "labels")}
    return TablesInMemory(kept, tables.attribute_names())


def other_estimators(tables: TablesInMemory) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Return shares by the difference estimator and by Rogan and Gladen's with a plain delta."""
    errors = engine_errors(tables)
    assert errors is not None
    found: dict[str, dict[str, tuple[float, float, float]]] = defaultdict(dict)
    for theme in errors.checked.themes:
        event = Event(frozenset([theme]))
        share = float(errors.confusion(event).read_share[0])
        found["difference"][theme] = difference(errors.checked, event, share)
        found["Rogan-Gladen"][theme] = rogan_gladen(errors.checked, event, share)
    return found


def difference(checked: Checked, event: Event, share: float) -> tuple[float, float, float]:
    """Return the share as read, and the weighted mean of what labels add to it."""
    weights = checked.weights
    gap = (1 - checked.truth(event)[:, ABSENT]) - (checked.read_states(event) != ABSENT)
    mean = float((weights * gap).mean())
    error = float((weights * gap - mean).std() / len(gap) ** 0.5)
    centre = share + mean
    return tuple(100 * v for v in (centre, centre - 1.96 * error, centre + 1.96 * error))  # type: ignore[return-value]


def rogan_gladen(checked: Checked, event: Event, share: float) -> tuple[float, float, float]:
    """Return the share corrected by weighted sensitivity and specificity, with a delta interval."""
    weights = checked.weights
    read = checked.read_states(event) != ABSENT
    said = 1 - checked.truth(event)[:, ABSENT]

    def rate(inside: np.ndarray, among: np.ndarray) -> tuple[float, float]:
        kept = weights * among
        if not kept.any():
            return 0.5, 0.25
        value = float((kept * inside).sum() / kept.sum())
        size = float(kept.sum() ** 2 / (kept**2).sum())
        return value, max(value * (1 - value), 1e-9) / size

    recall, recall_variance = rate(read, said)
    kept, kept_variance = rate(~read, 1 - said)
    slope = max(recall + kept - 1, 0.05)
    centre = min(1.0, max(0.0, (share + kept - 1) / slope))
    variance = ((1 - centre) ** 2 * kept_variance + centre**2 * recall_variance) / slope**2
    half = 1.96 * variance**0.5
    return 100 * centre, 100 * (centre - half), 100 * (centre + half)


def compare(
    found: dict[str, tuple[float, float, float]], true: dict[str, float], kept: list[Held]
) -> None:
    """Count the intervals that hold the truth."""
    for theme, (value, low, high) in found.items():
        if theme in true:
            kept.append((low <= true[theme] <= high, high - low, value - true[theme]))


def one_world(
    seed: int, options: argparse.Namespace, true: dict[str, dict[str, float]]
) -> dict[str, list[Held]]:
    """Return what one world gives, by figure."""
    world = world_of(seed, options.responses)
    read = misread(
        world, seed, labelled=options.labelled, errors=Misreading(alike=options.alike)
    ).read
    plain = without_labels(read)
    found: dict[str, list[Held]] = defaultdict(list)
    for measure in ("share", "net_polarity"):
        compare(figures_in(plain, measure), true[measure], found[f"{measure}, as read"])
        compare(figures_in(read, measure), true[measure], found[f"{measure}, corrected"])
    for name, shares in other_estimators(read).items():
        compare(shares, true["share"], found[f"share, {name}"])
    for name, tables in (("as read", plain), ("corrected", read)):
        weights = weights_in(tables)
        drivers = {theme: weights[theme] for theme in DRIVERS if theme in weights}
        others = {theme: one for theme, one in weights.items() if theme not in DRIVERS}
        compare(drivers, true["weight"], found[f"weights of drivers, {name}"])
        compare(others, true["weight"], found[f"weights of others, {name}"])
    return found


def truths(responses: int) -> dict[str, dict[str, float]]:
    """Return the figures of a world large enough for chance to vanish."""
    large = world_of(10_000, responses)
    found = {
        measure: {theme: one[0] for theme, one in figures_in(large, measure).items()}
        for measure in ("share", "net_polarity")
    }
    found["weight"] = {theme: one[0] for theme, one in weights_in(large).items()}
    return found


def table_of(found: dict[str, list[Held]]) -> dict[str, dict[str, float]]:
    """Return coverage, width and error of each figure."""
    return {
        name: {
            "intervals": len(held),
            "covered": float(np.mean([one[0] for one in held])),
            "width": float(np.median([one[1] for one in held])),
            "bias": float(np.mean([one[2] for one in held])),
            "error": float(np.sqrt(np.mean([one[2] ** 2 for one in held]))),
        }
        for name, held in sorted(found.items())
    }


def main() -> None:
    """Run the worlds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--labelled", type=int, default=250)
    parser.add_argument("--responses", type=int, default=3000)
    parser.add_argument("--alike", type=float, default=12.0)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    true = truths(40 * options.responses // 3)
    everything: dict[str, list[Held]] = defaultdict(list)
    for seed in range(options.first, options.first + options.worlds):
        for name, held in one_world(seed, options, true).items():
            everything[name] += held
        if options.json:
            found: dict[str, Any] = table_of(everything)
            options.json.write_text(json.dumps(found, indent=1), "utf-8")
    print(f"{'figure':34}{'intervals':>10}{'covered':>9}{'width':>8}{'bias':>8}{'error':>8}")
    for name, row in table_of(everything).items():
        print(
            f"{name:34}{row['intervals']:10.0f}{row['covered']:9.1%}{row['width']:8.2f}"
            f"{row['bias']:+8.2f}{row['error']:8.2f}"
        )


if __name__ == "__main__":
    main()
