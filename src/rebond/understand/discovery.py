"""Subjects that people name and the codebook does not hold: candidates for a person to accept.

A subject is a noun, or a short phrase, that many people name in clauses without a specific theme.
Subjects that come together in the same clauses make one candidate, named by its most frequent one.
Nothing is drawn at random, so the same data give the same candidates in the same order.

When in doubt nothing is proposed: a word that the codebook uses in any expression, label or
description belongs to it already, whatever is written with capitals or after "chez" is somebody's
name, and so are the values of the responses' attributes. The themes that exist are never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rebond.understand.building.naming import (
    is_name,
    main_language,
    noun_form,
    noun_share,
    slug,
    title,
    written_form,
)
from rebond.understand.building.subjects import (
    Hearing,
    Key,
    Subject,
    hear,
    phrases_said,
    words_said,
)
from rebond.understand.codebook import LANGUAGES, Codebook, Theme
from rebond.understand.matching import matcher_for
from rebond.understand.polarity import shipped_model
from rebond.understand.targets import JUDGING
from rebond.understand.words import words_of
from rebond.vocabulary import Label

MOST = 12  # themes
LEAST_PEOPLE = 8
LEAST_SHARE = 0.006  # of the people heard, whichever of the two asks for more
BRANCH = "discovered"
_CLEAR_SHARE = 0.55  # share of its uses as a noun, from which it clearly names something
_COMMON = 0.15  # share of the people above which a word names the business, not a subject
_TOGETHER = 0.4  # share of the clauses of the rarer word that hold the other too, to be one theme
_PHRASE = 0.6  # share of the people of a word who say it in a phrase that then replaces it


def discover(
    texts: Sequence[str],
    languages: Sequence[str],
    people: Sequence[str],
    codebook: Codebook,
    *,
    names: Collection[str] = (),
    most: int = MOST,
) -> tuple[Theme, ...]:
    """Return the subjects that the texts hold and the codebook does not, most people first.

    Parameters
    ----------
    texts, languages : the voices and the language of each.
    people : who wrote each voice: a subject counts once per person.
    codebook : the themes already looked for, those accepted or discovered before among them.
    names : proper names (shops, towns, brands): their words are not subjects.
    most : at most so many themes.

    Returns
    -------
    tuple of Theme
        A branch "discovered", then its leaves, all with ``discovered`` True; empty when nothing
        is named by at least 8 people and 0.6 % of them.
    """
    hearing = hear(texts, languages, people)
    among = _uncovered(hearing, codebook)
    groups = _grouped(_subjects(hearing, among, _held(codebook) | _stems(names)))[:most]
    return (_branch(), *(_theme(group) for group in groups)) if groups else ()


def _branch() -> Theme:
    """Return the branch under which candidates stand until a person moves them."""
    return Theme(
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


def _uncovered(hearing: Hearing, codebook: Codebook) -> list[int]:
    """Return the numbers of the clauses in which the codebook finds no specific theme."""
    numbers = []
    for number, heard in enumerate(hearing.clauses):
        matcher = matcher_for(codebook, heard.language)
        found = matcher.find(heard.words, heard.clause)
        if not any(matcher.themes[match.theme].specific for match in found):
            numbers.append(number)
    return numbers


def _held(codebook: Codebook) -> set[str]:
    """Return the stems that name, judge or explain the themes of a codebook."""
    texts = [codebook.label.fr, codebook.label.en]
    for theme in codebook.themes:
        texts += [theme.label.fr, theme.label.en, theme.description.fr, theme.description.en]
        for kind in (theme.words, theme.alone, theme.positive, theme.negative):
            texts += [expression for listed in kind.values() for expression in listed]
    return _stems(texts)


def _stems(texts: Collection[str]) -> set[str]:
    return {stem for text in texts for stem in words_of(text).stems}


def _subjects(hearing: Hearing, among: Sequence[int], held: set[str]) -> list[Subject]:
    """Return the words and phrases that may be candidates, those of most people first."""
    least = max(LEAST_PEOPLE, round(LEAST_SHARE * hearing.people))
    most = _COMMON * max(hearing.people, 20 * least)
    said = {
        key: subject
        for key, subject in words_said(hearing, among).items()
        if least <= len(subject.people) <= most
    }
    proper = {key[0] for key, subject in said.items() if is_name(subject)}
    phrases = {
        key: subject
        for key, subject in phrases_said(hearing, least, among).items()
        if proper.isdisjoint(key) and _names_something(subject, held)
    }
    words = [
        subject
        for key, subject in said.items()
        if key[0] not in proper and _names_something(subject, held)
    ]
    replaced = {
        word.key
        for word in words
        for phrase in phrases.values()
        if word.key[0] in phrase.key and len(phrase.people) >= _PHRASE * len(word.people)
    }
    kept = [word for word in words if word.key not in replaced]
    return sorted(
        [*kept, *phrases.values()], key=lambda subject: (-len(subject.people), subject.key)
    )


def _names_something(subject: Subject, held: set[str]) -> bool:
    """Tell whether a subject is used as a noun, judges nothing, and is new to the codebook."""
    form = noun_form(subject)
    if form is None or not held.isdisjoint(subject.key) or is_name(subject):
        return False
    tokens = words_of(form)
    model = shipped_model()
    scores = [
        model.word(folded, stem, False)
        for folded, stem in zip(tokens.folded, tokens.stems, strict=True)
    ]
    return all(abs(positive - negative) < JUDGING for negative, _, positive in scores)


def _grouped(ranked: Sequence[Subject]) -> list[list[Subject]]:
    """Put each subject with the first earlier one whose clauses it shares, else alone."""
    groups: list[list[Subject]] = []
    clauses: dict[Key, set[int]] = {subject.key: set(subject.clauses) for subject in ranked}
    for subject in ranked:
        own = clauses[subject.key]
        for group in groups:
            if len(own & clauses[group[0].key]) >= _TOGETHER * len(own):
                group.append(subject)
                break
        else:
            groups.append([subject])
    return groups


def _theme(group: Sequence[Subject]) -> Theme:
    """Return the theme of subjects said together, named by the two first that differ."""
    head = group[0]
    names = [written_form(head, noun_form(head))]
    for other in group[1:]:
        if set(other.key).isdisjoint(head.key):
            names.append(written_form(other, noun_form(other)))
            break
    label = title(", ".join(names))
    form = head.forms[noun_form(head) or next(iter(head.forms))]
    return Theme(
        id=f"{BRANCH}.{slug(names[0])}",
        parent=BRANCH,
        label=Label(en=label, fr=label),
        description=Label(
            en=f"Voices that name: {', '.join(names)}", fr=f"Voix qui nomment : {', '.join(names)}"
        ),
        specific=noun_share(form) >= _CLEAR_SHARE,
        words=_expressions(group),
        discovered=True,
    )


def _expressions(group: Sequence[Subject]) -> dict[str, tuple[str, ...]]:
    """Return how the subjects are written, in each language that says them."""
    found: dict[str, list[str]] = {}
    for subject in group:
        written = [
            written_form(subject, folded)
            for folded, form in sorted(subject.forms.items())
            if form.uses > 1 or len(subject.forms) == 1
        ] or [written_form(subject)]
        spoken = main_language(subject)
        for language in (spoken,) if spoken in LANGUAGES else LANGUAGES:
            found.setdefault(language, []).extend(written)
    return {language: tuple(dict.fromkeys(listed)) for language, listed in found.items()}
