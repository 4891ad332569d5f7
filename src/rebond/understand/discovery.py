"""Themes found in the data beside the codebook: subjects that people name and it does not hold.

A subject is a noun that many people name in clauses without a specific theme. Subjects that come
together in the same clauses make one theme, named by its most frequent one. Nothing is drawn at
random, so the same data give the same themes in the same order.

When in doubt nothing is discovered: a word that the codebook uses in any expression, label or
description belongs to it already, and the values of the responses' attributes are names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rebond.understand.codebook import Codebook, Theme
from rebond.understand.matching import matcher_for
from rebond.understand.polarity import PolarityModel, shipped_model
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.stopwords import GENERAL, STOP_WORDS
from rebond.understand.targets import DETERMINERS, DETERMINERS_OF, JUDGING
from rebond.understand.words import WORD, Words, words_of
from rebond.vocabulary import Label

MOST = 12  # themes discovered
LEAST_PEOPLE = 8
LEAST_SHARE = 0.006  # of the people heard, whichever of the two asks for more
BRANCH = "discovered"
_NOUN_SHARE = 0.5  # share of its uses after a determiner, from which a word is taken for a noun
_CLEAR_SHARE = 0.55  # … from which it clearly names something
_COMMON = 0.15  # share of the people above which a word names the business, not a subject
_TOGETHER = 0.4  # share of the clauses of the rarer word that hold the other too, to be one theme
_PROPER = 0.5  # share of its uses inside a clause with a capital: the name of someone

_EXCLUDED = STOP_WORDS | GENERAL


@dataclass(slots=True)
class _Subject:
    """A stem seen in uncovered clauses, with who used it, where, and how it was written."""

    people: set[str] = field(default_factory=set)
    clauses: set[int] = field(default_factory=set)
    written: Counter[str] = field(default_factory=Counter)
    uses: int = 0
    after_determiner: int = 0
    inside: int = 0  # not at the beginning of a clause
    capitals: int = 0  # of those
    languages: Counter[str] = field(default_factory=Counter)


def discover(
    texts: Sequence[str],
    languages: Sequence[str],
    people: Sequence[str],
    codebook: Codebook,
    *,
    names: Collection[str] = (),
    most: int = MOST,
) -> tuple[Theme, ...]:
    """Return the themes that the texts hold and the codebook does not, most people first.

    Parameters
    ----------
    texts, languages : the voices and the language of each.
    people : who wrote each voice: a subject counts once per person.
    codebook : the themes already looked for.
    names : proper names (shops, towns, brands): their words are not subjects.
    most : at most so many themes.

    Returns
    -------
    tuple of Theme
        A branch "discovered", then its leaves, all with ``discovered`` True; empty when nothing
        is named by at least 8 people and 0.6 % of them.
    """
    subjects = _subjects(texts, languages, people, codebook)
    heard = len(set(people))
    least = max(LEAST_PEOPLE, round(LEAST_SHARE * heard))
    model = shipped_model()
    held = _words_of_codebook(codebook) | _stems(names)
    kept = {
        stem: subject
        for stem, subject in subjects.items()
        if len(subject.people) >= least
        and subject.after_determiner >= _NOUN_SHARE * subject.uses
        and len(subject.people) <= _COMMON * max(heard, 20 * least)
        and subject.capitals < _PROPER * max(1, subject.inside)
        and stem not in held
        and not _judges(subject, stem, model)
    }
    ranked = sorted(kept, key=lambda stem: (-len(kept[stem].people), stem))
    groups = _grouped(ranked, kept)[:most]
    if not groups:
        return ()
    branch = Theme(
        BRANCH,
        "",
        Label(en="Discovered in this data", fr="Découverts dans ces données"),
        Label(
            en="Subjects that people name and the codebook does not hold",
            fr="Sujets que les gens nomment et que le plan de codage ne contient pas",
        ),
        specific=False,
        discovered=True,
    )
    return branch, *(_theme(group, kept) for group in groups)


def _subjects(
    texts: Sequence[str], languages: Sequence[str], people: Sequence[str], codebook: Codebook
) -> dict[str, _Subject]:
    subjects: dict[str, _Subject] = defaultdict(_Subject)
    clause_number = 0
    for text, language, person in zip(texts, languages, people, strict=True):
        matcher = matcher_for(codebook, language)
        words = words_of(text)
        for clause in clauses_of(text, words):
            clause_number += 1
            found = matcher.find(words, clause)
            if not any(matcher.themes[match.theme].specific for match in found):
                _note(subjects, words, clause, clause_number, text, language, person)
    return subjects


def _words_of_codebook(codebook: Codebook) -> set[str]:
    """Return the stems that name, judge or explain the themes of a codebook."""
    texts = [codebook.label.fr, codebook.label.en]
    for theme in codebook.themes:
        texts += [theme.label.fr, theme.label.en, theme.description.fr, theme.description.en]
        for kind in (theme.words, theme.alone, theme.positive, theme.negative):
            texts += [expression for listed in kind.values() for expression in listed]
    return _stems(texts)


def _stems(texts: Collection[str]) -> set[str]:
    return {stem for text in texts for stem in words_of(text).stems}


def _note(
    subjects: dict[str, _Subject],
    words: Words,
    clause: Clause,
    number: int,
    text: str,
    language: str,
    person: str,
) -> None:
    determiners = DETERMINERS_OF.get(language, DETERMINERS)
    for index in range(clause.first, clause.last):
        folded = words.folded[index]
        if words.kinds[index] != WORD or len(folded) < 4 or folded in _EXCLUDED:
            continue
        subject = subjects[words.stems[index]]
        subject.uses += 1
        subject.inside += index > clause.first
        subject.capitals += index > clause.first and text[words.starts[index]].isupper()
        subject.people.add(person)
        subject.clauses.add(number)
        subject.languages[language] += 1
        subject.written[text[words.starts[index] : words.ends[index]].lower()] += 1
        if index and words.folded[index - 1] in determiners:
            subject.after_determiner += 1


def _judges(subject: _Subject, stem: str, model: PolarityModel) -> bool:
    folded = max(subject.written, key=lambda form: (subject.written[form], form))
    scores = model.word(folded, stem, False)
    return abs(scores[2] - scores[0]) >= JUDGING


def _grouped(ranked: list[str], subjects: dict[str, _Subject]) -> list[list[str]]:
    """Put each subject with the first earlier one whose clauses it shares, else alone."""
    groups: list[list[str]] = []
    for stem in ranked:
        own = subjects[stem].clauses
        for group in groups:
            shared = len(own & subjects[group[0]].clauses)
            if shared >= _TOGETHER * len(own):
                group.append(stem)
                break
        else:
            groups.append([stem])
    return groups


def _theme(group: list[str], subjects: dict[str, _Subject]) -> Theme:
    head = subjects[group[0]]
    names = [_name(subjects[stem]) for stem in group[:2]]
    title = ", ".join(names)
    label = title[0].upper() + title[1:]
    forms = [
        form
        for stem in group[:2]
        for form, count in sorted(subjects[stem].written.items())
        if count > 1 or len(subjects[stem].written) == 1
    ]
    words = tuple(forms) or tuple(names)
    return Theme(
        id=f"{BRANCH}.{group[0]}",
        parent=BRANCH,
        label=Label(en=label, fr=label),
        description=Label(en=f"Voices that name: {title}", fr=f"Voix qui nomment : {title}"),
        specific=head.after_determiner >= _CLEAR_SHARE * head.uses,
        words={language: words for language in ("fr", "en") if _spoken(head, language)},
        discovered=True,
    )


def _spoken(subject: _Subject, language: str) -> bool:
    """Tell whether the subject is named in this language, or in one that is not known."""
    share = subject.languages[language] / subject.languages.total()
    return share >= 0.1 or not (subject.languages["fr"] or subject.languages["en"])


def _name(subject: _Subject) -> str:
    """Return how the subject is written most often: accents kept, the shorter form of equals."""
    return max(subject.written, key=lambda form: (subject.written[form], -len(form), form))
