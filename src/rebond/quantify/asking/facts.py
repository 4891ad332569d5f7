"""The narrow tables on which questions are answered, copied once per data version.

The workspace keeps long pseudonymous ids and whole texts; a question needs neither. `Facts` copies
what questions group, filter and sum into an in-memory DuckDB: responses, voices and persons are
named by 64-bit hashes of their ids (two ids among a million share one with probability 3e-8), and
the person is written beside every row. A response without a known person is its own person.

    responses  response, person, response_id, stakeholder, channel, solicited, source, day, week,
               month
    scores     response, person, question, kind, value, low, high, higher_is_better
    voices     voice, response, person, voice_id, question, language, status, text_key, length
    opinions   voice, response, person, theme, target, polarity, intent  (of meaningful voices)
    mentions   voice, response, person, theme, sign                      (one row a voice and theme)
    attribute tables are copied when first asked for: response, value
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

    from rebond.quantify.perimeter import Tables

KEPT = 2  # data versions kept in memory at once
_BUILT: OrderedDict[tuple[object, ...], Facts] = OrderedDict()
_LOCK = threading.RLock()

_COPIES = {
    "responses": (
        "response_id, person_key, stakeholder, channel, solicited, source, day, week, month",
        """SELECT hash(response_id) AS response, hash(coalesce(person_key, response_id)) AS person,
        response_id, stakeholder, channel, solicited, source, day, week, month FROM incoming""",
    ),
    "scores": (
        "response_id, question, kind, value, scale_low, scale_high, higher_is_better",
        """SELECT r.response, r.person, i.question, i.kind, i.value, i.scale_low AS low,
        i.scale_high AS high, i.higher_is_better FROM incoming i
        JOIN responses r ON r.response = hash(i.response_id)""",
    ),
    "voices": (
        "voice_id, response_id, question, language, status, text_key,"
        " length(text)::INTEGER AS length",
        """SELECT hash(i.voice_id) AS voice, r.response, r.person, i.voice_id, i.question,
        i.language, i.status, i.text_key, i.length FROM incoming i
        JOIN responses r ON r.response = hash(i.response_id)""",
    ),
    "opinions": (
        "voice_id, theme, target, polarity, intent",
        """SELECT v.voice, v.response, v.person, i.theme, i.target, i.polarity::INTEGER AS polarity,
        i.intent FROM incoming i JOIN voices v ON v.voice = hash(i.voice_id)
        WHERE v.status = 'meaningful'""",
    ),
}
_MENTIONS = """CREATE TABLE mentions AS
    SELECT voice, any_value(response) AS response, any_value(person) AS person, theme,
    sign(sum(polarity))::INTEGER AS sign FROM opinions WHERE theme IS NOT NULL
    GROUP BY voice, theme"""


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
        for table, (columns, query) in _COPIES.items():
            relation = workspace.relation(table).select(columns)
            self._copy(relation, f"CREATE TABLE {table} AS {query}")
        self._connection.execute(_MENTIONS)

    def _copy(self, relation: Any, statement: str) -> None:
        self._connection.register("incoming", relation.to_arrow_reader(100_000))
        self._connection.execute(statement)
        self._connection.unregister("incoming")

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

    def values(self, table: str, column: str) -> list[str]:
        """Return the known values of a column of text, sorted."""
        import narwhals as nw

        if (table, column) not in self._values:
            found = collected(self.table(table).select(nw.col(column)).unique())
            self._values[table, column] = sorted(
                str(value) for value in found[column].to_pylist() if value is not None
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

    def values_of_attribute(self, name: str) -> list[str]:
        """Return the known values of an attribute, sorted."""
        self.attribute(name)
        return self.values(self._attributes[name], "value")

    def attribute(self, name: str) -> nw.LazyFrame[Any]:
        """Return the known values of an attribute: response, value (string)."""
        with self._lock:
            if name not in self._attributes:
                table = f"attribute_{len(self._attributes)}"
                column = '"' + f"attribute:{name}".replace('"', '""') + '"'
                relation = self.workspace.relation("responses", attributes=[name])
                self._copy(
                    relation.select(f"response_id, {column} AS value"),
                    f"CREATE TABLE {table} AS SELECT hash(response_id) AS response, value"
                    " FROM incoming WHERE value IS NOT NULL AND value <> ''",
                )
                self._attributes[name] = table
        return self.table(self._attributes[name])


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


def collected(frame: nw.LazyFrame[Any]) -> pa.Table:
    """Run a frame in DuckDB and return its (small) result."""
    table: pa.Table = frame.collect(backend="pyarrow").to_native()
    return table
