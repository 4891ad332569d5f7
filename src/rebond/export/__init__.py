"""Write what a workspace holds to a file that others open: CSV, XLSX, Parquet or JSON lines.

Each export has the same columns of the same types whatever the data; the attributes of the
workspace follow, one column each. docs/guide/exporting.md describes every column.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from rebond.errors import CodebookError, InputError, QuestionError
from rebond.export.files import writer_for
from rebond.tables import quoted, quoted_name

if TYPE_CHECKING:
    from rebond.workspace import Workspace

What = Literal["responses", "voices", "opinions", "figures"]

_BATCH_ROWS = 20_000
_KINDS = ("nps", "csat", "ces", "stars")

_CONTEXT = [
    pa.field("source", pa.string()),
    pa.field("external_id", pa.string()),
    pa.field("answered_at", pa.timestamp("us")),
    pa.field("day", pa.date32()),
    pa.field("week", pa.date32()),
    pa.field("month", pa.date32()),
    pa.field("stakeholder", pa.string()),
    pa.field("channel", pa.string()),
    pa.field("solicited", pa.bool_()),
    pa.field("person_key", pa.string()),
    *(pa.field(kind, pa.float64()) for kind in _KINDS),
]
_END = [pa.field("attributes", pa.string())]  # JSON, then one column per attribute
_VOICE = [
    pa.field("question", pa.string()),
    pa.field("text", pa.string()),
    pa.field("language", pa.string()),
    pa.field("status", pa.string()),
]

COLUMNS = {
    "responses": pa.schema(
        [
            pa.field("response_id", pa.string()),
            *_CONTEXT,
            pa.field("scores", pa.string()),
            pa.field("voices", pa.int64()),
            *_END,
        ]
    ),
    "voices": pa.schema(
        [
            pa.field("voice_id", pa.string()),
            pa.field("response_id", pa.string()),
            *_VOICE,
            pa.field("masked", pa.int32()),
            pa.field("original_voice_id", pa.string()),
            pa.field("opinions", pa.int64()),
            *_CONTEXT,
            *_END,
        ]
    ),
    "opinions": pa.schema(
        [
            pa.field("voice_id", pa.string()),
            pa.field("response_id", pa.string()),
            pa.field("excerpt", pa.string()),
            pa.field("target", pa.string()),
            pa.field("theme", pa.string()),
            pa.field("theme_label", pa.string()),
            pa.field("branch", pa.string()),
            pa.field("branch_label", pa.string()),
            pa.field("polarity", pa.int8()),
            pa.field("intent", pa.string()),
            pa.field("confidence", pa.float32()),
            pa.field("start", pa.int32()),
            pa.field("end", pa.int32()),
            *_VOICE,
            *_CONTEXT,
            pa.field("model_version", pa.string()),
            pa.field("codebook_version", pa.string()),
            *_END,
        ]
    ),
    "figures": pa.schema(
        [
            pa.field("question", pa.string()),
            pa.field("measure", pa.string()),
            pa.field("dimension_1", pa.string()),
            pa.field("key_1", pa.string()),
            pa.field("dimension_2", pa.string()),
            pa.field("key_2", pa.string()),
            pa.field("value", pa.float64()),
            pa.field("low", pa.float64()),
            pa.field("high", pa.float64()),
            pa.field("read", pa.float64()),
            pa.field("level", pa.float64()),
            pa.field("unit", pa.string()),
            pa.field("n", pa.int64()),
            pa.field("people", pa.int64()),
            pa.field("distinct", pa.bool_()),
            pa.field("population", pa.string()),
            pa.field("engine_error", pa.string()),
            pa.field("method", pa.string()),
            pa.field("data_version", pa.string()),
            pa.field("model_version", pa.string()),
            pa.field("codebook_version", pa.string()),
        ]
    ),
}

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
)  # fmt: skip
QUESTIONS_BY_ATTRIBUTE = ("responses", "nps", "csat_mean", "net_polarity")


def export(
    workspace: Workspace,
    what: What,
    path: Path,
    *,
    language: str = "fr",
) -> int:
    """Write an export and return its number of rows, the header not counted.

    Parameters
    ----------
    what : str
        "responses", "voices" or "opinions" (one row each, visible ones), or "figures" (one row per
        cell of the answers to `QUESTIONS`).
    path : Path
        Its suffix tells the form: .csv, .xlsx, .parquet or .jsonl. A file already there is replaced
        once the new one is whole.
    language : "fr" or "en"
        Of the labels of themes, and of a CSV: French Excel expects ";" and a decimal comma,
        English "," and a point.

    Raises
    ------
    InputError
        When the suffix is unknown, the folder cannot be written, or a sheet cannot hold the rows.
    """
    if what not in COLUMNS:
        raise InputError(
            "There is no export of {what}. Ask for one of: {valid}.",
            what=what,
            valid=", ".join(COLUMNS),
        )
    path = Path(path)
    writer = writer_for(path)
    names = () if what == "figures" else workspace.attribute_names()
    schema = COLUMNS[what]
    for name in names:
        schema = schema.append(pa.field(f"attribute:{name}", pa.string()))
    unfinished = path.with_name(f".{secrets.token_hex(6)}{path.suffix}")

    def write() -> int:
        batches = (
            _figures(workspace) if what == "figures" else _rows(workspace, what, language, names)
        )
        return writer(unfinished, schema, batches, language)

    try:
        rows = workspace.read(write)
        unfinished.replace(path)
    except OSError as error:
        raise InputError(
            "The file {file} cannot be written: {error}. Choose another folder.",
            file=str(path),
            error=os.strerror(error.errno) if error.errno else str(error),
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def _rows(
    workspace: Workspace, what: str, language: str, names: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    schema = COLUMNS[what]
    for name in names:
        schema = schema.append(pa.field(f"attribute:{name}", pa.string()))
    select = {"responses": _responses, "voices": _voices, "opinions": _opinions}[what]
    order = {"responses": "response_id", "voices": "voice_id", "opinions": 'voice_id, "start"'}
    query = select(workspace, names, language)
    columns = ", ".join(quoted_name(name) for name in schema.names)
    relation = workspace.cursor().sql(f"SELECT {columns} FROM ({query}) ORDER BY {order[what]}")
    for batch in relation.to_arrow_reader(_BATCH_ROWS):
        yield batch.cast(schema)


def _context(workspace: Workspace, names: Sequence[str]) -> str:
    """Return the SQL of one row per response: what is known of it, with its scores."""
    columns = ", ".join(f"r.{quoted_name(f'attribute:{name}')}" for name in names)
    kinds = ", ".join(
        f"arg_min(value, question) FILTER (kind = {quoted(kind)}) AS {kind}" for kind in _KINDS
    )
    answer = (
        "{'question': question, 'kind': kind, 'value': value, 'low': scale_low, "
        "'high': scale_high, 'higher_is_better': higher_is_better}"
    )
    scores = (
        f"SELECT response_id, {kinds}, "
        f"to_json(list({answer} ORDER BY question))::VARCHAR AS scores "
        f"FROM ({workspace.sql('scores')}) GROUP BY response_id"
    )
    fixed = "r.source, external_id, answered_at, day, week, month, stakeholder, channel, solicited"
    return (
        f"SELECT r.response_id, {fixed}, person_key, {', '.join(_KINDS)}, "
        "coalesce(scores, '[]') AS scores, "
        "coalesce(to_json(attributes)::VARCHAR, '{}') AS attributes"
        f"{', ' + columns if columns else ''} "
        f"FROM ({workspace.sql('responses', attributes=names)}) r LEFT JOIN ({scores}) s "
        "ON s.response_id = r.response_id"
    )


def _responses(workspace: Workspace, names: Sequence[str], language: str) -> str:  # noqa: ARG001
    return (
        f"SELECT c.*, coalesce(v.voices, 0) AS voices FROM ({_context(workspace, names)}) c "
        f"LEFT JOIN (SELECT response_id, count(*) AS voices FROM ({workspace.sql('voices')}) "
        "GROUP BY response_id) v ON v.response_id = c.response_id"
    )


def _voices(workspace: Workspace, names: Sequence[str], language: str) -> str:  # noqa: ARG001
    return (
        "SELECT c.*, v.voice_id, v.question, v.text, v.language, v.status, v.masked, "
        "o.original_voice_id, coalesce(n.opinions, 0) AS opinions "
        f"FROM ({workspace.sql('voices')}) v "
        f"JOIN ({_context(workspace, names)}) c ON c.response_id = v.response_id "
        f"LEFT JOIN (SELECT voice_id, min(original_voice_id) AS original_voice_id "
        f"FROM ({workspace.sql('copies')}) GROUP BY voice_id) o ON o.voice_id = v.voice_id "
        f"LEFT JOIN (SELECT voice_id, count(*) AS opinions FROM ({workspace.sql('opinions')}) "
        "GROUP BY voice_id) n ON n.voice_id = v.voice_id"
    )


def _opinions(workspace: Workspace, names: Sequence[str], language: str) -> str:
    labels = _labels(workspace, language)
    values = ", ".join(f"({quoted(theme)}, {quoted(label)})" for theme, label in labels.items())
    empty = "('', '')"
    themes = f"(VALUES {values or empty}) AS {{}}(theme, label)"
    return (
        "SELECT c.*, o.*, v.question, v.text, v.language, v.status, "
        'substring(v.text, o."start" + 1, o."end" - o."start") AS excerpt, '
        "coalesce(t.label, o.theme) AS theme_label, coalesce(b.label, o.branch) AS branch_label "
        "FROM (SELECT * EXCLUDE (import_id, response_id), split_part(theme, '.', 1) AS branch "
        f"FROM ({workspace.sql('opinions')})) o "
        f"JOIN ({workspace.sql('voices')}) v ON v.voice_id = o.voice_id "
        f"JOIN ({_context(workspace, names)}) c ON c.response_id = v.response_id "
        f"LEFT JOIN {themes.format('t')} ON t.theme = o.theme "
        f"LEFT JOIN {themes.format('b')} ON b.theme = o.branch"
    )


def _labels(workspace: Workspace, language: str) -> dict[str, str]:
    from rebond.understand.reading import workspace_codebook

    try:
        codebook = workspace_codebook(workspace)
    except CodebookError:
        return {}
    return {
        theme.id: theme.label.fr if language == "fr" else theme.label.en
        for theme in codebook.themes
    }


def _figures(workspace: Workspace) -> Iterator[pa.RecordBatch]:
    from rebond.quantify import Figure, Perimeter, Question, ask

    perimeter = Perimeter.whole(workspace)
    questions = [Question.parse(text) for text in QUESTIONS]
    questions += [
        Question(measure, (name,))
        for name in workspace.attribute_names()
        for measure in QUESTIONS_BY_ATTRIBUTE
    ]

    def rows(figure: Figure) -> list[dict[str, object]]:
        asked = figure.question
        padded = (*asked.dimensions, None, None)
        same = {
            "question": str(asked),
            "measure": asked.measure,
            "dimension_1": padded[0],
            "dimension_2": padded[1],
            "unit": figure.unit,
            "level": figure.level,
            "population": str(figure.population),
            "engine_error": str(figure.engine_error),
            "method": figure.method,
            "data_version": figure.data_version,
            "model_version": figure.model_version,
            "codebook_version": figure.codebook_version,
        }
        cells = figure.cells if asked.dimensions else (figure.total,)
        measured = ("value", "low", "high", "read", "n", "people", "distinct")
        return [
            {
                **same,
                **{name: getattr(cell, name) for name in measured},
                "key_1": (*cell.keys, None)[0],
                "key_2": (*cell.keys, None, None)[1],
            }
            for cell in cells
        ]

    for question in dict.fromkeys(questions):
        try:
            figure = ask(question, perimeter)
        except QuestionError:
            continue
        yield from pa.Table.from_pylist(rows(figure), schema=COLUMNS["figures"]).to_batches()
