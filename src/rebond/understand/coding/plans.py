"""Code plans as companies keep them: a list of codes with their labels, on one or more levels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rebond.errors import InputError
from rebond.listen.reading.tables import tables_in
from rebond.listen.rows import RawTable
from rebond.understand.keeping.editing import free_id, today
from rebond.understand.themes import Change, Codebook, Theme
from rebond.understand.words import fold
from rebond.vocabulary import Label, Message

_CODE_NAME = re.compile(r"^(codes?|n|no|num|numeros?|numbers?|ids?|valeurs?|values?|keys?|cles?)\b")
_DESCRIBING = re.compile(r"descri|defini|consigne|comment|exempl|remarque|note|guide|instruction")
_HOLLOW = re.compile(
    r"^(autres?( .{0,25})?|divers|others?( .{0,25})?|misc.*|sans (opinion|avis|reponse)|nsp|nspp"
    r"|ne sait pas.*|rien( .*)?|none|nothing( .*)?|aucune?( .*)?|hors sujet.*|non codable"
    r"|not assigned|labelling not possible|unclassif.*|positive experience.*|negative experience.*"
    r"|(satisfaction|insatisfaction) (generale|globale)|(in)?satisfait|satisfied"
    r"|general (satisfaction|comment.*)|everything .*|tout .*)$"
)
_ARROW = re.compile(r"\s*(?:>|→|»|\\|::|\|)\s*")
_LEVELS = 6  # levels looked for in dotted codes


@dataclass(frozen=True)
class Entry:
    """A line of a code plan: its code ("" without), its labels from the top, its description."""

    code: str
    path: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True)
class CodePlan:
    """The entries of a code plan, in their order, and how they were read."""

    entries: tuple[Entry, ...]
    understood: tuple[Message, ...] = ()

    def codebook(self, identifier: str, label: Label, source: str) -> Codebook:
        """Return the plan as a codebook; ``source`` is named in its history.

        A branch that verbatims are coded with needs a leaf of its own: `with_own_leaves` gives it.
        """
        themes: dict[tuple[str, ...], Theme] = {}
        taken: set[str] = set()
        for entry in self.entries:
            for depth in range(1, len(entry.path) + 1):
                path = entry.path[:depth]
                if path not in themes:
                    parent = themes[path[:-1]].id if depth > 1 else ""
                    themes[path] = _theme(path[-1], parent, taken)
                if depth == len(entry.path):
                    described = entry.description or themes[path].description.fr
                    themes[path] = replace(
                        themes[path],
                        code=entry.code or themes[path].code,
                        description=Label(described, described),
                    )
        ordered = _depth_first(themes)
        told = Change(today(), "imported", (), tuple(theme.id for theme in ordered), source)
        return Codebook(identifier, label, ordered, (told,))


def read_plan(path: Path, *, sheet: str | None = None) -> CodePlan:
    """Read a code plan from a CSV or a workbook.

    Parameters
    ----------
    path : a list with one line per code. Either one column per level (blank cells repeat the one
        above), with or without a column of codes; or a column of codes and one of labels, where
        "1.2.3" or lines without code tell the levels; or labels such as "Branch > Leaf".
    sheet : the sheet of a workbook; by default the one that reads best as a plan.

    Raises
    ------
    FileUnreadable
        When the file is not read.
    InputError
        When no list of codes is found in it.
    """
    tables = tables_in(path, sheet=sheet)
    plans = {name: _plan_of(table) for name, table in tables.items()}
    found = {name: plan for name, plan in plans.items() if plan is not None}
    if not found:
        raise InputError(
            "No code plan is found in {file}. It should be a list with one line per code: a code "
            "and its label, or one column per level.",
            file=path.name,
        )
    name = max(found, key=lambda name: _likeness(name, found[name]))
    plan = found[name]
    if len(tables) > 1:
        told = Message("Code plan: sheet {sheet}", {"sheet": name})
        return replace(plan, understood=(told, *plan.understood))
    return plan


def plan_of_labels(labels: Sequence[tuple[str, ...]]) -> CodePlan:
    """Return the plan that coded verbatims use when none is given: their labels, in their order."""
    paths = dict.fromkeys(labels)
    return CodePlan(tuple(Entry("", path) for path in paths))


def with_own_leaves(codebook: Codebook, coded: set[str]) -> tuple[Codebook, Mapping[str, str]]:
    """Return the codebook with a leaf under each branch that verbatims are coded with.

    The mapping gives, for each such branch, the id of its leaf.
    """
    leaves = {theme.id for theme in codebook.leaves}
    own: dict[str, str] = {}
    themes: list[Theme] = []
    taken = {theme.id for theme in codebook.themes}
    for theme in codebook.themes:
        themes.append(theme)
        if theme.id in coded and theme.id not in leaves:
            identifier = free_id("general", theme.id, taken)
            taken.add(identifier)
            own[theme.id] = identifier
            label = Label(en=f"{theme.label.en} (general)", fr=f"{theme.label.fr} (général)")
            themes.append(
                Theme(
                    identifier, theme.id, label, theme.description, theme.specific, code=theme.code
                )
            )
    return replace(codebook, themes=tuple(themes)), own


def is_hollow(label: str) -> bool:
    """Tell whether a label names no subject: "Autres", "Rien à dire", general satisfaction."""
    return bool(_HOLLOW.match(fold(label).strip(" .:-")))


def _theme(name: str, parent: str, taken: set[str]) -> Theme:
    identifier = free_id(name, parent, taken)
    taken.add(identifier)
    label = Label(en=name, fr=name)
    return Theme(identifier, parent, label, Label("", ""), specific=not is_hollow(name))


def _depth_first(themes: Mapping[tuple[str, ...], Theme]) -> tuple[Theme, ...]:
    """Return the themes with each branch followed by what is under it."""
    ordered: list[Theme] = []

    def place(parent: tuple[str, ...]) -> None:
        for path, theme in themes.items():
            if path[:-1] == parent:
                ordered.append(theme)
                place(path)

    place(())
    return tuple(ordered)


def _likeness(name: str, plan: CodePlan) -> tuple[bool, bool, int]:
    """Return how much a sheet looks like a plan, by its name, its codes, its size."""
    folded = fold(name)
    named = any(word in folded for word in ("plan", "code", "legend", "codif", "frame", "theme"))
    return named, any(entry.code for entry in plan.entries), len(plan.entries)


def _plan_of(table: RawTable) -> CodePlan | None:
    """Return the plan that a table holds; None when it holds something else."""
    columns = _columns(table)
    size = max((len(cells) for cells in columns.values()), default=0)
    if size < 2:
        return None
    codes = _code_column(columns)
    describing = [name for name in columns if name != codes and _describes(name, columns[name])]
    labels = [name for name in columns if name not in {codes, *describing}]
    labels = [name for name in labels if _has_labels(columns[name])]
    if not labels:
        return None
    rows = [{name: columns[name][row] for name in columns} for row in range(size)]
    told = [row[codes] for row in rows] if codes else [""] * size
    described = [" ".join(row[name] for name in describing if row[name]) for row in rows]
    if len(labels) == 1:
        paths = _paths_of_one([row[labels[0]] for row in rows], told, bool(codes))
        levels = max((len(path) for path in paths), default=1)
        how = Message("Labels: column {column}", {"column": labels[0]})
    else:
        ordered = _from_the_top(labels, columns)
        paths = _paths_of_several([[row[name] for name in ordered] for row in rows])
        levels = len(ordered)
        how = Message("Levels, from the top: columns {columns}", {"columns": ", ".join(ordered)})
    entries = [
        Entry(normal_code(code), path, description)
        for code, path, description in zip(told, paths, described, strict=True)
        if path
    ]
    if len({entry.path for entry in entries}) < max(2, len(entries) // 2):
        return None  # the same labels again and again: coded verbatims, not a plan
    understood = [how]
    if codes:
        understood.append(Message("Codes: column {column}", {"column": codes}))
    understood.append(
        Message("{codes} codes, {levels} levels", {"codes": len(entries), "levels": levels})
    )
    return CodePlan(tuple(entries), tuple(understood))


def _columns(table: RawTable) -> dict[str, list[str]]:
    """Return the cells of each column that holds something, blanks trimmed."""
    cells: dict[str, list[str]] = {name: [] for name in table.header}
    for batch in table.read(50_000):
        for name in table.header:
            cells[name] += [(cell or "").strip() for cell in batch.table.column(name).to_pylist()]
    return {name: listed for name, listed in cells.items() if any(listed)}


def _code_column(columns: Mapping[str, Sequence[str]]) -> str | None:
    """Return the column of codes: short values, none twice; the one of most lines."""
    found = []
    for name, cells in columns.items():
        told = [cell for cell in cells if cell]
        short = all(len(cell) <= 12 and " " not in cell for cell in told)
        if not told or not short or len(set(told)) < len(told):
            continue
        named = bool(_CODE_NAME.match(fold(name)))
        numbers = all(re.fullmatch(r"[\d.]+", cell) for cell in told)
        if named or numbers or all(len(cell) <= 4 for cell in told):
            found.append((named, numbers, len(told), name))
    return max(found)[3] if found else None


def _describes(name: str, cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell]
    wordy = sum(len(cell.split()) for cell in told) > 9 * len(told)
    return bool(_DESCRIBING.search(fold(name))) or wordy


def _has_labels(cells: Sequence[str]) -> bool:
    """Tell whether most cells hold letters: counts and shares beside the labels are no labels."""
    told = [cell for cell in cells if cell]
    return sum(any(letter.isalpha() for letter in cell) for cell in told) > 0.5 * len(told)


def _from_the_top(labels: Sequence[str], columns: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the columns of levels, the broadest first: the one with fewest different labels."""
    return sorted(
        labels, key=lambda name: (len({c for c in columns[name] if c}), labels.index(name))
    )


def _paths_of_several(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the path of each line; a blank repeats the label above, as in merged cells."""
    above: list[str] = []
    paths: list[tuple[str, ...]] = []
    for cells in rows:
        last = max((place for place, cell in enumerate(cells) if cell), default=-1)
        path: list[str] = []
        for place in range(last + 1):
            repeated = above[place] if place < len(above) else ""
            path.append(cells[place] or repeated)
        above = path if last >= 0 else above
        kept = [label for place, label in enumerate(path) if label and label not in path[:place]]
        paths.append(tuple(kept))
    return paths


def _paths_of_one(
    labels: Sequence[str], codes: Sequence[str], with_codes: bool
) -> list[tuple[str, ...]]:
    """Return the path of each line of a plan with one column of labels."""
    if sum(bool(_ARROW.search(label)) for label in labels) > 0.5 * len(labels):
        return [tuple(part for part in _ARROW.split(label) if part) for label in labels]
    dotted = [code.strip(".").split(".") for code in codes]
    if with_codes and any(len(parts) > 1 for parts in dotted):
        return _paths_of_dotted(labels, dotted)
    if with_codes and any(label and not code for label, code in zip(labels, codes, strict=True)):
        paths: list[tuple[str, ...]] = []
        branch = ""
        for label, code in zip(labels, codes, strict=True):
            if label and not code:
                branch = label
                paths.append(())
            else:
                paths.append((branch, label) if branch and label else (label,) if label else ())
        return paths
    return [(label,) if label else () for label in labels]


def _paths_of_dotted(
    labels: Sequence[str], codes: Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    known = {tuple(parts): label for parts, label in zip(codes, labels, strict=True) if label}
    paths: list[tuple[str, ...]] = []
    for parts, label in zip(codes, labels, strict=True):
        above = [
            known[tuple(parts[:size])]
            for size in range(1, min(len(parts), _LEVELS))
            if tuple(parts[:size]) in known
        ]
        paths.append((*above, label) if label else ())
    return paths


def normal_code(code: str) -> str:
    """Return a code as verbatims may write it: 01, 1.0 and 1 are the same.

    >>> [normal_code(code) for code in ("01", "1.0", " A7 ", "1.2")]
    ['1', '1', 'a7', '1.2']
    """
    folded = fold(code).strip()
    if re.fullmatch(r"\d+(\.0+)?", folded):
        return str(int(float(folded)))
    return folded
