"""Deciding: what comes first, and how sure that order is."""

from rebond.decide.factors import Candidate, Estimate, supported, with_unknown
from rebond.decide.listening import from_listening
from rebond.decide.priority import (
    RICE,
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
    "supported",
    "with_unknown",
]
