"""Erasing a person from what challenges were born from: the words that they said go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond_web.challenges.models import Challenge

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_verbatims(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take the words of a person out of challenges; return how many verbatims went."""
    removed = 0
    ours = Challenge.objects.filter(space__tenant__folder=str(workspace.path))
    for challenge in ours.exclude(evidence={}):
        said = challenge.evidence["verbatims"]
        kept = [one for one in said if one["voice"] not in forgotten.voices]
        if len(kept) < len(said):
            evidence = {**challenge.evidence, "verbatims": kept}
            Challenge.objects.filter(pk=challenge.pk).update(evidence=evidence)
            removed += len(said) - len(kept)
    return removed
