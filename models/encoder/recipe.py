"""Our training code on a task's own training set, measured on sentences it has not seen.

    python models/encoder/recipe.py aspects --train A.xml [B.xml …] [--test C.xml …] [--json OUT]
    python models/encoder/recipe.py suggestions --train A.csv --test B.csv [C.csv …] [--json OUT]

Aspects: SemEval-2016 task 5, sentence level (`slots.py`), all files learned together whatever their
languages. Without `--test`, a fifth of the reviews of each file is set aside and measured.
Suggestions: SemEval-2019 task 9. Beside the training set are learned our own sentences of the same
task, but with `--alone`: restaurant reviews; English sentences, and travellers' tips.
Learning starts from the large model of the package. Nothing is tuned on what is given: settings are
constants of `recipe_aspects.py` and `recipe_suggestions.py`. What is learned here never ships.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from recipe_aspects import aspects
from recipe_suggestions import suggestions
from tokenizers import Tokenizer

MODEL = Path(__file__).resolve().parents[2] / "src/rebond/understand/encoder/model/large"


def main() -> None:
    """Learn, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("aspects", "suggestions"))
    parser.add_argument("--folder", type=Path, default=MODEL, help="where tokenizer.json is")
    parser.add_argument("--start", type=Path, default=MODEL / "encoder.onnx")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--alone", action="store_true", help="learn the files given only")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.task == "suggestions" and not options.test:
        parser.error("suggestions need --test")
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    results = {"aspects": aspects, "suggestions": suggestions}[options.task](options, tokenizer)
    if options.json:
        options.json.write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
