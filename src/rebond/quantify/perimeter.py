"""Which rows a reader may see: a required argument of every query, without default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import fields_in
from rebond.quantify.asking.names import OPINION_DIMENSIONS
from rebond.quantify.question import Condition

if TYPE_CHECKING:
    import pyarrow as pa

    from rebond.quantify.asking.facts import Facts


class Tables(Protocol):
    """What quantify needs of a workspace; `rebond.workspace.Workspace` has it."""

    @property
    def path(self) -> Any:
        """Where the data live: with ``data_version``, the identity of the data."""

    @property
    def data_version(self) -> str:
        """Changes whenever visible data change."""

    @property
    def current_versions(self) -> tuple[str, str] | None:
        """The model's and the codebook's version of the opinions shown, None without any."""

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> Any:
        """Return the visible rows of a table as a DuckDB relation."""

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes that responses have."""


@dataclass(frozen=True)
class Perimeter:
    """The rows of a workspace that a reader may see.

    ``filters`` hold on responses or voices (never on opinions: hiding an opinion of a voice would
    show the voice otherwise than it was said).

    Raises
    ------
    QuestionError
        When a filter is on an opinion's field.
    """

    workspace: Tables
    filters: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        for field in sorted(fields_in(self.filters, held=False)):
            if field in OPINION_DIMENSIONS:
                raise QuestionError(
                    "A perimeter cannot be cut by “{field}”. Cut it by responses or voices"
                    " (channel, month, an attribute…) and put “{field}” in the question.",
                    field=field,
                )

    @classmethod
    def whole(cls, workspace: Tables) -> Perimeter:
        """Return the perimeter of a reader who may see everything."""
        return cls(workspace)

    def where(self, *filters: Condition) -> Perimeter:
        """Return a smaller perimeter."""
        return Perimeter(self.workspace, self.filters + filters)

    def facts(self) -> Facts:
        """Return the narrow tables on which questions are answered, built once a data version."""
        from rebond.quantify.asking.facts import facts_of

        return facts_of(self.workspace)

    def voice_ids(self, where: str = "") -> pa.StringArray | None:
        """Return the ids of the meaningful voices seen that fit a condition.

        ``where`` holds conditions as a question does. Without any condition the answer is None:
        every voice of the workspace.
        """
        from rebond.quantify.asking.voices import voice_ids

        return voice_ids(self, where)
