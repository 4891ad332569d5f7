"""Telling by e-mail who applied what was decided, where they have an account and mail is sent."""

from __future__ import annotations

from django.urls import reverse

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond_web.mail.actions import write_letter
from rebond_web.mail.post_office import post_office
from rebond_web.panels.models import Application, State
from rebond_web.spaces.inviting import address_of

LETTER = "test panels"


def tell_decision(application: Application, state: State, reason: str) -> None:
    """Write to who applied; those without an account read it on the page of the panel."""
    participant, panel = application.participant, application.panel
    account = participant.account
    try:
        office = post_office()
    except InputError:  # settings of mail that cannot be used: the page says it all the same
        office = None
    if account is None or office is None:
        return
    t = Speaker(account.language or participant.language).t
    at = {**address_of(panel.space), "panel": panel.pk}
    values = {"panel": panel.name, "address": f"{office.site}{reverse('panel', kwargs=at)}"}
    if state == State.ACCEPTED:
        said = t("You are a tester of “{panel}”. The steps and their dates: {address}", **values)
    else:
        said = t(
            "You are not among the testers of “{panel}” this time. The reason: {reason}\n{address}",
            **values,
            reason=reason,
        )
    subject = t("Your application to “{panel}”", panel=panel.name)
    key = f"application {application.pk} {state} {participant.pk}"
    write_letter(
        panel.space.tenant,
        key,
        LETTER,
        subject,
        said,
        language=account.language or participant.language,
        account=account,
    )
