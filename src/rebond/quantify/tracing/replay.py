"""`trace`: a figure shown once, asked again on what it was asked on, and on what is known now."""

from __future__ import annotations

import datetime
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.errors import InputError, QuestionError
from rebond.quantify.ask import ask
from rebond.quantify.evidence import EvidenceVoice, evidence
from rebond.quantify.figure import Figure
from rebond.quantify.misreading.engine_error import NOT_CONCERNED
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.tracing.keeping import answer_digest, state_of
from rebond.quantify.tracing.ledger import DataVersion, Entry, Ledger
from rebond.quantify.tracing.past import keeps_opinions, past_of
from rebond.quantify.tracing.support import Support, responses_of, support_of

if TYPE_CHECKING:
    from rebond.workspace import Workspace

CLOSE = 1e-9  # relative: beyond rounding, two numbers differ


@dataclass(frozen=True)
class SourceImport:
    """An import that a figure rests on, or that came since.

    ``responses`` counts those of the figure that it brought.
    """

    import_id: str
    source: str
    file_name: str
    finished_at: datetime.datetime
    responses: int
    new: int
    updated: int


@dataclass(frozen=True)
class Since:
    """What changed in a workspace since a figure was shown."""

    imports: tuple[SourceImport, ...]
    model: tuple[str, str] | None
    codebook: tuple[str, str] | None
    erasures: int
    labels: int

    @property
    def nothing(self) -> bool:
        """Whether nothing changed."""
        return not (self.imports or self.model or self.codebook or self.erasures or self.labels)


@dataclass(frozen=True)
class Trace:
    """A figure replayed.

    Attributes
    ----------
    entry : Entry
        The figure as it was shown.
    then : Figure or None
        The question asked again on the data and versions of then; None when it cannot be.
    now : Figure or None
        The question asked today; None where it has no meaning any more.
    same : str
        "bits" when every number is the same to the bit; "rounding" when the whole differs by
        rounding only; "different"; "unknown" when it cannot be replayed.
    support : Support or None
        What the replayed figure rests on.
    missing_voices, missing_people, missing_responses : int
        How many of those behind the figure are no longer there.
    imports : tuple of SourceImport
        Those that brought the responses behind it, the largest part first.
    since : Since
        What changed since.
    voices : tuple of EvidenceVoice
        Some of the voices behind it, chosen as `rebond.quantify.HOW_CHOSEN` says.
    past : Perimeter
        The rows and versions on which ``then`` was asked.
    """

    entry: Entry
    then: Figure | None
    now: Figure | None
    same: str
    support: Support | None
    missing_voices: int
    missing_people: int
    missing_responses: int
    imports: tuple[SourceImport, ...]
    since: Since
    voices: tuple[EvidenceVoice, ...]
    past: Perimeter

    @property
    def has_missing(self) -> bool:
        """Whether something that the figure rested on is no longer there."""
        return bool(self.missing_voices or self.missing_people or self.missing_responses)


def trace(identifier: str, perimeter: Perimeter, *, limit: int = 3) -> Trace:
    """Replay a figure that was shown.

    Parameters
    ----------
    identifier : str
        As shown: F- and eight digits or letters, in any case.
    perimeter : Perimeter
        The rows that the reader may see. Figures of a larger perimeter are as if absent.
    limit : int
        At most this many voices.

    Raises
    ------
    InputError
        When there is no such figure, with the nearest known, or when an erasure took its question.
    """
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(perimeter.workspace.path))
    entry, state = _found(identifier, perimeter, workspace)
    question = Question.parse(entry.question)
    filters = perimeter_filters(entry.perimeter)
    now = _asked(question, Perimeter(workspace, filters))
    past = Perimeter(past_of(workspace, state, entry.shown_at), filters)
    then = _asked(question, past) if _can_replay(workspace, state, now) else None
    support = support_of(question, past) if then is not None else None
    return Trace(
        entry=entry,
        then=then,
        now=now,
        same=_sameness(entry, then, workspace.secret),
        support=support,
        missing_voices=max(0, entry.voices - support.voices) if support else 0,
        missing_people=max(0, entry.people - support.people) if support else 0,
        missing_responses=max(0, entry.responses - support.responses) if support else 0,
        imports=_imports_behind(question, past) if then is not None else (),
        since=since(workspace, state),
        voices=tuple(evidence(question, past, limit=limit)) if then is not None and limit else (),
        past=past,
    )


def _found(
    identifier: str, perimeter: Perimeter, workspace: Workspace
) -> tuple[Entry, DataVersion]:
    ledger = Ledger(workspace.path)
    wanted = identifier.strip().upper()
    entry = ledger.entry(wanted)
    allowed = set(perimeter.filters)
    if entry is None or not (entry.is_erased or allowed <= set(perimeter_filters(entry.perimeter))):
        raise _unknown(identifier, ledger, allowed)
    if entry.is_erased:
        raise InputError(
            "The question of {identifier} named someone who has been erased since: nothing of it"
            " is kept.",
            identifier=entry.identifier,
        )
    state = ledger.data_version(entry.data_version)
    if state is None:
        raise unknown_data(identifier)
    return entry, state


def unknown_data(identifier: str) -> InputError:
    """Return the refusal of what was shown on data of which nothing is known."""
    return InputError(
        "The data on which {identifier} was shown are not in the ledger. Restore the workspace from"
        " a backup to trace it.",
        identifier=identifier,
    )


def _unknown(identifier: str, ledger: Ledger, allowed: set[Any]) -> InputError:
    entries = [
        entry
        for entry in ledger.entries()
        if not entry.is_erased and allowed <= set(perimeter_filters(entry.perimeter))
    ]
    if not entries:
        return InputError(
            "No figure {identifier} is known here: none has been shown yet. Ask one first:"
            " rebond ask “nps by month” --workspace {path}",
            identifier=identifier,
            path=str(ledger.folder),
        )
    known = {entry.identifier: entry.question for entry in entries}
    nearest = difflib.get_close_matches(identifier.upper(), known, n=3, cutoff=0.5)
    return InputError(
        "No figure {identifier} is known here. The nearest: {nearest}.",
        identifier=identifier,
        nearest="; ".join(f"{one} ({known[one]})" for one in nearest or list(known)[:3]),
    )


def perimeter_filters(conditions: str) -> tuple[Any, ...]:
    """Return the filters of a perimeter from its conditions."""
    return Question.parse(f"responses where {conditions}").filters if conditions else ()


def _can_replay(workspace: Workspace, state: DataVersion, now: Figure | None) -> bool:
    """Whether what the question reads is still there: opinions of old versions are dropped."""
    if keeps_opinions(workspace, state):
        return True
    return now is not None and now.engine_error == NOT_CONCERNED


def _asked(question: Question, perimeter: Perimeter) -> Figure | None:
    try:
        return ask(question, perimeter)
    except QuestionError:  # what it names is not there
        return None


def _sameness(entry: Entry, then: Figure | None, secret: bytes) -> str:
    if then is None:
        return "unknown"
    if answer_digest(then, secret) == entry.answer:
        return "bits"
    same_counts = (then.total.n, len(then.cells)) == (entry.n, entry.cells)
    pairs = zip(
        (entry.value, entry.low, entry.high),
        (then.total.value, then.total.low, then.total.high),
        strict=True,
    )
    told = entry.value is not None
    return (
        "rounding" if told and same_counts and all(_close(*pair) for pair in pairs) else "different"
    )


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))


# The imports


def _imports_behind(question: Question, perimeter: Perimeter) -> tuple[SourceImport, ...]:
    workspace: Workspace = perimeter.workspace  # type: ignore[assignment]
    responses = responses_of(question, perimeter)

    def query() -> list[tuple[str, int]]:
        cursor = workspace.cursor()
        cursor.register("traced", responses)
        try:
            return cursor.execute(
                "SELECT split_part(r.import_id, '.', 1) AS import_id, count(*)"
                f" FROM ({workspace.sql('responses')}) r SEMI JOIN traced USING (response_id)"
                " GROUP BY 1"
            ).fetchall()
        finally:
            cursor.unregister("traced")

    counts = dict(workspace.read(query))
    found = [one for one in _imports(workspace, counts) if one.responses]
    return tuple(sorted(found, key=lambda one: (-one.responses, one.import_id)))


def _imports(workspace: Workspace, responses: dict[str, int]) -> list[SourceImport]:
    rows = workspace.table("imports").to_pylist()
    return [
        SourceImport(
            row["import_id"],
            row["source"],
            row["file_name"],
            row["finished_at"],
            responses.get(row["import_id"], 0),
            row["rows_new"],
            row["rows_updated"],
        )
        for row in sorted(rows, key=lambda row: (row["finished_at"], row["import_id"]))
    ]


def since(workspace: Workspace, state: DataVersion) -> Since:
    """Return what changed in a workspace since a data version."""
    current = state_of(workspace)
    known = set(state.imports)
    return Since(
        imports=tuple(one for one in _imports(workspace, {}) if one.import_id not in known),
        model=_changed(state.model_version, current.model_version),
        codebook=_changed(state.codebook_version, current.codebook_version),
        erasures=max(0, current.tombstones - state.tombstones),
        labels=current.labels - state.labels,
    )


def _changed(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if before != after else None
