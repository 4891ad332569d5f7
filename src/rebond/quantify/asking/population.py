"""Who is counted: the sentence that goes with every figure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.names import OPINION_DIMENSIONS
from rebond.quantify.asking.rows import Rows
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.vocabulary import Message

if TYPE_CHECKING:
    import narwhals as nw


def population(perimeter: Perimeter, filters: tuple[Filter, ...] = ()) -> Message:
    """Return who is counted: responses, people, solicited or not, stakeholders, days.

    Filters on opinions choose what is counted among this population, not the population.
    """
    return _population(perimeter, filters, perimeter.workspace.data_version)


@lru_cache(maxsize=256)
def _population(perimeter: Perimeter, filters: tuple[Filter, ...], data_version: str) -> Message:
    del data_version  # part of the identity of what is remembered
    kept = tuple(f for f in filters if f.field not in OPINION_DIMENSIONS)
    question = Question("responses", ("solicited", "stakeholder"), kept)
    rows = Rows(question, perimeter, perimeter.facts())
    responses = rows.responses()
    row = collected(_days(rows, responses)).to_pylist()[0]
    if not row["n"]:
        return Message("No response.")
    parts = collected(_parts(responses)).to_pylist()
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

    return responses.group_by("d0", "d1").agg(nw.len().alias("n"))


def _days(rows: Rows, responses: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    days = rows.facts.table("responses").select("response", "day")
    return responses.join(days, on="response").select(
        nw.len().alias("n"),
        nw.col("person").n_unique().alias("people"),
        nw.col("day").min().alias("first"),
        nw.col("day").max().alias("last"),
    )
