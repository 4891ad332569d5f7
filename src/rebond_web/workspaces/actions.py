"""What is done with workspaces and seats; each leaves a line in the audit log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rebond.errors import InputError
from rebond.quantify import Perimeter, Question, ask
from rebond.vocabulary import Stakeholder
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of, invite, show_out, void_links
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.workspaces.models import Role, Seat, Tenant


def add_tenant(folder: Path, *, by: Account, name: str = "") -> Tenant:
    """Show a workspace on the site, owned by who adds it; one already shown is returned.

    Raises
    ------
    WorkspaceError
        When the folder holds no workspace.
    """
    path = Workspace.open(folder).path.resolve()
    with transaction.atomic():
        tenant = Tenant.objects.filter(folder=str(path)).first()
        if tenant is None:
            title = name or path.name.replace("-", " ").replace("_", " ").strip().capitalize()
            tenant = Tenant.objects.create(slug=_free_slug(path.name), name=title, folder=str(path))
            record("tenant added", by=by.pk, tenant=tenant.pk, subject=tenant.pk)
        Seat.objects.get_or_create(account=by, tenant=tenant, defaults={"role": Role.OWNER})
    return tenant


def seat_person(
    tenant: Tenant, email: str, role: str, perimeter: str = "", kind: str = "", *, by: Account
) -> str:
    """Give a person a seat, or another one, and return the secret part of a link for them.

    ``perimeter`` is what a manager sees; ``kind`` what a contributor is. No link, "", for who has a
    seat in a workspace that is not owned by who gives this one: it would open that workspace too.

    Raises
    ------
    InputError
        When the address, the role or the kind is not valid, when a manager has no perimeter, or
        when the last owner would no longer own.
    QuestionError
        When the perimeter cannot be understood, or names what this workspace does not have.
    """
    address = checked_address(email)
    given = _checked_place(tenant, role, perimeter, kind)
    with transaction.atomic():
        account = account_of(address)
        give_seat(tenant, account, given, by=by.pk)
        void_links(account)
        if _sits_elsewhere(account, by):
            return ""
        record("link made", by=by.pk, tenant=tenant.pk, subject=account.pk)
        return invite(account)


def _sits_elsewhere(account: Account, owner: Account) -> bool:
    """Return whether an account has a seat in a workspace that another does not own."""
    owned = Seat.objects.filter(account=owner, role=Role.OWNER).values("tenant")
    return Seat.objects.filter(account=account).exclude(tenant__in=owned).exists()


def give_seat(
    tenant: Tenant, account: Account, given: Mapping[str, str], *, by: int | None
) -> Seat:
    """Give a checked seat to an account; None gives where the installation's own file does."""
    if given["role"] != Role.OWNER:
        _keep_an_owner(tenant, account)
    seat, _ = Seat.objects.update_or_create(account=account, tenant=tenant, defaults=given)
    record("seat given", by=by, tenant=tenant.pk, subject=seat.pk)
    return seat


def take_seat_away(tenant: Tenant, seat_id: int, *, by: Account) -> None:
    """Take a seat away and end the sessions of who had it; one that is not there is nothing.

    Raises
    ------
    InputError
        When it is the last owner's.
    """
    with transaction.atomic():
        seat = Seat.objects.select_related("account").filter(tenant=tenant, pk=seat_id).first()
        if seat is not None:
            show_out(seat.account)
            remove_seat(seat, by=by.pk)


def remove_seat(seat: Seat, *, by: int | None) -> None:
    """Remove a seat; None removes where a directory no longer gives it.

    Raises
    ------
    InputError
        When it is the last owner's.
    """
    _keep_an_owner(seat.tenant, seat.account)
    number, tenant = seat.pk, seat.tenant_id
    seat.delete()
    record("seat taken away", by=by, tenant=tenant, subject=number)


def checked_address(email: str) -> str:
    """Return an e-mail address as given, without spaces around.

    Raises
    ------
    InputError
        When it is none.
    """
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            "“{email}” is not an e-mail address. Write it as in {example}.",
            email=address,
            example="name@example.com",
        ) from error
    return address


def _checked_place(tenant: Tenant, role: str, perimeter: str, kind: str) -> dict[str, str]:
    """Return the role, with the perimeter or the kind that it has, and no other."""
    if role not in Role.values:
        raise InputError(
            "“{role}” is not a role. Use one of: {valid}.", role=role, valid=", ".join(Role.values)
        )
    if role == Role.CONTRIBUTOR and kind not in list(Stakeholder):
        raise InputError(
            "A contributor is one of these: {valid}. Choose which.", valid=", ".join(Stakeholder)
        )
    conditions = perimeter.strip()
    if role == Role.MANAGER and not conditions:
        raise InputError(
            "A manager sees a part of the workspace: write which, as in “{example}”.",
            example="Région = Ouest",
        )
    if role == Role.MANAGER:
        filters = Question.parse(f"responses where {conditions}").filters
        ask(Question("responses"), Perimeter(Workspace.open(Path(tenant.folder)), filters))
    return {
        "role": role,
        "perimeter": conditions if role == Role.MANAGER else "",
        "kind": kind if role == Role.CONTRIBUTOR else "",
        "source": "",
    }


def _keep_an_owner(tenant: Tenant, account: Account) -> None:
    # Locked rows, not a count: two owners who leave at once must not both find the other there.
    seats = Seat.objects.select_for_update().filter(tenant=tenant, role=Role.OWNER)
    if list(seats.values_list("account_id", flat=True)) == [account.pk]:
        raise InputError("This workspace would have no owner left. Give another person that role.")


def _free_slug(name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "workspace"
    slug, rank = stem, 2
    while Tenant.objects.filter(slug=slug).exists():
        slug, rank = f"{stem}-{rank}", rank + 1
    return slug
