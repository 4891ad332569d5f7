"""What is known of an export: its marks, its shape, the roles of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import spelled
from rebond.listen.columns.nature import Nature
from rebond.listen.columns.values import is_missing, strings
from rebond.listen.rows import RowBatch
from rebond.vocabulary import Channel, ColumnRole, Message, Role, Scale, ScoreKind, Stakeholder

SURVEY = Nature(Channel.SURVEY, Stakeholder.CUSTOMER, True)
REVIEWS = Nature(Channel.REVIEW, Stakeholder.CUSTOMER, False)
REVIEWS_OF_ALL_KINDS = Nature(Channel.REVIEW, Stakeholder.CUSTOMER, None)
STARS = Scale(ScoreKind.STARS, 1, 5)


def unchanged(batch: RowBatch) -> RowBatch:
    """Return the rows as they are."""
    return batch


@dataclass(frozen=True)
class ExportFormat:
    """An export recognised in a file.

    ``tool`` : name of the product, for people; ``nature`` : channel, stakeholder, solicitation;
    ``roles`` : the roles known for sure, by column; the others are inferred;
    ``normalise`` : shapes the rows; it drops none that is a response;
    ``questions`` : the question asked by each column, where the file tells it;
    ``day_first`` : how an ambiguous date is read, None when the export does not tell;
    ``notes`` : what to tell about the first rows.
    """

    name: str
    tool: str
    nature: Nature
    roles: Mapping[str, ColumnRole]
    normalise: Callable[[RowBatch], RowBatch] = unchanged
    questions: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    notes: Callable[[pa.Table], list[Message]] = field(default=lambda _: [])

    @property
    def reason(self) -> Message:
        """By what the export was recognised."""
        return Message("Recognised: an export of {tool}, by its columns", {"tool": self.tool})


class Roles:
    """The roles told by an export, gathered column by column under the names of its header."""

    def __init__(self, header: Iterable[str], sample: pa.Table) -> None:
        self._by_name: dict[str, str] = {}
        for column in header:
            self._by_name.setdefault(spelled(column), column)
        self._sample = sample
        self.found: dict[str, ColumnRole] = {}

    def column(self, *names: str) -> str | None:
        """Return the first column called by one of ``names``, spelled in bare words."""
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    def filled(self, column: str) -> pa.StringArray:
        """Return the answers of ``column`` in the first rows."""
        cells = (
            strings(self._sample.column(column))
            if column in self._sample.column_names
            else pa.array([], pa.string())
        )
        return cells.filter(pc.invert(is_missing(cells)))

    def tell(
        self,
        role: Role,
        *names: str,
        reason: str = "the export says so",
        scale: Scale | None = None,
    ) -> None:
        """Give ``role`` to the first column called by one of ``names``."""
        if column := self.column(*names):
            self.found[column] = ColumnRole(column, role, Message(reason), column, scale)

    def tell_each(self, role: Role, *names: str, reason: str = "the export says so") -> None:
        """Give ``role`` to every column called by one of ``names``."""
        for name in names:
            self.tell(role, name, reason=reason)

    def tell_if_unique(self, *names: str) -> None:
        """Give the identifier to the first column whose answers are all there and all different."""
        for name in names:
            column = self.column(name)
            if column is None or not self._sample.num_rows:
                continue
            answers = self.filled(column)
            if len(answers) == self._sample.num_rows == pc.count_distinct(answers).as_py():
                self.tell(Role.ID, name)
                return

    def tell_person(self, *names: str) -> None:
        """Give the person to the first column that holds answers; the others are ignored."""
        chosen = False
        for name in names:
            column = self.column(name)
            if column is None:
                continue
            if not chosen and len(self.filled(column)):
                self.tell(
                    Role.PERSON, name, reason="it identifies the person: kept only as a secret key"
                )
                chosen = True
            else:
                self.tell(Role.IGNORED, name, reason="personal data that is not needed")


def with_column(batch: RowBatch, name: str, cells: pa.StringArray) -> RowBatch:
    """Return ``batch`` with the cells of the column ``name`` replaced."""
    place = batch.table.column_names.index(name)
    return RowBatch(batch.table.set_column(place, name, cells), batch.lines, batch.rejected)


def unfinished_note(unfinished: int, seen: int) -> list[Message]:
    """Return what is said of responses that were not finished, among the ``seen`` first ones."""
    if not unfinished:
        return []
    return [
        Message(
            "{unfinished} of the first {seen} responses were not finished: they are kept",
            {"unfinished": unfinished, "seen": seen},
        )
    ]
