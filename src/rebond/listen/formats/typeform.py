"""Typeform: questions as headers, between a token and the dates of the session."""

from __future__ import annotations

import pyarrow as pa

from rebond.listen.columns.names import spelled
from rebond.listen.formats.base import SURVEY, ExportFormat, Roles
from rebond.vocabulary import Role

_IDS = ("#", "token", "response id")
_SUBMITTED = ("submit date utc", "submit date", "submitted at", "date d envoi utc")
_STARTED = ("start date utc", "start date", "date de debut utc", "stage date utc")


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise an export by its submission date in UTC and its token or network identifier."""
    names = {spelled(column) for column in header}
    marks = {"network id", "start date utc", "stage date utc", "response type"}
    if not names & set(_SUBMITTED) or not names & set(_IDS) or not names & marks:
        return None
    roles = Roles(header, sample)
    roles.tell_if_unique(*_IDS)
    roles.tell(Role.DATE, *_SUBMITTED)
    roles.tell_each(Role.IGNORED, *_STARTED, reason="another date of the same response")
    roles.tell_each(
        Role.IGNORED, "network id", "tags", "stage date utc", reason="technical data of the export"
    )
    roles.tell_each(Role.ATTRIBUTE, "response type", "ending")
    return ExportFormat("typeform", "Typeform", SURVEY, roles.found)
