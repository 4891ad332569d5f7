"""Tables of ballots: rows of cells, whatever separates them."""

from __future__ import annotations

import csv
from pathlib import Path

from rebond.errors import FileUnreadable

# A first column of these names says who votes, not what is chosen.
_VOTERS = ("", "id", "voter", "voter_id", "votant")


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file (comma, semicolon or tab), its header first, blank ones out.

    Raises
    ------
    FileUnreadable
        The file cannot be opened or decoded, or holds no ballot.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(
            "{file} cannot be read: {error}. Give a CSV file in UTF-8.",
            file=path.name,
            error=str(error),
        ) from error
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    cells = csv.reader(text.splitlines(), delimiter=mark)
    rows = [[cell.strip() for cell in row] for row in cells if any(map(str.strip, row))]
    if len(rows) < 2:
        raise FileUnreadable("{file} holds no ballot.", file=path.name)
    return rows


def names_voters(column: str) -> bool:
    """Tell whether a first column says who votes."""
    return column.lower() in _VOTERS
