"""What may be asked on the site: small groups of employees and scores of named people are kept."""

from __future__ import annotations

from rebond.errors import QuestionError
from rebond.quantify import Figure, Filter, Perimeter, Question, ask
from rebond.quantify.asking.conditions import fields_in
from rebond.quantify.asking.names import normal
from rebond.quantify.groups.protected import protected
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Role

EMPLOYEE = "employee"
# What attributes that name people who work here are called.
_PEOPLE = {
    "vendeur", "vendeuse", "vendeurs", "conseiller", "conseillere", "employe", "collaborateur",
    "agent", "seller", "salesperson", "sales person", "advisor", "adviser", "employee",
}  # fmt: skip
_WITHOUT_SCORES = ("responses", "voices", "opinions", "share")
_FIXED = ("stakeholder", "kind", "score")  # conditions that part no team in two


def answer(question: Question, reporter: PageReporter, sitting: Sitting) -> Figure:
    """Answer a question as this person may see it, once for the same rows.

    Raises
    ------
    QuestionError
        When it cannot be answered, or would tell people apart.
    """
    _refuse_named_people(question, sitting)
    about_teams = is_about_teams(question, reporter)
    if about_teams:
        _refuse_free_conditions(question)
    rows = rows_of(question, reporter)

    def ask_it() -> Figure:
        figure = ask(question, rows)
        return protected(figure) if about_teams else figure

    return kept(rows, f"asked {question}", ask_it)


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


def is_about_teams(question: Question, reporter: PageReporter) -> bool:
    """Return whether employees are among those whom a question is about."""
    if EMPLOYEE not in {cell.keys[0] for cell in reporter.stakeholders}:
        return False
    conditions = [
        one
        for one in (*rows_of(question, reporter).filters, *question.filters)
        if isinstance(one, Filter) and one.field == "stakeholder" and one.operator in ("=", "in")
    ]
    return not conditions or any(EMPLOYEE in one.values for one in conditions)


def _refuse_free_conditions(question: Question) -> None:
    """Refuse what would part a team in two: figures less one another tell what few people said."""
    free = [name for name in fields_in(question.filters) if name not in _FIXED]
    if free or len(question.dimensions) > 2:
        raise QuestionError(
            "What employees say is shown by place, by theme or by month, without other conditions,"
            " so that nobody can be told apart. Ask “{example}”.",
            example=str(
                Question(question.measure, question.dimensions[:1]).where(
                    Filter("stakeholder", "=", (EMPLOYEE,))
                )
            ),
        )
