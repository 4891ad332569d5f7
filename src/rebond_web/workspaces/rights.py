"""What each role allows: one table, which every access function reads."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rebond_web.workspaces.models import Role


class Right(StrEnum):
    """Something that a seat may allow."""

    FOLLOW = "follow"  # see what a community is asked, and what became of it
    TAKE_PART = "take part"  # answer, propose, vote
    READ = "read"  # figures, voices and what is said of them, within a perimeter
    WORK = "work"  # bring voices in, correct them, decide of insights
    OWN = "own"  # decide who comes in, see who changed what


ALLOWED: Mapping[Right, frozenset[Role]] = {
    Right.FOLLOW: frozenset(Role),
    Right.TAKE_PART: frozenset(Role) - {Role.GUEST},
    Right.READ: frozenset({Role.OWNER, Role.ANALYST, Role.MANAGER}),
    Right.WORK: frozenset({Role.OWNER, Role.ANALYST}),
    Right.OWN: frozenset({Role.OWNER}),
}


def allows(role: str, right: Right) -> bool:
    """Return whether a role allows something; an unknown role allows nothing.

    >>> allows("analyst", Right.WORK), allows("guest", Right.READ), allows("king", Right.FOLLOW)
    (True, False, False)
    """
    return role in ALLOWED[right]
