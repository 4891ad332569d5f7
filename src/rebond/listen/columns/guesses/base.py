"""What a rule says of a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.vocabulary import Message, Role, Scale


@dataclass(frozen=True)
class Guess:
    """A role and its reason; ``certain`` is False when a person should look at it."""

    role: Role
    reason: Message
    scale: Scale | None = None
    certain: bool = True


Fixed = Mapping[str, Role]
