"""Participatory budgets as Pabulib writes them (`.pb`; Faliszewski et al. 2023, IJCAI 297)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from rebond.cocreate.choices.ballots import ApprovalBallots, Option
from rebond.errors import BallotError, FileUnreadable

_APPROVING = ("approval", "choose-1")
_NAMING = (*_APPROVING, "cumulative", "ordinal", "scoring")
_SECTIONS = ("meta", "projects", "votes")


@dataclass
class _Parts:
    """What a file holds, section by section."""

    meta: dict[str, str] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    ballots: list[list[str]] = field(default_factory=list)


def read_pabulib(
    path: Path, *, budget: Fraction | None = None, as_approval: bool = False
) -> ApprovalBallots:
    """Return the ballots of a ``.pb`` file.

    Parameters
    ----------
    path : Path
        UTF-8, with or without a mark at its start; costs with a point or a comma.
    budget : Fraction, optional
        Instead of the file's own.
    as_approval : bool
        Count every option that a ballot of points or of ranks names as approved.

    Raises
    ------
    FileUnreadable
        The file cannot be opened or decoded.
    BallotError
        A section, a column or a number is missing or wrong, or ballots give points or ranks.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(
            "{file} cannot be read: {error}. A .pb file is a text in UTF-8.",
            file=path.name,
            error=str(error),
        ) from error
    parts = _Parts()
    for section, line, row in _rows(text, path.name):
        _take(parts, section, line, row, path.name)
    _check_kind(parts.meta.get("vote_type", "?"), path.name, as_approval)
    own = budget if budget is not None else _own_budget(parts.meta, path.name)
    return ApprovalBallots.of(parts.options, parts.ballots, own)


def amount(written: str) -> Fraction:
    """Return an exact amount of money.

    >>> amount("400000.0"), amount("12,5")
    (Fraction(400000, 1), Fraction(25, 2))
    """
    return Fraction(written.strip().replace(",", "."))


def _rows(text: str, name: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield the section, the line and the cells by column of each row that holds data."""
    reader = csv.reader(text.splitlines(), delimiter=";")
    section, header = "", []
    for row in reader:
        if not row or not row[0].strip():
            continue
        if row[0].strip().lower() in _SECTIONS:
            section = row[0].strip().lower()
            header = [cell.strip() for cell in next(reader, [])]
        elif section:
            yield section, reader.line_num, dict(zip(header, row, strict=False))
        else:
            raise BallotError(
                "{file} does not begin with META: it is not a Pabulib file.", file=name
            )


def _take(parts: _Parts, section: str, line: int, row: dict[str, str], name: str) -> None:
    """Put one row where it belongs."""
    try:
        if section == "meta":
            parts.meta[row["key"].strip()] = row["value"].strip()
        elif section == "projects":
            label = row.get("name", "").strip()
            parts.options.append(Option(row["project_id"].strip(), label, amount(row["cost"])))
        else:
            cells = (cell.strip() for cell in row["vote"].split(","))
            parts.ballots.append([cell for cell in cells if cell])
    except KeyError as missing:
        raise BallotError(
            "{file}, line {line}: the column “{column}” is missing.",
            file=name,
            line=line,
            column=missing.args[0],
        ) from missing
    except (ValueError, ZeroDivisionError) as error:
        raise BallotError(
            "{file}, line {line}: “{amount}” is not an amount of money.",
            file=name,
            line=line,
            amount=row["cost"],
        ) from error


def _check_kind(kind: str, name: str, as_approval: bool) -> None:
    if kind in _APPROVING or (as_approval and kind in _NAMING):
        return
    raise BallotError(
        "{file} holds ballots of the kind “{kind}”; these rules count approvals ({valid}). To count"
        " every option that a ballot names as approved, add --as-approval.",
        file=name,
        kind=kind,
        valid=", ".join(_APPROVING),
    )


def _own_budget(meta: dict[str, str], name: str) -> Fraction | None:
    if "budget" not in meta:
        return None
    try:
        return amount(meta["budget"])
    except ValueError as error:
        raise BallotError(
            "{file}: the budget “{budget}” is not an amount of money.",
            file=name,
            budget=meta["budget"],
        ) from error
