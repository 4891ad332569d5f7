"""Rows as arrays: what methods that look at responses one by one read of a question's tables.

Responses and persons are numbered from 0 (`facts`), so that what is known of them is put in its
place without any search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.exact import exact_sums
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
MOST_MARKED = 2**26  # pairs of a group and a unit, a byte each, above which pairs are sorted


def encoded(column: pa.ChunkedArray) -> tuple[Whole, list[Any]]:
    """Return the place (n,) of each row's value among the values of a column, and the values.

    Some of the values may stand in no row.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    values = column.combine_chunks().dictionary_encode()
    if isinstance(values, pa.ChunkedArray):  # a column without any row
        return np.zeros(0, np.int64), []
    places = values.indices.to_numpy(zero_copy_only=False)
    return places.astype(np.int64, copy=False), values.dictionary.to_pylist()


def placed(responses: npt.NDArray[Any], kept: npt.NDArray[Any]) -> Whole:
    """Return the place (n,) of each response among sorted ones that are kept, −1 for the others."""
    most = max(int(part.max()) + 1 if len(part) else 0 for part in (responses, kept))
    place = np.full(most, -1)
    place[kept] = np.arange(len(kept))
    found: Whole = place[responses]
    return found


def first_rows(responses: npt.NDArray[Any]) -> tuple[Whole, Whole]:
    """Return the different responses, sorted, and the first row of each."""
    first = np.full(int(responses.max()) + 1 if len(responses) else 0, -1)
    first[responses[::-1]] = np.arange(len(responses))[::-1]
    kept = np.flatnonzero(first >= 0)
    return kept, first[kept]


def means(responses: npt.NDArray[Any], values: Array) -> tuple[npt.NDArray[Any], Array]:
    """Return the different responses, sorted, and the mean of the values of each."""
    if not len(responses):
        return responses, values
    count = np.bincount(responses)
    kept = np.flatnonzero(count)
    return kept, exact_sums(responses, values)[kept] / count[kept]


def counted_apart(group: Whole, groups: int, unit: npt.NDArray[Any]) -> Whole:
    """Return how many different units each of some groups holds, from pairs (n,) of both."""
    if not len(group):
        return np.zeros(groups, np.int64)
    width = int(unit.max()) + 1
    if groups * width <= MOST_MARKED:
        there = np.zeros(groups * width, np.bool_)
        there[group * width + unit] = True
        held: Whole = there.reshape(groups, width).sum(axis=1)
        return held
    pairs = np.sort(group * width + unit)
    first = np.concatenate([[True], pairs[1:] != pairs[:-1]])
    return np.bincount(pairs[first] // width, minlength=groups)


@dataclass(frozen=True)
class Said:
    """What responses say of themes, one row a response and theme it speaks of.

    ``response`` (m,) is its place among those kept, ``theme`` (m,) that of the theme among
    ``themes``, ``sign`` (m,) −1, 0 or +1: that of all that the response says of it.
    """

    themes: tuple[str, ...]
    response: Whole
    theme: Whole
    sign: npt.NDArray[np.int8]

    def matrix(self, responses: int, kept: Sequence[int]) -> npt.NDArray[np.int8]:
        """Return the signs (responses, p) of some themes, 0 where nothing is said."""
        column = np.full(len(self.themes), -1)
        column[list(kept)] = np.arange(len(kept))
        columns = column[self.theme]
        told = columns >= 0
        signs = np.zeros((responses, len(kept)), np.int8)
        signs[self.response[told], columns[told]] = self.sign[told]
        return signs


def said_of_themes(rows: Rows, kept: npt.NDArray[Any]) -> Said:
    """Return what sorted responses say of themes, by a question by theme."""
    mentions = rows.mentions_suffice
    frame = rows.mentions() if mentions else rows.opinions().rename({"polarity": "sign"})
    table = collected(frame.select("response", "d0", "sign"), as_text=False)
    theme, themes = encoded(table["d0"])
    response = placed(table["response"].to_numpy(), kept)
    sign = table["sign"].to_numpy().astype(np.int8)
    known = response >= 0
    if not known.all():
        response, theme, sign = response[known], theme[known], sign[known]
    if not (mentions and rows.facts.one_voice_a_response) and len(response):
        width = max(1, len(themes))
        pairs, place = np.unique(response * width + theme, return_inverse=True)
        response, theme = pairs // width, pairs % width
        sign = np.sign(np.bincount(place, sign)).astype(np.int8)
    return Said(tuple(map(str, themes)), response, theme, sign)


def answers_by_response(
    scores: nw.LazyFrame[Any],
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], Array]:
    """Return the responses that answer, sorted, their persons, and the mean of their answers."""
    table = collected(scores.select("response", "person", "value"))
    answering = table["response"].to_numpy()
    responses, values = means(answering, table["value"].to_numpy().astype(np.float64))
    person = np.zeros(len(responses), np.int64)
    person[placed(answering, responses)] = table["person"].to_numpy()
    return responses, person, values
