"""What an answer says, as the outbox takes it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from rebond.errors import InputError
from rebond.listen.columns.values import is_missing
from rebond.listen.contacts import Contact
from rebond.vocabulary import (
    Channel,
    ColumnRole,
    FileMapping,
    Message,
    Role,
    Scale,
    ScoreKind,
    Stakeholder,
)

ID, WHEN = "answer id", "answered at"  # the columns that the outbox adds
LONGEST_ID, LONGEST_SOURCE = 200, 120  # characters


@dataclass(frozen=True)
class Field:
    """One thing that an answer says: its column, its value, and what the value is.

    ``value`` is "" where nothing was said: keep the field all the same, so that answers of one form
    have the same columns. ``question`` is the question as asked; ``scale`` belongs to scores.
    """

    column: str
    value: str
    role: Role
    question: str = ""
    scale: Scale | None = None


@dataclass(frozen=True)
class Answer:
    """An answer.

    ``id`` is the sender's own, unique in its ``source``: the same one again is the same answer.
    ``solicited`` says whether we asked for it; ``at``, with its zone, when it was given;
    ``contact`` is where its person asked to be answered, kept among contacts and nowhere else.
    """

    id: str
    source: str
    channel: Channel
    stakeholder: Stakeholder
    solicited: bool | None
    fields: tuple[Field, ...]
    at: datetime
    contact: Contact | None = None

    def check(self) -> None:
        """Raise InputError unless the answer can be imported as it is.

        Values are not looked at: one that cannot be read goes to quarantine with its reason.
        """
        for name, given, most in (
            ("id", self.id, LONGEST_ID),
            ("source", self.source, LONGEST_SOURCE),
        ):
            if len(given) > most or given != given.strip() or is_missing([given])[0].as_py():
                raise InputError(
                    "“{value}” cannot be the {name} of an answer. Give one to {most} characters"
                    " that name it, without spaces around them.",
                    value=given[:most],
                    name=name,
                    most=most,
                )
        _refuse_what_is_no_text(self)
        columns = [ID, WHEN, *(one.column for one in self.fields)]
        for rank, column in enumerate(columns):
            if column in columns[:rank] or not column.strip():
                raise InputError(
                    "“{column}” cannot be a column of an answer: each has a name, and its own."
                    " {taken} are already those of its id and date.",
                    column=column,
                    taken=f"{ID}, {WHEN}",
                )

    def document(self) -> dict[str, Any]:
        """Return what JSON holds of the answer."""
        said = {**asdict(self), "at": self.at.isoformat()}
        if self.contact:
            said["contact"]["given_on"] = self.contact.given_on.isoformat()
        return said

    @classmethod
    def of_document(cls, document: dict[str, Any]) -> Answer:
        """Return the answer of a `document`."""
        return cls(
            **{
                **document,
                "channel": Channel(document["channel"]),
                "stakeholder": Stakeholder(document["stakeholder"]),
                "fields": tuple(_field(one) for one in document["fields"]),
                "at": datetime.fromisoformat(document["at"]),
                "contact": _contact(document["contact"]),
            }
        )

    def form(self) -> str:
        """Return a text that is the same for answers whose rows are read alike."""
        columns = sorted((f.column, f.role, f.question, repr(f.scale)) for f in self.fields)
        kind = [self.source, self.channel, self.stakeholder, self.solicited]
        return json.dumps([kind, columns])

    def row(self) -> dict[str, str | None]:
        """Return the answer as a row of a file; dates are in UTC."""
        when = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
        values = {one.column: one.value or None for one in self.fields}
        return {ID: self.id, WHEN: when, **values}

    def mapping(self) -> FileMapping:
        """Return how `row` is read."""
        added = (_read_as(ID, Role.ID), _read_as(WHEN, Role.DATE))
        told = (_read_as(f.column, f.role, f.question, f.scale) for f in self.fields)
        return FileMapping(
            format="table",
            source=self.source,
            columns=(*added, *sorted(told, key=lambda column: column.column)),
            channel=self.channel,
            stakeholder=self.stakeholder,
            solicited=self.solicited,
        )


def _refuse_what_is_no_text(answer: Answer) -> None:
    texts = [text for one in answer.fields for text in (one.column, one.value, one.question)]
    for text in (answer.id, answer.source, *texts):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                "“{value}” holds half of a character, which is no text. Send whole ones, in UTF-8.",
                value=text[:40].encode(errors="replace").decode(),
            ) from error
        if "\0" in text:
            raise InputError(
                "“{value}” holds a null character, which is no text. Leave it out.",
                value=text[:40].replace("\0", "�"),
            )


def _read_as(column: str, role: Role, question: str = "", scale: Scale | None = None) -> ColumnRole:
    return ColumnRole(column, role, Message("as its sender says"), question, scale)


def _field(document: dict[str, Any]) -> Field:
    scale = document["scale"]
    if scale is not None:
        scale = Scale(**{**scale, "kind": ScoreKind(scale["kind"])})
    return Field(**{**document, "role": Role(document["role"]), "scale": scale})


def _contact(document: dict[str, Any] | None) -> Contact | None:
    if document is None:
        return None
    return Contact(**{**document, "given_on": date.fromisoformat(document["given_on"])})
