"""The operation that a form asks for."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from rebond.errors import CodebookError, InputError
from rebond.understand.themes import LANGUAGES, Theme
from rebond_web.codebook.operations import KINDS, expressions_in, label_of

PARTS = 3  # of a split, on the page
_LONGEST, _MOST = 2_000, 200  # characters of a sentence taught; sentences


def operation_of(form: QueryDict) -> dict[str, Any]:
    """Return the operation that a form asks for.

    Raises
    ------
    CodebookError, InputError
        When it asks for none, or lacks what it needs.
    """
    what = form.get("what", "")
    asked: dict[str, Any] = {"what": what}
    for name in ("theme", "into", "branch", "candidate", "version"):
        if typed := form.get(name, "").strip():
            asked[name] = typed
    if typed := form.get("name", "").strip():
        asked["name"] = label_of(typed).fr
    if what == "rename":
        asked |= {language: label_of(form.get(language, "")).fr for language in LANGUAGES}
    elif what == "words":
        asked["expressions"] = _expressions(form)
    elif what == "split":
        asked["parts"] = _parts(form)
    elif what == "add":
        asked["name"] = label_of(form.get("name", "")).fr
        asked["words"] = expressions_in(form.get("words", ""))
    elif what == "lesson":
        asked["lesson"] = {
            kind: sentences for kind in ("examples", "unlike") if (sentences := _lines(form, kind))
        }
    elif what == "teach":
        asked["themes"] = form.getlist("themes")
    _check_complete(asked)
    return asked


_NEEDED = {
    "rename": ("theme",),
    "move": ("theme",),
    "merge": ("theme", "into"),
    "split": ("theme", "parts"),
    "remove": ("theme",),
    "words": ("theme",),
    "add": ("name",),
    "accept": ("candidate",),
    "teach": ("themes",),
    "lesson": ("theme", "lesson"),
    "undo": ("version",),
}


def _check_complete(asked: dict[str, Any]) -> None:
    if asked["what"] not in _NEEDED:
        raise CodebookError("“{what}” is no edit of a codebook.", what=asked["what"])
    if not all(asked.get(name) for name in _NEEDED[asked["what"]]):
        raise InputError("Something is missing to make this edit: fill the form and send it again.")


def _expressions(form: QueryDict) -> dict[str, dict[str, list[str]]]:
    return {
        kind: {
            language: expressions_in(form.get(f"{kind}-{language}", "")) for language in LANGUAGES
        }
        for kind in KINDS
    }


def _lines(form: QueryDict, name: str) -> list[str]:
    lines = (" ".join(line.split())[:_LONGEST] for line in form.get(name, "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))[:_MOST]


def _parts(form: QueryDict) -> list[dict[str, Any]]:
    parts = []
    for rank in range(PARTS):
        name, words = form.get(f"name-{rank}", ""), form.get(f"words-{rank}", "")
        if name.strip() or words.strip():
            parts.append({"name": label_of(name).fr, "words": expressions_in(words)})
    return parts


def written_expressions(theme: Theme) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the expressions of a theme as they are edited: by kind, one text a language."""
    return [
        (kind, [(language, "\n".join(getattr(theme, kind).get(language, ()))) for language in
                LANGUAGES])
        for kind in KINDS
    ]  # fmt: skip
