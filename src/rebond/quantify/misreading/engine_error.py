"""The second uncertainty: what the engine gets wrong, measured by labels, put into figures.

Shares and net polarities are corrected along a line whose ends the labels give, and their
intervals widened by what the labels leave open (docs/methods/checking.md). Without labels nothing
changes, and every figure says that its engine's error is not measured.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.arrays import encoded
from rebond.quantify.asking.conditions import Filter, fields_in
from rebond.quantify.asking.facts import Facts, collected, facts_of
from rebond.quantify.asking.names import OPINION_DIMENSIONS, WEIGHTED
from rebond.quantify.asking.themes import codebook_of
from rebond.quantify.figure import NOT_MEASURED
from rebond.quantify.misreading.reliability import Reliability
from rebond.quantify.perimeter import Tables
from rebond.quantify.question import Question
from rebond.quantify.statistics.clusters import gathered
from rebond.understand.checking.checked import Checked, Event
from rebond.understand.checking.confusion import Confusion, Line, net_line, share_line
from rebond.understand.checking.gathering import checked_voices, has_labels
from rebond.understand.checking.misreadings import (
    DRAWS,
    Common,
    Misreadings,
    common_of,
    misreadings_of,
)
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.quantify.asking.rows import Rows
    from rebond.quantify.asking.sums import Keys

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

LEAST_LABELLED = 30  # voices, below which an error is not told
NOT_CONCERNED = Message("The engine’s reading does not enter these figures.")
_SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
_CORRECTED = {"share", "net_polarity"}
_KEPT = 4
_READ: dict[tuple[str, str], EngineErrors | None] = {}


def engine_errors(workspace: Tables) -> EngineErrors | None:
    """Return what labels tell of the engine, None without enough of them."""
    found = _all_errors(workspace)
    return found if found is not None and found.labelled >= LEAST_LABELLED else None


def _all_errors(workspace: Tables) -> EngineErrors | None:
    key = (str(workspace.path), workspace.data_version)
    if key not in _READ:
        while len(_READ) >= _KEPT:
            _READ.pop(next(iter(_READ)))
        checked = None
        if has_labels(workspace):
            checked = checked_voices(workspace, codebook_of(workspace))
        _READ[key] = EngineErrors(checked, facts_of(workspace)) if checked else None
    return _READ[key]


def engine_error(question: Question, workspace: Tables) -> Message:
    """Return what a figure says of the engine's error."""
    if question.measure in WEIGHTED:
        question = replace(question, measure=WEIGHTED[question.measure])
    if not _is_read(question):
        return NOT_CONCERNED
    errors = _all_errors(workspace)
    if errors is None:
        return NOT_MEASURED
    if errors.labelled < LEAST_LABELLED:
        return Message(
            "The engine’s error is not measured on your data yet: {labelled} voices are labelled,"
            " at least {least} are needed.",
            {"labelled": errors.labelled, "least": LEAST_LABELLED},
        )
    if question.measure == "weight" or _is_corrected(question):
        return Message(
            "The engine’s error was measured on {labelled} of your voices: figures are corrected"
            " for it, and intervals include it.",
            {"labelled": errors.labelled},
        )
    return Message(
        "These figures count what the engine reads. Its error, measured on {labelled} of your"
        " voices, does not enter them.",
        {"labelled": errors.labelled},
    )


def _is_read(question: Question) -> bool:
    measures = {"share", "net_polarity", "opinions", "weight", "attention"}
    return question.measure in measures or bool(_opinion_fields(question))


def _opinion_fields(question: Question) -> set[str]:
    return {*question.dimensions, *fields_in(question.filters)} & set(OPINION_DIMENSIONS)


def _is_corrected(question: Question) -> bool:
    """Whether labels tell enough: they hold themes and polarities, not targets nor intents."""
    fields = _opinion_fields(question)
    if question.measure not in _CORRECTED or fields & {"target", "intent"}:
        return False
    joined = [one for one in question.filters if not isinstance(one, Filter)]
    if fields_in(joined) & set(OPINION_DIMENSIONS):
        return False
    if question.measure == "share":
        return bool(fields)
    return "polarity" not in fields


@dataclass
class EngineErrors:
    """What labels tell of the engine, brought to figures."""

    checked: Checked
    facts: Facts
    _lines: dict[tuple[str, Event], Line | None] = field(default_factory=dict)
    _commons: dict[frozenset[int], Common] = field(default_factory=dict)

    @property
    def labelled(self) -> int:
        """How many voices are labelled."""
        return len(self.checked.voices)

    def corrected(
        self, rows: Rows, keys: Keys, value: float, low: float, high: float, factor: float
    ) -> tuple[float, float, float] | None:
        """Return the figure of a cell corrected, None where it cannot be.

        ``value``, ``low`` and ``high`` are ratios times ``factor``.
        """
        if not _is_corrected(rows.question):
            return None
        line = self.line(rows.question.measure, self._event(rows, keys))
        if line is None:
            return None
        centre, below, above = line.corrected(value / factor, low / factor, high / factor)
        return factor * centre, factor * below, factor * above

    def line(self, measure: str, event: Event) -> Line | None:
        """Return how a measure of an event is corrected, None where labels cannot tell."""
        key = (measure, event)
        if key not in self._lines:
            self._lines[key] = self._line(measure, event) if self.checked.knows(event) else None
        return self._lines[key]

    def _line(self, measure: str, event: Event) -> Line:
        confusion = self.confusion(event)
        if measure == "share":
            return share_line(confusion)
        return net_line(confusion, self._everything)

    def confusion(self, event: Event, read: Array | None = None) -> Confusion:
        """Return how an event is misread in a population; by default that of all voices.

        ``read`` (4,) is the share of that population that the engine reads in each state.
        """
        whole = self._population(event)
        return self._misreadings(event, whole).confusion(whole if read is None else read)

    def _misreadings(self, event: Event, population: Array) -> Misreadings:
        common = self._common(event.polarities)
        return misreadings_of(self.checked, event, population, common, seed=_seed(event))

    def _common(self, polarities: frozenset[int]) -> Common:
        if polarities not in self._commons:
            events = [Event(frozenset([theme]), polarities) for theme in self.checked.themes]
            populations = np.array([self._population(event) for event in events])
            self._commons[polarities] = common_of(self.checked, events, populations)
        return self._commons[polarities]

    @cached_property
    def _everything(self) -> Confusion:
        """All themes together: their mentions, one by one."""
        events = [Event(frozenset([theme])) for theme in self.checked.themes]
        joints = [self.confusion(event).joint for event in events]
        return Confusion(np.mean(joints, axis=0))

    # What a cell looks for

    def _event(self, rows: Rows, keys: Keys) -> Event:
        themes: frozenset[str] | None = None
        polarities: frozenset[int] = frozenset()
        for name, key in zip(rows.question.dimensions, keys, strict=True):
            if name in ("theme", "branch"):
                themes = _both(themes, self._under(str(key), name))
            elif name == "polarity":
                polarities = frozenset([int(key)])
        for condition in rows.filters_of("opinions"):
            if condition.field in ("theme", "branch"):
                themes = _both(themes, frozenset(rows.themes_kept(condition)))
            else:
                signs = frozenset(_SIGNS[value] for value in condition.values)
                negated = condition.operator in ("!=", "not in")
                kept = frozenset(_SIGNS.values()) - signs if negated else signs
                polarities = kept & polarities if polarities else kept
        return Event(themes or frozenset(), polarities)

    def _under(self, key: str, dimension: str) -> frozenset[str]:
        if dimension == "theme":
            return frozenset([key])
        known = {*self.facts.values("mentions", "theme"), *self.checked.themes}
        return frozenset(theme for theme in known if theme.split(".")[0] == key)

    # How much the engine reads of it

    def _population(self, event: Event) -> Array:
        """Return the share (4,) of meaningful voices that the engine reads in each state."""
        counts = np.zeros(4)
        if len(event.themes) == 1 and not event.polarities:
            counts[1:] = self._by_theme.get(next(iter(event.themes)), np.zeros(3))
        else:
            counts[1:] = self._counted(event)
        counts[0] = max(0.0, self._voices - counts.sum())
        shares: Array = counts / max(1, self._voices)
        return shares

    @cached_property
    def _voices(self) -> int:
        import narwhals as nw

        voices = self.facts.table("voices").filter(nw.col("status") == "meaningful")
        return int(collected(voices.select(nw.len().alias("n")))["n"][0].as_py())

    @cached_property
    def _by_theme(self) -> dict[str, Array]:
        import narwhals as nw

        grouped = self.facts.table("mentions").group_by("theme", "sign").agg(nw.len().alias("n"))
        found: dict[str, Array] = {}
        for row in collected(grouped).to_pylist():
            found.setdefault(row["theme"], np.zeros(3))[1 + row["sign"]] = row["n"]
        return found

    def _counted(self, event: Event) -> Array:
        """Return how many voices (3,) the engine reads the event in: against, neither, for."""
        themes, first, voice, polarity = self._opinions
        wanted = [i for i, theme in enumerate(themes) if not event.themes or theme in event.themes]
        parts = [slice(first[i], first[i + 1]) for i in wanted]
        if not parts:
            return np.zeros(3)
        who = np.concatenate([voice[part] for part in parts])
        signs = np.concatenate([polarity[part] for part in parts])
        if event.polarities:
            kept = np.isin(signs, sorted(event.polarities))
            who, signs = who[kept], signs[kept]
        held, place = gathered(who)
        summed = np.sign(np.bincount(place, signs, len(held))).astype(np.int64)
        counts: Array = np.bincount(summed + 1, minlength=3).astype(np.float64)
        return counts

    @cached_property
    def _opinions(self) -> tuple[list[str], Whole, Whole, npt.NDArray[np.int8]]:
        """The themes ("" for none), where the opinions of each begin, their voice and polarity."""
        import narwhals as nw

        named = nw.col("theme").cast(nw.String).fill_null(nw.lit(""))
        opinions = self.facts.table("opinions").select("voice", "polarity", named)
        table = collected(opinions)
        theme, themes = encoded(table["theme"])
        _, voice = np.unique(table["voice"].to_numpy(), return_inverse=True)
        order = np.argsort(theme, kind="stable")
        first = np.searchsorted(theme[order], np.arange(len(themes) + 1))
        return themes, first, voice[order], table["polarity"].to_numpy()[order].astype(np.int8)

    # Weights of themes on a score

    def reliability(
        self, themes: Sequence[str], polarity: npt.NDArray[np.int8], spoken: npt.NDArray[np.int64]
    ) -> Reliability | None:
        """Return how well the signs of themes are read in responses.

        Parameters
        ----------
        themes : p ids
        polarity : (n, p) array
            The signs read in n responses, 0 where nothing is said.
        spoken : (p,) array
            Responses that speak of each theme.

        Returns
        -------
        Reliability or None
            1 for a theme that labellers could not name; None when they could name none.
        """
        known = [theme in self.checked.themes for theme in themes]
        if not any(known) or not len(polarity):
            return None
        columns, spreads = [], []
        for theme, signs, voiced, is_known in zip(themes, polarity.T, spoken, known, strict=True):
            if not is_known:
                columns.append(np.ones(1 + DRAWS))
                spreads.append(float(signs.std()))
                continue
            counts = [float((signs < 0).sum()), 0.0, float((signs > 0).sum())]
            counts[1] = max(0.0, float(voiced) - sum(counts))
            read = np.array([len(signs) - sum(counts), *counts]) / len(signs)
            confusion = self.confusion(Event(frozenset([theme])), read)
            columns.append(confusion.reliability)
            spreads.append(float(confusion.spread[0]))
        return Reliability(np.column_stack(columns), np.maximum(spreads, 1e-6))


def _both(one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    return other if one is None else one & other


def _seed(event: Event) -> int:
    """Return a seed of its own for each event, the same everywhere."""
    return zlib.crc32(repr((sorted(event.themes), sorted(event.polarities))).encode())


__all__ = ["LEAST_LABELLED", "NOT_CONCERNED", "EngineErrors", "engine_error", "engine_errors"]
