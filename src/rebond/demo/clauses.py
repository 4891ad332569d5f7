"""Reading the clauses: the sentences of the demo, by subject, polarity, speaker and channel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

SIGNS = {"+": 1, "-": -1, "~": 0}


@dataclass(frozen=True)
class Clause:
    """One clause, before its brackets and braces are filled.

    ``labels`` are the leaves of the code plan that it carries, with their polarity (-1, 0, 1).
    ``band`` tells the height of score it goes with ("high", "good", "middle", "low"), "" for any;
    ``places`` is "shop", "web" or "" for both; ``channels`` is empty when any channel will do.
    """

    text: str
    subject: str
    polarity: int
    kind: str
    labels: tuple[tuple[str, int], ...]
    stakeholder: str
    language: str
    band: str
    places: str
    channels: frozenset[str]

    @property
    def is_fragment(self) -> bool:
        """Whether it is said without a verb, as in "bon accueil"."""
        return self.kind == "fragment"


@dataclass(frozen=True)
class Subject:
    """What people speak of: its leaf, how often in a shop and on the web, how often in praise."""

    name: str
    theme: str
    shop: float
    web: float
    praise: float


@cache
def data(name: str) -> dict[str, Any]:
    """The content of one of the TOML files beside this module."""
    return tomllib.loads(files("rebond.demo").joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def subjects() -> dict[str, dict[str, Subject]]:
    """Subjects by speaker ("customer", "employee", "placed") and name."""
    return {
        speaker: {
            name: Subject(
                name, row["theme"], row.get("shop", 0), row.get("web", 0), row.get("praise", 0.5)
            )
            for name, row in rows.items()
        }
        for speaker, rows in data("subjects.toml").items()
    }


@lru_cache(maxsize=1)
def clauses() -> tuple[Clause, ...]:
    """Every clause of the data files, in the order of their names."""
    folder = files("rebond.demo").joinpath("clauses")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(clause for name in names for clause in _clauses_of(data(f"clauses/{name}")))


def _clauses_of(content: dict[str, Any]) -> Iterator[Clause]:
    for group in content["clauses"]:
        theme = _theme_of(group["subject"], group.get("stakeholder", "customer"))
        for line in group["lines"].strip().splitlines():
            text, _, marks = line.partition(" -> ")
            labels = _labels(marks, group["polarity"]) if marks else ((theme, group["polarity"]),)
            yield Clause(
                text=text.strip(),
                subject=group["subject"],
                polarity=group["polarity"],
                kind=group["kind"],
                labels=tuple(label for label in labels if label[0]),
                stakeholder=group.get("stakeholder", "customer"),
                language=group.get("language", "fr"),
                band=group.get("band", ""),
                places=group.get("places", ""),
                channels=frozenset(group.get("channels", ())),
            )


def _theme_of(subject: str, stakeholder: str) -> str:
    known = subjects()
    return (known[stakeholder].get(subject) or known["placed"][subject]).theme


def _labels(marks: str, polarity: int) -> tuple[tuple[str, int], ...]:
    """Read "checkout.waiting- welcome.kindness+": a leaf without sign takes the group's."""
    return tuple(
        (mark[:-1], SIGNS[mark[-1]]) if mark[-1] in SIGNS else (mark, polarity)
        for mark in marks.split()
    )
