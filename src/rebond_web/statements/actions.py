"""What is done with statements: written, given as seeds, withdrawn; groups named."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State, move, submit
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Participant
from rebond_web.statements.access import statements_of
from rebond_web.statements.models import LONGEST_GROUP, LONGEST_STATEMENT, Sorting, Statement
from rebond_web.statements.voting import mark


def write_statement(
    challenge: Challenge, text: str, *, by: Participant, language: str, idea: Idea | None = None
) -> Statement:
    """Have a participant write a statement; it is shown as its space moderates.

    Raises
    ------
    InputError
        When it is empty, too long, or written already.
    """
    made = Statement(
        challenge=challenge,
        author=by,
        language=language,
        text=_one_line(challenge, text),
        idea=idea,
    )
    submit(made)
    record("statement written", by=by.account_id, tenant=challenge.space.tenant_id, subject=made.pk)
    return made


def seed_statements(challenge: Challenge, lines: str, *, by: Account) -> int:
    """Give the statements with which a challenge starts, one a line; return how many are new.

    Those who run the space answer for them: they are shown at once.

    Raises
    ------
    InputError
        When one is too long.
    """
    known = {_key(text) for text in statements_of(challenge).values_list("text", flat=True)}
    made = 0
    with transaction.atomic():
        for line in lines.splitlines():
            if not line.strip() or _key(line) in known:
                continue
            known.add(_key(line))
            text = _fitting(line)
            seed = Statement(challenge=challenge, language=challenge.language, text=text, seed=True)
            publish_seed(seed, by=by)
            made += 1
        mark(challenge.pk)
    return made


def publish_seed(seed: Statement, *, by: Account) -> None:
    """Show a statement for which those who run the space answer."""
    seed.state, seed.published = State.PUBLISHED, timezone.now()
    seed.save()
    tenant = seed.challenge.space.tenant_id
    record("statement given", by=by.pk, tenant=tenant, subject=seed.pk)


def withdraw_statement(statement: Statement, *, by: Participant) -> None:
    """Have its author take a statement back: it is shown no more, and its votes count no more."""
    move(statement, State.WITHDRAWN)
    tenant = statement.challenge.space.tenant_id
    record("statement withdrawn", by=by.account_id, tenant=tenant, subject=statement.pk)


def name_groups(challenge: Challenge, names: dict[int, str], *, by: Account) -> None:
    """Give groups their names; an empty one leaves a group to its own statement."""
    given = {str(group): _shortened(name) for group, name in names.items() if name.strip()}
    with transaction.atomic():
        Sorting.objects.filter(challenge=challenge).update(names=given)
        tenant = challenge.space.tenant_id
        record("groups named", by=by.pk, tenant=tenant, subject=challenge.pk)


def _shortened(name: str) -> str:
    return " ".join(name.split())[:LONGEST_GROUP]


def _one_line(challenge: Challenge, text: str) -> str:
    said = _fitting(text)
    if any(
        _key(said) == _key(one) for one in statements_of(challenge).values_list("text", flat=True)
    ):
        raise InputError("This statement is there already: say what you think of it.")
    return said


def _fitting(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise InputError("Nothing is written yet: one sentence is enough.")
    if len(said) > LONGEST_STATEMENT:
        raise InputError(
            "This statement has {n} characters, and at most {most} are read on a phone. Keep one"
            " thing in it.",
            n=len(said),
            most=LONGEST_STATEMENT,
        )
    return said


def _key(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(" .!?\u202f\u00a0")
