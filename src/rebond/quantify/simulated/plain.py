"""A simulated company read voice by voice, and counted plainly: what figures are checked against.

Nothing here looks at how `ask` computes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rebond.quantify.simulated.worlds import TablesInMemory


@dataclass(frozen=True)
class Said:
    """One meaningful voice: where and when, its response's score if any, its sign of each theme,
    and the themes that it speaks ill of at least once.
    """

    shop: str
    region: str
    month: str
    week: str
    score: float | None
    signs: dict[str, int]
    negative: frozenset[str]


def voices_of(world: TablesInMemory) -> list[Said]:
    """Return the meaningful voices of a world, which has one voice a response."""
    responses = {row["response_id"]: row for row in world.tables["responses"].to_pylist()}
    scores = {row["response_id"]: row["value"] for row in world.tables["scores"].to_pylist()}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    negative: dict[str, set[str]] = defaultdict(set)
    for opinion in world.tables["opinions"].to_pylist():
        sums[opinion["voice_id"]][opinion["theme"]] += opinion["polarity"]
        if opinion["polarity"] < 0:
            negative[opinion["voice_id"]].add(opinion["theme"])
    found = []
    for voice in world.tables["voices"].to_pylist():
        if voice["status"] != "meaningful":
            continue
        response = responses[voice["response_id"]]
        attributes = dict(response["attributes"])
        signs = sums[voice["voice_id"]]
        found.append(
            Said(
                shop=attributes["Shop"],
                region=attributes["Region"],
                month=str(response["month"]),
                week=str(response["week"]),
                score=scores.get(voice["response_id"]),
                signs={theme: (total > 0) - (total < 0) for theme, total in signs.items()},
                negative=frozenset(negative[voice["voice_id"]]),
            )
        )
    return found


def plain_nps(voices: Iterable[Said]) -> float:
    """Return promoters less detractors, in points, among the voices that have a score."""
    scores = [voice.score for voice in voices if voice.score is not None]
    return 100 * sum((score >= 9) - (score <= 6) for score in scores) / len(scores)


def plain_share(voices: Sequence[Said], fits: Callable[[Said], bool]) -> float:
    """Return the share, in %, of the voices that fit."""
    return 100 * sum(map(fits, voices)) / len(voices)


def speaks_of(theme: str) -> Callable[[Said], bool]:
    """Return whether a voice speaks of a theme."""
    return lambda voice: theme in voice.signs


def criticises(theme: str) -> Callable[[Said], bool]:
    """Return whether a voice speaks ill of a theme."""
    return lambda voice: theme in voice.negative
