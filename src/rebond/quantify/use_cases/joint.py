"""Responses one by one, with all that each says: for methods that look at themes together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.use_cases.spoken import coded
from rebond.quantify.use_cases.subjects import Asked

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Joint:
    """Responses with a meaningful voice.

    ``score`` (n,) is turned so that higher is better, nan where it was not given; ``signs`` (n, p)
    are −1, 0 or +1 for each of ``themes``, the most spoken of first; ``spoken`` (p,) responses of
    ``people`` (p,) persons speak of each and have a score; ``known`` is what is known of responses,
    a number for each value.
    """

    score: Array
    person: npt.NDArray[np.int64]
    themes: tuple[str, ...]
    signs: Array
    spoken: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    known: Mapping[str, npt.NDArray[np.int64]]


def joint(
    about: Asked,
    perimeter: Perimeter,
    score: Score,
    *,
    least: int,
    most: int,
    known: tuple[str, ...] = (),
) -> Joint:
    """Return the responses of a population with what they say of its specific themes.

    ``least`` scored responses speak of each theme, which are the ``most`` spoken of; ``known``
    names dimensions of responses.
    """
    import narwhals as nw

    facts = perimeter.facts()
    population = Rows(Question("share", known, about.population), perimeter, facts)
    voices = collected(
        population.voices().select("response", "person", *population.columns).unique()
    )
    order = np.argsort(voices["response"].to_numpy(), kind="stable")
    responses = voices["response"].to_numpy()[order]
    scored = Rows(Question("mean_score", (), (*about.population, *score.filters)), perimeter, facts)
    answers = collected(scored.scores().group_by("response").agg(nw.col("value").mean()))
    place, found = _placed(responses, answers["response"].to_numpy())
    values = np.full(len(responses), np.nan)
    values[place[found]] = score.better(answers["value"].to_numpy().astype(np.float64))[found]
    filters = about.population + about.about
    said = Rows(Question("net_polarity", ("theme",), filters), perimeter, facts)
    mentions = said.mentions() if said.mentions_suffice else said.opinions()
    if not said.mentions_suffice:
        mentions = mentions.rename({"polarity": "sign"})
    signs = collected(mentions.group_by("response", "d0").agg(nw.col("sign").sum()))
    place, found = _placed(responses, signs["response"].to_numpy())
    encoded = signs["d0"].combine_chunks().dictionary_encode()
    names = [str(name) for name in encoded.dictionary.to_pylist()]
    theme = encoded.indices.to_numpy(zero_copy_only=False)
    told = found & np.isfinite(values[place]) if len(values) else found
    spoken = np.bincount(theme[told], minlength=len(names))
    kept = [
        i
        for i in sorted(range(len(names)), key=lambda i: (-spoken[i], names[i]))
        if spoken[i] >= least and is_specific(perimeter.workspace, names[i])
    ][:most]
    _, person = np.unique(voices["person"].to_numpy()[order], return_inverse=True)
    judged = np.sign(signs["sign"].to_numpy().astype(np.float64))
    matrix = np.zeros((len(responses), len(kept)))
    people = np.zeros(len(kept), np.int64)
    for column, i in enumerate(kept):
        rows = found & (theme == i)
        matrix[place[rows], column] = judged[rows]
        people[column] = len(np.unique(person[place[rows & told]]))
    labels = {
        name: coded(voices, {column: name})[0][order]
        for column, name in zip(population.columns, known, strict=True)
    }
    themes = tuple(names[i] for i in kept)
    return Joint(values, person.astype(np.int64), themes, matrix, spoken[kept], people, labels)


def _placed(
    responses: npt.NDArray[Any], wanted: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return where each wanted response is among sorted ones, and whether it is there."""
    place = np.minimum(np.searchsorted(responses, wanted), max(0, len(responses) - 1))
    if not len(responses):
        return place, np.zeros(len(wanted), np.bool_)
    return place, responses[place] == wanted
