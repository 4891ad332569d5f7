"""The rows of figures: one per cell of the answers to a list of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond.errors import QuestionError
from rebond.export.columns import COLUMNS

if TYPE_CHECKING:
    from rebond.quantify import Figure
    from rebond.workspace import Workspace

# What "figures" asks, and the same by each attribute. What the data cannot answer is left out.
QUESTIONS = (
    "responses",
    "voices",
    "opinions",
    *(f"{measure}{by}" for measure in ("nps", "csat_mean", "csat_top", "ces")
      for by in ("", " by month", " by channel", " by stakeholder")),
    "responses by month",
    "responses by channel",
    "responses by stakeholder",
    "share by theme",
    "share by branch",
    "share by theme, polarity",
    "share by theme, month",
    "net_polarity",
    "net_polarity by theme",
    "net_polarity by branch",
    "net_polarity by month",
    "weight by theme",
    "impact by theme",
    "critics by theme",
    "trending by theme",
    "behind_nps by theme",
    "llosa by theme",
)  # fmt: skip
QUESTIONS_BY_ATTRIBUTE = (
    "responses",
    "nps",
    "csat_mean",
    "net_polarity",
    "perception",
    "attention",
)


def figure_rows(workspace: Workspace) -> Iterator[pa.RecordBatch]:
    """Yield the rows of every figure, each kept in the ledger so that it can be traced."""
    from rebond.quantify import Perimeter, Question, ask
    from rebond.quantify.tracing import Shown, keep

    perimeter = Perimeter.whole(workspace)
    questions = [Question.parse(text) for text in QUESTIONS]
    questions += [
        Question(measure, (name,))
        for name in workspace.attribute_names()
        for measure in QUESTIONS_BY_ATTRIBUTE
    ]
    shown = []
    for question in dict.fromkeys(questions):
        try:
            shown.append(Shown(ask(question, perimeter), perimeter))
        except QuestionError:
            continue
    for one, identifier in zip(shown, keep(shown, face="export"), strict=True):
        yield from table_of(one.figure, identifier).to_batches()


def table_of(figure: Figure, identifier: str) -> pa.Table:
    """Return a figure as rows, one a cell, in the columns of the export “figures”."""
    return pa.Table.from_pylist(_rows(figure, identifier), schema=COLUMNS["figures"])


def _rows(figure: Figure, identifier: str) -> list[dict[str, object]]:
    padded = (*figure.dimensions, None, None, None)
    same = {
        "figure": identifier or None,
        "question": str(figure.question),
        "measure": figure.question.measure,
        "dimension_1": padded[0],
        "dimension_2": padded[1],
        "dimension_3": padded[2],
        "level": figure.level,
        "population": str(figure.population),
        "engine_error": str(figure.engine_error),
        "method": figure.method,
        "data_version": figure.data_version,
        "model_version": figure.model_version,
        "codebook_version": figure.codebook_version,
    }
    cells = figure.cells if figure.dimensions else (figure.total,)
    measured = ("value", "low", "high", "read", "n", "people", "distinct", "withheld")
    return [
        {
            **same,
            **{name: getattr(cell, name) for name in measured},
            **(dict.fromkeys(("n", "people")) if cell.withheld else {}),
            "unit": cell.unit or figure.unit,
            "key_1": (*cell.keys, None)[0],
            "key_2": (*cell.keys, None, None)[1],
            "key_3": (*cell.keys, None, None, None)[2],
        }
        for cell in cells
    ]
