"""Exchanges recorded by a file: a line each, in; the same lines with both links, out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pyarrow as pa
from django.db import transaction

from rebond.errors import InputError
from rebond.quantify.asking.names import normal
from rebond_web.accounts.models import Account
from rebond_web.pages.files import csv_of
from rebond_web.ratings.models import Exchange, Link
from rebond_web.ratings.recording import Given, links_to_give, record_exchange
from rebond_web.ratings.wording import Kind, Relation, Side
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
# What values are called in French; in English as they are stored.
VALUES = {
    "visite": Kind.VISIT,
    "essai": Kind.TEST,
    "livraison": Kind.DELIVERY,
    "demande": Kind.HELP,
    "reparation": Kind.HELP,
    "autre": Kind.OTHER,
    "client": Relation.CUSTOMER,
    "partenaire": Relation.PARTNER,
}
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
Recorded = tuple[Exchange, Given]


def record_file(sitting: Sitting, content: bytes, *, by: Account) -> list[Recorded]:
    """Keep every exchange of a file, or none of them; a reference known already changes nothing.

    Return each with what its line says.

    Raises
    ------
    InputError
        When the file or one of its lines cannot be used; the message says which.
    """
    lines = _lines(content)
    found: list[Recorded] = []
    with transaction.atomic():
        for number, given in enumerate(lines, start=2):
            try:
                found.append((record_exchange(sitting, given, by=by)[0], given))
            except InputError as error:
                raise InputError(
                    "Line {line}: {problem} Nothing of the file was recorded.",
                    line=number,
                    problem=error.message,
                ) from error
    return found


def links_file(exchanges: list[Recorded], address: Callable[[Link], str], language: str) -> bytes:
    """Return a table of exchanges with the links to give; somebody named has theirs already."""
    given = links_to_give([exchange for exchange, _ in exchanges])
    links = {(one.exchange_id, one.side): address(one) for one in given}
    table = pa.table(
        {
            "reference": pa.array([line.reference for _, line in exchanges], pa.string()),
            "date": pa.array([one.happened for one, _ in exchanges], pa.date32()),
            "place": pa.array([one.place for one, _ in exchanges], pa.string()),
            **{
                side.value: pa.array(
                    [links.get((one.pk, side.value)) for one, _ in exchanges], pa.string()
                )
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
    for field in ("kind", "relation"):
        if field in told:
            told[field] = str(VALUES.get(normal(told[field]), told[field]))
    told["day"] = _DAY_FIRST.sub(_as_iso, told.get("day", ""))
    return Given(**told)


def _as_iso(found: re.Match[str]) -> str:
    """Return a day written as 31/12/2026 as 2026-12-31."""
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
