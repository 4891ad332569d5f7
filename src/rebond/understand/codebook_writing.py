"""Codebooks written: as the TOML file that a person reads, and as plain JSON values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rebond.understand.themes import EXPRESSIONS, TAUGHT, Change, Codebook, Theme
from rebond.vocabulary import Label

_LISTED = (*EXPRESSIONS, *TAUGHT)


def save_codebook(codebook: Codebook, path: Path) -> None:
    """Write a codebook in a TOML file, and beside it what was learned for it.

    The comments that stood above a theme in the file replaced stay above it.
    """
    notes = _notes(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    if codebook.weights is not None:
        codebook.weights.write(weights_beside(path, codebook.digest))
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_text(write_codebook(codebook, notes=notes), encoding="utf-8")
    unfinished.replace(path)


def weights_beside(path: Path, digest: str) -> Path:
    """Return where the weights of a codebook's file are, from their digest."""
    return path.with_name(f"{path.stem}.{digest}.npz")


def write_codebook(codebook: Codebook, *, notes: Mapping[str, str] | None = None) -> str:
    """Return the TOML text of a codebook; reading it again gives the same version.

    ``notes`` are the comments to write above themes, by theme id.
    """
    lines = [f"id = {_quoted(codebook.id)}", f"label = {_pair(codebook.label)}"]
    if codebook.digest:
        lines.append(f"weights = {_quoted(codebook.digest)}")
    for theme in codebook.themes:
        note = (notes or {}).get(theme.id)
        lines += ["", *([note] if note else []), *_lines_of_theme(theme)]
    for change in codebook.history:
        lines += ["", *_lines_of_change(change)]
    return "\n".join(lines) + "\n"


def document_of(codebook: Codebook) -> dict[str, Any]:
    """Return a codebook as plain JSON values: each sentence is one string, as erasures want it."""
    themes = [
        {
            "id": theme.id,
            "label": {"fr": theme.label.fr, "en": theme.label.en},
            "description": {"fr": theme.description.fr, "en": theme.description.en},
            "code": theme.code,
            "specific": theme.specific,
            "discovered": theme.discovered,
            **{kind: {k: list(v) for k, v in getattr(theme, kind).items()} for kind in _LISTED},
        }
        for theme in codebook.themes
    ]
    history = [
        {
            "on": change.on.isoformat(),
            "what": change.what,
            "from": list(change.before),
            "to": list(change.after),
            "note": change.note,
            "version": change.version,
        }
        for change in codebook.history
    ]
    label = {"fr": codebook.label.fr, "en": codebook.label.en}
    return {
        "id": codebook.id,
        "label": label,
        "weights": codebook.digest,
        "themes": themes,
        "history": history,
    }


def _lines_of_theme(theme: Theme) -> list[str]:
    lines = ["[[themes]]", f"id = {_quoted(theme.id)}"]
    lines += [f"label = {_pair(theme.label)}", f"description = {_pair(theme.description)}"]
    if theme.code:
        lines.append(f"code = {_quoted(theme.code)}")
    if theme.parent or not theme.specific:
        lines.append(f"specific = {str(theme.specific).lower()}")
    if theme.discovered:
        lines.append("discovered = true")
    for kind in _LISTED:
        for language, expressions in getattr(theme, kind).items():
            if kind in TAUGHT and expressions:
                lines += [f"{kind}.{language} = [", *(f"    {_quoted(t)}," for t in expressions)]
                lines.append("]")
            elif kind not in TAUGHT:
                listed = ", ".join(_quoted(expression) for expression in expressions)
                lines.append(f"{kind}.{language} = [{listed}]")
    return lines


def _lines_of_change(change: Change) -> list[str]:
    lines = ["[[history]]", f"on = {change.on.isoformat()}", f"what = {_quoted(change.what)}"]
    for key, identifiers in (("from", change.before), ("to", change.after)):
        if identifiers:
            lines.append(f"{key} = [{', '.join(_quoted(known) for known in identifiers)}]")
    for key, said in (("note", change.note), ("version", change.version)):
        if said:
            lines.append(f"{key} = {_quoted(said)}")
    return lines


def _notes(text: str) -> dict[str, str]:
    """Return the comments that stand right above each theme of a file."""
    found: dict[str, str] = {}
    above: list[str] = []
    pending: str | None = None
    for line in text.splitlines():
        named = re.match(r'\s*id\s*=\s*"([^"]*)"', line)
        if line.lstrip().startswith("#"):
            above.append(line.rstrip())
        elif line.strip() == "[[themes]]":
            pending, above = "\n".join(above), []
        elif named and pending is not None:
            if pending:
                found[named[1]] = pending
            pending = None
        elif line.strip():
            above = []
    return found


def _pair(label: Label) -> str:
    return f"{{ fr = {_quoted(label.fr)}, en = {_quoted(label.en)} }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
