"""The roles of columns: understood from their names and contents, or told by the user.

Each role comes with its reason. What the user tells comes first, then what the recognised export
says, then what was remembered of the source, then the rules below.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from rebond.errors import MappingError
from rebond.listen.columns import scales
from rebond.listen.columns.guesses import Guess, guess_roles
from rebond.listen.columns.names import spelled
from rebond.listen.columns.profiles import Profile, profiles_of
from rebond.vocabulary import ColumnRole, FileMapping, Message, Role, Scale, ScoreKind


@dataclass(frozen=True)
class RoleOverride:
    """What the user says of a column: its role and, for a score, what it measures and its ends."""

    role: Role
    kind: ScoreKind | None = None
    low: float | None = None
    high: float | None = None


_NO_QUESTIONS: Mapping[str, str] = {}
_ENDS = re.compile(r"^(-?\d+(?:\.\d+)?)\s*(?:-|\.\.|–)\s*(-?\d+(?:\.\d+)?)$")
_ROLES = ", ".join(role.value for role in Role)
_KINDS = ", ".join(kind.value for kind in ScoreKind)


def parse_overrides(text: str) -> Mapping[str, RoleOverride]:
    """Read what ``--map`` says: "Ville=attribute, Note=score:nps, Sévérité=score:0-20".

    A column whose name holds a comma or an equal sign is written between quotation marks.
    Raises MappingError, with the valid roles, when it cannot be read.

    >>> parse_overrides("Note=score:nps")["Note"].kind.value
    'nps'
    """
    found: dict[str, RoleOverride] = {}
    for piece in _pieces(text):
        column, equal, said = _cut(piece)
        if not equal or not column:
            raise MappingError(
                "“{piece}” is not “column=role”. Write for instance: Comment=text, Score=score:nps",
                piece=piece.strip(),
            )
        found[column] = _override(said, column)
    return found


def _pieces(text: str) -> list[str]:
    return [piece for piece in re.findall(r'(?:[^,"\n]|"[^"]*")+', text) if piece.strip()]


def _cut(piece: str) -> tuple[str, str, str]:
    piece = piece.strip()
    if quoted := re.match(r'^"([^"]*)"\s*=\s*(.*)$', piece):
        return quoted[1].strip(), "=", quoted[2].strip()
    column, equal, said = piece.rpartition("=")
    return column.strip(), equal, said.strip()


def _override(said: str, column: str) -> RoleOverride:
    name, _, detail = said.lower().partition(":")
    try:
        role = Role(name.strip())
    except ValueError:
        raise MappingError(
            "“{role}” is not a role for the column “{column}”. The roles are: {roles}.",
            role=name.strip(),
            column=column,
            roles=_ROLES,
        ) from None
    detail = detail.strip()
    if not detail:
        return RoleOverride(role)
    if role is not Role.SCORE:
        raise MappingError(
            "Only a score has a scale: “{said}” for the column “{column}” cannot be used. Write "
            "{role}, or score:{detail}.",
            said=said,
            column=column,
            role=role.value,
            detail=detail,
        )
    if ends := _ENDS.match(detail):
        low, high = float(ends[1]), float(ends[2])
        if low < high:
            return RoleOverride(role, None, low, high)
    elif detail in {kind.value for kind in ScoreKind}:
        return RoleOverride(role, ScoreKind(detail))
    raise MappingError(
        "“{detail}” is not a scale for the column “{column}”. Write one of "
        "{kinds}, or its two ends, "
        "for instance score:0-20.",
        detail=detail,
        column=column,
        kinds=_KINDS,
    )


def column_roles(
    table: pa.Table,
    *,
    overrides: Mapping[str, RoleOverride],
    told: Mapping[str, ColumnRole],
    remembered: FileMapping | None,
    questions: Mapping[str, str] = _NO_QUESTIONS,
    complete: bool = True,
) -> tuple[ColumnRole, ...]:
    """Return the role of each column of ``table``, the scores ordered from the overall one.

    ``table`` : string columns, the first rows of the file, all of them when ``complete``;
    ``told`` : roles known from the recognised export; ``questions`` : what its columns ask.
    The columns come in the order of the file, but scores take one another's places so that the one
    that sums up the response is first.
    Raises MappingError when an override names a column that is not there.
    """
    profiles = {
        name: replace(profile, name=questions.get(name, name))
        for name, profile in profiles_of(table).items()
    }
    overrides = {
        _column_called(name, list(profiles)): override for name, override in overrides.items()
    }
    fixed: dict[str, ColumnRole] = {}
    kept = {column.column: column for column in remembered.columns} if remembered else {}
    for name, profile in profiles.items():
        if name in overrides:
            fixed[name] = _by_override(name, profile, overrides[name])
        elif name in kept:
            fixed[name] = _remembered(kept[name], profile)
        elif name in told:
            fixed[name] = replace(told[name], examples=profile.examples)
    guesses = guess_roles(
        profiles, {name: role.role for name, role in fixed.items()}, complete=complete
    )
    columns = [
        fixed[name] if name in fixed else _guessed(name, profiles[name], guesses[name])
        for name in profiles
    ]
    return _overall_score_first(columns)


def _column_called(name: str, columns: Sequence[str]) -> str:
    if name in columns:
        return name
    alike = [column for column in columns if spelled(column) == spelled(name)]
    if len(alike) == 1:
        return alike[0]
    close = difflib.get_close_matches(name, columns, n=1, cutoff=0.6)
    raise MappingError(
        "There is no column “{column}”{hint}. The columns are: {columns}.",
        column=name,
        hint=Message(" (did you mean “{close}”?)", {"close": close[0]}) if close else "",
        columns=_listed(columns),
    )


def _listed(columns: Iterable[str]) -> str:
    names = list(columns)
    return ", ".join(names[:60]) + ("…" if len(names) > 60 else "")


def _by_override(name: str, profile: Profile, override: RoleOverride) -> ColumnRole:
    scale = None
    if override.role is Role.SCORE:
        scale = _scale_told(profile, override)
    reason = Message("as you asked")
    return ColumnRole(name, override.role, reason, profile.name, scale, profile.examples)


def _scale_told(profile: Profile, override: RoleOverride) -> Scale:
    if override.kind is None and override.low is not None:
        return scales.named_scale(ScoreKind.OTHER, override.low, override.high)
    found = scales.scale_of(profile.name, profile.cells, alone=True)
    if override.kind is None:
        return found.scale if found else scales.named_scale(ScoreKind.OTHER, None, None)
    if found and found.scale.kind is override.kind:
        return found.scale
    return scales.named_scale(override.kind, None, None)


def _remembered(column: ColumnRole, profile: Profile) -> ColumnRole:
    reason = Message("as remembered from an earlier import of this source")
    return replace(column, reason=reason, examples=profile.examples, certain=True)


def _guessed(name: str, profile: Profile, guess: Guess) -> ColumnRole:
    return ColumnRole(
        name, guess.role, guess.reason, profile.name, guess.scale, profile.examples, guess.certain
    )


def _overall_score_first(columns: Sequence[ColumnRole]) -> tuple[ColumnRole, ...]:
    places = [place for place, column in enumerate(columns) if column.role is Role.SCORE]
    ranked = sorted(
        places,
        key=lambda place: (
            scales.overall_rank(columns[place].question or columns[place].column),
            place,
        ),
    )
    ordered = list(columns)
    for place, chosen in zip(places, ranked, strict=True):
        ordered[place] = columns[chosen]
    return tuple(ordered)
