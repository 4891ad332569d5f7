"""What a person tells: subjects, the clauses that carry them, and the score that goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random

from rebond.demo.clauses import Clause, Subject, subjects
from rebond.demo.people import Person, Place, draw
from rebond.demo.phrasing import Told, hollow, surrounded, with_wish, written
from rebond.demo.shelves import Scene, can_say, listed
from rebond.demo.teams import tell_work
from rebond.demo.truths import Truths

IRONY = 0.05  # of what is blamed in a sentence
TWO_AT_ONCE = 0.03  # of texts, told by a sentence that carries two subjects
TREES = 5.0  # in December, relative to the weights of subjects.toml


class Teller:
    """Chooses what is told, by where and when, and computes the score that goes with it."""

    def __init__(self, truths: Truths) -> None:
        self._truths = truths
        self._subjects = subjects()["customer"]

    def tell(
        self, kind: str, person: Person, place: Place, day: date, feeling: float, rng: Random
    ) -> tuple[Told, float]:
        """The texts of an answer, and its points once what they carry is added."""
        scene = Scene(kind, person, place, rng)
        if scene.happens(scene.habits.spam):
            text = rng.choice(listed("spam")) + str(rng.randint(100, 99999))
            return Told((text,), ((),), ("spam",)), rng.choice((10.0, 1.0))
        if kind == "team":
            return tell_work(scene, feeling), feeling
        if scene.happens(scene.habits.hollow):
            return with_wish(scene, hollow(scene)), feeling
        chosen = self._chosen(scene, day)
        points = feeling + self._effect(chosen)
        told = written(scene, surrounded(scene, chosen, points))
        told = replace(told, subjects=tuple(clause.subject for clause in chosen))
        return with_wish(scene, told), points

    def _effect(self, chosen: Iterable[Clause]) -> float:
        """What the themes told add to the score: the sign of each driver, times its points."""
        net: Counter[str] = Counter()
        for clause in chosen:
            for theme, polarity in clause.labels:
                net[theme] += polarity
        return sum(
            points * (net[theme] > 0) - points * (net[theme] < 0)
            for theme, points in self._truths.drivers.items()
        )

    def _chosen(self, scene: Scene, day: date) -> list[Clause]:
        """The clauses that carry the subjects told, one or two for each subject."""
        french, habits, rng = not scene.person.english, scene.habits, scene.rng
        if french and scene.happens(habits.questions):
            return [scene.one("question", "question0")]
        if french and scene.happens(TWO_AT_ONCE):
            return [scene.one("mixed", "sentence0")]
        number = rng.choices(range(len(habits.subjects)), habits.subjects)[0]
        words = number == 1 and scene.happens(habits.words)
        weights = self._weights(scene, day)
        chosen: list[Clause] = []
        for _ in range(number):
            name = draw(weights, rng)
            del weights[name]
            polarity = 1 if scene.happens(self._praise(scene, name, day)) else -1
            times = 2 if scene.happens(habits.again) else 1
            for _ in range(times):
                clause = _clause(scene, name, polarity, words=words)
                if clause and clause not in chosen:
                    chosen.append(clause)
        return chosen

    def _weights(self, scene: Scene, day: date) -> dict[str, float]:
        """How often each subject is told in this place on this day."""
        web = scene.place.is_web
        weights = {
            name: (subject.web if web else subject.shop) * self._times(subject, scene.place, day)
            for name, subject in self._subjects.items()
        }
        if day.month == 12 and not web:
            weights["trees"] = TREES
        if day >= self._truths.emergence_week and not web:
            weights["pickup"] = self._truths.emergence_weight
        return {
            name: weight
            for name, weight in weights.items()
            if weight and can_say(scene.person, name)
        }

    def _times(self, subject: Subject, place: Place, day: date) -> float:
        """How many times more often than elsewhere, or than in another season."""
        truths, times = self._truths, 1.0
        if subject.theme == truths.season and day.month in truths.season_months:
            times *= truths.season_mentions
        if (subject.theme, place.name) == (truths.slow_theme, truths.slow_shop):
            times *= truths.slow_mentions
        if (subject.theme, place.name) == (truths.wise_theme, truths.wise_shop):
            times *= truths.wise_mentions
        return times

    def _praise(self, scene: Scene, name: str, day: date) -> float:
        truths, subject, place = self._truths, self._subjects[name], scene.place
        if (subject.theme, place.name) == (truths.slow_theme, truths.slow_shop):
            return truths.slow_praise
        if (subject.theme, place.name) == (truths.wise_theme, truths.wise_shop):
            return truths.wise_praise
        if subject.theme == truths.season and day.month in truths.season_months:
            return truths.season_praise
        return subject.praise * scene.habits.praise


def _clause(scene: Scene, name: str, polarity: int, *, words: bool) -> Clause | None:
    form = "word" if words else scene.form()
    if form == "sentence" and scene.happens(scene.habits.stories):
        form = "story"
    elif form == "sentence" and polarity < 0 and scene.happens(IRONY):
        form = "ironic"
    forms = (f"{shape}{polarity}" for shape in (form, "sentence", "fragment"))
    return scene.first_of(name, forms)
