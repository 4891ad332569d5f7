"""Which spark is shown to who proposes an idea, and what they may think of."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from rebond_web.challenges.models import Challenge
from rebond_web.ideas.personas import Persona, persona
from rebond_web.ideas.sparks import SPARKS, Spark
from rebond_web.spaces.access import Visit
from rebond_web.workspaces.access import sitting_of
from rebond_web.workspaces.rights import Right, allows

PORTRAIT = "portrait"  # what an address asks for instead of a number


@dataclass(frozen=True)
class Shown:
    """A spark, its number, that of another one, and words of people behind the challenge.

    ``reads`` tells that the visitor reads voices: they may be shown a ``portrait`` made of them.
    """

    spark: Spark
    number: int
    other: int
    words: str = ""
    reads: bool = False
    portrait: Persona | None = None


def sparks_for(request: HttpRequest, visit: Visit, challenge: Challenge) -> Shown:
    """Return the spark that an address asks for, or one drawn at random.

    Words of people are those that the challenge shows to everybody already, and no others; a
    portrait is for who reads voices, of those that they may see.
    """
    given = request.GET.get("spark", "")
    number = int(given) if given.isdecimal() and len(given) < 4 else secrets.randbelow(len(SPARKS))
    number %= len(SPARKS)
    other = (number + 1 + secrets.randbelow(len(SPARKS) - 1)) % len(SPARKS)
    reads = visit.seat is not None and allows(visit.seat.role, Right.READ)
    portrait = None
    if reads and given == PORTRAIT:
        portrait = persona(sitting_of(request, visit.slug).perimeter)
    return Shown(SPARKS[number], number, other, _words(challenge), reads, portrait)


def _words(challenge: Challenge) -> str:
    shown: Any = challenge.evidence.get("verbatims") or []
    said = [str(one["words"]) for one in shown if one.get("words")]
    return secrets.choice(said) if said else ""
