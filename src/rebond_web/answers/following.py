"""What receipts tell of decisions: on what a voice spoke of, on its place, or on its case."""

from __future__ import annotations

from django.db.models import Q

from rebond.vocabulary import Label, Message
from rebond_web.answers.access import CURRENT
from rebond_web.answers.behind import behind_decision
from rebond_web.answers.effects import figure_said
from rebond_web.answers.models import Decision
from rebond_web.answers.models import Step as Told
from rebond_web.answers.telling import may_be_told_outside, origins_of
from rebond_web.challenges.contributions import State
from rebond_web.surveys.followings import Reading, Step
from rebond_web.workspaces.models import Tenant


def decisions_told(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
    """Return what was decided because of a response, and how far each decision is."""
    shared = Q(theme__in=list(reading.themes)) | Q(value__in=list(reading.attributes.values()))
    ours = Q(case__response_id=response_id) | Q(shared, case=None)
    linked = Q(idea__isnull=False)
    found = Decision.objects.filter(CURRENT, ours | linked, tenant=tenant)
    found = found.exclude(idea__isnull=False, reason="").select_related("idea__challenge__space")
    steps = []
    for one in found.prefetch_related("steps").order_by("pk"):
        if one.idea and one.idea.state != State.PUBLISHED:
            continue
        behind = behind_decision(one).holds(reading)
        if one.case_id or behind or (one.idea and response_id in origins_of(one.idea)):
            theme = reading.themes[one.theme].theme if behind and one.theme else None
            steps += [_said(one, step, theme) for step in one.steps.all()]
    return steps


def _said(decision: Decision, step: Told, theme: Label | None) -> Step:
    """Return one step of a decision, as a receipt tells it."""
    outside = may_be_told_outside(decision)
    if step.words and not outside:
        return Step(Message("What was decided is {state}.", {"state": step.said}), step.at.date())
    if step.words:
        figure = figure_said(step.figure)
        said = Message("What was decided is {state}.", {"state": step.said})
        if figure is not None:
            said = Message("Its effect was measured: {figure}", {"figure": figure})
        return Step(said, step.at.date(), step.words)
    written = (decision.what, decision.reason) if outside else ()
    words = "\n".join(one for one in written if one)
    values: dict[str, object] = {"kind": decision.sentence}
    if decision.idea is not None:
        told = Message("An idea born from voices like yours was decided on: {kind}", values)
    elif decision.case_id:
        told = Message("Something was decided about what you said: {kind}", values)
    elif theme is not None:
        told = Message("Something was decided about {theme}: {kind}", {**values, "theme": theme})
    else:
        told = Message("Something was decided about what voices like yours say: {kind}", values)
    return Step(told, step.at.date(), words)
