"""What a panel writes by e-mail: its call, what was decided, what came of it.

To those who have an account and where mail is sent; everybody reads it all on the panel's page.
"""

from __future__ import annotations

from django.urls import reverse

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.mail.actions import is_stopped, write_letter
from rebond_web.mail.models import Letter
from rebond_web.mail.post_office import post_office
from rebond_web.mail.sending import STOP_LINK
from rebond_web.panels.models import Application, Panel, State
from rebond_web.spaces.inviting import address_of
from rebond_web.spaces.models import Participant

LETTER = "test panels"  # what its reader may unsubscribe from


def tell_call(panel: Panel, participant: Participant) -> bool:
    """Write the call of a panel to somebody, once; return whether a letter was written."""
    said = Message(
        "{name} looks for people to try “{panel}”.\n\n{about}\n\nThe protocol, and how to apply:"
        " {address}",
        {"name": panel.space.tenant.name, "about": panel.about},
    )
    subject = Message("Would you try “{panel}”?", {})
    return _write(panel, participant, f"call {panel.pk}", subject, said)


def tell_decision(application: Application, state: State, reason: str) -> None:
    """Write to who applied what was decided."""
    if state == State.ACCEPTED:
        said = Message("You are a tester of “{panel}”. The steps and their dates: {address}", {})
    else:
        said = Message(
            "You are not among the testers of “{panel}” this time. The reason: {reason}\n{address}",
            {"reason": reason},
        )
    subject = Message("Your application to “{panel}”", {})
    key = f"application {application.pk} {state}"
    _write(application.panel, application.participant, key, subject, said)


def tell_testers(panel: Panel) -> None:
    """Write to the testers of a panel that what came of it can be read."""
    said = Message("What came of “{panel}”:\n\n{outcome}\n\n{address}", {"outcome": panel.outcome})
    subject = Message("What came of “{panel}”", {})
    testers = panel.applications.filter(state=State.ACCEPTED)
    for one in testers.select_related("participant__account"):
        _write(panel, one.participant, f"outcome {panel.pk}", subject, said)


def _write(
    panel: Panel, participant: Participant, key: str, subject: Message, said: Message
) -> bool:
    account = participant.account
    try:
        office = post_office()
    except InputError:  # settings of mail that cannot be used: the page says it all the same
        office = None
    if account is None or office is None or is_stopped(account, LETTER):
        return False
    key = f"{key} to {participant.pk}"
    if Letter.objects.filter(key=key).exists():
        return False
    language = account.language or participant.language
    t = Speaker(language).t
    path = reverse("panel", kwargs={**address_of(panel.space), "panel": panel.pk})
    values = {"panel": panel.name, "address": f"{office.site}{path}"}
    leave = t("To receive no more letters about test panels: {link}", link=STOP_LINK)
    letter = write_letter(
        panel.space.tenant,
        key,
        LETTER,
        t(Message(subject.template, {**subject.values, **values})),
        f"{t(Message(said.template, {**said.values, **values}))}\n\n{leave}",
        language=language,
        account=account,
    )
    return letter is not None
