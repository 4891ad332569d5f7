"""`ask`: the one function that every figure comes from."""

from __future__ import annotations

import importlib
from functools import lru_cache

import numpy as np

from rebond.quantify.asking.chosen import of_one_stakeholder
from rebond.quantify.asking.known_names import named_as_known
from rebond.quantify.asking.measures import Measured, counted, measured
from rebond.quantify.asking.names import KIND_OF, MEASURES, TIME_DIMENSIONS, WEIGHTED
from rebond.quantify.asking.notes import notes_of
from rebond.quantify.asking.population import population
from rebond.quantify.asking.rows import Rows, is_of_response, key_text
from rebond.quantify.asking.sums import Keys
from rebond.quantify.figure import Answer, Cell, Figure
from rebond.quantify.groups.comparing import PEOPLE, compared, table_of
from rebond.quantify.groups.teams import shown
from rebond.quantify.misreading.engine_error import engine_error, engine_errors
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import Moments
from rebond.vocabulary import Message


def ask(question: Question | str, perimeter: Perimeter) -> Figure:
    """Answer a question on the rows that a reader may see.

    Parameters
    ----------
    question : Question or str
        As text it is read by `Question.parse`.
    perimeter : Perimeter
        The rows that the reader may see.

    Returns
    -------
    Figure
        Cells in order of time where the first dimension is one, else from the largest n. A cell
        without any unit is absent; the total of an empty population has n = 0 and no value. What
        would tell employees of a small group apart is withheld, with a note
        (`rebond.quantify.groups.teams`).

    Raises
    ------
    QuestionError
        When a name or a value does not exist, or when scales would be mixed.
    """
    if isinstance(question, str):
        question = Question.parse(question)
    facts = perimeter.facts()
    question = named_as_known(question, facts)
    if question.measure in OF_ONE_STAKEHOLDER:
        question = of_one_stakeholder(question, perimeter)
    return shown(question, perimeter, _answer)


def _answer(question: Question, perimeter: Perimeter) -> Figure:
    """Answer a question whose names are those of the data, withholding nothing."""
    facts = perimeter.facts()
    rows = Rows(question, perimeter, facts)
    whole = Rows(question.by(), perimeter, facts) if question.dimensions else rows
    scale: tuple[float, float] | None = None
    notes: tuple[Message, ...] = ()
    own = Answer((), _empty())
    if question.measure in OWN_ANSWERS:
        own = _own_answer(question, perimeter, _version(question, perimeter))
        cells, total, scale, notes = own.cells, own.total, own.scale, own.notes
    elif MEASURES[question.measure] == "count":
        cells = _ordered(_count_cells(rows), question)
        total = next(iter(_count_cells(whole)), _empty())
    else:
        found = measured(rows)
        overall = measured(whole) if question.dimensions else found
        scale = found.scale
        total = next(iter(_ratio_cells(overall, whole, False)), _empty())
        cells = _ordered(_ratio_cells(found, rows, is_compared(question)), question)
        notes = notes_of(rows, found.scales, cells if question.dimensions else (total,))
    versions = perimeter.workspace.current_versions or ("", "")
    return Figure(
        question=question,
        cells=cells if question.dimensions or own.details else (total,),
        total=total,
        unit=own.unit or MEASURES[question.measure],
        population=population(perimeter, question.filters, KIND_OF.get(question.measure, "")),
        method=own.method or "intervals",
        data_version=perimeter.workspace.data_version,
        model_version=versions[0],
        codebook_version=versions[1],
        engine_error=engine_error(question, perimeter.workspace),
        scale=scale,
        details=own.details,
        notes=notes,
    )


# Measures that never take customers' and employees' answers together.
OF_ONE_STAKEHOLDER = ("weight",)
# Measures with a method of their own → the function that answers them, imported when first asked.
OWN_ANSWERS = {
    "median": "rebond.quantify.asking.spread:answer_median",
    "distribution": "rebond.quantify.asking.spread:answer_distribution",
    **dict.fromkeys(WEIGHTED, "rebond.quantify.coverage.weighing:answer_weighted"),
    "weight": "rebond.quantify.drivers.weights:answer_weight",
    "shapley": "rebond.quantify.use_cases.weighing:answer_shapley",
    "impact": "rebond.quantify.use_cases.impact:answer_impact",
    "critics": "rebond.quantify.use_cases.critics:answer_critics",
    "together": "rebond.quantify.use_cases.together:answer_together",
    "trending": "rebond.quantify.use_cases.trending:answer_trending",
    "behind_nps": "rebond.quantify.use_cases.behind_nps:answer_behind_nps",
    "perception": "rebond.quantify.use_cases.perception:answer_perception",
    "best": "rebond.quantify.use_cases.perception:answer_perception",
    "evolution": "rebond.quantify.use_cases.evolution:answer_evolution",
    "llosa": "rebond.quantify.use_cases.matrix:answer_llosa",
    "attention": "rebond.quantify.use_cases.critics:answer_attention",
}


def _version(question: Question, perimeter: Perimeter) -> str:
    """Return the version of all that an answer depends on: the data, and who is known to exist."""
    version = perimeter.workspace.data_version
    if question.measure not in WEIGHTED:
        return version
    from rebond.quantify.coverage.population import known_population

    return f"{version} {known_population(perimeter.workspace)}"


@lru_cache(maxsize=64)
def _own_answer(question: Question, perimeter: Perimeter, data_version: str) -> Answer:
    del data_version  # part of the identity of what is remembered
    module, name = OWN_ANSWERS[question.measure].split(":")
    answer: Answer = getattr(importlib.import_module(module), name)(question, perimeter)
    return answer


def _empty() -> Cell:
    return Cell((), None, None, None, 0, 0)


def is_compared(question: Question) -> bool:
    """Whether each cell is tested against its peers: dimensions that part the responses.

    By one, its peers are all the others; by several, those that share all keys but the last: by
    region and shop, the other shops of the region.
    """
    return bool(question.dimensions) and all(map(is_of_response, question.dimensions))


def _count_cells(rows: Rows) -> list[Cell]:
    return [
        Cell(_keys(keys, rows.question), float(n), None, None, n, people)
        for keys, (n, people) in counted(rows).items()
    ]


def _ratio_cells(found: Measured, rows: Rows, compared: bool) -> list[Cell]:
    distinct = _distinct(found.cells, found.form) if compared and found.cells else {}
    errors = engine_errors(rows.perimeter.workspace)
    cells = []
    for keys, moments in found.cells.items():
        if moments.n == 0:
            cells.append(Cell(_keys(keys, rows.question), None, None, None, 0, 0))
            continue
        value, (low, high) = found.factor * moments.ratio, found.interval(moments)
        true = errors.corrected(rows, keys, value, low, high, found.factor) if errors else None
        cells.append(
            Cell(
                _keys(keys, rows.question),
                *(true or (value, low, high)),
                n=moments.n,
                people=moments.people,
                distinct=distinct.get(keys),
                read=value if true else None,
            )
        )
    return cells


def _distinct(cells: dict[Keys, Moments], form: str) -> dict[Keys, bool]:
    """Tell which cells differ from their peers: at most 5 % of those told are expected not to."""
    peers: dict[Keys, list[Moments]] = {}
    for keys, moments in cells.items():
        peers.setdefault(keys[:-1], []).append(moments)
    everything = {keys: table_of(several).sum(axis=0) for keys, several in peers.items()}
    ones = table_of(list(cells.values()))
    rests = np.array([everything[keys[:-1]] for keys in cells]) - ones
    tested = (ones[:, PEOPLE] >= 2) & (rests[:, PEOPLE] >= 2)
    found, _ = compared(ones[tested], rests[tested], share=form == "share")
    named = [keys for keys, one in zip(cells, tested, strict=True) if one]
    p_values = {k: float(p) for k, p in zip(named, found, strict=True) if not np.isnan(p)}
    adjusted = q_values(list(p_values.values()))
    return {key: bool(q <= FALSE_DISCOVERIES) for key, q in zip(p_values, adjusted, strict=True)}


def _keys(keys: Keys, question: Question) -> tuple[str, ...]:
    named = zip(keys, question.dimensions, strict=True)
    return tuple(key_text(value, name) for value, name in named)


def _ordered(cells: list[Cell], question: Question) -> tuple[Cell, ...]:
    """Put cells in order of time, else places under what they stand under, else the largest."""
    if question.dimensions and question.dimensions[0] in TIME_DIMENSIONS:
        return tuple(sorted(cells, key=lambda cell: cell.keys))
    by_value = question.measure == "share"
    parents: dict[tuple[str, ...], int] = {}
    if is_compared(question):
        for cell in cells:
            parents[cell.keys[:-1]] = parents.get(cell.keys[:-1], 0) + cell.n

    def place(cell: Cell) -> tuple[object, ...]:
        above = cell.keys[:-1] if parents else ()
        size = (cell.value or 0.0) if by_value else cell.n
        return -parents.get(above, 0), above, -size, cell.keys

    return tuple(sorted(cells, key=place))
