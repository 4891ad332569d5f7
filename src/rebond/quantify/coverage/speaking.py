"""Who speaks in a perimeter, one row a person, beside who is known to exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rebond.errors import InputError
from rebond.quantify.asking.chosen import main_stakeholder
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.coverage.population import in_words_of_the_data, known_population
from rebond.quantify.coverage.raking import Labels, Margins, Raked, rake
from rebond.quantify.coverage.representativeness import Presence, presences
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

UNKNOWN = ""  # the label of who has none: it keeps its share


@dataclass(frozen=True)
class Represented:
    """Who speaks against who exists.

    ``people`` speak, of the ``stakeholder`` the population is about; ``unknown`` counts, by
    attribute, those whose label is not known; ``person`` (n,) are their hashes, in the order of
    the weights of ``raked``.
    """

    stakeholder: str
    people: int
    unknown: Mapping[str, int]
    presences: tuple[Presence, ...]
    raked: Raked
    person: npt.NDArray[np.uint64]


def represented(perimeter: Perimeter) -> Represented:
    """Compare who speaks in a perimeter with the population that its workspace remembers.

    Of the stakeholder with the most responses; a person with several labels has that of their
    last response.

    Raises
    ------
    InputError
        When no population is known.
    QuestionError
        When the population has an attribute that the data do not have.
    """
    margins = known_population(perimeter.workspace)
    if margins is None:
        raise InputError(
            "Nobody has said who exists. Give how many people each value has, in a table of three"
            " columns (attribute, value, people): rebond population FILE --workspace DIR."
        )
    key = tuple((name, tuple(sizes.items())) for name, sizes in margins.items())
    return _represented(perimeter, perimeter.workspace.data_version, key)


@lru_cache(maxsize=8)
def _represented(
    perimeter: Perimeter,
    data_version: str,
    key: tuple[tuple[str, tuple[tuple[str, float], ...]], ...],
) -> Represented:
    del data_version  # part of the identity of what is remembered
    known = in_words_of_the_data({name: dict(sizes) for name, sizes in key}, perimeter.facts())
    stakeholder = main_stakeholder(perimeter)
    inside = perimeter.where(Filter("stakeholder", "=", (stakeholder,)))
    person, labels = speakers(inside, tuple(known))
    unknown = {name: int((column == UNKNOWN).sum()) for name, column in labels.items()}
    return Represented(
        stakeholder=stakeholder,
        people=len(person),
        unknown=unknown,
        presences=presences(labels, known),
        raked=rake(labels, _with_unknown(known, unknown, len(person))),
        person=person,
    )


def speakers(
    perimeter: Perimeter, attributes: tuple[str, ...]
) -> tuple[npt.NDArray[np.uint64], dict[str, Labels]]:
    """Return the persons of a perimeter, sorted, and their last known label of each attribute."""
    dimensions = ("day", *(dimension_of(name) for name in attributes))
    rows = Rows(Question("responses", dimensions), perimeter, perimeter.facts())
    table = collected(rows.responses())
    person = table["person"].to_numpy().astype(np.uint64)
    day = np.array([d or UNKNOWN_DATE for d in table["d0"].to_pylist()], "datetime64[D]")
    order = np.lexsort((table["response"].to_numpy(), day, person))
    persons, place = np.unique(person[order], return_inverse=True)
    labels: dict[str, Labels] = {}
    for i, name in enumerate(attributes, start=1):
        said = table[f"d{i}"].to_numpy(zero_copy_only=False).astype(str)[order]
        last = np.full(len(persons), -1)
        told = np.flatnonzero(said != UNKNOWN)
        last[place[told]] = told  # in order of days: the last one stays
        found = np.full(len(persons), UNKNOWN, said.dtype if len(said) else "<U1")
        found[last >= 0] = said[last[last >= 0]]
        labels[name] = found
    return persons, labels


def _with_unknown(known: Margins, unknown: Mapping[str, int], people: int) -> Margins:
    """Return the margins in which who has no label keeps their share of those who speak."""
    whole: dict[str, dict[str, float]] = {}
    for name, sizes in known.items():
        part = unknown[name] / people if people else 0.0
        whole[name] = dict(sizes)
        if 0 < part < 1:
            whole[name][UNKNOWN] = sum(sizes.values()) * part / (1 - part)
    return whole
