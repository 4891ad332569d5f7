"""Responses one by one, with all that each says: for methods that look at themes together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.arrays import (
    answers_by_response,
    counted_apart,
    encoded,
    first_rows,
    placed,
    said_of_themes,
)
from rebond.quantify.asking.chosen import Panel, Score
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import renumbered
from rebond.quantify.use_cases.subjects import Asked

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Joint:
    """Responses with a meaningful voice.

    ``score`` (n,) is turned so that higher is better, nan where it was not given; ``signs`` (n, p)
    are −1, 0 or +1 for each of ``themes``, the most spoken of first; ``spoken`` (p,) responses of
    ``people`` (p,) persons speak of each and have a score; ``known`` is what is known of responses,
    a number for each value; ``response`` (n,) are their own numbers.
    """

    score: Array
    person: npt.NDArray[np.int64]
    themes: tuple[str, ...]
    signs: npt.NDArray[np.int8]
    spoken: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    known: Mapping[str, npt.NDArray[np.int64]]
    response: npt.NDArray[np.int64]

    def first(self, themes: int) -> Joint:
        """Return the same with only the themes most spoken of."""
        return replace(
            self,
            themes=self.themes[:themes],
            signs=self.signs[:, :themes],
            spoken=self.spoken[:themes],
            people=self.people[:themes],
        )

    def panel(self) -> Panel:
        """Return the responses that have a score."""
        known = np.isfinite(self.score)
        scored = slice(None) if known.all() else known  # a slice copies nothing
        return Panel(
            self.response[scored],
            self.score[scored],
            renumbered(self.person[scored]),
            self.themes,
            self.signs[scored],
            self.spoken,
        )


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
    facts = perimeter.facts()
    population = Rows(Question("share", known, about.population), perimeter, facts)
    frame = population.voices().select("response", "person", *population.columns)
    voices = collected(frame, as_text=False)
    responses, first = first_rows(voices["response"].to_numpy())
    scored = Rows(Question("mean_score", (), (*about.population, *score.filters)), perimeter, facts)
    answering, _, answers = answers_by_response(scored.scores())
    place = placed(answering, responses)
    values = np.full(len(responses), np.nan)
    values[place[place >= 0]] = score.better(answers)[place >= 0]
    filters = about.population + about.about
    said = said_of_themes(
        Rows(Question("net_polarity", ("theme",), filters), perimeter, facts), responses
    )
    told = np.isfinite(values)[said.response]
    names, spoken = said.themes, np.bincount(said.theme[told], minlength=len(said.themes))
    kept = [
        i
        for i in sorted(range(len(names)), key=lambda i: (-spoken[i], names[i]))
        if spoken[i] >= least and is_specific(perimeter.workspace, names[i])
    ][:most]
    person = renumbered(voices["person"].to_numpy()[first])
    people = counted_apart(said.theme[told], len(names), person[said.response[told]])
    labels = {
        name: encoded(voices[column])[0][first]
        for column, name in zip(population.columns, known, strict=True)
    }
    return Joint(
        values,
        person,
        tuple(names[i] for i in kept),
        said.matrix(len(responses), kept),
        spoken[kept],
        people[kept],
        labels,
        responses,
    )
