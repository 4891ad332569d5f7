"""``rebond codebook import``: a company's code plan and coded verbatims."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.cli.codebook_screen import called
from rebond.cli.commands.codebook import free
from rebond.cli.terminal import Terminal
from rebond.errors import InputError
from rebond.languages.typography import interval, number

if TYPE_CHECKING:
    from rebond.understand.coding.agreement import Agreed, Agreement
    from rebond.understand.coding.importing import ImportedPlan

_MOST = 60
_LETTERS = 110
_SHOWN = 5


def run(options: Namespace, terminal: Terminal) -> int:
    """Take in the plan, say how the engine agrees with it, learn, and write the codebook."""
    from rebond.understand.codebook import save_codebook
    from rebond.understand.coding.importing import import_plan
    from rebond.vocabulary import Label

    output = free(Path(options.output))
    name = options.name or output.stem
    with terminal.progress() as progress:
        found = import_plan(
            Path(options.plan) if options.plan else None,
            Path(options.verbatims) if options.verbatims else None,
            identifier=_identifier(output.stem),
            label=Label(en=name, fr=name),
            text=options.text,
            codes=[code.strip() for code in options.codes.split(",") if code.strip()],
            group=options.group,
            plan_sheet=options.plan_sheet,
            sheet=options.sheet,
            language=options.language,
            learning=not options.no_learning,
            tell=progress,
        )
    save_codebook(found.codebook, output)
    if options.differences:
        _write_differences(found, Path(options.differences), terminal)
    if options.json:
        terminal.line(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return 0
    _print(found, options, terminal)
    terminal.say(
        "Written to {path}. Read it, then: rebond analyse FILES --workspace DIR --report FILE "
        "--codebook {path}",
        path=output,
    )
    return 0


def _identifier(stem: str) -> str:
    from rebond.understand.keeping.editing import free_id

    return free_id(stem, "", set())


def _print(found: ImportedPlan, options: Namespace, terminal: Terminal) -> None:
    for message in found.understood:
        terminal.line(f"  {terminal.translate(message)}")
    leaves = found.codebook.leaves
    terminal.say(
        "{leaves} themes; {lent} take the expressions of a codebook that ships",
        leaves=len(leaves),
        lent=len(found.loans),
    )
    if found.unknown:
        listed = sorted(found.unknown.items(), key=lambda item: -item[1])[:_SHOWN]
        terminal.say(
            "  ! {count} codes of the verbatims are not in the plan, and are left out: {codes}",
            count=len(found.unknown),
            codes=", ".join(f"{code} ({n})" for code, n in listed),
        )
    if found.before is None:
        return
    terminal.say()
    _print_agreement(
        "Agreement of the engine with your coders, by expressions alone", found.before, terminal
    )
    if found.after is None:
        if not options.no_learning:
            terminal.say("Too few coded verbatims to learn from: ten of a theme are needed.")
        return
    _print_agreement("Once learned, on verbatims held out in turn", found.after, terminal)
    _print_themes(found, terminal)
    _print_differences(found, terminal)


def _print_agreement(title: str, found: Agreement, terminal: Terminal) -> None:
    overall = found.overall
    terminal.say("{title} ({texts} verbatims)", title=terminal.label(title), texts=found.texts)
    terminal.say(
        "  precision {precision} · recall {recall} · F1 {f1} · Cohen's kappa {kappa}",
        precision=_with_interval(overall.precision, overall.precision_interval(), terminal),
        recall=_with_interval(overall.recall, overall.recall_interval(), terminal),
        f1=_written(overall.f1, terminal),
        kappa=_written(overall.kappa, terminal),
    )


def _print_themes(found: ImportedPlan, terminal: Terminal) -> None:
    assert found.after is not None
    terminal.say("  theme · n · precision · recall · F1 · kappa · told by")
    by_size = sorted(found.after.themes.items(), key=lambda item: -item[1].n)
    for identifier, agreed in by_size[:_MOST]:
        theme = found.codebook.theme(identifier)
        method = found.methods.get(identifier, "expressions")
        values = (agreed.precision, agreed.recall, agreed.f1, agreed.kappa)
        told = " · ".join(_written(value, terminal) for value in values)
        n = number(agreed.n, 0, terminal.language)
        name = called(theme.label, terminal)
        terminal.line(f"  {name} · {n} · {told} · {terminal.label(method)}")


def _print_differences(found: ImportedPlan, terminal: Terminal) -> None:
    assert found.after is not None
    terminal.say(
        "{count} verbatims are coded otherwise than your coders did, for example:",
        count=len(found.after.differences),
    )
    for one in found.after.differences[:_SHOWN]:
        text = " ".join(found.texts[found.held_out_rows[one.row]].split())
        cut = text if len(text) <= _LETTERS else text[:_LETTERS].rstrip() + "…"
        terminal.line(f"  « {cut} »" if terminal.language == "fr" else f"  “{cut}”")
        terminal.say(
            "    engine alone: {added} · coders alone: {missed}",
            added=_names(found, one.added, terminal),
            missed=_names(found, one.missed, terminal),
        )


def _names(found: ImportedPlan, themes: tuple[str, ...], terminal: Terminal) -> str:
    return ", ".join(called(found.codebook.theme(one).label, terminal) for one in themes) or "–"


def _with_interval(
    value: float | None, ends: tuple[float, float] | None, terminal: Terminal
) -> str:
    if value is None or ends is None:
        return "–"
    between = interval(*ends, 2, terminal.language, bare=True)
    return f"{number(value, 2, terminal.language)} [{between}]"


def _written(value: float | None, terminal: Terminal) -> str:
    return "–" if value is None else number(value, 2, terminal.language)


def _write_differences(found: ImportedPlan, path: Path, terminal: Terminal) -> None:
    """Write the verbatims coded otherwise: line, text, what each side adds."""
    import pyarrow as pa

    from rebond.export.files import writer_for

    writer = writer_for(path)
    agreed = found.after or found.before
    if agreed is None:
        raise InputError("There are no differences to write without coded verbatims.")
    rows = found.held_out_rows if found.after else tuple(range(len(found.texts)))
    places = [rows[one.row] for one in agreed.differences]
    columns: dict[str, list[Any]] = {
        "line": [found.lines[place] for place in places],
        "text": [found.texts[place] for place in places],
        "coders": [_names(found, tuple(sorted(found.coded[p])), terminal) for p in places],
        "engine alone": [_names(found, one.added, terminal) for one in agreed.differences],
        "coders alone": [_names(found, one.missed, terminal) for one in agreed.differences],
    }
    kinds = [pa.int64(), *[pa.string()] * 4]
    schema = pa.schema([pa.field(n, kind) for n, kind in zip(columns, kinds, strict=True)])
    writer(path, schema, pa.table(columns, schema=schema).to_batches(), terminal.language)


def _as_json(found: ImportedPlan) -> dict[str, Any]:
    def agreed_as_json(one: Agreed) -> dict[str, Any]:
        return {
            "n": one.n,
            "precision": one.precision,
            "precision_interval": one.precision_interval(),
            "recall": one.recall,
            "recall_interval": one.recall_interval(),
            "f1": one.f1,
            "kappa": one.kappa,
        }

    def agreement_as_json(one: Agreement | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {
            "verbatims": one.texts,
            "overall": agreed_as_json(one.overall),
            "themes": {theme: agreed_as_json(agreed) for theme, agreed in one.themes.items()},
            "differences": len(one.differences),
        }

    return {
        "codebook": found.codebook.version,
        "understood": [str(message) for message in found.understood],
        "themes": len(found.codebook.leaves),
        "lent": {loan.theme: f"{loan.codebook}:{loan.lent}" for loan in found.loans},
        "unknown": dict(found.unknown),
        "by_expressions": agreement_as_json(found.before),
        "learned_held_out": agreement_as_json(found.after),
        "methods": dict(found.methods),
    }
