"""What looks wrong in the data of a workspace: everything tested together, at one false-alarm rate.

Sources that stopped, scales that go against the words, waves of copies, and units whose last weeks
have more or fewer responses of a source than their own past and the other units call for.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.asking.series import whole_weeks
from rebond.quantify.coverage.anomalies import (
    LEAST_COPIES,
    LEAST_UNITS,
    LEAST_WEEKS,
    MOST_STOPPED,
    Anomaly,
    copy_waves,
    off_activity,
    reversed_scale,
    stopped_source,
    told,
)
from rebond.quantify.groups.gaps import dimension_of, scanned_attributes
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.vocabulary import Message, Quantity

Array = npt.NDArray[np.float64]
RATE = 0.01
LEAST_LENGTH = 20  # characters of a text whose copies are counted: “Très bien” is a stock phrase
LATE = 8  # weeks in which a unit is compared with its own past
LEAST_PAST = 20  # responses of a unit before them
SHOWN = 60  # characters of a copied text
Key = tuple[str, ...]


@dataclass(frozen=True)
class Ill:
    """One thing that looks wrong, with a sentence that says what to do.

    ``since`` is the Monday of the first week concerned, None where there is none.
    """

    anomaly: Anomaly
    since: datetime.date | None
    sentence: Message


@dataclass(frozen=True)
class Health:
    """What looks wrong in a perimeter, the surest first, of ``tested`` things at ``rate``."""

    found: tuple[Ill, ...]
    tested: int
    rate: float


def health(perimeter: Perimeter, *, rate: float = RATE) -> Health:
    """Return what looks wrong in the data of a perimeter.

    Where all data are well, the chance of saying anything is at most ``rate`` (Benjamini and
    Hochberg over everything tested).
    """
    scan = _Scan(perimeter)
    tested = [*scan.stopped(), *scan.reversed(), *scan.copies(), *scan.out_of_line()]
    # `told` compares p-values alone, so that each keeps its own place in the list.
    places = {id(one): i for i, (one, _) in enumerate(tested)}
    kept = told([one for one, _ in tested], rate=rate)
    return Health(
        tuple(scan.said(one, tested[places[id(one)]][1]) for one in kept), len(tested), rate
    )


class _Scan:
    """The tests over a perimeter; each gives anomalies with what names them."""

    def __init__(self, perimeter: Perimeter) -> None:
        self.perimeter = perimeter
        self.facts = perimeter.facts()
        self.weeks: tuple[datetime.date, ...] = ()
        self.by_source = _counts(perimeter, "responses", "week", "source")
        known = [week for week, _ in self.by_source if week != UNKNOWN_DATE]
        if known:
            first, last = whole_weeks(perimeter, min(known), max(known))
            weeks = max(0, (last - first).days // 7 + 1)
            self.weeks = tuple(first + datetime.timedelta(days=7 * i) for i in range(weeks))

    def _series(self, counts: dict[tuple[Any, ...], int]) -> dict[str, Array]:
        """Return one array of weeks for each source."""
        place = {week: i for i, week in enumerate(self.weeks)}
        found: dict[str, Array] = {}
        for (week, source), n in counts.items():
            if week in place:
                found.setdefault(source, np.zeros(len(self.weeks)))[place[week]] = n
        return found

    def stopped(self) -> list[tuple[Anomaly, Key]]:
        """Test each source that others outlive, from its own first week on."""
        series = self._series(self.by_source)
        found: list[tuple[Anomaly, Key]] = []
        for source, counts in sorted(series.items()):
            others = np.array(sum(of for name, of in series.items() if name != source))
            if others.ndim == 0 or others.sum() == 0:
                continue
            heard = np.flatnonzero(counts)
            first, silent = int(heard[0]), len(counts) - 1 - int(heard[-1])
            # Of a silence longer than what is tried only the beginning is looked at.
            end = len(counts) - max(0, silent - MOST_STOPPED)
            if end - first < LEAST_WEEKS + 1:
                continue
            one = stopped_source(source, counts[first:end], others[first:end])
            if one is not None:
                found.append((replace(one, since=one.since + first), (source,)))
        return found

    def reversed(self) -> list[tuple[Anomaly, Key]]:
        """Test each question of each source: its scores against the words beside them."""
        import narwhals as nw

        rows = Rows(Question("mean_score", ("source",)), self.perimeter, self.facts)
        better = nw.when(nw.col("higher_is_better")).then(nw.col("value"))
        scores = rows.scores().with_columns(
            better.otherwise(nw.col("low") + nw.col("high") - nw.col("value")).alias("better")
        )
        words = self.facts.table("opinions").group_by("response")
        signs = words.agg(nw.col("polarity").cast(nw.Float64).mean().alias("sign"))
        table = collected(scores.join(signs, on="response", how="inner")).sort_by(
            [("d0", "ascending"), ("question", "ascending"), ("response", "ascending")]
        )
        columns = {name: table[name].to_numpy() for name in ("better", "sign")}
        person = table["person"].to_numpy().astype(np.int64)
        keys = list(zip(table["d0"].to_pylist(), table["question"].to_pylist(), strict=True))
        starts = [i for i in range(len(keys)) if i == 0 or keys[i] != keys[i - 1]]
        found: list[tuple[Anomaly, Key]] = []
        for start, end in zip(starts, [*starts[1:], len(keys)], strict=False):
            part = slice(start, end)
            source, question = keys[start]
            one = reversed_scale(
                question, columns["better"][part], columns["sign"][part], person[part]
            )
            if one is not None:
                found.append((one, (source, question, str(end - start))))
        return found

    def copies(self) -> list[tuple[Anomaly, Key]]:
        """Test each text that several voices of a source say, against the source's pace."""
        import narwhals as nw

        rows = Rows(Question("voices", ("week", "source")), self.perimeter, self.facts)
        texts = self.facts.table("voices").filter(nw.col("length") >= LEAST_LENGTH)
        said = rows.voices().join(
            texts.select("voice", "voice_id", "text_key"), on="voice", how="inner"
        )
        several = said.group_by("text_key", "d1").agg(nw.len().alias("n"))
        several = several.filter(nw.col("n") >= LEAST_COPIES).select("text_key", "d1")
        table = collected(said.join(several, on=["text_key", "d1"], how="inner"))
        series = self._series(_counts(self.perimeter, "voices", "week", "source"))
        place = {week: i for i, week in enumerate(self.weeks)}
        by_source: dict[str, list[tuple[int, str, str]]] = {}
        for row in table.select(["d0", "d1", "text_key", "voice_id"]).to_pylist():
            if row["d0"] in place:
                one = (place[row["d0"]], str(row["text_key"]), row["voice_id"])
                by_source.setdefault(row["d1"], []).append(one)
        found: list[tuple[Anomaly, Key]] = []
        for source, repeated in sorted(by_source.items()):
            example = {key: voice for _, key, voice in sorted(repeated, reverse=True)}
            weeks = np.array([week for week, _, _ in repeated], np.int64)
            waves = copy_waves(weeks, [key for _, key, _ in repeated], voices=series[source])
            found += [(one, (source, example[one.subject])) for one in waves]
        return found

    def out_of_line(self) -> list[tuple[Anomaly, Key]]:
        """Test each unit and source: its last weeks against its own past, beside other units."""
        found: list[tuple[Anomaly, Key]] = []
        if len(self.weeks) < LATE + LEAST_WEEKS:
            return found
        whole, late = (
            self.perimeter.where(
                Filter("week", ">=", (first.isoformat(),)),
                Filter("week", "<=", (self.weeks[-1].isoformat(),)),
            )
            for first in (self.weeks[0], self.weeks[-LATE])
        )
        sources = sorted({source for _, source in self.by_source})
        for attribute in scanned_attributes(self.perimeter):
            by = (dimension_of(attribute), "source")
            every, recent = _counts(whole, "responses", *by), _counts(late, "responses", *by)
            units = sorted({unit for unit, _ in every if unit})
            for source in sources:
                now = np.array([recent.get((unit, source), 0) for unit in units], float)
                past = np.array([every.get((unit, source), 0) for unit in units], float) - now
                kept = np.flatnonzero(past >= LEAST_PAST)
                if len(kept) < LEAST_UNITS or np.median(now[kept]) < 1:
                    continue
                names = [units[i] for i in kept.tolist()]
                tested = off_activity(names, now[kept], past[kept], counted=True)
                found += [(one, (attribute, source)) for one in tested]
        return found

    def said(self, one: Anomaly, key: Key) -> Ill:
        """Say what looks wrong, and what to do."""
        since = self.weeks[one.since] if one.since >= 0 else None
        seen, expected = Quantity(one.seen), Quantity(one.expected)
        if one.kind == "stopped":
            values: dict[str, object] = {"source": key[0], "since": since}
            message = Message(_STOPPED, values | {"seen": seen, "expected": expected})
        elif one.kind == "reversed":
            values = {"source": key[0], "question": key[1], "n": int(key[2])}
            message = Message(_REVERSED, values | {"r": Quantity(one.seen, 2, signed=True)})
        elif one.kind == "copies":
            values = {"source": key[0], "since": since, "text": self._beginning(key[1])}
            message = Message(_COPIES, values | {"seen": seen, "expected": expected})
        else:
            more = one.seen > one.expected
            values = {"attribute": key[0], "source": key[1], "value": one.subject, "weeks": LATE}
            message = Message(
                _MORE if more else _FEWER, values | {"seen": seen, "expected": expected}
            )
        return Ill(one, since, message)

    def _beginning(self, voice_id: str) -> str:
        import duckdb

        relation = self.perimeter.workspace.relation("voices")
        same = duckdb.ColumnExpression("voice_id") == duckdb.ConstantExpression(voice_id)
        text = str(relation.filter(same).select("text").fetchall()[0][0])
        text = " ".join(text.split())
        return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _counts(perimeter: Perimeter, measure: str, *dimensions: str) -> dict[tuple[Any, ...], int]:
    """Return how many responses, or meaningful voices, each cell has."""
    import narwhals as nw

    rows = Rows(Question(measure, dimensions), perimeter, perimeter.facts())
    frame = rows.responses() if measure == "responses" else rows.voices()
    table = collected(frame.group_by(*rows.columns).agg(nw.len().alias("n")))
    return {tuple(row[c] for c in rows.columns): row["n"] for row in table.to_pylist()}


_STOPPED = (
    "“{source}” stopped, or nearly, in the week of {since}: {seen} responses since, about"
    " {expected} expected. Check its export or its connection; if it was closed, read the changes"
    " since then with that in mind."
)
_REVERSED = (
    "On “{source}”, better answers to “{question}” go with worse words (correlation {r}; n = {n}):"
    " the scale may be read the wrong way round. Look at a few of these voices, then correct the"
    " scale in the file and import it again."
)
_COPIES = (
    "On “{source}”, {seen} voices say the same text around the week of {since}, about {expected}"
    " expected: “{text}”. They may be one campaign: read who sent them before counting them as so"
    " many voices."
)
_MORE = (
    "{attribute} “{value}”: {seen} responses of “{source}” in the last {weeks} weeks, about"
    " {expected} expected from its past and from the others: more than its activity calls for. See"
    " how they were collected there."
)
_FEWER = (
    "{attribute} “{value}”: {seen} responses of “{source}” in the last {weeks} weeks, about"
    " {expected} expected from its past and from the others: fewer than its activity calls for. See"
    " whether some were lost there."
)
