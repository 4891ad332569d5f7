"""Edits of a codebook: each gives a new codebook, and writes in its history what became of what.

A learned theme keeps its weights through them, under the id that it has become.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from rebond.errors import CodebookError
from rebond.understand.themes import EXPRESSIONS, TAUGHT, Change, Codebook, Theme, joined
from rebond.understand.words import LIGHT, MARK, fold, words_of
from rebond.vocabulary import Label

_LONGEST_ID = 40
_NAMING = ("words", "learned", "alone", "positive", "negative")


@dataclass(frozen=True)
class Part:
    """A part of a theme to be split: its label, and the expressions that name it, by language."""

    label: Label
    words: Mapping[str, Sequence[str]]


def rename(
    codebook: Codebook, identifier: str, label: Label, *, description: Label | None = None
) -> Codebook:
    """Return the codebook with another label on a theme; its id, hence its figures, go on."""
    theme = codebook.theme(identifier)
    named = replace(theme, label=label, description=description or theme.description)
    note = f"{theme.label.fr} → {label.fr}"
    return _done(codebook, codebook.with_theme(named), "renamed", [identifier], [identifier], note)


def move(codebook: Codebook, identifier: str, branch: str) -> Codebook:
    """Return the codebook with a theme, and all those below it, under another branch.

    ``branch`` is the id of a theme, "" for the top. Ids say where a theme is, so they change; the
    history maps the old ones to the new.

    Raises
    ------
    CodebookError
        When a theme is not there, or would be under itself.
    """
    codebook.theme(identifier)
    if branch:
        codebook.theme(branch)
    moved = codebook.under(identifier)
    if branch in {theme.id for theme in moved}:
        raise CodebookError(
            "The theme {theme} cannot be put under {branch}, which is itself or below it.",
            theme=identifier,
            branch=branch,
        )
    taken = {theme.id for theme in codebook.themes} - {theme.id for theme in moved}
    top = free_id(identifier.rpartition(".")[2], branch, taken)
    ids = {theme.id: top + theme.id.removeprefix(identifier) for theme in moved}
    placed = [
        replace(theme, id=ids[theme.id], parent=ids[theme.id].rpartition(".")[0]) for theme in moved
    ]
    rest = [theme for theme in codebook.themes if theme.id not in ids]
    return _done(
        codebook,
        replace(codebook, themes=_placed(rest, placed, branch)),
        "moved",
        list(ids),
        list(ids.values()),
    )


def merge(
    codebook: Codebook, identifiers: Sequence[str], *, into: str, label: Label | None = None
) -> Codebook:
    """Return the codebook with several leaves made one, which takes all their expressions.

    ``into`` is one of them, or the id of another leaf; it keeps its id, and its label unless
    another is given.

    Raises
    ------
    CodebookError
        When one is not there or is a branch, or when there are not two.
    """
    gathered = list(dict.fromkeys([into, *identifiers]))
    themes = [codebook.theme(identifier) for identifier in gathered]
    if len(themes) < 2:
        raise CodebookError("Merging takes at least two themes. Name another beside {id}.", id=into)
    for theme in themes:
        _check_leaf(codebook, theme)
    kinds: dict[str, Any] = {
        kind: joined(*(getattr(theme, kind) for theme in themes))
        for kind in (*EXPRESSIONS, *TAUGHT)
    }
    named = _all_of(kinds, _NAMING)
    kinds["never"] = _without(kinds["never"], named)
    kinds["unlike"] = _without(kinds["unlike"], _all_of(kinds, ("taught",)))
    first = themes[0]
    one = replace(
        first,
        label=label or first.label,
        specific=any(theme.specific for theme in themes),
        discovered=all(theme.discovered for theme in themes),
        code=";".join(dict.fromkeys(theme.code for theme in themes if theme.code)),
        **kinds,
    )
    kept = tuple(
        one if theme.id == into else theme
        for theme in codebook.themes
        if theme.id == into or theme.id not in gathered
    )
    note = " + ".join(theme.label.fr for theme in themes) + f" → {one.label.fr}"
    made = replace(codebook, themes=_with_leaves(codebook, kept))
    return _done(codebook, made, "merged", gathered, [into], note)


def split(codebook: Codebook, identifier: str, parts: Sequence[Part]) -> Codebook:
    """Return the codebook with a leaf made several.

    Each part takes the expressions of the leaf that hold one of its own; what none holds is new.
    What no part takes remains under the old id; the old id goes when nothing remains.

    Raises
    ------
    CodebookError
        When the theme is not there or is a branch, or a part is without expression.
    """
    theme = codebook.theme(identifier)
    _check_leaf(codebook, theme)
    if not parts or not all(any(part.words.values()) for part in parts):
        raise CodebookError(
            "Each part of the theme {theme} needs a name and expressions, as in {example}.",
            theme=identifier,
            example='--into "Name: words, other words"',
        )
    taken = {known.id for known in codebook.themes}
    made: list[Theme] = []
    rest = theme
    for part in parts:
        new = free_id(part.label.fr, theme.parent, taken)
        taken.add(new)
        own, rest = _taken(rest, part)
        made.append(replace(own, id=new, label=part.label, description=part.label, code=""))
    kept = [rest] if rest.named or rest.taught else []
    place = codebook.themes.index(theme)
    themes = (*codebook.themes[:place], *made, *kept, *codebook.themes[place + 1 :])
    after = [*(one.id for one in made), *(one.id for one in kept)]
    note = f"{theme.label.fr} → " + ", ".join(one.label.fr for one in made)
    return _done(codebook, replace(codebook, themes=themes), "split", [identifier], after, note)


def remove(codebook: Codebook, identifier: str) -> Codebook:
    """Return the codebook without a theme and those below it."""
    gone = {theme.id for theme in codebook.under(codebook.theme(identifier).id)}
    kept = tuple(theme for theme in codebook.themes if theme.id not in gone)
    if not kept:
        raise CodebookError(
            "The theme {theme} is all that the codebook {codebook} holds. Add another first.",
            theme=identifier,
            codebook=codebook.id,
        )
    return _done(codebook, replace(codebook, themes=kept), "removed", sorted(gone), [])


def add(codebook: Codebook, theme: Theme, *, what: str = "added", note: str = "") -> Codebook:
    """Return the codebook with a new theme at the end of its branch, which must be there.

    ``what`` is the word of the history: "added", "accepted", "taught".
    """
    if theme.id in codebook:
        raise CodebookError(
            "There is already a theme {theme} in the codebook {codebook}. Give another name.",
            theme=theme.id,
            codebook=codebook.id,
        )
    if theme.parent:
        codebook.theme(theme.parent)
    themes = _placed(list(codebook.themes), [theme], theme.parent)
    return _done(codebook, replace(codebook, themes=themes), what, [], [theme.id], note)


def change(
    codebook: Codebook, edited: Codebook, what: str, touched: Sequence[str], note: str = ""
) -> Codebook:
    """Return an edited codebook with the change written in its history."""
    return _done(codebook, edited, what, touched, touched, note)


def free_id(name: str, branch: str, taken: set[str]) -> str:
    """Return an id for a name under a branch, that none has.

    >>> free_id("Attente à l'accueil", "welcome", {"welcome.attente_a_l_accueil"})
    'welcome.attente_a_l_accueil_2'
    """
    slug = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:_LONGEST_ID].rstrip("_") or "theme"
    wanted = base = f"{branch}.{slug}" if branch else slug
    rank = 1
    while wanted in taken:
        rank += 1
        wanted = f"{base}_{rank}"
    return wanted


def today() -> date:
    """Return the day on which a change is made."""
    return datetime.now(UTC).date()


def _done(
    before: Codebook,
    after: Codebook,
    what: str,
    old: Sequence[str],
    new: Sequence[str],
    note: str = "",
) -> Codebook:
    """Return the codebook after a change, its weights following the ids, its history told."""
    told = Change(today(), what, tuple(old), tuple(new), note, before.version)
    made = replace(after, history=(*before.history, told))
    if after.weights is None or after.weights is not before.weights:
        return made
    return made.with_weights(
        after.weights.renamed(lambda known: made.successors(known, before.version))
    )


def _placed(rest: Sequence[Theme], placed: Sequence[Theme], branch: str) -> tuple[Theme, ...]:
    """Return the themes with some put after the last one of a branch."""
    last = max(
        (
            index
            for index, theme in enumerate(rest)
            if branch and (theme.id == branch or theme.id.startswith(f"{branch}."))
        ),
        default=len(rest) - 1,
    )
    return (*rest[: last + 1], *placed, *rest[last + 1 :])


def _with_leaves(before: Codebook, themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Leave out the branches that have just lost their last leaf."""
    branches = {theme.parent for theme in before.themes}
    kept = tuple(themes)
    while True:
        parents = {theme.parent for theme in kept}
        fewer = tuple(t for t in kept if t.id not in branches or t.id in parents)
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def _check_leaf(codebook: Codebook, theme: Theme) -> None:
    if theme not in codebook.leaves:
        raise CodebookError(
            "The theme {theme} is a branch: opinions belong to its leaves, {leaves}. Name these.",
            theme=theme.id,
            leaves=", ".join(t.id for t in codebook.under(theme.id) if t.id != theme.id),
        )


def _all_of(
    kinds: Mapping[str, Mapping[str, Sequence[str]]], names: Sequence[str]
) -> dict[str, set[str]]:
    """Return the normal forms of the expressions of some kinds, by language."""
    found: dict[str, set[str]] = {}
    for name in names:
        for language, listed in kinds[name].items():
            found.setdefault(language, set()).update(" ".join(_stems(text)) for text in listed)
    return found


def _without(
    listed: Mapping[str, Sequence[str]], unwanted: Mapping[str, set[str]]
) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(
            text for text in texts if " ".join(_stems(text)) not in unwanted.get(language, ())
        )
        for language, texts in listed.items()
    }


def _taken(theme: Theme, part: Part) -> tuple[Theme, Theme]:
    """Return the part of a theme that some expressions name, and what remains of the theme."""
    own: dict[str, dict[str, tuple[str, ...]]] = {}
    rest: dict[str, dict[str, tuple[str, ...]]] = {}
    used: set[tuple[str, str]] = set()
    for kind in (*_NAMING, *TAUGHT, "examples"):
        own[kind], rest[kind] = {}, {}
        for language, texts in getattr(theme, kind).items():
            holding = {
                text: [w for w in part.words.get(language, ()) if _holds(_stems(text), _stems(w))]
                for text in texts
            }
            own[kind][language] = tuple(text for text, held in holding.items() if held)
            rest[kind][language] = tuple(text for text, held in holding.items() if not held)
            if kind in _NAMING:
                used |= {(language, word) for held in holding.values() for word in held}
    added = {
        language: tuple(text for text in texts if (language, text) not in used)
        for language, texts in part.words.items()
    }
    own["words"] = dict(joined(own["words"], added))
    own["never"] = _without(theme.never, _all_of(own, _NAMING))
    tidy: dict[str, dict[str, Any]] = {
        side: {kind: {k: v for k, v in listed.items() if v} for kind, listed in kinds.items()}
        for side, kinds in (("own", own), ("rest", rest))
    }
    return replace(theme, **tidy["own"]), replace(theme, **tidy["rest"])


def _stems(text: str) -> tuple[str, ...]:
    words = words_of(text)
    return tuple(
        stem
        for stem, folded, kind in zip(words.stems, words.folded, words.kinds, strict=True)
        if kind != MARK and folded not in LIGHT
    )


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether stems follow each other somewhere in others."""
    size = len(part)
    return size > 0 and any(
        tuple(whole[start : start + size]) == tuple(part) for start in range(len(whole) - size + 1)
    )
