"""The e-mail of a person's alerts: at most one a day, within their budget, left by one click."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond_web.alerts.models import Alert
from rebond_web.alerts.telling import alert_said, line_said, rule_said, total_of, written_lines
from rebond_web.mail.actions import is_stopped, write_letter
from rebond_web.mail.models import Letter
from rebond_web.mail.post_office import post_office
from rebond_web.mail.sending import STOP_LINK
from rebond_web.reading.ahead import perimeter_of
from rebond_web.reading.reporter import reporter_on
from rebond_web.workspaces.models import Seat

DIGEST = "alerts"
_FRESH = datetime.timedelta(days=7)


def send_digest(seat: Seat) -> Letter | None:
    """Write the letter of the alerts that a person was not sent yet; None for none today."""
    fresh = timezone.now() - _FRESH
    alerts = list(
        Alert.objects.filter(
            rule__seat=seat, held=False, seen=None, letter=None, at__gte=fresh
        ).select_related("rule")
    )
    key = f"alerts:{seat.pk}:{timezone.localdate().isoformat()}"
    if not alerts or is_stopped(seat.account, DIGEST) or Letter.objects.filter(key=key).exists():
        return None
    language = alerts[-1].rule.language
    subject, text = _written(seat, alerts, language)
    try:
        letter = write_letter(
            seat.tenant, key, DIGEST, subject, text, language=language, account=seat.account
        )
    except InputError:  # the settings of mail cannot be used: the page says so
        return None
    if letter is not None:
        Alert.objects.filter(pk__in=[one.pk for one in alerts]).update(letter=letter)
    return letter


def _written(seat: Seat, alerts: list[Alert], language: str) -> tuple[str, str]:
    say = Speaker(language)
    perimeter = perimeter_of(seat.tenant, seat.perimeter)
    theme = reporter_on(perimeter, seat.tenant.slug, language).theme
    office = post_office()
    site = office.site if office else ""
    parts = []
    for alert in alerts:
        lines = written_lines(alert)
        told = [say.t(alert_said(alert.rule, lines, total_of(alert), theme))]
        told += ["  " + say.t(line_said(alert.rule, line, theme)) for line in lines]
        told.append("  " + say.t("Rule: {rule}.", rule=rule_said(alert.rule, theme)))
        parts.append("\n".join(told))
    address = site + reverse("alerts", kwargs={"slug": seat.tenant.slug})
    ending = say.t("See the voices behind, acknowledge or silence: {address}", address=address)
    leave = say.t("No longer receive these e-mails: {address}", address=STOP_LINK)
    company = seat.tenant.name
    subject = say.tn(
        "{company}: one alert holds", "{company}: {n} alerts hold", len(alerts), company=company
    )
    return subject, "\n\n".join([*parts, ending, f"-- \n{leave}"]) + "\n"
