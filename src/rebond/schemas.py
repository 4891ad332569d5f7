"""The tables of a workspace, as Arrow schemas.

Each schema is a table with the same name in lower case. Every row carries the ``import_id`` that
brought it: a row is visible once the import's own row is written. Instants are UTC without zone, in
microseconds; offsets count Unicode code points, end exclusive.
"""

from __future__ import annotations

import pyarrow as pa

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

# Voices drawn to be labelled by people, with their chance to be drawn.
SAMPLES = pa.schema(
    [
        pa.field("sample_id", pa.string(), nullable=False),
        pa.field("drawn_at", pa.timestamp("us"), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("text_key", pa.int64(), nullable=False),  # of the text as drawn
        pa.field("rank", pa.int32(), nullable=False),  # the order in which it is labelled, from 1
        pa.field("stratum", pa.string(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
    ]
)

# What people say that voices say: one row an opinion, one without theme when there is none.
LABELS = pa.schema(
    [
        pa.field("labelled_at", pa.timestamp("us"), nullable=False),
        pa.field("labeller", pa.string(), nullable=False),
        pa.field("settled", pa.bool_(), nullable=False),  # after a disagreement: it counts alone
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("text_key", pa.int64(), nullable=False),  # of the text as labelled
        pa.field("theme", pa.string()),
        pa.field("polarity", pa.int8()),
        pa.field("codebook_version", pa.string(), nullable=False),
    ]
)

# What people say of voices that they chose to correct, as labels are kept, with the words that say
# it. Chosen voices are no sample: these teach, and never enter a measure of the engine.
CORRECTIONS = pa.schema(
    [
        pa.field("corrected_at", pa.timestamp("us"), nullable=False),
        pa.field("labeller", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("text_key", pa.int64(), nullable=False),  # of the text as corrected
        pa.field("start", pa.int32()),  # null when the whole voice says it
        pa.field("end", pa.int32()),
        pa.field("theme", pa.string()),
        pa.field("polarity", pa.int8()),
        pa.field("codebook_version", pa.string(), nullable=False),
    ]
)

# Who may be written to: an address encrypted by itself, and what its owner agreed to.
CONTACTS = pa.schema(
    [
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("answer", pa.bool_(), nullable=False),  # to be answered about what they said
        pa.field("news", pa.bool_(), nullable=False),  # to be told what became of it
        pa.field("given_on", pa.date32(), nullable=False),
        pa.field("sealed", pa.binary(), nullable=False),
    ]
)
