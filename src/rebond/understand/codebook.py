"""Codebooks: versioned trees of themes, in files that a person can read and edit.

The format is described in docs/methods/opinions.md. The version of a codebook is a hash of its
content: the same file gives the same version everywhere.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rebond.errors import CodebookError
from rebond.vocabulary import Label

LANGUAGES = ("fr", "en")
_FOLDER = Path(__file__).parent / "codebooks"
_EXPRESSIONS = ("words", "alone", "positive", "negative", "never", "examples")
_THEME_KEYS = {"id", "label", "description", "specific", "discovered", *_EXPRESSIONS}

Expressions = Mapping[str, tuple[str, ...]]
_NONE: Expressions = {}


@dataclass(frozen=True)
class Theme:
    """A subject of interest: a branch ("checkout") or a leaf ("checkout.waiting").

    The expressions are tuples by language ("fr", "en"). ``words`` name the subject; ``positive``
    and ``negative`` name and judge it; in ``never`` the words do not count. Those of ``alone`` name
    what is sold: they count in a clause that judges or suggests, and names no other specific theme.
    ``specific`` is False for general satisfaction and "other". ``discovered`` themes come from the
    data.
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


@dataclass(frozen=True)
class Codebook:
    """A tree of themes of two levels, in the order in which a person wrote it."""

    id: str
    label: Label
    themes: tuple[Theme, ...]

    @cached_property
    def version(self) -> str:
        """``<id>-<12 hexadecimal digits>`` of the content."""
        content = json.dumps(_document(self), sort_keys=True, ensure_ascii=False)
        return f"{self.id}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

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

    @property
    def leaves(self) -> tuple[Theme, ...]:
        """Return the themes that opinions can have: those that are not a branch."""
        return tuple(theme for theme in self.themes if theme.parent)

    def with_themes(self, added: Sequence[Theme]) -> Codebook:
        """Return this codebook with themes after its own; ids already there are not repeated."""
        fresh = [theme for theme in added if theme.id not in self._by_id]
        return Codebook(self.id, self.label, self.themes + tuple(fresh))

    def with_expressions(
        self, added: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    ) -> Codebook:
        """Return this codebook with more expressions, by theme, kind and language.

        Raises `CodebookError` when a theme is not there.
        """
        themes = {theme.id: theme for theme in self.themes}
        for identifier, kinds in added.items():
            theme = self.theme(identifier)
            entry = {
                kind: {
                    language: [*getattr(theme, kind).get(language, ()), *listed]
                    for language, listed in by_language.items()
                }
                for kind, by_language in kinds.items()
            }
            changed: dict[str, Any] = {
                kind: {**getattr(theme, kind), **_expressions(entry, kind, identifier, self.id)}
                for kind in entry
            }
            themes[identifier] = replace(theme, **changed)
        return Codebook(self.id, self.label, tuple(themes.values()))


@cache
def ready_made() -> tuple[str, ...]:
    """Return the ids of the codebooks that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_codebook(path_or_id: str | Path) -> Codebook:
    """Load a codebook that ships, by its id, or a TOML file of yours.

    Raises `CodebookError` when there is none, or when the file is not well formed.
    """
    if isinstance(path_or_id, str) and path_or_id in ready_made():
        return _shipped(path_or_id)
    path = Path(path_or_id)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CodebookError(
            "No codebook can be read at {path}. Give a TOML file in UTF-8, or one of: {ids}.",
            path=str(path_or_id),
            ids=", ".join(ready_made()),
        ) from None
    return parse_codebook(text, name=path.name)


@cache
def _shipped(identifier: str) -> Codebook:
    path = _FOLDER / f"{identifier}.toml"
    return parse_codebook(path.read_text(encoding="utf-8"), name=path.name)


def parse_codebook(text: str, *, name: str = "codebook") -> Codebook:
    """Read a codebook written in TOML; ``name`` is how messages call it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(
            "The codebook {name} is not valid TOML: {problem}. Correct it and start again.",
            name=name,
            problem=str(error),
        ) from None
    identifier = document.get("id")
    entries = document.get("themes")
    if not isinstance(identifier, str) or not identifier:
        raise _missing(name, "id")
    if not isinstance(entries, list) or not entries:
        raise _missing(name, "[[themes]]")
    themes = tuple(_theme(entry, name) for entry in entries)
    _check_tree(themes, name)
    return Codebook(identifier, _label(document, "label", identifier, name), themes)


def write_codebook(codebook: Codebook) -> str:
    """Return the TOML text of a codebook; reading it again gives the same version."""
    lines = [f"id = {_quoted(codebook.id)}", f"label = {_pair(codebook.label)}"]
    for theme in codebook.themes:
        lines += ["", "[[themes]]", f"id = {_quoted(theme.id)}"]
        lines += [f"label = {_pair(theme.label)}", f"description = {_pair(theme.description)}"]
        if theme.parent or not theme.specific:
            lines.append(f"specific = {str(theme.specific).lower()}")
        if theme.discovered:
            lines.append("discovered = true")
        for kind in _EXPRESSIONS:
            for language, expressions in getattr(theme, kind).items():
                listed = ", ".join(_quoted(expression) for expression in expressions)
                lines.append(f"{kind}.{language} = [{listed}]")
    return "\n".join(lines) + "\n"


def _theme(entry: Any, name: str) -> Theme:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise _missing(name, "id")
    identifier = entry["id"]
    unknown = sorted(set(entry) - _THEME_KEYS)
    if unknown:
        raise CodebookError(
            "The theme {theme} of the codebook {name} has an unknown entry, {entry}. "
            "Valid entries: {valid}.",
            theme=identifier,
            name=name,
            entry=unknown[0],
            valid=", ".join(sorted(_THEME_KEYS)),
        )
    expressions = {kind: _expressions(entry, kind, identifier, name) for kind in _EXPRESSIONS}
    return Theme(
        id=identifier,
        parent=identifier.rpartition(".")[0],
        label=_label(entry, "label", identifier, name),
        description=_label(entry, "description", "", name),
        specific=bool(entry.get("specific", True)),
        discovered=bool(entry.get("discovered", False)),
        **expressions,
    )


def _expressions(entry: dict[str, Any], kind: str, theme: str, name: str) -> Expressions:
    by_language = entry.get(kind, {})
    well_formed = isinstance(by_language, dict) and all(
        language in LANGUAGES
        and isinstance(listed, list)
        and all(isinstance(expression, str) and expression.strip() for expression in listed)
        for language, listed in by_language.items()
    )
    if not well_formed:
        raise CodebookError(
            "In the codebook {name}, {entry} of the theme {theme} must be a list of non-empty "
            "sentences or words by language, as in {example}.",
            name=name,
            entry=kind,
            theme=theme,
            example=f'{kind}.fr = ["attente"]',
        )
    return {language: tuple(dict.fromkeys(listed)) for language, listed in by_language.items()}


def _label(entry: dict[str, Any], key: str, default: str, name: str) -> Label:
    value = entry.get(key, default)
    if isinstance(value, str):
        return Label(en=value, fr=value)
    texts = [value.get(language) for language in ("en", "fr")] if isinstance(value, dict) else []
    written = [text for text in texts if isinstance(text, str)]
    if not written:
        raise _missing(name, f"{key} ({{ fr = …, en = … }})")
    english, french = (written * 2)[:2] if len(written) == 1 else written
    return Label(en=english, fr=french)


def _check_tree(themes: tuple[Theme, ...], name: str) -> None:
    seen: set[str] = set()
    for theme in themes:
        if theme.id in seen:
            raise CodebookError(
                "The theme {theme} appears twice in the codebook {name}. Rename or remove one.",
                theme=theme.id,
                name=name,
            )
        if theme.parent and theme.parent not in seen:
            raise CodebookError(
                "In the codebook {name}, the theme {theme} stands before its branch {branch}, or "
                "its branch is missing. Add the branch above it.",
                name=name,
                theme=theme.id,
                branch=theme.parent,
            )
        seen.add(theme.id)


def _missing(name: str, entry: str) -> CodebookError:
    return CodebookError(
        "The codebook {name} lacks {entry}. Add it, as in the codebooks that ship with Rebond.",
        name=name,
        entry=entry,
    )


def _document(codebook: Codebook) -> dict[str, object]:
    return {
        "id": codebook.id,
        "label": [codebook.label.en, codebook.label.fr],
        "themes": [
            {
                "id": theme.id,
                "label": [theme.label.en, theme.label.fr],
                "description": [theme.description.en, theme.description.fr],
                "specific": theme.specific,
                "discovered": theme.discovered,
                **{
                    kind: {key: list(value) for key, value in getattr(theme, kind).items()}
                    for kind in _EXPRESSIONS
                    if kind != "alone" or theme.alone
                },
            }
            for theme in codebook.themes
        ],
    }


def _pair(label: Label) -> str:
    return f"{{ fr = {_quoted(label.fr)}, en = {_quoted(label.en)} }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
