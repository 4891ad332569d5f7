"""What is told by e-mail: to authors with an account, and to those who reported a content."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.mail.actions import write_letter
from rebond_web.mail.post_office import post_office
from rebond_web.mail.sending import STOP_LINK
from rebond_web.moderation.models import Appeal, Notice, Ruling
from rebond_web.moderation.reasons import (
    basis_of,
    how_of,
    redress_of,
    told_to_notifier,
    what_of,
)
from rebond_web.spaces.models import Space

KIND = "moderation"


def tell_author(ruling: Ruling) -> None:
    """Write to the author of what was decided on, why, and what they may do about it."""
    account = ruling.author.account if ruling.author else None
    if account is None or ruling.author is None:
        return
    say = Speaker(account.language or ruling.author.language)
    basis = basis_of(ruling)
    told = [say.t(what_of(ruling)), *([say.t(basis)] if basis else []), ruling.words]
    told += [say.t(how_of(ruling)), *(say.t(one) for one in redress_of(ruling))]
    told.append(_where(say, ruling.space))
    subject = say.t("{space}: a decision on what you wrote", space=ruling.space.name)
    _send(say, ruling.space, f"ruling:{ruling.pk}", subject, told, account=account)


def tell_outcome(appeal: Appeal) -> None:
    """Write to the author what another look came to."""
    ruling = appeal.ruling
    account = ruling.author.account if ruling.author else None
    if account is None or ruling.author is None:
        return
    say = Speaker(account.language or ruling.author.language)
    told = [say.t(outcome_of(appeal)), appeal.answer, _where(say, ruling.space)]
    subject = say.t("{space}: another look was given", space=ruling.space.name)
    _send(say, ruling.space, f"appeal:{appeal.pk}", subject, told, account=account)


def outcome_of(appeal: Appeal) -> Message:
    """Return what another look came to, "not yet" included."""
    if appeal.heard is None:
        return Message("You asked for another look on {day}.", {"day": appeal.at})
    if appeal.reversed:
        return Message("After another look, the decision is reversed.")
    return Message("After another look, the decision is kept.")


def acknowledge(notice: Notice, code: str) -> None:
    """Tell who reported a content that it was received, and where to follow it."""
    say = Speaker(notice.language)
    followed = reverse(
        "report-followed", kwargs={**_at(notice.space), "code": code.replace("-", "")}
    )
    told = [
        say.t(told_to_notifier(notice)),
        say.t("Follow it here: {address}", address=_site() + followed),
    ]
    subject = say.t("{space}: your report was received", space=notice.space.name)
    _send(say, notice.space, f"notice:{notice.pk}:received", subject, told, notice=notice)


def tell_notifiers(ruling: Ruling, notices: Sequence[int]) -> None:
    """Tell those who reported a content what was decided, and why."""
    for notice in Notice.objects.filter(pk__in=notices).select_related("space__tenant", "ruling"):
        say = Speaker(notice.language)
        basis = basis_of(ruling)
        told = [say.t(told_to_notifier(notice)), *([say.t(basis)] if basis else []), ruling.words]
        told.append(say.t("A person read it and decided: nothing here is automatic."))
        told.append(say.t("If you disagree, you may turn to a court."))
        subject = say.t("{space}: your report was decided", space=notice.space.name)
        _send(say, notice.space, f"notice:{notice.pk}:decided", subject, told, notice=notice)


def _send(
    say: Speaker,
    space: Space,
    key: str,
    subject: str,
    told: Sequence[str],
    *,
    account: Account | None = None,
    notice: Notice | None = None,
) -> None:
    if notice is not None and not notice.email:
        return
    lines = [one for one in told if one]
    if account is not None:
        lines.append(
            "-- \n" + say.t("No longer receive these e-mails: {address}", address=STOP_LINK)
        )
    try:
        write_letter(
            space.tenant,
            key,
            KIND,
            subject,
            "\n\n".join(lines) + "\n",
            language=say.language,
            account=account,
            reader=f"notice:{notice.pk}" if notice else "",
        )
    except InputError:  # the settings of mail cannot be used: the page tells all the same
        return


def _where(say: Speaker, space: Space) -> str:
    address = _site() + reverse("told", kwargs=_at(space))
    return say.t("See it, and ask for another look: {address}", address=address)


def _at(space: Space) -> dict[str, str]:
    return {"slug": space.tenant.slug, "space": space.slug}


def _site() -> str:
    try:
        office = post_office()
    except InputError:
        return ""
    return office.site if office else ""
