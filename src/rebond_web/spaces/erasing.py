"""Erasing a person from spaces, and telling what is held on them there.

They are found by the address of their account, whose pseudonym is the one that their responses
bear. Who takes part without an account is known to nobody: their browser erases, on "What I gave".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.languages.speaker import Speaker
from rebond_web.accounts.models import Account
from rebond_web.mail.models import Letter
from rebond_web.spaces.given import erase_all, gifts_of
from rebond_web.spaces.models import Invited, Participant
from rebond_web.workspaces.models import Role, Seat, Tenant

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace

_OUTSIDE = (Role.CONTRIBUTOR, Role.GUEST)  # seats that come with taking part


def forget_participants(workspace: Workspace, forgotten: Forgotten) -> int:
    """Erase what a person gave in the spaces of a workspace, then who they were there.

    Their seat, their letters and what invited them go too; so does their account, once it opens
    nothing any more. Returns how many rows went or changed.
    """
    removed = 0
    for tenant in Tenant.objects.filter(folder=str(workspace.path)):
        for account in _accounts(workspace, tenant, forgotten):
            removed += _forget(tenant, account)
    return removed


def participations(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return what a person gave in the spaces of a workspace, as JSON can hold it."""
    t = Speaker("en").t
    ours = Participant.objects.filter(space__tenant__folder=str(workspace.path))
    found = []
    for tenant in Tenant.objects.filter(folder=str(workspace.path)):
        accounts = _accounts(workspace, tenant, person)
        for one in ours.filter(account__in=accounts).select_related("space", "public"):
            gifts = [
                {
                    "what": t(gift.what),
                    "words": gift.words,
                    "on": gift.at.isoformat() if gift.at else None,
                }
                for gift in gifts_of(one)
            ]
            found.append(
                {
                    "space": one.space.name,
                    "public": one.public.name,
                    "name": one.name,
                    "joined": one.joined.isoformat(),
                    "gave": gifts,
                }
            )
    return found


def _accounts(workspace: Workspace, tenant: Tenant, forgotten: Forgotten) -> list[Account]:
    """Return the accounts of a person that take part, or were to, in a workspace."""
    from rebond.listen.identity import person_key

    takes_part = Participant.objects.filter(space__tenant=tenant).values("account")
    invited = Invited.objects.filter(space__tenant=tenant).values("account")
    seated = Seat.objects.filter(tenant=tenant, role__in=_OUTSIDE).values("account")
    named = {one.strip().lower() for one in forgotten.identifiers}
    return [
        account
        for account in Account.objects.filter(pk__in=takes_part.union(invited, seated)).order_by(
            "pk"
        )
        if account.email in named or person_key(workspace.secret, account.email) in forgotten.people
    ]


def _forget(tenant: Tenant, account: Account) -> int:
    ours = Participant.objects.filter(space__tenant=tenant, account=account)
    removed = sum(erase_all(one, by=None) for one in ours.select_related("space"))
    for gone in (
        Invited.objects.filter(space__tenant=tenant, account=account),
        Seat.objects.filter(tenant=tenant, account=account, role__in=_OUTSIDE),
        Letter.objects.filter(tenant=tenant, account=account),
    ):
        removed += gone.delete()[0]
    elsewhere = Participant.objects.filter(account=account).exists()
    if not elsewhere and not Seat.objects.filter(account=account).exists():
        removed += account.delete()[0]
    return removed
