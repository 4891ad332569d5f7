"""What people name in their clauses: words and short phrases, counted with what stands around them.

A subject is known by its stems: "remboursement" and "remboursé" are one. What surrounds each of its
forms tells nouns from verbs and adjectives, and common nouns from the names of people and brands,
without any dictionary.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rebond.understand.building.surroundings import CLOSING, surroundings
from rebond.understand.building.vague import VAGUE, VAGUE_STEMS
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.stopwords import GENERAL, STOP_WORDS
from rebond.understand.wordlists import word_set
from rebond.understand.words import LIGHT, WORD, Words, words_of

Key = tuple[str, ...]  # stems of a subject, in order

_LINKS = word_set("de d du des en a au aux of / -")
_AT = word_set("chez")
# Words that name nothing alone, and something together: "temps d'attente", "prise en charge".
_HELPERS = word_set(
    """
    temps etat prise mise numero service services client clients clientele niveau qualite rapport
    point suivi montant taux systeme arret rendez place public publics sociale social acces droit
    droits vie sante securite donnees privee prive publiques personnelles carte
    code compte en libre libres time times service services customer level quality waiting health
    mental system
    """
)
_STOPPED = STOP_WORDS - _HELPERS
LONGEST_LINK = 2  # little words that may stand between two words of a phrase
_SHORTEST = 3


@dataclass(slots=True)
class Form:
    """A folded form of a subject: how often it was used, and what stood around it."""

    uses: int = 0
    determined: int = 0  # after a determiner that only nouns follow
    articled: int = 0  # after "le", "la", "the"
    led: int = 0  # after a preposition
    predicated: int = 0  # after a pronoun, an auxiliary or a negation
    graded: int = 0  # after "très"
    closing: int = 0  # before a mark, a little word or the end
    inside: int = 0  # not at the beginning of a clause
    capitals: int = 0  # of those
    after_at: int = 0  # after "chez"
    written: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Subject:
    """A word or a phrase, with who said it, where, and how it was written."""

    key: Key
    people: set[int] = field(default_factory=set)
    voices: set[int] = field(default_factory=set)
    clauses: list[int] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Heard:
    """A clause: the voice it is in, its place there, and its words."""

    voice: int
    language: str
    person: int
    words: Words
    clause: Clause


@dataclass(slots=True)
class Hearing:
    """Everything said, cut into clauses; texts, who said them, and how many people there are."""

    texts: Sequence[str]
    clauses: list[Heard]
    people: int

    def written(self, number: int) -> str:
        """Return the text of clause ``number``."""
        heard = self.clauses[number]
        words, clause = heard.words, heard.clause
        return self.texts[heard.voice][words.starts[clause.first] : words.ends[clause.last - 1]]


def hear(texts: Sequence[str], languages: Sequence[str], people: Sequence[str]) -> Hearing:
    """Cut the voices into clauses; ``people`` tells who wrote each."""
    numbers: dict[str, int] = {}
    clauses: list[Heard] = []
    for voice, (text, language, person) in enumerate(zip(texts, languages, people, strict=True)):
        number = numbers.setdefault(person, len(numbers))
        words = words_of(text)
        clauses += [
            Heard(voice, language, number, words, clause) for clause in clauses_of(text, words)
        ]
    return Hearing(texts, clauses, len(numbers))


def tells(folded: str, stem: str) -> bool:
    """Tell whether a word, folded, can be a subject by itself."""
    return (
        len(folded) >= _SHORTEST
        and folded not in VAGUE
        and stem not in VAGUE_STEMS
        and "'" not in folded
    )


def words_said(hearing: Hearing, among: Sequence[int] | None = None) -> dict[Key, Subject]:
    """Return every telling word of the clauses (of those numbers only, when given), by its stem."""
    found: dict[Key, Subject] = {}
    for number in range(len(hearing.clauses)) if among is None else among:
        heard = hearing.clauses[number]
        words, clause = heard.words, heard.clause
        for index in range(clause.first, clause.last):
            folded = words.folded[index]
            if words.kinds[index] != WORD or not tells(folded, words.stems[index]):
                continue
            key = (words.stems[index],)
            subject = found.get(key)
            if subject is None:
                subject = found[key] = Subject(key)
            _note(subject, heard, number)
            _note_form(subject, hearing.texts[heard.voice], heard, index)
    return found


def phrases_said(
    hearing: Hearing, least: int, among: Sequence[int] | None = None
) -> dict[Key, Subject]:
    """Return the phrases of two or three words that at least ``least`` people said.

    Their first and last words are not little ones; little words may stand between.
    """
    numbers = range(len(hearing.clauses)) if among is None else among
    people: dict[Key, set[int]] = defaultdict(set)
    for number in numbers:
        heard = hearing.clauses[number]
        for key, _, _ in _phrases(heard):
            people[key].add(heard.person)
    kept = {key for key, who in people.items() if len(who) >= least}
    found: dict[Key, Subject] = {}
    for number in numbers:
        heard = hearing.clauses[number]
        for key, first, last in _phrases(heard):
            if key not in kept:
                continue
            subject = found.get(key)
            if subject is None:
                subject = found[key] = Subject(key)
            _note(subject, heard, number)
            text = hearing.texts[heard.voice]
            words = heard.words
            written = " ".join(text[words.starts[first] : words.ends[last]].lower().split())
            form = subject.forms.setdefault(" ".join(words.folded[first : last + 1]), Form())
            form.written[written] += 1
            _note_around(form, text, heard, first, last)
    return found


def _note(subject: Subject, heard: Heard, number: int) -> None:
    subject.people.add(heard.person)
    subject.voices.add(heard.voice)
    subject.languages[heard.language] += 1
    if not subject.clauses or subject.clauses[-1] != number:
        subject.clauses.append(number)


def _note_form(subject: Subject, text: str, heard: Heard, index: int) -> None:
    words = heard.words
    form = subject.forms.get(words.folded[index])
    if form is None:
        form = subject.forms[words.folded[index]] = Form()
    form.written[text[words.starts[index] : words.ends[index]].lower()] += 1
    _note_around(form, text, heard, index, index)


def _note_around(form: Form, text: str, heard: Heard, first: int, last: int) -> None:
    words, clause = heard.words, heard.clause
    form.uses += 1
    following = words.folded[last + 1] if last + 1 < clause.last else ""
    if not following or words.kinds[last + 1] != WORD or following in CLOSING or _light(following):
        form.closing += 1
    if first == clause.first:
        return
    before = words.folded[first - 1]
    form.inside += 1
    form.capitals += _capital(text, words, first)
    around = surroundings(heard.language)
    form.determined += before in around.determiners or before in around.adjectives
    form.articled += before in around.articles
    form.led += before in around.prepositions or text[words.starts[first - 1]] in "àÀ"
    form.predicated += before in around.before_verbs
    form.graded += before in around.grades
    form.after_at += before in _AT


def _light(folded: str) -> bool:
    return len(folded) <= 2 or folded in VAGUE


def _capital(text: str, words: Words, index: int) -> bool:
    """Tell whether a word begins with a capital, alone or in its elided article: "L'Olivier"."""
    if text[words.starts[index]].isupper():
        return not _shouted(text, words, index)
    before = words.starts[index - 1]
    elided = words.folded[index - 1] in ("l", "d") and words.starts[index] - before == 2
    return elided and index > 1 and text[before].isupper()


def _shouted(text: str, words: Words, index: int) -> bool:
    """Tell whether a word in capitals stands beside another, as when a whole text is shouted."""
    if not text[words.starts[index] : words.ends[index]].isupper():
        return False
    beside = [place for place in (index - 1, index + 1) if 0 <= place < len(words)]
    return any(
        words.kinds[place] == WORD
        and len(words.folded[place]) > 2
        and text[words.starts[place] : words.ends[place]].isupper()
        for place in beside
    )


def _phrases(heard: Heard) -> list[tuple[Key, int, int]]:
    """Return the phrases of a clause: their stems, little words left out, and their tokens."""
    words, clause = heard.words, heard.clause
    places = [index for index in range(clause.first, clause.last) if _content(words, index)]
    found: list[tuple[Key, int, int]] = []
    for position, first in enumerate(places):
        last, stems = first, [words.stems[first]]
        for following in places[position + 1 : position + 3]:
            between = range(last + 1, following)
            if len(between) > LONGEST_LINK or any(
                words.folded[place] not in _LINKS for place in between
            ):
                break
            stems += [
                words.stems[place]
                for place in between
                if words.kinds[place] == WORD and words.folded[place] not in LIGHT
            ]
            stems.append(words.stems[following])
            last = following
            if _names_together(words, first, last):
                found.append((tuple(stems), first, last))
    return found


def _names_together(words: Words, first: int, last: int) -> bool:
    """Tell whether two words may begin and end a phrase: one tells at least, or both may help."""
    ends = (first, last)
    telling = [tells(words.folded[index], words.stems[index]) for index in ends]
    helping = [words.folded[index] in _HELPERS for index in ends]
    general = [words.folded[index] in GENERAL for index in ends]
    if all(helping):
        return True
    return any(telling) and all(map(any, zip(telling, helping, general, strict=True)))


def _content(words: Words, index: int) -> bool:
    """Tell whether a token may begin or end a phrase."""
    folded = words.folded[index]
    return words.kinds[index] == WORD and len(folded) >= _SHORTEST and folded not in _STOPPED
