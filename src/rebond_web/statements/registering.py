"""What other applications know of this one."""

from __future__ import annotations

from rebond_web.challenges.contributions import register_contribution
from rebond_web.challenges.sections import register_challenge_section
from rebond_web.statements.models import Argument, Statement
from rebond_web.statements.sections import sorting_section

_AFTER_IDEAS = 30


def register() -> None:
    """Make contributions known, and have pages show them."""
    register_contribution("statement", Statement)
    register_contribution("argument", Argument)
    register_challenge_section("statements", _AFTER_IDEAS, sorting_section)
