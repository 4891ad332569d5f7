"""The texts and their title."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.listen.columns import names
from rebond.listen.columns.guesses.base import Fixed, Guess
from rebond.listen.columns.profiles import Profile
from rebond.vocabulary import Message, Quantity, Role


def guess_texts(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    """Add to ``found`` the texts and the title."""
    left = {
        name: profile
        for name, profile in free.items()
        if name not in found and profile.letter_share > 0.5
    }
    for name, profile in left.items():
        words = set(names.words_of(profile.name))
        own_title = bool(words & names.TITLE) and len(words) <= 3
        named = bool(words & names.TEXT) and not own_title
        varied = profile.distinct > max(3, 0.3 * profile.count) or profile.count < 4
        if own_title and profile.mean_words < 25 and profile.distinct > 1:
            continue
        varied = varied or (bool(words & names.SURE_TEXT) and profile.distinct > 1)
        if profile.mean_words >= 4 and profile.long_share > 0.25 and varied:
            why = Message(
                "sentences of {words} words on average", {"words": Quantity(profile.mean_words)}
            )
            found[name] = Guess(Role.TEXT, why, certain=named or profile.mean_words >= 6)
        elif (
            named
            and (varied or profile.name.rstrip().endswith("?"))
            and profile.mean_words >= 1.5
            and profile.distinct > 0.15 * profile.count
        ):
            found[name] = Guess(Role.TEXT, Message("its name says text and its answers vary"))
    _keep_texts(left, found)
    has_text = Role.TEXT in fixed.values() or any(
        guess.role is Role.TEXT for guess in found.values()
    )
    for name, profile in left.items():
        words = set(names.words_of(profile.name))
        if name not in found and words & names.TITLE and len(words) <= 3 and profile.distinct > 1:
            if has_text and Role.TITLE not in fixed.values():
                found[name] = Guess(
                    Role.TITLE, Message("its name says title, and the texts are elsewhere")
                )
            elif not has_text:
                found[name] = Guess(
                    Role.TEXT,
                    Message("its name says title and there is no other text"),
                    certain=False,
                )
    if not has_text and not any(guess.role is Role.TEXT for guess in found.values()):
        _longest_as_text(
            {name: profile for name, profile in left.items() if name not in found}, found
        )


def _keep_texts(left: Mapping[str, Profile], found: dict[str, Guess]) -> None:
    """Let short labels under the name of an attribute be attributes, not texts."""
    for name, profile in left.items():
        words = set(names.words_of(profile.name))
        labels = bool(words & names.ATTRIBUTE) and not words & names.TEXT and len(words) <= 3
        is_text = name in found and found[name].role is Role.TEXT
        short = profile.mean_words < 9 and profile.matching(r"[.!?…]\s*$") < 0.2
        if is_text and labels and short:
            del found[name]


def _longest_as_text(left: Mapping[str, Profile], found: dict[str, Guess]) -> None:
    best = max(left, key=lambda name: left[name].mean_words, default=None)
    if best and left[best].mean_words >= 2 and left[best].distinct > 0.5 * left[best].count:
        found[best] = Guess(Role.TEXT, Message("the longest answers of the file"), certain=False)
