"""Conditions judged on the rows of a table, in Narwhals expressions, joins and semi-joins.

Of a response: its own fields, and whether it holds a score, a voice or an opinion for which a
comparison is true. Comparisons joined by "and" are about the same score, the same voice, the same
opinion of it. "not" is about the row judged: "not theme = price" keeps the voices without any
opinion on the price; of opinions, those on something else.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Holds,
    Not,
    fields_in,
    opposite,
)
from rebond.quantify.asking.fields import field_expression, is_joined, with_attribute_kept

if TYPE_CHECKING:
    import narwhals as nw

    from rebond.quantify.asking.rows import Rows

    Judged = tuple[nw.LazyFrame[Any], nw.Expr]

_FINEST = ("opinions", "voices", "scores", "responses")


class Judging:
    """The rows of one question's tables for which conditions hold."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._names = (f"judged_{n}" for n in itertools.count())

    def kept(
        self,
        level: str,
        conditions: Iterable[Condition],
        *,
        table: str = "",
        dimensions: dict[str, str] | None = None,
        beside: tuple[Filter, ...] = (),
    ) -> nw.LazyFrame[Any]:
        """Return the rows of a table for which all conditions hold, with dimensions.

        ``table`` stands for the table of ``level`` where it is another one; ``beside`` are filters
        that hold on the rows already.
        """
        rows, frame = self.rows, self.rows.facts.table(table) if table else self.rows.table(level)
        conditions = list(conditions)
        beside = (*beside, *(c for c in conditions if isinstance(c, Filter)))
        own, groups, others = self._sorted(level, conditions)
        for condition in [c for known in {level, "responses"} for c in own.get(known, [])]:
            frame = self._filtered(frame, condition, level, beside)
        wanted = dict(dimensions or {})
        mine = {c: n for c, n in wanted.items() if rows.level(n) in (level, "responses")}
        frame = rows.with_dimensions(frame, mine)
        if level == "opinions":
            there = {c: n for c, n in wanted.items() if c not in mine}
            frame = self._of_voices(frame, own.get("voices", []), there)
        for finest, group in groups:
            keys = self._keys(level, finest, group)
            frame = frame.join(keys, on=_key(level, finest), how="semi")
        for condition in others:
            frame, expression = self._judged(frame, condition, level, beside)
            frame = frame.filter(expression)
        return frame

    def _sorted(
        self, level: str, conditions: Iterable[Condition]
    ) -> tuple[dict[str, list[Condition]], list[tuple[str, list[Condition]]], list[Condition]]:
        """Part conditions into those of one known table, those held, and all others."""
        from rebond.quantify.asking.rows import KNOWN_TO

        own: dict[str, list[Condition]] = {}
        held: list[Condition] = []
        others: list[Condition] = []
        for condition in conditions:
            levels = self.rows.levels(condition)
            if len(levels) == 1 and levels <= KNOWN_TO[level]:
                own.setdefault(next(iter(levels)), []).append(condition)
            elif len(levels) == 1 and is_positive(condition):
                held.append(condition)
            else:
                others.append(condition)
        return own, self._groups(held), others

    def _groups(self, held: list[Condition]) -> list[tuple[str, list[Condition]]]:
        """Return what must be held together: by one score; by one voice and one opinion of it."""
        found = []
        for leg in ({"scores"}, {"voices", "opinions"}):
            group = [c for c in held if self.rows.levels(c) <= leg]
            if group:
                levels = frozenset().union(*(self.rows.levels(c) for c in group))
                found.append((next(one for one in _FINEST if one in levels), group))
        return found

    def _filtered(
        self,
        frame: nw.LazyFrame[Any],
        condition: Condition,
        level: str,
        beside: tuple[Filter, ...] = (),
    ) -> nw.LazyFrame[Any]:
        if isinstance(condition, Filter) and is_joined(self.rows, condition):
            return with_attribute_kept(self.rows, frame, condition)
        frame, expression = self._judged(frame, condition, level, beside)
        return frame.filter(expression)

    def _of_voices(
        self,
        frame: nw.LazyFrame[Any],
        conditions: list[Condition],
        dimensions: dict[str, str],
    ) -> nw.LazyFrame[Any]:
        """Keep the opinions whose voice is kept, with its dimensions."""
        if not conditions and not dimensions:
            return frame
        voices = self.kept("voices", conditions, dimensions=dimensions)
        if not dimensions:
            return frame.join(voices.select("voice"), on="voice", how="semi")
        return frame.join(voices.select("voice", *dimensions), on="voice", how="inner")

    def _keys(self, level: str, finest: str, group: Iterable[Condition]) -> nw.LazyFrame[Any]:
        """Return the keys of the rows of ``level`` that hold a row of ``finest`` for a group, each
        as often as it holds one.
        """
        from rebond.quantify.asking.rows import KNOWN_TO

        seen = [
            condition
            for condition in self.rows.perimeter.filters
            if not isinstance(condition, Holds)  # what it holds is looked for here
            and self.rows.levels(condition) <= KNOWN_TO[finest]
            and self.rows.levels(condition) != {"responses"}
        ]
        together = list(dict.fromkeys([*group, *seen]))
        mentions = finest == "opinions" and fields_in(together) <= {"theme", "branch"}
        kept = self.kept(finest, together, table="mentions" if mentions else "")
        return kept.select(_key(level, finest))

    # Any tree, as an expression

    def _judged(
        self,
        frame: nw.LazyFrame[Any],
        condition: Condition,
        level: str,
        beside: tuple[Filter, ...],
    ) -> Judged:
        """Return the frame, with columns that were needed, and the condition on it."""
        if isinstance(condition, Not):
            return self._negated(frame, condition.part, level, beside)
        if isinstance(condition, AnyOf):
            return self._joined(frame, condition.parts, level, operator.or_, beside)
        if isinstance(condition, AllOf):
            return self._all(frame, condition.parts, level, beside)
        if isinstance(condition, Holds):
            return self._marked(frame, level, f"{condition.holder}s", [condition.part])
        own = self.rows.level(condition.field)
        if own in (level, "responses"):
            name = next(self._names)
            return field_expression(self.rows, frame, condition, name, beside=beside)
        return self._marked(frame, level, own, [condition])

    def _negated(
        self,
        frame: nw.LazyFrame[Any],
        condition: Condition,
        level: str,
        beside: tuple[Filter, ...],
    ) -> Judged:
        from rebond.quantify.asking.rows import KNOWN_TO

        if isinstance(condition, Not):
            return self._judged(frame, condition.part, level, beside)
        if isinstance(condition, AnyOf):
            parts = [Not(part) for part in condition.parts]
            return self._joined(frame, parts, level, operator.and_, beside)
        known = self.rows.levels(condition) <= KNOWN_TO[level]
        if isinstance(condition, Filter) and known:
            return self._judged(frame, opposite(condition), level, beside)
        if isinstance(condition, AllOf) and known:
            parts = [Not(part) for part in condition.parts]
            return self._joined(frame, parts, level, operator.or_, beside)
        frame, expression = self._judged(frame, condition, level, beside)
        return frame, ~expression

    def _all(
        self,
        frame: nw.LazyFrame[Any],
        parts: Iterable[Condition],
        level: str,
        beside: tuple[Filter, ...],
    ) -> Judged:
        own, groups, others = self._sorted(level, parts)
        alone = [condition for several in own.values() for condition in several] + others
        scores = (*beside, *(c for c in alone if isinstance(c, Filter)))
        found = []
        for condition in alone:
            frame, expression = self._judged(frame, condition, level, scores)
            found.append(expression)
        for finest, group in groups:
            frame, expression = self._marked(frame, level, finest, group)
            found.append(expression)
        return frame, functools.reduce(operator.and_, found)

    def _joined(
        self,
        frame: nw.LazyFrame[Any],
        parts: Iterable[Condition],
        level: str,
        joining: Any,
        beside: tuple[Filter, ...],
    ) -> Judged:
        found = []
        for part in parts:
            frame, expression = self._judged(frame, part, level, beside)
            found.append(expression)
        return frame, functools.reduce(joining, found)

    def _marked(
        self, frame: nw.LazyFrame[Any], level: str, finest: str, group: Iterable[Condition]
    ) -> Judged:
        """Mark the rows that hold, or belong to, a row of ``finest`` for which a group holds."""
        import narwhals as nw

        name = next(self._names)
        keys = self._keys(level, finest, group).unique().with_columns(nw.lit(1).alias(name))
        frame = frame.join(keys, on=_key(level, finest), how="left")
        return frame, ~nw.col(name).is_null()


def _key(level: str, other: str) -> str:
    """Return the column that joins rows of two tables."""
    return "voice" if {level, other} <= {"voices", "opinions"} else "response"


def is_positive(condition: Condition) -> bool:
    """Return whether a condition only says what must be there."""
    if isinstance(condition, AllOf | AnyOf):
        return all(map(is_positive, condition.parts))
    return not isinstance(condition, Not)
