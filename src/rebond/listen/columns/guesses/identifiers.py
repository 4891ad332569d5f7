"""The identifier of the response."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rebond.listen.columns import names
from rebond.listen.columns.guesses.base import Fixed, Guess
from rebond.listen.columns.profiles import Profile
from rebond.vocabulary import Message, Role

_ROW_NUMBER = re.compile(
    r"^(index|row|row index|row number|ligne|n ligne|numero de ligne|"
    r"unnamed 0|rank|rang|#|column 1|no|n|num)$"
)


def guess_identifier(
    free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess], *, complete: bool
) -> None:
    """Add to ``found`` the identifier: a column filled and different in each row."""
    taken = Role.ID in fixed.values()
    candidates = []
    for name, profile in free.items():
        words = names.words_of(profile.name)
        if name in found or not words or profile.mean_words > 8:
            continue
        if (
            _ROW_NUMBER.match(names.spelled(name))
            and profile.distinct == profile.count
            and profile.number_share == 1.0
        ):
            found[name] = Guess(
                Role.IGNORED,
                Message("numbers of rows, which start again in each export and identify nothing"),
            )
        elif identifies(words):
            candidates.append(name)
    ranked = sorted(
        candidates,
        key=lambda name: (_identifier_rank(names.words_of(name)), list(free).index(name)),
    )
    for name in ranked:
        profile = free[name]
        unique = profile.distinct == profile.count and profile.count == len(profile.cells)
        if unique and not taken and profile.count > 1:
            taken = True
            reason = Message("its name identifies a response and no two rows share it")
            found[name] = Guess(Role.ID, reason, certain=complete)
        elif profile.distinct > 0.5 * profile.count and profile.distinct > 20:
            found[name] = Guess(Role.IGNORED, _not_identifier(profile, taken=unique))


def _not_identifier(profile: Profile, *, taken: bool) -> Message:
    if taken:
        return Message("another column already identifies the responses")
    return Message(
        (
            "its name identifies a response, but {repeated} rows share theirs with "
            "another or have none"
        ),
        {"repeated": len(profile.cells) - profile.distinct},
    )


def identifies(words: tuple[str, ...]) -> bool:
    if set(words) & {
        "id",
        "ids",
        "uuid",
        "guid",
        "token",
        "identifiant",
        "responseid",
        "reviewid",
        "reference",
        "ref",
        "#",
    }:
        return True
    return words[0] in {"numero", "n", "num", "no"} and len(words) <= 4


def _identifier_rank(words: tuple[str, ...]) -> int:
    if set(words) & {
        "response",
        "reponse",
        "review",
        "avis",
        "comment",
        "commentaire",
        "ticket",
        "record",
        "responseid",
    }:
        return 0
    return 1 if len(words) == 1 else 2
