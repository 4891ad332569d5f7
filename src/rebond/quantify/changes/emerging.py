"""Subjects that no theme covers and that come up in the last weeks, with the words that name them.

The words of uncovered pieces of voices (`uncovered_words`) are tested by `emergence`, every
language on its own past, the false-discovery rate held over all of them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rebond.quantify.changes.emergence import LEAST_VOICES, Rises, Rising, rises, subjects
from rebond.quantify.changes.uncovered_words import (
    LATE,
    Counted,
    UncoveredWords,
    uncovered_words,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.discoveries import q_values
from rebond.quantify.statistics.intervals import quantile

WORTH_A_LOOK = 0.2  # adjusted p-value from which a word is not even named
NAMES = 3
PHRASE = 0.6  # part of those who say a word from which they say a phrase that holds it
MOST_READ = 200  # voices read to name a subject
MOST_ATTRIBUTE_VALUES = 500


@dataclass(frozen=True)
class Part:
    """A share of voices in %, with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Emerging:
    """A subject without a theme, heard more in the last weeks than its past tells.

    ``words`` are its names as people write them, the best first; ``since`` the Monday of the week
    from which it is heard more; ``n`` the voices of the last 8 weeks that say it, ``people`` who
    said them, a long text sent by many counting once; ``before`` and ``after`` the shares of the
    language's voices that hold its surest word, before the last 8 weeks and since ``since``.
    ``p_value`` is already adjusted for every word looked at in every language (``looked_at`` of
    them): announcing those at or below r holds the false-discovery rate at r.
    """

    words: tuple[str, ...]
    language: str
    since: datetime.date
    n: int
    people: int
    before: Part
    after: Part
    p_value: float
    looked_at: int
    voice_ids: tuple[str, ...]

    @property
    def question(self) -> Question:
        """Its voices, to be asked and shown as evidence; the last 200 when there are more."""
        return Question("voices", (), (Filter("voice", "in", self.voice_ids[-MOST_READ:]),))


def emerging_tested(perimeter: Perimeter) -> tuple[Emerging, ...]:
    """Return the subjects that may be coming up, the surest first.

    Only those whose adjusted p-value is at most 0.2 are named: keep those under your own rate.
    Empty under 20 whole weeks of voices. Names of persons and the values of attributes (shops,
    products…) are no subjects.
    """
    with uncovered_words(perimeter) as said:
        counted = [said.counted(language) for language in said.languages]
        tested = [
            rises(words.counts, words.voices, same_season=words.same_season) for words in counted
        ]
        looked_at = sum(len(words.words) + words.others for words in counted)
        p_values = np.concatenate([np.zeros(0), *(test.p_value for test in tested)])
        q = q_values(np.concatenate([p_values, np.ones(looked_at - len(p_values))]))
        names = _names(perimeter) if (q <= WORTH_A_LOOK).any() else set()
        found: list[Emerging] = []
        start = 0
        for words, test in zip(counted, tested, strict=True):
            own = q[start : start + len(words.words)]
            start += len(words.words)
            found += _subjects(said, words, test, own, names, looked_at)
    return tuple(sorted(found, key=lambda one: (one.p_value, -one.n, one.words)))


def _subjects(
    said: UncoveredWords,
    words: Counted,
    test: Rises,
    q: np.ndarray[tuple[int], np.dtype[np.float64]],
    names: set[str],
    looked_at: int,
) -> list[Emerging]:
    chosen = [
        i
        for i in np.flatnonzero((q <= WORTH_A_LOOK) & (test.recent >= LEAST_VOICES)).tolist()
        if words.words[i] not in names
    ]
    rising = [
        Rising(
            words.words[i],
            len(words.weeks) - int(test.span[i]),
            int(test.span[i]),
            int(test.recent[i]),
            float(test.expected[i]),
            float(test.p_value[i]),
            float(q[i]),
        )
        for i in chosen
    ]
    holding = [said.holding(words.language, words.forms[i]) for i in chosen]
    by_word = {word.word: voices for word, voices in zip(rising, holding, strict=True)}
    places = {words.words[i]: i for i in chosen}
    found = []
    for subject in subjects(rising, holding):
        lead = places[subject.words[0].word]
        stems = tuple(word.word for word in subject.words)
        voices = said.texts(set().union(*(by_word[stem] for stem in stems)))
        since = _since(words, test, lead)
        before, after = _parts(words, test, lead, since)
        found.append(
            Emerging(
                words=_called(stems, words, places, [text for *_, text in voices]),
                language=words.language,
                since=words.weeks[since],
                n=len(voices),
                people=len({person for _, _, person, _ in voices}),
                before=before,
                after=after,
                p_value=subject.words[0].q_value,
                looked_at=looked_at,
                voice_ids=tuple(voice for voice, *_ in sorted(voices, key=lambda v: (v[1], v[0]))),
            )
        )
    return found


def _since(words: Counted, test: Rises, i: int) -> int:
    """Return the place of the week since which word ``i`` is heard more: the likeliest.

    Poisson counts, at the pace expected until then, at one pace of their own from then on.
    """
    t = len(words.weeks)
    voices = words.voices[t - LATE :].sum(axis=1)
    heard = words.counts[t - LATE :, :, i].sum(axis=1)
    span = int(test.span[i])
    pace = max(float(test.expected[i]) / max(1.0, float(voices[-span:].sum())), 1e-6)
    gains = []
    for k in range(LATE):
        y, of = float(heard[k:].sum()), float(voices[k:].sum())
        gains.append(y * np.log(max(y, 1e-9) / (pace * max(of, 1.0))) - (y - pace * of))
    return t - LATE + int(np.argmax(gains))


def _parts(words: Counted, test: Rises, i: int, since: int) -> tuple[Part, Part]:
    """Return the shares of voices that hold word ``i``, before the last weeks and of late."""
    heard, voices = words.counts[:, :, i].sum(axis=1), words.voices.sum(axis=1)
    early, spread = slice(0, len(words.weeks) - LATE), float(test.spread[i])
    return (
        _part(float(heard[early].sum()), float(voices[early].sum()), spread),
        _part(float(heard[since:].sum()), float(voices[since:].sum()), spread),
    )


def _part(holding: float, of: float, spread: float) -> Part:
    """Return a share with Wilson's interval on n over the dispersion of the word's weeks."""
    if of <= 0:
        return Part(0.0, 0.0, 100.0)
    share, n = min(1.0, holding / of), max(1.0, of / spread)
    z = quantile(max(2, int(n)))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    low, high = max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
    return Part(100 * share, 100 * low, 100 * high)


def _names(perimeter: Perimeter) -> set[str]:
    """Return the stems of what is called by a name: persons, and the values of attributes."""
    from rebond.listen.texts.personal_data.first_names import FIRST_NAMES
    from rebond.understand.words import words_of

    facts = perimeter.facts()
    texts = [*FIRST_NAMES, *facts.values("responses", "source")]
    for attribute in facts.attribute_names:
        values = facts.values_of_attribute(attribute)
        texts += values if len(values) <= MOST_ATTRIBUTE_VALUES else []
    return {stem for text in texts for stem in words_of(text).stems}


def _called(
    stems: Sequence[str], words: Counted, places: dict[str, int], texts: Sequence[str]
) -> tuple[str, ...]:
    """Return how people write a subject: phrases that hold its words, else the words; nouns first.

    A phrase takes the place of a word when most who say the word say the phrase.
    """
    from rebond.understand.building.naming import noun_form, written_form
    from rebond.understand.building.subjects import hear, phrases_said, words_said

    read = texts[-MOST_READ:]
    hearing = hear(read, [words.language] * len(read), [str(i) for i in range(len(read))])
    said = words_said(hearing)
    phrases = phrases_said(hearing, int(LEAST_VOICES))
    ranked: list[tuple[bool, int, str]] = []
    covered: set[str] = set()
    for rank, stem in enumerate(stems):
        word = said.get((stem,))
        if stem in covered:
            continue
        if word is None:
            ranked.append((True, rank, words.forms[places[stem]][0]))
            continue
        longer = [
            phrase
            for key, phrase in phrases.items()
            if stem in key
            and covered.isdisjoint(key)
            and len(phrase.people) >= PHRASE * len(word.people)
        ]
        if longer:
            best = max(longer, key=lambda said: (len(said.people), -len(said.key), said.key))
            covered |= set(best.key)
            ranked.append((False, rank, written_form(best)))
        else:
            form = noun_form(word)
            ranked.append((form is None, rank, written_form(word, form)))
    return tuple(dict.fromkeys(name for _, _, name in sorted(ranked)))[:NAMES]
