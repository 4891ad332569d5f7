"""What a figure rests on: the responses, voices and people that enter it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.names import KIND_OF
from rebond.quantify.asking.rows import Rows
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa


@dataclass(frozen=True)
class Support:
    """How many responses, meaningful voices and people enter a figure.

    ``units`` stands for the ids of what is counted: equal for the same responses, or voices, in
    any order; "" without any.
    """

    responses: int
    voices: int
    people: int
    units: str

    def keyed(self, secret: bytes) -> str:
        """Return a digest of ``units`` that nobody makes without the workspace's secret."""
        return hashlib.blake2b(self.units.encode(), digest_size=16, key=secret[:64]).hexdigest()


def support_of(question: Question, perimeter: Perimeter) -> Support:
    """Return what a figure rests on, all cells together.

    A share rests on every voice that it divides by; a score on the responses that answered it.
    """
    return _support(question.by(), perimeter, perimeter.workspace.data_version)


@lru_cache(maxsize=256)
def _support(question: Question, perimeter: Perimeter, data_version: str) -> Support:
    del data_version  # part of the identity of what is remembered
    found = _counted(question, perimeter).fetchall()
    responses, voices, people, units = found[0]
    return Support(int(responses), int(voices), int(people), "" if units is None else str(units))


def responses_of(question: Question, perimeter: Perimeter) -> pa.Table:
    """Return the ids of the responses that enter a figure: response_id."""
    units = _units(question.by(), perimeter).query(
        "units", "SELECT response_id FROM responses SEMI JOIN units USING (response)"
    )
    found: pa.Table = units.to_arrow_table()
    return found


def _counted(question: Question, perimeter: Perimeter) -> Any:
    """Return one row: responses, voices, people, and the XOR of the MD5 of the ids counted.

    MD5 serves as a stable scatter of pseudonyms, not as a protection.
    """
    units = _units(question, perimeter)
    if "voice" in units.columns:
        return units.query(
            "units",
            "SELECT count(DISTINCT u.response), count(*), count(DISTINCT u.person),"
            " bit_xor(md5_number(v.voice_id)) FROM units u JOIN voices v USING (voice)",
        )
    return units.query(
        "units",
        "SELECT count(*), coalesce(sum(spoken.n), 0), count(DISTINCT u.person),"
        " bit_xor(md5_number(r.response_id)) FROM units u JOIN responses r USING (response)"
        " LEFT JOIN (SELECT response, count(*) AS n FROM voices WHERE status = 'meaningful'"
        " GROUP BY response) spoken USING (response)",
    )


def _units(question: Question, perimeter: Perimeter) -> Any:
    """Return what is counted as a DuckDB relation: response, person and, of voices, voice."""
    import narwhals as nw

    rows = Rows(question, perimeter, perimeter.facts())
    columns = ["response", "person"] if _counts_responses(rows) else ["voice", "response", "person"]
    return nw.to_native(_frame(rows).select(columns).unique())


def _counts_responses(rows: Rows) -> bool:
    return rows.of_scores or rows.question.measure == "responses"


def _frame(rows: Rows) -> nw.LazyFrame[Any]:
    """Return the rows that enter a figure, as `ask` counts them."""
    import narwhals as nw

    measure = rows.question.measure
    if rows.of_scores:
        scores = rows.scores()
        kind = KIND_OF.get(measure)
        return scores if kind is None else scores.filter(nw.col("kind") == kind)
    if measure == "share":
        return rows.voices()
    if measure in ("opinions", "net_polarity") or rows.filters_of("opinions"):
        return rows.opinions()
    if measure == "responses" and not rows.filters_of("voices"):
        return rows.responses()
    return rows.voices()
