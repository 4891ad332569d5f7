"""Deciding: what comes first, and how sure that order is."""

from rebond.decide.listening import from_listening
from rebond.decide.priority import (
    RICE,
    Candidate,
    Estimate,
    Priorities,
    Priority,
    priorities,
    rice,
)

__all__ = [
    "RICE",
    "Candidate",
    "Estimate",
    "Priorities",
    "Priority",
    "from_listening",
    "priorities",
    "rice",
]
