"""Google Play: monthly CSV in UTF-16, or the reviews of its programming interface.

The language given is the one set on the device, not the language of the text; where the title and
the body come in one field, a tabulation joins them.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import spelled
from rebond.listen.columns.values import strings
from rebond.listen.formats.base import REVIEWS, STARS, ExportFormat, Roles, with_column
from rebond.listen.rows import RowBatch
from rebond.vocabulary import Role

_MARKS = {
    "package name",
    "app version code",
    "app version name",
    "reviewer language",
    "device",
    "review submit date and time",
    "review submit millis since epoch",
    "star rating",
    "review last update date and time",
    "developer reply text",
    "review link",
}
_COMMENT = "comments 0 user comment "
_TEXT = ("review text", _COMMENT + "text", "user comment text", "text")


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise the monthly file by five of its columns, the interface by its nested comments."""
    names = {spelled(column) for column in header}
    monthly = len(names & _MARKS) >= 5 and "star rating" in names
    if not monthly and not {_COMMENT + "text", _COMMENT + "star rating"} <= names:
        return None
    roles = Roles(header, sample)
    roles.tell(Role.SCORE, "star rating", _COMMENT + "star rating", scale=STARS)
    roles.tell(Role.TEXT, *_TEXT)
    roles.tell(Role.TITLE, "review title")
    roles.tell(
        Role.DATE,
        "review submit date and time",
        "review last update date and time",
        _COMMENT + "last modified seconds",
    )
    roles.tell_if_unique("review id", "review link")
    roles.tell_each(
        Role.ATTRIBUTE,
        "reviewer language",
        _COMMENT + "reviewer language",
        reason="the language set on the device, which is not the language of the text",
    )
    roles.tell_each(
        Role.ATTRIBUTE,
        "device",
        _COMMENT + "device",
        "app version name",
        _COMMENT + "app version name",
        "package name",
    )
    roles.tell_each(
        Role.IGNORED,
        "review submit millis since epoch",
        "review last update millis since epoch",
        _COMMENT + "last modified nanos",
        reason="another date of the same response",
    )
    for name in ("review last update date and time", "review submit date and time"):
        if (column := roles.column(name)) and column not in roles.found:
            roles.tell(Role.IGNORED, name, reason="another date of the same response")
    roles.tell_each(
        Role.IGNORED,
        "developer reply text",
        "developer reply date and time",
        "developer reply millis since epoch",
        "comments 1 developer comment text",
        reason="the answer of the company itself, which is not a voice",
    )
    roles.tell(Role.IGNORED, "author name", reason="personal data that is not needed")
    text, title = roles.column(*_TEXT), roles.column("review title")

    def normalise(batch: RowBatch) -> RowBatch:
        return batch if text is None else _split(batch, text, title)

    return ExportFormat("google_play", "Google Play", REVIEWS, roles.found, normalise)


def _split(batch: RowBatch, text: str, title: str | None) -> RowBatch:
    """Put what precedes the first tabulation in the title, or on a line before the text."""
    cells = strings(batch.table.column(text))
    joined = pc.extract_regex(cells, r"(?s)^(?P<title>[^\t]*)\t(?P<body>.*)$")
    has_tab = joined.is_valid()
    if not pc.any(has_tab).as_py():
        return batch
    head, body = joined.field("title"), pc.utf8_trim_whitespace(joined.field("body"))
    if title is None:
        with_head = pc.if_else(
            pc.equal(head, ""), body, pc.binary_join_element_wise(head, body, "\n")
        )
        return with_column(batch, text, pc.if_else(has_tab, with_head, cells))
    titles = strings(batch.table.column(title))
    kept = pc.if_else(
        pc.and_(has_tab, pc.and_(titles.is_null(), pc.not_equal(head, ""))), head, titles
    )
    return with_column(with_column(batch, text, pc.if_else(has_tab, body, cells)), title, kept)
