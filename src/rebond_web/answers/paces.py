"""How often a person is written to about decisions: at once, once a day at most, or never."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.answers.models import Pace
from rebond_web.mail.actions import is_stopped, start, stop

LETTERS = "answers"  # the kind of letters that one may stop
AT_ONCE, DAILY, NEVER = "at once", "daily", "never"
PACES: Sequence[tuple[str, Message]] = (
    (DAILY, Message("in one e-mail a day at most")),
    (AT_ONCE, Message("by an e-mail at once")),
    (NEVER, Message("on this page only")),
)


def pace_of(account: Account) -> str:
    """Return how often a person is written to."""
    if is_stopped(account, LETTERS):
        return NEVER
    return AT_ONCE if Pace.objects.filter(account=account, at_once=True).exists() else DAILY


def set_pace(account: Account, pace: str) -> None:
    """Write to a person as often as they choose.

    Raises
    ------
    InputError
        When it is not one of the paces.
    """
    if pace not in (AT_ONCE, DAILY, NEVER):
        raise InputError(
            "“{pace}” is not how often one may be written to. Give one of: {valid}.",
            pace=pace,
            valid=", ".join((AT_ONCE, DAILY, NEVER)),
        )
    if pace == NEVER:
        stop(account, LETTERS)
        return
    Pace.objects.update_or_create(account=account, defaults={"at_once": pace == AT_ONCE})
    start(account, LETTERS)
