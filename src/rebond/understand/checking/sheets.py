"""Sheets that people fill: a CSV of voices, a legend of themes, and reading it back."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.errors import InputError
from rebond.understand.checking.labels import Said, VoiceLabels, VoiceToLabel
from rebond.understand.checking.naming import ThemeNames, folded, polarity_named
from rebond.vocabulary import Label, Message

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook

PAIRS = 8  # of a theme and its polarity, by voice
_COLUMNS = {
    "voice": Label("voice", "voix"),
    "labeller": Label("who", "qui"),
    "question": Label("question", "question"),
    "text": Label("text", "texte"),
    "engine": Label("engine", "moteur"),
    "nothing": Label("nothing", "rien"),
    "note": Label("note", "remarque"),
}
_THEME, _POLARITY = Label("theme {n}", "thème {n}"), Label("polarity {n}", "polarité {n}")
_NUMBERED = re.compile(r"(theme|polarity|polarite) *(\d+)")
_FORMULA_START = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_LEGEND = (
    Label("number", "numéro"),
    Label("theme", "thème"),
    Label("branch", "branche"),
    Label("what it is", "de quoi il s’agit"),
    Label("id", "identifiant"),
)


@dataclass(frozen=True)
class Problem:
    """A line of a sheet that could not be taken, and why."""

    line: int
    reason: Message


@dataclass(frozen=True)
class SheetRead:
    """What a sheet holds: labels, lines not filled yet, lines with a problem."""

    labels: tuple[VoiceLabels, ...]
    blank: int
    problems: tuple[Problem, ...]


def write_sheet(
    path: Path,
    voices: Sequence[VoiceToLabel],
    *,
    labeller: str,
    language: str,
    engine: Mapping[str, str] | None = None,
) -> None:
    """Write a sheet to fill; ``engine`` adds what the engine read, by voice.

    French Excel opens it by a double click ("fr": semicolons); English Excel too ("en": commas).
    Both are UTF-8 with its mark.
    """
    names = ["voice", "labeller", "question", "text", *(["engine"] if engine is not None else [])]
    header = [_written(_COLUMNS[name], language) for name in names]
    for number in range(1, PAIRS + 1):
        header += [_written(part, language).format(n=number) for part in (_THEME, _POLARITY)]
    header += [_written(_COLUMNS[name], language) for name in ("nothing", "note")]
    rows = []
    for voice in voices:
        cells = [voice.voice_id, labeller, voice.question, voice.text]
        cells += [engine.get(voice.voice_id, "")] if engine is not None else []
        rows.append(cells + [""] * (2 * PAIRS + 2))
    _write(path, header, rows, language)


def write_legend(path: Path, codebook: Codebook, numbers: Sequence[str], *, language: str) -> None:
    """Write the themes that can be named, with their numbers, labels and descriptions."""
    leaves = {theme.id: theme for theme in codebook.leaves}
    rows = []
    for number, identifier in enumerate(numbers, start=1):
        if identifier not in leaves:
            continue
        theme = leaves[identifier]
        branch = codebook.theme(theme.parent).label if theme.parent else Label("", "")
        rows.append(
            [
                str(number),
                _written(theme.label, language),
                _written(branch, language),
                _written(theme.description, language),
                identifier,
            ]
        )
    _write(path, [_written(label, language) for label in _LEGEND], rows, language)


def read_sheet(path: Path, names: ThemeNames, voices: Mapping[str, int]) -> SheetRead:
    """Read a filled sheet, whatever Excel made of it (CSV in any encoding, XLSX, ODS).

    Parameters
    ----------
    names : ThemeNames
        What the themes are called.
    voices : mapping of str to int
        The voices of the samples and their text keys.

    Returns
    -------
    SheetRead
        A line with a problem gives no label; the others do.

    Raises
    ------
    FileUnreadable
        When it is no table.
    InputError
        When it has no column of voices or of themes.
    """
    from rebond.listen.reading.tables import table_in

    raw = table_in(path)
    places = _places(raw.header)
    if "voice" not in places or not any(name.startswith("theme") for name in places):
        raise InputError(
            "{file} is not a sheet of voices to label: it needs the columns “voice” and"
            " “theme 1”. Its columns: {columns}.",
            file=path.name,
            columns=", ".join(raw.header),
        )
    reader = _SheetReader(names, voices, path.stem)
    for batch in raw.read(10_000):
        columns = {name: batch.table.column(place).to_pylist() for name, place in places.items()}
        for row, line in enumerate(batch.lines.to_pylist()):
            reader.take(line, {name: (cells[row] or "").strip() for name, cells in columns.items()})
        reader.problems += [Problem(bad.line, bad.reason) for bad in batch.rejected]
    return SheetRead(tuple(reader.labels.values()), reader.blank, tuple(reader.problems))


def _places(header: Sequence[str]) -> dict[str, int]:
    known = {folded(name): key for key, label in _COLUMNS.items() for name in (label.en, label.fr)}
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        numbered = _NUMBERED.fullmatch(folded(name))
        if numbered:
            kind = "theme" if numbered[1] == "theme" else "polarity"
            places.setdefault(f"{kind} {int(numbered[2])}", place)
        elif folded(name) in known:
            places.setdefault(known[folded(name)], place)
    return places


class _SheetReader:
    """Takes lines one by one."""

    def __init__(self, names: ThemeNames, voices: Mapping[str, int], stem: str) -> None:
        self.names = names
        self.voices = voices
        self.stem = stem
        self.labels: dict[tuple[str, str], VoiceLabels] = {}
        self.lines: dict[tuple[str, str], int] = {}
        self.problems: list[Problem] = []
        self.blank = 0

    def take(self, line: int, cells: Mapping[str, str]) -> None:
        pairs = sorted(
            {int(name.split()[1]) for name in cells if name.startswith(("theme ", "polarity "))}
        )
        filled = [
            (cells.get(f"theme {n}", ""), cells.get(f"polarity {n}", ""))
            for n in pairs
            if cells.get(f"theme {n}") or cells.get(f"polarity {n}")
        ]
        nothing = cells.get("nothing", "")
        voice, labeller = cells.get("voice", ""), cells.get("labeller") or self.stem
        if not filled and not nothing:
            self.blank += bool(voice)
            return
        problem = self._problem(line, voice, labeller, bool(nothing and filled))
        said: list[Said] = []
        for theme, polarity in filled:
            found = self._said(theme, polarity)
            if isinstance(found, Message):
                problem = problem or found
            else:
                said.append(found)
        if problem is not None:
            self.problems.append(Problem(line, problem))
            return
        self.lines[voice, labeller] = line
        self.labels[voice, labeller] = VoiceLabels(voice, labeller, tuple(dict.fromkeys(said)))

    def _problem(self, line: int, voice: str, labeller: str, both: bool) -> Message | None:
        if not voice:
            return Message("The id of the voice is missing: copy it again from the sheet drawn.")
        if voice not in self.voices:
            return Message(
                "The voice {voice} is not of a sample of this workspace.", {"voice": voice}
            )
        if both:
            return Message("A theme is named, and “nothing” is marked too: keep one of the two.")
        earlier = self.lines.get((voice, labeller))
        if earlier is not None and earlier != line:
            return Message(
                "{labeller} has labelled this voice on line {line} already: keep one of the two.",
                {"labeller": labeller, "line": earlier},
            )
        return None

    def _said(self, theme: str, polarity: str) -> Said | Message:
        if not theme:
            return Message(
                "A polarity ({polarity}) has no theme beside it: half of the line is missing.",
                {"polarity": polarity},
            )
        identifier = self.names.named(theme)
        if isinstance(identifier, Message):
            return identifier
        if not polarity:
            return Message(
                "The theme “{theme}” has no polarity beside it (+, - or 0): half of the line is"
                " missing.",
                {"theme": theme},
            )
        sign = polarity_named(polarity)
        if sign is None:
            return Message(
                "“{polarity}” is not a polarity. Write + (favourable), - (unfavourable) or 0"
                " (neither).",
                {"polarity": polarity},
            )
        return identifier, sign


def _written(label: Label, language: str) -> str:
    return label.fr if language == "fr" else label.en


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], language: str) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(
                file, delimiter=";" if language == "fr" else ",", lineterminator="\r\n"
            )
            writer.writerow(header)
            writer.writerows([[_safe(cell) for cell in row] for row in rows])
    except OSError as error:
        raise InputError(
            "The file {file} cannot be written: {error}. Choose another folder.",
            file=str(path),
            error=error.strerror or str(error),
        ) from None


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA_START.match(cell) else cell
