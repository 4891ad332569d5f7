"""App Store: its public feed of reviews, or the reviews of App Store Connect, both in JSON."""

from __future__ import annotations

import pyarrow as pa

from rebond.listen.columns.names import spelled
from rebond.listen.formats.base import REVIEWS, STARS, ExportFormat, Roles
from rebond.vocabulary import Role


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise the feed by its “im:rating”, App Store Connect by its nickname and territory."""
    names = {spelled(column) for column in header}
    feed = "im rating label" in names or {"im rating", "im version"} <= names
    connect = {"attributes rating", "attributes body", "attributes reviewer nickname"} <= names
    sheet = {"rating", "reviewer nickname", "territory"} <= names and bool(
        names & {"body", "review"}
    )
    if not (feed or connect or sheet):
        return None
    roles = Roles(header, sample)
    roles.tell(
        Role.SCORE, "im rating label", "im rating", "attributes rating", "rating", scale=STARS
    )
    roles.tell(Role.TEXT, "content label", "content", "attributes body", "body", "review")
    roles.tell(Role.TITLE, "title label", "attributes title", "title")
    roles.tell(
        Role.DATE, "updated label", "updated", "attributes created date", "created date", "date"
    )
    roles.tell_if_unique("id label", "id", "review id")
    roles.tell_each(
        Role.ATTRIBUTE, "im version label", "im version", "attributes territory", "territory"
    )
    roles.tell_each(
        Role.IGNORED,
        "author name label",
        "author uri label",
        "author label",
        "attributes reviewer nickname",
        "reviewer nickname",
        reason="personal data that is not needed",
    )
    for column in header:
        name = spelled(column)
        technical = name.startswith(
            ("link ", "links ", "relationships ", "im content type", "content attributes")
        )
        if technical or name in {"type", "im vote sum label", "im vote count label"}:
            roles.tell(Role.IGNORED, name, reason="technical data of the export")
    return ExportFormat("app_store", "App Store", REVIEWS, roles.found)
