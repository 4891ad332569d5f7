"""What is done with arguments: given, taken back, found useful; whom they mention."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from rebond.errors import InputError
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State, move, submit
from rebond_web.ideas.models import Idea
from rebond_web.ideas.rules import is_open
from rebond_web.spaces.models import LONGEST_NAME, Participant
from rebond_web.statements.models import LONGEST_ARGUMENT, Argument, Mention, Side, Thanks

_MOST_WORDS = 4  # of a name that is mentioned
_MOST_MENTIONS = 10


def argue(idea: Idea, side: str, text: str, *, by: Participant, language: str) -> Argument:
    """Have a participant give an argument for or against an idea.

    Raises
    ------
    InputError
        When it is on no side, empty or too long, or the challenge is over.
    """
    said = text.strip()
    if not is_open(idea.challenge):
        raise InputError("This challenge is over: what was said in it can still be read.")
    if side not in Side.values:
        raise InputError("Say whether it is for or against the idea.")
    if not said:
        raise InputError("Nothing is written yet: one reason is enough.")
    if len(said) > LONGEST_ARGUMENT:
        raise InputError(
            "This argument has {n} characters, and at most {most} are kept. Give one reason, and"
            " another one beside it.",
            n=len(said),
            most=LONGEST_ARGUMENT,
        )
    made = Argument(
        challenge=idea.challenge, idea=idea, author=by, language=language, side=side, text=said
    )
    with transaction.atomic():
        submit(made)
        Mention.objects.bulk_create(
            Mention(argument=made, participant=one) for one in _mentioned(made, by)
        )
        tenant = idea.challenge.space.tenant_id
        record("argument given", by=by.account_id, tenant=tenant, subject=made.pk)
    return made


def withdraw_argument(argument: Argument, *, by: Participant) -> None:
    """Have its author take an argument back."""
    move(argument, State.WITHDRAWN)
    tenant = argument.challenge.space.tenant_id
    record("argument withdrawn", by=by.account_id, tenant=tenant, subject=argument.pk)


def thank(argument: Argument, *, by: Participant, useful: bool) -> None:
    """Have a participant say, once, that an argument is useful, or take that back.

    Raises
    ------
    InputError
        When the argument is theirs.
    """
    if argument.author_id == by.pk:
        raise InputError("This argument is yours: others say whether it is useful.")
    if useful:
        Thanks.objects.bulk_create(
            [Thanks(argument=argument, participant=by)], ignore_conflicts=True
        )
    else:
        Thanks.objects.filter(argument=argument, participant=by).delete()


def _mentioned(argument: Argument, by: Participant) -> list[Participant]:
    """Return whom an argument names: ``@Nadia``, ``@Jean Petit``.

    Of several people of the same name, the one who wrote on the same idea; where that does not tell
    them apart either, nobody.
    """
    called = list(itertools.islice(_names_in(argument.text), _MOST_MENTIONS))
    wanted = {name for names in called for name in names}
    people = Participant.objects.filter(space=argument.challenge.space, name__in=wanted)
    found: dict[str, list[Participant]] = {}
    for one in people.exclude(pk=by.pk)[:200]:
        found.setdefault(one.name, []).append(one)
    idea = argument.idea
    wrote = Q(ideas=idea) | Q(rebounds__idea=idea) | Q(arguments__idea=idea)
    near = set(people.filter(wrote).values_list("pk", flat=True)) if found else set()
    kept: dict[int, Participant] = {}
    for names in called:
        several = next((found[name] for name in names if name in found), [])
        here = [one for one in several if one.pk in near] if len(several) > 1 else several
        kept |= {one.pk: one for one in here if len(here) == 1}
    return list(kept.values())


def _names_in(text: str) -> Iterator[list[str]]:
    """Return, after each @, the names that it may call, the longest first."""
    for found in re.finditer(r"(?<!\S)@([^\s@][^@\n]*)", text):
        words = found[1][: LONGEST_NAME + 1].split()
        yield [
            " ".join(words[:count]).rstrip(".,;:!?…)»”")
            for count in range(min(len(words), _MOST_WORDS), 0, -1)
        ]
