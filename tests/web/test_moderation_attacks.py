"""Attacks on moderation: each is refused."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from test_moderation import (
    ENGLISH,
    REPORT,
    UNKIND,
    address,
    decide,
    nadia_of,
    public,
    refuse,
    seen,
    written,
)

from rebond.errors import InputError
from rebond_web.accounts.actions import account_of
from rebond_web.challenges.contributions import State, submit
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.moderation.models import Appeal, Notice, Ruling
from rebond_web.spaces.models import Opening, Participant, Space
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
SCRIPT = '<script>alert("x")</script>'


def everything(space: Space, idea: Idea, participant: int, appeal: int) -> list[str]:
    """Return the addresses by which moderators decide."""
    return [
        address("moderate", space, kind="idea", number=idea.pk),
        address("exclude", space, participant=participant),
        address("hear-again", space, appeal=appeal),
    ]


@pytest.mark.parametrize("who", ["nobody", "participant", "guest", "contributor", "manager"])
def test_nobody_moderates_without_the_right(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart, who: str
) -> None:
    nadia = takes_part("Nadia")
    idea = written(challenge, UNKIND, nadia_of(space))
    refuse(signed_in("analyst"), idea)
    nadia.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    waits = written(challenge, f"{UNKIND} encore", nadia_of(space))
    browser = {"nobody": Client(), "participant": nadia}.get(who) or signed_in(who, "Ville = Laval")
    told = {"do": "reverse", "ground": "insult", "words": "Parce que.", "days": "7"}
    for to in everything(space, waits, nadia_of(space).pk, Appeal.objects.get().pk):
        for do in ("agree", "refuse", "change", "exclude", "reverse", "keep"):
            assert browser.post(to, {**told, "do": do}).status_code == 404
    assert browser.get(address("moderation", space)).status_code == 404
    assert (seen(waits), seen(idea)) == (State.WAITING, State.REFUSED)
    assert not nadia_of(space).excluded
    assert Appeal.objects.get().heard is None


def test_a_moderator_of_another_workspace_decides_nothing(
    challenge: Challenge, space: Space, signed_in: SignedIn, tenant: Tenant
) -> None:
    idea = written(challenge, UNKIND)
    elsewhere = Tenant.objects.create(slug="elsewhere", name="Elsewhere", folder="/elsewhere")
    other = Space.objects.create(tenant=tenant, slug="other", name="O", token="9876543222")
    browser = signed_in("analyst")
    for slug, number in ((elsewhere.slug, space.pk), (tenant.slug, other.pk)):
        at = {"slug": slug, "space": number, "kind": "idea", "number": idea.pk}
        to = reverse("moderate", kwargs=at)
        assert browser.post(to, {"do": "agree"}).status_code == 404
    assert seen(idea) == State.WAITING


def test_nobody_decides_of_what_they_wrote(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    browser = signed_in("analyst")
    me = Participant.objects.create(
        space=space,
        account=account_of("analyst@example.com"),
        public=space.publics.get(name="Clients"),
        language="fr",
    )
    idea = written(challenge, UNKIND, me)
    page = browser.get(address("moderation", space), headers=ENGLISH).content.decode()
    assert "somebody else decides" in page
    assert decide(browser, idea, "agree") == 400
    told = {"ground": "insult", "words": "Moi.", "days": "7"}
    assert browser.post(address("exclude", space, participant=me.pk), told).status_code == 400
    assert seen(idea) == State.WAITING


def test_nobody_hears_their_own_appeal_nor_what_they_decided(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    owner, analyst = signed_in("owner"), signed_in("analyst")
    me = Participant.objects.create(
        space=space,
        account=account_of("analyst@example.com"),
        public=space.publics.get(name="Clients"),
        language="fr",
    )
    refuse(owner, written(challenge, UNKIND, me))
    analyst.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    to = address("hear-again", space, appeal=Appeal.objects.get().pk)
    assert analyst.post(to, {"do": "reverse", "words": "Oui."}).status_code == 400
    # The author aside, nobody else than who decided is left.
    assert owner.post(to, {"do": "keep", "words": "L’insulte y est."}).status_code == 302
    assert Appeal.objects.get().alone


def test_an_appeal_is_heard_once(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    idea = written(challenge, UNKIND, nadia_of(space))
    refuse(signed_in("analyst"), idea)
    nadia.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    to = address("hear-again", space, appeal=Appeal.objects.get().pk)
    assert signed_in("owner").post(to, {"do": "keep", "words": "Non."}).status_code == 302
    assert signed_in("owner").post(to, {"do": "reverse", "words": "Oui."}).status_code == 400
    assert seen(idea) == State.REFUSED


def test_an_author_shows_nothing_refused_by_sending_it_again(
    challenge: Challenge, signed_in: SignedIn
) -> None:
    stale = written(challenge, "Ouvrir une caisse de plus")
    assert refuse(signed_in("analyst"), stale) == 302
    assert stale.state == State.PUBLISHED  # an old copy of the row, as another page may hold
    for copy in (stale, Idea.objects.get(pk=stale.pk)):
        with pytest.raises(InputError, match="was refused"):
            submit(copy)
    assert seen(stale) == State.REFUSED


def test_words_changed_after_a_refusal_are_not_what_comes_back(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    idea = written(challenge, "Ouvrir une caisse de plus", nadia_of(space))
    refuse(signed_in("analyst"), idea)
    Idea.objects.filter(pk=idea.pk).update(text=UNKIND)
    nadia.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    to = address("hear-again", space, appeal=Appeal.objects.get().pk)
    shown = signed_in("owner").get(address("moderation", space) + "?which=appeals")
    assert "Ouvrir une caisse de plus" in shown.content.decode()
    signed_in("owner").post(to, {"do": "reverse", "words": "Oui."})
    assert seen(idea) == State.REFUSED


def test_another_reads_nothing_of_what_was_refused_or_told(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    takes_part("Nadia")
    zoe = takes_part("Zoé")
    idea = written(challenge, UNKIND, nadia_of(space))
    refuse(signed_in("analyst"), idea)
    assert "c0nn@rds" not in zoe.get(public("told", space)).content.decode()
    ruling = Ruling.objects.get()
    appeal = {"ruling": ruling.pk, "words": "À sa place."}
    assert zoe.post(public("told", space), appeal).status_code == 404
    assert Client().get(public("told", space)).status_code == 404
    for state in (State.REFUSED, State.WAITING, State.DRAFT, State.WITHDRAWN):
        Idea.objects.filter(pk=idea.pk).update(state=state)
        to = public("report", space, kind="idea", number=idea.pk)
        for ask in (zoe.get, Client().get, zoe.post):
            assert ask(to).status_code == 404
    assert not Appeal.objects.exists()


def test_reports_are_limited(challenge: Challenge, space: Space) -> None:
    cache.clear()
    idea = written(challenge, "Ouvrir une caisse de plus")
    to = public("report", space, kind="idea", number=idea.pk)
    told = [Client().post(to, REPORT).status_code for _ in range(12)]
    assert told == [302] * 10 + [429] * 2
    assert Notice.objects.count() == 10


def test_a_report_is_read_by_its_code_alone_and_in_its_space(
    challenge: Challenge, space: Space, tenant: Tenant
) -> None:
    idea = written(challenge, "Ouvrir une caisse de plus")
    to = public("report", space, kind="idea", number=idea.pk)
    followed = Client().post(to, REPORT)["Location"]
    code = followed.rstrip("/").rpartition("/")[2]
    assert (
        Client().get(public("report-followed", space, code="2222-2222-2222-2222")).status_code
        == 404
    )
    other = Space.objects.create(tenant=tenant, slug="other", name="O", token="9876543222")
    assert Client().get(public("report-followed", other, code=code)).status_code == 404
    assert code not in Notice.objects.get().digest
    Space.objects.filter(pk=space.pk).update(opening=Opening.INVITATION)
    assert Client().get(followed).status_code == 404


def test_what_is_written_in_a_report_runs_nowhere(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    idea = written(challenge, f"Ouvrir {SCRIPT}")
    to = public("report", space, kind="idea", number=idea.pk)
    hostile = {**REPORT, "why": SCRIPT, "where": SCRIPT, "name": SCRIPT}
    refused = Client().post(to, {**hostile, "good_faith": ""}).content.decode()
    followed = Client().get(Client().post(to, hostile)["Location"]).content.decode()
    queue = signed_in("analyst").get(address("moderation", space) + "?which=reported")
    for page in (refused, followed, queue.content.decode()):
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


def test_two_moderators_do_not_decide_twice(challenge: Challenge, signed_in: SignedIn) -> None:
    idea = written(challenge, UNKIND)
    assert refuse(signed_in("analyst"), idea) == 302
    assert decide(signed_in("owner"), idea, "agree") == 404
    assert Ruling.objects.count() == 1


def test_a_number_too_large_is_of_nothing(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    written(challenge, "Ouvrir une caisse de plus")
    huge = 10**30
    browser = signed_in("owner")
    for to in (
        public("report", space, kind="idea", number=huge),
        public("challenge-feed", space, challenge=huge),
        public("idea-feed", space, idea=huge),
        public("challenge-qr", space, challenge=huge),
    ):
        assert browser.get(to).status_code == 404
    for to in (
        address("moderate", space, kind="idea", number=huge),
        address("exclude", space, participant=huge),
        address("hear-again", space, appeal=huge),
        address("webhook-sent", space, outgoing=huge),
    ):
        assert browser.post(to, {"do": "agree"}).status_code == 404
