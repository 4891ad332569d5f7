"""The voices behind a figure: real words, chosen by a rule that is told."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import AllOf, AnyOf, Condition, Holds, Not
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.known_names import named_as_known
from rebond.quantify.asking.measures import counted
from rebond.quantify.asking.names import TIME_DIMENSIONS
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows, key_text
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.use_cases.subjects import plain
from rebond.vocabulary import Message

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

READABLE = 140  # characters: the length first shown
HOW_CHOSEN = Message(
    "Voices are shown in proportion to how they judge (positive, negative, neither), those of about"
    " {length} characters first, the same text once; the choice is always the same.",
    {"length": READABLE},
)
_POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}


@dataclass(frozen=True)
class Span:
    """Where a voice says something: code points ``start`` to ``end``, end exclusive.

    ``matches`` tells whether this opinion is one of those that the question counts.
    """

    start: int
    end: int
    polarity: int
    theme: str | None
    intent: str
    matches: bool


@dataclass(frozen=True)
class EvidenceVoice:
    """One voice behind a figure, with what is known of its response.

    ``person`` is the pseudonym of who speaks, "" where nobody is known.
    """

    voice_id: str
    text: str
    spans: tuple[Span, ...]
    stakeholder: str
    channel: str
    day: datetime.date | None
    attributes: dict[str, str] = field(default_factory=dict)
    scores: tuple[tuple[str, str, float], ...] = ()
    person: str = ""


def evidence(
    question: Question | str,
    perimeter: Perimeter,
    *,
    keys: tuple[str, ...] = (),
    limit: int = 20,
    latest: bool = False,
) -> list[EvidenceVoice]:
    """Return voices that stand for a figure, or for one of its cells.

    Parameters
    ----------
    question : Question or str
        As for `ask`.
    keys : tuple of str
        The cell's keys, in the order of the dimensions; empty for the whole figure.
    limit : int
        At most this many voices.
    latest : bool
        The latest voices first, every one of them, rather than those that stand for the others.

    Raises
    ------
    QuestionError
        As `ask`, and when a key cannot be one of its dimension.

    Notes
    -----
    Otherwise the rule is `HOW_CHOSEN`: the first n voices, for any n, keep the proportions of
    positive, negative and neutral or mixed voices of the cell as nearly as n allows.
    """
    if isinstance(question, str):
        question = Question.parse(question)
    question = plain(question)
    if not keys:
        question = question.by()
    rows = Rows(question, perimeter, perimeter.facts())
    frame, of_opinions = _matching(rows)
    for column, name, key in zip(rows.columns, question.dimensions, keys, strict=False):
        frame = frame.filter(_equals(column, name, key))
    chosen = _latest(frame, rows, limit) if latest else _in_proportion(frame, rows, limit)
    return _with_words(perimeter, rows, chosen, keys if of_opinions else None)


class Listed(NamedTuple):
    """How long a list of voices or responses is, and how many people are in it."""

    n: int
    people: int


def listed(question: Question | str, perimeter: Perimeter) -> dict[str, Listed]:
    """Return how many voices, or responses, `evidence` would open, by the question's dimension.

    The largest first; under "" without a dimension. These are the lengths of lists that
    the reader may open, where `ask` gives figures: nothing is withheld.

    Parameters
    ----------
    question : Question or str
        A count ("voices", "responses"…) by one dimension at most.

    Raises
    ------
    QuestionError
        As `ask`.
    """
    if isinstance(question, str):
        question = Question.parse(question)
    facts = perimeter.facts()
    rows = Rows(named_as_known(question, facts), perimeter, facts)
    names = rows.question.dimensions
    found = {
        "".join(key_text(key, name) for key, name in zip(keys, names, strict=True)): Listed(*one)
        for keys, one in counted(rows).items()
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1].n, one[0])))


def length(question: Question, perimeter: Perimeter) -> Listed:
    """Return the length of the whole list of a question without dimension."""
    return listed(question, perimeter).get("", Listed(0, 0))


def voices_said(perimeter: Perimeter, voice_ids: Sequence[str]) -> list[EvidenceVoice]:
    """Return voices by their ids, in that order; those that the reader may not see are left out."""
    import narwhals as nw
    import pyarrow as pa

    rows = Rows(Question("voices"), perimeter, perimeter.facts())
    wanted = pa.table({"voice_id": pa.array(voice_ids, pa.string())})
    numbered = rows.facts.cursor().from_arrow(wanted).project("hash(voice_id) AS voice")
    known = rows.facts.table("voices").join(nw.from_native(numbered), on="voice", how="semi")
    seen = known.join(rows.voices().select("voice"), on="voice", how="semi")
    kept = set(collected(seen.select("voice_id"))["voice_id"].to_pylist())
    return _with_words(perimeter, rows, [one for one in voice_ids if one in kept], None)


def _matching(rows: Rows) -> tuple[nw.LazyFrame[Any], bool]:
    """Return one row a voice (and cell) that the question counts: voice, polarity, dimensions."""
    import narwhals as nw

    measure = rows.question.measure
    of_opinions = bool(
        measure in ("share", "net_polarity", "opinions")
        or rows.filters_of("opinions")
        or rows.dimensions_of("opinions")
    )
    if measure in ("share", "net_polarity", "opinions") or rows.dimensions_of("opinions"):
        frame = rows.opinions()
    else:
        frame = rows.voices(holding=True).with_columns(nw.col("sign").alias("polarity"))
    by_score = rows.dimensions_of("scores")
    if rows.of_scores:
        scored = rows.scores().select("response", *by_score).unique()
        frame = frame.join(scored, on="response", how="inner")
    columns = [name for name in rows.columns if name in frame.collect_schema().names()]
    return frame.select("voice", "polarity", *columns), of_opinions


def _equals(column: str, name: str, key: str) -> nw.Expr:
    import narwhals as nw

    try:
        if name in TIME_DIMENSIONS:
            day = datetime.date.fromisoformat(key) if key else UNKNOWN_DATE
            return nw.col(column) == nw.lit(day)
        if name == "polarity":
            return nw.col(column) == _POLARITIES[key]
    except (ValueError, KeyError):
        raise QuestionError(
            "“{key}” is not a key of {dimension}. Take the keys of a cell of the figure.",
            key=key,
            dimension=name,
        ) from None
    return nw.col(column) == key


def _latest(frame: nw.LazyFrame[Any], rows: Rows, limit: int) -> list[str]:
    """Return the ids of the latest voices, those without a date last."""
    import narwhals as nw

    texts = rows.facts.table("voices").select("voice", "voice_id", "day")
    found = texts.join(frame.select("voice").unique(), on="voice", how="semi").sort(
        "day", "voice_id", descending=[True, False], nulls_last=True
    )
    chosen: list[str] = collected(found.select(nw.col("voice_id")).head(limit))[
        "voice_id"
    ].to_pylist()
    return chosen


def _in_proportion(frame: nw.LazyFrame[Any], rows: Rows, limit: int) -> list[str]:
    """Return the ids of the voices shown, in order."""
    import narwhals as nw

    judged = frame.group_by("voice").agg(nw.col("polarity").sum().alias("sum"))
    positive = nw.when(nw.col("sum") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
    negative = nw.when(nw.col("sum") < 0).then(nw.lit(1)).otherwise(nw.lit(0))
    texts = rows.facts.table("voices").select("voice", "voice_id", "length", "text_key")
    voices = judged.with_columns((positive - negative).alias("sign")).join(texts, on="voice")
    counts = {
        row["sign"]: row["n"]
        for row in collected(voices.group_by("sign").agg(nw.len().alias("n"))).to_pylist()
    }
    queues: dict[int, list[str]] = {}
    seen: set[int] = set()
    for sign in sorted(counts):
        some = voices.filter(nw.col("sign") == sign).with_columns(
            (nw.col("length") - READABLE).abs().alias("far")
        )
        nearest = collected(some.sort("far", "voice_id").head(4 * limit)).to_pylist()
        queues[sign] = []
        for row in nearest:
            if row["text_key"] not in seen:
                seen.add(row["text_key"])
                queues[sign].append(row["voice_id"])
    return _interleaved(queues, counts, limit)


def _interleaved(queues: dict[int, list[str]], counts: dict[int, int], limit: int) -> list[str]:
    """Take at each turn the sign that is most behind its proportion.

    >>> _interleaved({-1: ["a", "b", "c"], 1: ["x"]}, {-1: 3, 1: 1}, 4)
    ['a', 'b', 'x', 'c']
    """
    chosen: list[str] = []
    total, taken = sum(counts.values()), dict.fromkeys(counts, 0)
    queues = {sign: list(queue) for sign, queue in queues.items()}
    while len(chosen) < limit and any(queues.values()):
        behind = {
            sign: (len(chosen) + 1) * counts[sign] / total - taken[sign]
            for sign, queue in queues.items()
            if queue
        }
        sign = max(behind, key=lambda s: (behind[s], counts[s], -s))
        chosen.append(queues[sign].pop(0))
        taken[sign] += 1
    return chosen


def _with_words(
    perimeter: Perimeter, rows: Rows, chosen: list[str], keys: tuple[str, ...] | None
) -> list[EvidenceVoice]:
    workspace = perimeter.workspace
    voices = _of(workspace.relation("voices"), "voice_id", chosen).to_pylist()
    responses = [row["response_id"] for row in voices]
    by_response = {
        row["response_id"]: row
        for row in _of(workspace.relation("responses"), "response_id", responses).to_pylist()
    }
    scores: dict[str, list[tuple[str, str, float]]] = {}
    for row in _of(workspace.relation("scores"), "response_id", responses).to_pylist():
        scores.setdefault(row["response_id"], []).append(
            (row["question"], row["kind"], row["value"])
        )
    spans: dict[str, list[Span]] = {}
    for row in _of(workspace.relation("opinions"), "voice_id", chosen).to_pylist():
        spans.setdefault(row["voice_id"], []).append(
            Span(
                row["start"],
                row["end"],
                row["polarity"],
                row["theme"],
                row["intent"],
                keys is not None and _counts(row, rows, keys),
            )
        )
    by_voice = {row["voice_id"]: row for row in voices}
    found = []
    for voice_id in chosen:
        voice = by_voice[voice_id]
        response = by_response[voice["response_id"]]
        found.append(
            EvidenceVoice(
                voice_id=voice_id,
                text=voice["text"],
                spans=tuple(
                    sorted(spans.get(voice_id, []), key=lambda s: (s.start, s.end, s.theme or ""))
                ),
                stakeholder=response["stakeholder"],
                channel=response["channel"],
                day=response["day"],
                attributes=dict(response["attributes"] or ()),
                scores=tuple(sorted(scores.get(voice["response_id"], []))),
                person=response["person_key"] or "",
            )
        )
    return found


def _of(relation: Any, column: str, values: list[str]) -> pa.Table:
    """Return the rows of a relation whose id is among some.

    Joined, since DuckDB takes longer to read thousands of ids in a condition than to find them.
    """
    import pyarrow as pa

    wanted = pa.table({column: pa.array(values, pa.string())})  # noqa: F841 (DuckDB reads it)
    found = relation.query("rows", f"SELECT * FROM rows SEMI JOIN wanted USING ({column})")
    table: pa.Table = found.to_arrow_table()
    return table


def _counts(opinion: dict[str, Any], rows: Rows, keys: tuple[str, ...]) -> bool:
    """Tell whether an opinion is of the cell and fits the question's filters on opinions."""
    theme = opinion["theme"]
    of_cell = {
        "theme": theme,
        "branch": theme.split(".")[0] if theme else None,
        "target": opinion["target"],
        "intent": opinion["intent"],
        "polarity": {-1: "negative", 0: "neutral", 1: "positive"}[opinion["polarity"]],
    }
    for name, key in zip(rows.question.dimensions, keys, strict=False):
        if name in of_cell and of_cell[name] != key:
            return False
    fits = _Fits(rows, theme, of_cell)
    return all(fits(one) for one in rows.filters if rows.levels(one) == {"opinions"})


@dataclass(frozen=True)
class _Fits:
    """Whether one opinion fits conditions on opinions."""

    rows: Rows
    theme: str | None
    known: dict[str, str | None]

    def __call__(self, condition: Condition) -> bool:
        if isinstance(condition, AllOf):
            return all(map(self, condition.parts))
        if isinstance(condition, AnyOf):
            return any(map(self, condition.parts))
        if isinstance(condition, Not | Holds):
            return not self(condition.part)
        if condition.field in ("theme", "branch"):
            return self.theme is not None and self.theme in self.rows.themes_kept(condition)
        among = self.known[condition.field] in condition.values
        return among == (condition.operator in ("=", "in"))
