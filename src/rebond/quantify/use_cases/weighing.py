"""Weights of themes by two methods, with what could mislead them handled and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from rebond.errors import QuestionError
from rebond.quantify.asking.arrays import encoded
from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows
from rebond.quantify.drivers.shapley import MOST_DRIVERS
from rebond.quantify.drivers.sharing import LEAST_PER_THEME, SharedOut, share_out
from rebond.quantify.drivers.weights import (
    LEAST_RESPONSES,
    MOST_THEMES,
    established,
    panel_of,
    sums_of,
)
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.groups.gaps import MOST_VALUES, dimension_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import gathered, of_columns
from rebond.quantify.use_cases.joint import Joint, joint
from rebond.quantify.use_cases.readings import READING
from rebond.quantify.use_cases.subjects import Asked, asked, mixed, score_of
from rebond.vocabulary import Message, Quantity

INFLATED = 5.0  # above, the data cannot part themes (Belsley, Kuh and Welsch 1980)
MOST_HELD = 6  # attributes held equal
MOST_LOOKED_AT = 30
LEAST_PER_VALUE = 20  # responses for each value of an attribute held equal
_AT_ONCE = 6  # attributes read together
_PLACES = ("stakeholder", "channel", "source")


def answer_shapley(question: Question, perimeter: Perimeter) -> Answer:
    """Return the parts of themes in a score's variance by Shapley and by Johnson, in %.

    Raises
    ------
    QuestionError
        By anything but theme, or without any score.
    """
    about = asked(question)
    if question.dimensions != ("theme",):
        raise QuestionError(
            "Weights are those of themes on a score. Ask “{example}”.", example="shapley by theme"
        )
    inside = perimeter.where(*about.population)
    found = weights_beside(about, perimeter, score_of(inside, question.measure))
    return replace(found, notes=(*found.notes, *mixed(inside)))


def weights_beside(about: Asked, perimeter: Perimeter, score: Score) -> Answer:
    """Return the same for a score, of what is asked by theme."""
    inside = perimeter.where(*about.population)
    held = held_equal(inside, score)
    least = max(LEAST_RESPONSES, score.answers // 400)
    every = joint(about, perimeter, score, least=least, most=MOST_THEMES, known=held)
    panel = panel_of(inside, score) if about.about else every.panel()
    sums = sums_of(panel)
    data = every.first(MOST_DRIVERS)
    heaviest = [*range(len(data.themes)), len(panel.themes)]
    known = None if about.about or sums is None else of_columns(sums, heaviest)
    found = share_out(data.score, data.signs, data.person, data.themes, sums=known)
    within = _held_equal_shares(data, held) if held else None
    cells = _cells(data, found, within, established(inside, panel, sums))
    people = found.people
    total = Cell((), found.r2, found.r2_low, found.r2_high, found.n, people)
    notes = _notes(found, within, held, score)
    return Answer(cells, total, details=(READING,), notes=notes, method="sharing-out")


def held_equal(inside: Perimeter, score: Score) -> tuple[str, ...]:
    """Return what is known of responses and can be held equal: each value has 20 answers or more.

    Who answers, where, and attributes with few values, the fewest first. Those of all the data are
    looked for once for one version of them.
    """
    if inside.filters:
        return _held_equal(inside, score)
    what = f"held equal {score.filters}"
    return inside.facts().remember(what, lambda: _held_equal(inside, score))


def _held_equal(inside: Perimeter, score: Score) -> tuple[str, ...]:
    facts = inside.facts()
    names = [*_PLACES, *(dimension_of(name) for name in facts.attribute_names[:MOST_LOOKED_AT])]
    counted = []
    for first in range(0, len(names), _AT_ONCE):
        some = tuple(names[first : first + _AT_ONCE])
        rows = Rows(Question("mean_score", some, score.filters), inside, facts)
        table = collected(rows.scores().select(*rows.columns), as_text=False)
        for column, name in zip(rows.columns, some, strict=True):
            values = len(gathered(encoded(table[column])[0])[0])
            if 1 < values <= MOST_VALUES and table.num_rows >= LEAST_PER_VALUE * values:
                counted.append((values, name))
    return tuple(name for _, name in sorted(counted)[:MOST_HELD])


def _held_equal_shares(data: Joint, held: tuple[str, ...]) -> SharedOut:
    """Return the same where attributes are held equal; how far methods agree is not asked."""
    attributes = {name: data.known[name] for name in held}
    return share_out(
        data.score, data.signs, data.person, data.themes, attributes=attributes, resamples=0
    )


def _cells(
    data: Joint, found: SharedOut, within: SharedOut | None, told: Mapping[str, bool]
) -> tuple[Cell, ...]:
    size = {
        theme: (int(n), int(p))
        for theme, n, p in zip(data.themes, data.spoken, data.people, strict=True)
    }
    beside = {share.theme: share for share in (within.shares if within else ())}
    cells = []
    for share in found.shares:
        n, people = size[share.theme]
        parts = [
            ("weight", share.johnson, share.johnson_low, share.johnson_high),
            ("shapley", share.shapley, share.low, share.high),
        ]
        if share.theme in beside:
            held = beside[share.theme]
            parts.append(("within", held.shapley, held.low, held.high))
        for name, value, low, high in parts:
            established = told.get(share.theme) if name == "weight" else None
            keys = (share.theme, name)
            cells.append(Cell(keys, value, low, high, n, people, established, unit="%"))
        factor = share.inflation if np.isfinite(share.inflation) else None
        cells.append(Cell((share.theme, "inflation"), factor, None, None, n, people, unit="ratio"))
    return tuple(cells)


def _notes(
    found: SharedOut, within: SharedOut | None, held: tuple[str, ...], score: Score
) -> tuple[Message, ...]:
    if not found.shares:
        return (
            Message(
                "Too few scores beside a voice to weigh themes: {n} responses, at least {least} a"
                " theme are needed.",
                {"n": found.n, "least": LEAST_PER_THEME},
            ),
        )
    notes = [
        Message(
            "Themes go with {r2}% of the variance of “{score}” ({low} to {high}; n = {n}). Johnson"
            " and Shapley rank them alike at {agreement} (1 is the same order; above {least} in"
            " 95% of resamples).",
            {
                "score": score.name,
                "r2": Quantity(found.r2, 1),
                "low": Quantity(found.r2_low, 1),
                "high": Quantity(found.r2_high, 1),
                "n": found.n,
                "agreement": Quantity(found.agreement, 2),
                "least": Quantity(found.agreement_low, 2),
            },
        )
    ]
    repeated = [s for s in found.shares if not s.inflation < INFLATED]
    if repeated:
        notes.append(
            Message(
                "{count} themes repeat each other (inflation of {limit} and more): the data cannot"
                " part their weights.",
                {"count": len(repeated), "limit": Quantity(INFLATED)},
            )
        )
    if found.missing:
        notes.append(
            Message(
                "{missing} responses speak without a score: those that say the same stand for"
                " them.",
                {"missing": found.missing},
            )
        )
    if within is not None and within.shares:
        notes.append(
            Message(
                "Held equal: {held}. {taken}% of the variance of the score goes with them.",
                {"held": ", ".join(held), "taken": Quantity(within.taken_out, 1)},
            )
        )
    return tuple(notes)
