"""Trees of attributes: shop < region < country, declared by a person or read from the data.

An attribute stands under another when knowing its value tells the other's: among responses that
know both, at least 99 % have the value that goes with theirs most often, and nine tenths of what a
guess would miss is told. The parent has fewer values, at least two; the child at least three
responses a value, so that a number of order tells nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.names import nearest, normal

if TYPE_CHECKING:
    from rebond.quantify.asking.facts import Facts

LEAST_AGREEMENT = 0.99
LEAST_TOLD = 0.9  # of what naming everywhere the commonest value would miss
LEAST_A_VALUE = 3  # responses
SETTING = "attribute trees"
_OF = re.compile(r"\s+(?:of|de la|de l'|du|des|de)\s+|\s+d'|\s+de l'", re.IGNORECASE)


@dataclass(frozen=True)
class Level:
    """An attribute as told by another that stands under it: the region of a shop."""

    name: str
    of: str

    def __str__(self) -> str:
        return f"{self.name} of {self.of}"


@dataclass(frozen=True)
class Tree:
    """Attributes from the finest to the widest, and whether a person declared them."""

    levels: tuple[str, ...]
    declared: bool

    def __str__(self) -> str:
        return " < ".join(self.levels)


def level_named(text: str, facts: Facts) -> Level | None:
    """Return the level that "Region of Shop" or « Région du Magasin » names, None for no such.

    Raises
    ------
    QuestionError
        When both are attributes but the second does not tell the first.
    """
    names = {normal(name): name for name in facts.attribute_names}
    for found in _OF.finditer(text.replace("’", "'")):
        name = names.get(normal(text[: found.start()]))
        of = names.get(normal(text[found.end() :]))
        if name and of and name != of:
            if not _stands_under(of, name, facts):
                raise QuestionError(
                    "“{of}” does not tell “{name}”: the same {of} is found with several {name}."
                    " If it should, correct the data or declare it: rebond tree “{of} < {name}”.",
                    of=of,
                    name=name,
                )
            return Level(name, of)
    return None


def trees(facts: Facts) -> tuple[Tree, ...]:
    """Return the trees of the data: those declared, then those read from the responses.

    A tree read from the data starts at an attribute that stands above no other, and climbs by the
    parent with the most values.
    """
    said = [Tree(levels, True) for levels in declared(facts.workspace)]
    taken = {pair for tree in said for pair in itertools.pairwise(tree.levels)}
    names = facts.attribute_names
    above = {
        child: [name for name in names if name != child and _is_told(child, name, facts)]
        for child in names
    }
    parents = {parent for several in above.values() for parent in several}
    for leaf in names:
        levels = [leaf]
        while above[levels[-1]]:
            levels.append(max(above[levels[-1]], key=lambda n: (_count(n, facts), n)))
        pairs = set(itertools.pairwise(levels))
        if leaf not in parents and pairs and not pairs <= taken:
            said.append(Tree(tuple(levels), False))
    return tuple(said)


def declared(workspace: Any) -> list[tuple[str, ...]]:
    """Return the trees that a person declared, each from the finest level to the widest."""
    settings = getattr(workspace, "settings", None)
    return [tuple(levels) for levels in settings.get(SETTING, [])] if settings else []


def declare(workspace: Any, levels: Sequence[str]) -> Tree:
    """Write a tree in a workspace, in place of those declared of the same finest attribute.

    Raises
    ------
    QuestionError
        When a level is no attribute, is named twice, or there are fewer than two.
    """
    names = {normal(name): name for name in workspace.attribute_names()}
    found = []
    for level in levels:
        name = names.get(normal(level))
        if name is None:
            raise QuestionError(
                "“{name}” is no attribute of this data. Attributes: {attributes}.",
                name=level,
                attributes=", ".join(nearest(level, names.values(), len(names))) or "–",
            )
        found.append(name)
    if len(set(found)) < max(2, len(found)):
        raise QuestionError(
            "A tree has at least two different levels, from the finest to the widest: “{example}”.",
            example="Shop < Region < Country",
        )
    kept = [tree for tree in declared(workspace) if tree[0] != found[0]]
    workspace.settings.set(SETTING, [*map(list, kept), found])
    return Tree(tuple(found), True)


def withdraw(workspace: Any, finest: str) -> bool:
    """Forget the tree declared of a finest attribute; return whether there was one."""
    before = declared(workspace)
    kept = [tree for tree in before if normal(tree[0]) != normal(finest)]
    workspace.settings.set(SETTING, [list(tree) for tree in kept])
    return len(kept) < len(before)


def _stands_under(child: str, parent: str, facts: Facts) -> bool:
    for levels in declared(facts.workspace):
        if child in levels and parent in levels[levels.index(child) + 1 :]:
            return True
    return _is_told(child, parent, facts)


def _is_told(child: str, parent: str, facts: Facts) -> bool:
    """Return whether an attribute tells another in the data."""
    return facts.remember(f"tree {child}\n{parent}", lambda: _tells(child, parent, facts))


def _tells(child: str, parent: str, facts: Facts) -> bool:
    if not 2 <= _count(parent, facts) < _count(child, facts):
        return False
    counts = _joint(child, parent, facts)
    total = sum(n for _, _, n in counts)
    if not counts or total < LEAST_A_VALUE * len({child for child, _, _ in counts}):
        return False
    most: dict[str, int] = {}
    whole: dict[str, int] = {}
    for below, above, n in counts:
        most[below] = max(most.get(below, 0), n)
        whole[above] = whole.get(above, 0) + n
    missed, guessed = total - sum(most.values()), total - max(whole.values())
    return missed <= (1 - LEAST_AGREEMENT) * total and missed <= (1 - LEAST_TOLD) * guessed


def _count(name: str, facts: Facts) -> int:
    return len(facts.values_of_attribute(name))


def _joint(child: str, parent: str, facts: Facts) -> list[tuple[str, str, int]]:
    """Return (child's value, parent's value, responses) where both are known, the most first."""
    import narwhals as nw

    from rebond.quantify.asking.facts import collected

    below = facts.attribute(child).filter(nw.col("value") != "")
    above = facts.attribute(parent).filter(nw.col("value") != "").rename({"value": "above"})
    counts = below.join(above, on="response", how="inner").group_by("value", "above")
    rows = collected(counts.agg(nw.len().alias("n"))).to_pylist()
    found = [(row["value"], row["above"], row["n"]) for row in rows]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))


def parents_of(level: Level, facts: Facts) -> dict[str, str]:
    """Return the parent's value that goes most often with each value of the child."""
    told: dict[str, str] = {}
    for below, above, _ in _joint(level.of, level.name, facts):
        told.setdefault(below, above)
    return told


def places_above(child: str, facts: Facts) -> list[dict[str, str]]:
    """Return, for each attribute that another tells, the value that goes with each of its own.

    Of one attribute among regions and countries: [shop → region, shop → country].
    """
    names = facts.attribute_names if child in facts.attribute_names else ()

    def look() -> list[dict[str, str]]:
        return [
            parents_of(Level(name, child), facts)
            for name in names
            if name != child and _stands_under(child, name, facts)
        ]

    return facts.remember(f"places above {child}", look)


def copy_level(text: str, facts: Facts, table: str) -> None:
    """Write the table of a level: response, value ("" where the child is not known)."""
    import pyarrow as pa

    level = level_named(text, facts)
    assert level is not None, text
    told = parents_of(level, facts)
    facts.attribute(level.of)
    pairs = pa.table({"below": [*told], "above": list(told.values())})
    facts.copy_mapped(level.of, pairs, table)
