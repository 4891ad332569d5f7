"""What each measure sums, over which units.

Score measures count responses, one unit a response and score question; when a question of the
same kind was asked twice in one response, the response counts once, by its mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.fields import written_scale
from rebond.quantify.asking.names import KIND_OF, normal
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.sums import Keys, counts_by_cell, moments_by_cell, share_by_cell
from rebond.quantify.statistics.intervals import (
    Moments,
    mean_interval,
    net_interval,
    share_interval,
)

if TYPE_CHECKING:
    import narwhals as nw

TOP_BOX = 0.75  # position on the scale from which an answer is in the top box


@dataclass(frozen=True)
class Measured:
    """The moments of each cell of a measure, and how to read them.

    ``factor`` brings a ratio to the figure's unit; ``scale`` holds the ends of a score, ``scales``
    those of the answers summed up.
    """

    cells: dict[Keys, Moments]
    form: str  # "share", "net", "mean"
    factor: float = 1.0
    scale: tuple[float, float] | None = None
    scales: list[dict[str, Any]] = field(default_factory=list)

    def interval(self, moments: Moments) -> tuple[float, float]:
        """Return the interval of a cell in the figure's unit."""
        if self.form == "share":
            low, high = share_interval(moments)
        elif self.form == "net":
            low, high = net_interval(moments)
        else:
            low, high = mean_interval(moments, *(self.scale or (0.0, 1.0)))
        return self.factor * low, self.factor * high


def measured(rows: Rows, weights: nw.LazyFrame[Any] | None = None) -> Measured:
    """Return the moments of a ratio measure (every measure but counts and weights).

    ``weights`` (person, weight) weigh people, as in `sums.moments_by_cell`.
    """
    measure = rows.question.measure
    if measure == "share":
        return _share(rows, weights)
    if measure == "net_polarity":
        units = speaking_voices(rows).rename({"sign": "y"})
        return Measured(moments_by_cell(units, rows.columns, weights=weights), "net", 100)
    return _score(rows, weights)


def counted(rows: Rows) -> dict[Keys, tuple[int, int]]:
    """Return the units and people of each cell of a count."""
    measure, columns = rows.question.measure, list(rows.columns)
    by_opinion = bool(rows.dimensions_of("opinions"))
    if measure == "opinions":
        if not by_opinion and "opinions" not in rows.looks_at:
            return counts_by_cell(rows.voices(), rows.columns, size="said")
        units = rows.opinions()
    elif by_opinion:
        unit = "voice" if measure == "voices" else "response"
        said = rows.mentions() if rows.mentions_suffice else rows.opinions()
        units = said.select(unit, "person", *columns).unique()
    elif measure == "voices":
        units = rows.voices(holding=True)
    elif rows.dimensions_of("voices"):
        units = rows.voices(holding=True).select("response", "person", *columns).unique()
    else:
        units = rows.responses()
    return counts_by_cell(units, rows.columns)


def speaking_voices(rows: Rows) -> nw.LazyFrame[Any]:
    """Return one row a voice (and cell) that holds an opinion kept: person, sign, cell."""
    import narwhals as nw

    if rows.mentions_suffice:
        return rows.mentions()
    if not rows.dimensions_of("opinions") and "opinions" not in rows.looks_at:
        return rows.voices().filter(nw.col("said") > 0)
    summed = rows.opinions().group_by("voice", "person", *rows.columns)
    frame = summed.agg(nw.col("polarity").sum().alias("sum"))
    sign = nw.when(nw.col("sum") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
    against = nw.when(nw.col("sum") < 0).then(nw.lit(1)).otherwise(nw.lit(0))
    return frame.with_columns((sign - against).alias("sign"))


def _share(rows: Rows, weights: nw.LazyFrame[Any] | None) -> Measured:
    if not rows.dimensions_of("opinions"):
        units = _marked_voices(rows)
        return Measured(moments_by_cell(units, rows.columns, weights=weights), "share", 100)
    base = tuple(c for c in rows.columns if c not in rows.dimensions_of("opinions"))
    speaking = speaking_voices(rows).select("person", *rows.columns)
    cells = share_by_cell(speaking, rows.voices(), rows.columns, base, weights=weights)
    return Measured(cells, "share", 100)


def _marked_voices(rows: Rows) -> nw.LazyFrame[Any]:
    """Return the voices of the base, with ``y``: 1 for those that hold an opinion kept, else 0."""
    import narwhals as nw

    voices = rows.voices()
    if "opinions" in rows.looks_at:
        keys = rows.speaking().with_columns(nw.lit(1).alias("speaks"))
        voices = voices.join(keys, on="voice", how="left")
        marked = nw.when(nw.col("speaks").is_null()).then(nw.lit(0.0)).otherwise(nw.lit(1.0))
    else:
        marked = nw.when(nw.col("said") > 0).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    return voices.with_columns(marked.alias("y"))


@dataclass(frozen=True)
class Answered:
    """The answers of scores that a measure sums up, one unit a response: person, value, cells.

    ``scales`` are those of the answers: question, kind, low, high, higher_is_better.
    """

    units: nw.LazyFrame[Any]
    scales: list[dict[str, Any]]


def answered(rows: Rows) -> Answered:
    """Return the answers that a measure sums up, with ``better``: turned so that higher is.

    A response that answered several of the questions counts once, by its mean, unless the figure
    is by question.
    """
    import narwhals as nw

    scores, scales = rows.scores(), _candidates(rows)
    kind = KIND_OF.get(rows.question.measure)
    if kind:
        scores = scores.filter(nw.col("kind") == kind)
    if len({_ends(scale) for scale in scales}) > 1:
        scales = _scales(scores)
    upright = nw.when(nw.col("higher_is_better")).then(nw.col("value"))
    turned = upright.otherwise(nw.col("low") + nw.col("high") - nw.col("value"))
    units = scores.with_columns(turned.alias("better"))
    return Answered(units, scales)


def _score(rows: Rows, weights: nw.LazyFrame[Any] | None) -> Measured:
    import narwhals as nw

    measure = rows.question.measure
    found = answered(rows)
    value, form, factor, ends = nw.col("better"), "share", 100.0, None
    if measure == "nps":
        promoter = nw.when(value >= 9).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        detractor = nw.when(value <= 6).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        unit, form = promoter - detractor, "net"
    elif measure == "csat_top":
        position = (value - nw.col("low")) / (nw.col("high") - nw.col("low"))
        unit = nw.when(position >= TOP_BOX).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    else:
        ends = one_scale(measure, found.scales)
        unit, form, factor = nw.col("value"), "mean", 1.0
    units = found.units.with_columns(unit.alias("y"))
    units = units.select("person", "response", "y", *rows.columns)
    once = by_response(rows, found.scales)
    fractions = form == "mean" and not rows.facts.whole_answers
    cells = moments_by_cell(
        units, rows.columns, by_response=once, fractions=fractions, weights=weights
    )
    return Measured(cells, form, factor, ends, found.scales)


def by_response(rows: Rows, scales: list[dict[str, Any]]) -> bool:
    """Return whether a response may have several answers, that its mean stands for."""
    several = len({scale["question"] for scale in scales}) > 1
    twice = any(scale["kind"] in rows.facts.kinds_answered_twice for scale in scales)
    return several and twice and not rows.dimensions_of("scores")


def _candidates(rows: Rows) -> list[dict[str, Any]]:
    """Return the scales that the answers may have, by the filters on their question and kind."""
    scales = rows.facts.scales
    kind = KIND_OF.get(rows.question.measure)
    if kind:
        scales = [scale for scale in scales if scale["kind"] == kind]
    for one in rows.filters_of("scores"):
        column = {"kind": "kind", "score": "question", "question": "question"}.get(one.field)
        if column and one.operator in ("=", "in"):
            wanted = {normal(value) for value in one.values}
            scales = [scale for scale in scales if normal(scale[column]) in wanted]
    return scales


def _ends(scale: dict[str, Any]) -> tuple[Any, ...]:
    return scale["kind"], scale["low"], scale["high"], scale["higher_is_better"]


def _scales(scores: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    columns = ["question", "kind", "low", "high", "higher_is_better"]
    rows: list[dict[str, Any]] = collected(scores.select(columns).unique()).to_pylist()
    return sorted(rows, key=lambda row: (row["kind"], row["question"]))


def one_scale(measure: str, scales: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the ends of the one scale; means over several scales would mean nothing.

    Raises
    ------
    QuestionError
        When there are several; the message says how to keep one.
    """
    ends = set(map(_ends, scales))
    if len(ends) > 1:
        raise QuestionError(
            "{measure} would mix {count} scales. Keep one with a filter such as"
            " “{example}”; scores: {valid}.",
            measure=measure,
            count=len(ends),
            example=f'score = "{scales[0]["question"]}"',
            valid="; ".join(map(written_scale, scales)),
        )
    return next(((low, high) for _, low, high, _ in ends), (0.0, 1.0))
