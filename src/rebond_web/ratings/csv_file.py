"""Exchanges recorded by a file: a line each, in; the same lines with both links, out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pyarrow as pa
from django.db import transaction

from rebond.errors import InputError
from rebond.quantify.asking.names import normal
from rebond_web.accounts.models import Account
from rebond_web.pages.files import csv_of
from rebond_web.ratings.models import Exchange, Link
from rebond_web.ratings.recording import Given, record_exchange
from rebond_web.ratings.wording import Side
from rebond_web.workspaces.access import Sitting

MOST_LINES = 2000
LARGEST = 1 << 20  # bytes
# What columns are called, in English and in French.
COLUMNS = {
    "day": ("day", "date", "jour"),
    "place": ("place", "lieu", "shop", "magasin"),
    "kind": ("kind", "type"),
    "relation": ("relation",),
    "who": ("who", "staff", "collaborateur"),
    "person": ("person", "personne", "customer", "client", "partenaire", "partner"),
    "reference": ("reference", "id", "order", "commande"),
}


def record_file(sitting: Sitting, content: bytes, *, by: Account) -> list[Exchange]:
    """Keep every exchange of a file, or none of them; a reference known already changes nothing.

    Raises
    ------
    InputError
        When the file or one of its lines cannot be used; the message says which.
    """
    lines = _lines(content)
    found: list[Exchange] = []
    with transaction.atomic():
        for number, given in enumerate(lines, start=2):
            try:
                found.append(record_exchange(sitting, given, by=by)[0])
            except InputError as error:
                raise InputError(
                    "Line {line}: {problem} Nothing of the file was recorded.",
                    line=number,
                    problem=error.message,
                ) from error
    return found


def links_file(exchanges: list[Exchange], address: Callable[[Link], str], language: str) -> bytes:
    """Return a table of exchanges with the link of each side."""
    links = {
        (one.exchange_id, one.side): address(one)
        for one in Link.objects.filter(exchange__in=[one.pk for one in exchanges])
    }
    table = pa.table(
        {
            "exchange": pa.array([one.pk for one in exchanges], pa.int64()),
            "day": pa.array([one.happened for one in exchanges], pa.date32()),
            "place": pa.array([one.place for one in exchanges], pa.string()),
            **{
                side.value: pa.array([links[one.pk, side.value] for one in exchanges], pa.string())
                for side in Side
            },
        }
    )
    return csv_of(table, language)


def _lines(content: bytes) -> list[Given]:
    if len(content) > LARGEST:
        raise InputError("A file of exchanges holds at most {most} lines.", most=MOST_LINES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) - 1 > MOST_LINES:
        raise InputError("A file of exchanges holds at most {most} lines.", most=MOST_LINES)
    if len(rows) < 2:
        raise InputError("This file holds no exchange: give a line of names, then a line each.")
    names = {normal(name): place for place, name in enumerate(rows[0])}
    where = {
        field: next((names[name] for name in known if name in names), None)
        for field, known in COLUMNS.items()
    }
    if where["day"] is None:
        raise InputError(
            "No column says the day of the exchanges. Name it “{example}”.", example="date"
        )
    return [_given(row, where) for row in rows[1:]]


def _given(row: list[str], where: dict[str, int | None]) -> Given:
    told = {
        field: row[place].strip()[:300]
        for field, place in where.items()
        if place is not None and place < len(row) and row[place].strip()
    }
    return Given(**{"day": "", **told})
