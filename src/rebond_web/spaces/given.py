"""What a participant gave to a space: told to them, and erased when they ask or are forgotten.

Each application that keeps rows of participants registers them from its ``AppConfig.ready``, once,
with every model of its own that leads to a participant::

    register_given("ideas", (Idea, Rebound, Support), gifts_of, erase_gifts)

The page "What I gave" lists what ``gifts_of(participant)`` returns; "Erase all that I gave", and an
erasure of their account, call ``erase_gifts(participant)``, which returns how many rows it removed
or emptied and leaves nothing of what they wrote. The participant's own row is emptied afterwards.
`tests/web/test_spaces_given.py` refuses a model that leads to participants and is not registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from rebond.vocabulary import Message
from rebond_web.audit.models import record
from rebond_web.spaces.models import Participant


@dataclass(frozen=True)
class Gift:
    """One thing that a participant gave.

    ``what`` says what it is ("An idea", "Agrees with a statement"), ``words`` what they wrote, ""
    for a vote or a ballot; ``address`` is where it is seen, "" for nowhere.
    """

    what: Message
    words: str = ""
    at: datetime | None = None
    address: str = ""


Gifts = Callable[[Participant], Sequence[Gift]]
Eraser = Callable[[Participant], int]


@dataclass(frozen=True)
class _Kept:
    models: tuple[type[models.Model], ...]
    gifts: Gifts
    eraser: Eraser


_kept: dict[str, _Kept] = {}


def register_given(
    name: str, models: Iterable[type[models.Model]], gifts: Gifts, eraser: Eraser
) -> None:
    """Have what an application keeps of participants told to them, and erased with them."""
    _kept[name] = _Kept(tuple(models), gifts, eraser)


def registered_models() -> set[type[models.Model]]:
    """Return the models whose rows of a participant are told and erased."""
    return {model for kept in _kept.values() for model in kept.models}


def gifts_of(participant: Participant) -> list[Gift]:
    """Return what a participant gave, the last first; what has no date comes last."""
    found = [gift for kept in _kept.values() for gift in kept.gifts(participant)]
    return sorted(found, key=lambda gift: gift.at.timestamp() if gift.at else 0.0, reverse=True)


def erase_all(participant: Participant, *, by: int | None) -> int:
    """Erase what a participant gave, then who they were; return how many rows went or changed.

    What is left is that somebody of their public took part once.
    """
    with transaction.atomic():
        erased = sum(kept.eraser(participant) for kept in _kept.values())
        Participant.objects.filter(pk=participant.pk).update(
            account=None, device="", name="", excluded=False
        )
        tenant = participant.space.tenant_id
        record("participant erased", by=by, tenant=tenant, subject=participant.pk)
    return erased + 1
