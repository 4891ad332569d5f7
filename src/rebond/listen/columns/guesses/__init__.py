"""Rules that tell the role of a column from its name and its cells."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.listen.columns import names, scales
from rebond.listen.columns.guesses.base import Fixed, Guess
from rebond.listen.columns.guesses.dates import guess_dates
from rebond.listen.columns.guesses.identifiers import guess_identifier, identifies
from rebond.listen.columns.guesses.single import RULES, attribute
from rebond.listen.columns.guesses.texts import guess_texts
from rebond.listen.columns.guesses.translations import translations
from rebond.listen.columns.profiles import Profile
from rebond.vocabulary import Message, Role

__all__ = ["Guess", "guess_roles"]


def guess_roles(
    profiles: Mapping[str, Profile], fixed: Fixed, *, complete: bool
) -> dict[str, Guess]:
    """Return the guess for each column that is not in ``fixed``, whose roles are decided.

    ``complete`` tells that the profiles cover the whole file.
    """
    free = {name: profile for name, profile in profiles.items() if name not in fixed}
    found: dict[str, Guess] = {}
    for name, profile in free.items():
        for rule in RULES:
            if guess := rule(profile):
                found[name] = guess
                break
    for name, base in translations(free, found).items():
        found[name] = Guess(
            Role.IGNORED,
            Message(
                "a translation of “{column}”, whose texts are already voices", {"column": base}
            ),
        )
    guess_dates(free, fixed, found)
    _guess_scores(free, fixed, found)
    guess_identifier(free, fixed, found, complete=complete)
    guess_texts(free, fixed, found)
    for name, profile in free.items():
        if name not in found:
            found[name] = attribute(profile)
    return found


def _guess_scores(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    for name, profile in free.items():
        if name in found:
            continue
        if scale := scales.scale_of(profile.name, profile.cells):
            found[name] = Guess(Role.SCORE, scale.reason, scale.scale, scale.certain)
    if Role.SCORE in fixed.values() or any(guess.role is Role.SCORE for guess in found.values()):
        return
    alone = {
        name: scale
        for name, profile in free.items()
        if name not in found
        and not ((words := names.words_of(profile.name)) and identifies(words))
        and (scale := scales.scale_of(profile.name, profile.cells, alone=True))
    }
    if len(alone) == 1:
        ((name, scale),) = alone.items()
        found[name] = Guess(Role.SCORE, scale.reason, scale.scale, scale.certain)
