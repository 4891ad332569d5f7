"""What changes from one reading of the voices to another: theme by theme, voice by voice.

Both readings are of the same voices, so a difference is no matter of chance: it has no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rebond import tables
from rebond.errors import InputError
from rebond.understand.codebook import Codebook
from rebond.understand.readings import Reading, opinions_sql, readings
from rebond.vocabulary import Label, VoiceStatus

if TYPE_CHECKING:
    from rebond.workspace import Workspace

Theme = tuple[str, int]  # the id of a theme, and how it is judged on the whole: -1, 0 or 1
SHOWN = 10


@dataclass(frozen=True)
class Side:
    """A theme in one of the readings: its voices, its opinions, and the voices for and against."""

    voices: int
    opinions: int
    positive: int
    negative: int


@dataclass(frozen=True)
class ThemeDifference:
    """One theme before and after, or several that became one, or one that became several.

    ``before`` and ``after`` are their ids, ``label`` their names; ``parts`` gives the side of each
    id where there are several. ``gained`` and ``lost`` count voices; ``turned`` those that keep the
    theme and are judged otherwise.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    label: Label
    then: Side
    now: Side
    gained: int
    lost: int
    turned: int
    parts: tuple[tuple[str, Side], ...]

    @property
    def changed(self) -> bool:
        """Whether anything has changed, names included."""
        return self.before != self.after or bool(self.gained or self.lost or self.turned)


@dataclass(frozen=True)
class VoiceDifference:
    """A voice that is read otherwise."""

    voice_id: str
    text: str
    before: tuple[Theme, ...]
    after: tuple[Theme, ...]


@dataclass(frozen=True)
class Differences:
    """Two readings of the same ``voices``; ``changed`` of them are read otherwise.

    A voice is read otherwise when it gains or loses a theme, or is judged otherwise on one, once
    the themes that only changed names are put together. ``examples`` are some of these voices.
    """

    voices: int
    changed: int
    themes: tuple[ThemeDifference, ...]
    examples: tuple[VoiceDifference, ...]


def compare(
    workspace: Workspace, *, since: Reading | None = None, limit: int | None = SHOWN
) -> tuple[Reading, Reading, Differences]:
    """Compare the reading in use with an earlier one, on the voices that both have read.

    Parameters
    ----------
    since : the earlier reading, from `rebond.understand.readings.readings`; the one before by
        default.
    limit : examples of voices read otherwise; None gives them all.

    Returns
    -------
    tuple of Reading, Reading, Differences
        The earlier reading, the one in use, and what differs.

    Raises
    ------
    InputError
        When there is no earlier reading.
    """
    known = readings(workspace)
    if len(known) < 2 and since is None:
        raise InputError(
            "The workspace {path} has been read with one codebook and one model only: there is "
            "nothing to compare yet.",
            path=str(workspace.path),
        )
    now, then = known[-1], since or known[-2]

    def query() -> Differences:
        shared = sorted(set(then.imports) & set(now.imports))
        among = ", ".join(tables.quoted(name) for name in shared) or "''"
        voices = (
            f"SELECT voice_id, text FROM ({workspace.sql('voices')}) "
            f"WHERE status = {tables.quoted(VoiceStatus.MEANINGFUL.value)} "
            f"AND import_id IN ({among})"
        )
        return differences(
            workspace.cursor(),
            voices,
            opinions_sql(workspace, then.versions),
            opinions_sql(workspace, now.versions),
            then.codebook,
            now.codebook,
            limit=limit,
        )

    return then, now, workspace.read(query)


def differences(
    cursor: Any,
    voices: str,
    before: str,
    after: str,
    old: Codebook,
    new: Codebook,
    *,
    limit: int | None = SHOWN,
) -> Differences:
    """Compare two readings given as SQL.

    Parameters
    ----------
    cursor : a DuckDB cursor on which the queries run.
    voices : query of the voices read by both (voice_id, text).
    before, after : queries of their opinions (voice_id, theme, polarity).
    old, new : the codebook of each; the history of ``new`` tells what became of the ids of ``old``.
    """
    groups = _groups(old, new)
    rows = [
        (side, identifier, number)
        for number, (past, present) in enumerate(groups)
        for side, listed in ((0, past), (1, present))
        for identifier in listed
    ]
    cursor.register("theme_groups", _table(rows))
    for name, query, side in (("before", before, 0), ("after", after, 1)):
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE mentions_{name} AS "
            "SELECT o.voice_id, o.theme, g.number, count(*) AS opinions, "
            "sum(o.polarity) AS leaning "
            f"FROM ({query}) o JOIN ({voices}) v ON o.voice_id = v.voice_id "
            f"JOIN theme_groups g ON g.theme = o.theme AND g.side = {side} "
            "GROUP BY o.voice_id, o.theme, g.number"
        )
    cursor.execute(_CHANGED)
    total = cursor.execute(f"SELECT count(*) FROM ({voices})").fetchone()[0]
    changed = cursor.execute("SELECT count(DISTINCT voice_id) FROM mentions_changed").fetchone()[0]
    themes = _themes(cursor, groups, old, new)
    examples = _examples(cursor, voices, limit)
    cursor.unregister("theme_groups")
    for name in ("before", "after", "changed"):
        cursor.execute(f"DROP TABLE mentions_{name}")
    return Differences(int(total), int(changed), themes, examples)


_WHOLE = (
    "(SELECT voice_id, number, sign(sum(leaning))::INTEGER AS polarity, sum(opinions) AS opinions "
    "FROM mentions_{} GROUP BY voice_id, number)"
)
_CHANGED = (
    "CREATE OR REPLACE TEMP TABLE mentions_changed AS SELECT "
    "coalesce(b.voice_id, a.voice_id) AS voice_id, coalesce(b.number, a.number) AS number, "
    "b.voice_id IS NULL AS gained, a.voice_id IS NULL AS lost "
    f"FROM {_WHOLE.format('before')} b FULL OUTER JOIN {_WHOLE.format('after')} a "
    "ON b.voice_id = a.voice_id AND b.number = a.number "
    "WHERE b.polarity IS DISTINCT FROM a.polarity"
)


def _groups(old: Codebook, new: Codebook) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the ids before and after that stand for each other, in the order of the new themes."""
    became = {theme.id: new.successors(theme.id, old.version) for theme in old.leaves}
    leaves = [theme.id for theme in new.leaves]
    gone = [theme for listed in became.values() for theme in listed if theme not in leaves]
    groups: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    placed: set[str] = set()
    for identifier in [*leaves, *gone]:
        if identifier in placed:
            continue
        present, past = {identifier: None}, dict[str, None]()
        while True:  # follow merges and splits until nothing more is joined
            found = [one for one, many in became.items() if set(many) & set(present)]
            joined = [identifier for one in found for identifier in became[one]]
            if len(present | dict.fromkeys(joined)) == len(present) and len(found) == len(past):
                break
            past, present = dict.fromkeys(found), present | dict.fromkeys(joined)
        placed |= set(present)
        now = tuple(one for one in leaves if one in present)
        groups.append((tuple(past), now))
    removed = [identifier for identifier, many in became.items() if not many]
    return [*groups, *(((identifier,), ()) for identifier in removed)]


def _themes(
    cursor: Any,
    groups: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    old: Codebook,
    new: Codebook,
) -> tuple[ThemeDifference, ...]:
    sides = {}
    for name in ("before", "after"):
        parts = cursor.execute(
            "SELECT number, theme, count(*), sum(opinions), count(*) FILTER (leaning > 0), "
            f"count(*) FILTER (leaning < 0) FROM mentions_{name} GROUP BY ALL"
        ).fetchall()
        wholes = cursor.execute(
            "SELECT number, '', count(*), sum(opinions), count(*) FILTER (polarity > 0), "
            f"count(*) FILTER (polarity < 0) FROM {_WHOLE.format(name)} GROUP BY number"
        ).fetchall()
        for number, theme, *counts in [*parts, *wholes]:
            sides[name, number, theme] = Side(*(int(count) for count in counts))
    moved = {
        number: (int(gained), int(lost), int(turned))
        for number, gained, lost, turned in cursor.execute(
            "SELECT number, count(*) FILTER (gained), count(*) FILTER (lost), "
            "count(*) FILTER (NOT gained AND NOT lost) FROM mentions_changed GROUP BY number"
        ).fetchall()
    }
    nothing = Side(0, 0, 0, 0)
    found = []
    for number, (past, present) in enumerate(groups):
        parts_of = [("before", theme) for theme in past if len(past) > 1]
        parts_of += [("after", theme) for theme in present if len(present) > 1]
        found.append(
            ThemeDifference(
                past,
                present,
                _label(past, present, old, new),
                sides.get(("before", number, ""), nothing),
                sides.get(("after", number, ""), nothing),
                *moved.get(number, (0, 0, 0)),
                tuple((theme, sides.get((s, number, theme), nothing)) for s, theme in parts_of),
            )
        )
    return tuple(found)


def _label(past: Sequence[str], present: Sequence[str], old: Codebook, new: Codebook) -> Label:
    """Return the names of the themes after, or of those before when nothing is left of them."""
    labels = [new.theme(one).label for one in present] or [old.theme(one).label for one in past]
    return Label(
        en=" + ".join(label.en for label in labels), fr=" + ".join(label.fr for label in labels)
    )


def _examples(cursor: Any, voices: str, limit: int | None) -> tuple[VoiceDifference, ...]:
    """Return voices that are read otherwise: of each theme in turn, so that all are seen."""
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    ranked = (
        "SELECT voice_id, min(rank) AS rank FROM (SELECT voice_id, number, row_number() OVER "
        "(PARTITION BY number, gained, lost ORDER BY hash(voice_id), voice_id) AS rank "
        f"FROM mentions_changed) GROUP BY voice_id ORDER BY rank, voice_id{bound}"
    )
    listed = {
        name: f"(SELECT voice_id, list({{theme: theme, sign: sign(leaning)::INTEGER}} "
        f"ORDER BY theme) AS told FROM mentions_{name} GROUP BY voice_id)"
        for name in ("before", "after")
    }
    rows = cursor.execute(
        f"SELECT r.voice_id, v.text, b.told, a.told FROM ({ranked}) r "
        f"JOIN ({voices}) v ON v.voice_id = r.voice_id "
        f"LEFT JOIN {listed['before']} b ON b.voice_id = r.voice_id "
        f"LEFT JOIN {listed['after']} a ON a.voice_id = r.voice_id ORDER BY r.rank, r.voice_id"
    ).fetchall()
    return tuple(
        VoiceDifference(voice_id, text, _told(before), _told(after))
        for voice_id, text, before, after in rows
    )


def _told(listed: Sequence[dict[str, Any]] | None) -> tuple[Theme, ...]:
    return tuple((one["theme"], one["sign"]) for one in listed or ())


def _table(rows: Sequence[tuple[int, str, int]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), ()]
    kinds = (pa.int32(), pa.string(), pa.int32())
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.Table.from_arrays(arrays, names=["side", "theme", "number"])
