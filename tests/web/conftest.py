"""A workspace on the site, and people with seats in it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.quantify import Perimeter
from rebond.quantify.insights.insight import Insight, insights
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.spaces.models import Public, Space
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Role, Seat, Tenant

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]


@pytest.fixture(scope="session", autouse=True)
def connections_stay() -> None:
    """Keep the connection that a test rolls back, even when it calls the site as a server does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


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


@pytest.fixture(scope="session")
def company_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a workspace with enough voices for something to hold; read only."""
    from rebond.demo import write_company
    from rebond.listen.importing import import_files
    from rebond.understand import understand

    folder = tmp_path_factory.mktemp("company")
    workspace = Workspace.open_or_create(folder / "workspace")
    for file in write_company(folder / "files", responses=1200).files:
        given = {"channel": file.channel, "stakeholder": file.stakeholder}
        import_files(workspace, [file.path], source=file.source, **given)
    understand(workspace)
    return workspace.path


@pytest.fixture
def company(owner: Account, company_workspace: Path) -> Tenant:
    """Return that workspace on the site; what people decided of it before is taken back."""
    cache.clear()
    Workspace.open(company_workspace).settings.set("insights", {})
    return add_tenant(company_workspace, by=owner, name="Vertaille")


@pytest.fixture(scope="session")
def _announced(company_workspace: Path) -> tuple[Insight, ...]:
    Workspace.open(company_workspace).settings.set("insights", {})
    return insights(Perimeter.whole(Workspace.open(company_workspace)))


@pytest.fixture
def found(company: Tenant, _announced: tuple[Insight, ...]) -> tuple[Insight, ...]:  # noqa: ARG001
    """Return the insights of that company, looked for once for all tests."""
    return _announced


@pytest.fixture
def at_company(company: Tenant) -> SignedIn:
    """Return a browser signed in with a role in that company."""

    def browser(role: str, perimeter: str = "") -> Client:
        account = account_of(f"{role}@example.com")
        Seat.objects.update_or_create(
            account=account, tenant=company, defaults={"role": Role(role), "perimeter": perimeter}
        )
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def space(tenant: Tenant, owner: Account) -> Space:
    """Return a space open to anybody, for customers and for teams."""
    made = Space.objects.create(
        tenant=tenant, slug="atelier", name="L’atelier", token="2345678923", by=owner
    )
    Public.objects.create(space=made, name="Clients", stakeholder="customer")
    Public.objects.create(space=made, name="Équipes", stakeholder="employee")
    return made


@pytest.fixture
def challenge(space: Space, owner: Account) -> Challenge:
    """Return a challenge of that space whose phases are all under way."""
    made = Challenge.objects.create(
        space=space,
        question="Comment attendre moins\u202f?",
        language="fr",
        opened=timezone.now(),
        by=owner,
    )
    today = timezone.localdate()
    for phase in Phase.values:
        Period.objects.create(
            challenge=made, phase=phase, opens=today, closes=today + timedelta(days=7)
        )
    return made


@pytest.fixture
def takes_part(space: Space) -> TakesPart:
    """Return a browser that joined the space without an account: ``takes_part("Nadia")``."""

    def browser(name: str, public: str = "Clients") -> Client:
        client = Client()
        to = reverse("join", kwargs={"slug": space.tenant.slug, "space": space.slug})
        number = Public.objects.get(space=space, name=public).pk
        assert client.post(to, {"public": number, "name": name}).status_code == 302
        return client

    return browser
