"""What the team thinks that an idea or an insight asks for: effort and risk."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.answers.listing import ideas_of_tenant
from rebond_web.answers.models import Assessed
from rebond_web.audit.models import record
from rebond_web.workspaces.access import Sitting

_LONGEST = 1000.0  # weeks of one person


def assess(sitting: Sitting, what: str, low: str, high: str, risk: str, *, by: Account) -> Assessed:
    """Keep the effort (weeks of one person, between two numbers) and the risk (%) of something.

    ``what`` is "idea-" and its number, or "insight-" and its id.

    Raises
    ------
    InputError
        When a number is none, or cannot be.
    Http404
        When there is no such idea.
    """
    least, most, chance = _number(low), _number(high or low), _number(risk)
    if not 0 < least <= most <= _LONGEST:
        raise InputError(
            "The effort goes from {low} to {high}. Give weeks of one person, above 0, the least"
            " first.",
            low=low,
            high=high,
        )
    if not 0 <= chance < 100:
        raise InputError(
            "“{value}” is not a risk. Give the chance that it fails, from 0 to 99%.", value=risk
        )
    kind, _, name = what.partition("-")
    about = _about(sitting, kind, name)
    values = {"low": least, "high": most, "risk": round(chance), "by": by}
    with transaction.atomic():
        made, _ = Assessed.objects.update_or_create(
            tenant=sitting.seat.tenant, **about, defaults=values
        )
        record("effort assessed", by=by.pk, tenant=sitting.seat.tenant_id, subject=what[:80])
    return made


def _about(sitting: Sitting, kind: str, name: str) -> dict[str, Any]:
    """Return what is assessed, as its row names it; Http404 for what is not there."""
    if kind == "insight" and len(name) == 8 and name.isalnum():
        return {"insight": name}
    ideas = ideas_of_tenant(sitting.seat.tenant)
    found = ideas.filter(pk=name).first() if name.isdecimal() and len(name) < 18 else None
    if kind != "idea" or found is None:
        raise Http404
    return {"idea": found}


def _number(written: str) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError as error:
        raise InputError(
            "“{value}” is not a number. Write it as in {example}.", value=written, example="6"
        ) from error
