"""Weekly counts of the voices of a population, and of those that speak of each subject."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.asking.series import whole_weeks
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.use_cases.spoken import Keys, coded
from rebond.quantify.use_cases.subjects import Asked, names_a_subject

Array = npt.NDArray[np.float64]
_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Weekly:
    """``voices`` (t,) of each of ``weeks`` (Mondays, without a hole), and those ``speaking`` (t, p)
    of each of p subjects, named by ``keys``.
    """

    weeks: tuple[datetime.date, ...]
    voices: Array
    keys: tuple[Keys, ...]
    speaking: Array


def weekly(about: Asked, perimeter: Perimeter, *, by_subject: bool = True) -> Weekly:
    """Return the weekly series of a population, its first and last weeks left out when cut.

    Without ``by_subject`` all that filters keep is one subject, named by ().
    """
    import narwhals as nw

    facts = perimeter.facts()
    subjects = about.subjects if by_subject else ()
    every = Rows(Question("share", ("week",), about.population), perimeter, facts)
    voices = collected(every.voices().group_by("d0").agg(nw.len().alias("n")))
    filters = about.population + about.about
    rows = Rows(Question("share", ("week", *subjects), filters), perimeter, facts)
    said = rows.opinions().select("voice", *rows.columns).unique()
    spoken = collected(said.group_by(*rows.columns).agg(nw.len().alias("n")))
    known = [week for week in voices["d0"].to_pylist() if week not in (UNKNOWN_DATE, None)]
    if not known:
        return Weekly((), np.zeros(0), (), np.zeros((0, 0)))
    first, last = whole_weeks(perimeter.where(*about.population), min(known), max(known))
    count = max(0, (last - first).days // 7 + 1)
    weeks = tuple(first + i * _WEEK for i in range(count))
    place = {week: i for i, week in enumerate(weeks)}
    total = np.zeros(count)
    for row in voices.to_pylist():
        if row["d0"] in place:
            total[place[row["d0"]]] = row["n"]
    subject, keys = coded(spoken, {f"d{1 + i}": name for i, name in enumerate(subjects)})
    kept = [
        i
        for i, key in enumerate(keys)
        if all(names_a_subject(perimeter, n, k) for n, k in zip(subjects, key, strict=True))
    ]
    kept.sort(key=keys.__getitem__)  # what is drawn towards all subjects adds in their order
    column = {i: j for j, i in enumerate(kept)}
    counts = np.zeros((count, len(kept)))
    for week, of, n in zip(spoken["d0"].to_pylist(), subject, spoken["n"].to_pylist(), strict=True):
        if week in place and int(of) in column:
            counts[place[week], column[int(of)]] = n
    return Weekly(weeks, total, tuple(keys[i] for i in kept), counts)
