"""What testers do: they apply, leave, say what they think of a step, and have it erased."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond.vocabulary import Channel, Label, Message, Role, Stakeholder
from rebond_web.audit.models import record
from rebond_web.outbox.answers import Answer, Field
from rebond_web.panels.access import may_apply
from rebond_web.panels.models import LONGEST_ANSWER, Application, Feedback, Panel, State, Step
from rebond_web.privacy.actions import erase
from rebond_web.spaces.given import Gift
from rebond_web.spaces.inviting import address_of
from rebond_web.spaces.models import Participant
from rebond_web.surveys.answering import (
    COMMENT,
    EMAIL,
    LANGUAGE,
    LONGEST_COMMENT,
    SCORE,
    keep_with_receipt,
)
from rebond_web.surveys.codes import answer_id
from rebond_web.surveys.kinds import WORDINGS, Kind

MARKS = WORDINGS[Kind.CSAT]  # a step is marked from 1 to 5
_QUESTION = Label(
    "How satisfied are you with this step?", "Êtes-vous satisfait de cette étape\u202f?"
)
_STEP, _PANEL, _PUBLIC = "step", "panel", "public"  # attributes of what testers say


def apply(
    panel: Panel, participant: Participant, answers: Sequence[str], *, agreed: bool
) -> Application:
    """Apply to a panel; who withdrew may apply again, who was answered may not.

    Raises
    ------
    InputError
        When it takes nobody, is for others, its agreement is not accepted or a question is not
        answered.
    """
    if not panel.is_open or not may_apply(participant, panel):
        raise InputError("This panel takes no application.")
    if not agreed:
        raise InputError("Accept the agreement first: it says what you do and what we owe you.")
    said = [one.strip()[:LONGEST_ANSWER] for one in answers][: len(panel.questions)]
    if len(said) < len(panel.questions) or not all(said):
        raise InputError("Answer each question, in a few words: places are given on them.")
    with transaction.atomic():
        mine, made = Application.objects.get_or_create(
            panel=panel,
            participant=participant,
            defaults={"answers": said, "agreed": panel.consent},
        )
        if not made and mine.state == State.WITHDRAWN:
            mine.answers, mine.agreed, mine.state = said, panel.consent, State.WAITING
            mine.save()
        _record("applied to a panel", participant, mine)
    return mine


def withdraw(application: Application) -> None:
    """Leave a panel; what was said of its steps stays until it is erased."""
    with transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state=State.WITHDRAWN)
        _record("left a panel", application.participant, application)


def give_feedback(
    application: Application, step: Step, score: str, words: str, *, code: str, language: str
) -> None:
    """Say what a tester thinks of a step: kept as a response, whose receipt ``code`` opens.

    Raises
    ------
    InputError
        When they are not a tester, the step is not under way, it was spoken of already, or nothing
        that can be kept is said.
    """
    panel = application.panel
    if application.state != State.ACCEPTED or not panel.is_open or not step.holds():
        raise InputError("This step takes no feedback now.")
    if score and score not in map(str, MARKS.values):
        raise InputError("This mark is not on the scale. Choose one of those shown.")
    if not score and not words.strip():
        raise InputError("Nothing is said yet: choose a mark, write a few words, or both.")
    answer = _answer(application, step, score, words.strip(), code=code, language=language)
    try:
        with transaction.atomic():
            kept = keep_with_receipt(panel.space.tenant, answer, code)
            Feedback.objects.create(
                application=application, step=step, response_id=kept.response_id
            )
            _record("step spoken of", application.participant, application)
    except IntegrityError as error:
        raise InputError("You spoke of this step already: the first answer stays.") from error


def _answer(
    application: Application, step: Step, score: str, words: str, *, code: str, language: str
) -> Answer:
    panel, participant = application.panel, application.participant
    account = participant.account
    asked = panel.space.spoken[0]  # one form for all: a row is known again among the same columns
    fields = (
        Field(SCORE, score, Role.SCORE, getattr(_QUESTION, asked), MARKS.scale),
        Field(COMMENT, words[:LONGEST_COMMENT], Role.TEXT, getattr(MARKS.why, asked)),
        Field(LANGUAGE, language, Role.LANGUAGE),
        Field(EMAIL, account.email if account else "", Role.PERSON),
        Field(_PANEL, panel.name, Role.ATTRIBUTE),
        Field(_STEP, step.name, Role.ATTRIBUTE),
        Field(_PUBLIC, participant.public.name, Role.ATTRIBUTE),
    )
    return Answer(
        id=answer_id(code),
        source=panel.name,
        channel=Channel.SURVEY,
        stakeholder=Stakeholder(participant.public.stakeholder),
        solicited=True,
        fields=fields,
        at=timezone.now(),
    )


def gifts_of(participant: Participant) -> list[Gift]:
    """Return the applications of somebody, and that they spoke of steps."""
    found = []
    mine = participant.applications.select_related("panel__space__tenant")
    for one in mine.prefetch_related("feedback__step"):
        to = reverse("panel", kwargs={**address_of(one.panel.space), "panel": one.panel_id})
        what = Message("An application to “{panel}”", {"panel": one.panel.name})
        found.append(Gift(what, " · ".join(one.answers), one.at, to))
        for heard in one.feedback.all():
            what = Message("What you thought of the step “{step}”", {"step": heard.step.name})
            found.append(Gift(what, "", heard.at, to))
    return found


def erase_gifts(participant: Participant) -> int:
    """Erase the applications of somebody, and ask the workspace to erase what they said."""
    heard = Feedback.objects.filter(application__participant=participant)
    for one in heard:
        erase(participant.space.tenant, one.response_id, by=participant.account)
    return participant.applications.all().delete()[0]


def _record(action: str, participant: Participant, application: Application) -> None:
    tenant = participant.space.tenant_id
    record(action, by=participant.account_id, tenant=tenant, subject=application.pk)
