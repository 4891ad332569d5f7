"""What those who run a panel do with it; each leaves a line in the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond.listen.columns.values import is_missing
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.actions import read_day
from rebond_web.panels.access import may_apply
from rebond_web.panels.letters import tell_call, tell_decision, tell_testers
from rebond_web.panels.models import (
    LONGEST_ANSWER,
    LONGEST_TEXT,
    MOST_QUESTIONS,
    Application,
    Panel,
    State,
    Step,
)
from rebond_web.spaces.actions import who_fits
from rebond_web.spaces.models import Participant, Space
from rebond_web.surveys.models import Survey

MOST_PLACES = 10_000
MOST_STEPS = 12
_TEXTS = {
    "about": Message("What is tried, and why"),
    "protocol": Message("The protocol"),
    "consent": Message("The agreement"),
}
Steps = Sequence[tuple[str, str, str, str, str]]  # number or "", name, what, opens, closes


def make_panel(space: Space, given: Mapping[str, str], steps: Steps, *, by: Account) -> Panel:
    """Write a panel of what a form holds; it is a draft until it is opened.

    Raises
    ------
    InputError
        When a text, a number, a step or a date is missing or cannot be used.
    QuestionError
        When its conditions cannot be understood by this workspace.
    """
    fields = _checked(space, given, None)
    with transaction.atomic():
        made = Panel.objects.create(space=space, by=by, **fields)
        _plan(made, steps)
        record("panel made", by=by.pk, tenant=space.tenant_id, subject=made.pk)
    return made


def change_panel(panel: Panel, given: Mapping[str, str], steps: Steps, *, by: Account) -> None:
    """Change a panel; what testers agreed to stays as they agreed to it.

    Raises
    ------
    InputError, QuestionError
        As `make_panel`; and when a step of which somebody spoke would go.
    """
    fields = _checked(panel.space, given, panel)
    with transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(**fields)
        _plan(panel, steps)
        record("panel changed", by=by.pk, tenant=panel.space.tenant_id, subject=panel.pk)


def set_open(panel: Panel, opened: bool, *, by: Account) -> None:
    """Open a panel, again or for the first time, or close it."""
    now = timezone.now()
    changed = {"opened": panel.opened or now, "closed": None} if opened else {"closed": now}
    with transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(**changed)
        action = "panel opened" if opened else "panel closed"
        record(action, by=by.pk, tenant=panel.space.tenant_id, subject=panel.pk)


def tell_outcome(panel: Panel, outcome: str, *, by: Account) -> None:
    """Say what came of a panel, to all who were in it.

    Raises
    ------
    InputError
        When nothing is said, or too much.
    """
    said = _text(Message("What came of it"), outcome)
    with transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(outcome=said)
        panel.outcome = said
        tell_testers(panel)
        record("panel outcome told", by=by.pk, tenant=panel.space.tenant_id, subject=panel.pk)


def call(panel: Panel, *, by: Account) -> int:
    """Write to those whom an open panel is for and who have not applied; return to how many.

    Each is written to once, however often it is called.

    Raises
    ------
    InputError
        When the panel takes no application.
    """
    if not panel.is_open:
        raise InputError("Open the panel first: its call leads there.")
    people = Participant.objects.filter(space=panel.space_id, excluded=False)
    people = people.filter(account__isnull=False).exclude(applications__panel=panel)
    asked = [one for one in people.select_related("account") if may_apply(one, panel)]
    with transaction.atomic():
        written = sum(tell_call(panel, one) for one in asked)
        record("panel called", by=by.pk, tenant=panel.space.tenant_id, subject=panel.pk)
    return written


def decide(application: Application, state: str, reason: str, *, by: Account) -> None:
    """Accept or refuse somebody; a refusal has a reason, which is told to them.

    Raises
    ------
    InputError
        When it is neither, when a refusal has no reason, or when no place is left.
    """
    if state not in (State.ACCEPTED, State.REFUSED):
        raise InputError("An application is accepted or refused. Choose one of the two.")
    said = " ".join(reason.split())[:LONGEST_ANSWER]
    if state == State.REFUSED and not said:
        raise InputError("Say why, in a sentence: who applied reads it.")
    with transaction.atomic():
        panel = Panel.objects.select_for_update().get(pk=application.panel_id)
        taken = panel.applications.filter(state=State.ACCEPTED).exclude(pk=application.pk).count()
        if state == State.ACCEPTED and taken >= panel.places:
            raise InputError(
                "The {n} places are taken. Give the panel more places, or refuse with a reason.",
                n=panel.places,
            )
        kept = Application.objects.filter(pk=application.pk).exclude(state=State.WITHDRAWN)
        if kept.update(state=state, reason=said, decided=timezone.now()):
            tenant = application.panel.space.tenant_id
            record(f"application {state}", by=by.pk, tenant=tenant, subject=application.pk)
            tell_decision(application, State(state), said)


def _checked(space: Space, given: Mapping[str, str], panel: Panel | None) -> dict[str, Any]:
    name = " ".join(given.get("name", "").split())[:100]
    if is_missing([name])[0].as_py():
        raise InputError("A panel needs a name: what its testers say is known by it.")
    others = Panel.objects.filter(space__tenant=space.tenant_id, name=name)
    others = others.exclude(pk=panel.pk) if panel else others
    if others.exists() or Survey.objects.filter(tenant=space.tenant_id, name=name).exists():
        raise InputError(
            "There is already a panel or a survey named “{name}”: what people say would be mixed."
            " Give another name.",
            name=name,
        )
    texts = {name: _text(label, given.get(name, "")) for name, label in _TEXTS.items()}
    profile = given.get("profile", "").strip()
    if profile:
        who_fits(space.tenant, profile)
    asked = [" ".join(line.split()) for line in given.get("questions", "").splitlines()]
    questions = [line[:300] for line in asked if line]
    if len(questions) > MOST_QUESTIONS:
        raise InputError("At most {most} questions: an application is short.", most=MOST_QUESTIONS)
    publics = {str(one.pk): one for one in space.publics.all()}
    return {
        **texts,
        "name": name,
        "contact": " ".join(given.get("contact", "").split())[:120],
        "places": _places(given.get("places", "")),
        "public": publics.get(given.get("public", "")),
        "profile": profile,
        "questions": questions,
    }


def _text(label: Message, text: str) -> str:
    said = text.strip()
    if not said:
        raise InputError(
            "“{field}” is empty: those who apply must know what they come for.", field=label
        )
    if len(said) > LONGEST_TEXT:
        raise InputError(
            "“{start}…” has more than {most} characters: nobody would read it. Shorten it.",
            start=said[:40],
            most=LONGEST_TEXT,
        )
    return said


def _places(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST_PLACES:
        raise InputError(
            "“{value}” is not a number of places. Write one from 1 to {most}.",
            value=text[:20],
            most=MOST_PLACES,
        )
    return int(text[:6])


def _plan(panel: Panel, steps: Steps) -> None:
    """Make, change and remove the steps of a panel, as they are given."""
    named = [(number, " ".join(name.split())[:80], *rest) for number, name, *rest in steps]
    wanted = [one for one in named if one[1]][:MOST_STEPS]
    if not wanted:
        raise InputError("Give at least one step: its name, and its days.")
    if len({one[1].casefold() for one in wanted}) < len(wanted):
        raise InputError("Two steps have the same name: results could not tell them apart.")
    kept = {one[0] for one in wanted if one[0]}
    for step in panel.steps.all():
        if str(step.pk) not in kept:
            _remove(step)
    # Names may be exchanged: each gets one that nobody has first.
    for step in panel.steps.all():
        Step.objects.filter(pk=step.pk).update(name=f"{step.pk}\x1f")
    for number, name, what, opens, closes in wanted:
        first, last = read_day(opens), read_day(closes)
        if last < first:
            raise InputError(
                "A step ends after it begins: {closes} is before {opens}.", closes=last, opens=first
            )
        fields = {
            "name": name,
            "what": what.strip()[:LONGEST_ANSWER],
            "opens": first,
            "closes": last,
        }
        if number:
            panel.steps.filter(pk=number).update(**fields)
        else:
            Step.objects.create(panel=panel, **fields)


def _remove(step: Step) -> None:
    if step.feedback.exists():
        raise InputError(
            "Testers spoke of the step “{name}”: it cannot go. Rename it instead.", name=step.name
        )
    step.delete()
