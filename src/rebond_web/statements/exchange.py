"""Conversations in and out: the files of Polis, and one JSON document."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from rebond.cocreate.groups import read_statements, read_votes
from rebond.errors import BallotError, FileUnreadable, InputError
from rebond.listen.formulas import guarded, restored
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant, Public
from rebond_web.statements.access import statements_of
from rebond_web.statements.models import LONGEST_KEPT, Statement, Vote
from rebond_web.statements.summing import LEAST
from rebond_web.statements.voting import mark

MOST_VOTES = 500_000
FORMAT = "rebond conversation 1"
FILES = ("votes.csv", "comments.csv", "participants-votes.csv", "conversation.json")
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


def exported(challenge: Challenge, what: str, *, by: Account) -> str:
    """Return one of `FILES` of a challenge.

    Voters are numbered by lot, anew each time. What would tell who wrote a statement, and when a
    vote was cast, is left empty or zero: the latter is not kept.

    Raises
    ------
    InputError
        When fewer than five people voted: rows of so few would say who thinks what.
    """
    given = _conversation(challenge)
    people = {who for who, _, _ in given.votes}
    if what != "comments.csv" and len(people) < LEAST:
        raise InputError(
            "Fewer than {least} people voted: a file of their votes would say who thinks what.",
            least=LEAST,
        )
    tenant = challenge.space.tenant_id
    record("votes exported", by=by.pk, tenant=tenant, subject=challenge.pk)
    return _WRITERS[what](challenge, given)


def _conversation(challenge: Challenge) -> Conversation:
    rows = statements_of(challenge).order_by("pk").values_list("pk", "text")
    texts = {str(pk): text for pk, text in rows}
    cast = Vote.objects.filter(statement__in=statements_of(challenge))
    votes = list(cast.values_list("participant", "statement", "value"))
    people = sorted({who for who, _, _ in votes})
    numbers = list(range(len(people)))
    secrets.SystemRandom().shuffle(numbers)
    drawn = {who: f"{number}" for who, number in zip(people, numbers, strict=True)}
    return Conversation(
        texts,
        sorted(
            ((drawn[who], f"{what}", vote) for who, what, vote in votes),
            key=lambda one: (int(one[0]), int(one[1])),
        ),
    )


def _votes_csv(challenge: Challenge, given: Conversation) -> str:
    del challenge
    rows = ((0, "", what, who, vote) for who, what, vote in given.votes)
    return _csv(("timestamp", "datetime", "comment-id", "voter-id", "vote"), rows)


def _comments_csv(challenge: Challenge, given: Conversation) -> str:
    agrees, disagrees = (
        {one: sum(w == one and v == side for _, w, v in given.votes) for one in given.texts}
        for side in (1, -1)
    )
    moments = dict(statements_of(challenge).values_list("pk", "published"))
    header = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
    rows = []
    texts = guarded(pa.array(given.texts.values(), pa.string())).to_pylist()
    for one, text in zip(given.texts, texts, strict=True):
        at = moments[int(one)] or challenge.created
        when = (int(at.timestamp() * 1000), at.strftime("%a %b %d %H:%M:%S UTC %Y"))
        rows.append((*when, one, "", agrees[one], disagrees[one], 1, text))
    return _csv(header.split(","), rows)


def _participants_csv(challenge: Challenge, given: Conversation) -> str:
    del challenge
    said: dict[str, dict[str, int]] = {}
    for who, what, vote in given.votes:
        said.setdefault(who, {})[what] = vote
    header = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"]
    rows = []
    for who, mine in said.items():
        cast = list(mine.values())
        cells = [mine.get(one, "") for one in given.texts]
        rows.append((who, "", "", len(cast), cast.count(1), cast.count(-1), *cells))
    return _csv([*header, *given.texts], rows)


def _document(challenge: Challenge, given: Conversation) -> str:
    held: dict[str, Any] = {
        "format": FORMAT,
        "question": challenge.question,
        "statements": [{"id": one, "text": text} for one, text in given.texts.items()],
        "votes": given.votes,
    }
    return json.dumps(held, ensure_ascii=False, indent=1)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return written.getvalue()


_WRITERS = dict(zip(FILES, (_votes_csv, _comments_csv, _participants_csv, _document), strict=True))
