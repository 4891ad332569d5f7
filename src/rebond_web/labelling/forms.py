"""The lines of a form where a person says what a voice says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rebond.errors import InputError
from rebond.languages import typography
from rebond.understand import Codebook
from rebond.understand.checking import Said
from rebond.vocabulary import Label

MOST_LINES = 40
_POLARITIES = {"+": 1, "-": -1, "0": 0}
_SIGNS = {1: "+", -1: "-", 0: "0"}


@dataclass(frozen=True)
class Line:
    """One line: a theme ("" for none), a polarity ("+", "-", "0" or ""), and the words.

    ``start`` and ``end`` are where words that are lit already stand; "" elsewhere.
    """

    theme: str = ""
    polarity: str = ""
    words: str = ""
    start: str = ""
    end: str = ""
    read: bool = False

    @classmethod
    def of(cls, said: Said, text: str = "", *, read: bool = False) -> Line:
        """Return the line that says something."""
        words = text[said.start : said.end] if said.start is not None else ""
        start, end = ("" if one is None else str(one) for one in (said.start, said.end))
        return cls(said.theme, _SIGNS[said.polarity], words, start, end, read)


def lines_of(posted: Mapping[str, str]) -> list[Line]:
    """Return the lines of a form that was sent; at most `MOST_LINES`."""
    ranks = [rank for rank in range(MOST_LINES) if f"theme-{rank}" in posted]
    return [
        Line(
            theme=posted.get(f"theme-{rank}", "").strip(),
            polarity=posted.get(f"polarity-{rank}", "").strip(),
            words=posted.get(f"words-{rank}", "").strip()[:2_000],
            start=posted.get(f"start-{rank}", ""),
            end=posted.get(f"end-{rank}", ""),
            read=posted.get(f"read-{rank}", "") == "1",
        )
        for rank in ranks
    ]


def said_by(lines: Iterable[Line], text: str) -> tuple[Said, ...]:
    """Return what lines say of a text; a line without a theme says nothing.

    Raises
    ------
    InputError
        When a line has a theme and no polarity, or words that are not in the text.
    """
    found = []
    for line in lines:
        if not line.theme:
            continue
        if line.polarity not in _POLARITIES:
            raise InputError(
                "A theme has no polarity beside it. Say whether it is favourable, unfavourable or"
                " neither."
            )
        start, end = _place(line, text)
        found.append(Said(line.theme, _POLARITIES[line.polarity], start, end))
    return tuple(dict.fromkeys(found))


def _place(line: Line, text: str) -> tuple[int | None, int | None]:
    if line.start.isdecimal() and line.end.isdecimal():
        start, end = int(line.start), int(line.end)
        if start < end <= len(text) and text[start:end] == line.words:
            return start, end
    if not line.words:
        return None, None
    found = text.find(line.words)
    if found < 0:
        found = text.casefold().find(line.words.casefold())
    if found < 0 or found + len(line.words) > len(text):
        raise InputError(
            "The words “{words}” are not in this voice. Copy them as they are written there.",
            words=line.words,
        )
    return found, found + len(line.words)


def theme_choices(
    codebook: Codebook, language: str
) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Return the themes that a voice can have, (id, label), under the label of their branch."""
    branches: dict[str, list[tuple[str, str]]] = {}
    for theme in codebook.leaves:
        branches.setdefault(theme.parent, []).append((theme.id, written(theme.label, language)))
    return [
        (written(codebook.theme(branch).label, language) if branch else "", themes)
        for branch, themes in branches.items()
    ]


def theme_names(codebook: Codebook, language: str) -> dict[str, str]:
    """Return what people call each theme, by its id."""
    return {theme.id: written(theme.label, language) for theme in codebook.themes}


def written(label: Label, language: str) -> str:
    """Return a label in the reader's language, with its typography."""
    return typography.typography(label.fr if language == "fr" else label.en, language)
