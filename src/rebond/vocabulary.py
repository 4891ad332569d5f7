"""The words of Rebond, as types; `rebond.schemas` holds them as columns.

Nothing heavy is imported here, so that every part can, the command line's help included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


@dataclass(frozen=True)
class Message:
    """A sentence for people: an English template, also the key of its translations, and its values.

    >>> str(Message("{n} rows read", {"n": 3}))
    '3 rows read'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True)
class Label:
    """A name in the two languages of the product, used as a value of a `Message`."""

    en: str
    fr: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Quantity:
    """A number to be written in the reader's language, used as a value of a `Message`.

    ``unit`` follows the number ("%", "points"…); ``signed`` writes + and − before it.
    """

    value: float
    decimals: int = 0
    signed: bool = False
    unit: str = ""

    def __str__(self) -> str:
        sign = "+" if self.signed else ""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.value:{sign},.{self.decimals}f}{unit}"


class Stakeholder(StrEnum):
    """Who speaks."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    PARTNER = "partner"


class Channel(StrEnum):
    """The kind of place where a response was collected."""

    SURVEY = "survey"
    REVIEW = "review"
    EMAIL = "email"
    CHAT = "chat"
    CALL = "call"
    SOCIAL = "social"
    FORUM = "forum"
    STORE = "store"
    OTHER = "other"


class ScoreKind(StrEnum):
    """What a score measures, hence how it is summed up."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    STARS = "stars"
    OTHER = "other"


class Intent(StrEnum):
    """What the speaker does with a sentence."""

    PRAISE = "praise"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    OTHER = "other"


class Polarity(IntEnum):
    """How a target is judged."""

    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1


class VoiceStatus(StrEnum):
    """Whether a voice says something. Set aside is not dropped: it is kept and counted."""

    MEANINGFUL = "meaningful"
    HOLLOW = "hollow"
    SPAM = "spam"


class Role(StrEnum):
    """What a column of a file holds."""

    ID = "id"
    TEXT = "text"
    TITLE = "title"
    DATE = "date"
    LANGUAGE = "language"
    SCORE = "score"
    PERSON = "person"
    STAKEHOLDER = "stakeholder"
    CHANNEL = "channel"
    ATTRIBUTE = "attribute"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Scale:
    """How a score column is to be read.

    ``low`` and ``high`` are the ends of the scale as answered; ``higher_is_better`` its direction.
    """

    kind: ScoreKind
    low: float
    high: float
    higher_is_better: bool = True


@dataclass(frozen=True)
class ColumnRole:
    """What was understood of one column, and why.

    ``question`` is the question as asked where the file tells it, else the column's own name.
    ``certain`` is False when a person should look at it.
    """

    column: str
    role: Role
    reason: Message
    question: str = ""
    scale: Scale | None = None
    examples: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True)
class FileMapping:
    """How the columns of one kind of file are read; remembered in the workspace by its source.

    ``format`` is the name of the recognised export ("qualtrics", "trustpilot"…) or "table".
    ``day_first`` tells how 03/04/2025 is read. ``solicited`` is None when it is not known.
    """

    format: str
    source: str
    columns: tuple[ColumnRole, ...]
    channel: Channel
    stakeholder: Stakeholder
    solicited: bool | None
    day_first: bool = True


@dataclass(frozen=True)
class ImportCounts:
    """What became of each row of a file: ``read`` is always the sum of the four others."""

    read: int
    new: int
    updated: int
    unchanged: int
    quarantined: int

    @property
    def adds_up(self) -> bool:
        """Whether every row read is accounted for."""
        return self.read == self.new + self.updated + self.unchanged + self.quarantined
