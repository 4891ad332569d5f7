"""Google Forms: a timestamp, then one column per question, in the language of the form."""

from __future__ import annotations

import pyarrow as pa

from rebond.listen.columns.names import spelled
from rebond.listen.formats.base import SURVEY, ExportFormat, Roles
from rebond.vocabulary import Role

_STAMPS = {"timestamp": False, "horodateur": True, "marca temporal": True, "zeitstempel": True}


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise the sheet of answers by its first column and questions after it.

    The English stamp alone is a common name: then another mark is needed, a question or an address.
    """
    first = spelled(header[0])
    if first not in _STAMPS or len(header) < 2:
        return None
    marked = any(
        column.rstrip().endswith(("?", "]"))
        or len(column) > 25
        or spelled(column) in {"email address", "username"}
        for column in header[1:]
    )
    if first == "timestamp" and not marked:
        return None
    roles = Roles(header, sample)
    roles.tell(Role.DATE, first)
    roles.tell_person(
        "email address", "adresse e mail", "adresse email", "username", "nom d utilisateur"
    )
    return ExportFormat(
        "google_forms", "Google Forms", SURVEY, roles.found, day_first=_STAMPS[first]
    )
