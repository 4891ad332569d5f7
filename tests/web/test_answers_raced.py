"""A person erased by a job while a chore tells people: nothing of what they were told stays."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from answers_cast import an_hour_passes, an_idea, decided, somebody
from mail_catcher import Catcher

from rebond.listen.contacts import Contact, keep_contacts
from rebond.listen.erasure import forget
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.answers import ticking
from rebond_web.answers.models import Decision, Return
from rebond_web.challenges.models import Challenge
from rebond_web.house import House
from rebond_web.mail.models import Letter
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant


@pytest.fixture
def tenant(owner: Account, own_workspace: Path) -> Tenant:
    return add_tenant(own_workspace, by=owner, name="My company")


@pytest.fixture
def letters_can_go() -> Iterator[None]:
    Catcher().configure(House.current().path)
    yield
    House.current().settings.unlink()


def a_voice(tenant: Tenant) -> tuple[str, str]:
    """Return a response and its theme, its person having asked for news."""
    workspace = Workspace.open(Path(tenant.folder))
    row = next(one for one in workspace.table("opinions").to_pylist() if one["theme"])
    contact = Contact("voice@example.com", answer=True, news=True, given_on=date(2026, 5, 1))
    keep_contacts(workspace, {row["response_id"]: contact})
    return row["response_id"], row["theme"]


@pytest.mark.usefixtures("letters_can_go")
@pytest.mark.parametrize("before", ["write_letters", "_take_back"])
def test_who_is_erased_while_people_are_told_is_not_told(
    tenant: Tenant, challenge: Challenge, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    response, theme = a_voice(tenant)
    idea = an_idea(challenge, somebody(challenge.space, "Nadia", "author@example.com"))
    Decision.objects.filter(pk=decided(idea).pk).update(theme=theme)
    an_hour_passes()
    does, seen = getattr(ticking, before), []

    def erase_then_do(*given: int) -> None:
        """Erase as another process does: what it would remove was read, and is written now."""
        told = list(Return.objects.filter(response_id=response))
        seen.extend(told)
        forget(Workspace.open(Path(tenant.folder)), response)
        if before == "write_letters":
            Return.objects.bulk_create(told)
        does(*given)

    monkeypatch.setattr(ticking, before, erase_then_do)
    ticking.Teller().tick()
    assert seen
    assert not Return.objects.filter(response_id=response).exists()
    assert not Letter.objects.filter(reader__startswith="return:").exists()
