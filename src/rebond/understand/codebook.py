"""Codebooks as files: versioned trees of themes that a person can read and edit, in TOML.

The format is described in docs/guide/codebooks.md. The version of a codebook is a hash of its
content: the same file gives the same version everywhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rebond.errors import CodebookError
from rebond.understand.codebook_writing import (
    document_of,
    save_codebook,
    weights_beside,
    write_codebook,
)
from rebond.understand.themes import (
    CHANGES,
    EXPRESSIONS,
    LANGUAGES,
    TAUGHT,
    Change,
    Codebook,
    Expressions,
    Theme,
)
from rebond.vocabulary import Label

__all__ = [
    "LANGUAGES",
    "Change",
    "Codebook",
    "Expressions",
    "Theme",
    "document_of",
    "load_codebook",
    "parse_codebook",
    "read_document",
    "ready_made",
    "save_codebook",
    "weights_beside",
    "write_codebook",
]

_FOLDER = Path(__file__).parent / "codebooks"
_LISTED = (*EXPRESSIONS, *TAUGHT)
_THEME_KEYS = {"id", "label", "description", "specific", "discovered", "code", *_LISTED}
_CHANGE_KEYS = {"on", "what", "from", "to", "note", "version"}


@cache
def ready_made() -> tuple[str, ...]:
    """Return the ids of the codebooks that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_codebook(path_or_id: str | Path) -> Codebook:
    """Load a codebook that ships, by its id, or a TOML file of yours.

    Raises `CodebookError` when there is none, when the file is not well formed, or when what was
    learned for it is no longer beside it.
    """
    if isinstance(path_or_id, str) and path_or_id in ready_made():
        return _shipped(path_or_id)
    path = Path(path_or_id)
    codebook = parse_codebook(_text_of(path), name=path.name)
    if not codebook.digest:
        return codebook
    from rebond.understand.learned.storing import read_learned

    return replace(codebook, weights=read_learned(weights_beside(path, codebook.digest)))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CodebookError(
            "No codebook can be read at {path}. Give a TOML file in UTF-8, or one of: {ids}.",
            path=str(path),
            ids=", ".join(ready_made()),
        ) from None


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
    return read_document(document, name=name)


def read_document(document: Mapping[str, Any], *, name: str = "codebook") -> Codebook:
    """Return the codebook of a document with the entries of the file, as `document_of` gives it.

    Sentences taught that an erasure has emptied are left out.
    """
    identifier = document.get("id")
    entries = document.get("themes")
    if not isinstance(identifier, str) or not identifier:
        raise _missing(name, "id")
    if not isinstance(entries, list) or not entries:
        raise _missing(name, "[[themes]]")
    themes = tuple(_theme(entry, name) for entry in entries)
    _check_tree(themes, name)
    history = document.get("history", [])
    if not isinstance(history, list):
        raise _wrong_change(name, "history")
    return Codebook(
        identifier,
        _label(document, "label", identifier, name),
        themes,
        tuple(_change(entry, name) for entry in history),
        str(document.get("weights", "")),
    )


def _theme(entry: Any, name: str) -> Theme:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry["id"]:
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
    expressions = {kind: _expressions(entry, kind, identifier, name) for kind in _LISTED}
    return Theme(
        id=identifier,
        parent=identifier.rpartition(".")[0],
        label=_label(entry, "label", identifier, name),
        description=_label(entry, "description", "", name),
        specific=bool(entry.get("specific", True)),
        discovered=bool(entry.get("discovered", False)),
        code=str(entry.get("code", "")),
        **expressions,
    )


def _expressions(entry: dict[str, Any], kind: str, theme: str, name: str) -> Expressions:
    by_language = entry.get(kind, {})
    erasable = kind in TAUGHT
    well_formed = isinstance(by_language, dict) and all(
        language in LANGUAGES
        and isinstance(listed, list)
        and all(isinstance(text, str) and (erasable or text.strip()) for text in listed)
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
    return {
        language: tuple(dict.fromkeys(text for text in listed if text.strip()))
        for language, listed in by_language.items()
    }


def _change(entry: Any, name: str) -> Change:
    if not isinstance(entry, dict) or set(entry) - _CHANGE_KEYS:
        raise _wrong_change(name, "[[history]]")
    on = _day(entry.get("on"))
    lists = [entry.get(key, []) for key in ("from", "to")]
    if on is None:
        raise _wrong_change(name, "on")
    if entry.get("what") not in CHANGES:
        raise _wrong_change(name, "what")
    if not all(isinstance(one, list) and all(isinstance(i, str) for i in one) for one in lists):
        raise _wrong_change(name, "from, to")
    if entry["what"] == "moved" and len(lists[0]) != len(lists[1]):
        raise _wrong_change(name, "from, to")
    note, version = str(entry.get("note", "")), str(entry.get("version", ""))
    return Change(on, entry["what"], tuple(lists[0]), tuple(lists[1]), note, version)


def _day(written: object) -> date | None:
    """Return a day that TOML or JSON holds, None when it is something else."""
    if isinstance(written, date):
        return date(written.year, written.month, written.day)
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _label(entry: Mapping[str, Any], key: str, default: str, name: str) -> Label:
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


def _wrong_change(name: str, entry: str) -> CodebookError:
    return CodebookError(
        "In the history of the codebook {name}, {entry} is not written as it should be. Each "
        "change has a date (on), what was done ({valid}), and the themes before and after "
        "(from, to).",
        name=name,
        entry=entry,
        valid=", ".join(CHANGES),
    )
