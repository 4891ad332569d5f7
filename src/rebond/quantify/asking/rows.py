"""The rows a question speaks of: perimeter, conditions and dimensions put on the narrow tables.

Conditions are judged on each row counted (`rebond.quantify.asking.judging`): on its own fields and
on those of the voice or response it belongs to directly; of what belongs to it (the scores, voices
or opinions of a response, the opinions of a voice), on whether it holds one such. What is not known
fits no comparison.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.conditions import (
    Condition,
    Filter,
    Holds,
    Not,
    all_of,
    fields_in,
)
from rebond.quantify.asking.facts import Facts
from rebond.quantify.asking.filters import attribute_named, matching, moment_attribute
from rebond.quantify.asking.names import (
    DIMENSIONS,
    FILTER_ONLY,
    KIND_OF,
    OPINION_DIMENSIONS,
    RESPONSE_DIMENSIONS,
    SCORE_ANSWERS,
    TIME_DIMENSIONS,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

if TYPE_CHECKING:
    import narwhals as nw

UNKNOWN_DATE = datetime.date(1000, 1, 1)  # Spark reads no year of fewer than four digits
SCORE_MEASURES = (
    "nps",
    "csat_mean",
    "csat_top",
    "ces",
    "mean_score",
    "median",
    "distribution",
    *SCORE_ANSWERS,
)
_POLARITIES = {-1: "negative", 0: "neutral", 1: "positive"}
_SCORE_FIELDS = ("score", "value", "kind")
_VOICE_FIELDS = ("language", "question", "text", "words", "voice")
# Tables whose fields a row of each table knows without holding several.
KNOWN_TO = {
    "responses": {"responses"},
    "scores": {"responses", "scores"},
    "voices": {"responses", "voices"},
    "opinions": {"responses", "voices", "opinions"},
}
_SCALE = ("question", "kind", "value", "low", "high", "higher_is_better")
_KEPT = {
    "responses": ("response", "person"),
    "scores": ("response", "person", *_SCALE),
    "voices": ("voice", "response", "person", "said", "sign"),
    "opinions": ("voice", "response", "person", "polarity"),
    "mentions": ("voice", "response", "person", "sign"),
}


@dataclass(frozen=True)
class Rows:
    """The rows of one question in one perimeter, as lazy frames.

    Dimensions are columns named ``d0``, ``d1``… in the order of the question.
    """

    question: Question
    perimeter: Perimeter
    facts: Facts

    @cached_property
    def filters(self) -> tuple[Condition, ...]:
        """Those of the perimeter and those of the question."""
        return all_of(self.perimeter.filters + self.question.filters)

    @cached_property
    def of_scores(self) -> bool:
        """Whether the measure sums up scores, so that “question” is the score's."""
        return self.question.measure in SCORE_MEASURES

    def level(self, field: str) -> str:
        """Return the table a field belongs to: responses, scores, voices or opinions."""
        if field in OPINION_DIMENSIONS:
            return "opinions"
        if field in _SCORE_FIELDS or (field == "question" and self.of_scores):
            return "scores"
        if field in _VOICE_FIELDS:
            return "voices"
        if self.is_score(field):
            return "scores"
        return "responses"

    def is_score(self, field: str) -> bool:
        """Return whether a field is the question of a score rather than an attribute."""
        if not is_attribute(field) or field in self.facts.attribute_names:
            return False
        return field in self.facts.values("scores", "question")

    def levels(self, condition: Condition) -> frozenset[str]:
        """Return the tables whose rows a condition looks at."""
        if isinstance(condition, Filter):
            return frozenset([self.level(condition.field)])
        if isinstance(condition, Holds):
            return frozenset([f"{condition.holder}s"])
        if isinstance(condition, Not):
            return self.levels(condition.part)
        return frozenset().union(*(self.levels(part) for part in condition.parts))

    def filters_of(self, level: str) -> list[Filter]:
        """Return the single comparisons that hold on rows of one table."""
        return [
            condition
            for condition in self.filters
            if isinstance(condition, Filter) and self.level(condition.field) == level
        ]

    @cached_property
    def looks_at(self) -> frozenset[str]:
        """The tables that the conditions look at; those that a voice holds count as voices."""
        return frozenset().union(*map(self.levels, self.filters))

    def dimensions_of(self, *levels: str) -> dict[str, str]:
        """Return the question's dimensions of some tables: column name → dimension."""
        return {
            f"d{i}": name
            for i, name in enumerate(self.question.dimensions)
            if self.level(name) in levels
        }

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of all dimensions."""
        return tuple(f"d{i}" for i in range(len(self.question.dimensions)))

    def responses(self) -> nw.LazyFrame[Any]:
        """Return the responses kept: response, person and the dimensions of responses."""
        return self._rows("responses", self.filters)

    def voices(self, *, holding: bool = False) -> nw.LazyFrame[Any]:
        """Return the meaningful voices kept: voice, response, person and dimensions.

        Conditions that speak of opinions apply only if ``holding``: they keep the voices that hold
        such an opinion.
        """
        conditions = self.filters if holding else self.not_of_opinions
        return self._rows("voices", conditions)

    def opinions(self) -> nw.LazyFrame[Any]:
        """Return the opinions kept: voice, response, person, polarity and dimensions."""
        return self._rows("opinions", self.filters)

    def mentions(self) -> nw.LazyFrame[Any]:
        """Return one row a voice and theme: voice, response, person, sign and dimensions.

        Only for questions whose opinion dimensions and filters are at most the theme.
        """
        return self._rows("opinions", self.filters, table="mentions")

    def speaking(self) -> nw.LazyFrame[Any]:
        """Return the voices that hold an opinion for which the conditions on opinions are true."""
        about = tuple(c for c in self.filters if "opinions" in self.levels(c))
        table = "mentions" if self._about_themes else ""
        return self._rows("opinions", about, table=table, only={}).select("voice").unique()

    @property
    def mentions_suffice(self) -> bool:
        """Whether opinions are looked at by theme, or for one theme only, and nothing else."""
        dimensions = set(self.dimensions_of("opinions").values())
        if not self._about_themes:
            return False
        return dimensions == {"theme"} or (not dimensions and self._about_one_theme)

    @property
    def _about_themes(self) -> bool:
        """Whether the conditions on opinions compare nothing but themes."""
        about = [c for c in self.filters if "opinions" in self.levels(c)]
        return fields_in(about) <= {"theme", "branch"}

    @property
    def _about_one_theme(self) -> bool:
        about = [c for c in self.filters if "opinions" in self.levels(c)]
        only = about[0] if len(about) == 1 else None
        return isinstance(only, Filter) and len(self.themes_kept(only)) == 1

    def scores(self) -> nw.LazyFrame[Any]:
        """Return the scores kept, with their scale, question and all dimensions.

        By a dimension of opinions (or voices) a score stands once beside each value that the kept
        opinions (voices) of its response have.
        """
        beside = [c for c in self.filters if self.levels(c) <= {"voices", "opinions"}]
        frame = self._rows("scores", self.filters)
        for level in ("opinions", "voices"):
            dimensions = self.dimensions_of(level)
            if dimensions:
                kept = [c for c in beside if self.levels(c) <= KNOWN_TO[level]]
                mentions = level == "opinions" and self.mentions_suffice
                table = "mentions" if mentions else ""
                keys = self._rows(level, tuple(kept), table=table, only=dimensions)
                keys = keys.select("response", *dimensions)
                if not (mentions and self.facts.one_voice_a_response):
                    keys = keys.unique()
                frame = frame.join(keys, on="response", how="inner")
        return frame

    def scores_beside_a_voice(self) -> nw.LazyFrame[Any]:
        """Return the scores kept of the responses that hold a meaningful voice, itself kept."""
        from rebond.quantify.asking.judging import is_positive

        # That a response holds such a score is already true of those that are joined.
        conditions = tuple(
            c for c in self.not_of_opinions if self.levels(c) != {"scores"} or not is_positive(c)
        )
        voices = self._rows("voices", conditions)
        return self.scores().join(voices.select("response"), on="response", how="semi")

    @cached_property
    def not_of_opinions(self) -> tuple[Condition, ...]:
        """The conditions that choose voices or responses, not opinions."""
        return tuple(c for c in self.filters if "opinions" not in self.levels(c))

    def _rows(
        self,
        level: str,
        conditions: tuple[Condition, ...],
        *,
        table: str = "",
        only: dict[str, str] | None = None,
    ) -> nw.LazyFrame[Any]:
        """Return the rows of a table for which all conditions hold, with their dimensions."""
        from rebond.quantify.asking.judging import Judging

        wanted = self.dimensions_of(*KNOWN_TO[level]) if only is None else only
        if level == "scores":
            wanted = self.dimensions_of("responses", "scores")
        kind = KIND_OF.get(self.question.measure)
        beside = (Filter("kind", "=", (kind,)),) if kind and level == "scores" else ()
        frame = Judging(self).kept(level, conditions, table=table, dimensions=wanted, beside=beside)
        return frame.select(*_KEPT[table or level], *wanted)

    def table(self, level: str) -> nw.LazyFrame[Any]:
        """Return a narrow table; of voices, the meaningful ones."""
        import narwhals as nw

        frame = self.facts.table(level)
        return frame.filter(nw.col("status") == "meaningful") if level == "voices" else frame

    def attribute(self, name: str) -> str | None:
        """Return the attribute that a dimension or a field stands for, None for another field."""
        if name == "moment":
            return moment_attribute(self.facts)
        return attribute_named(name, self.facts) if is_attribute(name) else None

    def with_dimensions(
        self, frame: nw.LazyFrame[Any], dimensions: dict[str, str]
    ) -> nw.LazyFrame[Any]:
        """Return a frame with dimensions as columns; what is not known gets a mark."""
        import narwhals as nw

        for column, name in dimensions.items():
            attribute = self.attribute(name)
            if attribute is not None:
                values = self.facts.attribute(attribute).rename({"value": column})
                frame = frame.join(values, on="response", how="inner")
            elif name in TIME_DIMENSIONS:
                known = nw.col(name).fill_null(nw.lit(UNKNOWN_DATE))
                frame = frame.with_columns(known.alias(column))
            else:
                frame = frame.with_columns(nw.col(name).alias(column))
            if name in OPINION_DIMENSIONS:
                frame = frame.filter(~nw.col(column).is_null())
        return frame

    def themes_kept(self, condition: Filter) -> set[str]:
        """Return the themes for which a filter on theme or branch holds.

        A theme is named by its id, its label, or its branch (all its leaves).
        """
        known = self.facts.leaves_by_name
        negated = condition.operator in ("!=", "not in", "not contains")
        positive = {"not contains": "contains"}.get(condition.operator, "in")
        asked = Filter("theme", positive, condition.values) if negated else condition
        kept = {leaf for name in matching(asked, sorted(known)) for leaf in known[name]}
        if negated:
            kept = set(self.facts.values("mentions", "theme")) - kept
        return kept


def is_attribute(name: str) -> bool:
    """Return whether a dimension is an attribute."""
    return name not in DIMENSIONS and name not in FILTER_ONLY


def is_of_response(name: str) -> bool:
    """Return whether a dimension parts responses, each in one cell."""
    return name in RESPONSE_DIMENSIONS or is_attribute(name)


def key_text(value: Any, name: str) -> str:
    """Return a cell's key as text: "" where the value is not known.

    >>> key_text(-1, "polarity"), key_text(UNKNOWN_DATE, "day")
    ('negative', '')
    """
    if value is None or value == UNKNOWN_DATE:
        return ""
    if name == "polarity":
        return _POLARITIES[int(value)]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
