"""Keeping what was shown: a short identifier for each figure, and a line in the ledger.

`rebond.quantify.ask` stays pure: those that show a figure keep it here, and show its identifier.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rebond import __version__
from rebond.errors import RebondError
from rebond.quantify.figure import Cell, Figure
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.tracing.ledger import DataVersion, Entry, InsightEntry, Ledger
from rebond.quantify.tracing.support import support_of
from rebond.understand.readings import READ

if TYPE_CHECKING:
    from rebond.quantify.insights.insight import Insight
    from rebond.workspace import Workspace

# Below, the value of a figure tells what one of them answered: only its digest is kept.
LEAST_PEOPLE = 5

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_DIGITS = 8  # 40 bits: among 10,000 figures, two share an identifier with probability 5e-5


@dataclass(frozen=True)
class Shown:
    """A figure about to be shown, and the perimeter it was asked in."""

    figure: Figure
    perimeter: Perimeter


def keep(shown: Sequence[Shown], *, face: str) -> tuple[str, ...]:
    """Write figures in the ledger of their workspace and return their identifiers, in order.

    Parameters
    ----------
    shown : sequence of Shown
        Figures of one workspace.
    face : str
        What shows them: "ask", "report", "export"…

    Returns
    -------
    tuple of str
        Like F-7K2M9QXD. The same figure (question, perimeter, data, numbers) always has the same
        identifier. "" where a figure cannot be kept: tables in memory without a workspace, a
        folder that cannot be written, data that changed since it was asked.
    """
    if not shown:
        return ()
    try:
        return _kept(shown, face)
    except (RebondError, OSError, sqlite3.Error):
        return ("",) * len(shown)


def _kept(shown: Sequence[Shown], face: str) -> tuple[str, ...]:
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(shown[0].perimeter.workspace.path))
    ledger = Ledger(workspace.path)
    known = {
        version: _is_known(version, workspace, ledger)
        for version in {one.figure.data_version for one in shown}
    }
    entries = [
        _entry(one, workspace.secret, face) if known[one.figure.data_version] else None
        for one in shown
    ]
    ledger.add([entry for entry in entries if entry is not None])
    return tuple(entry.identifier if entry is not None else "" for entry in entries)


def keep_insights(
    insights: Sequence[Insight], perimeter: Perimeter, *, face: str
) -> tuple[bool, ...]:
    """Write insights in the ledger of their workspace; tell which were kept.

    Their own identifiers are theirs; what is kept lets `trace_insight` replay them.
    """
    if not insights:
        return ()
    try:
        kept = _keep_insights(insights, perimeter, face)
    except (RebondError, OSError, sqlite3.Error):
        kept = False
    return (kept,) * len(insights)


def _keep_insights(insights: Sequence[Insight], perimeter: Perimeter, face: str) -> bool:
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(perimeter.workspace.path))
    ledger, version = Ledger(workspace.path), perimeter.workspace.data_version
    if not _is_known(version, workspace, ledger):
        return False
    conditions_of = conditions(perimeter)
    ledger.add_insights(
        _insight_entry(one, conditions_of, version, workspace.secret, face) for one in insights
    )
    return True


def _insight_entry(
    insight: Insight, perimeter: str, data_version: str, secret: bytes, face: str
) -> InsightEntry:
    from rebond.quantify.insights.claims import claim_of

    claim = claim_of(insight.main)
    return InsightEntry(
        identifier=insight.id,
        perimeter=perimeter,
        data_version=data_version,
        claim=claim_digest(insight, secret),
        size=claim.size,
        low=claim.low,
        high=claim.high,
        n=claim.n,
        face=face,
        shown_at=_now(),
        software=__version__,
    )


def claim_digest(insight: Insight, secret: bytes) -> str:
    """Return a keyed digest of what an insight claims, its numbers to the bit."""
    from rebond.quantify.insights.claims import claim_of

    claim = claim_of(insight.main).as_json()
    exact = {name: v.hex() if isinstance(v, float) else v for name, v in claim.items()}
    text = json.dumps([exact, str(insight.question)], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16, key=secret[:64]).hexdigest()


def _is_known(data_version: str, workspace: Workspace, ledger: Ledger) -> bool:
    """Whether what a data version is made of is in the ledger, written now when it can be."""
    if ledger.data_version(data_version) is not None:
        return True
    state = state_of(workspace)
    if data_version != state.data_version or workspace.data_version != state.data_version:
        return False
    ledger.add_data_version(state)
    return True


def state_of(workspace: Workspace) -> DataVersion:
    """Return what the current data version of a workspace is made of."""
    versions = workspace.current_versions or ("", "")
    read = workspace.settings.get(READ, {})
    of_current = read.get("versions") == list(versions)
    return DataVersion(
        data_version=workspace.data_version,
        imports=workspace.committed_imports(),
        read_imports=tuple(read["imports"]) if of_current else None,
        model_version=versions[0],
        codebook_version=versions[1],
        tombstones=_rows(workspace, "tombstones"),
        labels=_rows(workspace, "labels"),
        seen_at=_now(),
    )


def _rows(workspace: Workspace, table: str) -> int:
    found = workspace.read(lambda: workspace.relation(table).aggregate("count(*)").fetchall())
    return int(found[0][0])


def _entry(shown: Shown, secret: bytes, face: str) -> Entry:
    figure, total = shown.figure, shown.figure.total
    support = support_of(figure.question, shown.perimeter)
    told = support.people >= LEAST_PEOPLE
    answer = answer_digest(figure, secret)
    perimeter = conditions(shown.perimeter)
    identity = (str(figure.question), perimeter, figure.data_version, answer)
    return Entry(
        identifier=_identifier(identity),
        question=str(figure.question),
        perimeter=perimeter,
        data_version=figure.data_version,
        answer=answer,
        unit=figure.unit,
        cells=sum(not cell.withheld for cell in figure.cells),
        value=total.value if told else None,
        low=total.low if told else None,
        high=total.high if told else None,
        n=total.n,
        responses=support.responses,
        voices=support.voices,
        people=support.people,
        units=support.keyed(secret),
        face=face,
        shown_at=_now(),
        software=__version__,
    )


def conditions(perimeter: Perimeter) -> str:
    """Return the filters of a perimeter as a question writes them, "" without any."""
    written = str(Question("responses", (), perimeter.filters))
    return written.removeprefix("responses").removeprefix(" where ")


def answer_digest(figure: Figure, secret: bytes) -> str:
    """Return a keyed digest of every number shown of a figure, to the bit."""
    numbers = [
        figure.unit,
        float(figure.level).hex(),
        None if figure.scale is None else [float(end).hex() for end in figure.scale],
        *(_numbers(cell) for cell in (figure.total, *figure.cells) if not cell.withheld),
    ]
    text = json.dumps(numbers, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16, key=secret[:64]).hexdigest()


def _numbers(cell: Cell) -> list[object]:
    floats = (cell.value, cell.low, cell.high, cell.read)
    written = [None if value is None else float(value).hex() for value in floats]
    return [list(cell.keys), *written, cell.n, cell.people, cell.distinct]


def _identifier(identity: Sequence[str]) -> str:
    data = "\n".join(identity).encode()
    number = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
    digits = []
    for _ in range(_DIGITS):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "F-" + "".join(digits)


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
