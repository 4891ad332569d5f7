"""What may be asked on the site: scores of people named are for their manager alone."""

from __future__ import annotations

from rebond.errors import QuestionError
from rebond.quantify import Figure, Perimeter, Question, ask
from rebond.quantify.asking.conditions import fields_in
from rebond.quantify.asking.names import normal
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Role

# What attributes that name people who work here are called.
_PEOPLE = {
    "vendeur", "vendeuse", "vendeurs", "conseiller", "conseillere", "employe", "collaborateur",
    "agent", "seller", "salesperson", "sales person", "advisor", "adviser", "employee",
}  # fmt: skip
_WITHOUT_SCORES = ("responses", "voices", "opinions", "share")


def answer(question: Question, reporter: PageReporter, sitting: Sitting) -> Figure:
    """Answer a question as this person may see it, once for the same rows.

    Raises
    ------
    QuestionError
        When it cannot be answered, or would show a score of somebody by name.
    """
    _refuse_named_people(question, sitting)
    rows = rows_of(question, reporter)
    return kept(rows, f"asked {question}", lambda: ask(question, rows))


def rows_of(question: Question, reporter: PageReporter) -> Perimeter:
    """Return the rows that a question is about: those who spoke most, unless it says whom."""
    said = "stakeholder" in (*fields_in(question.filters), *question.dimensions)
    several = len(reporter.stakeholders) > 1
    return reporter.main if several and not said else reporter.perimeter


def names_people(attribute: str) -> bool:
    """Return whether an attribute names people who work here.

    >>> names_people("Vendeur"), names_people("Magasin")
    (True, False)
    """
    return normal(attribute) in _PEOPLE


def sees_scores_of_people(sitting: Sitting) -> bool:
    """Return whether this person may see the scores of those who work with them."""
    return sitting.seat.role == Role.MANAGER


def _refuse_named_people(question: Question, sitting: Sitting) -> None:
    fields = (*question.dimensions, *fields_in(question.filters))
    named = next((name for name in fields if names_people(name)), None)
    if named and question.measure not in _WITHOUT_SCORES and not sees_scores_of_people(sitting):
        raise QuestionError(
            "“{name}” names people who work here: their scores are shown to their manager only."
            " Ask for what is said instead: “{example}”.",
            name=named,
            example=f"share by {named}, theme",
        )
