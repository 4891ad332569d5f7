"""LimeSurvey: codes or full questions as headers.

An empty date of submission marks a partial answer.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import spelled
from rebond.listen.columns.values import is_missing, strings
from rebond.listen.formats.base import SURVEY, ExportFormat, Roles, unfinished_note, with_column
from rebond.listen.rows import RowBatch
from rebond.vocabulary import Message, Role

_ID = ("id", "response id", "id de la reponse", "id reponse")
_SUBMITTED = ("submitdate", "date submitted", "date de soumission", "submit date")
_PAGE = ("lastpage", "last page", "derniere page")
_LANGUAGE = ("startlanguage", "start language", "langue de depart", "langue initiale")
_SEED = ("seed", "tete de serie", "graine")
_NOT_DATED = "1980-01-01 00:00:00"


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise an export of answers by its date of submission and its last page or language."""
    names = {spelled(column).replace("submit date", "submitdate") for column in header} | {
        spelled(column) for column in header
    }
    others = sum(bool(names & set(mark)) for mark in (_PAGE, _LANGUAGE, _SEED))
    if not names & set(_ID) or not names & set(_SUBMITTED) or others < 2:
        return None
    roles = Roles(header, sample)
    roles.tell_if_unique(*_ID)
    roles.tell(Role.DATE, *_SUBMITTED)
    roles.tell(Role.LANGUAGE, *_LANGUAGE, reason="the language chosen in the survey")
    roles.tell(Role.IGNORED, *_PAGE, reason="technical data of the export")
    roles.tell(Role.IGNORED, *_SEED, reason="technical data of the export")
    roles.tell_each(
        Role.IGNORED,
        "startdate",
        "start date",
        "datestamp",
        "date de lancement",
        "date de la derniere action",
        "date started",
        "date last action",
        reason="another date of the same response",
    )
    roles.tell_each(
        Role.IGNORED,
        "ipaddr",
        "ip address",
        "adresse ip",
        "refurl",
        "referrer url",
        "url referente",
        reason="personal data that is not needed",
    )
    roles.tell_person(
        "token", "code d acces", "access code", "email", "email address", "adresse email"
    )
    submitted = roles.column(*_SUBMITTED)
    assert submitted is not None

    def normalise(batch: RowBatch) -> RowBatch:
        """Empty the date that LimeSurvey writes when answers are not dated."""
        cells = strings(batch.table.column(submitted))
        return with_column(batch, submitted, pc.if_else(pc.equal(cells, _NOT_DATED), None, cells))

    def notes(rows: pa.Table) -> list[Message]:
        missing = pc.sum(is_missing(rows.column(submitted))).as_py() or 0
        return unfinished_note(int(missing) if missing < rows.num_rows else 0, rows.num_rows)

    return ExportFormat(
        "limesurvey", "LimeSurvey", SURVEY, roles.found, normalise, _questions(header), None, notes
    )


def _questions(header: tuple[str, ...]) -> dict[str, str]:
    """Return the question of headers written “code. question”."""
    found = {}
    for column in header:
        code, dot, question = column.partition(". ")
        if dot and question and " " not in code:
            found[column] = question
    return found
