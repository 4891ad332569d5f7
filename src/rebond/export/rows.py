"""The rows of responses, voices and opinions, as one query each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond.errors import CodebookError
from rebond.export.columns import KINDS, schema_of
from rebond.tables import quoted, quoted_name

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_BATCH_ROWS = 20_000


def rows_of(
    workspace: Workspace, what: str, language: str, names: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of an export, ordered by their ids; ``names`` are attributes."""
    schema = schema_of(what, names)
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
        f"arg_min(value, question) FILTER (kind = {quoted(kind)}) AS {kind}" for kind in KINDS
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
        f"SELECT r.response_id, {fixed}, person_key, {', '.join(KINDS)}, "
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
    names_of = labels(workspace, language)
    values = ", ".join(f"({quoted(theme)}, {quoted(label)})" for theme, label in names_of.items())
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


def labels(workspace: Workspace, language: str) -> dict[str, str]:
    """Return the label of each theme and branch, by its id; empty before any reading."""
    from rebond.understand.reading import workspace_codebook

    try:
        codebook = workspace_codebook(workspace)
    except CodebookError:
        return {}
    return {
        theme.id: theme.label.fr if language == "fr" else theme.label.en
        for theme in codebook.themes
    }
