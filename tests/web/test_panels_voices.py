"""What testers say is read as voices are, and gone from the workspace once they erase it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rebond.quantify import Perimeter, Question, ask
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.outbox.actions import flush
from rebond_web.panels.actions import decide, make_panel, set_open
from rebond_web.panels.models import State
from rebond_web.panels.testing import apply, give_feedback
from rebond_web.spaces.given import erase_all
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.surveys.codes import new_code
from rebond_web.surveys.models import Receipt
from rebond_web.workspaces.actions import add_tenant


@pytest.mark.parametrize("email", ["", "nadia@example.com"])
def test_feedback_joins_the_figures_and_leaves_them_with_who_gave_it(
    owner: Account, own_workspace: Path, email: str
) -> None:
    tenant = add_tenant(own_workspace, by=owner)
    space = Space.objects.create(tenant=tenant, slug="a", name="A", token="2345678925", by=owner)
    public = Public.objects.create(space=space, name="Clients", stakeholder="customer")
    day = timezone.localdate()
    given = {"name": "Pilote", "about": "x", "protocol": "x", "consent": "x", "places": "3"}
    steps = [("", "Premier", "", day.isoformat(), (day + timedelta(days=1)).isoformat())]
    panel = make_panel(space, given, steps, by=owner)
    set_open(panel, True, by=owner)
    panel.refresh_from_db()
    account = account_of(email) if email else None
    nadia = Participant.objects.create(
        space=space, public=public, account=account, device="" if email else "d", language="fr"
    )
    mine = apply(panel, nadia, [], agreed=True)
    decide(mine, State.ACCEPTED, "", by=owner)
    mine.refresh_from_db()
    words = "La caisse unique est bien plus rapide"
    give_feedback(mine, panel.steps.get(), "5", words, code=new_code(), language="fr")
    before = ask("responses", Perimeter(Workspace.open(own_workspace), ())).total.n
    assert flush(tenant) == 1
    asked = Question.parse('responses where source = "Pilote" and step = "Premier"')
    seen = Perimeter(Workspace.open(own_workspace), ())
    assert ask(asked, seen).total.n == 1
    erase_all(nadia, by=None)
    do(Job.objects.get(kind="erase").pk)
    left = Workspace.open(own_workspace)
    assert "step" not in left.attribute_names()
    assert ask("responses", Perimeter(left, ())).total.n == before
    assert Receipt.objects.get().erased
