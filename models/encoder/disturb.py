"""Ways in which people really type, applied to examples while learning."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

from examples import Example

_JOINS = (" ", ". ", ", ", " ; ", " … ", "! ", " et ", "\n")


def disturbed(example: Example, draw: random.Random) -> Example:
    """Return the example as it is, in lower case, in capitals, without accents or with slips."""
    chance = draw.random()
    text = example.text
    if chance < 0.14:
        text = text.lower()
    elif chance < 0.16:
        text = text.upper()
    elif chance < 0.24:
        text = "".join(_bare(c) for c in text)
    elif chance < 0.28:
        text = _bare_lower(text)
    elif chance < 0.33 and example.targets in (None, ()):
        text = _slipped(text, draw)
    elif chance < 0.38 and example.targets in (None, ()):
        text = _spaced(text)
    elif chance < 0.42 and text[-1:] in ".!":
        text = text[:-1]
    cut = len(text) == len(example.text) - 1
    if len(text) != len(example.text) and example.targets and not cut:
        return example
    if cut and example.targets and any(end > len(text) for _, end, _ in example.targets):
        return example
    return replace(example, text=text)


def _bare(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0]


def _bare_lower(text: str) -> str:
    return "".join(_bare(c.lower()[:1] or c) for c in text)


def _slipped(text: str, draw: random.Random) -> str:
    """Return the text with one letter dropped, doubled or swapped with the next."""
    places = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    place = draw.choice(places)
    kind = draw.randrange(3)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _spaced(text: str) -> str:
    """Return the text in lower case with its signs apart, as tokenised corpora have it."""
    for sign in ",.!?;:":
        text = text.replace(sign, f" {sign} ")
    return " ".join(text.lower().replace("'", "' ").split())


def joined(left: Example, right: Example, draw: random.Random) -> Example:
    """Return two examples as one text, with the labels that still hold."""
    link = draw.choice(_JOINS)
    shift = len(left.text) + len(link)
    targets = None
    if left.targets is not None and right.targets is not None:
        moved = ((start + shift, end + shift, side) for start, end, side in right.targets)
        targets = (*left.targets, *moved)
    return Example(
        left.text + link + right.text,
        left.language,
        left.group,
        targets=targets,
        categories=tuple(sorted({*left.categories, *right.categories})),
        polarity=_together(left.polarity, right.polarity),
        intent=left.intent if left.intent == right.intent else None,
        weight=min(left.weight, right.weight),
    )


def _together(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    if left == right or right == 0:
        return left
    return right if left == 0 else None
