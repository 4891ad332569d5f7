"""What the API takes and gives, as its OpenAPI document shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, JsonValue, StringConstraints

from rebond.vocabulary import Channel, ScoreKind, Stakeholder

# Text that names something: no control characters, nothing but spaces refused.
PLAIN = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=PLAIN)]
PRINTED = r"^[\x21-\x7e]+$"
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PRINTED)]
Value = Annotated[str, StringConstraints(max_length=1000)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]
Number = Annotated[int, Field(ge=0, le=2**63 - 1)]
MOST = 500  # responses in one request
A_MOMENT = "2026-05-01T10:00:00+02:00"
NO_ZERO = r"^[^\x00]*$"
_Question = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=NO_ZERO)]


def _plausible(at: datetime) -> datetime:
    if not datetime(1970, 1, 1, tzinfo=UTC) <= at <= datetime(2100, 1, 1, tzinfo=UTC):
        raise ValueError("give a moment between 1970 and 2100, with its zone")
    return at


class _Taken(Schema):
    """What is taken: a field that means nothing is refused rather than lost."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


class Asked(Schema):
    """A question, as `rebond ask` takes it."""

    question: _Question


class VoicesAsked(Schema):
    """Whose voices, and which page of them."""

    question: _Question = "voices"
    key: list[Annotated[str, StringConstraints(max_length=500, pattern=NO_ZERO)]] = Field(
        default=[], max_length=3, description="The keys of a cell, in the order of its dimensions."
    )
    page: int = Field(1, ge=1, le=100)
    size: int = Field(20, ge=1, le=100)


class PushHeaders(Schema):
    """What may be told beside the responses."""

    idempotency_key: str = Field("", max_length=255, alias="Idempotency-Key")


class ScoreIn(_Taken):
    """A number answered on a scale; ``kind`` says what it measures."""

    question: Name
    value: Finite
    kind: ScoreKind = ScoreKind.OTHER
    low: Finite = Field(0, description="The lowest answer possible.")
    high: Finite = Field(10, description="The highest answer possible.")


class TextIn(_Taken):
    """Words as they were written, with the question that they answer."""

    question: Name = "comment"
    text: Text


class ResponseIn(_Taken):
    """One response: who said what, when."""

    id: Key = Field(description="Yours, unique in its source: the same again is the same response.")
    at: Annotated[AwareDatetime, AfterValidator(_plausible)] = Field(
        description="When it was given, with its zone."
    )
    texts: list[TextIn] = Field(default=[], max_length=50)
    scores: list[ScoreIn] = Field(default=[], max_length=50)
    attributes: dict[Name, Value] = Field(default={}, max_length=100)
    person: Value = Field(
        "", description="What names the person (an e-mail address, a customer’s id): kept as a key."
    )


class ResponsesIn(_Taken):
    """Responses collected in one place, all alike in how they were collected."""

    source: Name
    channel: Channel
    stakeholder: Stakeholder = Stakeholder.CUSTOMER
    solicited: bool | None = Field(None, description="Whether they were asked; null: not known.")
    responses: list[ResponseIn] = Field(min_length=1, max_length=MOST)


class ResponseOut(Schema):
    """A response that is kept, in the order sent; ``new`` is false for one known already."""

    response_id: str
    new: bool


class ResponsesOut(Schema):
    """What was acknowledged: it is on disk, and joins the workspace within seconds."""

    kept: int
    already_known: int
    responses: list[ResponseOut]


class CellOut(Schema):
    """One number, its interval, and the addresses of the voices behind it."""

    keys: list[str]
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    people: int | None
    distinct: bool | None
    read: float | None
    unit: str
    withheld: bool = Field(
        description="Without numbers, so that no employee of a small group can be told apart."
    )
    evidence: str


class FigureOut(Schema):
    """The answer to a question."""

    question: str
    dimensions: list[str]
    unit: str
    level: float
    population: str
    engine_error: str
    notes: list[str]
    method: str
    data_version: str
    model_version: str
    codebook_version: str
    total: CellOut
    cells: list[CellOut]
    page: str = Field(description="The page of the site where people read these voices.")


class VoiceOut(Schema):
    """A verbatim, personal data masked, with the pieces of it that hold opinions."""

    voice_id: str
    text: str
    spans: list[dict[str, JsonValue]]
    stakeholder: str
    channel: str
    day: str | None
    attributes: dict[str, str]


class VoicesOut(Schema):
    """A page of voices; the first n stand for the whole, for any n."""

    question: str
    keys: list[str]
    how_chosen: str
    voices: list[VoiceOut]
    next: str | None


class InsightsOut(Schema):
    """What holds beyond chance, the most important first."""

    scanned: int
    rate: float
    data_version: str
    insights: list[dict[str, Any]]


class ImportOut(Schema):
    """A file being brought in, or brought in: read = new + updated + unchanged + quarantined."""

    id: int
    file: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int | None
    read: int | None
    new: int | None
    updated: int | None
    unchanged: int | None
    quarantined: int | None
    why: str | None


class ImportsOut(Schema):
    """The last imports, the newest first."""

    imports: list[ImportOut]


class ErrorOut(Schema):
    """Where something does not fit (a JSON pointer, or a parameter), and what is expected."""

    pointer: str
    detail: str


class ProblemOut(Schema):
    """A refusal, as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorOut] = Field(default=[])
