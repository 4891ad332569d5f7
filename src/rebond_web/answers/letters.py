"""The e-mails of answers: one a day at most for each person, left by one click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond.listen.contacts import wants_news
from rebond.listen.identity import person_key
from rebond_web.accounts.models import Account
from rebond_web.answers.effects import figure_said
from rebond_web.answers.leaving import leave_token
from rebond_web.answers.models import Return, Step
from rebond_web.answers.paces import AT_ONCE, LETTERS, NEVER, pace_of
from rebond_web.answers.spreading import LEFT_TO_CORRECT
from rebond_web.answers.thread import answer_address
from rebond_web.jobs.messages import message_of_json
from rebond_web.mail.actions import write_letter
from rebond_web.mail.models import Letter
from rebond_web.mail.post_office import post_office
from rebond_web.mail.sending import STOP_LINK
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

FRESH = timedelta(days=7)  # what is older stays on the site
MOST_A_DAY = 5  # for who asked to be told at once
_MOST_TOLD = 30  # in one letter; the site holds the others


def write_letters() -> int:
    """Write the letters of what was not sent yet; return how many."""
    if _office() is None:
        return 0
    accounts = Account.objects.filter(participations__returns__in=_to_send()).distinct()
    tenants = Tenant.objects.filter(
        decisions__steps__returns__in=_to_send().exclude(response_id="")
    ).distinct()
    written = sum(_to_account(one) for one in accounts.order_by("pk"))
    return written + sum(_to_voices(tenant) for tenant in tenants.order_by("pk"))


def _to_send() -> QuerySet[Return]:
    """Return what no letter carried yet, of the decisions that hold."""
    return Return.objects.filter(
        letter=None,
        seen=None,
        step__at__gte=timezone.now() - FRESH,
        step__decision__replaced_by__isnull=True,
    )


def _to_account(account: Account) -> int:
    """Write one letter to an account, of one workspace: another one's waits for another day."""
    pace = pace_of(account)
    today = Letter.objects.filter(account=account, kind=LETTERS, created__date=timezone.localdate())
    if pace == NEVER or today.count() >= (MOST_A_DAY if pace == AT_ONCE else 1):
        return 0
    mine = _to_send().filter(participant__account=account)
    if pace != AT_ONCE:
        mine = mine.filter(step__at__lte=timezone.now() - LEFT_TO_CORRECT)
    found = list(_whole(mine))
    if not found:
        return 0
    tenant = found[0].step.decision.tenant
    returns = [one for one in found if one.step.decision.tenant_id == tenant.pk][:_MOST_TOLD]
    last = returns[-1].participant
    language = last.language if last else returns[-1].step.decision.language
    key = f"answers:{account.pk}:{returns[-1].pk}"
    subject, text = _text(tenant, returns, language)
    letter = write_letter(tenant, key, LETTERS, subject, text, language=language, account=account)
    return _carried(returns, letter)


def _to_voices(tenant: Tenant) -> int:
    """Write one letter to each person whose voices are behind, who asked for news."""
    workspace = opened(tenant.folder)
    asked = wants_news(workspace)
    found = _whole(_to_send().filter(step__decision__tenant=tenant).exclude(response_id=""))
    known = [one for one in found if one.response_id in asked]

    def person(one: Return) -> str:
        return person_key(workspace.secret, asked[one.response_id].address)

    day, written = timezone.localdate().isoformat(), 0
    for who, held in groupby(sorted(known, key=lambda one: (person(one), one.pk)), key=person):
        returns = list(held)[:_MOST_TOLD]
        key = f"answers:{tenant.pk}:{who}:{day}"
        if Letter.objects.filter(key=key).exists():
            continue
        language = returns[-1].step.decision.language
        subject, text = _text(tenant, returns, language)
        reader = f"return:{returns[0].pk}"
        letter = write_letter(tenant, key, LETTERS, subject, text, language=language, reader=reader)
        written += _carried(returns, letter)
    return written


def _whole(returns: QuerySet[Return]) -> QuerySet[Return]:
    return returns.select_related(
        "participant", "step__decision__tenant", "step__decision__idea__challenge__space__tenant"
    ).order_by("step__at", "pk")


def _carried(returns: Sequence[Return], letter: Letter | None) -> int:
    if letter is None:
        return 0
    Return.objects.filter(pk__in=[one.pk for one in returns]).update(letter=letter)
    return 1


def _office() -> str | None:
    """Return where the site is reached, None where nothing would send a letter."""
    try:
        office = post_office()
    except InputError:  # the settings of mail cannot be used: pages say so
        return None
    return office.site if office else None


def _text(tenant: Tenant, returns: Sequence[Return], language: str) -> tuple[str, str]:
    """Return the subject and the text of a letter."""
    say = Speaker(language)
    parts = [_told(one, say) for one in returns]
    leave = say.t("No longer receive these e-mails: {address}", address=STOP_LINK)
    company = tenant.name
    subject = say.tn(
        "{company}: an answer to what you gave",
        "{company}: {n} answers to what you gave",
        len(returns),
        company=company,
    )
    return subject, "\n\n".join([*parts, f"-- \n{leave}"]) + "\n"


def _told(one: Return, say: Speaker) -> str:
    """Return what is told of one step: what it is about, what was decided or done, why."""
    decision, step = one.step.decision, one.step
    lines = [f"*** {decision.idea.title} ***"] if decision.idea else []
    lines += [say.t(message_of_json(how)) for how in one.how]
    if one.response_id:
        lines.append(say.t("You are told because you asked what would become of your voice."))
    lines += _said(step, say)
    space = decision.idea.challenge.space if decision.idea else None
    # A page that its reader could not open is not given.
    if space is not None and (one.participant_id or space.opening == "public"):
        address = (_office() or "") + answer_address(decision)
        lines.append(say.t("The whole answer: {address}", address=address))
    return "\n".join(lines)


def _said(step: Step, say: Speaker) -> list[str]:
    decision = step.decision
    if not step.words:
        signed = [f"— {decision.signed}"] if decision.signed else []
        written = [one for one in (decision.what, decision.reason) if one]
        return [say.t(decision.sentence), *written, *signed]
    figure = figure_said(step.figure)
    told = say.t("Now: {state}.", state=step.said)
    return [told, step.words, *([say.t(figure)] if figure else [])]


def way_out(number: int) -> str:
    """Return the address by which who gave a response no longer is sent news."""
    return reverse("answers-leave", kwargs={"token": leave_token(number)})
