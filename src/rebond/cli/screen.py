"""The one screen that the main job prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import number

if TYPE_CHECKING:
    from rebond.listen.importing import ImportReport
    from rebond.quantify import Cell, Perimeter
    from rebond.understand.codebook import Codebook

_SHOWN = 5
_INSIGHTS = 10
_EXPLAINED = 2  # files: above, one line each keeps the summary on one screen


def print_imports(imports: Sequence[ImportReport], terminal: Terminal) -> None:
    """Print, for each file, the counts that add up, what was understood and what was set aside."""
    for report in imports:
        counts = report.counts
        terminal.say(
            "{file}: {read} read = {new} new + {updated} updated + {unchanged} unchanged"
            " + {quarantined} in quarantine",
            file=report.file_name,
            read=counts.read,
            new=counts.new,
            updated=counts.updated,
            unchanged=counts.unchanged,
            quarantined=counts.quarantined,
        )
        if len(imports) <= _EXPLAINED:
            _print_reasons(report, terminal)
        else:
            _print_roles(report, terminal)
        for message, rows in report.quarantine:
            terminal.line(
                f"  ! {number(rows, 0, terminal.language)} × {terminal.translate(message)}"
            )


def _print_reasons(report: ImportReport, terminal: Terminal) -> None:
    """Print how the file was read, then each column with its role and the reason."""
    for message in report.understood:
        terminal.line(f"  {terminal.translate(message)}")
    for column in report.mapping.columns:
        role = terminal.label(str(column.role))
        mark = " " if column.certain else "?"
        terminal.line(f"  {mark} {column.column} → {role} ({terminal.translate(column.reason)})")


def _print_roles(report: ImportReport, terminal: Terminal) -> None:
    """Print the columns by role on one line; a question mark asks for a look."""
    by_role: dict[str, list[str]] = {}
    for column in report.mapping.columns:
        mark = "" if column.certain else " ?"
        by_role.setdefault(terminal.label(str(column.role)), []).append(f"{column.column}{mark}")
    terminal.line("  " + " · ".join(f"{role} = {', '.join(by_role[role])}" for role in by_role))


def print_voices(perimeter: Perimeter, codebook: Codebook, terminal: Terminal) -> None:
    """Print the scores, then the themes most praised and most blamed, each with its interval."""
    from rebond.quantify import Filter, Question, ask

    stars = (Filter("kind", "=", ("stars",)),)
    scores: tuple[tuple[str, Question], ...] = (
        (terminal.label("NPS"), Question("nps", ("stakeholder",))),
        (terminal.label("Satisfaction (mean)"), Question("csat_mean", ("stakeholder",))),
        (terminal.label("Effort (CES)"), Question("ces", ("stakeholder",))),
        (terminal.label("Stars (mean)"), Question("mean_score", ("stakeholder",), stars)),
    )
    terminal.say()
    for name, question in scores:
        for cell in ask(question, perimeter).cells:
            if cell.value is not None:
                who = terminal.label(cell.keys[0])
                shown = _written(cell, 1, terminal)
                terminal.say("{name} · {who}: {shown}", name=name, who=who, shown=shown)
    judged = ask(Question("net_polarity", ("theme",)), perimeter).cells
    held = [
        cell for cell in judged if cell.value is not None and codebook.theme(cell.keys[0]).specific
    ]
    praised = [cell for cell in held if (cell.low or 0) > 0]
    blamed = [cell for cell in held if (cell.high or 0) < 0]
    for title, cells in (("Most praised", praised), ("Most blamed", blamed)):
        if cells:
            terminal.say(title)
        for cell in sorted(cells, key=lambda c: (-abs(c.value or 0) * c.n, c.keys))[:_SHOWN]:
            label = codebook.theme(cell.keys[0]).label
            name = label.fr if terminal.language == "fr" else label.en
            shown = _written(cell, 0, terminal, signed=True)
            terminal.say("  {name}: {shown}", name=name, shown=shown)


def print_insights(perimeter: Perimeter, terminal: Terminal) -> None:
    """Print the first insights, those that nobody has set aside, or that nothing stands out."""
    from rebond.quantify import find
    from rebond.quantify.insights.insight import insights
    from rebond.quantify.insights.keeping import followed

    found = [one for one in followed(insights(perimeter), perimeter) if not one.set_aside]
    terminal.say()
    if not found:
        scanned = find(perimeter).scanned
        terminal.say("Nothing stands out from chance, out of {n} comparisons.", n=scanned)
    for one in found[:_INSIGHTS]:
        terminal.line(f"• {terminal.translate(one.insight.sentence)}")
    if len(found) > _INSIGHTS:
        terminal.say("{n} more: rebond insights", n=len(found) - _INSIGHTS)


def _written(cell: Cell, decimals: int, terminal: Terminal, *, signed: bool = False) -> str:
    """Return "value [low to high], n" in the reader's language."""

    def write(value: float | None) -> str:
        if value is None:
            return "–"
        return number(value, decimals, terminal.language, signed=signed)

    joint = terminal.label("to")
    n = number(cell.n, 0, terminal.language)
    return f"{write(cell.value)} [{write(cell.low)} {joint} {write(cell.high)}], n = {n}"
