"""What is done with challenges by those who run a space; each leaves a line in the audit log."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.models import LONGEST_QUESTION, LONGEST_WHY, Challenge, Period, Phase
from rebond_web.spaces.models import Space
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import ALLOWED, Right

# Days after today when each phase begins and ends, as proposed.
PROPOSED = {
    Phase.PROPOSE: (0, 20),
    Phase.REBOUND: (0, 27),
    Phase.SORT: (21, 34),
    Phase.CHOOSE: (35, 41),
    Phase.ANSWER: (42, 62),
}
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Evidence:
    """What comes along from an insight: its sentence, its figures, verbatims without their people.

    ``figures`` are those that the insight's page shows, in the challenge's language, each with its
    n and its interval. ``verbatims`` name the voice that they are of, so that an erasure
    finds them; it is never shown. ``voices`` counts those that ``question`` keeps.
    """

    insight: str = ""
    sentence: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    verbatims: list[dict[str, str]] = field(default_factory=list)
    voices: int = 0
    question: str = ""

    def document(self) -> dict[str, Any]:
        """Return what is kept of it, empty for a challenge that was born from no insight."""
        if not self.insight:
            return {}
        said = {"sentence": self.sentence, "figures": self.figures}
        asked = {"voices": self.voices, "question": self.question}
        return {**said, "verbatims": self.verbatims, **asked}


def proposed_dates(today: datetime.date) -> dict[str, str]:
    """Return the dates of a new challenge, as its form names them."""
    found = {}
    for phase, (first, last) in PROPOSED.items():
        found[f"opens_{phase}"] = (today + datetime.timedelta(days=first)).isoformat()
        found[f"closes_{phase}"] = (today + datetime.timedelta(days=last)).isoformat()
    return found


def make_challenge(
    space: Space, given: Mapping[str, str], *, by: Account, evidence: Evidence | None = None
) -> Challenge:
    """Write a challenge of what a form holds; it is a draft until it is opened.

    Raises
    ------
    InputError
        When it has no question, a date is none, or nobody could contribute or be answered.
    """
    fields, periods = _checked(space, given), _periods(given)
    born = evidence or Evidence()
    with transaction.atomic():
        made = Challenge.objects.create(
            space=space, insight=born.insight, evidence=born.document(), by=by, **fields
        )
        _plan(made, periods)
        record("challenge made", by=by.pk, tenant=space.tenant_id, subject=made.pk)
    return made


def change_challenge(challenge: Challenge, given: Mapping[str, str], *, by: Account) -> None:
    """Change a challenge and its dates.

    Raises
    ------
    InputError
        As `make_challenge`.
    """
    fields, periods = _checked(challenge.space, given), _periods(given)
    with transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(**fields)
        _plan(challenge, periods)
        tenant = challenge.space.tenant_id
        record("challenge changed", by=by.pk, tenant=tenant, subject=challenge.pk)


def open_challenge(challenge: Challenge, *, by: Account) -> None:
    """Show a draft to those who take part, or open again one that was closed.

    Raises
    ------
    InputError
        When its space is closed.
    """
    if challenge.space.closed:
        raise InputError("The space is closed: open it again first.")
    now = timezone.now()
    with transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(
            opened=challenge.opened or now, closed=None
        )
        tenant = challenge.space.tenant_id
        record("challenge opened", by=by.pk, tenant=tenant, subject=challenge.pk)


def close_challenge(challenge: Challenge, *, by: Account) -> None:
    """End a challenge: it can be read, nothing is added."""
    with transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk, closed=None).update(closed=timezone.now())
        tenant = challenge.space.tenant_id
        record("challenge closed", by=by.pk, tenant=tenant, subject=challenge.pk)


def drop_verbatim(challenge: Challenge, rank: int, *, by: Account) -> None:
    """Take one verbatim, by its rank, out of what came along; one that is not there is nothing."""
    evidence = dict(challenge.evidence)
    kept = list(evidence.get("verbatims", ()))
    if rank < len(kept):
        del kept[rank]
        with transaction.atomic():
            Challenge.objects.filter(pk=challenge.pk).update(
                evidence={**evidence, "verbatims": kept}
            )
            tenant = challenge.space.tenant_id
            record("challenge changed", by=by.pk, tenant=tenant, subject=challenge.pk)


def deciders_of(space: Space) -> list[Seat]:
    """Return the seats of those who may decide: who reads the figures of the workspace."""
    seats = Seat.objects.filter(tenant=space.tenant_id, role__in=ALLOWED[Right.READ])
    return list(seats.select_related("account").order_by("account__email"))


def _checked(space: Space, given: Mapping[str, str]) -> dict[str, Any]:
    texts = {one: given.get(one, "").strip() for one in ("question", "why", "outcome")}
    texts["question"] = " ".join(texts["question"].split())
    texts["decider_name"] = " ".join(given.get("decider_name", "").split())
    if not texts["question"]:
        raise InputError("A challenge needs its question: one that people can answer.")
    longest = {"question": LONGEST_QUESTION, "decider_name": _LONGEST_NAME}
    for name, text in texts.items():
        most = longest.get(name, LONGEST_WHY)
        if len(text) > most:
            raise InputError(
                "“{start}…” has more than {most} characters: nobody would read it. Shorten it.",
                start=text[:40],
                most=most,
            )
    language = given.get("language", "")
    seat = {str(one.pk): one for one in deciders_of(space)}.get(given.get("decider", ""))
    spoken = language if language in space.spoken else space.spoken[0]
    return {**texts, "language": spoken, "decider": seat}


def _periods(given: Mapping[str, str]) -> dict[Phase, tuple[datetime.date, datetime.date]]:
    found = {}
    for phase in Phase:
        first, last = given.get(f"opens_{phase}", ""), given.get(f"closes_{phase}", "")
        if not first and not last:
            continue
        opens, closes = read_day(first or last), read_day(last or first)
        if closes < opens:
            raise InputError(
                "A phase ends after it begins: {closes} is before {opens}.",
                closes=closes,
                opens=opens,
            )
        found[phase] = (opens, closes)
    if not found.keys() & {Phase.PROPOSE, Phase.SORT, Phase.CHOOSE}:
        raise InputError("Give dates to at least one phase: propose, sort or choose.")
    if Phase.ANSWER not in found:
        raise InputError("Say by when you answer: without an answer, people do not come back.")
    return found


def _plan(
    challenge: Challenge, periods: Mapping[Phase, tuple[datetime.date, datetime.date]]
) -> None:
    Period.objects.filter(challenge=challenge).delete()
    Period.objects.bulk_create(
        Period(challenge=challenge, phase=phase, opens=opens, closes=closes)
        for phase, (opens, closes) in periods.items()
    )


def read_day(text: str) -> datetime.date:
    """Return the day that a form holds, written as 2026-05-31.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            "“{value}” is not a date. Write it as {example}.",
            value=text[:40],
            example="2026-05-31",
        ) from error
