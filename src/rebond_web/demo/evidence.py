"""What the challenges of the fictional community were born from, once it is computed."""

from __future__ import annotations

from typing import Any

from rebond.quantify import Perimeter
from rebond_web.challenges.born import born_from
from rebond_web.challenges.models import Challenge
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.models import Seat

KIND = "evidence"
_VERBATIMS = 3


def bring_evidence(job: Job, progress: Progress) -> dict[str, Any]:
    """Give each challenge that names an insight its sentence, figures and verbatims, if it holds.

    The demonstration's own work: on a company's site they are chosen by who writes the challenge.
    """
    del progress
    seat = Seat.objects.get(tenant=job.tenant, account=job.account)
    sitting = Sitting(seat, Perimeter(opened(job.tenant.folder), ()))
    brought = 0
    named = Challenge.objects.filter(space__tenant=job.tenant, evidence={}).exclude(insight="")
    for challenge in named:
        born = born_from(sitting, challenge.insight, challenge.language)
        if born is not None:
            voices = [one.voice_id for one in born.quotes[:_VERBATIMS]]
            evidence = born.evidence(voices).document()
            brought += Challenge.objects.filter(pk=challenge.pk).update(evidence=evidence)
    return {"brought": brought}
