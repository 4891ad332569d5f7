"""What wants a person's eye before it is shown, and what is kept of why."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from rebond.cocreate.flags import Flag, flags
from rebond_web.challenges.contributions import Contribution, State, kind_of, kinds
from rebond_web.moderation.models import Held, Notice, Ruling, Seen, Verdict

_EARLIER = 20  # contributions of the same person that a new one is compared with


def flags_of(contribution: Contribution) -> tuple[Flag, ...]:
    """Return what is doubtful in a contribution, what its author said before included."""
    return flags(contribution.words, others=_earlier_words(contribution))


def is_flagged(contribution: Contribution) -> bool:
    """Whether anything in a contribution is doubtful."""
    return bool(flags_of(contribution))


def was_asked_to_change(contribution: Contribution) -> bool:
    """Whether its author was asked to change it: who asked looks at it again."""
    if contribution.pk is None:
        return False
    last = _rulings_of(contribution).order_by("-pk").first()
    return last is not None and last.verdict == Verdict.CHANGES


def hold_or_let_go(contribution: Contribution, before: str) -> None:
    """Keep since when and why a contribution waits, as long as it does; withdrawn, it is no more
    to be decided of, whoever reported it.
    """
    kind = kind_of(contribution)
    if contribution.state == State.WITHDRAWN:
        Notice.objects.filter(kind=kind, number=contribution.pk, decided=None).update(
            decided=timezone.now()
        )
    if contribution.state != State.WAITING:
        if before == State.WAITING:
            Held.objects.filter(kind=kind, number=contribution.pk).delete()
        return
    doubts = [str(one.doubt) for one in flags_of(contribution)]
    seen = Seen.RULE if doubts else Seen.BEFORE
    if not doubts and was_asked_to_change(contribution):
        seen = Seen.PERSON
    Held.objects.update_or_create(
        kind=kind,
        number=contribution.pk,
        defaults={"space": contribution.challenge.space, "doubts": doubts, "seen": seen},
    )


def _rulings_of(contribution: Contribution) -> QuerySet[Ruling]:
    return Ruling.objects.filter(kind=kind_of(contribution), number=contribution.pk)


def _earlier_words(contribution: Contribution) -> list[str]:
    """Return what the same person wrote in the same space, of every kind, the last first."""
    if contribution.author_id is None:
        return []
    said = []
    for model in kinds().values():
        found = model._default_manager.filter(author=contribution.author_id)
        if model is type(contribution) and contribution.pk is not None:
            found = found.exclude(pk=contribution.pk)
        said += [one.words for one in found.exclude(state=State.DRAFT).order_by("-pk")[:_EARLIER]]
    return said
