"""What other applications know of this one."""

from __future__ import annotations

from django.urls import reverse

from rebond_web.challenges.contributions import Contribution, register_contribution
from rebond_web.challenges.sections import register_challenge_section
from rebond_web.statements.models import Argument, Statement
from rebond_web.statements.sections import sorting_section

_AFTER_IDEAS = 30


def register() -> None:
    """Make contributions known, and have pages show them."""
    register_contribution("statement", Statement, address=_address_of)
    register_contribution("argument", Argument, address=_address_of)
    register_challenge_section("statements", _AFTER_IDEAS, sorting_section)


def _address_of(contribution: Contribution) -> str:
    space = contribution.challenge.space
    at: dict[str, object] = {"slug": space.tenant.slug, "space": space.slug}
    if isinstance(contribution, Argument):
        return reverse("idea", kwargs={**at, "idea": contribution.idea_id})
    return reverse("statements", kwargs={**at, "challenge": contribution.challenge_id})
