"""Google Business: stars as words, and comments given in two languages."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import spelled
from rebond.listen.columns.values import strings
from rebond.listen.formats.base import REVIEWS, STARS, ExportFormat, Roles, with_column
from rebond.listen.rows import RowBatch
from rebond.vocabulary import Role

_WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE")
_TRANSLATED = (
    r"\((?:Translated by Google|Traduit par Google|Traducido por Google|Übersetzt von Google)\)"
)
_ORIGINAL = r"\((?:Original|Avis d['’]origine|Texte d['’]origine|Commentaire d['’]origine)\)"
_ORIGINAL_LAST = re.compile(rf"(?s)^\s*{_TRANSLATED}.*?{_ORIGINAL}\s*(.*)$")
_ORIGINAL_FIRST = re.compile(rf"(?s)^(.*?)\s*{_TRANSLATED}.*$")


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise an export by its stars written as words beside a comment or a time of creation."""
    names = {spelled(column) for column in header}
    roles = Roles(header, sample)
    stars = roles.column("star rating", "rating", "stars")
    if stars is None or not names & {
        "comment",
        "create time",
        "review id",
        "reviewer display name",
    }:
        return None
    answers = roles.filled(stars)
    worded = pc.is_in(pc.utf8_upper(pc.utf8_trim_whitespace(answers)), value_set=pa.array(_WORDS))
    if (
        not len(answers)
        or not pc.all(pc.or_(worded, pc.match_substring(answers, "UNSPECIFIED"))).as_py()
    ):
        return None
    roles.tell(Role.SCORE, "star rating", "rating", "stars", scale=STARS)
    roles.tell(Role.TEXT, "comment", "review", "text")
    roles.tell(Role.DATE, "create time", "date", "created")
    roles.tell_if_unique("review id", "name")
    roles.tell(Role.IGNORED, "update time", reason="another date of the same response")
    roles.tell_each(
        Role.IGNORED,
        "reviewer display name",
        "reviewer profile photo url",
        "reviewer is anonymous",
        "reviewer name",
        "reviewer",
        reason="personal data that is not needed",
    )
    roles.tell_each(
        Role.IGNORED,
        "review reply comment",
        "review reply update time",
        "reply",
        "review reply",
        reason="the answer of the company itself, which is not a voice",
    )
    text = roles.column("comment", "review", "text")

    def normalise(batch: RowBatch) -> RowBatch:
        batch = with_column(batch, stars, star_digits(strings(batch.table.column(stars))))
        if text is None:
            return batch
        return with_column(batch, text, originals(strings(batch.table.column(text))))

    return ExportFormat("google_business", "Google Business", REVIEWS, roles.found, normalise)


def star_digits(cells: pa.StringArray) -> pa.StringArray:
    """Write stars given as words as digits; "STAR_RATING_UNSPECIFIED" is no answer."""
    place = pc.index_in(pc.utf8_upper(pc.utf8_trim_whitespace(cells)), value_set=pa.array(_WORDS))
    digits = pc.add(place, 1).cast(pa.string())
    left = pc.if_else(pc.match_substring(cells, "UNSPECIFIED"), None, cells)
    return pc.coalesce(digits, left)


def originals(cells: pa.StringArray) -> pa.StringArray:
    """Keep the text as its author wrote it, without the translation added by Google.

    >>> both = "(Translated by Google) Great\\n\\n(Original)\\nSuper"
    >>> originals(pa.array([both, "Super\\n\\n(Translated by Google)\\nGreat", "Bien"])).to_pylist()
    ['Super', 'Super', 'Bien']
    """
    doubled = pc.fill_null(pc.match_substring_regex(cells, _TRANSLATED), False)
    if not pc.any(doubled).as_py():
        return cells
    written = [_original(text) for text in cells.filter(doubled).to_pylist()]
    return pc.replace_with_mask(cells, doubled, pa.array(written, pa.string()))


def _original(text: str) -> str:
    for pattern in (_ORIGINAL_LAST, _ORIGINAL_FIRST):
        if (found := pattern.match(text)) and found[1].strip():
            return found[1].strip()
    return text
