"""The rows a question speaks of: perimeter, filters and dimensions put on the narrow tables.

Filters keep whole rows of their own level: those on a response's fields keep responses, those on a
voice's fields keep voices (and the responses that have one such voice), those on an opinion's
fields keep opinions (and the voices, or responses, that have one). Several filters on opinions must
hold on the same opinion. What is not known fits no filter.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.facts import Facts
from rebond.quantify.asking.filters import attribute_named, expression
from rebond.quantify.asking.names import (
    DIMENSIONS,
    FILTER_ONLY,
    OPINION_DIMENSIONS,
    OWN_VALUES,
    RESPONSE_DIMENSIONS,
    SCORE_ANSWERS,
    TIME_DIMENSIONS,
    normal,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

if TYPE_CHECKING:
    import narwhals as nw

_TEXT_COLUMNS = ("stakeholder", "channel", "source", "theme", "target", "intent", "language")
_SCORE_FIELDS = ("score", "kind")
UNKNOWN_DATE = datetime.date(1, 1, 1)
_POLARITIES = {-1: "negative", 0: "neutral", 1: "positive"}
SCORE_MEASURES = ("nps", "csat_mean", "csat_top", "ces", "mean_score", *SCORE_ANSWERS)


@dataclass(frozen=True)
class Rows:
    """The rows of one question in one perimeter, as lazy frames.

    Dimensions are columns named ``d0``, ``d1``… in the order of the question.
    """

    question: Question
    perimeter: Perimeter
    facts: Facts

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Those of the perimeter and those of the question."""
        return self.perimeter.filters + self.question.filters

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
        if field in ("language", "question", "text", "voice"):
            return "voices"
        return "responses"

    def filters_of(self, level: str) -> list[Filter]:
        """Return the filters that hold on rows of one table."""
        return [condition for condition in self.filters if self.level(condition.field) == level]

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

    def responses(self, *, apart_from: str = "") -> nw.LazyFrame[Any]:
        """Return the responses kept: response, person and the dimensions of responses.

        ``apart_from`` names a level whose filters are not applied.
        """
        import narwhals as nw

        frame = self.facts.table("responses")
        for condition in self.filters_of("responses"):
            frame = self._filtered(frame, condition)
        frame = self._with_dimensions(frame, self.dimensions_of("responses"))
        columns = ["response", "person", *self.dimensions_of("responses")]
        frame = frame.select(columns)
        if apart_from != "voices" and self.filters_of("voices"):
            keys = self.voices(with_responses=False).select("response").unique()
            frame = frame.join(keys, on="response", how="semi")
        if apart_from not in ("voices", "scores") and self.filters_of("scores"):
            keys = self.scores(with_responses=False).select("response").unique()
            frame = frame.join(keys, on="response", how="semi")
        if apart_from == "" and self.filters_of("opinions"):
            keys = self.opinions(with_responses=False).select("response").unique()
            frame = frame.join(keys, on="response", how="semi")
        return frame.select([nw.col(name) for name in columns])

    def voices(self, *, with_responses: bool = True) -> nw.LazyFrame[Any]:
        """Return the meaningful voices kept: voice, response, person and dimensions."""
        import narwhals as nw

        frame = self.facts.table("voices").filter(nw.col("status") == "meaningful")
        for condition in self.filters_of("voices"):
            if condition.field == "text":
                frame = frame.join(self._voices_with_text(condition), on="voice", how="semi")
            else:
                frame = self._filtered(frame, condition)
        frame = self._with_dimensions(frame, self.dimensions_of("voices"))
        frame = frame.select("voice", "response", "person", *self.dimensions_of("voices"))
        return self._with_responses(frame, "voices") if with_responses else frame

    def opinions(self, *, with_responses: bool = True) -> nw.LazyFrame[Any]:
        """Return the opinions kept: voice, response, person, polarity and dimensions."""
        import narwhals as nw

        frame = self.facts.table("opinions")
        for condition in self.filters_of("opinions"):
            frame = self._filtered(frame, condition)
        dimensions = self.dimensions_of("opinions")
        frame = self._with_dimensions(frame, dimensions)
        for column in dimensions:
            frame = frame.filter(~nw.col(column).is_null())
        frame = frame.select("voice", "response", "person", "polarity", *dimensions)
        return self._with_voices(frame) if with_responses else frame

    def mentions(self) -> nw.LazyFrame[Any]:
        """Return one row a voice and theme: voice, response, person, sign and dimensions.

        Only for questions whose opinion dimensions and filters are at most the theme.
        """

        frame = self.facts.table("mentions")
        for condition in self.filters_of("opinions"):
            frame = self._filtered(frame, condition)
        dimensions = self.dimensions_of("opinions")
        frame = self._with_dimensions(frame, dimensions)
        return self._with_voices(frame.select("voice", "response", "person", "sign", *dimensions))

    @property
    def mentions_suffice(self) -> bool:
        """Whether opinions are looked at by theme and nothing else."""
        fields = {condition.field for condition in self.filters_of("opinions")}
        dimensions = set(self.dimensions_of("opinions").values())
        return dimensions == {"theme"} and fields <= {"theme"}

    def scores(self, *, with_responses: bool = True) -> nw.LazyFrame[Any]:
        """Return the scores kept, with their scale, question and the dimensions of scores."""

        frame = self.facts.table("scores")
        for condition in self.filters_of("scores"):
            column = "question" if condition.field == "score" else condition.field
            frame = self._filtered(frame, condition, column)
        dimensions = self.dimensions_of("scores")
        frame = self._with_dimensions(frame, dimensions)
        scale = ("question", "kind", "value", "low", "high", "higher_is_better")
        frame = frame.select("response", "person", *scale, *dimensions)
        if not with_responses:
            return frame
        frame = self._with_responses(frame, "scores")
        if self.filters_of("opinions") or self.dimensions_of("opinions"):
            keys = self.opinions(with_responses=False)
            keys = keys.select("response", *self.dimensions_of("opinions")).unique()
            frame = frame.join(keys, on="response", how="inner")
        if self.dimensions_of("voices"):
            keys = self.voices(with_responses=False)
            keys = keys.select("response", *self.dimensions_of("voices")).unique()
            frame = frame.join(keys, on="response", how="inner")
        return frame

    def _with_voices(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        dimensions = self.dimensions_of("voices")
        if self.filters_of("voices") or dimensions:
            voices = self.voices(with_responses=False).select("voice", *dimensions)
            frame = frame.join(voices, on="voice", how="inner")
        return self._with_responses(frame, "voices")

    def _with_responses(self, frame: nw.LazyFrame[Any], level: str) -> nw.LazyFrame[Any]:
        """Keep the rows of responses kept, with the dimensions of responses."""
        dimensions = self.dimensions_of("responses")
        others = {"voices": ["scores"], "scores": ["voices"]}[level]
        if not (
            dimensions
            or self.filters_of("responses")
            or any(self.filters_of(other) for other in others)
        ):
            return frame
        responses = self.responses(apart_from=level)
        if level == "voices" and self.filters_of("scores"):
            keys = self.scores(with_responses=False).select("response").unique()
            responses = responses.join(keys, on="response", how="semi")
        if level == "scores" and self.filters_of("voices"):
            keys = self.voices(with_responses=False).select("response").unique()
            responses = responses.join(keys, on="response", how="semi")
        return frame.join(responses.select("response", *dimensions), on="response", how="inner")

    def _with_dimensions(
        self, frame: nw.LazyFrame[Any], dimensions: dict[str, str]
    ) -> nw.LazyFrame[Any]:
        import narwhals as nw

        for column, name in dimensions.items():
            if name == "branch":
                branch = nw.col("theme").str.replace_all(r"\..*$", "")
                frame = frame.with_columns(branch.alias(column))
            elif name in DIMENSIONS:
                frame = frame.with_columns(_known(name).alias(column))
            else:
                values = self.facts.attribute(attribute_named(name, self.facts))
                values = values.rename({"value": column})
                frame = frame.join(values, on="response", how="left")
                frame = frame.with_columns(nw.col(column).fill_null(""))
        return frame

    def _filtered(
        self, frame: nw.LazyFrame[Any], condition: Filter, column: str = ""
    ) -> nw.LazyFrame[Any]:
        import narwhals as nw

        column = column or condition.field
        if column in ("theme", "branch"):
            return frame.filter(nw.col("theme").is_in(sorted(self.themes_kept(condition)) or [""]))
        if column in ("response", "voice", "person"):
            return self._identified(frame, condition)
        if column in DIMENSIONS or column == "kind":
            text = column in (*_TEXT_COLUMNS, "question", "kind")
            valid = self.facts.values(self.level(condition.field), column) if text else []
            valid = [*valid, *(value for value in OWN_VALUES.get(column, ()) if value not in valid)]
            return frame.filter(expression(condition, column, valid))
        attribute = attribute_named(condition.field, self.facts)
        values = self.facts.attribute(attribute)
        kept = values.filter(
            expression(condition, "value", self.facts.values_of_attribute(attribute))
        )
        return frame.join(kept.select(nw.col("response")), on="response", how="semi")

    def themes_kept(self, condition: Filter) -> set[str]:
        """Return the themes for which a filter on theme or branch holds.

        A theme is named by its id, its label, or its branch (all its leaves).
        """
        from rebond.quantify.asking.filters import matching

        known = self.facts.leaves_by_name
        negated = condition.operator in ("!=", "not in")
        asked = Filter("theme", "in" if negated else condition.operator, condition.values)
        kept = {leaf for name in matching(asked, sorted(known)) for leaf in known[name]}
        if negated:
            kept = set(self.facts.values("mentions", "theme")) - kept
        return kept

    def _identified(self, frame: nw.LazyFrame[Any], condition: Filter) -> nw.LazyFrame[Any]:
        import narwhals as nw

        if condition.operator not in ("=", "in"):
            raise QuestionError(
                "“{operator}” does not apply to {field}. Use one of: {valid}.",
                operator=condition.operator,
                field=condition.field,
                valid="=, in",
            )
        parameters = list(condition.values)
        hashes = self.facts.cursor().execute("SELECT hash(unnest(?))", [parameters]).fetchall()
        return frame.filter(nw.col(condition.field).is_in([row[0] for row in hashes]))

    def _voices_with_text(self, condition: Filter) -> nw.LazyFrame[Any]:
        """Look words up in the texts of the workspace, without regard to case and accents."""
        import narwhals as nw
        import pyarrow as pa

        if condition.operator != "contains":
            raise QuestionError(
                "“{operator}” does not apply to {field}. Use one of: {valid}.",
                operator=condition.operator,
                field=condition.field,
                valid="contains",
            )
        words = [normal(value) for value in condition.values]
        relation = self.facts.workspace.relation("voices").select(
            "hash(voice_id) AS voice, lower(strip_accents(text)) AS text"
        )
        import duckdb

        kept: Any = None
        for word in words:
            has = duckdb.FunctionExpression(
                "contains", duckdb.ColumnExpression("text"), duckdb.ConstantExpression(word)
            )
            kept = has if kept is None else kept | has
        found: pa.Table = relation.filter(kept).select("voice").to_arrow_table()
        name = f"found_{abs(hash((self.facts.workspace.data_version, *words)))}"
        cursor = self.facts.cursor()
        cursor.register("found_now", found)
        cursor.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT voice FROM found_now")
        cursor.unregister("found_now")
        frame: nw.LazyFrame[Any] = nw.from_native(cursor.table(name))
        return frame


def _known(name: str) -> nw.Expr:
    """Return a dimension's column with a mark for what is not known, so that it can be joined."""
    import narwhals as nw

    if name in TIME_DIMENSIONS:
        return nw.col(name).fill_null(nw.lit(UNKNOWN_DATE))
    if name == "solicited":
        return nw.col(name).cast(nw.String).fill_null("")
    return nw.col(name)


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
