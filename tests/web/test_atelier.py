"""The fictional community of the demonstration: at work whenever it is looked at."""

import pytest
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.models import Account
from rebond_web.answers.models import Decision, Kind, Return
from rebond_web.ballots.models import Election
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.demo.atelier import make_atelier
from rebond_web.demo.people import HOW_MANY
from rebond_web.ideas.models import Idea, Rebound
from rebond_web.spaces.models import Participant, Space
from rebond_web.statements.models import Sorting, Vote
from rebond_web.workspaces.models import Tenant


@pytest.fixture
def atelier(tenant: Tenant, owner: Account) -> Space:
    return make_atelier(tenant, by=owner)


def test_it_is_made_once(atelier: Space, tenant: Tenant, owner: Account) -> None:
    before = [model.objects.count() for model in (Challenge, Idea, Rebound, Vote, Participant)]
    assert make_atelier(tenant, by=owner) == atelier
    assert [m.objects.count() for m in (Challenge, Idea, Rebound, Vote, Participant)] == before
    assert before[-1] == HOW_MANY


def test_something_can_be_done_in_it_today(atelier: Space) -> None:
    challenges = Challenge.objects.filter(space=atelier)
    for phase in (Phase.SORT, Phase.CHOOSE):
        assert any(one.runs(phase) for one in challenges), phase


def test_its_pages_are_shown_to_anybody(atelier: Space) -> None:
    at = {"slug": atelier.tenant.slug, "space": atelier.slug}
    page = Client().get(reverse("space", kwargs=at)).content.decode()
    for one in Challenge.objects.filter(space=atelier):
        assert one.question in page
        assert (
            Client().get(reverse("challenge", kwargs={**at, "challenge": one.pk})).status_code
            == 200
        )


def test_people_vote_there_and_were_answered(atelier: Space) -> None:
    assert Election.objects.get(challenge__space=atelier).is_open
    kinds = set(
        Decision.objects.filter(idea__challenge__space=atelier).values_list("kind", flat=True)
    )
    assert kinds == set(Kind.values)
    assert Return.objects.filter(step__decision__idea__challenge__space=atelier).exists()


def test_its_three_ways_of_seeing_are_found(atelier: Space) -> None:
    told = Sorting.objects.get(challenge__space=atelier, names__has_key="0")
    assert set(told.names) == {"0", "1", "2"}
    assert len(told.told["owned"]) == 3
