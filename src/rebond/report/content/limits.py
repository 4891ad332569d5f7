"""What these figures cannot say, by which methods they were made, and with which versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond import __version__
from rebond.quantify import HOW_CHOSEN, Figure, Question
from rebond.quantify.groups.protected import SOME_WITHHELD
from rebond.quantify.groups.teams import EMPLOYEE
from rebond.report.content import Section
from rebond.report.reporter import Reporter

FEW = 100


@dataclass(frozen=True)
class Limits:
    """Sentences, then what made the figures."""

    sentences: Sequence[str]
    methods: Sequence[tuple[str, str]]
    versions: Sequence[tuple[str, str]]


def limits_section(reporter: Reporter) -> Section:
    """Return limits, methods and versions."""
    t = reporter.t
    figure = reporter.ask(Question("share", ("theme",)))
    return Section(
        "limits",
        t("Limits and methods"),
        (),
        "limits.html",
        Limits(_sentences(reporter), _methods(reporter), _versions(reporter, figure.data_version)),
    )


def _sentences(reporter: Reporter) -> list[str]:
    t = reporter.t
    figure = reporter.ask(Question("share", ("theme",)))
    responses = sum(cell.n for cell in reporter.stakeholders)
    sentences = [
        _engine_error(reporter, figure),
        t(
            "People chose to answer: those who did not may think otherwise. Figures describe the"
            " responses received, not all the people concerned."
        ),
        t(reporter.findings.control),
        t("What goes together does not tell what causes what: nothing here was drawn by lot."),
    ]
    if any(cell.keys[0] == EMPLOYEE for cell in reporter.stakeholders):
        sentences.append(t(SOME_WITHHELD))
    if responses < FEW:
        sentences.insert(
            0,
            reporter.tn(
                "One response is too few for any figure to be firm: read the voices first.",
                "{n} responses are too few for figures to be firm: read the voices first.",
                responses,
            ),
        )
    return sentences


def _engine_error(reporter: Reporter, figure: Figure) -> str:
    """Say what is known of the engine's error; how to measure it, where nothing is."""
    t = reporter.t
    if any(cell.read is not None for cell in figure.cells):
        return (
            t(figure.engine_error)
            + " "
            + t("It is taken to be the same in every part of the data (shops, months, people).")
        )
    return " ".join(
        [
            t(figure.engine_error),
            t("Intervals cover chance only: they would be wider with the engine’s own mistakes."),
            t("To measure it: rebond check draw."),
        ]
    )


def _methods(reporter: Reporter) -> list[tuple[str, str]]:
    t = reporter.t
    return [
        (t("Shares"), t("intervals for a proportion, at 95%, clustered by person")),
        (t("Net polarity, NPS"), t("difference of two shares, at 95%, clustered by person")),
        (t("Means"), t("intervals for a mean, at 95%, clustered by person")),
        (t("Weights"), t("Johnson’s relative weights, intervals by leaving persons out")),
        (t("Voices shown"), t(HOW_CHOSEN)),
    ]


def _versions(reporter: Reporter, data_version: str) -> list[tuple[str, str]]:
    t = reporter.t
    model, codebook = reporter.perimeter.workspace.current_versions or ("", "")
    label = reporter.codebook_label()
    rows = [
        (t("Rebond"), __version__),
        (t("Codebook"), f"{label} ({codebook})" if label else codebook),
        (t("Model"), model),
        (t("Data"), data_version),
    ]
    return [(name, value) for name, value in rows if value]
