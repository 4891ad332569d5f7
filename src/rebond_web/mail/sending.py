"""Handing letters to the server: each once, as far as SMTP permits.

A letter is taken, then marked as handed over just before its text goes. Whoever dies before that
leaves a letter that is tried again; whoever dies after leaves one of which nobody can tell whether
the server had it (SMTP has no way to ask, RFC 5321 section 6.1): it is marked so, and not sent
again by itself. Each try bears the same Message-ID, by which many readers know a copy.
"""

from __future__ import annotations

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as LINES

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError, RebondError
from rebond.vocabulary import Message
from rebond_web.jobs.messages import message_as_json
from rebond_web.mail.actions import is_stopped, stop_token
from rebond_web.mail.models import Letter, State
from rebond_web.mail.post_office import PostOffice, post_office
from rebond_web.mail.reaching import reach
from rebond_web.mail.readers import address_of_reader, way_out_of_reader

LEASE = timedelta(minutes=3)
_PATIENCE = 20  # seconds for each answer of the server
_AT_ONCE = 20
_PAUSES = (1, 5, 30, 120, 480, 1440)  # minutes after each failed try; then it is refused
_REFUSED_BY_SERVER = "The mail server refused it (code {code})."
_NO_ANSWER = "The mail server did not answer, {n} times over two days."
_STOPPED = Message("This person no longer wants these letters.")
_IN_USE = (State.TAKEN, State.HANDED)


def send_waiting() -> int:
    """Send the letters that are due; return how many the server took."""
    _settle_the_lost()
    if not _due().exists():
        return 0
    try:
        office = post_office()
    except InputError:  # pages say why
        return 0
    sent = 0
    for pk in list(_due().values_list("pk", flat=True)[:_AT_ONCE]) if office else ():
        letter = _take(pk)
        if letter is not None and office is not None:
            sent += _send(letter, office)
    return sent


def _due() -> QuerySet[Letter]:
    return Letter.objects.filter(state=State.WAITING, due__lte=timezone.now()).order_by("due")


def _settle_the_lost() -> None:
    """Put back what a dead sender had taken; say that what it was handing over is unclear."""
    lost = Letter.objects.filter(state__in=_IN_USE, lease__lt=timezone.now())
    lost.filter(state=State.TAKEN).update(state=State.WAITING, lease=None)
    lost.filter(state=State.HANDED).update(state=State.UNCLEAR, lease=None)


def _take(pk: int) -> Letter | None:
    """Take a letter that is due; of two senders, one has it."""
    taken = (
        _due()
        .filter(pk=pk)
        .update(state=State.TAKEN, lease=timezone.now() + LEASE, tries=F("tries") + 1)
    )
    return Letter.objects.select_related("account", "tenant").get(pk=pk) if taken else None


def _send(letter: Letter, office: PostOffice) -> bool:
    address = _address(letter)
    if isinstance(address, Message):
        _close(letter, State.REFUSED, address)
        return False
    handed = False
    try:
        with _connected(office) as server:
            content = _written(letter, address, office).as_bytes(policy=LINES)
            server.ehlo_or_helo_if_needed()
            _accepted(server.mail(office.address)[0], ours=True)
            _accepted(server.rcpt(address)[0])
            handed = _to(letter, State.HANDED)
            _accepted(server.data(content)[0])
            _close(letter, State.SENT)
            letter.state = State.SENT
    except _Refused as error:
        _fail(letter, error.code)
    except smtplib.SMTPDataError as error:  # the server answered: it does not have the letter
        _fail(letter, error.smtp_code)
    except (smtplib.SMTPException, OSError):
        # What breaks once the server said that it has the letter takes nothing back.
        if handed and letter.state != State.SENT:
            _to(letter, State.UNCLEAR)
        elif not handed:
            _fail(letter, None)
    return letter.state == State.SENT


class _Refused(Exception):
    """The server answered no; ``code`` is None where it is about us rather than the letter."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


def _accepted(code: int, *, ours: bool = False) -> None:
    if code not in (250, 251):
        raise _Refused(None if ours else code)


def _address(letter: Letter) -> str | Message:
    """Return where a letter goes, or why it goes nowhere."""
    if letter.account is not None:
        return _STOPPED if is_stopped(letter.account, letter.kind) else letter.account.email
    if letter.reader:
        return address_of_reader(letter.reader)
    try:
        found = reach(letter.tenant, letter.response_id)
    except RebondError as error:
        return error.message
    return found.address if found.address else found.why


def _connected(office: PostOffice) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if office.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            office.host, office.port, timeout=_PATIENCE, context=context
        )
    else:
        server = smtplib.SMTP(office.host, office.port, timeout=_PATIENCE)
    if office.security == "starttls":
        server.starttls(context=context)
    if office.user:
        server.login(office.user, office.password)
    return server


def _written(letter: Letter, address: str, office: PostOffice) -> EmailMessage:
    written = EmailMessage(policy=LINES)
    written["From"] = office.sender
    written["To"] = address
    written["Subject"] = letter.subject
    written["Date"] = letter.created
    written["Message-ID"] = letter.message_id
    text = letter.text
    way_out = _way_out(letter)
    if way_out:
        link = office.site + way_out
        # RFC 8058: one click in the mail reader, without coming here.
        written["List-Unsubscribe"] = f"<{link}>"
        written["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text = text.replace(STOP_LINK, link)
    written.set_content(text)
    written["Content-Language"] = letter.language  # after: setting the content clears it
    return written


def _way_out(letter: Letter) -> str:
    """Return by which address of the site its reader leaves such letters, "" for none."""
    if letter.account is not None:
        token = stop_token(letter.account, letter.kind)
        return reverse("mail-stop", kwargs={"token": token})
    return way_out_of_reader(letter.reader)


# Where a letter's text shows the link by which its reader unsubscribes.
STOP_LINK = "{stop}"


def _to(letter: Letter, state: State) -> bool:
    lease = timezone.now() + LEASE if state in _IN_USE else None
    return bool(Letter.objects.filter(pk=letter.pk).update(state=state, lease=lease))


def _close(letter: Letter, state: State, why: Message | None = None) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        state=state,
        lease=None,
        sent=timezone.now() if state == State.SENT else None,
        why=message_as_json(why) if why else {},
    )


def _fail(letter: Letter, code: int | None) -> None:
    """Try again later what may pass later, refuse the rest."""
    if code is not None and 500 <= code < 600:
        _close(letter, State.REFUSED, Message(_REFUSED_BY_SERVER, {"code": code}))
    elif letter.tries > len(_PAUSES):
        _close(letter, State.REFUSED, Message(_NO_ANSWER, {"n": letter.tries}))
    else:
        due = timezone.now() + timedelta(minutes=_PAUSES[letter.tries - 1])
        Letter.objects.filter(pk=letter.pk).update(state=State.WAITING, due=due, lease=None)
