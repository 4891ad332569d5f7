"""How well a network reads: targets, sides, polarity, intents."""

from __future__ import annotations

from collections.abc import Sequence

from network import Read
from pieces import Labelled


def spans(item: Labelled, read: Read, margin: float = 0.0) -> list[tuple[int, int, int]]:
    """Return the targets read, as (first piece, end, polarity)."""
    logits = read.bounds[: len(item.pieces)].clone()
    logits[:, 0] -= margin
    told = logits.argmax(-1).tolist()
    found = []
    place = 0
    while place < len(told):
        if told[place] == 0:
            place += 1
            continue
        end = place + 1
        while end < len(told) and told[end] == 2:
            end += 1
        side = int(read.sides[place:end].softmax(-1).mean(0).argmax()) - 1
        found.append((place, end, side))
        place = end
    return found


def wanted(item: Labelled) -> list[tuple[int, int, int]]:
    """Return the targets of the labels, as (first piece, end, polarity)."""
    found = []
    place = 0
    while place < len(item.bounds):
        if item.bounds[place] != 1:
            place += 1
            continue
        end = place + 1
        while end < len(item.bounds) and item.bounds[end] == 2:
            end += 1
        found.append((place, end, item.sides[place] - 1))
        place = end
    return found


def report(read: Sequence[tuple[Labelled, Read]]) -> dict[str, float]:
    """Return F1 and accuracies, between 0 and 1 (nan where nothing is known)."""
    told = right = both = there = sides = sides_right = 0
    polarity = polarity_right = intents = intents_right = 0
    suggested = suggested_told = suggested_right = 0
    for item, said in read:
        if item.example.targets is not None:
            found, real = spans(item, said), wanted(item)
            places = {span[:2] for span in real}
            told, there = told + len(found), there + len(real)
            right += sum(span[:2] in places for span in found)
            both += sum(span in set(real) for span in found)
            for first, end, side in real:
                guess = int(said.sides[first:end].softmax(-1).mean(0).argmax()) - 1
                sides, sides_right = sides + 1, sides_right + (guess == side)
        if item.example.polarity is not None:
            polarity += 1
            polarity_right += int(said.polarity.argmax()) - 1 == item.example.polarity
        if item.example.intent is not None:
            guess = int(said.intents.argmax())
            intents, intents_right = intents + 1, intents_right + (guess == item.example.intent)
            suggested += item.example.intent == 2
            suggested_told += guess == 2
            suggested_right += guess == 2 == item.example.intent
    return {
        "targets": _f1(right, told, there),
        "targets with polarity": _f1(both, told, there),
        "side given the target": _share(sides_right, sides),
        "polarity": _share(polarity_right, polarity),
        "intents": _share(intents_right, intents),
        "suggestions": _f1(suggested_right, suggested_told, suggested),
    }


def _f1(right: int, told: int, there: int) -> float:
    return 2 * right / (told + there) if told + there else float("nan")


def _share(right: int, count: int) -> float:
    return right / count if count else float("nan")
