"""Conversations out: the files of Polis, and one JSON document; nobody can be told from an id."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from rebond.errors import InputError
from rebond.listen.formulas import guarded
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.models import Challenge
from rebond_web.statements.access import statements_of
from rebond_web.statements.exchange import FORMAT, Conversation
from rebond_web.statements.models import Vote
from rebond_web.statements.summing import LEAST

FILES = ("votes.csv", "comments.csv", "participants-votes.csv", "conversation.json")


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
