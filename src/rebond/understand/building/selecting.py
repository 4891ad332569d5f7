"""Which words and phrases are subjects: said by enough people, nobody's name, whole."""

from __future__ import annotations

from collections.abc import Collection

from rebond.understand.building.naming import is_name, noun_form
from rebond.understand.building.subjects import (
    Hearing,
    Key,
    Subject,
    phrases_said,
    words_said,
)
from rebond.understand.polarity import shipped_model
from rebond.understand.targets import JUDGING
from rebond.understand.words import words_of

MOST_SUBJECTS = 400
_LEAST_SHARE = 0.002  # of the people heard…
_LEAST_PEOPLE = 5
_SMALL = 0.02  # … and of few people, down to two
_COMMON = 0.45  # share of the people from which a word names the business itself
_ABSORBED = 0.34  # share of the clauses of a word from which the phrase that holds it replaces it


def least_people(people: int) -> int:
    """Return how many people must name a subject for it to count."""
    return max(2, round(_LEAST_SHARE * people), min(_LEAST_PEOPLE, round(_SMALL * people)))


def subjects_of(hearing: Hearing, names: Collection[str] = ()) -> list[Subject]:
    """Return the subjects of what was said, those of most people first, at most 400.

    ``names`` are proper names known otherwise: a word of theirs written with a capital now and
    then is one.
    """
    least = least_people(hearing.people)
    called = {stem for name in names for stem in words_of(name).stems}
    words = {
        key: subject
        for key, subject in words_said(hearing).items()
        if len(subject.people) >= least and len(subject.people) <= _COMMON * hearing.people
    }
    proper = {key[0] for key, subject in words.items() if is_name(subject, key[0] in called)}
    phrases = {
        key: subject
        for key, subject in phrases_said(hearing, least).items()
        if proper.isdisjoint(key) and not is_name(subject) and _is_subject(subject, words)
    }
    kept = [
        subject
        for key, subject in words.items()
        if key[0] not in proper and not _absorbed(subject, phrases)
    ]
    ranked = sorted(
        [*kept, *phrases.values()], key=lambda subject: (-len(subject.people), subject.key)
    )
    return ranked[:MOST_SUBJECTS]


def _is_subject(phrase: Subject, words: dict[Key, Subject]) -> bool:
    """Tell whether a phrase names something: it begins with a noun and none of it judges."""
    first = words.get(phrase.key[:1])
    if first is not None and noun_form(first) is None and noun_form(phrase) is None:
        return False
    model = shipped_model()
    form = max(phrase.forms, key=lambda name: (phrase.forms[name].uses, name))
    for folded, stem in zip(form.split(), words_of(form).stems, strict=False):
        negative, _, positive = model.word(folded, stem, False)
        if abs(positive - negative) >= JUDGING:
            return False
    return noun_form(phrase) is not None


def _absorbed(word: Subject, phrases: dict[Key, Subject]) -> bool:
    """Tell whether a word is mostly said inside one phrase: "bris" in "bris de glace"."""
    own = set(word.clauses)
    return any(
        word.key[0] in phrase.key and len(own & set(phrase.clauses)) >= _ABSORBED * len(own)
        for phrase in phrases.values()
    )
