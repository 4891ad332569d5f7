"""What of employees a figure may show: read here by `ask`, hence wherever a figure is made.

Protected figures exist on declared tables only: by at most two dimensions, where a condition “=” is
one slice of the table by its field. Whatever else would part a team in two withholds the figure.
Where employees are counted among others, a figure that would give back a small group of them, less
the others' own figure, is made without employees and says so.

How many took part, of everybody together or as answers were collected, tells nothing of what was
said and is not withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import Condition, Filter, filters_in
from rebond.quantify.asking.names import FILTER_ONLY, TIME_DIMENSIONS, WEIGHTED
from rebond.quantify.asking.periods import wider_periods
from rebond.quantify.asking.rows import Rows, is_attribute
from rebond.quantify.asking.trees import places_above
from rebond.quantify.figure import Cell, Figure
from rebond.quantify.groups.protected import (
    LEAST,
    TOO_FEW,
    TOO_NARROW,
    WITHOUT_EMPLOYEES,
    Above,
    Keys,
    hidden_groups,
    withheld,
    without_small_groups,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.vocabulary import Message

EMPLOYEE = "employee"
MOST_DIMENSIONS = 2
Answering = Callable[[Question, Perimeter], Figure]

_THEIRS = Filter("stakeholder", "=", (EMPLOYEE,))
_OTHERS = Filter("stakeholder", "!=", (EMPLOYEE,))
_FIXED = ("stakeholder", "kind", "score")  # conditions that part no team in two
_COLLECTED = {"stakeholder", "source", "channel", "solicited"}
# Measures whose cells count people themselves; the others are models of responses.
_COUNTING = (
    "responses", "voices", "opinions", "share", "net_polarity", "nps", "csat_mean", "csat_top",
    "ces", "mean_score", "median", "distribution",
)  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """What of a question on employees is hidden: some cells by their keys, the total with all.

    ``why`` is the reason where everything is hidden, None elsewhere.
    """

    cells: frozenset[Keys] = frozenset()
    why: Message | None = None


def shown(question: Question, perimeter: Perimeter, answer: Answering) -> Figure:
    """Return the answer to a question as a reader may see it.

    Parameters
    ----------
    answer : callable
        Answers without withholding anything.
    """
    speaking = speaking_in(question, perimeter)
    if EMPLOYEE not in speaking:
        return answer(question, perimeter)
    if "stakeholder" in question.dimensions:
        return _apart(question, perimeter, answer, alone=speaking == {EMPLOYEE})
    if len(speaking) > 1:
        return _among(question, perimeter, answer)
    found = _hidden(question, perimeter, answer)
    figure = answer(question, perimeter)
    if found.why is not None:
        return withheld(figure, found.why)
    return without_small_groups(figure, lambda keys: keys in found.cells)


def speaking_in(question: Question, perimeter: Perimeter) -> set[str]:
    """Return the stakeholders that a question may count."""
    there = set(perimeter.facts().values("responses", "stakeholder"))
    for one in (*perimeter.filters, *question.filters):
        if isinstance(one, Filter) and one.field == "stakeholder":
            there &= _kept(one, there)
    return there


def _kept(condition: Filter, there: set[str]) -> set[str]:
    if condition.operator in ("=", "in"):
        return set(condition.values)
    return there - set(condition.values) if condition.operator in ("!=", "not in") else there


def _apart(question: Question, perimeter: Perimeter, answer: Answering, *, alone: bool) -> Figure:
    """Answer by stakeholder: of employees' own cells, what is small is hidden."""
    if _counts_who_took_part(question, perimeter) and _is_of_collection(question):
        return answer(question, perimeter)
    place = question.dimensions.index("stakeholder")
    rest = [name for name in question.dimensions if name != "stakeholder"]
    found = _hidden(question.by(*rest).where(_THEIRS), perimeter, answer)
    if alone and found.why is not None:
        return withheld(answer(question, perimeter), found.why)
    figure = without_small_groups(
        answer(question, perimeter),
        lambda keys: (
            keys[place] == EMPLOYEE
            and (found.why is not None or keys[:place] + keys[place + 1 :] in found.cells)
        ),
    )
    if found.why is None:
        return figure
    others = answer(question.where(_OTHERS), perimeter)
    notes = (WITHOUT_EMPLOYEES, *figure.notes)
    return replace(figure, total=others.total, population=others.population, notes=notes)


def _among(question: Question, perimeter: Perimeter, answer: Answering) -> Figure:
    """Answer of several stakeholders together, without employees where they could be told."""
    if _counts_who_took_part(question, perimeter):
        return answer(question, perimeter)
    found = _hidden(question.where(_THEIRS), perimeter, answer)
    if not found.cells and found.why is None:
        return answer(question, perimeter)
    figure = answer(question.where(_OTHERS), perimeter)
    return replace(figure, notes=(WITHOUT_EMPLOYEES, *figure.notes))


def _counts_who_took_part(question: Question, perimeter: Perimeter) -> bool:
    """Return whether a question counts responses or voices, whatever they say."""
    if question.measure not in ("responses", "voices"):
        return False
    rows = Rows(question, perimeter, perimeter.facts())
    fields = {one.field for part in question.filters for one in filters_in(part)}
    levels = {rows.level(name) for name in (*question.dimensions, *fields)}
    return levels <= {"responses", "voices"} and not fields & {"text", "words"}


def _is_of_collection(question: Question) -> bool:
    """Return whether a question counts how the answers of each stakeholder came, and no more."""
    return set(question.dimensions) <= _COLLECTED and not question.filters


def _hidden(question: Question, perimeter: Perimeter, answer: Answering) -> Hidden:
    """Return what is hidden of a question on employees alone."""
    return _remembered(question, perimeter, answer, perimeter.workspace.data_version)


@lru_cache(maxsize=256)
def _remembered(
    question: Question, perimeter: Perimeter, answer: Answering, data_version: str
) -> Hidden:
    del data_version  # part of the identity of what is remembered
    slices = _slices(question, perimeter)
    if slices is None:
        return Hidden(why=TOO_NARROW)
    table = _Table(question, perimeter, answer, slices)
    try:
        whole, few = table.hidden(()), table.hidden(question.dimensions)
    except QuestionError:  # they answered nothing that can be counted so
        return Hidden(why=TOO_FEW)
    if () in whole:
        return Hidden(why=TOO_FEW)
    return Hidden(frozenset(few))


def _slices(question: Question, perimeter: Perimeter) -> tuple[Filter, ...] | None:
    """Return the conditions that keep one slice of a table; None where the table is not declared.

    It is not under any other condition, nor by more than `MOST_DIMENSIONS`.
    """
    rows = Rows(question, perimeter, perimeter.facts())
    found = []
    for one in question.filters:
        if isinstance(one, Filter) and one.field in _FIXED:
            continue
        if not isinstance(one, Filter) or not _is_slice(one, rows):
            return None
        found.append(one)
    names = {*question.dimensions, *(one.field for one in found)}
    return tuple(found) if len(names) <= MOST_DIMENSIONS else None


def _is_slice(condition: Filter, rows: Rows) -> bool:
    """Return whether a condition keeps one value of a dimension: no period that moves every day."""
    field, value = condition.field, condition.values[0]
    if condition.operator != "=" or field in FILTER_ONLY or rows.is_score(field):
        return False
    return field not in TIME_DIMENSIONS or not value.startswith("last ")


@dataclass(frozen=True)
class _Table:
    """The declared table that a question on employees is read from."""

    question: Question
    perimeter: Perimeter
    answer: Answering
    slices: tuple[Filter, ...]

    def hidden(self, dimensions: tuple[str, ...]) -> set[Keys]:
        """Return the hidden cells of the question by some of its dimensions."""
        more = [one.field for one in self.slices if one.field not in dimensions]
        fields = (*dimensions, *dict.fromkeys(more))
        people = self._people(fields, sliced=False)
        found = hidden_groups(people, self._above(fields, people))
        if not self.slices:
            return found
        kept = self._people(fields, sliced=True)
        depth = len(dimensions)
        return {keys[:depth] for keys, n in kept.items() if keys in found or n < LEAST}

    def _people(self, dimensions: tuple[str, ...], *, sliced: bool) -> dict[Keys, int]:
        """Return the people of each cell, the fewest where it has several readings."""
        question = self.question
        filters: tuple[Condition, ...] = question.filters
        if not sliced:
            filters = tuple(one for one in filters if one not in self.slices)
        measure = WEIGHTED.get(question.measure, question.measure)
        counting = measure if measure in _COUNTING else "responses"
        people: dict[Keys, int] = {}
        figure = self.answer(Question(counting, dimensions, filters), self.perimeter)
        cells: tuple[Cell, ...] = figure.cells if dimensions else (figure.total,)
        for cell in cells:
            if cell.people:
                keys = cell.keys[: len(dimensions)]
                people[keys] = min(cell.people, people.get(keys, cell.people))
        return people

    def _above(self, dimensions: tuple[str, ...], people: Iterable[Keys]) -> Above:
        """Return what the keys of each dimension stand under: a shop's region, a month's year."""
        facts = self.perimeter.facts()
        above: dict[int, list[dict[str, str]]] = {}
        for place, name in enumerate(dimensions):
            if name in TIME_DIMENSIONS:
                above[place] = wider_periods(name, {keys[place] for keys in people})
            elif is_attribute(name):
                above[place] = places_above(name, facts)
        return above
