"""The words of Rebond, as types and as the columns of its tables.

Each Arrow schema below is a table of the workspace, with the same name in lower case. Every row
carries the ``import_id`` that brought it: a row is visible once the import's own row is written.
Instants are UTC without zone, in microseconds; offsets count Unicode code points, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import pyarrow as pa


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


RESPONSES = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        # HMAC of source and external id (or of the row and its rank): safe to write in a log.
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("external_id", pa.string()),
        pa.field("line", pa.int64(), nullable=False),  # of the file it came from, from 1
        pa.field("answered_at", pa.timestamp("us")),
        pa.field("day", pa.date32()),
        pa.field("week", pa.date32()),  # Monday of the ISO week
        pa.field("month", pa.date32()),  # its first day
        pa.field("stakeholder", pa.string(), nullable=False),
        pa.field("channel", pa.string(), nullable=False),
        pa.field("solicited", pa.bool_()),
        pa.field("person_key", pa.string()),
        pa.field("attributes", pa.map_(pa.string(), pa.string())),
        pa.field("content_hash", pa.string(), nullable=False),
    ]
)

SCORES = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("question", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),  # as answered, on its own scale
        pa.field("scale_low", pa.float64(), nullable=False),
        pa.field("scale_high", pa.float64(), nullable=False),
        pa.field("higher_is_better", pa.bool_(), nullable=False),
    ]
)

VOICES = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("question", pa.string(), nullable=False),  # the question, else the column
        pa.field("text", pa.string(), nullable=False),  # masked; a title precedes, after a newline
        pa.field("language", pa.string(), nullable=False),  # ISO 639-1, "und" when unknown
        pa.field("status", pa.string(), nullable=False),
        pa.field("masked", pa.int32(), nullable=False),  # pieces of personal data masked
        pa.field("text_key", pa.int64(), nullable=False),  # equal for exact copies
    ]
)

COPIES = pa.schema(
    [
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("original_voice_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # "exact" or "near"
        pa.field("similarity", pa.float32(), nullable=False),  # 0 to 1
    ]
)

# What the engine returns for a list of texts: the contract of `rebond.understand.opinions`.
OPINIONS_OF_TEXTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("target", pa.string(), nullable=False),  # normal form, "" when implicit
        pa.field("theme", pa.string()),  # id of a theme of the codebook, null when none fits
        pa.field("polarity", pa.int8(), nullable=False),
        pa.field("intent", pa.string(), nullable=False),
        pa.field("confidence", pa.float32(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("codebook_version", pa.string(), nullable=False),
    ]
)

OPINIONS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        *[OPINIONS_OF_TEXTS.field(name) for name in OPINIONS_OF_TEXTS.names if name != "row"],
    ]
)

IMPORTS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("file_name", pa.string(), nullable=False),
        pa.field("finished_at", pa.timestamp("us"), nullable=False),
        pa.field("rows_read", pa.int64(), nullable=False),
        pa.field("rows_new", pa.int64(), nullable=False),
        pa.field("rows_updated", pa.int64(), nullable=False),
        pa.field("rows_unchanged", pa.int64(), nullable=False),
        pa.field("rows_quarantined", pa.int64(), nullable=False),
    ]
)

QUARANTINE = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("quarantine_id", pa.string(), nullable=False),
        pa.field("line", pa.int64(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),  # template of the message
        pa.field("values", pa.string(), nullable=False),  # JSON of its values, without content
        pa.field("content", pa.binary(), nullable=False),  # the row, encrypted
        pa.field("purge_on", pa.date32(), nullable=False),
    ]
)


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
