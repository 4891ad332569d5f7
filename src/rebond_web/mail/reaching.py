"""Whether who gave a response may be written to, and where: the address itself is never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rebond.listen.contacts import contact_of
from rebond.vocabulary import Message
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

NO_ADDRESS = Message("This person left no address: files brought in keep none, by design.")
NO_CONSENT = Message("This person left an address, but did not agree to be answered.")


@dataclass(frozen=True)
class Reach:
    """Where an answer would go; ``why`` says what stands in the way where ``address`` is ""."""

    address: str
    why: Message
    agreed_on: date | None = None


def reach(tenant: Tenant, response_id: str) -> Reach:
    """Return whether who gave a response may be answered by e-mail."""
    contact = contact_of(opened(tenant.folder), response_id)
    if contact is None:
        return Reach("", NO_ADDRESS)
    if not contact.answer:
        return Reach("", NO_CONSENT)
    agreed = Message("agreed on {day}", {"day": contact.given_on})
    return Reach(contact.address, agreed, contact.given_on)
