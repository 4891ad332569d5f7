"""The one way to a workspace: a seat. Absent and forbidden give the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import Right, allows

if TYPE_CHECKING:
    from rebond.quantify import Perimeter
    from rebond.workspace import Workspace


@dataclass(frozen=True)
class Sitting:
    """A person who reads in a workspace, for one request: what they may see and do there."""

    seat: Seat
    perimeter: Perimeter

    @property
    def slug(self) -> str:
        """The workspace's short name."""
        return self.seat.tenant.slug

    @property
    def workspace(self) -> Workspace:
        """The workspace, whole: what is written goes there; what is read goes by the perimeter."""
        return opened(self.seat.tenant.folder)

    @property
    def name(self) -> str:
        """The workspace's name."""
        return self.seat.tenant.name

    @property
    def brings_in(self) -> bool:
        """Whether this person may bring voices in."""
        return allows(self.seat.role, Right.WORK)

    @property
    def owns(self) -> bool:
        """Whether this person decides who comes in."""
        return allows(self.seat.role, Right.OWN)


def seat_of(request: HttpRequest, slug: str, right: Right) -> Seat:
    """Return the seat of who asks in a workspace, where it allows something.

    Raises
    ------
    Http404
        When there is no such workspace, no seat in it, or the seat does not allow it.
    """
    if request.user.is_authenticated:
        seats = Seat.objects.select_related("tenant", "account")
        seat = seats.filter(account=request.user, tenant__slug=slug).first()
        if seat is not None and allows(seat.role, right):
            return seat
    raise Http404


def sitting_of(request: HttpRequest, slug: str, right: Right = Right.READ) -> Sitting:
    """Return what who asks may read in a workspace; contributors and guests read nothing of it.

    Raises
    ------
    Http404
        When there is no such workspace, no seat that allows it, or its folder cannot be opened.
    """
    from rebond.errors import RebondError
    from rebond.quantify import Perimeter, Question

    seat = seat_of(request, slug, right)
    try:
        workspace = opened(seat.tenant.folder)
        filters = Question.parse(f"voices where {seat.perimeter}").filters if seat.perimeter else ()
        return Sitting(seat, Perimeter(workspace, filters))
    except RebondError as error:
        raise Http404 from error


@lru_cache(maxsize=64)
def opened(folder: str) -> Workspace:
    """Return the workspace of a folder, opened once: it tells by itself when its data change."""
    from rebond.workspace import Workspace

    return Workspace.open(Path(folder))


def analyst_of(request: HttpRequest, slug: str) -> Sitting:
    """Return the sitting of who may bring voices in and decide of insights; else Http404."""
    return sitting_of(request, slug, Right.WORK)


def owner_of(request: HttpRequest, slug: str) -> Sitting:
    """Return the sitting of an owner; Http404 for anybody else."""
    return sitting_of(request, slug, Right.OWN)


def account_of(request: HttpRequest) -> Account:
    """Return the account of who asks, once a seat was found."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
