"""Searching: by words, by meaning, by both, in the voices that a reader may see."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rebond import tables
from rebond.errors import InputError, MissingPart, ModelUnusable, WorkspaceBusy
from rebond.understand.search.lighting import MEANING, WORDS, Lit, lit_words
from rebond.understand.search.queries import Query, parse
from rebond.understand.search.refreshing import is_fresh, refresh
from rebond.understand.search.store import Index, reading
from rebond.vocabulary import Message

if TYPE_CHECKING:
    import pyarrow as pa

    from rebond.understand.encoder import Encoder
    from rebond.understand.search.ranking import Near
    from rebond.understand.search.snapshot import Snapshot

BOTH = "both"
WAYS = (BOTH, WORDS, MEANING)
Progress = Callable[[str, int, int | None], None]


class Perimeter(Protocol):
    """Which voices a reader may see: `rebond.quantify.Perimeter`."""

    @property
    def workspace(self) -> Any:
        """Where the voices are."""

    def voice_ids(self, where: str = "") -> pa.StringArray | None:
        """Return the ids of the voices seen that fit a condition; None for all there are."""


@dataclass(frozen=True)
class Hit:
    """A voice found.

    ``lit`` : the words looked for ("words"), the part that is nearest ("meaning"), in order.
    ``rank_by_words``, ``rank_by_meaning`` : from 1, None where it was not found that way.
    ``likeness`` : cosine, -1 to 1, of what is lit by meaning with the query.
    ``voices`` : how many voices say this text, of those the reader may see.
    """

    voice_id: str
    text: str
    lit: tuple[Lit, ...]
    rank_by_words: int | None
    rank_by_meaning: int | None
    likeness: float | None
    voices: int
    language: str
    stakeholder: str
    channel: str
    day: datetime.date | None


@dataclass(frozen=True)
class Found:
    """What a search found, best first.

    ``with_all_words`` : how many different texts hold all the words; None when words were not
    looked for. ``notes`` : why the answer may be short (no model, an index being made elsewhere).
    """

    query: Query
    by: str
    hits: tuple[Hit, ...]
    with_all_words: int | None
    notes: tuple[Message, ...] = ()


def search(
    query: str,
    perimeter: Perimeter,
    *,
    by: str = BOTH,
    limit: int = 20,
    where: str = "",
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Found:
    """Find the voices that say something, in these words or in others.

    Parameters
    ----------
    query : words, phrases between quotation marks (always there), -words (never there).
    perimeter : the voices that the reader may see.
    by : "words", "meaning" or "both": the voices that hold all the words, then those that do best
        in both rankings (docs/methods/search.md).
    limit : the most voices given; the same text is given once.
    where : conditions, as in a question ("channel = survey and theme = price").
    encoder : what gives meanings; the one of the package by default.
    progress : told while the index is brought up to date.

    Returns
    -------
    Found
        Words meet whatever their accents and their French or English endings.

    Raises
    ------
    InputError
        When nothing is looked for, or ``by`` or ``limit`` is not valid.
    QuestionError
        When ``where`` cannot be understood.
    MissingPart, ModelUnusable
        When only meaning is asked for and no model can read.

    Notes
    -----
    The index is first brought up to date. When another process holds the workspace, what is indexed
    is searched, and a note says so.
    """
    asked = parse(query)
    _check(asked, query, by, limit)
    notes: list[Message] = []
    reader = _encoder(encoder, by, notes) if by != WORDS else None
    workspace = perimeter.workspace
    _up_to_date(workspace, reader, progress, notes)
    seen = perimeter.voice_ids(where)
    with reading(workspace) as index:
        if index is None:
            return Found(asked, by, (), None if by == MEANING else 0, tuple(notes))
        ranked = _ranked(workspace, index, asked, by, reader, seen, limit)
    hits = _with_texts(workspace, asked, ranked)
    return Found(asked, by, tuple(hits), ranked.with_all_words, tuple(notes))


@dataclass(frozen=True)
class _Ranked:
    """The best texts: the voices that say each, and how it was found."""

    speakers: dict[int, list[str]]
    words: dict[int, int]
    meaning: dict[int, int]
    near: dict[int, Near]
    with_all_words: int | None


def _check(asked: Query, query: str, by: str, limit: int) -> None:
    if by not in WAYS:
        raise InputError(
            "“{by}” is not a way to search. Use one of: {valid}.", by=by, valid=", ".join(WAYS)
        )
    if limit < 1:
        raise InputError("A search gives at least one voice, not {limit}.", limit=limit)
    if by == WORDS and not asked.has_words:
        raise InputError("“{query}” holds no word to look for. Search by meaning.", query=query)


def _encoder(given: Encoder | None, by: str, notes: list[Message]) -> Encoder | None:
    from rebond.understand.encoder import shipped_encoder

    try:
        return given or shipped_encoder()
    except (MissingPart, ModelUnusable) as error:
        if by == MEANING:
            raise
        notes += [error.message, Message("Voices were searched by words only.")]
        return None


def _up_to_date(
    workspace: Any, encoder: Encoder | None, progress: Progress | None, notes: list[Message]
) -> None:
    if is_fresh(workspace, encoder):
        return
    try:
        refresh(workspace, encoder, progress)
    except WorkspaceBusy:
        notes.append(
            Message(
                "The workspace is being written to: the latest voices may be missing from what "
                "was found."
            )
        )


def _ranked(
    workspace: Any,
    index: Index,
    asked: Query,
    by: str,
    encoder: Encoder | None,
    seen: pa.StringArray | None,
    limit: int,
) -> _Ranked:
    from rebond.understand.search import ranking
    from rebond.understand.search.meanings import meaning_of_query
    from rebond.understand.search.snapshot import snapshot_of

    snapshot: Snapshot | None = snapshot_of(workspace)
    assert snapshot is not None
    voices = snapshot.among(seen)
    texts = ranking.admitted(index, asked, snapshot.texts_of(voices))
    words: list[int] = []
    whole: set[int] = set()
    if by != MEANING:
        words, whole = ranking.by_words(index, asked, texts)
    near: dict[int, Near] = {}
    if encoder is not None and index.told("encoder") == encoder.version:
        near = ranking.by_meaning(index, snapshot, meaning_of_query(encoder, asked.said), texts)
    best = ranking.together((words, list(near)), first=whole)[:limit]
    return _Ranked(
        {number: snapshot.speakers(number, voices) for number in best},
        dict(ranking.ranks(words)),
        dict(ranking.ranks(near)),
        near,
        None if by == MEANING else len(whole),
    )


def _with_texts(workspace: Any, asked: Query, ranked: _Ranked) -> list[Hit]:
    shown = {number: said[0] for number, said in ranked.speakers.items() if said}
    rows = workspace.read(lambda: _rows(workspace, list(shown.values())))
    hits = []
    for number, voice_id in shown.items():
        if voice_id in rows:
            row = rows[voice_id]
            near = ranked.near.get(number)
            lit = lit_words(row["text"], asked) if number in ranked.words else []
            lit += [Lit(*near.span, MEANING)] if near else []
            hits.append(
                Hit(
                    lit=tuple(sorted(lit, key=lambda one: (one.start, -one.end))),
                    rank_by_words=ranked.words.get(number),
                    rank_by_meaning=ranked.meaning.get(number),
                    likeness=near.likeness if near else None,
                    voices=len(ranked.speakers[number]),
                    **row,
                )
            )
    return hits


def _rows(workspace: Any, voice_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return what is shown of voices, by id; those that readers no longer see are left out."""
    among = ", ".join(map(tables.quoted, voice_ids))
    if not among:
        return {}
    query = (
        "SELECT v.voice_id, v.text, v.language, r.stakeholder, r.channel, r.day "
        f"FROM (SELECT * FROM ({workspace.sql('voices')}) WHERE voice_id IN ({among})) v "
        f"JOIN ({workspace.sql('responses')}) r "
        "ON v.response_id = r.response_id AND v.import_id = r.import_id"
    )
    found = workspace.cursor().sql(query).to_arrow_table().to_pylist()
    return {row["voice_id"]: row for row in found}
