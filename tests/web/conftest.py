"""A workspace on the site, and people with seats in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]


@pytest.fixture
def owner(db: None) -> Account:  # noqa: ARG001
    return account_of("owner@example.com")


@pytest.fixture
def tenant(owner: Account, small_workspace: Path) -> Tenant:
    cache.clear()
    return add_tenant(small_workspace, by=owner, name="My company")


@pytest.fixture
def signed_in(tenant: Tenant) -> SignedIn:
    """Return a browser signed in with a role: ``signed_in("manager", "Ville = Nantes")``."""

    def browser(role: str, perimeter: str = "") -> Client:
        account = account_of(f"{role}@example.com")
        Seat.objects.update_or_create(
            account=account,
            tenant=tenant,
            defaults={
                "role": Role(role),
                "perimeter": perimeter,
                "kind": "customer" if role == Role.CONTRIBUTOR else "",
            },
        )
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser
