"""The recipe: our training code (`models/encoder/recipe.py`) on the task's own training set.

Our own sentences of the same task are learned beside it, but with ``--recipe-alone``.

It needs torch, which the product does not: it runs in a process of its own, with the Python that
``--recipe-python`` names, and starts from the large model of the package, or from the weights that
``--recipe-start`` names. Training takes tens of minutes: with
``--work FOLDER`` what it found is kept there, and read again by the next run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from measuring.scores import Counts

RECIPE = Path(__file__).resolve().parents[2] / "models" / "encoder" / "recipe.py"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the recipe."""
    group = parser.add_argument_group("recipe")
    group.add_argument("--recipe-python", type=Path, default=Path(sys.executable), metavar="PYTHON")
    group.add_argument("--recipe-start", type=Path, metavar="WEIGHTS")
    group.add_argument("--recipe-epochs", type=int, metavar="NUMBER")
    group.add_argument("--recipe-alone", action="store_true", help="learn no sentence of ours")
    group.add_argument("--recipe-found", type=Path, nargs="*", default=[], metavar="FILE")
    group.add_argument("--work", type=Path, metavar="FOLDER", help="where its findings are kept")


def found(
    task: str, name: str, train: Sequence[Path], test: Sequence[Path], options: argparse.Namespace
) -> Any | None:
    """Return what the recipe found on ``test``; None, and the reason printed, when it can't run.

    ``name`` says what is measured, so that what was found is recognised in ``--work``.
    """
    name = f"{name}-alone" if options.recipe_alone else name
    kept = (options.work / f"{name}.json") if options.work else None
    if kept and kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    reason = _missing(options)
    if reason or kept is None:
        print(f"recipe: not run, {reason or 'give --work FOLDER, where what it finds is kept'}")
        return None
    command = [str(options.recipe_python), str(RECIPE), task, "--json", str(kept.resolve())]
    if options.recipe_start:
        command += ["--start", str(options.recipe_start.resolve())]
    command += ["--train", *(str(path.resolve()) for path in train)]
    command += ["--test", *(str(path.resolve()) for path in test)]
    if options.recipe_alone:
        command.append("--alone")
    if options.recipe_epochs:
        command += ["--epochs", str(options.recipe_epochs)]
    kept.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=True, cwd=RECIPE.parent)
    return json.loads(kept.read_text(encoding="utf-8"))


def aligned(rows: Sequence[Sequence[float]], texts: int) -> Counts:
    """Return the counts (right, told, wanted) of as many texts.

    Raises
    ------
    ValueError
        When they are not of these texts: what was kept in ``--work`` is of another file.
    """
    same_texts(len(rows), texts)
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)


def same_texts(told: int, texts: int) -> None:
    """Refuse what was kept in ``--work`` when it is not of as many texts (ValueError)."""
    if told != texts:
        raise ValueError(
            f"the recipe told {told} texts, and the file has {texts}: empty --work, run again"
        )


def _missing(options: argparse.Namespace) -> str:
    here = str(options.recipe_python) == sys.executable
    if here and importlib.util.find_spec("torch") is None:
        return "needs torch (--recipe-python names a Python that has it)"
    return "" if RECIPE.exists() else f"{RECIPE} is absent"
