"""What other applications know of this one."""

from __future__ import annotations

from rebond.listen.erasure import register_store
from rebond_web.challenges.contributions import (
    Contribution,
    register_contribution,
    register_listener,
)
from rebond_web.challenges.sections import register_challenge_section, register_idea_section
from rebond_web.spaces.given import register_given
from rebond_web.statements.erasing import forget_in_statements
from rebond_web.statements.gifts import MODELS, address_of, erase_gifts, gifts_of
from rebond_web.statements.models import Argument, Statement
from rebond_web.statements.sections import arguments_section, sorting_section
from rebond_web.statements.voting import mark

_AFTER_IDEAS = 30
_AFTER_SUPPORTS = 55


def register() -> None:
    """Make contributions known, have pages show them, and have erasures walk them."""
    register_contribution("statement", Statement, address=address_of)
    register_contribution("argument", Argument, address=address_of)
    register_challenge_section("statements", _AFTER_IDEAS, sorting_section)
    register_idea_section("arguments", _AFTER_SUPPORTS, arguments_section)
    register_listener("statements", _counted_again)
    register_given("statements", MODELS, gifts_of, erase_gifts)
    register_store("statements", forget_in_statements)


def _counted_again(contribution: Contribution, before: str) -> None:
    """Have votes counted again once a statement is shown, or is no more."""
    del before
    if isinstance(contribution, Statement):
        mark(contribution.challenge_id)
