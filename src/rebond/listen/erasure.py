"""Erasure: remove a person or a response from every store, prove it, name what is out of reach.

Stores are registered functions (`register_store`), so that whatever else keeps data beside the
workspace is walked with it. Rows are only ever deleted by pseudonymous ids; what was deleted is
then looked for, byte by byte, in everything that is left. See docs/methods/identity-and-erasure.md.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond import tables
from rebond.errors import InputError
from rebond.listen import identity, tombstones
from rebond.listen.traces import Search, search

if TYPE_CHECKING:
    from rebond.workspace import Workspace

from rebond.vocabulary import Message

UNREACHABLE = (
    Message("Backups of this workspace: the person is in them until they are replaced."),
    Message("The files that were imported, wherever they are kept."),
    Message("Reports and exported files made before now, and whoever received them."),
)
SEVERAL_SOURCES = (
    "The id {identifier} names responses in several sources: {sources}. They may be of different "
    "people: name one, as in {example}."
)

SEVERAL_PEOPLE = (
    "{identifier} was given by {people} people who also gave other identifiers, which tell them "
    "apart. Erase each of them by one of those: an e-mail address, or a response's id."
)

_KEY = re.compile(rf"[0-9a-f]{{{identity.KEY_DIGITS}}}")
_VOICE = re.compile(rf"([0-9a-f]{{{identity.KEY_DIGITS}}})-[0-9a-f]{{8}}")
_SHORTEST_TRACE = 8
# Later stages that keep data of people register their stores when imported. They are named here,
# whoever calls, since this stage cannot import them.
_KEEPERS = (
    "rebond.understand.search.erasing",
    "rebond.understand.engines.erasing",
    "rebond.quantify.tracing.erasing",
)


@dataclass(frozen=True)
class Forgotten:
    """Who is being erased, under every name they have in the workspace.

    Attributes
    ----------
    identifiers : frozenset of str
        As given by the caller, and the ids that the sources gave.
    people, responses, voices : frozenset of str
        Pseudonyms.
    traces : frozenset of str
        Values of at least 8 characters that only their rows held.
    """

    identifiers: frozenset[str]
    people: frozenset[str]
    responses: frozenset[str]
    voices: frozenset[str]
    traces: frozenset[str]


@dataclass(frozen=True)
class Erasure:
    """What `forget` did, and the proof.

    Attributes
    ----------
    removed : mapping of str to int
        Rows removed from each store, every store being named.
    responses : int
        How many responses were found.
    files_searched, bytes_searched : int
        Where what was removed was looked for afterwards; bytes once decompressed.
    traces_in : tuple of str
        Files, relative to the workspace, in which something was still found.
    rows_left : int
        Rows that still bear a pseudonym of theirs.
    unreachable : tuple of Message
        What this function cannot erase.
    """

    removed: Mapping[str, int]
    responses: int
    files_searched: int
    bytes_searched: int
    traces_in: tuple[str, ...]
    rows_left: int
    unreachable: tuple[Message, ...] = UNREACHABLE

    @property
    def verified(self) -> bool:
        """Whether nothing of them was found afterwards."""
        return not self.traces_in and self.rows_left == 0


Store = Callable[["Workspace", Forgotten], int]

_stores: dict[str, Store] = {}


def register_store(name: str, store: Store) -> None:
    """Have ``store`` called by every erasure; it removes a person and returns how many rows."""
    _stores[name] = store


def concerned(workspace: Workspace, identifier: str) -> Forgotten:
    """Return who `forget` would erase, and change nothing.

    Raises
    ------
    InputError
        As `forget`.
    """
    return _found(workspace, _given(identifier))


def forget(workspace: Workspace, identifier: str, *, beside: Sequence[Path] = ()) -> Erasure:
    """Erase a person or a response, and keep only a keyed hash to know them again.

    Parameters
    ----------
    identifier : str
        What names the person (an e-mail address, a phone number, a customer's id; any of those
        that they gave together), a person key,
        a response id, a voice id, or the id that a source gave to a response, alone or after the
        source and a colon.
    beside : sequence of Path
        Files and folders out of the workspace in which what was removed is looked for as well.

    Returns
    -------
    Erasure
        Nothing found is no error: the tombstone is laid all the same, so that a later import will
        not bring the person in.

    Raises
    ------
    InputError
        When the id is empty, names responses of several sources, or was given by several people
        who gave other identifiers too.
    WorkspaceBusy
        When another writer is at work.

    Notes
    -----
    The tombstone is laid first. An erasure interrupted in the middle is finished by running it
    again.
    """
    named = _given(identifier)
    with workspace.writing():
        forgotten = _found(workspace, named)
        tombstones.bury(workspace, people=set(forgotten.people), responses=set(forgotten.responses))
        removed = walk(workspace, forgotten)
        traces = forgotten.traces - shared_traces(workspace, forgotten.traces)
        after: Search = search(workspace, traces, beside)
        return Erasure(
            removed,
            len(forgotten.responses),
            after.files,
            after.bytes,
            after.found_in,
            _rows_left(workspace, forgotten),
        )


def walk(workspace: Workspace, forgotten: Forgotten) -> dict[str, int]:
    """Have every store remove some responses, then the disk; return the rows removed from each."""
    for keeper in _KEEPERS:
        importlib.import_module(keeper)
    with workspace.writing():
        # Aliases last: an erasure interrupted before finds the same person again by any of them.
        ordered = sorted(_stores.items(), key=lambda item: item[0] == "aliases")
        removed = {name: store(workspace, forgotten) for name, store in ordered}
        for folder in (workspace.path / "temporary", workspace.kept):
            for path in folder.rglob("*"):
                if path.is_file():
                    path.unlink()
        for name in tables.SCHEMAS:
            tables.purge_files(workspace.path / "tables", name)
    return removed


# Who it is


def _given(identifier: str) -> str:
    named = identifier.strip()
    if not named:
        raise InputError(
            "An identifier is needed: an e-mail address, a customer's or response's id."
        )
    return named


def _found(workspace: Workspace, identifier: str) -> Forgotten:
    people, responses, identifiers = _named(workspace, identifier)
    query = (
        "SELECT response_id, external_id, person_key, map_values(attributes) AS attributes "
        f"FROM {_whole(workspace, 'responses')} "
        f"WHERE {_one_of('response_id', responses)} OR {_one_of('person_key', people)}"
    )
    rows = workspace.cursor().sql(query).to_arrow_table().to_pylist()
    if rows and not people & {row["person_key"] for row in rows}:
        people = set()  # it names a response, not a person
    responses = {row["response_id"] for row in rows}
    spoken = (
        workspace.cursor()
        .sql(
            f"SELECT DISTINCT voice_id, text FROM {_whole(workspace, 'voices')} "
            f"WHERE {_one_of('response_id', responses)}"
        )
        .fetchall()
    )
    given = {row["external_id"] for row in rows if row["external_id"]}
    values = {value for row in rows for value in row["attributes"] or [] if value}
    texts = {text for _, text in spoken}
    return Forgotten(
        frozenset(identifiers | given),
        frozenset(people),
        frozenset(responses),
        frozenset(voice for voice, _ in spoken),
        frozenset(
            value for value in identifiers | given | values | texts if len(value) >= _SHORTEST_TRACE
        ),
    )


def _named(workspace: Workspace, identifier: str) -> tuple[set[str], set[str], set[str]]:
    """Return the person keys, response ids and clear identifiers that ``identifier`` may mean."""
    voice = _VOICE.fullmatch(identifier)
    if voice or _KEY.fullmatch(identifier):
        key = voice[1] if voice else identifier
        return {key}, {key}, set()
    secret = workspace.secret
    sources = _sources(workspace)
    for source in sources:
        rest = identifier.removeprefix(f"{source}:").strip()
        if rest and rest != identifier:
            return set(), {identity.response_id(secret, source, rest)}, {rest}
    ids = {identity.response_id(secret, source, identifier): source for source in sources}
    found = (
        workspace.cursor()
        .sql(
            f"SELECT DISTINCT response_id FROM {_whole(workspace, 'responses')} "
            f"WHERE {_one_of('response_id', ids)}"
        )
        .fetchall()
    )
    person = identity.person_key(secret, identifier)
    if len(found) > 1 and "@" not in identifier:
        named = sorted(ids[response] for (response,) in found)
        raise InputError(
            SEVERAL_SOURCES,
            identifier=identifier,
            sources=", ".join(named),
            example=f"{named[0]}:{identifier}",
        )
    written = {identifier, identity.normalised(identifier)}
    people = _same_person(workspace, person, identifier)
    return people, {response for (response,) in found}, written


def _same_person(workspace: Workspace, person: str, identifier: str) -> set[str]:
    """Return a person's key and those of their other identifiers, if nobody else gave these."""
    given = (
        workspace.cursor()
        .sql(f"SELECT DISTINCT person_key, alias FROM {_whole(workspace, 'aliases')}")
        .fetchall()
    )
    owners = {key for key, alias in given if alias == person}
    if len(owners) > 1:
        raise InputError(SEVERAL_PEOPLE, identifier=identifier, people=len(owners))
    people = {person} | owners
    shared = {alias for key, alias in given if key not in people}
    return people | {alias for key, alias in given if key in people} - shared


def _sources(workspace: Workspace) -> set[str]:
    query = f"SELECT DISTINCT source FROM {_whole(workspace, 'imports')}"
    return {source for (source,) in workspace.cursor().sql(query).fetchall()}


def _whole(workspace: Workspace, table: str) -> str:
    """Return the source of all the rows of a table, those that no reader sees included."""
    folder = workspace.path / "tables"
    paths = tables.files(tables.table(folder, table), folder, table)
    return tables.sql_of_files(paths, tables.SCHEMAS[table])


def _one_of(column: str, values: Iterable[str]) -> str:
    literals = ", ".join(tables.quoted(value) for value in sorted(values))
    return f"{column} IN ({literals})" if literals else "false"


# The stores of the workspace


def _table_store(table: str, *columns: str) -> Store:
    def store(workspace: Workspace, forgotten: Forgotten) -> int:
        keys = forgotten.responses if columns == ("response_id",) else forgotten.voices
        return sum(
            tables.delete(workspace.path / "tables", table, column, keys) for column in columns
        )

    return store


def _quarantine_store(workspace: Workspace, forgotten: Forgotten) -> int:
    from rebond.listen.quarantine import all_quarantined

    condemned = [
        row.quarantine_id
        for row in all_quarantined(workspace)
        if any(
            cell in forgotten.identifiers
            or identity.person_key(workspace.secret, cell) in forgotten.people
            or identity.response_id(workspace.secret, row.source, cell) in forgotten.responses
            for cell in tombstones.identifiers_in(row.row)
        )
    ]
    return tables.delete(workspace.path / "tables", "quarantine", "quarantine_id", condemned)


def _settings_store(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take the traces out of every string of every document; return how many documents changed."""
    traces = sorted(
        forgotten.traces - shared_traces(workspace, forgotten.traces), key=len, reverse=True
    )
    changed = 0
    for name in workspace.settings.names() if traces else ():
        document = workspace.settings.get(name)
        cleaned = _without(document, traces)
        if cleaned != document:
            workspace.settings.set(name, cleaned)
            changed += 1
    return changed


def _without(document: Any, traces: list[str]) -> Any:
    if isinstance(document, str):
        for trace in traces:
            document = document.replace(trace, "")
        return document
    if isinstance(document, list):
        return [_without(item, traces) for item in document]
    if isinstance(document, dict):
        return {_without(k, traces): _without(v, traces) for k, v in document.items()}
    return document


_OF_RESPONSES = (
    *("responses", "scores", "voices", "opinions", "superseded"),
    *("samples", "labels", "corrections", "contacts"),
)

for _table in (*_OF_RESPONSES, "aliases"):
    register_store(_table, _table_store(_table, "response_id"))
register_store("copies", _table_store("copies", "voice_id", "original_voice_id"))
register_store("quarantine", _quarantine_store)
register_store("settings", _settings_store)


# The proof


def shared_traces(workspace: Workspace, traces: frozenset[str]) -> set[str]:
    """Return the traces that the rows of other people hold too: they tell of nobody alone."""
    if not traces:
        return set()
    # Other people's values, the rows being erased already gone or not yet counted twice.
    literals = ", ".join(f"({tables.quoted(trace)})" for trace in sorted(traces))
    texts = (
        f"SELECT text AS value FROM {_whole(workspace, 'voices')} UNION ALL "
        f"SELECT external_id FROM {_whole(workspace, 'responses')} UNION ALL "
        f"SELECT unnest(map_values(attributes)) FROM {_whole(workspace, 'responses')}"
    )
    query = (
        f"SELECT DISTINCT trace FROM (VALUES {literals}) AS traces(trace) "
        f"JOIN (SELECT DISTINCT value FROM ({texts})) ON contains(value, trace)"
    )
    return {trace for (trace,) in workspace.cursor().sql(query).fetchall()}


def _rows_left(workspace: Workspace, forgotten: Forgotten) -> int:
    left = 0
    for table in (*_OF_RESPONSES, "aliases"):
        condition = _one_of("response_id", forgotten.responses)
        if table == "responses":
            condition += f" OR {_one_of('person_key', forgotten.people)}"
        query = f"SELECT count(*) FROM {_whole(workspace, table)} WHERE {condition}"
        left += int(workspace.cursor().sql(query).fetchall()[0][0])
    return left
