"""Themes and codebooks: what an organisation follows, and how that has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rebond.errors import CodebookError
from rebond.vocabulary import Label

if TYPE_CHECKING:
    from rebond.understand.learned.storing import Learned

LANGUAGES = ("fr", "en")
# What names a theme in texts; `taught` and `unlike` only tell what was learned.
EXPRESSIONS = ("words", "learned", "alone", "positive", "negative", "never", "examples")
TAUGHT = ("taught", "unlike")
_LATER = ("alone", "learned")  # kinds left out of a version where a theme has none
CHANGES = (
    "imported",
    "added",
    "accepted",
    "taught",
    "learned",
    "renamed",
    "moved",
    "merged",
    "split",
    "removed",
)

Expressions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Theme:
    """A subject of interest: a branch ("checkout") or a leaf ("checkout.waiting").

    The expressions are tuples by language ("fr", "en"). ``words`` name the subject; ``positive``
    and ``negative`` name and judge it; in ``never`` the words do not count. Those of ``alone`` name
    what is sold: they count in a clause that judges or suggests, and names no other specific theme.
    ``learned`` are words found in texts that people coded.
    ``specific`` is False for general satisfaction and "other". ``discovered`` themes come from the
    data. ``code`` is the company's own number or name for it. ``taught`` are the sentences that a
    person gave as examples, ``unlike`` those that look like them and are about something else.
    """

    id: str
    parent: str
    label: Label
    description: Label
    specific: bool = True
    words: Expressions = field(default_factory=dict)
    positive: Expressions = field(default_factory=dict)
    negative: Expressions = field(default_factory=dict)
    never: Expressions = field(default_factory=dict)
    examples: Expressions = field(default_factory=dict)
    discovered: bool = False
    alone: Expressions = field(default_factory=dict)
    code: str = ""
    taught: Expressions = field(default_factory=dict)
    unlike: Expressions = field(default_factory=dict)
    learned: Expressions = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """Whether an expression can find it."""
        kinds = (self.words, self.learned, self.alone, self.positive, self.negative)
        return any(listed for kind in kinds for listed in kind.values())


@dataclass(frozen=True)
class Change:
    """What a person did to a codebook: themes ``before`` became those ``after``.

    ``what`` is one of `CHANGES`; ``version`` the codebook's before the change; ``note`` tells the
    rest in words (the labels, the file).
    """

    on: date
    what: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""
    version: str = ""


@dataclass(frozen=True)
class Codebook:
    """A tree of themes, in the order in which a person wrote it, and its history, oldest first.

    ``digest`` stands for the weights learned from coded texts, "" when nothing was learned;
    ``weights`` are these weights, where they were found.
    """

    id: str
    label: Label
    themes: tuple[Theme, ...]
    history: tuple[Change, ...] = ()
    digest: str = ""
    weights: Learned | None = field(default=None, compare=False, repr=False)

    @cached_property
    def version(self) -> str:
        """``<id>-<12 hexadecimal digits>`` of what it holds; its history does not count."""
        content = json.dumps(_content(self), sort_keys=True, ensure_ascii=False)
        return f"{self.id}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._by_id

    def theme(self, identifier: str) -> Theme:
        """Return the theme of this id; `CodebookError` when there is none."""
        try:
            return self._by_id[identifier]
        except KeyError:
            raise CodebookError(
                "No theme is called {id} in the codebook {codebook}. Its themes: {themes}.",
                id=identifier,
                codebook=self.id,
                themes=", ".join(self._by_id),
            ) from None

    @cached_property
    def leaves(self) -> tuple[Theme, ...]:
        """Return the themes that opinions can have: those under which there is none."""
        branches = {theme.parent for theme in self.themes}
        return tuple(theme for theme in self.themes if theme.id not in branches)

    @cached_property
    def without_learned(self) -> Codebook:
        """This codebook without the words learned from coded texts."""
        if not any(theme.learned for theme in self.themes):
            return self
        return replace(self, themes=tuple(replace(theme, learned={}) for theme in self.themes))

    def under(self, identifier: str) -> tuple[Theme, ...]:
        """Return a theme and all those below it, in order."""
        return tuple(
            theme
            for theme in self.themes
            if theme.id == identifier or theme.id.startswith(f"{identifier}.")
        )

    def successors(self, identifier: str, since: str = "") -> tuple[str, ...]:
        """Return the ids that an older id has become, itself when nothing happened to it.

        ``since`` is the version that the older id comes from: only what was done after it counts.
        Where the history does not know that version, an id still in use stands for itself. An id
        that was removed has become nothing.
        """
        versions = [change.version for change in self.history]
        if since == self.version or (since not in versions and identifier in self._by_id):
            return (identifier,)
        first = len(versions) - 1 - versions[::-1].index(since) if since in versions else 0
        found: dict[str, None] = {identifier: None}
        for change in self.history[first:]:
            if change.what == "renamed":
                continue
            touched = [known for known in found if known in change.before]
            if touched:
                kept = [known for known in found if known not in touched]
                found = dict.fromkeys([*kept, *_became(touched, change)])
        return tuple(found)

    def with_themes(self, added: Sequence[Theme]) -> Codebook:
        """Return this codebook with themes after its own; ids already there are not repeated."""
        fresh = [theme for theme in added if theme.id not in self._by_id]
        return replace(self, themes=self.themes + tuple(fresh))

    def with_theme(self, theme: Theme) -> Codebook:
        """Return this codebook with a theme in place of the one that has its id."""
        self.theme(theme.id)
        return replace(
            self, themes=tuple(theme if other.id == theme.id else other for other in self.themes)
        )

    def with_expressions(
        self, added: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    ) -> Codebook:
        """Return this codebook with more expressions, by theme, kind and language.

        Raises `CodebookError` when a theme is not there.
        """
        themes = {theme.id: theme for theme in self.themes}
        for identifier, kinds in added.items():
            theme = self.theme(identifier)
            changed: dict[str, Any] = {
                kind: joined(getattr(theme, kind), by_language)
                for kind, by_language in kinds.items()
            }
            themes[identifier] = replace(theme, **changed)
        return replace(self, themes=tuple(themes.values()))

    def with_weights(self, weights: Learned | None) -> Codebook:
        """Return this codebook with what it has learned in place of what it had."""
        return replace(self, weights=weights, digest=weights.digest if weights else "")

    def changed(self, change: Change) -> Codebook:
        """Return this codebook with a change written at the end of its history."""
        return replace(self, history=(*self.history, change))


def joined(*several: Mapping[str, Iterable[str]]) -> Expressions:
    """Return expressions by language put one after the other, none twice.

    >>> joined({"fr": ["file"]}, {"fr": ["queue", "file"], "en": ["queue"]})
    {'fr': ('file', 'queue'), 'en': ('queue',)}
    """
    languages = dict.fromkeys(language for one in several for language in one)
    return {
        language: tuple(dict.fromkeys(text for one in several for text in one.get(language, ())))
        for language in languages
    }


def _became(touched: Sequence[str], change: Change) -> Sequence[str]:
    """Return what some of the ids of a change have become; moves keep their order."""
    if change.what == "moved":
        return [dict(zip(change.before, change.after, strict=True))[known] for known in touched]
    return change.after


def _content(codebook: Codebook) -> dict[str, object]:
    """Return what a version stands for; what is empty by default is left out, as it always was."""
    content: dict[str, object] = {
        "id": codebook.id,
        "label": [codebook.label.en, codebook.label.fr],
        "themes": [_content_of_theme(theme) for theme in codebook.themes],
    }
    if codebook.digest:
        content["weights"] = codebook.digest
    return content


def _content_of_theme(theme: Theme) -> dict[str, object]:
    content: dict[str, object] = {
        "id": theme.id,
        "label": [theme.label.en, theme.label.fr],
        "description": [theme.description.en, theme.description.fr],
        "specific": theme.specific,
        "discovered": theme.discovered,
        **{
            kind: {key: list(value) for key, value in getattr(theme, kind).items()}
            for kind in EXPRESSIONS
            if kind not in _LATER or getattr(theme, kind)
        },
    }
    if theme.code:
        content["code"] = theme.code
    return content
