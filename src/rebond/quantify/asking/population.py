"""Who is counted: the sentence that goes with every figure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.conditions import fields_in
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Condition, Filter, Question
from rebond.vocabulary import Message

if TYPE_CHECKING:
    import narwhals as nw


def population(
    perimeter: Perimeter, filters: tuple[Condition, ...] = (), kind: str = ""
) -> Message:
    """Return who is counted: responses, people, solicited or not, stakeholders, days.

    Filters on opinions choose what is counted among this population, not the population. ``kind``
    is that of the scores that are summed up, where a filter compares answers.
    """
    return _population(perimeter, filters, kind, perimeter.workspace.data_version)


@lru_cache(maxsize=256)
def _population(
    perimeter: Perimeter, filters: tuple[Condition, ...], kind: str, data_version: str
) -> Message:
    del data_version  # part of the identity of what is remembered
    rows = Rows(Question("responses", (), filters), perimeter, perimeter.facts())
    kept = tuple(f for f in filters if "opinions" not in rows.levels(f))
    if kind and "value" in fields_in(kept, held=False):
        kept = (*kept, Filter("kind", "=", (kind,)))
    rows = Rows(
        Question("responses", ("solicited", "stakeholder", "day"), kept), perimeter, rows.facts
    )
    responses = rows.responses()
    parts = collected(_parts(responses)).to_pylist()
    row = {
        "n": sum(part["n"] for part in parts),
        "people": (_people(responses) if rows.filters else rows.facts.people) if parts else 0,
        "first": min((part["first"] for part in parts if part["first"]), default=None),
        "last": max((part["last"] for part in parts if part["last"]), default=None),
    }
    if not row["n"]:
        return Message("No response.")
    solicited = dict.fromkeys(("true", "false", ""), 0)
    stakeholders = dict.fromkeys(("customer", "employee", "partner"), 0)
    for part in parts:
        solicited[part["d0"]] += part["n"]
        stakeholders[part["d1"]] = stakeholders.get(part["d1"], 0) + part["n"]
    values: dict[str, object] = {
        "responses": row["n"],
        "people": row["people"],
        "solicited": solicited["true"],
        "spontaneous": solicited["false"],
        "unknown": solicited[""],
        "customers": stakeholders["customer"],
        "employees": stakeholders["employee"],
        "partners": stakeholders["partner"],
    }
    if row["first"] is None:
        return Message(
            "{responses} responses of {people} people: {solicited} solicited, {spontaneous}"
            " spontaneous, {unknown} not known; {customers} from customers, {employees} from"
            " employees, {partners} from partners. Undated.",
            values,
        )
    return Message(
        "{responses} responses of {people} people: {solicited} solicited, {spontaneous}"
        " spontaneous, {unknown} not known; {customers} from customers, {employees} from"
        " employees, {partners} from partners. From {first} to {last}.",
        values | {"first": row["first"], "last": row["last"]},
    )


def _parts(responses: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    known = nw.when(nw.col("d2") != nw.lit(UNKNOWN_DATE)).then(nw.col("d2"))
    return (
        responses.with_columns(known.alias("day"))
        .group_by("d0", "d1")
        .agg(
            nw.len().alias("n"),
            nw.col("day").min().alias("first"),
            nw.col("day").max().alias("last"),
        )
    )


def _people(responses: nw.LazyFrame[Any]) -> int:
    import narwhals as nw

    return int(collected(responses.select(nw.col("person").n_unique()))["person"][0].as_py())
