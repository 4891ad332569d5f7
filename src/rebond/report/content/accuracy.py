"""How well the engine reads these voices, where people labelled some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import Cell, Question
from rebond.quantify.asking.themes import codebook_of
from rebond.quantify.misreading.engine_error import LEAST_LABELLED
from rebond.report.content import Section
from rebond.report.reporter import Reporter
from rebond.understand.checking.accuracy import Rate
from rebond.understand.checking.agreement import Agreement
from rebond.understand.checking.gathering import has_labels
from rebond.understand.checking.summary import Check, check_of


@dataclass(frozen=True)
class AccuracyRow:
    """One theme: how well it is read, and its share as read and corrected."""

    label: str
    precision: str
    recall: str
    f1: str
    alpha: str
    labelled: int
    share: Cell | None


@dataclass(frozen=True)
class AccuracyData:
    """What labels tell; ``facts`` are pairs of a name and what is told of it."""

    finding: str
    facts: Sequence[tuple[str, str]]
    rows: Sequence[AccuracyRow]


def accuracy_section(reporter: Reporter) -> Section | None:
    """Return what labels tell of the engine, None without enough labels."""
    workspace = reporter.perimeter.workspace
    found = check_of(workspace, codebook_of(workspace)) if has_labels(workspace) else None
    if found is None or found.labelled < LEAST_LABELLED:
        return None
    t = reporter.t
    margin = (
        t(
            "{labelled} voices drawn by lot and labelled by people, each counting for those it"
            " stands for. Intervals at 95%.",
            labelled=found.labelled,
        ),
        t(reporter.ask(Question("share", ("theme",))).engine_error),
    )
    data = AccuracyData(_finding(reporter, found), _facts(reporter, found), _rows(reporter, found))
    return Section("accuracy", t("How well the engine reads"), margin, "accuracy.html", data)


def corrected_note(reporter: Reporter, question: Question) -> str:
    """Return the sentence that goes beside figures corrected for the engine's error, else ""."""
    figure = reporter.ask(question)
    if any(cell.read is not None for cell in figure.cells):
        return reporter.t("Corrected for what the engine gets wrong, as labels show it.")
    return ""


def _finding(reporter: Reporter, found: Check) -> str:
    precision, recall = found.accuracy.precision.value, found.accuracy.recall.value
    if precision is None or recall is None:
        return reporter.t("The labels name no theme that the engine reads")
    return reporter.t(
        "Of the themes read, {precision}% are there; of those there, {recall}% are read",
        precision=round(100 * precision),
        recall=round(100 * recall),
    )


def _facts(reporter: Reporter, found: Check) -> list[tuple[str, str]]:
    t, accuracy, people = reporter.t, found.accuracy, found.people
    facts = [
        (t("Themes"), t("precision {precision}, recall {recall}, F1 {f1}",
                        precision=_rate(reporter, accuracy.precision),
                        recall=_rate(reporter, accuracy.recall),
                        f1=_rate(reporter, accuracy.f1))),
        (t("Polarity"), t("right {right} of the time, where the theme is (n = {n})",
                          right=_rate(reporter, accuracy.polarity_right), n=accuracy.mentions)),
        (t("Confidence"), t("{error} away from the part right, on average",
                            error=_rate(reporter, accuracy.calibration_error))),
    ]  # fmt: skip
    if people.presence.units:
        facts.insert(
            0,
            (
                t("Labellers"),
                t(
                    "Krippendorff’s alpha {themes} on themes, {polarity} on polarity; {n} voices"
                    " labelled by at least two people",
                    themes=_alpha(reporter, people.presence),
                    polarity=_alpha(reporter, people.polarity),
                    n=people.presence.units,
                ),
            ),
        )
    return facts


def _rows(reporter: Reporter, found: Check) -> list[AccuracyRow]:
    shares = {cell.keys[0]: cell for cell in reporter.ask(Question("share", ("theme",))).cells}
    rows = []
    for one in sorted(found.accuracy.themes, key=lambda one: (-one.said, one.theme)):
        alpha = found.people.by_theme.get(one.theme)
        rows.append(
            AccuracyRow(
                reporter.theme(one.theme),
                _rate(reporter, one.precision),
                _rate(reporter, one.recall),
                _rate(reporter, one.f1),
                _alpha(reporter, alpha) if alpha is not None and alpha.units else "–",
                one.said,
                shares.get(one.theme),
            )
        )
    return rows


def _rate(reporter: Reporter, rate: Rate) -> str:
    return _with_ends(reporter, rate.value, rate.low, rate.high)


def _alpha(reporter: Reporter, found: Agreement) -> str:
    return _with_ends(reporter, found.alpha, found.low, found.high)


def _with_ends(
    reporter: Reporter, value: float | None, low: float | None, high: float | None
) -> str:
    from rebond.languages.typography import number

    if value is None or low is None or high is None:
        return "–"
    shown = [number(one, 2, reporter.language) for one in (value, low, high)]
    return reporter.t("{value} ({low} to {high})", value=shown[0], low=shown[1], high=shown[2])
