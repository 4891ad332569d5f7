"""The voices behind an idea: confirmed one by one, counted by asking, seen by who may."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from test_ideas import at, propose

from rebond.listen.erasure import Forgotten
from rebond.quantify import Perimeter, Question
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.behind import FEWEST, behind, responses_behind, say_of_voices, who_asked
from rebond_web.ideas.erasing import forget_in_ideas, links_held
from rebond_web.ideas.models import Idea, IdeaVoice
from rebond_web.ideas.segments import Segment, segments_of
from rebond_web.ideas.voices_told import following
from rebond_web.spaces.models import Opening, Space
from rebond_web.surveys.followings import Reading
from rebond_web.voices.listing import voices_reporter
from rebond_web.workspaces.access import opened, sitting_of

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]
EN = {"Accept-Language": "en"}


@pytest.fixture
def idea(takes_part: TakesPart, challenge: Challenge) -> Idea:
    return propose(takes_part("Nadia"), challenge, "Une caisse de plus pour l’attente du samedi")


def voices_of(idea: Idea, words: str) -> list[str]:
    workspace = opened(idea.challenge.space.tenant.folder)
    asked = f"SELECT voice_id FROM ({workspace.sql('voices')}) WHERE text LIKE '%{words}%'"
    return [row[0] for row in workspace.cursor().sql(asked).fetchall()]


def confirm(browser: Client, idea: Idea, said: dict[str, str]) -> int:
    to = at(idea.challenge, "idea-voices", idea=idea.pk)
    return browser.post(to, {f"voice-{one}": answer for one, answer in said.items()}).status_code


def test_an_analyst_finds_voices_and_says_which_ask(idea: Idea, signed_in: SignedIn) -> None:
    analyst, to = signed_in("analyst"), at(idea.challenge, "idea-voices", idea=idea.pk)
    page = analyst.get(to, headers=EN).content.decode()
    assert "ouvrir une caisse de plus le samedi" in page
    (asks,), (not_this,) = voices_of(idea, "caisse de plus"), voices_of(idea, "Attente interm")
    assert confirm(analyst, idea, {asks: "yes", not_this: "no", "nowhere-1": "yes"}) == 302
    assert set(IdeaVoice.objects.values_list("voice_id", "asks")) == {
        (asks, True),
        (not_this, False),
    }
    page = analyst.get(to, headers=EN).content.decode()
    assert "One person had asked for this idea" in page
    assert "One was set aside" in page
    assert "Attente interminable" not in page
    assert Entry.objects.filter(action="voices linked", subject=str(idea.pk)).exists()
    assert responses_behind(idea) == {asks.rpartition("-")[0]}


@pytest.mark.parametrize("role", ["manager", "contributor", "guest", None])
def test_nobody_else_sees_or_links_voices(
    idea: Idea, signed_in: SignedIn, takes_part: TakesPart, role: str | None
) -> None:
    browser = signed_in(role, "Ville = Laval") if role else takes_part("Karim")
    assert browser.get(at(idea.challenge, "idea-voices", idea=idea.pk)).status_code == 404
    assert confirm(browser, idea, {voices_of(idea, "caisse")[0]: "yes"}) == 404
    assert not IdeaVoice.objects.exists()


def test_everybody_sees_how_many_asked_never_who_and_not_of_a_few(
    idea: Idea, owner: Account
) -> None:
    perimeter = Perimeter(opened(idea.challenge.space.tenant.folder), ())
    every = voices_of(idea, "")
    page = at(idea.challenge, "idea", idea=idea.pk)
    assert "had asked for it" not in Client().get(page, headers=EN).content.decode()
    say_of_voices(idea, dict.fromkeys(every[: FEWEST - 1], "yes"), perimeter, by=owner)
    few = Client().get(page, headers=EN).content.decode()
    assert "A few people had asked for it" in few
    assert f"{FEWEST - 1} people" not in few
    cache.clear()
    say_of_voices(idea, dict.fromkeys(every, "yes"), perimeter, by=owner)
    told = behind(idea)
    assert told is not None
    shown = Client().get(page, headers=EN).content.decode()
    assert f"{told.people} people had asked for it" in shown
    assert "the first in March" in shown
    assert "interminable" not in shown


def test_a_voice_out_of_the_perimeter_is_neither_linked_nor_counted(
    idea: Idea, owner: Account
) -> None:
    workspace = opened(idea.challenge.space.tenant.folder)
    laval = Perimeter(workspace, Question.parse("voices where Ville = Laval").filters)
    inside, outside = voices_of(idea, "caisse de plus")[0], voices_of(idea, "aimable")[0]
    assert say_of_voices(idea, {inside: "yes", outside: "yes"}, laval, by=owner) == 1
    say_of_voices(idea, {outside: "yes"}, Perimeter(workspace, ()), by=owner)
    asked = who_asked(idea, laval)
    assert asked is not None
    assert asked.people == 1


def test_segments_hold_their_share_within_its_interval(
    idea: Idea,
    owner: Account,
    signed_in: SignedIn,
    rf: RequestFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    analyst = signed_in("analyst")
    request = rf.get("/")
    request.user = owner
    sitting = sitting_of(request, idea.challenge.space.tenant.slug)
    say_of_voices(
        idea, dict.fromkeys(voices_of(idea, "caisse"), "yes"), sitting.perimeter, by=owner
    )
    asked = who_asked(idea, sitting.perimeter)
    assert asked is not None
    cuts = segments_of(asked, voices_reporter(sitting, "en"))
    cut = [Segment("survey", 2, 10, 20.0, 5.0, 50.0), Segment("reviews", 1, 9, 11.1, 1.0, 40.0)]
    monkeypatch.setattr("rebond_web.ideas.voice_views.segments_of", lambda *_: [cut])
    page = analyst.get(at(idea.challenge, "idea-voices", idea=idea.pk), headers=EN)
    assert "5.0 to 50.0" in page.content.decode()
    for cut in cuts:
        assert sum(one.asked for one in cut) == asked.people
        assert all(0 <= one.low < one.share < one.high <= 100 for one in cut)


def test_receipts_tell_it_and_lead_only_where_anybody_may_go(idea: Idea, owner: Account) -> None:
    perimeter = Perimeter(opened(idea.challenge.space.tenant.folder), ())
    (voice,) = voices_of(idea, "caisse de plus")
    say_of_voices(idea, {voice: "yes"}, perimeter, by=owner)
    tenant, response = idea.challenge.space.tenant, voice.rpartition("-")[0]
    (step,) = following(tenant, response, Reading(True, True, {}))
    assert step.address == at(idea.challenge, "idea", idea=idea.pk)
    assert step.words == idea.title
    Space.objects.update(opening=Opening.LINK)
    (step,) = following(tenant, response, Reading(True, True, {}))
    assert (step.address, step.words) == ("", "")
    assert following(tenant, "another", Reading(True, True, {})) == []


def test_the_page_of_a_voice_leads_to_its_ideas(
    idea: Idea, owner: Account, signed_in: SignedIn
) -> None:
    (voice,) = voices_of(idea, "caisse de plus")
    perimeter = Perimeter(opened(idea.challenge.space.tenant.folder), ())
    say_of_voices(idea, {voice: "yes"}, perimeter, by=owner)
    slug = idea.challenge.space.tenant.slug
    page = signed_in("analyst").get(reverse("voice", kwargs={"slug": slug, "voice": voice}))
    assert at(idea.challenge, "idea", idea=idea.pk) in page.content.decode()


def test_who_is_forgotten_is_no_longer_behind_nor_named(idea: Idea, owner: Account) -> None:
    workspace: Workspace = opened(idea.challenge.space.tenant.folder)
    (voice,) = voices_of(idea, "caisse de plus")
    say_of_voices(idea, {voice: "yes"}, Perimeter(workspace, ()), by=owner)
    Idea.objects.filter(pk=idea.pk).update(text="Comme le dit Gaston Lagaffe, une caisse de plus")
    response = voice.rpartition("-")[0]
    person = Forgotten(
        frozenset({"Gaston Lagaffe"}),
        frozenset(),
        frozenset({response}),
        frozenset({voice}),
        frozenset(),
    )
    (held,) = links_held(workspace, person)
    assert held["voice"] == voice
    assert forget_in_ideas(workspace, person) == 2
    assert not IdeaVoice.objects.exists()
    idea.refresh_from_db()
    assert idea.text == "Comme le dit …, une caisse de plus"
