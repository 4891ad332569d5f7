"""The one screen that the main job prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import number

if TYPE_CHECKING:
    from rebond.listen.importing import ImportReport
    from rebond.quantify import Cell, Findings, Perimeter
    from rebond.understand.codebook import Codebook

_SHOWN = 5
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


def print_findings(findings: Findings, terminal: Terminal) -> None:
    """Print what weighs, what differs and what changes, and the rate at which it may be false."""
    sentences = [d.sentence for d in findings.drivers if d.established][:_SHOWN]
    apart = {(gap.attribute, gap.value): gap for gap in reversed(findings.gaps)}
    strongest = [gap for gap in findings.gaps if apart[gap.attribute, gap.value] is gap]
    sentences += [gap.sentence for gap in strongest[:_SHOWN]]
    sentences += [finding.sentence for finding in findings.changes[:_SHOWN]]
    sentences += [finding.sentence for finding in findings.symmetry[:_SHOWN]]
    terminal.say()
    if not sentences:
        terminal.say("Nothing stands out from chance, out of {n} comparisons.", n=findings.scanned)
    for sentence in sentences:
        terminal.line(f"• {terminal.translate(sentence)}")


def _written(cell: Cell, decimals: int, terminal: Terminal, *, signed: bool = False) -> str:
    """Return "value [low to high], n" in the reader's language."""

    def write(value: float | None) -> str:
        if value is None:
            return "–"
        return number(value, decimals, terminal.language, signed=signed)

    joint = terminal.label("to")
    n = number(cell.n, 0, terminal.language)
    return f"{write(cell.value)} [{write(cell.low)} {joint} {write(cell.high)}], n = {n}"
