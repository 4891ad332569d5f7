"""Finding the clauses that fit: by who speaks, of what, in which form, where and how satisfied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from rebond.demo.clauses import Clause, clauses, data
from rebond.demo.people import Person, Place

Labels = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Habits:
    """How people write in one kind of place: see habits.toml."""

    subjects: tuple[float, ...]
    fragments: float = 0.0
    words: float = 0.0
    stories: float = 0.0
    praise: float = 1.0
    hollow: float = 0.0
    empty: float = 0.0
    spam: float = 0.0
    general: float = 0.0
    context: float = 0.0
    questions: float = 0.0
    requests: float = 0.0
    again: float = 0.0


@cache
def habits(kind: str) -> Habits:
    """The habits of one kind of place: "survey", "review", "email", "chat", "kiosk" or "team"."""
    row = data("habits.toml")[kind]
    return Habits(**{**row, "subjects": tuple(row["subjects"])})


@dataclass(frozen=True)
class Scene:
    """Who speaks, in which kind of place, and of which place; ``rng`` decides the rest."""

    kind: str
    person: Person
    place: Place
    rng: Random

    @property
    def habits(self) -> Habits:
        """The habits of this kind of place."""
        return habits(self.kind)

    @property
    def stakeholder(self) -> str:
        """Who speaks, as the clauses name them."""
        return "employee" if self.kind == "team" else "customer"

    def happens(self, chance: float) -> bool:
        """True with this probability."""
        return self.rng.random() < chance

    def some(self, subject: str, form: str, height: str = "") -> tuple[Clause, ...]:
        """The clauses that fit: one with a band, places or channels is kept for these."""
        where = "web" if self.place.is_web else "shop"
        key = (self.stakeholder, self.person.language, subject, form)
        return tuple(
            clause
            for clause in _by_form().get(key, ())
            if clause.band in ("", height)
            and clause.places in ("", where)
            and (not clause.channels or self.kind in clause.channels)
        )

    def one(self, subject: str, form: str, height: str = "") -> Clause:
        """One of the clauses that fit; there must be some."""
        return self.rng.choice(self.some(subject, form, height))

    def first_of(self, subject: str, forms: Iterable[str], height: str = "") -> Clause | None:
        """One clause of the first form that has any; None when none has."""
        for form in forms:
            found = self.some(subject, form, height)
            # A form with few stories is not told over and over.
            scarce = form.startswith("story") and not self.happens(len(found) / 5)
            if found and not scarce:
                return self.rng.choice(found)
        return None

    def form(self) -> str:
        """ "fragment" or "sentence", as people do in this kind of place."""
        return "fragment" if self.happens(self.habits.fragments) else "sentence"


@lru_cache(maxsize=1)
def _by_form() -> dict[tuple[str, str, str, str], tuple[Clause, ...]]:
    """Clauses by speaker, language, subject and form with its polarity, as "sentence-1"."""
    found: dict[tuple[str, str, str, str], list[Clause]] = defaultdict(list)
    for clause in clauses():
        form = f"{clause.kind}{clause.polarity}"
        found[(clause.stakeholder, clause.language, clause.subject, form)].append(clause)
    return {key: tuple(those) for key, those in found.items()}


@lru_cache(maxsize=1)
def wishes() -> tuple[Clause, ...]:
    """What customers wish for."""
    return tuple(
        clause
        for clause in clauses()
        if (clause.stakeholder, clause.kind) == ("customer", "suggestion")
    )


def can_say(person: Person, subject: str) -> bool:
    """Whether this person has words for a subject, blame at least."""
    return ("customer", person.language, subject, "sentence-1") in _by_form()


def listed(name: str) -> list[str]:
    """A list of ready-made texts of slots.toml."""
    texts: list[str] = data("slots.toml")[name]["texts"]
    return texts


def labels_of(said: Iterable[Clause]) -> Labels:
    """The labels of the clauses said, each once, in order."""
    return tuple(dict.fromkeys(label for clause in said for label in clause.labels))


def band(points: float) -> str:
    """The height of a score, for words such as "je recommande"."""
    steps = ((8.5, "high"), (6.7, "good"), (4.6, "middle"))
    return next((name for step, name in steps if points >= step), "low")
