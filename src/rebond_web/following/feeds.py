"""Atom feeds of what everybody in a space sees, and the keys by which a feed reader comes in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed

from rebond.vocabulary import Message
from rebond_web.api.tokens import digest_of
from rebond_web.audit.models import record
from rebond_web.following.events import Event
from rebond_web.following.models import FeedKey
from rebond_web.spaces.access import Visit, visit_of
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant, Space

MOST = 50  # entries
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML holds these


def visit_by_key(request: HttpRequest, slug: str, space: str) -> Visit:
    """Return the visit of who asks, by the key of the address where it has one.

    Raises
    ------
    Http404
        As `visit_of`; and when the key is not, or no longer, one of this space.
    """
    key = request.GET.get("key", "")
    if not key:
        return visit_of(request, slug, space)
    kept = FeedKey.objects.select_related("participant__space__tenant", "participant__public")
    found = kept.filter(
        digest=digest_of(key),
        participant__space__slug=space,
        participant__space__tenant__slug=slug,
    ).first()
    if found is None:
        raise Http404
    return Visit(found.participant.space, found.participant, None)


def new_key(participant: Participant) -> str:
    """Return a new key of a participant's feeds; the one before opens nothing any more."""
    key = secrets.token_urlsafe(24)
    with transaction.atomic():
        FeedKey.objects.filter(participant=participant).delete()
        made = FeedKey.objects.create(participant=participant, digest=digest_of(key))
        _recorded("feed key made", participant, made.pk)
    return key


def revoke_key(participant: Participant) -> None:
    """Have the key of a participant's feeds open nothing any more."""
    with transaction.atomic():
        gone, _ = FeedKey.objects.filter(participant=participant).delete()
        if gone:
            _recorded("feed key removed", participant, participant.pk)


def feed_of(space: Space, title: str, events: Sequence[Event], *, site: str, address: str) -> str:
    """Return an Atom feed; ``site`` is where the site is reached, ``address`` the feed itself."""
    feed = Atom1Feed(
        title=_plain(title),
        link=site + f"/c/{space.tenant.slug}/{space.slug}/",
        description=_plain(space.about),
        language=space.spoken[0],
        author_name=_plain(space.name),
        feed_url=address,
        feed_guid=f"tag:rebond,{space.created.date()}:{space.tenant.slug}/{space.slug}",
    )
    for event in events:
        feed.add_item(
            title=_plain(event.title),
            link=site + event.path,
            description=_plain(event.text),
            pubdate=event.at,
            updateddate=event.at,
            unique_id=f"tag:rebond,{space.created.date()}:{space.pk}/{event.key}",
            categories=(event.kind,),
        )
    return str(feed.writeString("utf-8"))


def keys_told(participant: Participant) -> list[Gift]:
    """Return the key of a participant's feeds, as something they made."""
    found = FeedKey.objects.filter(participant=participant)
    return [Gift(Message("A key for your feed reader"), at=one.created) for one in found]


def erase_keys(participant: Participant) -> int:
    """Remove the key of a participant's feeds; return how many there were."""
    return FeedKey.objects.filter(participant=participant).delete()[0]


def _recorded(action: str, participant: Participant, subject: int) -> None:
    tenant = participant.space.tenant_id
    record(action, by=participant.account_id, tenant=tenant, subject=subject)


def _plain(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
