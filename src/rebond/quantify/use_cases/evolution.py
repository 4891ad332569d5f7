"""How a subject evolves: voices, their share, and how they judge, period by period."""

from __future__ import annotations

import datetime

from rebond.errors import QuestionError
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.names import TIME_DIMENSIONS
from rebond.quantify.asking.rows import Rows, key_text
from rebond.quantify.asking.sums import Keys, moments_by_cell
from rebond.quantify.changes.shifts import shifts
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.intervals import Moments, share_interval
from rebond.quantify.use_cases.readings import READING
from rebond.quantify.use_cases.subjects import Asked, asked
from rebond.quantify.use_cases.weekly import weekly
from rebond.vocabulary import Message, Quantity

_SIGNS = (("positive", 1), ("negative", -1))


def answer_evolution(question: Question, perimeter: Perimeter) -> Answer:
    """Return, for each period, the voices that speak of the subject, their share, and the shares of
    them that judge it well and badly.

    For one subject the shifts of its weekly share are told beside (`changes.shifts`).

    Raises
    ------
    QuestionError
        Without a period or without a subject.
    """
    about = asked(question)
    if not about.about and not about.subjects:
        raise QuestionError(
            "“{measure}” needs a subject. Ask it by theme, or keep one, for example “{example}”.",
            measure=question.measure,
            example=f"{question} where theme = …",
        )
    times = [name for name in question.dimensions if name in TIME_DIMENSIONS]
    if len(times) != 1:
        raise QuestionError(
            "“{measure}” follows a subject over time. Ask it by one of: {valid}; for example"
            " “{example}”.",
            measure=question.measure,
            valid=", ".join(TIME_DIMENSIONS),
            example="evolution by month where theme = price",
        )
    plain = Question("share", question.dimensions, question.filters)
    rows = Rows(plain, perimeter, perimeter.facts())
    shares = measured(rows)
    judged = _judged(rows)
    cells = []
    order = sorted(shares.cells, key=lambda keys: _place(question, keys))
    for raw in order:
        one = shares.cells[raw]
        keys = tuple(key_text(k, of) for k, of in zip(raw, question.dimensions, strict=True))
        if one.n == 0 or "" in keys:
            continue
        ends = shares.interval(one)
        n, people = one.n, one.people
        voices = Cell((*keys, "voices"), one.total, None, None, n, people, unit="count")
        cells += [voices, Cell((*keys, "share"), 100 * one.ratio, *ends, n=n, people=people)]
        for name, sign in _SIGNS:
            some = judged[sign].get(raw)
            if some is None or some.n == 0:
                cells.append(Cell((*keys, name), None, None, None, 0, 0))
                continue
            low, high = (100 * end for end in share_interval(some))
            share = 100 * some.ratio
            cells.append(Cell((*keys, name), share, low, high, some.n, some.people))
    whole = measured(Rows(plain.by(), perimeter, perimeter.facts()))
    one = whole.cells[()]
    total = Cell((), None, None, None, one.n, one.people)
    if one.n:
        total = Cell((), 100 * one.ratio, *whole.interval(one), n=one.n, people=one.people)
    notes = [
        Message(
            "Share: of all voices of the period. Positive and negative: of the voices that speak of"
            " it; the others judge neither well nor badly."
        )
    ]
    if question.dimensions == (times[0],) and about.about:
        notes += _shifts(about, perimeter)
    return Answer(tuple(cells), total, (READING,), tuple(notes), method="use-cases")


def _place(question: Question, keys: Keys) -> tuple[str, ...]:
    """Return the order of a cell: subject by subject, then in order of time."""
    named = dict(zip(question.dimensions, map(str, keys), strict=True))
    others = [value for name, value in named.items() if name not in TIME_DIMENSIONS]
    return (*others, *(value for name, value in named.items() if name in TIME_DIMENSIONS))


def _judged(rows: Rows) -> dict[int, dict[Keys, Moments]]:
    """Return, for each sign, the moments of the voices that judge so, among those that speak."""
    import narwhals as nw

    summed = rows.opinions().group_by("voice", "person", *rows.columns)
    voices = summed.agg(nw.col("polarity").sum().alias("sum"))
    total = nw.col("sum")
    tests = {1: total > 0, -1: total < 0}
    found = {}
    for sign, test in tests.items():
        y = nw.when(test).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        units = voices.with_columns(y.alias("y")).select("person", "y", *rows.columns)
        found[sign] = moments_by_cell(units, rows.columns)
    return found


def _shifts(about: Asked, perimeter: Perimeter) -> list[Message]:
    """Return what shifted in the weekly share of the subject, told in words."""
    series = weekly(about, perimeter, by_subject=False)
    if not series.keys:
        return []
    found = shifts(series.voices, series.speaking[:, 0])
    if not found:
        return [
            Message(
                "Its weekly share shows no shift beyond chance over {weeks} weeks (5% of the"
                " subjects that never shift would show one).",
                {"weeks": len(series.weeks)},
            )
        ]
    notes = []
    for shift in found:
        values: dict[str, object] = {
            "start": series.weeks[shift.start],
            "end": series.weeks[shift.end - 1] + datetime.timedelta(days=6),
            "size": Quantity(100 * shift.size, 1, signed=True),
            "low": Quantity(100 * shift.low, 1, signed=True),
            "high": Quantity(100 * shift.high, 1, signed=True),
        }
        if shift.lasting:
            notes.append(
                Message(
                    "Its weekly share stands at another level since {start}: {size} points ({low}"
                    " to {high}).",
                    values,
                )
            )
        else:
            notes.append(
                Message(
                    "From {start} to {end} its weekly share stood at another level: {size} points"
                    " ({low} to {high}).",
                    values,
                )
            )
    return notes
