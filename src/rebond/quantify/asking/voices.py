"""The voices that a reader may see and that fit conditions, by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.question import Question

if TYPE_CHECKING:
    from rebond.quantify.perimeter import Perimeter


def voice_ids(perimeter: Perimeter, where: str) -> pa.StringArray | None:
    """Return the ids of the meaningful voices kept by a perimeter and by conditions.

    ``where`` is what follows "where" in a question; conditions on opinions keep the voices that
    hold such an opinion. None, when nothing is asked, stands for every voice.

    Raises
    ------
    QuestionError
        When the conditions cannot be understood.
    """
    question = Question.parse(f"voices where {where}" if where.strip() else "voices")
    if not question.filters and not perimeter.filters:
        return None
    rows = Rows(question, perimeter, perimeter.facts())
    frame = rows.voices(holding=True)
    kept = rows.facts.table("voices").select("voice", "voice_id")
    found = collected(kept.join(frame.select("voice"), on="voice", how="semi"))
    ids: pa.StringArray = found.column("voice_id").combine_chunks()
    return ids
