"""What is done with answers: dropped, then brought into their workspace by batches."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from rebond.errors import WorkspaceBusy
from rebond.listen import identity
from rebond.listen.contacts import keep_contacts
from rebond.listen.importing import import_rows
from rebond.listen.quarantine import Sealer
from rebond.vocabulary import Role
from rebond.workspace import Workspace
from rebond_web.outbox.answers import Answer
from rebond_web.outbox.models import Received, State
from rebond_web.outbox.reading import read_voices
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

BATCH = 500  # answers in one import
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drop:
    """What became of an answer that was dropped.

    ``response_id`` is its pseudonym in the workspace. ``new`` is False when an answer of that id
    was there: that one stays, and ``same`` says whether it says the same.
    """

    response_id: str
    new: bool
    same: bool


def drop(tenant: Tenant, answer: Answer) -> Drop:
    """Keep an answer until the workspace has it; the same id again changes nothing.

    The answer is kept once the transaction around the call is committed: acknowledge it after.

    Raises
    ------
    InputError
        When its id, its source or its columns cannot be those of an answer.
    """
    answer.check()
    secret = opened(tenant.folder).secret
    response = identity.response_id(secret, answer.source, answer.id)
    # When it was received is not what it says: sent again, an answer is the same.
    content = identity.keyed(secret, "outbox", answer.form(), repr((answer.fields, answer.contact)))
    kept, new = Received.objects.get_or_create(
        tenant=tenant,
        response_id=response,
        defaults={
            "source": answer.source,
            "content_key": content,
            "sealed": Sealer(secret, "outbox").seal(json.dumps(answer.document()), response),
            "people": [
                identity.person_key(secret, one.value)
                for one in answer.fields
                if one.role is Role.PERSON and one.value.strip()
            ],
        },
    )
    return Drop(response, new, kept.content_key == content)


def on_their_way() -> QuerySet[Received]:
    """Return the answers whose voices are not all read yet, but for those that are stuck."""
    return Received.objects.exclude(state__in=(State.READ, State.STUCK))


def try_stuck_ones_again() -> int:
    """Put the answers that could not be brought in back among those that wait; return how many."""
    return Received.objects.filter(state=State.STUCK).update(state=State.WAITING)


def flush(tenant: Tenant) -> int:
    """Bring the answers that wait into their workspace, read their voices; return how many came.

    Killed anywhere and called again, it loses nothing and counts nothing twice: an answer is let go
    of once its import is visible, and its id makes it known if it comes again. One that cannot be
    brought in is set aside, as it is, and holds no other up.

    Raises
    ------
    WorkspaceBusy
        When another writer is at work.
    """
    workspace = opened(tenant.folder)
    came = 0
    # Under the writer's lock, so that an erasure finds each answer here or in the tables.
    with workspace.writing():
        while batch := list(_in_state(tenant, State.WAITING).order_by("pk")[:BATCH]):
            for group in _by_form(workspace, batch):
                came += _bring_in_or_set_aside(workspace, group)
        imported = _in_state(tenant, State.IMPORTED)
        if imported.exists():
            read_voices(workspace)
            imported.update(state=State.READ)
    return came


def _in_state(tenant: Tenant, state: State) -> QuerySet[Received]:
    return Received.objects.filter(tenant=tenant, state=state)


def _by_form(
    workspace: Workspace, batch: list[Received]
) -> Iterator[list[tuple[Received, Answer]]]:
    """Yield the answers that are read alike: a row is known again only among the same columns."""
    sealer = Sealer(workspace.secret, "outbox")
    groups: dict[str, list[tuple[Received, Answer]]] = {}
    for kept in batch:
        try:
            said = sealer.open(bytes(kept.sealed), kept.response_id)
            answer = Answer.of_document(json.loads(said))
        except Exception as error:  # sealed under another secret, or by another version
            _set_aside(kept, error)
            continue
        groups.setdefault(answer.form(), []).append((kept, answer))
    yield from groups.values()


def _bring_in_or_set_aside(workspace: Workspace, group: list[tuple[Received, Answer]]) -> int:
    """Bring answers in, one by one where they do not come together; return how many came."""
    try:
        _bring_in(workspace, group)
    except WorkspaceBusy:
        raise
    except Exception as error:
        if len(group) > 1:
            return sum(_bring_in_or_set_aside(workspace, [one]) for one in group)
        _set_aside(group[0][0], error)
        return 0
    return len(group)


def _bring_in(workspace: Workspace, group: list[tuple[Received, Answer]]) -> None:
    import_rows(workspace, [answer.row() for _, answer in group], group[0][1].mapping())
    contacts = {kept.response_id: answer.contact for kept, answer in group if answer.contact}
    if contacts:
        keep_contacts(workspace, contacts)
    Received.objects.filter(pk__in=[kept.pk for kept, _ in group]).update(
        state=State.IMPORTED, sealed=b"", people=[]
    )


def _set_aside(kept: Received, error: Exception) -> None:
    # What an error says may hold what was answered: logs do not.
    _log.error("answer %s stays in the outbox: %s", kept.response_id, type(error).__name__)
    Received.objects.filter(pk=kept.pk).update(state=State.STUCK)
