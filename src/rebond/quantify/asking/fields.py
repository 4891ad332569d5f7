"""A comparison on one field of a table, as a Narwhals expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import Filter
from rebond.quantify.asking.filters import ANY_OF, COMPARED, NONE_OF, cannot_compare, matching
from rebond.quantify.asking.names import OWN_VALUES, TIME_DIMENSIONS
from rebond.quantify.asking.periods import period

if TYPE_CHECKING:
    import narwhals as nw

    from rebond.quantify.asking.facts import Facts
    from rebond.quantify.asking.rows import Rows

    Judged = tuple[nw.LazyFrame[Any], nw.Expr]

POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}


def is_joined(rows: Rows, condition: Filter) -> bool:
    """Return whether a filter is on an attribute, which any table can be joined to."""
    field = condition.field
    return rows.level(field) == "responses" and rows.attribute(field) is not None


def with_attribute_kept(
    rows: Rows, frame: nw.LazyFrame[Any], condition: Filter
) -> nw.LazyFrame[Any]:
    """Keep the rows of a table whose response's attribute fits."""
    import narwhals as nw

    attribute = rows.attribute(condition.field) or condition.field
    kept = matching(condition, rows.facts.values_of_attribute(attribute))
    values = rows.facts.attribute(attribute).filter(nw.col("value").is_in(kept or ["∅"]))
    return frame.join(values.select("response"), on="response", how="semi")


def field_expression(
    rows: Rows,
    frame: nw.LazyFrame[Any],
    condition: Filter,
    name: str,
    beside: tuple[Filter, ...] = (),
) -> Judged:
    """Return a filter as an expression on the frame of its table, joined with what it needs.

    ``name`` is free for a new column; ``beside`` are the filters that hold on the same row.
    """
    import narwhals as nw

    field, facts = condition.field, rows.facts
    if is_joined(rows, condition):
        attribute = rows.attribute(field) or field
        kept = matching(condition, facts.values_of_attribute(attribute))
        values = facts.attribute(attribute).rename({"value": name})
        return frame.join(values, on="response", how="inner"), nw.col(name).is_in(kept or ["∅"])
    if field in ("text", "words"):
        return _text(rows, frame, condition, name)
    if field in TIME_DIMENSIONS:
        return frame, _period(condition, facts)
    if field in ("theme", "branch"):
        return frame, nw.col("theme").is_in(sorted(rows.themes_kept(condition)) or ["∅"])
    if field == "polarity":
        signs = [POLARITIES[value] for value in condition.values]
        return frame, _among(nw.col("polarity"), signs, condition)
    if field in ("response", "voice", "person"):
        return frame, _among(
            nw.col(field), facts.numbers(field, condition.values) or [-1], condition
        )
    if field == "value":
        _check_one_scale(rows, condition, beside)
        return frame, _number(condition)
    if rows.is_score(field):
        return frame, (nw.col("question") == field) & _number(_answer(condition))
    column = "question" if field == "score" else field
    valid = facts.values(rows.level(field), column)
    valid = [*valid, *(value for value in OWN_VALUES.get(column, ()) if value not in valid)]
    return frame, nw.col(column).is_in(matching(condition, valid) or ["∅"])


def _among(column: nw.Expr, values: list[Any], condition: Filter) -> nw.Expr:
    if condition.operator in ANY_OF:
        return column.is_in(values)
    if condition.operator in NONE_OF:
        return ~column.is_in(values)
    raise cannot_compare(condition, "=, !=, in, not in")


def _text(rows: Rows, frame: nw.LazyFrame[Any], condition: Filter, name: str) -> Judged:
    import narwhals as nw

    from rebond.quantify.asking.texts import contains_expression, words_expression

    if condition.field == "words":
        found = words_expression(condition, rows.facts)
    else:
        found = contains_expression(condition)
    texts = rows.facts.texts().select("text_key", found.alias(name))
    return frame.join(texts, on="text_key", how="inner"), nw.col(name)


def _period(condition: Filter, facts: Facts) -> nw.Expr:
    import narwhals as nw

    column = nw.col(condition.field)
    last = facts.last_day if any("last" in value for value in condition.values) else None
    spans = [period(value, condition.field, last) for value in condition.values]
    start, end = spans[0]
    if condition.operator in ANY_OF + NONE_OF:
        within = [(column >= nw.lit(first)) & (column < nw.lit(after)) for first, after in spans]
        any_of = within[0]
        for one in within[1:]:
            any_of = any_of | one
        return any_of if condition.operator in ANY_OF else ~any_of
    if condition.operator == "<":
        return column < nw.lit(start)
    if condition.operator == "<=":
        return column < nw.lit(end)
    if condition.operator == ">":
        return column >= nw.lit(end)
    if condition.operator == ">=":
        return column >= nw.lit(start)
    raise cannot_compare(condition, "=, !=, in, not in, <, <=, >, >=")


def _number(condition: Filter) -> nw.Expr:
    import narwhals as nw

    column = nw.col("value")
    numbers = [float(value) for value in condition.values]
    if condition.operator in COMPARED:
        compared: nw.Expr = COMPARED[condition.operator](column, nw.lit(numbers[0]))
        return compared
    if condition.operator in ANY_OF + NONE_OF:
        return _among(column, numbers, condition)
    raise cannot_compare(condition, "=, !=, in, not in, <, <=, >, >=")


def _answer(condition: Filter) -> Filter:
    """Return the filter on the answer that one on a score's question stands for."""
    return Filter("value", condition.operator, condition.values)


def _check_one_scale(rows: Rows, condition: Filter, beside: tuple[Filter, ...]) -> None:
    """Refuse to compare the answers of several scales with one number."""
    scales = rows.facts.scales
    for one in beside:
        if one.field in ("score", "kind") or (one.field == "question" and rows.of_scores):
            column = "kind" if one.field == "kind" else "question"
            valid = list(dict.fromkeys(scale[column] for scale in scales))
            valid = [*valid, *(v for v in OWN_VALUES.get(column, ()) if v not in valid)]
            kept = matching(one, valid)
            scales = [scale for scale in scales if scale[column] in kept]
    if len({(s["low"], s["high"], s["higher_is_better"]) for s in scales}) > 1:
        raise QuestionError(
            "“{condition}” would compare answers of several scales. Say which one in the same"
            " parenthesis, for example “{example}”; scores: {valid}.",
            condition=f"note {condition.operator} {', '.join(condition.values)}",
            example=f"kind = {scales[0]['kind']} and note {condition.operator}"
            f" {', '.join(condition.values)}",
            valid="; ".join(written_scale(scale) for scale in scales),
        )


def written_scale(scale: dict[str, Any]) -> str:
    """Return a score's question with its kind and scale: “Recommend? (nps, 0–10)”."""
    return f"{scale['question']} ({scale['kind']}, {scale['low']:g}–{scale['high']:g})"
