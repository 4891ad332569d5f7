"""Words looked for in texts, folded and cut of their endings as `rebond search` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.errors import InputError, QuestionError
from rebond.quantify.asking.conditions import Filter
from rebond.understand.search.queries import parse, tokens_of
from rebond.understand.words import fold

if TYPE_CHECKING:
    import narwhals as nw

    from rebond.quantify.asking.facts import Facts

# The words and numbers of `rebond.understand.words`, in folded text.
_TOKEN = r"\p{L}+(?:''(?:t|ll|ve|re|s)\b)?|\d+(?:[.,]\d+)*"
_FOLDED = "lower(strip_accents(translate(text, '’´`', '''''''')))"
_LIGATURES = f"replace(replace(replace({_FOLDED}, 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')"
_COPY = f"""CREATE TABLE texts AS SELECT text_key, folded, ' ' || array_to_string(
    regexp_extract_all(regexp_replace(folded, '⟦[a-z]+⟧', ' ', 'g'), '{_TOKEN}'), ' ') || ' '
    AS tokens FROM (SELECT text_key, {_LIGATURES} AS folded FROM
    (SELECT text_key, any_value(text) AS text FROM incoming_texts GROUP BY text_key))"""
_WORDS = "CREATE TABLE words AS SELECT DISTINCT unnest(string_split(trim(tokens), ' ')) FROM texts"


def copy_texts(voices: Any, connection: Any) -> None:
    """Write the tables ``texts`` and ``words`` of the meaningful voices."""
    relation = voices.filter("status = 'meaningful'").select("text_key, text")
    connection.register("incoming_texts", relation.to_arrow_reader(100_000))
    connection.execute(_COPY)
    connection.unregister("incoming_texts")
    connection.execute(_WORDS)


def words_expression(condition: Filter, facts: Facts) -> nw.Expr:
    """Return a filter on words as an expression on ``tokens``: all of the words of one value."""
    if condition.operator not in ("=", "!=", "in", "not in"):
        raise QuestionError(
            "“{operator}” does not apply to {field}. Use one of: {valid}.",
            operator=condition.operator,
            field=condition.field,
            valid="=, !=, in, not in",
        )
    forms = facts.remember("words", lambda: _forms_by_stem(facts))
    found = _all_words(condition.values[0], forms)
    for value in condition.values[1:]:
        found = found | _all_words(value, forms)
    return ~found if condition.operator in ("!=", "not in") else found


def _all_words(value: str, forms: dict[str, list[str]]) -> nw.Expr:
    import narwhals as nw

    try:
        query = parse(value)
    except InputError as error:
        raise QuestionError(error.message.template, **error.message.values) from None
    wanted = [(word,) for word in query.words] + list(query.phrases)
    tokens, found = nw.col("tokens"), nw.lit(True)
    for term in wanted:
        found = found & tokens.str.contains(_pattern(term, forms))
    for term in query.without:
        found = found & ~tokens.str.contains(_pattern(term, forms))
    return found


def _pattern(term: tuple[str, ...], forms: dict[str, list[str]]) -> str:
    """Return the expression of words that follow each other, in any of their written forms."""
    # A word that no text holds is looked for as “ - ”, which no token is.
    written = (
        "|".join(form.replace(".", r"\.") for form in forms.get(stem, ["-"])) for stem in term
    )
    return " " + " ".join(f"(?:{one})" for one in written) + " "


def _forms_by_stem(facts: Facts) -> dict[str, list[str]]:
    """Return the words that the texts hold, in folded form, by their stem."""
    facts.texts()
    forms: dict[str, list[str]] = {}
    for (word,) in facts.cursor().execute("FROM words").fetchall():
        for token in tokens_of(word):
            forms.setdefault(token.stem, []).append(token.folded)
    return {stem: sorted(set(words)) for stem, words in forms.items()}


def contains_expression(condition: Filter) -> nw.Expr:
    """Return a filter on a piece of text as an expression on ``folded``."""
    import narwhals as nw

    if condition.operator not in ("contains", "not contains"):
        raise QuestionError(
            "“{operator}” does not apply to {field}. Use one of: {valid}.",
            operator=condition.operator,
            field=condition.field,
            valid="contains, not contains",
        )
    found = nw.lit(False)
    for value in condition.values:
        found = found | nw.col("folded").str.contains(" ".join(fold(value).split()), literal=True)
    return found if condition.operator == "contains" else ~found
