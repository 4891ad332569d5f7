"""What somebody gave is theirs: told to them, and erased whole when they say so."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from rebond.listen.erasure import Forgotten
from rebond.listen.identity import person_key
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.challenges.actions import Evidence
from rebond_web.challenges.erasing import forget_verbatims
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.spaces.erasing import forget_participants, participations
from rebond_web.spaces.given import registered_models
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.workspaces.models import Role, Seat

TakesPart = Callable[..., Client]


def test_whatever_leads_to_a_participant_is_told_and_erased() -> None:
    leading = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Participant
    }
    assert len(leading) > 5
    assert leading - registered_models() == set()


@pytest.fixture
def idea(challenge: Challenge, takes_part: TakesPart) -> tuple[Idea, Client]:
    browser = takes_part("Nadia")
    author = Participant.objects.get(name="Nadia")
    made = Idea.objects.create(
        challenge=challenge,
        author=author,
        language="fr",
        title="Une file unique",
        text="Une seule file pour toutes les caisses.",
        state="published",
    )
    return made, browser


def test_what_i_gave_is_listed_then_erased_with_my_name(
    space: Space, idea: tuple[Idea, Client]
) -> None:
    made, browser = idea
    me = reverse("space-me", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert "Une file unique" in browser.get(me).content.decode()
    assert browser.post(me).status_code == 400, "nothing goes without the box"
    assert browser.post(me, {"sure": "on"}).status_code == 200
    assert browser.get(me).status_code == 404, "nobody is known by this browser any more"
    assert not Participant.objects.exclude(name="", device="").exists()
    left = Idea.objects.filter(pk=made.pk).values_list("title", "text", "author")
    assert not [one for one in left if one[:2] != ("", "")]


def test_nobody_sees_what_another_gave(
    space: Space, idea: tuple[Idea, Client], takes_part: TakesPart
) -> None:
    del idea
    me = reverse("space-me", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert "Une file unique" not in takes_part("Karim").get(me).content.decode()
    assert Client().get(me).status_code == 404


def _nadia(space: Space) -> tuple[Account, Workspace, Forgotten]:
    account = account_of("nadia@example.com")
    public = Public.objects.get(space=space, name="Clients")
    Participant.objects.create(
        space=space, public=public, account=account, name="Nadia", language="fr"
    )
    Seat.objects.create(
        account=account, tenant=space.tenant, role=Role.CONTRIBUTOR, kind="customer"
    )
    workspace = Workspace.open(space.tenant.folder)
    people = frozenset({person_key(workspace.secret, account.email)})
    nobody: frozenset[str] = frozenset()
    return account, workspace, Forgotten(nobody, people, nobody, nobody, nobody)


def test_a_person_who_is_forgotten_is_told_what_they_gave_then_is_nobody(space: Space) -> None:
    account, workspace, forgotten = _nadia(space)
    other = account_of("karim@example.com")
    Seat.objects.create(account=other, tenant=space.tenant, role=Role.CONTRIBUTOR, kind="customer")
    (told,) = participations(workspace, forgotten)
    assert (told["space"], told["name"]) == (space.name, "Nadia")
    assert forget_participants(workspace, forgotten) > 0
    assert participations(workspace, forgotten) == []
    assert not Account.objects.filter(pk=account.pk).exists()
    assert Account.objects.filter(pk=other.pk).exists()
    assert forget_participants(workspace, forgotten) == 0


def test_who_reads_figures_stays_when_they_no_longer_take_part(space: Space) -> None:
    account, workspace, forgotten = _nadia(space)
    Seat.objects.filter(account=account).update(role=Role.ANALYST, kind="")
    forget_participants(workspace, forgotten)
    assert Seat.objects.filter(account=account).exists()
    assert not Participant.objects.filter(account=account).exists()


def test_words_that_a_challenge_quotes_go_with_who_said_them(challenge: Challenge) -> None:
    said = [{"words": "Une heure de file", "voice": "a"}, {"words": "Trop long", "voice": "b"}]
    Challenge.objects.filter(pk=challenge.pk).update(
        evidence=Evidence("0a1b2c3d", "…", [], said).document()
    )
    workspace = Workspace.open(challenge.space.tenant.folder)
    nobody: frozenset[str] = frozenset()
    forgotten = Forgotten(nobody, nobody, nobody, frozenset({"a"}), nobody)
    assert forget_verbatims(workspace, forgotten) == 1
    challenge.refresh_from_db()
    assert [one["words"] for one in challenge.evidence["verbatims"]] == ["Trop long"]
