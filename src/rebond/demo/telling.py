"""What a person tells: the subjects, the clauses that carry them, the score, then the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from rebond.demo.clauses import Clause, Subject, clauses, data, subjects
from rebond.demo.people import Person, Place, draw
from rebond.demo.truths import Truths
from rebond.demo.wording import fill
from rebond.demo.writing import Phrase, by_hand, compose

Labels = tuple[tuple[str, int], ...]

# How many subjects are told, by kind of source: shares of 0, 1, 2, 3, 4…
SUBJECTS_TOLD = {
    "survey": (10, 40, 31, 14, 5),
    "review": (5, 26, 33, 22, 10, 4),
    "email": (0, 44, 35, 15, 6),
    "chat": (0, 82, 16, 2),
    "kiosk": (14, 66, 18, 2),
}
FRAGMENTS = {"survey": 0.33, "review": 0.14, "email": 0.01, "chat": 0.06, "kiosk": 0.72, "team": 0.42}
PRAISE = {"survey": 1.0, "review": 0.95, "email": 0.5, "chat": 0.3, "kiosk": 1.0}
HOLLOW = {"survey": 0.13, "review": 0.015, "email": 0.0, "chat": 0.02, "kiosk": 0.2, "team": 0.12}
EMPTY = {"survey": 0.55, "review": 0.1, "email": 0.0, "chat": 0.0, "kiosk": 0.7, "team": 0.6}
SPAM = {"review": 0.012, "email": 0.02, "chat": 0.006}
IN_GENERAL = {"survey": 0.3, "review": 0.5, "email": 0.22, "chat": 0.03, "kiosk": 0.14}
CONTEXT = {"survey": 0.14, "review": 0.26, "email": 0.55, "chat": 0.18, "kiosk": 0.01}
QUESTION_ONLY = {"chat": 0.52, "email": 0.1}
WISHES = 0.22  # share of surveys whose second question is answered


@dataclass(frozen=True)
class Told:
    """The texts of one answer and what they carry, in the order of the file's text columns.

    ``states`` says of each text whether it is "meaningful", "hollow", "spam" or "empty";
    ``titles`` holds the title of the first text, if any; ``copies`` the answer it copies, if any.
    """

    texts: tuple[str, ...]
    labels: tuple[Labels, ...]
    states: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    title: str = ""
    copies: str = ""


@lru_cache(maxsize=1)
def _shelves() -> dict[tuple[str, str, str, str], tuple[Clause, ...]]:
    """Clauses by speaker, language, subject and kind with its polarity, as "sentence-1"."""
    shelves: dict[tuple[str, str, str, str], list[Clause]] = defaultdict(list)
    for clause in clauses():
        key = (clause.stakeholder, clause.language, clause.subject, f"{clause.kind}{clause.polarity}")
        shelves[key].append(clause)
    return {key: tuple(found) for key, found in shelves.items()}


def band(points: float) -> str:
    """The height of a score, for words such as "je recommande"."""
    return "high" if points >= 8.5 else "good" if points >= 6.7 else "middle" if points >= 4.6 else "low"


def copy_of(told: Told, external_id: str, rng: Random) -> Told:
    """The same texts sent again, half of the time with a word changed here and there."""
    if rng.random() < 0.5:
        return replace(told, copies=external_id)
    near = tuple(
        text.rstrip(".! ") + rng.choice((" !", " merci", ".", " (bis)")) if len(text) > 25 else text
        for text in told.texts
    )
    return replace(told, texts=near, copies=external_id)


class Teller:
    """Chooses what is told, by where and when, and computes the score that goes with it."""

    def __init__(self, truths: Truths) -> None:
        self._truths = truths
        self._letters: dict[str, Any] = data("slots.toml")["letters"]
        self._themes = {name: subject.theme for name, subject in subjects()["customer"].items()}

    def tell(
        self, kind: str, person: Person, place: Place, day: date, feeling: float, rng: Random
    ) -> tuple[Told, float]:
        """The texts of an answer, and its points once what they carry is added."""
        if rng.random() < SPAM.get(kind, 0):
            text = rng.choice(listed("spam")) + str(rng.randint(100, 99999))
            return Told((text,), ((),), ("spam",)), rng.choice((10.0, 1.0))
        if kind == "team":
            return self._tell_work(person, feeling, rng), feeling
        if rng.random() < HOLLOW[kind]:
            told = _hollow(kind, rng)
            return self._with_wish(kind, told, person, rng), feeling
        chosen = self._chosen(kind, person, place, day, rng)
        points = feeling + self._effect(chosen)
        said = self._said(kind, chosen, person, place, points, rng)
        told = self._written(kind, said, person, rng)
        told = replace(told, subjects=tuple(clause.subject for clause in chosen))
        return self._with_wish(kind, told, person, rng), points

    def _effect(self, chosen: Iterable[Clause]) -> float:
        """What the themes told add to the score: the sign of each driver's polarity, times its points."""
        net: Counter[str] = Counter()
        for clause in chosen:
            for theme, polarity in clause.labels:
                net[theme] += polarity
        return sum(
            points * (net[theme] > 0) - points * (net[theme] < 0)
            for theme, points in self._truths.drivers.items()
        )

    def _chosen(
        self, kind: str, person: Person, place: Place, day: date, rng: Random
    ) -> list[Clause]:
        """The clauses that carry the subjects told, one or two for each subject."""
        if rng.random() < QUESTION_ONLY.get(kind, 0) and not person.english:
            return [_one(person, "question", "question0", kind, place, "", rng)]
        if not person.english and rng.random() < 0.03:
            return [_one(person, "mixed", "sentence0", kind, place, "", rng)]
        shares = SUBJECTS_TOLD[kind]
        number = rng.choices(range(len(shares)), shares)[0]
        weights = self._weights(person, place, day)
        chosen: list[Clause] = []
        for _ in range(number):
            name = draw(weights, rng)
            del weights[name]
            polarity = 1 if rng.random() < self._praise(name, kind, place, day) else -1
            clause = self._clause(name, polarity, kind, person, place, rng)
            if clause and clause not in chosen:
                chosen.append(clause)
                if kind in ("review", "email") and rng.random() < 0.16:
                    again = self._clause(name, polarity, kind, person, place, rng)
                    chosen += [again] if again and again not in chosen else []
        return chosen

    def _weights(self, person: Person, place: Place, day: date) -> dict[str, float]:
        """How often each subject is told in this place on this day."""
        truths = self._truths
        web = place.is_web
        weights = {n: s.web if web else s.shop for n, s in subjects()["customer"].items()}
        for name, theme in self._themes.items():
            if theme == truths.season and day.month in truths.season_months:
                weights[name] *= truths.season_mentions
            if theme == truths.emergence and day >= truths.emergence_week and not web:
                weights[name] = truths.emergence_weight
            if theme == truths.slow_theme and place.name == truths.slow_shop:
                weights[name] *= truths.slow_mentions
            if theme == truths.wise_theme and place.name == truths.wise_shop:
                weights[name] *= truths.wise_mentions
        if day.month == 12 and not web:
            weights["trees"] = 5.0
        known = {name: w for name, w in weights.items() if w and self._says(person, name)}
        return known

    def _says(self, person: Person, name: str) -> bool:
        return not person.english or ("customer", "en", name, "sentence-1") in _shelves()

    def _praise(self, name: str, kind: str, place: Place, day: date) -> float:
        truths, subject = self._truths, subjects()["customer"][name]
        if subject.theme == truths.slow_theme and place.name == truths.slow_shop:
            return truths.slow_praise
        if subject.theme == truths.wise_theme and place.name == truths.wise_shop:
            return truths.wise_praise
        if subject.theme == truths.season and day.month in truths.season_months:
            return truths.season_praise
        return subject.praise * PRAISE[kind]

    def _clause(
        self, name: str, polarity: int, kind: str, person: Person, place: Place, rng: Random
    ) -> Clause | None:
        form = "fragment" if rng.random() < FRAGMENTS[kind] else "sentence"
        if polarity < 0 and form == "sentence" and rng.random() < 0.05:
            form = "ironic"
        for shape in (form, "sentence", "fragment"):
            found = _some(person, name, f"{shape}{polarity}", kind, place, "", "customer")
            if found:
                return rng.choice(found)
        return None

    def _said(
        self, kind: str, chosen: list[Clause], person: Person, place: Place, points: float, rng: Random
    ) -> list[Clause]:
        """The clauses in the order in which they are said, with what surrounds them."""
        said = sorted(chosen, key=lambda clause: (clause.kind == "suggestion", -clause.polarity * rng.choice((1, 1, -1))))
        height = band(points)
        in_general = not said or rng.random() < IN_GENERAL[kind] * (said[0].kind != "question")
        if in_general:
            sign = -1 if height in ("middle", "low") else 1
            name = "intent" if rng.random() < 0.2 else "general"
            shape = "fragment" if rng.random() < FRAGMENTS[kind] else "sentence"
            found = _some(person, name, f"{shape}{sign}", kind, place, height, "customer")
            found = found or _some(person, "general", f"sentence{sign}", kind, place, height, "customer")
            if found:
                clause = rng.choice(found)
                said = [*said, clause] if rng.random() < 0.6 else [clause, *said]
        if rng.random() < (CONTEXT[kind] if chosen else 0.3):
            said = [_one(person, "context", "sentence0", kind, place, "", rng), *said]
        if kind == "survey" and chosen and rng.random() < 0.03:
            said += _some(person, "other", "sentence0", kind, place, "", "customer")[:1] and [
                _one(person, "other", "sentence0", kind, place, "", rng)
            ]
        if kind in ("email", "chat") and rng.random() < (0.62 if kind == "email" else 0.18):
            request = _some(person, "request", "sentence0", kind, place, "", "customer")
            said += [rng.choice(request)] if request else []
        return said

    def _written(self, kind: str, said: list[Clause], person: Person, rng: Random) -> Told:
        long = kind in ("email", "review")
        phrases = [_worded(clause, person, rng) for clause in said]
        text = compose(phrases, language=person.language, paragraphs=long, rng=rng)
        if kind in ("email", "chat"):
            text = self._letter(kind, text, person, rng)
        title = self._title(kind, said, person, rng)
        return Told(
            texts=(by_hand(text, person.style, rng),),
            labels=(labels_of(said),),
            states=("meaningful",),
            title=by_hand(title, person.style, rng) if title else "",
        )

    def _letter(self, kind: str, text: str, person: Person, rng: Random) -> str:
        letters = self._letters
        english = "english_" if person.english else ""
        if kind == "chat":
            if rng.random() < 0.5 and not person.english:
                opening = rng.choice(letters["chat_openings"])
                return f"{opening} {text[0].lower()}{text[1:]}" if rng.random() < 0.6 else f"{opening}\n{text}"
            return text
        opening, closing = rng.choice(letters[english + "openings"]), rng.choice(letters[english + "closings"])
        signature = person.name if rng.random() < 0.75 else f"{person.name}\n{person.speaker.phone}"
        ended = text if text.endswith((".", "!", "?")) else text + "."
        return f"{opening}\n\n{ended}\n\n{closing}\n{signature}"

    def _title(self, kind: str, said: list[Clause], person: Person, rng: Random) -> str:
        if kind == "email":
            if person.english:
                return rng.choice(("Complaint", "My visit", "Question", "My order"))
            blame = sum(clause.polarity for clause in said)
            name = "complaints" if blame < 0 else "praises" if blame > 0 else "others"
            return fill(rng.choice(self._letters[name]), person.speaker, rng)
        if kind != "review" or rng.random() < 0.3:
            return ""
        short = [c for c in said if c.is_fragment or (c.subject == "general" and len(c.text) < 60)]
        if short and rng.random() < 0.6:
            return compose([_worded(rng.choice(short), person, rng)], language="fr", paragraphs=False, rng=rng).rstrip(". ")
        blame = sum(clause.polarity for clause in said)
        names = ("Bad", "Mixed", "Good") if person.english else ("Déçu", "Mitigé", "Satisfait")
        return rng.choice(listed(f"titles_{names[(blame > 0) - (blame < 0) + 1].lower()}"))

    def _with_wish(self, kind: str, told: Told, person: Person, rng: Random) -> Told:
        """The survey's second question: what to improve first; rarely answered."""
        if kind != "survey":
            return told
        if person.english or rng.random() >= WISHES:
            return replace(told, texts=(*told.texts, ""), labels=(*told.labels, ()), states=(*told.states, "empty"))
        if rng.random() < 0.18:
            text, state, labels = rng.choice(listed("hollow")), "hollow", ()
        else:
            clauses_of = [c for key, found in _shelves().items() if key[0] == "customer" and key[3] == "suggestion0" for c in found]
            clause = rng.choice([c for c in clauses_of if c.subject != "pickup"])
            text = compose([_worded(clause, person, rng)], language="fr", paragraphs=False, rng=rng)
            text, state, labels = by_hand(text, person.style, rng), "meaningful", labels_of([clause])
        return replace(told, texts=(*told.texts, text), labels=(*told.labels, labels), states=(*told.states, state))

    def _tell_work(self, person: Person, points: float, rng: Random) -> Told:
        """The two texts of the team's survey: what goes well, what should change."""
        texts, labels, states = [], [], []
        weights = {name: subject.shop for name, subject in subjects()["employee"].items()}
        for sign in (1, -1):
            if rng.random() < HOLLOW["team"]:
                text = "" if rng.random() < EMPTY["team"] else rng.choice(listed("hollow"))
                texts.append(text)
                labels.append(())
                states.append("hollow" if text else "empty")
                continue
            said: list[Clause] = []
            for _ in range(rng.choices((1, 2, 3), (58, 32, 10))[0]):
                name = draw(weights, rng)
                shape = "fragment" if rng.random() < FRAGMENTS["team"] else "sentence"
                if sign < 0 and rng.random() < 0.22:
                    shape = "suggestion"
                value = 0 if shape == "suggestion" else sign
                found = _some(person, name, f"{shape}{value}", "team", None, "", "employee")
                found = found or _some(person, name, f"sentence{sign}", "team", None, "", "employee")
                if found and name not in [clause.subject for clause in said]:
                    said.append(rng.choice(found))
            height = band(points)
            if (height in ("high", "good")) == (sign > 0) and rng.random() < 0.16:
                said += rng.sample(_some(person, "work", f"sentence{sign}", "team", None, height, "employee"), 1)
            phrases = [_worded(clause, person, rng) for clause in said]
            text = compose(phrases, language="fr", paragraphs=False, rng=rng)
            texts.append(by_hand(text, person.style, rng))
            labels.append(labels_of(said))
            states.append("meaningful")
        return Told(tuple(texts), tuple(labels), tuple(states))


def listed(name: str) -> list[str]:
    """A list of ready-made texts of slots.toml."""
    texts: list[str] = data("slots.toml")[name]["texts"]
    return texts


def labels_of(said: Iterable[Clause]) -> Labels:
    """The labels of the clauses said, each once, in order."""
    return tuple(dict.fromkeys(label for clause in said for label in clause.labels))


def _worded(clause: Clause, person: Person, rng: Random) -> Phrase:
    return Phrase(fill(clause.text, person.speaker, rng), clause.is_fragment, clause.polarity)


def _hollow(kind: str, rng: Random) -> Told:
    empty = rng.random() < EMPTY[kind]
    return Told(("" if empty else rng.choice(listed("hollow")),), ((),), ("empty" if empty else "hollow",))


def _some(
    person: Person, subject: str, form: str, kind: str, place: Place | None, height: str, stakeholder: str
) -> tuple[Clause, ...]:
    """The clauses that fit: a clause with a band, places or channels is kept for these."""
    channel = kind if kind != "team" else ""
    where = "web" if place and place.is_web else "shop"
    return tuple(
        clause
        for clause in _shelves().get((stakeholder, person.language, subject, form), ())
        if clause.band in ("", height) and clause.places in ("", where)
        and (not clause.channels or channel in clause.channels)
    )


def _one(
    person: Person, subject: str, form: str, kind: str, place: Place, height: str, rng: Random
) -> Clause:
    return rng.choice(_some(person, subject, form, kind, place, height, "customer"))
