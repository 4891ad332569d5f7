"""Making an idea a part of another: both authors agree, and supports move only by who gave them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Phase
from rebond_web.ideas.models import Coauthor, Idea, Merge, Support
from rebond_web.spaces.models import Participant


def ask_merge(
    part: Idea, whole: Idea, *, by: Participant | None, runs: bool, account: int | None
) -> Merge:
    """Ask that an idea becomes a part of another; it does once both authors agree.

    Who asks and is one of them agrees by asking. For an author who is no longer known, those who
    run the space agree.

    Raises
    ------
    InputError
        When either may not be merged now, or one is asked for already.
    """
    _mergeable(part, whole)
    try:
        with transaction.atomic():
            asked = Merge.objects.create(
                part=part,
                whole=whole,
                by=by,
                part_agrees=_agrees(part, by, runs),
                whole_agrees=_agrees(whole, by, runs),
            )
            _record("merge asked", part, account)
            _merge_if_agreed(asked, account)
    except IntegrityError as error:
        raise InputError("This idea is being merged already. Answer that request first.") from error
    return asked


def answer_merge(merge: Merge, *, agrees: bool, by: Participant) -> None:
    """Have an author answer; one refusal ends it.

    Raises
    ------
    InputError
        When it was answered already, or either idea may not be merged any more.
    """
    with transaction.atomic():
        merge = Merge.objects.select_for_update().select_related("part", "whole").get(pk=merge.pk)
        if merge.ended or merge.done:
            raise InputError("This request was answered already.")
        if not agrees:
            merge.ended = timezone.now()
        else:
            _mergeable(merge.part, merge.whole)
        if merge.part.author_id == by.pk:
            merge.part_agrees = agrees
        if merge.whole.author_id == by.pk:
            merge.whole_agrees = agrees
        merge.save()
        _record("merge agreed" if agrees else "merge refused", merge.part, by.account_id)
        _merge_if_agreed(merge, by.account_id)


def undo_merge(merge: Merge, *, account: int | None) -> None:
    """Give both ideas back as they were: supports that moved return to where they were given.

    Before anything was merged, the request is taken back.

    Raises
    ------
    InputError
        When it was undone already, or people are choosing among the ideas.
    """
    with transaction.atomic():
        merge = Merge.objects.select_for_update().select_related("part", "whole").get(pk=merge.pk)
        if merge.ended:
            raise InputError("This request was answered already.")
        _not_while_choosing(merge.part, merge.whole)
        if merge.done:
            _separate(merge)
        merge.ended = timezone.now()
        merge.save(update_fields=["ended"])
        _record("merge undone", merge.part, account)


def move_support(idea: Idea, participant: Participant, *, moves: bool) -> None:
    """Have a participant move their support to the idea that theirs became a part of, or not.

    Raises
    ------
    InputError
        When there is nothing to move, or people are choosing among the ideas.
    """
    with transaction.atomic():
        mine = (
            Support.objects.select_for_update().filter(idea=idea, participant=participant).first()
        )
        whole = idea.merged_into
        if mine is None or whole is None:
            raise InputError("There is no support of yours to move here.")
        _not_while_choosing(idea, whole)
        already = Support.objects.filter(idea=whole, participant=participant).exists()
        if moves and not already:
            mine.idea, mine.moved_from, mine.stays = whole, idea, False
        else:
            mine.stays = True
        mine.save()
        _record("support moved" if moves else "support stays", idea, participant.account_id)


def _agrees(idea: Idea, by: Participant | None, runs: bool) -> bool | None:
    if idea.author_id is None:
        return True if runs else None
    return True if by is not None and idea.author_id == by.pk else None


def _mergeable(part: Idea, whole: Idea) -> None:
    if part.pk == whole.pk or part.challenge.space_id != whole.challenge.space_id:
        raise InputError("Choose another idea of this space.")
    for one in (part, whole):
        if one.state != State.PUBLISHED or one.merged_into_id is not None:
            raise InputError("Only ideas that are shown, and no part of another, are merged.")
    _not_while_choosing(part, whole)


def _not_while_choosing(*ideas: Idea) -> None:
    for one in ideas:
        challenge = one.challenge
        if challenge.runs(Phase.CHOOSE) or challenge.closed or challenge.space.closed:
            raise InputError(
                "People choose among these ideas, or chose already: they stay as they are."
            )


def _merge_if_agreed(merge: Merge, account: int | None) -> None:
    if not (merge.part_agrees and merge.whole_agrees):
        return
    author = merge.part.author
    if author is not None and author.pk != merge.whole.author_id:
        _, merge.credited = Coauthor.objects.get_or_create(idea=merge.whole, participant=author)
    merge.part.merged_into = merge.whole
    merge.part.save(update_fields=["merged_into"])
    merge.done = timezone.now()
    merge.save()
    _record("ideas merged", merge.part, account)


def _separate(merge: Merge) -> None:
    merge.part.merged_into = None
    merge.part.save(update_fields=["merged_into"])
    moved = Support.objects.filter(idea=merge.whole, moved_from=merge.part)
    again = Support.objects.filter(idea=merge.part).values("participant")
    moved.filter(participant__in=list(again.values_list("participant", flat=True))).delete()
    moved.update(idea=merge.part, moved_from=None)
    Support.objects.filter(idea=merge.part).update(stays=False)
    if merge.credited and merge.part.author_id is not None:
        Coauthor.objects.filter(idea=merge.whole, participant=merge.part.author_id).delete()


def _record(action: str, idea: Idea, account: int | None) -> None:
    record(action, by=account, tenant=idea.challenge.space.tenant_id, subject=idea.pk)
