"""Make the confidences of a network true, on sentences that it has not learned from.

    python models/encoder/calibrate.py E5_FOLDER NETWORK.pt SETTINGS.json

One temperature a head (arXiv 1706.04599), the least likely to be surprised by the labels; and a
logistic curve from the raw probability of a target to how often such a target is right, place and
polarity, on our own sentences. Prints the expected calibration error before and after.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import examples
import numpy as np
import torch
from learning import read_all
from measures import spans, wanted
from network import Read
from numpy.typing import NDArray
from pieces import SILENT, Labelled
from scipy.optimize import minimize
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train import gathered, load

_TEMPERATURES = [0.6 + 0.05 * step for step in range(49)]


def temperature(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature under which these labels are the likeliest."""
    costs = [float(functional.cross_entropy(logits / t, labels)) for t in _TEMPERATURES]
    return round(_TEMPERATURES[int(np.argmin(costs))], 2)


def error(shares: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error, in equal-sized groups of confidence."""
    order = np.argsort(shares, kind="stable")
    groups = np.array_split(order, bins)
    gaps = [abs(shares[g].mean() - right[g].mean()) * len(g) for g in groups if len(g)]
    return float(sum(gaps) / len(shares))


def known(read: list[tuple[Labelled, Read]]) -> dict[str, tuple[Tensor, Tensor]]:
    """Return the logits and the labels of each head, where labels are known."""
    found: dict[str, list[tuple[Tensor, int]]] = {n: [] for n in ("bounds", "sides")}
    whole: dict[str, list[tuple[Tensor, int]]] = {n: [] for n in ("polarity", "intents")}
    for item, said in read:
        for name, labels in (("bounds", item.bounds), ("sides", item.sides)):
            logits = getattr(said, name)
            found[name] += [(logits[p], x) for p, x in enumerate(labels) if x != SILENT]
        if item.example.polarity is not None:
            whole["polarity"].append((said.polarity, item.example.polarity + 1))
        if item.example.intent is not None:
            whole["intents"].append((said.intents, item.example.intent))
    return {
        name: (torch.stack([row for row, _ in rows]), torch.tensor([label for _, label in rows]))
        for name, rows in {**found, **whole}.items()
    }


def curve(
    read: list[tuple[Labelled, Read]], temperatures: dict[str, float]
) -> tuple[float, float, NDArray[np.float64], NDArray[np.bool_]]:
    """Return the slope and the shift of the confidence of targets, and what they were fitted on."""
    raw, right = [], []
    for item, said in read:
        if item.example.targets is None:
            continue
        real = set(wanted(item))
        bounds = (said.bounds / temperatures["bounds"]).softmax(-1)
        sides = (said.sides / temperatures["sides"]).softmax(-1)
        for first, end, side in spans(item, said):
            there = 1 - float(bounds[first:end, 0].mean())
            raw.append(there * float(sides[first:end].mean(0)[side + 1]))
            right.append((first, end, side) in real)
    shares, hits = np.clip(np.array(raw), 1e-6, 1 - 1e-6), np.array(right)
    odds = np.log(shares / (1 - shares))

    def surprise(values: NDArray[np.float64]) -> float:
        told = values[0] * odds + values[1]
        return float(np.logaddexp(0, np.where(hits, -told, told)).mean())

    slope, shift = minimize(surprise, np.array([1.0, 0.0])).x
    return float(slope), float(shift), shares, hits


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("settings", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    _, held = gathered(options.data)
    read = read_all(load(options.network), [e for part in held.values() for e in part], tokenizer)
    temperatures = {}
    for name, (logits, labels) in known(read).items():
        temperatures[name] = temperature(logits, labels)
        before, after = ((logits / t).softmax(-1).max(-1) for t in (1.0, temperatures[name]))
        right = (logits.argmax(-1) == labels).numpy()
        errors = [error(x.values.double().numpy(), right) for x in (before, after)]
        print(
            f"{name}: {len(labels)} labels, temperature {temperatures[name]}, "
            f"error {100 * errors[0]:.1f} then {100 * errors[1]:.1f} points"
        )
    # Ours only: the public sets leave many targets unmarked.
    ours = [pair for pair in read if pair[0].example.intent is not None]
    slope, shift, shares, hits = curve(ours, temperatures)
    told = 1 / (1 + np.exp(-(slope * np.log(shares / (1 - shares)) + shift)))
    print(
        f"targets: {len(hits)} told, {hits.mean():.3f} right, error "
        f"{100 * error(shares, hits):.1f} then {100 * error(told, hits):.1f} points"
    )
    settings = {"temperatures": temperatures, "slope": round(slope, 4), "shift": round(shift, 4)}
    options.settings.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
