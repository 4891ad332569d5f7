"""What participants gave here: told to them, and erased with them."""

from __future__ import annotations

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.challenges.contributions import Contribution
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant
from rebond_web.statements.models import Argument, Mention, Sorting, Statement, Thanks, Vote

MODELS = (Statement, Vote, Argument, Thanks, Mention)
_VOTED = {
    1: Message("Agrees with a statement"),
    -1: Message("Disagrees with a statement"),
    0: Message("Passes on a statement"),
}


def gifts_of(participant: Participant) -> list[Gift]:
    """Return the statements, votes, arguments and thanks of a participant, and who named them."""
    return [*_written(participant), *_votes(participant), *_arguments(participant)]


def _written(participant: Participant) -> list[Gift]:
    found = Statement.objects.filter(author=participant).select_related("challenge__space__tenant")
    return [
        Gift(Message("A statement"), one.text, one.published or one.created, address_of(one))
        for one in found
    ]


def _votes(participant: Participant) -> list[Gift]:
    found = Vote.objects.filter(participant=participant).order_by("pk")
    return [
        Gift(_VOTED[one.value], one.statement.text, None, address_of(one.statement))
        for one in found.select_related("statement__challenge__space__tenant")
    ]


def _arguments(participant: Participant) -> list[Gift]:
    on = "challenge__space__tenant"
    gifts = [
        Gift(Message("An argument"), one.text, one.published or one.created, address_of(one))
        for one in Argument.objects.filter(author=participant).select_related(on)
    ]
    for thanks in Thanks.objects.filter(participant=participant).select_related(f"argument__{on}"):
        argument = thanks.argument
        gifts.append(
            Gift(Message("An argument found useful"), argument.text, None, address_of(argument))
        )
    named = Mention.objects.filter(participant=participant, argument__state="published")
    for mention in named.select_related(f"argument__{on}"):
        argument = mention.argument
        said = Message("Somebody named you in an argument")
        gifts.append(Gift(said, argument.text, argument.published, address_of(argument)))
    return gifts


def erase_gifts(participant: Participant) -> int:
    """Erase all that a participant gave here; return how many rows went.

    A statement that others voted on goes with their votes: kept without its words, they would
    agree with nothing. What was counted is counted again.
    """
    concerned = Challenge.objects.filter(statements__votes__participant=participant)
    written = Challenge.objects.filter(statements__author=participant)
    counted = {*concerned.values_list("pk", flat=True), *written.values_list("pk", flat=True)}
    removed = 0
    for model in (Vote, Thanks, Mention):
        removed += model._default_manager.filter(participant=participant).delete()[0]
    for kind in (Statement, Argument):
        removed += kind._default_manager.filter(author=participant).delete()[0]
    Sorting.objects.filter(challenge__in=counted).update(stale=True, asked=None, told={})
    return removed


def address_of(contribution: Contribution) -> str:
    """Return where a statement or an argument is seen."""
    space = contribution.challenge.space
    at: dict[str, object] = {"slug": space.tenant.slug, "space": space.slug}
    if isinstance(contribution, Argument):
        here = reverse("idea", kwargs={**at, "idea": contribution.idea_id})
        return f"{here}#argument-{contribution.pk}"
    at |= {"challenge": contribution.challenge_id, "statement": contribution.pk}
    return reverse("statement", kwargs=at)
