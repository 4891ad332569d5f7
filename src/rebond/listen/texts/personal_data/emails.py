"""E-mail addresses, as typed and as spelled out ("jean point dupont arobase gmail point com")."""

from __future__ import annotations

import re

from rebond.listen.texts.personal_data.spans import Span

PREFILTER = r"@|\barob|[(\[{]\s?(?:at|chez)\s?[)\]}]|\bat\b|\bchez\b"

_LABEL = r"[^\W_](?:[\w\-]*[^\W_])?"
_PROVIDERS = (
    r"gmail|g ?mail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|aol|orange|"
    r"wanadoo|free|sfr|"
    r"laposte|bbox|numericable|protonmail|proton|gmx|web|btinternet|sky|virginmedia|talktalk|"
    r"comcast|"
    r"verizon|caramail|neuf|club-internet|tutanota|zoho|mail"
)
_TYPED = re.compile(
    rf"(?<![^\W_])[^\W_][\w.+\-'%]{{0,63}}(?:[@＠]{_LABEL}(?:\.{_LABEL})*\.[^\W\d_]{{2,24}}"
    rf"|\s?@\s?(?:{_PROVIDERS})\s?\.\s?[a-z]{{2,3}})\b"
)
_DOT = r"\s*(?:\.|\s(?:point|dot|pt)\s|[(\[]\s?(?:point|dot)\s?[)\]])\s*"
_JOIN = rf"(?:{_DOT}|\s(?:tiret(?: du (?:bas|six|8|6))?|underscore|dash)\s|[.\-])"
_LOCAL = rf"[^\W_][\w\-]*(?:{_JOIN}[\w\-]+){{0,4}}"
_ENDING = (
    r"(?:com|fr|net|org|be|ch|eu|uk|de|es|it|pt|nl|ca|us|lu|io|info|co\s?(?:\.|dot|point)\s?uk)\b"
)
_SPELLED_AT = r"(?:\s*[(\[{]\s?(?:at|arobase?|chez)\s?[)\]}]\s*|\s*\barob(?:ase?|as|ace)\b\s*)"
_SPELLED = re.compile(
    rf"\b{_LOCAL}(?:{_SPELLED_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,2}}?{_DOT}{_ENDING}"
    rf"|{_SPELLED_AT}(?:{_PROVIDERS})\b"
    rf"|\s(?:at|chez)\s(?:{_PROVIDERS}){_DOT}{_ENDING})",
    re.IGNORECASE,
)


def find(text: str) -> list[Span]:
    """Return the spans of e-mail addresses.

    >>> find("écrire à jean.dupont@free.fr ou jean point dupont arobase gmail point com")
    [(9, 28), (32, 73)]
    """
    spans = [found.span() for found in _TYPED.finditer(text)]
    return spans + [found.span() for found in _SPELLED.finditer(text)]
