"""What an edit of the codebook would move, read before it is made; and making it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rebond import tables
from rebond.errors import InputError
from rebond.understand.codebook import Codebook, Theme
from rebond.understand.engine import Engine, shipped_engine
from rebond.understand.keeping.differences import SHOWN, Differences, differences
from rebond.understand.learned.engine import engine_for
from rebond.understand.learned.features import Embedder
from rebond.understand.learned.meanings import available_embedder
from rebond.understand.matching import matcher_for
from rebond.understand.reading import Understanding, meaningful_voices, understand
from rebond.understand.readings import opinions_sql, readings
from rebond.understand.sentences import clauses_of
from rebond.understand.themes import EXPRESSIONS
from rebond.understand.words import words_of
from rebond.vocabulary import Label

if TYPE_CHECKING:
    from rebond.understand.reading import Progress
    from rebond.workspace import Workspace

MOST = 20_000  # voices looked at


@dataclass(frozen=True)
class Preview:
    """What would change: ``looked_at`` voices of ``voices``, all of them unless there are many."""

    differences: Differences
    looked_at: int
    voices: int


def preview(
    workspace: Workspace,
    edited: Codebook,
    *,
    engine: Engine | None = None,
    limit: int | None = SHOWN,
    most: int = MOST,
) -> Preview:
    """Tell what an edited codebook would change in the voices, and write nothing.

    The voices that the edit can touch are read with it: those that have a theme changed, or that
    hold an expression of one. The others keep what they have.

    Parameters
    ----------
    edited : the codebook after the edit, with its history.
    engine : what reads; that of the workspace by default.
    limit : examples of voices that would be read otherwise.
    most : beyond so many voices, a regular choice of them is looked at.

    Raises
    ------
    InputError
        When the voices of the workspace have not been understood yet.
    """
    known = readings(workspace)
    if not known or known[-1].versions != workspace.current_versions:
        raise InputError(
            "The voices of the workspace {path} have not been understood by this version yet, so "
            "what the edit moves cannot be told. Run: rebond analyse",
            path=str(workspace.path),
        )
    current = known[-1]
    reader = engine or engine_for(edited, shipped_engine())
    voices = meaningful_voices(workspace)
    step = max(1, -(-voices.num_rows // most))
    some = voices.take(pa.array(range(0, voices.num_rows, step), pa.int64()))
    old = current.codebook
    kept = _unchanged(old, edited)

    def query() -> Differences:
        cursor = workspace.cursor()
        opinions = opinions_sql(workspace, current.versions)
        touched = _touched(cursor, opinions, some, kept, old, edited)
        again = some.filter(pa.array(touched, pa.bool_()))
        cursor.register("voices_chosen", some.select(["voice_id", "text"]))
        cursor.register("opinions_again", _read(reader, again, edited))
        cursor.register("themes_kept", _pairs(kept))
        cursor.register("voices_again", again.select(["voice_id"]))
        after = (
            "SELECT voice_id, theme, polarity FROM opinions_again UNION ALL "
            f"SELECT o.voice_id, k.new AS theme, o.polarity FROM ({opinions}) o "
            "JOIN themes_kept k ON k.old = o.theme "
            "WHERE o.voice_id NOT IN (SELECT voice_id FROM voices_again)"
        )
        try:
            chosen = "SELECT voice_id, text FROM voices_chosen"
            return differences(cursor, chosen, opinions, after, old, edited, limit=limit)
        finally:
            for name in ("voices_chosen", "opinions_again", "themes_kept", "voices_again"):
                cursor.unregister(name)

    found = workspace.read(query)
    return Preview(found, some.num_rows, voices.num_rows)


def adopt(
    workspace: Workspace, edited: Codebook, *, progress: Progress | None = None
) -> Understanding:
    """Make an edited codebook the one of the workspace, and read the voices with it."""
    return understand(workspace, codebook=edited, as_it_is=True, progress=progress)


def _pairs(kept: dict[str, str]) -> pa.Table:
    columns = [pa.array(list(listed), pa.string()) for listed in (kept, kept.values())]
    return pa.Table.from_arrays(columns, names=["old", "new"])


def _unchanged(old: Codebook, edited: Codebook) -> dict[str, str]:
    """Return the leaves that are still looked for in the same way, and the ids they have become."""
    kept: dict[str, str] = {}
    if not _same_weights(old, edited):
        learned = {*(old.weights.themes if old.weights else ())}
        learned |= {*(edited.weights.themes if edited.weights else ())}
    else:
        learned = set()
    became = {theme.id: edited.successors(theme.id, old.version) for theme in old.leaves}
    shared = [identifier for listed in became.values() for identifier in listed]
    for theme in old.leaves:
        after = became[theme.id]
        if len(after) != 1 or shared.count(after[0]) > 1 or after[0] not in edited:
            continue
        if {theme.id, after[0]} & learned:
            continue
        if _looks(theme) == _looks(edited.theme(after[0])):
            kept[theme.id] = after[0]
    return kept


def _same_weights(old: Codebook, edited: Codebook) -> bool:
    if old.weights is None or edited.weights is None:
        return old.weights is edited.weights
    renamed = old.weights.renamed(lambda known: edited.successors(known, old.version))
    return renamed is not None and renamed.digest == edited.weights.digest


def _looks(theme: Theme) -> tuple[object, ...]:
    return (theme.specific, *(getattr(theme, kind) for kind in EXPRESSIONS))


def _touched(
    cursor: Any,
    opinions: str,
    voices: pa.Table,
    kept: dict[str, str],
    old: Codebook,
    edited: Codebook,
) -> list[bool]:
    """Tell which voices have a theme that changes, or hold an expression of one."""
    changed = [theme.id for theme in old.leaves if theme.id not in kept]
    among = ", ".join(tables.quoted(identifier) for identifier in changed) or "''"
    query = f"SELECT DISTINCT voice_id FROM ({opinions}) WHERE theme IN ({among})"
    having = {voice for (voice,) in cursor.execute(query).fetchall()}
    new = [theme for theme in edited.leaves if theme.id not in kept.values()]
    ids = voices.column("voice_id").to_pylist()
    texts, languages = voices.column("text").to_pylist(), voices.column("language").to_pylist()
    holding = _holding(texts, languages, new)
    if edited.weights is not None and not _same_weights(old, edited):
        wanted = {theme.id for theme in new}
        for part in edited.weights.parts:
            told = part.decide(texts, languages, edited, _embedder(edited))
            holding |= {decision.piece.row for decision in told if decision.theme in wanted}
    return [voice in having or row in holding for row, voice in enumerate(ids)]


def _holding(texts: Sequence[str], languages: Sequence[str], themes: Sequence[Theme]) -> set[int]:
    """Return the texts that hold an expression of these themes."""
    named = tuple(theme for theme in themes if theme.named)
    if not named:
        return set()
    flat = tuple(replace(theme, id=f"t{number}", parent="") for number, theme in enumerate(named))
    small = Codebook("changed", Label("", ""), flat)
    found = set()
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        matcher = matcher_for(small, language)
        words = words_of(text)
        if any(matcher.find(words, clause) for clause in clauses_of(text, words)):
            found.add(row)
    return found


def _embedder(codebook: Codebook) -> Embedder | None:
    needed = codebook.weights is not None and codebook.weights.reads_meaning
    return available_embedder() if needed else None


def _read(reader: Engine, voices: pa.Table, codebook: Codebook) -> pa.Table:
    """Return the opinions of these voices: voice_id, theme, polarity."""
    texts, languages = voices.column("text").to_pylist(), voices.column("language").to_pylist()
    found = reader.read(texts, languages, codebook)
    owners = voices.column("voice_id").take(found.column("row"))
    return pa.table(
        {"voice_id": owners, "theme": found.column("theme"), "polarity": found.column("polarity")}
    )
