"""What is asked of each side: three criteria that mirror each other, in each side's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from rebond.vocabulary import Message


class Relation(TextChoices):
    """Between whom an exchange was."""

    CUSTOMER = "customer"  # and a person, a team or a place of ours
    PARTNER = "partner"  # and the company


class Side(TextChoices):
    """Who rates."""

    OUTSIDE = "outside"  # the customer, the partner
    INSIDE = "inside"  # the employee, the team, the company


class Kind(TextChoices):
    """What the exchange was."""

    VISIT = "visit"
    TEST = "test"
    DELIVERY = "delivery"
    HELP = "help"
    OTHER = "other"


RELATIONS = {
    Relation.CUSTOMER: Message("a customer and one of our teams"),
    Relation.PARTNER: Message("a partner and the company"),
}
KINDS = {
    Kind.VISIT: Message("A visit"),
    Kind.TEST: Message("A test"),
    Kind.DELIVERY: Message("A delivery"),
    Kind.HELP: Message("A request or a repair"),
    Kind.OTHER: Message("Another exchange"),
}


@dataclass(frozen=True)
class Criterion:
    """What is rated: its name in tables, and the sentence that each side answers."""

    name: Message
    outside: Message
    inside: Message

    def said(self, side: str) -> Message:
        """Return the sentence of a side."""
        return self.outside if side == Side.OUTSIDE else self.inside


CRITERIA = {
    "respect": Criterion(
        Message("Respect"),
        Message("I was treated with respect"),
        Message("We were treated with respect"),
    ),
    "clarity": Criterion(
        Message("Understanding"),
        Message("What I needed was understood"),
        Message("What was needed was said clearly"),
    ),
    "promise": Criterion(
        Message("Promises kept"),
        Message("What was agreed was done"),
        Message("What was agreed was done on their side"),
    ),
}
ENDS = (Message("not at all"), Message("entirely"))


class Reason(TextChoices):
    """Why a rating is set aside."""

    SUPPLY = "supply"
    CARRIER = "carrier"
    OUTAGE = "outage"
    OTHERS = "others"
    FALSE = "false"


REASONS = {
    Reason.SUPPLY: Message("an item or a service that was not available"),
    Reason.CARRIER: Message("a delivery made by another company"),
    Reason.OUTAGE: Message("an outage, the weather or a strike"),
    Reason.OTHERS: Message("what another person or service did"),
    Reason.FALSE: Message("not genuine: a raid, or the same person several times"),
}
