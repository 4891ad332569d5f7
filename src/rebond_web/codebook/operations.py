"""Edits as they are asked, and the codebook that each gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rebond.errors import CodebookError, InputError
from rebond.understand import workspace_codebook
from rebond.understand.checking.lessons import lessons_of, taught_by
from rebond.understand.keeping import candidates, editing
from rebond.understand.reading import meaningful_voices
from rebond.understand.readings import readings
from rebond.understand.teaching import Background, Lesson, teach
from rebond.understand.themes import LANGUAGES, Codebook, Theme
from rebond.vocabulary import Label

if TYPE_CHECKING:
    from rebond.workspace import Workspace

Operation = Mapping[str, Any]
KINDS = ("words", "positive", "negative", "never")  # expressions that a person edits
_LONGEST, _MOST = 120, 400  # characters of a name or an expression; expressions of a kind


def edited(workspace: Workspace, operation: Operation) -> Codebook:
    """Return the codebook of a workspace after an operation.

    Raises
    ------
    CodebookError, InputError
        When a theme is not there, or the operation cannot be done on it.
    """
    codebook = workspace_codebook(workspace)
    return _OPERATIONS[operation["what"]](workspace, codebook, operation)


def checked(codebook: Codebook, operation: Operation) -> Operation:
    """Return an operation that can be understood.

    Raises
    ------
    CodebookError
        When it is none, or names a theme that is not there.
    """
    if operation.get("what") not in _OPERATIONS:
        raise CodebookError("“{what}” is no edit of a codebook.", what=str(operation.get("what")))
    for name in ("theme", "into", "branch"):
        if operation.get(name):
            codebook.theme(operation[name])
    return operation


def label_of(name: str) -> Label:
    """Return the label that a person typed, the same in both languages.

    Raises
    ------
    InputError
        When it is empty.
    """
    typed = " ".join(name.split())[:_LONGEST]
    if not typed:
        raise InputError("A theme needs a name. Write the words that people would use.")
    return Label(en=typed, fr=typed)


def expressions_in(text: str) -> list[str]:
    """Return the expressions of a text, one a line or parted by commas.

    >>> expressions_in("file d'attente, queue\\n queue\\n")
    ["file d'attente", 'queue']
    """
    found = (" ".join(part.split()) for line in text.splitlines() for part in line.split(","))
    return list(dict.fromkeys(part[:_LONGEST] for part in found if part))[:_MOST]


def _rename(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    theme = codebook.theme(asked["theme"])
    label = Label(en=asked.get("en") or theme.label.en, fr=asked.get("fr") or theme.label.fr)
    return editing.rename(codebook, theme.id, label)


def _move(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    return editing.move(codebook, asked["theme"], asked.get("branch", ""))


def _merge(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    label = label_of(asked["name"]) if asked.get("name") else None
    return editing.merge(codebook, [asked["theme"]], into=asked["into"], label=label)


def _split(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    parts = [
        editing.Part(label_of(part["name"]), dict.fromkeys(LANGUAGES, tuple(part["words"])))
        for part in asked["parts"]
    ]
    return editing.split(codebook, asked["theme"], parts)


def _remove(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    return editing.remove(codebook, asked["theme"])


def _add(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    label, branch = label_of(asked["name"]), asked.get("branch", "")
    identifier = editing.free_id(label.fr, branch, {theme.id for theme in codebook.themes})
    words = dict.fromkeys(LANGUAGES, tuple(asked["words"])) if asked.get("words") else {}
    return editing.add(codebook, Theme(identifier, branch, label, label, words=words))


def _words(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del workspace
    theme = codebook.theme(asked["theme"])
    kinds: dict[str, Any] = {
        kind: {k: tuple(v) for k, v in asked["expressions"][kind].items() if v} for kind in KINDS
    }
    changed = codebook.with_theme(replace(theme, **kinds))
    return editing.change(codebook, changed, "taught", [theme.id], theme.label.fr)


def _accept(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    label = label_of(asked["name"]) if asked.get("name") else None
    return candidates.accept(
        workspace, codebook, asked["candidate"], branch=asked.get("branch", ""), label=label
    )


def _teach(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    wanted = set(asked["themes"])
    lessons = [one for one in lessons_of(workspace, codebook) if one.theme in wanted]
    if not lessons:
        raise InputError("Corrections teach nothing that the codebook does not know already.")
    return taught_by(codebook, lessons, _background(workspace))[0]


def _lesson(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    told = asked["lesson"]
    lesson = Lesson(told.get("examples", ()), told.get("unlike", ()))
    return teach(codebook, asked["theme"], lesson, background=_background(workspace)).codebook


def _background(workspace: Workspace) -> Background:
    voices = meaningful_voices(workspace)
    return Background(voices.column("text").to_pylist(), voices.column("language").to_pylist())


def _undo(workspace: Workspace, codebook: Codebook, asked: Operation) -> Codebook:
    del codebook
    for reading in reversed(readings(workspace)):
        if reading.codebook_version == asked["version"]:
            return reading.codebook
    raise CodebookError(
        "The codebook of the version {version} is no longer kept: the last readings are.",
        version=asked["version"],
    )


_OPERATIONS: dict[str, Callable[[Workspace, Codebook, Operation], Codebook]] = {
    "rename": _rename,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "remove": _remove,
    "add": _add,
    "words": _words,
    "accept": _accept,
    "teach": _teach,
    "lesson": _lesson,
    "undo": _undo,
}
