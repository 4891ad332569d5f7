"""Telling a decision to the voices behind it: those who left an address and asked for news.

Everybody else finds it on their receipt. It waits a little, so that a decision that is corrected at
once is told once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rebond import tables
from rebond.errors import RebondError
from rebond.listen.contacts import Contact, wants_news
from rebond.listen.identity import person_key
from rebond.workspace import Workspace
from rebond_web.answers.behind import Behind, behind_decision
from rebond_web.answers.models import Left, Return, Step
from rebond_web.answers.telling import may_be_told_outside, origins_of
from rebond_web.workspaces.access import opened

LEFT_TO_CORRECT = timedelta(minutes=30)
_AT_ONCE = 20  # steps of one look


def spread() -> int:
    """Tell the voices behind of what was decided since the last look; return how many were."""
    due = Step.objects.filter(spread=False, at__lte=timezone.now() - LEFT_TO_CORRECT)
    told = 0
    for step in due.select_related("decision__tenant", "decision__idea__challenge__space")[
        :_AT_ONCE
    ]:
        try:
            told += _spread(step)
        except RebondError:  # a folder that has gone: its pages say so
            logging.getLogger(__name__).warning("A decision could not be told to its voices.")
            Step.objects.filter(pk=step.pk).update(spread=True)
    return told


def _spread(step: Step) -> int:
    decision = step.decision
    people: dict[str, str] = {}
    if not hasattr(decision, "replaced_by") and may_be_told_outside(decision):
        workspace = opened(decision.tenant.folder)
        asked = wants_news(workspace)
        people = _by_person(workspace, asked, _behind(step, workspace, asked))
        for gone in Left.objects.filter(tenant=decision.tenant, person__in=people):
            del people[gone.person]
        for known in _with_an_account(step, workspace):
            people.pop(known, None)
    returns = [Return(step=step, response_id=response) for response in sorted(people.values())]
    with transaction.atomic():
        Return.objects.bulk_create(returns, ignore_conflicts=True)
        Step.objects.filter(pk=step.pk).update(spread=True)
    return len(returns)


def _behind(step: Step, workspace: Workspace, asked: Iterable[str]) -> set[str]:
    """Return, of the responses of those who asked for news, those behind a decision."""
    decision = step.decision
    if decision.case is not None:
        return {decision.case.response_id} & set(asked)
    linked = origins_of(decision.idea) & set(asked) if decision.idea else set()
    return linked | (_sharing(workspace, behind_decision(decision)) & set(asked))


def _sharing(workspace: Workspace, behind: Behind) -> set[str]:
    """Return the ids of the responses that share what is behind a decision."""
    questions = []
    if behind.theme:
        questions.append(
            f"SELECT response_id FROM ({workspace.sql('opinions')})"
            f" WHERE theme = {tables.quoted(behind.theme)}"
        )
    if behind.value:
        rows = workspace.sql("responses", attributes=[behind.attribute])
        column = '"' + f"attribute:{behind.attribute}".replace('"', '""') + '"'
        questions.append(
            f"SELECT response_id FROM ({rows}) WHERE {column} = {tables.quoted(behind.value)}"
        )
    if not questions:
        return set()

    def query() -> list[tuple[str]]:
        return workspace.cursor().sql(" INTERSECT ".join(questions)).fetchall()

    return {response for (response,) in workspace.read(query)}


def _by_person(
    workspace: Workspace, asked: dict[str, Contact], responses: set[str]
) -> dict[str, str]:
    """Return one response of each person, by their pseudonym: one e-mail each."""
    return {
        person_key(workspace.secret, asked[response].address): response
        for response in sorted(responses, reverse=True)
    }


def _with_an_account(step: Step, workspace: Workspace) -> list[str]:
    """Return the pseudonyms of those who are told as participants already."""
    told = Return.objects.filter(step=step, participant__account__isnull=False)
    addresses = told.values_list("participant__account__email", flat=True)
    return [person_key(workspace.secret, address) for address in addresses]
