"""The date of the response, among all the dates of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rebond.listen.columns import names
from rebond.listen.columns.guesses.base import Fixed, Guess
from rebond.listen.columns.profiles import Profile
from rebond.vocabulary import Message, Quantity, Role

_FILED = re.compile(
    r"\b(submi\w*|recorded|publi\w*|creat\w*|response|reponse|repondu|answered|review|avis|comment\w*|"
    r"completed?|completion|posted|end|fin|saisie|timestamp|horodat\w*|depot|envoi)\b"
)


_OTHER_DATE = re.compile(
    r"\b(exp\w*|birth\w*|naissance|visit\w*|achat|purchase|order|commande|start\w*|debut|naiss|"
    r"update\w*|modif\w*|flown|sejour|stay|reply|edit\w*|maj|delivery|livraison|contract|contrat)\b"
)


def guess_dates(free: Mapping[str, Profile], fixed: Fixed, found: dict[str, Guess]) -> None:
    """Add to ``found`` the date of the response, and put the other dates aside."""
    dates = []
    for name, profile in free.items():
        if name in found:
            continue
        named = bool(set(names.words_of(profile.name)) & names.DATE)
        if profile.date_share > 0.9 or (
            named and (profile.date_share > 0.4 or profile.serial_share > 0.9)
        ):
            dates.append(name)
    if not dates:
        return

    def rank(name: str) -> tuple[int, float]:
        bare = names.spelled(free[name].name)
        if bare in {
            "date",
            "horodateur",
            "timestamp",
            "recorded date",
            "submitdate",
            "date de reponse",
            "response date",
        }:
            return 0, 0.0
        worth = 3 if _OTHER_DATE.search(bare) else 1 if _FILED.search(bare) else 2
        return worth, -round(free[name].count / max(1, len(free[name].cells)), 1)

    main = None if Role.DATE in fixed.values() else min(dates, key=rank)
    for name in dates:
        if name == main:
            share = free[name].date_share or free[name].serial_share
            reason = Message(
                "{share} of its answers are dates", {"share": Quantity(100 * share, unit="%")}
            )
            found[name] = Guess(Role.DATE, reason, certain=share > 0.9)
        else:
            found[name] = Guess(
                Role.IGNORED,
                Message(
                    "a second date; the response is dated by “{column}”",
                    {"column": main or _named(fixed, Role.DATE)},
                ),
            )


def _named(fixed: Fixed, role: Role) -> str:
    return next(name for name, given in fixed.items() if given is role)
