"""From opinions and scores to figures: how much, how good, how sure, and who says it."""

from rebond.quantify.ask import ask
from rebond.quantify.figure import Cell, Figure
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

__all__ = ["Cell", "Figure", "Filter", "Perimeter", "Question", "ask"]
