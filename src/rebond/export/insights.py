"""The rows of insights: one each, with its claim, its state and the voices shown for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rebond.errors import QuestionError
from rebond.export.columns import COLUMNS
from rebond.export.rows import labels

if TYPE_CHECKING:
    from rebond.quantify import Perimeter
    from rebond.quantify.insights.keeping import Followed
    from rebond.workspace import Workspace


def insight_rows(workspace: Workspace, language: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the insights of a workspace, the ones that matter most first."""
    from rebond.quantify import Perimeter
    from rebond.quantify.insights.insight import insights
    from rebond.quantify.insights.keeping import followed
    from rebond.quantify.tracing import keep_insights

    perimeter = Perimeter.whole(workspace)
    found = followed(insights(perimeter), perimeter)
    keep_insights([one.insight for one in found], perimeter, face="export")
    named = labels(workspace, language)
    rows = [_row(one, rank, perimeter, language, named) for rank, one in enumerate(found, 1)]
    yield from pa.Table.from_pylist(rows, schema=COLUMNS["insights"]).to_batches()


def _row(
    one: Followed, rank: int, perimeter: Perimeter, language: str, named: dict[str, str]
) -> dict[str, Any]:
    from rebond.languages import translator
    from rebond.languages.typography import typography
    from rebond.quantify.insights.choosing import chosen_voices
    from rebond.quantify.insights.claims import claim_of

    insight = one.insight
    claim, chosen = claim_of(insight.main), chosen_voices(insight, perimeter)
    versions = perimeter.workspace.current_versions or ("", "")
    return {
        "insight": insight.id,
        "rank": rank,
        "state": one.state,
        "kind": claim.kind,
        "sentence": typography(translator(language)(insight.sentence), language),
        "theme": claim.theme,
        "theme_label": named.get(claim.theme or "", claim.theme),
        "attribute": claim.attribute,
        "attribute_value": claim.value,
        "measure": claim.measure,
        "size": claim.size,
        "low": claim.low,
        "high": claim.high,
        "reference": claim.reference,
        "since": date.fromisoformat(claim.since) if claim.since else None,
        "n": claim.n,
        "importance": insight.standing.importance,
        "question": str(insight.question),
        "figure": _figure(one, perimeter),
        "verbatims": json.dumps([voice.text for voice in chosen.voices], ensure_ascii=False),
        "against": chosen.against.text if chosen.against else None,
        "data_version": perimeter.workspace.data_version,
        "model_version": versions[0],
        "codebook_version": versions[1],
    }


def _figure(one: Followed, perimeter: Perimeter) -> str | None:
    """Return the identifier of the figure that an insight's question asks for."""
    from rebond.quantify import ask
    from rebond.quantify.tracing import Shown, keep

    try:
        shown = Shown(ask(one.insight.question, perimeter), perimeter)
    except QuestionError:
        return None
    return keep([shown], face="export")[0] or None
