"""From a company's code plan and coded verbatims to a codebook that knows how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from rebond.errors import InputError
from rebond.understand.coding.agreement import Agreement, agreement
from rebond.understand.coding.borrowing import Loan, borrow
from rebond.understand.coding.plans import CodePlan, plan_of_labels, read_plan, with_own_leaves
from rebond.understand.coding.verbatims import CodedVerbatims, keys_of, read_verbatims
from rebond.understand.coding.ways import Labels
from rebond.understand.engine import Engine, shipped_engine
from rebond.understand.keeping.editing import change
from rebond.understand.learned.expressions import telling_expressions
from rebond.understand.learned.fitting import EXPRESSIONS, HeldOut
from rebond.understand.learning import Example, learned_codebook
from rebond.understand.themes import Codebook
from rebond.vocabulary import Label, Message

Tell = Callable[[str, int, int | None], None]
_BATCH = 500
_LEAST_LEARNED = 10  # verbatims of a theme under which it is left to expressions


@dataclass(frozen=True)
class ImportedPlan:
    """A code plan imported.

    ``codebook`` is ready to use; ``loans`` say which shipped themes lent their expressions.
    ``before`` is the agreement of the engine with the people who coded, by the expressions alone;
    ``after`` that of what was learned, on verbatims held out in turn, and ``methods`` how each
    theme is told since; None where there is nothing to compare or to learn from. ``texts`` are the
    verbatims looked at, in the order of the rows of ``before``, with the ``lines`` of the file, who
    wrote (``groups``) and the themes ``coded``; ``held_out_rows`` gives, for the
    rows of ``after``, their places among them. ``unknown`` are codes of the verbatims that the plan
    does not hold.
    """

    codebook: Codebook
    understood: tuple[Message, ...]
    loans: tuple[Loan, ...]
    texts: tuple[str, ...]
    lines: tuple[int, ...]
    groups: tuple[str, ...]
    coded: tuple[frozenset[str], ...]
    before: Agreement | None
    after: Agreement | None
    held_out_rows: tuple[int, ...]
    methods: Mapping[str, str]
    unknown: Mapping[str, int]


def import_plan(
    plan: Path | None,
    verbatims: Path | None,
    *,
    identifier: str,
    label: Label,
    text: str | None = None,
    codes: Sequence[str] = (),
    group: str | None = None,
    plan_sheet: str | None = None,
    sheet: str | None = None,
    language: str | None = None,
    learning: bool = True,
    engine: Engine | None = None,
    tell: Tell | None = None,
) -> ImportedPlan:
    """Import a code plan, coded verbatims, or both.

    Parameters
    ----------
    plan : list of codes; None to take the labels that the verbatims use.
    verbatims : coded verbatims; None to import the plan alone.
    identifier, label : of the codebook.
    text, codes, group, sheet : columns and sheet of the verbatims, found when not given.
    plan_sheet : the sheet of the plan.
    language : "fr" or "en" of every verbatim; detected when not given.
    learning : False to leave the codebook to its expressions.
    engine : what reads; the one of the package by default.
    tell : called with a name, what is done and the total, in verbatims.

    Raises
    ------
    InputError
        When neither is given, or what is needed is not found in them.
    FileUnreadable
        When a file is not read.
    """
    if plan is None and verbatims is None:
        raise InputError("Give a code plan, coded verbatims, or both.")
    read = read_plan(plan, sheet=plan_sheet) if plan else None
    understood = list(read.understood) if read else []
    source = (plan or verbatims or Path()).name
    if verbatims is None:
        assert read is not None
        codebook, loans = borrow(read.codebook(identifier, label, source))
        return ImportedPlan(
            codebook, tuple(understood), loans, (), (), (), (), None, None, (), {}, {}
        )
    known = _known(read) if read else None
    coded = read_verbatims(verbatims, known=known, text=text, codes=codes, group=group, sheet=sheet)
    understood += coded.understood
    used = read or plan_of_labels(list(coded.labels))
    codebook, themes_of, unknown = _placed(used, coded, identifier, label, source)
    codebook, loans = borrow(codebook)
    examples = _examples(coded, themes_of, language)
    told = _told(examples, codebook, engine or shipped_engine(), tell)
    theirs = [frozenset(example.themes) for example in examples]
    counted = [theme.id for theme in codebook.leaves if any(theme.id in one for one in theirs)]
    before = agreement(told, theirs, counted)
    made, held_out = (
        _learned(examples, codebook, told, verbatims.name) if learning else (codebook, None)
    )
    methods = dict(zip(held_out.themes, held_out.methods, strict=True)) if held_out else {}
    return ImportedPlan(
        made,
        tuple(understood),
        loans,
        tuple(example.text for example in examples),
        tuple(verbatim.line for verbatim in coded.verbatims),
        tuple(verbatim.group for verbatim in coded.verbatims),
        tuple(theirs),
        before,
        _after(held_out, told, theirs, counted) if held_out else None,
        held_out.rows if held_out else (),
        methods,
        unknown,
    )


def _known(plan: CodePlan) -> Callable[[str], bool]:
    names = _names(plan)
    return lambda cell: any(key in names for key in keys_of((cell,)))


def _names(plan: CodePlan) -> dict[str, Labels]:
    """Return the path of a plan under every name that verbatims may give it.

    Where two themes share a label, only their codes and whole paths tell them.
    """
    shared = Counter(keys_of(entry.path)[1 if len(entry.path) > 1 else 0] for entry in plan.entries)
    names: dict[str, Labels] = {}
    for entry in plan.entries:
        for key in keys_of(entry.path):
            if shared[key] < 2 or " > " in key:
                names.setdefault(key, entry.path)
    for entry in plan.entries:
        if entry.code:
            names[entry.code] = entry.path
    return names


def _placed(
    plan: CodePlan, coded: CodedVerbatims, identifier: str, label: Label, source: str
) -> tuple[Codebook, dict[Labels, str], dict[str, int]]:
    """Return the codebook, the theme of each code used, and the codes that the plan lacks."""
    names = _names(plan)
    codebook = plan.codebook(identifier, label, source)
    by_path = {_path_of(codebook, theme.id): theme.id for theme in codebook.themes}
    found: dict[Labels, str] = {}
    unknown: dict[str, int] = {}
    for code, count in coded.labels.items():
        path = next((names[key] for key in keys_of(code) if key in names), None)
        if path is None:
            unknown[" > ".join(code)] = count
        else:
            found[code] = by_path[path]
    if not found:
        raise InputError(
            "None of the codes of the verbatims is in the code plan. Codes found: {codes}. Check "
            "that the plan goes with these verbatims, or name the columns with --codes.",
            codes=", ".join(list(unknown)[:10]),
        )
    codebook, own = with_own_leaves(codebook, set(found.values()))
    return codebook, {code: own.get(theme, theme) for code, theme in found.items()}, unknown


def _path_of(codebook: Codebook, identifier: str) -> Labels:
    labels: list[str] = []
    while identifier:
        theme = codebook.theme(identifier)
        labels.insert(0, theme.label.fr)
        identifier = theme.parent
    return tuple(labels)


def _examples(
    coded: CodedVerbatims, themes_of: Mapping[Labels, str], language: str | None
) -> list[Example]:
    """Return the verbatims as examples, personal data masked as in the voices of a workspace."""
    from rebond.listen.texts.language import languages
    from rebond.listen.texts.personal_data import mask

    texts = mask(pa.array([verbatim.text for verbatim in coded.verbatims], pa.string()))[0]
    spoken = [language] * len(texts) if language else languages(texts).to_pylist()
    return [
        Example(
            text,
            said,
            {themes_of[c]: None for c in verbatim.codes if c in themes_of},
            verbatim.group,
        )
        for text, said, verbatim in zip(texts.to_pylist(), spoken, coded.verbatims, strict=True)
    ]


def _told(
    examples: Sequence[Example], codebook: Codebook, engine: Engine, tell: Tell | None
) -> list[set[str]]:
    """Return the themes that the engine finds in each example by the expressions."""
    found: list[set[str]] = [set() for _ in examples]
    for begin in range(0, len(examples), _BATCH):
        some = examples[begin : begin + _BATCH]
        table = engine.read([e.text for e in some], [e.language for e in some], codebook)
        rows, themes = table.column("row").to_pylist(), table.column("theme").to_pylist()
        for row, theme in zip(rows, themes, strict=True):
            if theme is not None:
                found[begin + row].add(theme)
        if tell:
            tell("opinions", min(begin + _BATCH, len(examples)), len(examples))
    return found


def _learned(
    examples: Sequence[Example], codebook: Codebook, told: Sequence[set[str]], source: str
) -> tuple[Codebook, HeldOut | None]:
    """Return the codebook with what the examples teach, and how it holds; None with too few."""
    counts = Counter(theme for example in examples for theme in example.themes)
    enough = {theme for theme, n in counts.items() if _LEAST_LEARNED <= n < len(examples)}
    if not enough:
        return codebook, None
    kept = [
        replace(e, themes={theme: p for theme, p in e.themes.items() if theme in enough})
        for e in examples
    ]
    made, held_out = learned_codebook(kept, codebook, told=told)
    taught = [
        theme
        for theme, method in zip(held_out.themes, held_out.methods, strict=True)
        if method != EXPRESSIONS
    ]
    found = telling_expressions(
        [e.text for e in examples],
        [e.language for e in examples],
        [e.group for e in examples],
        [frozenset(e.themes) for e in examples],
        taught,
    )
    made = made.with_expressions({theme: {"learned": listed} for theme, listed in found.items()})
    return change(codebook, made, "learned", taught, source), held_out


def _after(
    held_out: HeldOut,
    told: Sequence[set[str]],
    theirs: Sequence[frozenset[str]],
    counted: list[str],
) -> Agreement:
    """Return the agreement of what was learned with the examples held out in turn.

    Themes that are not learned count as the expressions tell them.
    """
    learned = set(held_out.themes)
    ours = []
    for place, row in enumerate(held_out.rows):
        names = {
            theme
            for theme, yes in zip(held_out.themes, held_out.decided[place], strict=True)
            if yes
        }
        ours.append(names | (told[row] - learned))
    return agreement(ours, [theirs[row] for row in held_out.rows], counted)
