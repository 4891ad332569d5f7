"""Conversations in: the files of Polis, or the JSON document that `exporting` writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from rebond.cocreate.groups import read_statements, read_votes
from rebond.errors import BallotError, FileUnreadable, InputError
from rebond.listen.formulas import restored
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant, Public
from rebond_web.statements.access import statements_of
from rebond_web.statements.models import LONGEST_KEPT, Statement, Vote
from rebond_web.statements.voting import mark

MOST_VOTES = 500_000
FORMAT = "rebond conversation 1"
_AT_ONCE = 2_000  # rows of one statement of SQL


@dataclass(frozen=True)
class Conversation:
    """Statements by their ids, and who said what: (participant, statement, 1, 0 or −1)."""

    texts: Mapping[str, str]
    votes: Sequence[tuple[str, str, int]]


def read_polis(votes: Path | None, comments: Path) -> Conversation:
    """Return the conversation of an export of Polis; ``votes`` is either of its files of votes.

    Statements moderated out, and the votes on them, are left out.

    Raises
    ------
    FileUnreadable, BallotError
        A file cannot be read, or holds something else.
    """
    texts, out = read_statements(comments)
    plain = restored(pa.array(texts.values(), pa.string())).to_pylist()
    kept = {
        number: text.strip()
        for number, text in zip(texts, plain, strict=True)
        if number not in out and text.strip()
    }
    if votes is None:
        return Conversation(kept, ())
    cast = read_votes(votes)
    rows = zip(cast.person.tolist(), cast.statement.tolist(), cast.value.tolist(), strict=True)
    named = ((cast.participants[who], cast.statements[what], vote) for who, what, vote in rows)
    return Conversation(kept, [one for one in named if one[1] in kept])


def read_json(path: Path) -> Conversation:
    """Return the conversation of a document that `exported` wrote.

    Raises
    ------
    FileUnreadable
        It is no such document.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(held["format"])
        texts = {str(one["id"]): str(one["text"]) for one in held["statements"]}
        votes = [(str(who), str(what), int(vote)) for who, what, vote in held["votes"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileUnreadable(
            "{file} is not a conversation exported from here: {error}. Give the file as it was"
            " exported.",
            file=path.name,
            error=str(error) or type(error).__name__,
        ) from error
    if any(vote not in (-1, 0, 1) or what not in texts for _, what, vote in votes):
        raise BallotError(
            "{file} holds votes that are none, or on statements that it does not hold.",
            file=path.name,
        )
    return Conversation(texts, votes)


def bring_in(
    challenge: Challenge, given: Conversation, public: Public, *, by: Account
) -> tuple[int, int]:
    """Add a conversation to a challenge; return how many statements and voters are new.

    Statements that are there already, to the letter, are not added; a voter is known again by the
    id that the file gives, in this challenge: bringing a file in twice changes nothing.

    Raises
    ------
    InputError
        When it is larger than the site takes.
    """
    if len(given.votes) > MOST_VOTES:
        raise InputError(
            "This file holds {n} votes; at most {most} are brought in at once.",
            n=len(given.votes),
            most=MOST_VOTES,
        )
    with transaction.atomic():
        there = {one.text: one for one in statements_of(challenge)}
        new = [text for text in dict.fromkeys(given.texts.values()) if text not in there]
        now = timezone.now()
        made = Statement.objects.bulk_create(
            (
                Statement(
                    challenge=challenge,
                    language=challenge.language,
                    text=text[:LONGEST_KEPT],
                    seed=True,
                    state=State.PUBLISHED,
                    published=now,
                )
                for text in new
            ),
            batch_size=_AT_ONCE,
        )
        there |= dict(zip(new, made, strict=True))
        voters, joined = _voters(challenge, public, {who for who, _, _ in given.votes})
        Vote.objects.bulk_create(
            (
                Vote(statement=there[given.texts[what]], participant=voters[who], value=vote)
                for who, what, vote in given.votes
            ),
            batch_size=_AT_ONCE,
            ignore_conflicts=True,
        )
        mark(challenge.pk)
        tenant = challenge.space.tenant_id
        record("conversation brought in", by=by.pk, tenant=tenant, subject=challenge.pk)
    return len(new), joined


def _voters(
    challenge: Challenge, public: Public, names: Iterable[str]
) -> tuple[dict[str, Participant], int]:
    """Return the participants that voters of a file are, and how many of them are new.

    No browser holds what they are known by: nobody can come in as one of them.
    """
    known = {_device(challenge, name): name for name in sorted(names)}
    ours = Participant.objects.filter(
        space=challenge.space, device__startswith=f"import|{challenge.pk}|"
    )
    found = {one.device: one for one in ours}
    new = [
        Participant(
            space=challenge.space, public=public, device=device, language=challenge.language
        )
        for device in known
        if device not in found
    ]
    made = Participant.objects.bulk_create(new, batch_size=_AT_ONCE)
    found |= {one.device: one for one in made}
    return {name: found[device] for device, name in known.items()}, len(new)


def _device(challenge: Challenge, name: str) -> str:
    return f"import|{challenge.pk}|{hashlib.sha256(name.encode()).hexdigest()[:32]}"
