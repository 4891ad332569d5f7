"""What these figures cannot say, by which methods they were made, and with which versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond import __version__
from rebond.languages.typography import percent
from rebond.quantify import Question
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
    rate = percent(100 * reporter.findings.rate, 0, reporter.language)
    responses = sum(cell.n for cell in reporter.stakeholders)
    sentences = [
        t(figure.engine_error)
        + " "
        + t("Intervals cover chance only: they would be wider with the engine’s own mistakes."),
        t(
            "People chose to answer: those who did not may think otherwise. Figures describe the"
            " responses received, not all the people concerned."
        ),
        t(
            "Many comparisons were made ({scanned}): among findings announced, a rate of {rate} may"
            " be due to chance. What did not pass is not told.",
            scanned=reporter.findings.scanned,
            rate=rate,
        ),
        t("What goes together does not tell what causes what: nothing here was drawn by lot."),
    ]
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


def _methods(reporter: Reporter) -> list[tuple[str, str]]:
    t = reporter.t
    return [
        (t("Shares"), t("Wilson intervals at 95%, clustered by person")),
        (t("Net polarity, NPS"), t("difference of two shares, clustered by person, at 95%")),
        (t("Means"), t("Student intervals, clustered by person")),
        (t("Weights"), t("Johnson’s relative weights, intervals by resampling persons")),
        (t("Findings"), t("Benjamini and Hochberg’s control of the false-discovery rate")),
        (t("Voices shown"), t("chosen at the centre of what is said, by rule and not by taste")),
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
