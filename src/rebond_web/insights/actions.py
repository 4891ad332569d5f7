"""What is done with insights: decided, commented. Each leaves a line in the audit log."""

from __future__ import annotations

from django.db import transaction

from rebond.errors import InputError
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import mark
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.insights.models import LONGEST_COMMENT, Comment
from rebond_web.workspaces.access import Sitting

_LONGEST_NOTE = 500  # characters


def decide(sitting: Sitting, insight: Insight, state: str, note: str, *, by: Account) -> None:
    """Give an insight a state, with its reason.

    Raises
    ------
    InputError
        When the state is none of those that an insight has.
    WorkspaceBusy
        When another writer is at work.
    """
    mark(sitting.workspace, insight, state, by=by.email, note=note[:_LONGEST_NOTE])
    record("insight decided", by=by.pk, tenant=sitting.seat.tenant_id, subject=insight.id)


def comment(sitting: Sitting, insight: str, text: str, *, by: Account) -> Comment:
    """Add a comment.

    Raises
    ------
    InputError
        When it says nothing, or too much.
    """
    said = text.strip()
    if not said:
        raise InputError("The comment is empty. Write a few words, then send it.")
    if len(said) > LONGEST_COMMENT:
        raise InputError(
            "The comment has {n} characters; {most} is the most. Say it in fewer words, or in"
            " two comments.",
            n=len(said),
            most=LONGEST_COMMENT,
        )
    with transaction.atomic():
        made = Comment.objects.create(
            tenant=sitting.seat.tenant,
            insight=insight,
            account=by,
            perimeter=sitting.seat.perimeter,
            text=said,
        )
        record("insight commented", by=by.pk, tenant=sitting.seat.tenant_id, subject=made.pk)
    return made


def remove_comment(found: Comment, *, by: Account) -> None:
    """Remove a comment."""
    with transaction.atomic():
        record("comment removed", by=by.pk, tenant=found.tenant_id, subject=found.pk)
        found.delete()
