"""The narrow tables on which questions are answered, copied once per data version.

The workspace keeps long pseudonymous ids and whole texts; a question needs neither. `Facts` copies
what questions group, filter and sum into an in-memory DuckDB. Responses and persons are numbered
from 0, in the order of a hash of the person, then of the response: the responses of a person follow
each other, and persons are in no order of their own. Voices are named by 64-bit hashes of their ids
(two ids among a million share one with probability 3e-8). The person is written beside every row; a
response without a known person is its own person. Rows are in the order of responses (mentions,
within a theme), and texts of few values are kept as numbers: both make sums by person faster.

    responses  response, person, response_id, key and who (their hashes), and what all tables below
               repeat: stakeholder, channel, solicited ("true", "false" or ""), source, day, week,
               month, quarter, year
    scores     response, person, question, kind, value, low, high, higher_is_better…
    voices     voice, response, person, voice_id, question, language, status, text_key, length,
               said, sign…                     (opinions it holds; the sign of their sum)
    opinions   voice, response, person, theme, branch, target, polarity, intent…  (of meaningful
               voices)
    mentions   voice, response, person, theme, branch, sign…            (one row a voice and theme)
    attribute tables are copied when first asked for: response, value ("" where it is not known)
    texts      are copied when first searched: text_key, folded, tokens
"""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

    from rebond.quantify.perimeter import Tables

T = TypeVar("T")
KEPT = 2  # data versions kept in memory at once
MOST_NUMBERED = 2000  # values above which a column stays text
_BUILT: OrderedDict[tuple[object, ...], Facts] = OrderedDict()
_LOCK = threading.RLock()

_REPEATED = (
    *("stakeholder", "channel", "solicited", "source"),
    *("day", "week", "month", "quarter", "year"),
)
_OF_RESPONSE = ", ".join(f"r.{name}" for name in _REPEATED)
_OF_VOICE = ", ".join(f"v.{name}" for name in _REPEATED)
_COPIES = {
    "responses": (
        "response_id, person_key, stakeholder, channel, solicited, source, day, week, month",
        """SELECT (row_number() OVER in_order - 1)::INTEGER AS response,
        (dense_rank() OVER of_people - 1)::INTEGER AS person, * FROM (
        SELECT hash(response_id) AS key, hash(coalesce(person_key, response_id)) AS who,
        response_id, stakeholder, channel, coalesce(solicited::VARCHAR, '') AS solicited, source,
        day, week, month, date_trunc('quarter', day)::DATE AS quarter,
        date_trunc('year', day)::DATE AS year FROM incoming)
        WINDOW in_order AS (ORDER BY who, key, response_id), of_people AS (ORDER BY who)""",
        ("stakeholder", "channel", "solicited", "source"),
    ),
    "scores": (
        "response_id, question, kind, value, scale_low, scale_high, higher_is_better",
        f"""SELECT r.response, r.person, i.question, i.kind, i.value, i.scale_low AS low,
        i.scale_high AS high, i.higher_is_better, {_OF_RESPONSE} FROM incoming i
        JOIN responses r ON r.key = hash(i.response_id)""",
        ("question", "kind"),
    ),
    "voices": (
        "voice_id, response_id, question, language, status, text_key,"
        " length(text)::INTEGER AS length",
        f"""SELECT hash(i.voice_id) AS voice, r.response, r.person, i.voice_id, i.question,
        i.language, i.status, i.text_key, i.length, {_OF_RESPONSE} FROM incoming i
        JOIN responses r ON r.key = hash(i.response_id)""",
        ("question", "language", "status"),
    ),
    "opinions": (
        "voice_id, theme, target, polarity, intent",
        f"""SELECT v.voice, v.response, v.person, i.theme,
        regexp_replace(i.theme, '\\..*$', '') AS branch, i.target,
        i.polarity::INTEGER AS polarity, i.intent, {_OF_VOICE} FROM incoming i
        JOIN voices v ON v.voice = hash(i.voice_id) WHERE v.status = 'meaningful'""",
        ("theme", "branch", "target", "intent"),
    ),
}
_MENTIONS = f"""CREATE TABLE mentions AS
    SELECT voice, any_value(response) AS response, any_value(person) AS person, theme,
    any_value(branch) AS branch, sign(sum(polarity))::INTEGER AS sign,
    {", ".join(f"any_value({name}) AS {name}" for name in _REPEATED)}
    FROM opinions WHERE theme IS NOT NULL GROUP BY voice, theme ORDER BY theme, response"""
_SAID = """CREATE TABLE voices_said AS SELECT v.*, coalesce(o.said, 0)::INTEGER AS said,
    coalesce(o.sign, 0)::INTEGER AS sign FROM voices v LEFT JOIN
    (SELECT voice, count(*) AS said, sign(sum(polarity)) AS sign FROM opinions GROUP BY voice) o
    ON o.voice = v.voice ORDER BY v.response"""


class Facts:
    """The narrow tables of one data version; safe to use from several threads."""

    def __init__(self, workspace: Tables) -> None:
        import duckdb

        self.workspace = workspace
        self.attribute_names = tuple(workspace.attribute_names())
        self._connection = duckdb.connect()
        self._local = threading.local()
        self._lock = threading.RLock()
        self._attributes: dict[str, str] = {}
        self._values: dict[tuple[str, str], list[str]] = {}
        self._remembered: dict[str, Any] = {}
        for table, (columns, query, few) in _COPIES.items():
            self._copy(workspace.relation(table).select(columns), table, query, few)
        self._connection.execute(_MENTIONS)
        self._connection.execute(_SAID)
        self._connection.execute("DROP TABLE voices")
        self._connection.execute("ALTER TABLE voices_said RENAME TO voices")

    def _copy(self, relation: Any, table: str, query: str, few: tuple[str, ...]) -> None:
        """Copy what a query reads from ``incoming``, its columns of few values as numbers."""
        run = self._connection.execute
        rows = relation if hasattr(relation, "schema") else relation.to_arrow_reader(100_000)
        self._connection.register("incoming", rows)
        run(f"CREATE TABLE staged AS {query}")
        self._connection.unregister("incoming")
        counts = ", ".join(f"approx_count_distinct({column})" for column in few)
        found = run(f"SELECT {counts} FROM staged").fetchall()[0]
        numbered = []
        for column, count in zip(few, found, strict=True):
            if count <= MOST_NUMBERED:
                kind = f"{table}_{column}"
                run(
                    f"CREATE TYPE {kind} AS ENUM (SELECT DISTINCT {column}::VARCHAR FROM staged"
                    f" WHERE {column} IS NOT NULL ORDER BY 1)"
                )
                numbered.append(f"{column}::{kind} AS {column}")
        replaced = f" REPLACE ({', '.join(numbered)})" if numbered else ""
        run(f"CREATE TABLE {table} AS SELECT *{replaced} FROM staged ORDER BY response")
        run("DROP TABLE staged")

    def remember(self, what: str, compute: Callable[[], T]) -> T:
        """Return what is drawn from these tables, computed once for this version of the data."""
        if what not in self._remembered:
            self._remembered[what] = compute()
        found: T = self._remembered[what]
        return found

    def cursor(self) -> Any:
        """Return this thread's own cursor: DuckDB refuses a connection shared by threads."""
        if not hasattr(self._local, "cursor"):
            with self._lock:
                self._local.cursor = self._connection.cursor()
        return self._local.cursor

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Return a narrow table as a Narwhals frame."""
        import narwhals as nw

        frame: nw.LazyFrame[Any] = nw.from_native(self.cursor().table(name))
        return frame

    def numbers(self, field: str, ids: Sequence[str]) -> list[int]:
        """Return what stands for ids of responses, voices or persons in these tables."""
        hashes = "SELECT hash(unnest(?))"
        if field == "voice":
            query = hashes
        else:
            column = "key" if field == "response" else "who"
            query = f"SELECT DISTINCT {field} FROM responses WHERE {column} IN ({hashes})"
        return [row[0] for row in self.cursor().execute(query, [list(ids)]).fetchall()]

    def values(self, table: str, column: str) -> list[str]:
        """Return the known values of a column of text, sorted; "" is not known."""
        import narwhals as nw

        if (table, column) not in self._values:
            found = collected(self.table(table).select(nw.col(column)).unique())
            self._values[table, column] = sorted(
                str(value) for value in found[column].to_pylist() if value not in (None, "")
            )
        return self._values[table, column]

    @cached_property
    def leaves_by_name(self) -> dict[str, set[str]]:
        """The themes spoken of, by every name they go by: id, labels, and those of their branch."""
        from rebond.quantify.asking.themes import theme_label

        known: dict[str, set[str]] = {}
        for leaf in self.values("mentions", "theme"):
            for theme in (leaf, leaf.split(".")[0]):
                label = theme_label(self.workspace, theme)
                for name in {theme, label.en, label.fr}:
                    known.setdefault(name, set()).add(leaf)
        return known

    @cached_property
    def last_day(self) -> datetime.date | None:
        """The last day of the data, from which "last 3 months" is counted."""
        import narwhals as nw

        found: datetime.date | None = collected(
            self.table("responses").select(nw.col("day").max())
        )["day"][0].as_py()
        return found

    @cached_property
    def scales(self) -> list[dict[str, Any]]:
        """The scores of the data: question, kind, low, high, higher_is_better; by kind."""
        columns = ["question", "kind", "low", "high", "higher_is_better"]
        found = collected(self.table("scores").select(columns).unique()).to_pylist()
        return sorted(found, key=lambda scale: (scale["kind"], scale["question"], str(scale)))

    @cached_property
    def kinds_answered_twice(self) -> frozenset[str]:
        """The kinds of score of which some response holds several answers."""
        import narwhals as nw

        sizes = (
            self.table("scores")
            .group_by("kind")
            .agg(nw.len().alias("answers"), nw.col("response").n_unique().alias("responses"))
        )
        rows = collected(sizes).to_pylist()
        return frozenset(row["kind"] for row in rows if row["answers"] > row["responses"])

    @cached_property
    def whole_answers(self) -> bool:
        """Whether every answer of a score is a whole number."""
        import narwhals as nw

        value = nw.col("value")
        broken = self.table("scores").filter(value != value.round()).select(nw.len().alias("n"))
        return not collected(broken)["n"][0].as_py()

    @cached_property
    def one_voice_a_response(self) -> bool:
        """Whether no response holds two meaningful voices."""
        import narwhals as nw

        voices = self.table("voices").filter(nw.col("status") == "meaningful")
        sizes = voices.select(nw.len().alias("n"), nw.col("response").n_unique().alias("responses"))
        row = collected(sizes).to_pylist()[0]
        return bool(row["n"] == row["responses"])

    @cached_property
    def people(self) -> int:
        """How many persons answered."""
        import narwhals as nw

        found = collected(self.table("responses").select(nw.col("person").n_unique()))
        return int(found["person"][0].as_py() or 0)

    def values_of_attribute(self, name: str) -> list[str]:
        """Return the known values of an attribute, sorted."""
        self.attribute(name)
        return self.values(self._attributes[name], "value")

    def attribute(self, name: str) -> nw.LazyFrame[Any]:
        """Return an attribute of every response: response, value (text, "" where not known).

        "Region of Shop" is the region that goes with the response's shop.
        """
        from rebond.quantify.asking.trees import copy_level

        with self._lock:
            if name not in self._attributes:
                table = f"attribute_{len(self._attributes)}"
                if name in self.attribute_names:
                    self._copy_attribute(name, table)
                else:
                    copy_level(name, self, table)
                self._attributes[name] = table
        return self.table(self._attributes[name])

    def _copy_attribute(self, name: str, table: str) -> None:
        column = '"' + f"attribute:{name}".replace('"', '""') + '"'
        relation = self.workspace.relation("responses", attributes=[name])
        self._copy(
            relation.select(f"response_id, {column} AS value"),
            table,
            "SELECT r.response, coalesce(i.value, '') AS value FROM incoming i"
            " JOIN responses r ON r.key = hash(i.response_id)",
            ("value",),
        )

    def copy_mapped(self, attribute: str, pairs: pa.Table, table: str) -> None:
        """Write an attribute's table with each value replaced by its pair, "" without one."""
        source = self._attributes[attribute]
        self._copy(
            pairs,
            table,
            f"SELECT a.response, coalesce(i.above, '') AS value FROM {source} a"
            " LEFT JOIN incoming i ON i.below = a.value",
            ("value",),
        )

    def texts(self) -> nw.LazyFrame[Any]:
        """Return the different texts: text_key, folded and tokens.

        ``folded`` is in lower case without accents; ``tokens`` are its words and numbers, each
        between two spaces.
        """
        from rebond.quantify.asking.texts import copy_texts

        with self._lock:
            if "texts" not in self._attributes:
                copy_texts(self.workspace.relation("voices"), self._connection)
                self._attributes["texts"] = "texts"
        return self.table("texts")


def facts_of(workspace: Tables) -> Facts:
    """Return the facts of the workspace's visible data, building them when they changed."""
    key = (str(workspace.path), workspace.data_version, workspace.current_versions)
    with _LOCK:
        if key not in _BUILT:
            again = getattr(workspace, "read", None)  # an erasure may remove files under a reader
            _BUILT[key] = again(lambda: Facts(workspace)) if again else Facts(workspace)
        _BUILT.move_to_end(key)
        while len(_BUILT) > KEPT:
            _BUILT.popitem(last=False)
        return _BUILT[key]


def collected(frame: nw.LazyFrame[Any], *, as_text: bool = True) -> pa.Table:
    """Run a frame and return its result, texts of few values as numbers unless ``as_text``."""
    import pyarrow as pa

    table: pa.Table = frame.collect(backend="pyarrow").to_native()
    if not as_text:
        return table
    for place, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type):
            decoded = table.column(place).cast(column.type.value_type)
            table = table.set_column(place, column.name, decoded)
    return table
