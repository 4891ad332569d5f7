"""The people of the fictional community: those who write are named, the others only vote."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from rebond_web.spaces.access import device_digest
from rebond_web.spaces.models import Participant, Public, Space

HOW_MANY = 412
_SHARES = {"customer": 0.72, "employee": 0.2, "partner": 0.08}  # of those who are not named


class People:
    """Everybody who takes part: found by name and public, or drawn."""

    def __init__(self, space: Space, publics: Sequence[Mapping[str, str]]) -> None:
        self._space = space
        self._publics = {one["name"]: Public.objects.create(space=space, **one) for one in publics}
        self._named: dict[tuple[str, str], Participant] = {}

    def named(self, who: Sequence[str]) -> Participant:
        """Return a participant by name and public; made when first asked for."""
        name, public = who
        if (name, public) not in self._named:
            made = self._participant(self._publics[public], f"{name}|{public}", name)
            made.save()
            self._named[name, public] = made
        return self._named[name, public]

    def drawn(self, draw: random.Random) -> list[Participant]:
        """Return everybody: those who were named, and as many others as there are to be."""
        of_kind = {one.stakeholder: one for one in self._publics.values()}
        kinds = [kind for kind in _SHARES if kind in of_kind]
        weights = [_SHARES[kind] for kind in kinds]
        others = [
            self._participant(of_kind[draw.choices(kinds, weights)[0]], f"other {number}")
            for number in range(HOW_MANY - len(self._named))
        ]
        return [*self._named.values(), *Participant.objects.bulk_create(others)]

    def _participant(self, public: Public, secret: str, name: str = "") -> Participant:
        # No browser holds such a secret: nobody can be one of them.
        device = device_digest(self._space, f"{secret}|{self._space.token}")
        fields: dict[str, Any] = {"space": self._space, "public": public, "language": "fr"}
        return Participant(**fields, device=device, name=name)
