"""Reading the voices of a workspace: opinions, copies, themes discovered, all or nothing.

Opinions are written in one commit and counted only once the versions that made them are current.
A run that was interrupted leaves nothing half visible, and running again completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond import tables
from rebond.errors import CodebookError
from rebond.schemas import OPINIONS
from rebond.understand.choosing import choose_codebook
from rebond.understand.codebook import Codebook, Theme
from rebond.understand.discovery import discover
from rebond.understand.engine import Engine, shipped_engine
from rebond.understand.learned.engine import engine_for
from rebond.understand.readings import (
    CURRENT,
    NEXT,
    READ,
    note_reading,
    opinions_sql,
    readings,
    store_codebook,
    stored_codebook,
)
from rebond.understand.themes import EXPRESSIONS
from rebond.vocabulary import VoiceStatus

if TYPE_CHECKING:
    from rebond.workspace import Workspace

Progress = Callable[[str, int, int | None], None]
MOST_HEARD = 50_000  # voices in which subjects are discovered, cut into words all at once
BATCH = 1_000
_MOST_NAMES = 20_000  # values of attributes looked at for proper names
_PROBED = 200  # voices read again to make sure that a new codebook reads as the earlier one


@dataclass(frozen=True)
class Understanding:
    """What a run did: voices read now, opinions found in them, and with which versions."""

    voices_read: int
    opinions_found: int
    model_version: str
    codebook_version: str
    codebook: Codebook


def understand(
    workspace: Workspace,
    *,
    codebook: Codebook | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
    as_it_is: bool = False,
) -> Understanding:
    """Read the voices not read yet with the current model and codebook.

    Parameters
    ----------
    workspace : where the voices are and the opinions go.
    codebook : the themes wanted. By default the one the workspace remembers, else the ready-made
        one that fits; themes discovered in the data are added the first time, then kept.
    engine : what reads; the one of the package by default.
    progress : called with a name, what is done and the total, in voices.
    as_it_is : take the codebook given exactly, nothing discovered added, the one remembered
        forgotten; what a person has edited is adopted so.

    Returns
    -------
    Understanding
        With nothing new to read, nothing is written and both counts are 0.

    Raises
    ------
    WorkspaceBusy
        When another process writes to the workspace.
    """
    tell = progress or _silent
    with workspace.writing():
        chosen = _codebook_for(workspace, codebook, as_it_is)
        reader = engine or engine_for(chosen, shipped_engine())
        versions = (reader.model_version, chosen.version)
        done = workspace.settings.get(READ, {})
        read_imports = done.get("imports", []) if done.get("versions") == list(versions) else []
        voices = meaningful_voices(workspace, read_imports)
        if voices.num_rows == 0 and workspace.current_versions == versions:
            if as_it_is:
                _finish(workspace, versions, chosen)
            return Understanding(0, 0, *versions, chosen)
        found = _carried(workspace, reader, voices, chosen)
        if found is None:
            from rebond.understand.search.listening import listened

            with listened(workspace, reader) as heard:
                found = _read(heard, _not_read(workspace, voices, versions), chosen, tell)
        if voices.num_rows:
            _mark_copies(workspace)
        workspace.append("opinions", found)
        _finish(workspace, versions, chosen)
    return Understanding(voices.num_rows, found.num_rows, *versions, chosen)


def workspace_codebook(workspace: Workspace) -> Codebook:
    """Return the codebook of the opinions that readers see.

    Raises
    ------
    CodebookError
        When the voices of the workspace have not been understood yet.
    """
    versions = workspace.current_versions
    for name in (CURRENT, NEXT):
        stored = workspace.settings.get(name)
        if stored and versions and stored["version"] == versions[1]:
            found = stored_codebook(workspace, name)
            if found:
                return found[0]
    raise CodebookError(
        "The workspace {path} has no codebook yet: its voices have not been understood. "
        "Run: rebond analyse",
        path=str(workspace.path),
    )


def _codebook_for(workspace: Workspace, asked: Codebook | None, as_it_is: bool) -> Codebook:
    """Return the codebook of this run, with what was or is now discovered beside it."""
    if asked is not None and as_it_is:
        store_codebook(workspace, NEXT, asked.version, asked)
        return asked
    known: Codebook | None = None
    for name in (NEXT, CURRENT):
        found = stored_codebook(workspace, name)
        if found is None:
            continue
        codebook, stored = found
        if asked is None or asked.version in (stored["base"], stored["version"]):
            return codebook
        known = known or codebook
    voices = meaningful_voices(workspace)
    # Evenly among them: a subject that is worth a theme is named by 0.6 % of people or more.
    step = max(1, -(-voices.num_rows // MOST_HEARD))
    voices = voices.take(pa.array(range(0, voices.num_rows, step), pa.int64()))
    texts = voices.column("text").to_pylist()
    languages = voices.column("language").to_pylist()
    base = asked or choose_codebook(texts, languages)
    if known is None:
        people = voices.column("person").to_pylist()
        names = attribute_values(workspace)
        chosen = base.with_themes(discover(texts, languages, people, base, names=names))
    else:
        chosen = base.with_themes(_discovered_before(known, base))
    if texts:
        store_codebook(workspace, NEXT, base.version, chosen)
    return chosen


def _discovered_before(known: Codebook, base: Codebook) -> list[Theme]:
    """Return the themes discovered earlier that a codebook new here has not dealt with."""
    dealt = {identifier for change in base.history for identifier in change.before}
    leaves = [
        theme
        for theme in known.leaves
        if theme.discovered and theme.id not in base and theme.id not in dealt
    ]
    branches = {theme.parent for theme in leaves}
    return [theme for theme in known.themes if theme in leaves or theme.id in branches]


def attribute_values(workspace: Workspace) -> list[str]:
    """Return the values of the attributes of the responses: shops, towns, brands, products."""
    return [
        value
        for (value,) in workspace.read(
            lambda: (
                workspace.cursor()
                .sql(
                    "SELECT DISTINCT unnest(map_values(attributes)) AS value "
                    f"FROM ({workspace.sql('responses')}) ORDER BY value LIMIT {_MOST_NAMES}"
                )
                .fetchall()
            )
        )
        if value
    ]


def meaningful_voices(workspace: Workspace, read_imports: Sequence[str] = ()) -> pa.Table:
    """Return the meaningful voices of other imports than these, in the order of their ids.

    Columns: import_id, response_id, voice_id, text, language, person (the person's key, else the
    response's id).
    """
    status = tables.quoted(VoiceStatus.MEANINGFUL.value)
    among = ", ".join(tables.quoted(name) for name in read_imports)
    unread = f" AND v.import_id NOT IN ({among})" if among else ""

    def query() -> pa.Table:
        return (
            workspace.cursor()
            .sql(
                "SELECT v.import_id, v.response_id, v.voice_id, v.text, v.language, "
                "coalesce(r.person_key, v.response_id) AS person "
                f"FROM ({workspace.sql('voices')}) v LEFT JOIN ({workspace.sql('responses')}) r "
                "ON v.response_id = r.response_id AND v.import_id = r.import_id "
                f"WHERE v.status = {status}{unread} ORDER BY v.voice_id, v.import_id"
            )
            .to_arrow_table()
        )

    return workspace.read(query)


def _not_read(workspace: Workspace, voices: pa.Table, versions: tuple[str, str]) -> pa.Table:
    """Return the voices without any opinion of these versions, seen by readers or not.

    A run interrupted after its commit left some that no reader sees yet.
    """
    folder = workspace.path / "tables"

    def query() -> list[tuple[str, str]]:
        paths = tables.files(tables.table(folder, "opinions"), folder, "opinions")
        source = tables.sql_of_files(paths, tables.SCHEMAS["opinions"])
        return (
            workspace.cursor()
            .sql(
                f"SELECT DISTINCT voice_id, import_id FROM {source} "
                f"WHERE model_version = {tables.quoted(versions[0])} "
                f"AND codebook_version = {tables.quoted(versions[1])}"
            )
            .fetchall()
        )

    known = set(workspace.read(query))
    if not known:
        return voices
    ids = zip(
        voices.column("voice_id").to_pylist(), voices.column("import_id").to_pylist(), strict=True
    )
    return voices.filter(pa.array([pair not in known for pair in ids], pa.bool_()))


def _read(reader: Engine, voices: pa.Table, codebook: Codebook, tell: Progress) -> pa.Table:
    """Return the rows of the table of opinions for these voices, batch by batch."""
    total = voices.num_rows
    parts: list[pa.Table] = []
    tell("opinions", 0, total)
    for begin in range(0, total, BATCH):
        batch = voices.slice(begin, BATCH)
        texts: list[str] = batch.column("text").to_pylist()
        languages: list[str] = batch.column("language").to_pylist()
        found = reader.read(texts, languages, codebook)
        owners = batch.select(["import_id", "response_id", "voice_id"]).take(found.column("row"))
        columns: list[Any] = [
            owners.column(name) if name in owners.column_names else found.column(name)
            for name in OPINIONS.names
        ]
        parts.append(pa.Table.from_arrays(columns, names=OPINIONS.names).cast(OPINIONS))
        tell("opinions", min(begin + BATCH, total), total)
    return pa.concat_tables(parts) if parts else OPINIONS.empty_table()


def _carried(
    workspace: Workspace, reader: Engine, voices: pa.Table, codebook: Codebook
) -> pa.Table | None:
    """Return the opinions of the last reading under a codebook that only names them otherwise.

    None when something else has changed, or when some voices read again turn out otherwise.
    """
    earlier = readings(workspace)
    if not earlier or earlier[-1].versions != workspace.current_versions:
        return None
    last = earlier[-1]
    if (
        last.model_version != reader.model_version
        or not same_expressions(last.codebook, codebook)
        or set(last.imports) < set(workspace.committed_imports())
    ):
        return None
    earlier_rows = opinions_sql(workspace, last.versions)
    done = opinions_sql(workspace, (reader.model_version, codebook.version))
    fresh = f"(voice_id, import_id) NOT IN (SELECT (voice_id, import_id) FROM ({done}))"
    rows = workspace.read(
        lambda: (
            workspace.cursor().sql(f"SELECT * FROM ({earlier_rows}) WHERE {fresh}").to_arrow_table()
        )
    )
    place = rows.column_names.index("codebook_version")
    version = pa.array([codebook.version] * rows.num_rows, pa.string())
    carried = rows.set_column(place, "codebook_version", version).select(OPINIONS.names)
    carried = carried.cast(OPINIONS)
    step = max(1, -(-voices.num_rows // _PROBED))
    probed = voices.take(pa.array(range(0, voices.num_rows, step), pa.int64()))
    again = _read(reader, probed, codebook, _silent)
    before = carried.filter(pc.is_in(carried.column("voice_id"), probed.column("voice_id")))
    return carried if _same_rows(before.to_pylist(), again.to_pylist()) else None


def same_expressions(one: Codebook, other: Codebook) -> bool:
    """Tell whether two codebooks look for the same things under the same ids, in the same order."""
    if one.digest != other.digest or len(one.leaves) != len(other.leaves):
        return False
    kinds = ("id", "specific", "discovered", *EXPRESSIONS)
    return all(
        all(getattr(first, kind) == getattr(second, kind) for kind in kinds)
        for first, second in zip(one.leaves, other.leaves, strict=True)
    )


def _same_rows(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    def sorted_rows(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(repr(sorted(row.items())) for row in rows)

    return sorted_rows(one) == sorted_rows(other)


def _mark_copies(workspace: Workspace) -> None:
    from rebond.listen.texts.copies import find_copies

    voices = workspace.read(
        lambda: (
            workspace.cursor()
            .sql(
                f"SELECT voice_id, text, text_key FROM ({workspace.sql('voices')}) "
                f"WHERE status = {tables.quoted(VoiceStatus.MEANINGFUL.value)} ORDER BY voice_id"
            )
            .to_arrow_table()
        )
    )
    workspace.replace("copies", find_copies(voices))


def _finish(workspace: Workspace, versions: tuple[str, str], codebook: Codebook) -> None:
    """Make the opinions written the ones that readers see, then remember what was read."""
    workspace.set_current_versions(*versions)
    pending = workspace.settings.get(NEXT)
    if pending and pending["version"] == codebook.version:
        workspace.settings.set(CURRENT, pending)
        workspace.settings.delete(NEXT)
    note_reading(workspace, versions, codebook)


def _silent(name: str, done: int, total: int | None) -> None:
    """Tell nothing."""
