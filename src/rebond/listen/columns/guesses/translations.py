"""Columns that translate another column."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow.compute as pc

from rebond.listen.columns import names
from rebond.listen.columns.guesses.base import Guess
from rebond.listen.columns.profiles import Profile

_TRANSLATED = re.compile(
    r"^(?P<stem>.*?) ?(?P<mark>translated|translation|traduit|traduite|"
    r"traduction|en|fr|de|es|it|nl|pt|eng|fra|english|"
    r"french|anglais|francais)$"
)


_TRANSLATION_FIRST = re.compile(r"^(translated|traduction|translation)( (of|de|du))? (?P<stem>.*)$")


def translations(free: Mapping[str, Profile], found: Mapping[str, Guess]) -> dict[str, str]:
    """Return the columns that translate another one, with the name of that one."""
    by_name = {names.spelled(name): name for name in free}
    result: dict[str, str] = {}
    by_stem: dict[str, list[str]] = {}
    for name, profile in free.items():
        if name in found or profile.mean_words < 2:
            continue
        bare = names.spelled(name)
        match = _TRANSLATION_FIRST.match(bare) or _TRANSLATED.match(bare)
        if match is None or not match["stem"]:
            continue
        base = by_name.get(match["stem"]) or by_name.get(match["stem"] + " original")
        if base is not None and base != name and _together(free[base], profile):
            result[name] = base
        elif base is None:
            by_stem.setdefault(match["stem"], []).append(name)
    for columns in by_stem.values():
        for other in columns[1:]:
            if _together(free[columns[0]], free[other]):
                result[other] = columns[0]
    return result


def _together(one: Profile, other: Profile) -> bool:
    """Tell whether two columns are filled in the same rows, as a text and its translation are."""
    both = pc.and_(pc.is_valid(one.cells), pc.is_valid(other.cells))
    return float(pc.sum(pc.cast(both, "int64")).as_py() or 0) > 0.5 * other.count
