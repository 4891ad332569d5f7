"""Which panels a visitor sees, and as whom: the one way to each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from rebond_web.panels.models import Application, Panel
from rebond_web.spaces.access import Visit, fulfils
from rebond_web.spaces.manage_views import space_of
from rebond_web.spaces.models import Participant
from rebond_web.workspaces.access import Sitting


def panels_of(visit: Visit) -> list[Panel]:
    """Return the panels that a visitor may apply to or is in, the last opened first."""
    found = Panel.objects.filter(space=visit.space).select_related("space__tenant", "public")
    if visit.runs:
        return list(found.order_by("-opened", "-pk"))
    mine = {one.panel_id: one for one in _applications(visit.participant)}
    opened = found.filter(opened__isnull=False).order_by("-opened", "-pk")
    return [one for one in opened if one.pk in mine or may_apply(visit.participant, one)]


def panel_of(visit: Visit, panel: int) -> Panel:
    """Return one of them.

    Raises
    ------
    Http404
        When there is none, or it is for others.
    """
    found = next((one for one in panels_of(visit) if one.pk == panel), None)
    if found is None:
        raise Http404
    return found


def may_apply(participant: Participant | None, panel: Panel) -> bool:
    """Return whether a panel is for somebody; who has not joined sees those for everybody."""
    if panel.public_id is not None and (
        participant is None or participant.public_id != panel.public_id
    ):
        return False
    if not panel.profile:
        return True
    account = participant.account if participant else None
    return account is not None and fulfils(account, panel.space.tenant, panel.profile)


def application_of(visit: Visit, panel: Panel) -> Application | None:
    """Return what a visitor applied with, None for who did not."""
    return next((one for one in _applications(visit.participant) if one.panel_id == panel.pk), None)


def panel_run(request: HttpRequest, slug: str, space: int, panel: int) -> tuple[Sitting, Panel]:
    """Return the sitting of who runs a space, and one of its panels; else Http404."""
    sitting, found = space_of(request, slug, space)
    one = Panel.objects.filter(space=found, pk=panel).select_related("space__tenant").first()
    if one is None:
        raise Http404
    return sitting, one


def _applications(participant: Participant | None) -> QuerySet[Application]:
    if participant is None:
        return Application.objects.none()
    return participant.applications.all()
