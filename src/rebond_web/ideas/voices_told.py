"""What became of voices: the ideas behind one, for who reads it, and for who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Idea, IdeaVoice
from rebond_web.spaces.models import Opening
from rebond_web.surveys.followings import Reading, Step
from rebond_web.workspaces.models import Tenant

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def following(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
    """Tell who gave a response that it is behind ideas in discussion."""
    del reading
    rows = IdeaVoice.objects.filter(
        response_id=response_id,
        asks=True,
        idea__state=State.PUBLISHED,
        idea__challenge__opened__isnull=False,
        idea__challenge__space__tenant=tenant,
    ).select_related("idea__challenge__space__tenant")
    steps = {}
    for row in rows.order_by("-at"):
        idea, space = row.idea, row.idea.challenge.space
        said = Message("Your voice is behind an idea in discussion.")
        # Those of other spaces are not shown to who holds a receipt.
        if space.opening == Opening.PUBLIC:
            at = {"slug": tenant.slug, "space": space.slug, "idea": idea.pk}
            steps[idea.pk] = Step(said, row.at.date(), idea.title, reverse("idea", kwargs=at))
        else:
            steps[idea.pk] = Step(said, row.at.date())
    return list(steps.values())


def ideas_behind(sitting: Sitting, voice_id: str) -> list[Idea]:
    """Return the ideas that a voice asks for, for who reads the workspace."""
    rows = Idea.objects.filter(
        voices__voice_id=voice_id,
        voices__asks=True,
        state=State.PUBLISHED,
        challenge__space__tenant=sitting.seat.tenant,
    )
    return list(rows.select_related("challenge__space").order_by("pk"))
