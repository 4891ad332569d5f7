"""An answer is believed only as far as the text proves it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from rebond.understand.codebook import Codebook
from rebond.understand.opinion import Opinion
from rebond.understand.words import fold
from rebond.vocabulary import Intent

_FENCE = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.S)
_INTENTS = {intent.value for intent in Intent}
_LONGEST_NAME = 80  # characters of a target


class Validated(NamedTuple):
    """The opinions that hold, in the order of the text, and how many were refused."""

    opinions: list[Opinion]
    refused: int


def validated(written: str, text: str, codebook: Codebook) -> Validated | None:
    """Return the opinions of an answer that the text proves; None when it cannot be read at all.

    An opinion is refused when its span is not in the text word for word, when its theme is not of
    the codebook, when its polarity, intent or confidence is not valid, or when it was already told.
    """
    try:
        document = json.loads(_FENCE.sub(r"\1", written))
        listed = document["opinions"]
    except (ValueError, LookupError, TypeError):
        return None
    if not isinstance(listed, list):
        return None
    leaves = {theme.id for theme in codebook.leaves}
    found: dict[tuple[int, int, str | None, str], Opinion] = {}
    for one in listed:
        opinion = _opinion(one, text, leaves) if isinstance(one, Mapping) else None
        if opinion is not None:
            found.setdefault((opinion.start, opinion.end, opinion.theme, opinion.target), opinion)
    kept = sorted(found.values(), key=lambda opinion: (opinion.start, opinion.end))
    return Validated(kept, len(listed) - len(kept))


def _opinion(one: Mapping[str, Any], text: str, leaves: set[str]) -> Opinion | None:
    span, theme, target = one.get("span"), one.get("theme"), one.get("target")
    polarity, intent = one.get("polarity"), one.get("intent")
    confidence = one.get("confidence")
    if not isinstance(span, str) or not span.strip() or span.strip() not in text:
        return None
    if theme is not None and (not isinstance(theme, str) or theme not in leaves):
        return None
    if not isinstance(intent, str) or intent not in _INTENTS:
        return None
    side, sure = _number(polarity), _number(confidence)
    if side not in (-1, 0, 1) or side is None or sure is None or not 0 <= sure <= 1:
        return None
    name = target if isinstance(target, str) and target in text else ""
    start = text.index(span.strip())
    end = start + len(span.strip())
    normal = " ".join(fold(name).split())[:_LONGEST_NAME]
    return Opinion(start, end, normal, theme, int(side), intent, sure)


def _number(value: object) -> float | None:
    """Return a finite number, None for anything else, booleans included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
