"""Opinions that go with another: how much more often they are held in the same voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.errors import QuestionError
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.asking.sums import share_by_cell
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.groups.comparing import gap_p
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import Moments, quantile, share_interval
from rebond.quantify.use_cases.readings import READING
from rebond.quantify.use_cases.subjects import asked, names_a_subject, only_subjects
from rebond.vocabulary import Message

if TYPE_CHECKING:
    import narwhals as nw

LEAST = 5  # voices that hold both


def answer_together(question: Question, perimeter: Perimeter) -> Answer:
    """Return, for each opinion, how often it is held beside the one that the filters keep.

    The lift is its share among the voices that hold the opinion asked about, over its share among
    the other voices. Opinions on the subjects asked about are left out.

    Raises
    ------
    QuestionError
        When no filter keeps an opinion.
    """
    about = asked(question)
    only_subjects(about, "together by theme where theme = price")
    if not about.about:
        raise QuestionError(
            "“{measure}” needs an opinion that the others go with. Keep one, for example"
            " “{example}”.",
            measure=question.measure,
            example=f"{question} where theme = … and polarity = negative",
        )
    facts = perimeter.facts()
    holding = Rows(Question("share", question.dimensions, question.filters), perimeter, facts)
    kept = holding.opinions()
    own = collected(kept.select("d0").unique())["d0"].to_pylist()
    inside = kept.select("voice").unique()
    every = Rows(Question("share", question.dimensions, about.population), perimeter, facts)
    said = every.opinions().select("voice", "person", *every.columns).unique()
    voices = every.voices().select("voice", "person")
    with_it = _shares(said, voices, inside, every.columns, "semi")
    others = _shares(said, voices, inside, every.columns, "anti")
    cells = _cells(with_it, others, own, question, perimeter)
    whole = voices.join(inside, on="voice", how="semi")
    base = next(iter(with_it.values()), None)
    n = base.n if base else int(collected(whole.select("voice")).num_rows)
    share = share_by_cell(whole.select("person"), voices, (), ()).get(())
    total = Cell((), None, None, None, n, base.people if base else 0)
    if share is not None and share.n:
        low, high = (100 * end for end in share_interval(share))
        total = Cell((), 100 * share.ratio, low, high, share.n, share.people, unit="%")
    note = Message(
        "Share: of the voices that hold the opinion asked about. Lift: that share over the share"
        " among the other voices; 1 when they have nothing to do with each other."
    )
    return Answer(tuple(cells), total, (READING,), (note,), method="use-cases")


def _shares(
    said: nw.LazyFrame[Any],
    voices: nw.LazyFrame[Any],
    inside: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    how: Any,
) -> dict[tuple[Any, ...], Moments]:
    """Return the share of each opinion among the voices inside ("semi") or outside ("anti")."""
    spoken = said.join(inside, on="voice", how=how).select("person", *columns)
    return share_by_cell(spoken, voices.join(inside, on="voice", how=how), columns, ())


def _cells(
    with_it: dict[tuple[Any, ...], Moments],
    others: dict[tuple[Any, ...], Moments],
    own: list[Any],
    question: Question,
    perimeter: Perimeter,
) -> list[Cell]:
    dimensions = question.dimensions
    any_ = next(iter(others.values()), Moments(0, 0, 0, 0, 0, 0, 0))
    silent = Moments(any_.n, 0, 0, any_.people, 0, 0, any_.xx)
    if not any_.n:
        return []
    rows = []
    for raw, one in with_it.items():
        keys = tuple(key_text(key, name) for key, name in zip(raw, dimensions, strict=True))
        if one.total < LEAST or raw[0] in own:
            continue
        if not names_a_subject(perimeter, dimensions[0], keys[0]):
            continue
        rest = others.get(raw, silent)
        p, _ = gap_p(one, rest, share=True)
        rows.append((keys, one, rest, 1.0 if p is None else p))
    adjusted = q_values([p for *_, p in rows])
    cells = []
    told = [bool(q <= FALSE_DISCOVERIES) for q in adjusted]
    order = sorted(
        range(len(rows)),
        key=lambda i: (not told[i], -lift_of(rows[i][1], rows[i][2])[0], rows[i][0]),
    )
    for i in order:
        keys, one, rest, _ = rows[i]
        lift, low, high = lift_of(one, rest)
        n, people = one.n, one.people
        cells.append(Cell((*keys, "lift"), lift, low, high, n, people, told[i]))
        low, high = (100 * end for end in share_interval(one))
        cells.append(Cell((*keys, "share"), 100 * one.ratio, low, high, n, people, unit="%"))
    return cells


def lift_of(one: Moments, rest: Moments) -> tuple[float, float, float]:
    """Return the ratio of two shares of different people, with its interval on the log scale.

    The variance of the logarithm is Var(R)/R² of each side, clustered by person, never under that
    of as many independent people (Katz and others 1978, doi:10.2307/2530610). Where the others
    never hold it, half a voice is added to both sides.
    """
    more = 0.5 if rest.total == 0 else 0.0
    ratio, variance = 1.0, 0.0
    for side, power in ((one, 1), (rest, -1)):
        share = (side.total + more) / (side.n + more)
        ratio *= share**power
        variance += max((1 - share) / (side.total + more), side.variance / share**2)
    half = quantile(max(2, min(one.people, rest.people))) * variance**0.5
    return ratio, ratio * float(np.exp(-half)), ratio * float(np.exp(half))
