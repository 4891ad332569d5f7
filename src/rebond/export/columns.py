"""The columns of every export: their types and meanings, the same whatever the data."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from rebond.vocabulary import Message

KINDS = ("nps", "csat", "ces", "stars")

_Column = tuple[str, pa.DataType, Message]

_PSEUDONYM = Message("pseudonym, the same from one export to the next")
_SOURCE: tuple[_Column, ...] = (
    ("source", pa.string(), Message("where it was collected, as its owner names it")),
    ("external_id", pa.string(), Message("its id at the source, unless that is personal")),
    ("answered_at", pa.timestamp("us"), Message("when it was answered (UTC)")),
    ("day", pa.date32(), Message("the day of the answer")),
    ("week", pa.date32(), Message("the Monday of its week")),
    ("month", pa.date32(), Message("the first day of its month")),
    ("stakeholder", pa.string(), Message("who speaks: customer, employee or partner")),
    ("channel", pa.string(), Message("the kind of place: survey, review, email…")),
    ("solicited", pa.bool_(), Message("whether they were asked; empty when not known")),
    ("person_key", pa.string(), Message("pseudonym of the person, the same in every source")),
    *(
        (kind, pa.float64(), Message("the answer on its own scale; of several, the first by name"))
        for kind in KINDS
    ),
)
_ATTRIBUTES: _Column = ("attributes", pa.string(), Message("every attribute, as a JSON object"))
_VOICE: tuple[_Column, ...] = (
    ("question", pa.string(), Message("the question answered, else the column of the text")),
    ("text", pa.string(), Message("the text as stored: personal data are masked")),
    ("language", pa.string(), Message("ISO 639-1, “und” when not known")),
    ("status", pa.string(), Message("meaningful, hollow or spam")),
)
_VERSIONS: tuple[_Column, ...] = (
    ("model_version", pa.string(), Message("the model that read the voices")),
    ("codebook_version", pa.string(), Message("the codebook they were read with")),
)
_DATA_VERSION: _Column = ("data_version", pa.string(), Message("the data it was asked on"))
_TRACE: _Column = ("figure", pa.string(), Message("identifier, for rebond trace"))

_COLUMNS: dict[str, tuple[_Column, ...]] = {
    "responses": (
        ("response_id", pa.string(), _PSEUDONYM),
        *_SOURCE,
        ("scores", pa.string(), Message("every score, with its question and scale (JSON list)")),
        ("voices", pa.int64(), Message("how many texts it holds")),
        _ATTRIBUTES,
    ),
    "voices": (
        ("voice_id", pa.string(), _PSEUDONYM),
        ("response_id", pa.string(), _PSEUDONYM),
        *_VOICE,
        ("masked", pa.int32(), Message("pieces of personal data masked in it")),
        ("original_voice_id", pa.string(), Message("the voice that it copies, if any")),
        ("opinions", pa.int64(), Message("how many opinions it holds")),
        *_SOURCE,
        _ATTRIBUTES,
    ),
    "opinions": (
        ("voice_id", pa.string(), _PSEUDONYM),
        ("response_id", pa.string(), _PSEUDONYM),
        ("excerpt", pa.string(), Message("the exact words that prove the opinion")),
        ("target", pa.string(), Message("what is judged, in its normal form")),
        ("theme", pa.string(), Message("id of the theme, empty when none fits")),
        ("theme_label", pa.string(), Message("its label in the language of the file")),
        ("branch", pa.string(), Message("id of the theme’s branch")),
        ("branch_label", pa.string(), Message("its label in the language of the file")),
        ("polarity", pa.int8(), Message("−1 unfavourable, 0 neither, 1 favourable")),
        ("intent", pa.string(), Message("praise, complaint, suggestion, question or other")),
        ("confidence", pa.float32(), Message("how sure the engine is, from 0 to 1")),
        ("start", pa.int32(), Message("where the excerpt starts, in characters from 0")),
        ("end", pa.int32(), Message("where it ends, that character excluded")),
        *_VOICE,
        *_SOURCE,
        *_VERSIONS,
        _ATTRIBUTES,
    ),
    "figures": (
        _TRACE,
        ("question", pa.string(), Message("what is asked")),
        ("measure", pa.string(), Message("its measure")),
        ("dimension_1", pa.string(), Message("what it is asked by")),
        ("key_1", pa.string(), Message("the value of that dimension; empty when not known")),
        ("dimension_2", pa.string(), Message("the second dimension, if any")),
        ("key_2", pa.string(), Message("its value")),
        ("dimension_3", pa.string(), Message("the third dimension, if any")),
        ("key_3", pa.string(), Message("its value")),
        ("value", pa.float64(), Message("the figure, in its unit")),
        ("low", pa.float64(), Message("lower end of its interval")),
        ("high", pa.float64(), Message("upper end of its interval")),
        ("read", pa.float64(), Message("the value as the engine reads it, where it is corrected")),
        ("level", pa.float64(), Message("level of the interval")),
        ("unit", pa.string(), Message("%, points, score, ratio or count")),
        ("n", pa.int64(), Message("how many responses or voices it divides by")),
        ("people", pa.int64(), Message("how many people are behind")),
        ("distinct", pa.bool_(), Message("differs from the rest, false discoveries held at 5%")),
        ("withheld", pa.bool_(), Message("without numbers: a small group of employees")),
        ("population", pa.string(), Message("who is counted")),
        ("engine_error", pa.string(), Message("whether the engine’s error is in the interval")),
        ("method", pa.string(), Message("page of docs/methods")),
        _DATA_VERSION,
        *_VERSIONS,
    ),
    "insights": (
        ("insight", pa.string(), Message("identifier, for rebond insights and rebond trace")),
        ("rank", pa.int32(), Message("its place, by effect × √people × certainty")),
        ("state", pa.string(), Message("new, confirmed, dismissed or acted on")),
        ("kind", pa.string(), Message("what it claims: driver, gap, change, season, link…")),
        ("sentence", pa.string(), Message("what it says, in the language of the file")),
        ("theme", pa.string(), Message("id of the theme, empty when none fits")),
        ("theme_label", pa.string(), Message("its label in the language of the file")),
        ("attribute", pa.string(), Message("the attribute it is about, if any")),
        ("attribute_value", pa.string(), Message("the value that stands apart")),
        ("measure", pa.string(), Message("its measure")),
        ("size", pa.float64(), Message("the size of what it claims, in its measure")),
        ("low", pa.float64(), Message("lower end of its interval")),
        ("high", pa.float64(), Message("upper end of its interval")),
        ("reference", pa.float64(), Message("what the size is counted from, if anything")),
        ("since", pa.date32(), Message("the first week of a change, or the peak of a season")),
        ("n", pa.int64(), Message("how many responses or voices it divides by")),
        ("importance", pa.float64(), Message("effect × √people × certainty, from 0 to 1")),
        ("question", pa.string(), Message("what is asked")),
        _TRACE,
        ("verbatims", pa.string(), Message("up to three voices that say it (JSON list)")),
        ("against", pa.string(), Message("a voice that says the contrary, if any")),
        _DATA_VERSION,
        *_VERSIONS,
    ),
}

EXPORTS = tuple(_COLUMNS)
COLUMNS = {
    what: pa.schema([pa.field(name, kind) for name, kind, _ in columns])
    for what, columns in _COLUMNS.items()
}
MEANINGS = {
    what: {name: meaning for name, _, meaning in columns} for what, columns in _COLUMNS.items()
}
OF_ROWS = ("responses", "voices", "opinions")  # which have one column per attribute after theirs


def schema_of(what: str, attributes: Sequence[str] = ()) -> pa.Schema:
    """Return the columns of an export, those of the attributes of the workspace last."""
    schema = COLUMNS[what]
    for name in attributes:
        schema = schema.append(pa.field(f"attribute:{name}", pa.string()))
    return schema
