"""Trustpilot: reviews of a company, with or without an invitation."""

from __future__ import annotations

import pyarrow as pa

from rebond.listen.columns.names import spelled
from rebond.listen.formats.base import REVIEWS_OF_ALL_KINDS, STARS, ExportFormat, Roles
from rebond.vocabulary import Role

_STARS = ("review stars", "stars", "star rating", "rating", "etoiles", "note")
_TEXT = (
    "review content",
    "review text",
    "text",
    "content",
    "review",
    "texte",
    "contenu",
    "contenu de l avis",
)
_TITLE = ("review title", "title", "titre", "titre de l avis")
_DATE = (
    "review created utc",
    "review created",
    "created at utc",
    "created at",
    "date created",
    "date",
    "review date",
    "created",
)
_REFERENCE = (
    "reference id",
    "reference number",
    "referenceid",
    "reference",
    "numero de reference",
    "order id",
)
_OWN = {
    "review stars",
    "review content",
    "review title",
    "review created utc",
    "review consumer user id",
    "source of review",
    "review username",
    "review user email",
    "company reply",
    "company reply date utc",
    "consumer name",
    "consumer id",
    "domain url",
    "review language",
    "review id",
    "invited",
    "verified",
}


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise an export by its own columns, or by stars, title, text, reference and location."""
    names = {spelled(column) for column in header}
    own = len(names & _OWN)
    plain = all(names & set(kind) for kind in (_STARS[1:4], _TITLE, _TEXT, _REFERENCE)) and any(
        name.startswith(("location", "lieu", "localisation")) for name in names
    )
    if not plain and (own < 4 or not names & {"review stars", "review content"}):
        return None
    roles = Roles(header, sample)
    roles.tell(Role.SCORE, *_STARS, scale=STARS)
    roles.tell(Role.TEXT, *_TEXT)
    roles.tell(Role.TITLE, *_TITLE)
    roles.tell(Role.DATE, *_DATE)
    roles.tell_if_unique("review id", "id")
    roles.tell(Role.LANGUAGE, "review language", "language")
    roles.tell_person(
        "review user email", "consumer email", "review consumer user id", "consumer id"
    )
    roles.tell_each(
        Role.IGNORED,
        "review username",
        "consumer name",
        "consumer display name",
        reason="personal data that is not needed",
    )
    roles.tell_each(
        Role.IGNORED,
        "company reply",
        "company reply text",
        "company reply date utc",
        "company reply date",
        reason="the answer of the company itself, which is not a voice",
    )
    roles.tell(
        Role.IGNORED,
        *_REFERENCE,
        reason="the reference of an order, which does not identify a review",
    )
    roles.tell_each(
        Role.ATTRIBUTE,
        "source of review",
        "location",
        "location name",
        "location id",
        "tags",
        "verified",
    )
    return ExportFormat("trustpilot", "Trustpilot", REVIEWS_OF_ALL_KINDS, roles.found)
