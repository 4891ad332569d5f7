"""From opinions and scores to figures: how much, how good, how sure, and who says it."""

from rebond.quantify.ask import ask
from rebond.quantify.evidence import HOW_CHOSEN, EvidenceVoice, Span, evidence
from rebond.quantify.figure import Cell, Figure
from rebond.quantify.insights.findings import find
from rebond.quantify.insights.found import (
    Change,
    Composition,
    Driver,
    Emergence,
    Finding,
    Findings,
    Gap,
    Lead,
    Mirror,
    Symmetry,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

__all__ = [
    "HOW_CHOSEN",
    "Cell",
    "Change",
    "Composition",
    "Driver",
    "Emergence",
    "EvidenceVoice",
    "Figure",
    "Filter",
    "Finding",
    "Findings",
    "Gap",
    "Lead",
    "Mirror",
    "Perimeter",
    "Question",
    "Span",
    "Symmetry",
    "ask",
    "evidence",
    "find",
]
