"""From voices to a codebook: hear, select, group, name, then read the voices with what was made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rebond.errors import InputError
from rebond.understand.building.grouping import Leaf, branches_of, leaves_of, name_of
from rebond.understand.building.likeness import Embed, likeness
from rebond.understand.building.naming import (
    main_language,
    noun_form,
    slug,
    title,
    written_form,
)
from rebond.understand.building.selecting import subjects_of
from rebond.understand.building.subjects import Hearing, Subject, hear
from rebond.understand.codebook import LANGUAGES, Codebook, Theme, load_codebook
from rebond.understand.matching import matcher_for
from rebond.understand.words import normal_form
from rebond.vocabulary import Label

MOST_BRANCHES, MOST_LEAVES = 12, 60
_GENERAL = "general"  # branch of the generic codebook that says nothing of a subject
_EXAMPLES = 3
_EXPRESSIONS = 14  # of a leaf in a language
_COHESION_CLAUSES = 16
_SHORT, _LONG = 20, 140  # letters of an example
_TYPICAL = 60


@dataclass(frozen=True)
class Proposal:
    """A leaf proposed: the voices and people found to speak of it, and how alike its clauses are.

    ``cohesion`` tells how alike its clauses are to the encoder: 0.5 when they are as far apart as
    clauses drawn at random, 1 when they are one; None without the encoder, or with one clause.
    """

    theme: Theme
    voices: int
    people: int
    cohesion: float | None
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """A codebook made from data, its leaves with what they rest on, and the voices it covers.

    ``covered`` voices, of ``voices``, speak of a leaf that is neither satisfaction in general nor
    "other".
    """

    codebook: Codebook
    proposals: tuple[Proposal, ...]
    voices: int
    covered: int


def build_codebook(
    texts: Sequence[str],
    languages: Sequence[str],
    people: Sequence[str],
    *,
    names: Collection[str] = (),
    identifier: str = "built",
    label: Label | None = None,
    embed: Embed | None = None,
    most_branches: int = MOST_BRANCHES,
    most_leaves: int = MOST_LEAVES,
) -> Built:
    """Make a codebook of what the texts speak of, named in their words.

    Parameters
    ----------
    texts, languages : the voices that say something, and the ISO 639-1 code of each.
    people : who wrote each voice: a subject counts once per person.
    names : proper names (shops, towns, brands, people) that are no subjects.
    identifier, label : of the codebook made.
    embed : texts → float32 vectors (n, d) of length 1; None groups without the encoder.
    most_branches, most_leaves : limits, general satisfaction and "other" included.

    Returns
    -------
    Built
        The same voices give the same codebook, in whatever order.

    Raises
    ------
    InputError
        When no subject is named by two people.
    """
    hearing = hear(texts, languages, people)
    subjects = subjects_of(hearing, names)
    general = _general()
    alike = likeness(subjects, hearing, embed)
    most = most_leaves - sum(1 for theme in general if theme.parent)
    leaves = leaves_of(subjects, alike, most, hearing.people)
    if not leaves:
        raise InputError(
            "No subject is named by enough people in {n} voices: there is nothing to make a "
            "codebook of. Bring more voices, or start from a ready-made codebook.",
            n=len(texts),
        )
    branches = branches_of(leaves, alike.kind, most_branches - 1)
    themes = _themes(branches, leaves, subjects)
    codebook = Codebook(
        identifier, label or Label(en="Built from the data", fr="Tiré des données"), themes
    )
    proposals, covered = _measured(codebook, hearing, embed)
    examples = {proposal.theme.id: proposal.theme for proposal in proposals}
    shown = tuple(examples.get(theme.id, theme) for theme in themes)
    codebook = replace(codebook, themes=(*shown, *general))
    return Built(codebook, tuple(proposals), len(texts), covered)


def _general() -> tuple[Theme, ...]:
    """Return the themes of judgements without a subject, as the generic codebook has them."""
    return tuple(
        theme
        for theme in load_codebook("generic").themes
        if theme.id == _GENERAL or theme.parent == _GENERAL
    )


def _themes(
    branches: Sequence[Sequence[int]], leaves: Sequence[Leaf], subjects: Sequence[Subject]
) -> tuple[Theme, ...]:
    themes: list[Theme] = []
    taken = {_GENERAL}
    named: list[str] = []
    for group in branches:
        names = [_names(leaves[number], subjects, named) for number in group]
        branch = _free(names[0][1][0], taken)
        label = Label(
            en=title(", ".join(_first_of([name[0] for name in names]))),
            fr=title(", ".join(_first_of([name[1] for name in names]))),
        )
        themes.append(Theme(branch, "", label, label))
        own: set[str] = set()
        for number, (english, french) in zip(group, names, strict=True):
            identifier = f"{branch}.{_free(french[0], own)}"
            expressions = _expressions(leaves[number], subjects)
            listed = next(iter(expressions.values()))
            themes.append(
                Theme(
                    identifier,
                    branch,
                    Label(en=title(", ".join(english)), fr=title(", ".join(french))),
                    Label(
                        en=f"Voices that speak of: {', '.join(listed[:6])}",
                        fr=f"Voix qui parlent de : {', '.join(listed[:6])}",
                    ),
                    words=expressions,
                )
            )
    return tuple(themes)


def _names(
    leaf: Leaf, subjects: Sequence[Subject], named: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the name of a leaf in English and in French; in the other where it has none.

    ``named`` holds the names given so far, and gains this one.
    """
    english = name_of(leaf, subjects, "en", named)
    french = name_of(leaf, subjects, "fr", named)
    named += dict.fromkeys((*english, *french))
    fallback = (written_form(subjects[leaf.members[0]], noun_form(subjects[leaf.members[0]])),)
    return english or french or fallback, french or english or fallback


def _first_of(names: Sequence[Sequence[str]]) -> list[str]:
    """Return the first words of the two first names."""
    return list(dict.fromkeys(name[0] for name in names[:2]))


def _free(name: str, taken: set[str]) -> str:
    """Return an id made of a name, that nothing else bears yet."""
    base = slug(name)
    free, number = base, 1
    while free in taken:
        number += 1
        free = f"{base}_{number}"
    taken.add(free)
    return free


def _expressions(leaf: Leaf, subjects: Sequence[Subject]) -> dict[str, tuple[str, ...]]:
    """Return what a leaf is looked for by, as people write it, in each language that says it."""
    found: dict[str, list[str]] = {}
    for number in leaf.members:
        subject = subjects[number]
        written = written_form(subject, noun_form(subject))
        spoken = main_language(subject)
        for language in LANGUAGES if spoken not in LANGUAGES else (spoken,):
            listed = found.setdefault(language, [])
            if len(listed) < _EXPRESSIONS and written not in listed:
                listed.append(written)
    return {language: tuple(found[language]) for language in LANGUAGES if language in found}


def _measured(
    codebook: Codebook, hearing: Hearing, embed: Embed | None
) -> tuple[list[Proposal], int]:
    """Read the voices with the codebook; return its leaves, and how many voices they cover."""
    voices: dict[str, set[int]] = {theme.id: set() for theme in codebook.leaves}
    people: dict[str, set[int]] = {theme.id: set() for theme in codebook.leaves}
    clauses: dict[str, set[str]] = {theme.id: set() for theme in codebook.leaves}
    heads = {
        normal_form(listed[0]): theme.id
        for theme in codebook.leaves
        for listed in theme.words.values()
    }
    naming: dict[str, set[str]] = {theme.id: set() for theme in codebook.leaves}
    for number, heard in enumerate(hearing.clauses):
        matcher = matcher_for(codebook, heard.language)
        for match in matcher.find(heard.words, heard.clause):
            identifier = matcher.themes[match.theme].id
            voices[identifier].add(heard.voice)
            people[identifier].add(heard.person)
            clauses[identifier].add(hearing.written(number))
            if heads.get(match.name) == identifier:
                naming[identifier].add(hearing.written(number))
    alike = cohesions({name: typical(said) for name, said in clauses.items()}, embed)
    proposals = []
    for theme in codebook.leaves:
        examples = tuple(typical(naming[theme.id] or clauses[theme.id])[:_EXAMPLES])
        spoken = next(iter(theme.words))
        shown = replace(theme, examples={spoken: examples} if examples else {})
        proposals.append(
            Proposal(
                shown,
                len(voices[theme.id]),
                len(people[theme.id]),
                alike.get(theme.id),
                examples,
            )
        )
    return proposals, len(set().union(*voices.values())) if voices else 0


def typical(clauses: Collection[str]) -> list[str]:
    """Return clauses of a length that reads well, the same whatever their order."""
    flat = {" ".join(text.split()) for text in clauses}
    good = [text for text in flat if _SHORT <= len(text) <= _LONG] or list(flat)
    return sorted(good, key=lambda text: (abs(len(text) - _TYPICAL), text))[:_COHESION_CLAUSES]


def cohesions(clauses: Mapping[str, Sequence[str]], embed: Embed | None) -> dict[str, float]:
    """Return how much two clauses of each group are more alike than two of any.

    It is the share of the pairs of all clauses that are less alike than the pairs of the group, on
    average: 0.5 when they are as alike as clauses drawn at random, 1 when they are one. Groups of
    one clause have none; nobody has without ``embed``.
    """
    distinct = list(dict.fromkeys(text for listed in clauses.values() for text in listed))
    if embed is None or len(distinct) < 2:
        return {}
    vectors = embed(distinct).astype(np.float32)
    alike = vectors @ vectors.T
    every = np.sort(alike[np.triu_indices(len(distinct), 1)])
    places = {text: place for place, text in enumerate(distinct)}
    found: dict[str, float] = {}
    for name, listed in clauses.items():
        own = [places[text] for text in listed]
        if len(own) > 1:
            pairs = alike[np.ix_(own, own)][np.triu_indices(len(own), 1)]
            below = np.searchsorted(every, pairs, "left") + np.searchsorted(every, pairs, "right")
            found[name] = float(below.mean() / 2 / len(every))
    return found
