"""Ideas of a space that say nearly the same as what is typed: an index that each process keeps."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, Sum

from rebond.cocreate import similar
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Idea

_AT_ONCE = 1500  # ideas that are indexed while somebody waits; more are by a thread
_MOST_SPACES = 32
_LOOKED_FOR = 2.0  # seconds for which a large space is taken to be as it was
_SHORTEST = 12  # characters under which nothing is looked for
_STALE = 0.2  # share of outdated entries, or of ideas that came since, that a new index is worth


@dataclass(frozen=True)
class _Known:
    """An index; ``versions`` are those it holds of each idea, ``state`` what the rows were."""

    index: similar.IdeaIndex
    versions: dict[int, int]
    learned: int
    state: tuple[Any, ...]


_indexes: dict[int, _Known] = {}
_looked_at: dict[int, float] = {}
_busy: set[int] = set()
_lock = threading.Lock()


def like(space: int, text: str, *, limit: int = 5, without: int | None = None) -> list[Idea]:
    """Return the ideas shown in a space that say nearly what a text says, the likest first.

    ``without`` is the number of an idea that is left out. A text of a word or two finds nothing.
    In a large space, an idea is found some seconds after it came, or after the process started.
    """
    if len(text) < _SHORTEST:
        return []
    return _shown(space, _looked(space, text, 3 * limit), without)[:limit]


def found(space: int, words: str, *, limit: int) -> list[Idea]:
    """Return the ideas shown in a space that hold some words or mean them, the likest first."""
    return _shown(space, _looked(space, words, limit), None)


def _looked(space: int, text: str, limit: int) -> list[int]:
    known = _known(space)
    if known is None:
        return []
    numbers = [one.id.partition(".") for one in known.index.similar(text, limit=limit)]
    current = [int(pk) for pk, _, number in numbers if known.versions.get(int(pk)) == int(number)]
    return list(dict.fromkeys(current))


def _shown(space: int, numbers: list[int], without: int | None) -> list[Idea]:
    """Return ideas by their numbers, in their order, as the database has them now."""
    shown = _ideas(space).filter(pk__in=numbers).select_related("author__public", "challenge")
    there = {one.pk: one for one in shown if one.pk != without}
    return [there[one] for one in numbers if one in there]


def _ideas(space: int) -> Any:
    return Idea.objects.filter(
        challenge__space=space, challenge__opened__isnull=False, state=State.PUBLISHED
    )


def _known(space: int) -> _Known | None:
    """Return the index of a space, brought up to date, or as it was while it is made anew."""
    known = _indexes.get(space)
    if known is not None and len(known.versions) > _AT_ONCE and _just_looked(space):
        return known
    told = _ideas(space).aggregate(
        n=Count("pk"), last=Max("published"), sum=Sum("pk"), versions=Sum("version")
    )
    state = tuple(told.values())
    if (known is not None and known.state == state) or space in _busy:
        return known
    rows = list(_ideas(space).values_list("pk", "version", "title", "text", "need", "benefit"))
    if len(rows) <= _AT_ONCE:
        return _keep(space, _updated(known, rows, state))
    _update_aside(space, known, rows, state)
    return known


def _just_looked(space: int) -> bool:
    now = time.monotonic()
    if now - _looked_at.get(space, -_LOOKED_FOR) < _LOOKED_FOR:
        return True
    _looked_at[space] = now
    return False


def _updated(known: _Known | None, rows: list[Any], state: tuple[Any, ...]) -> _Known:
    """Return the index of ideas: what is known with those that came since, or a new one."""
    if known is None:
        return _built(rows, state)
    came = [one for one in rows if known.versions.get(one[0]) != one[1]]
    if _is_worn(known, rows, came):
        return _built(rows, state)
    index = known.index.with_ideas(map(_entry, came)) if came else known.index
    versions = known.versions | {one[0]: one[1] for one in came}
    return replace(known, index=index, versions=versions, state=state)


def _is_worn(known: _Known, rows: list[Any], came: list[Any]) -> bool:
    """Return whether to index anew: words that were withdrawn or erased leave the memory too."""
    if len(known.versions) + sum(one[0] not in known.versions for one in came) > len(rows):
        return True
    outdated = len(known.index.ideas) + len(came) - len(rows)
    since = len(rows) - known.learned
    return max(outdated, since) > _STALE * max(known.learned, 10)


def _built(rows: list[Any], state: tuple[Any, ...]) -> _Known:
    index = similar.IdeaIndex.of(map(_entry, rows))
    return _Known(index, {one[0]: one[1] for one in rows}, len(rows), state)


def _entry(row: Any) -> similar.Idea:
    number, version, title, *rest = row
    return similar.Idea(f"{number}.{version}", title, "\n".join(rest))


def _keep(space: int, known: _Known) -> _Known:
    with _lock:
        _indexes.pop(space, None)
        _indexes[space] = known
        while len(_indexes) > _MOST_SPACES:
            del _indexes[next(iter(_indexes))]
    return known


def _update_aside(
    space: int, known: _Known | None, rows: list[Any], state: tuple[Any, ...]
) -> None:
    """Bring the index of a large space up to date by a thread, unless one is at it already."""
    with _lock:
        if space in _busy:
            return
        _busy.add(space)

    def update() -> None:
        try:
            _keep(space, _updated(known, rows, state))
        finally:
            _busy.discard(space)

    threading.Thread(target=update, daemon=True).start()
