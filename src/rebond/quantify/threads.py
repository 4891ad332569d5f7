"""What one person said over time, in every channel: how many voices, since when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.quantify.asking.conditions import Filter
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.question import Question

if TYPE_CHECKING:
    from rebond.quantify.perimeter import Perimeter


# One pass over the responses, whatever the number of people.
_NUMBERS = (
    "SELECT asked, any_value(person) FROM responses"
    " JOIN (SELECT unnest(?) AS asked) ON who = hash(asked) GROUP BY asked"
)


@dataclass(frozen=True)
class Thread:
    """The voices of one person that a reader may see; days are None where no voice has one."""

    voices: int
    first: datetime.date | None
    last: datetime.date | None


def threads_of(perimeter: Perimeter, people: Sequence[str]) -> dict[str, Thread]:
    """Return how many voices each person said, by the person's key; nobody seen is left out."""
    import narwhals as nw

    wanted = sorted({key for key in people if key})
    if not wanted:
        return {}
    rows = Rows(
        Question("voices", (), (Filter("person", "in", tuple(wanted)),)),
        perimeter,
        perimeter.facts(),
    )
    known = rows.facts.table("voices").select("voice", "person", "day")
    seen = known.join(rows.voices().select("voice").unique(), on="voice", how="semi")
    counted = seen.group_by("person").agg(
        nw.len().alias("n"), nw.col("day").min().alias("first"), nw.col("day").max().alias("last")
    )
    numbered = rows.facts.cursor().execute(_NUMBERS, [wanted])
    names = {number: key for key, number in numbered.fetchall()}
    return {
        names[row["person"]]: Thread(row["n"], _day(row["first"]), _day(row["last"]))
        for row in collected(counted).to_pylist()
    }


def _day(day: datetime.date | None) -> datetime.date | None:
    return None if day == UNKNOWN_DATE else day
