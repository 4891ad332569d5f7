"""Saved views keep nothing of a person who is erased, and stay as they are for everybody else."""

from pathlib import Path

import pytest

from rebond.listen.erasure import forget
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.privacy.actions import person_of
from rebond_web.voices.models import SavedView
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

WHO = "b.petit@example.com"
SAID = "Attente interminable à la caisse, personne pour renseigner"


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    return add_tenant(own_workspace, by=owner)


def kept(tenant: Tenant, name: str, **given: str) -> SavedView:
    account = given.pop("account", "owner@example.com")
    return SavedView.objects.create(
        tenant=tenant, account=account_of(account), name=name, shared=True, **given
    )


def left() -> list[tuple[str, str, str]]:
    return list(SavedView.objects.order_by("pk").values_list("name", "words", "conditions"))


def erased(tenant: Tenant) -> int:
    return forget(Workspace.open(Path(tenant.folder)), WHO).removed["saved views"]


@pytest.mark.parametrize(
    "given",
    [
        {"words": WHO},
        {"words": f"cas de {WHO.upper()}"},
        {"words": "interminable à la caisse"},
        {"conditions": f'text = "{WHO}"'},
        {"conditions": 'text = "Interminable à la caisse" or Ville = Nantes'},
        {"conditions": "person = {person}"},
        {"conditions": f"no longer understood {WHO} ("},
    ],
)
def test_a_view_that_looks_for_who_is_erased_goes(
    own_tenant: Tenant, given: dict[str, str]
) -> None:
    workspace = Workspace.open(Path(own_tenant.folder))
    rows = workspace.table("voices").to_pylist()
    voice = next(one["voice_id"] for one in rows if one["text"] == SAID)
    person = person_of(workspace, voice)[1]
    asked = {field: said.replace("{person}", person) for field, said in given.items()}
    kept(own_tenant, "x", **asked)
    assert erased(own_tenant) == 1
    assert not left()


@pytest.mark.parametrize(
    ("name", "after"),
    [
        (f"Dire à {WHO}", "Dire à …"),
        ("B.Petit@example.com", "…"),
        ("Voir « interminable à la Caisse », Laval", "Voir « … », Laval"),
        (SAID[:40], "…"),
    ],
)
def test_a_name_keeps_nothing_of_who_is_erased(own_tenant: Tenant, name: str, after: str) -> None:
    kept(own_tenant, name, conditions="Ville = Laval")
    erased(own_tenant)
    assert left() == [(after, "", "Ville = Laval")]


def test_what_others_say_too_is_left(own_tenant: Tenant) -> None:
    """The words of a theme, a town, what another person said, another workspace's views."""
    kept(own_tenant, "Attente à la caisse", words="attente caisse", conditions="Ville = Laval")
    kept(own_tenant, "Excellents conseils au rayon plantes")
    before = left()
    assert erased(own_tenant) == 0
    assert left() == before


def test_two_names_that_become_the_same_stay_two_views(own_tenant: Tenant) -> None:
    for name in (WHO, WHO.upper(), "…"):
        kept(own_tenant, name)
    kept(own_tenant, WHO, account="analyst@example.com")
    assert erased(own_tenant) == 3
    first, second, third, fourth = left()
    assert (third[0], fourth[0]) == ("…", "…")
    assert len({first[0], second[0], third[0]}) == 3
