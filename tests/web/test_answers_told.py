"""Telling people by e-mail and on receipts: once a day at most, left by one click."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from answers_cast import (
    a_whole_cast,
    an_hour_passes,
    an_idea,
    decided,
    given,
    seat_at,
    somebody,
)
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start

from rebond.errors import InputError
from rebond.listen.contacts import Contact, keep_contacts
from rebond.listen.erasure import forget
from rebond.quantify.insights.claims import Claim
from rebond.vocabulary import Label, Message
from rebond.workspace import Workspace
from rebond_web.accounts.actions import account_of
from rebond_web.accounts.models import Account
from rebond_web.answers.actions import advance, decide_case
from rebond_web.answers.behind import Behind, behind_claim
from rebond_web.answers.following import decisions_told
from rebond_web.answers.letters import MOST_A_DAY, write_letters
from rebond_web.answers.models import Decision, Left, Return, Step
from rebond_web.answers.paces import AT_ONCE, NEVER, pace_of, set_pace
from rebond_web.answers.spreading import spread
from rebond_web.cases.actions import open_case
from rebond_web.challenges.models import Challenge
from rebond_web.house import House
from rebond_web.ideas.models import Idea
from rebond_web.mail.models import Letter
from rebond_web.mail.sending import send_waiting
from rebond_web.surveys.followings import Filed, Reading
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    caught, server = start()
    caught.configure(House.current().path)
    yield caught
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


@pytest.fixture
def tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that the test may write to."""
    return add_tenant(own_workspace, by=owner, name="My company")


@pytest.fixture
def idea(challenge: Challenge) -> Idea:
    return an_idea(challenge, somebody(challenge.space, "Nadia", "author@example.com"))


def tomorrow() -> None:
    """Have today's letters be yesterday's."""
    for one in Letter.objects.all():
        Letter.objects.filter(pk=one.pk).update(
            created=one.created - timedelta(days=1), key=f"{one.key}:yesterday"
        )


def test_a_flood_of_decisions_is_one_letter_a_day(challenge: Challenge, catcher: Catcher) -> None:
    author = somebody(challenge.space, "Nadia", "author@example.com")
    for rank in range(12):
        decided(an_idea(challenge, author, f"Idea {rank}"))
    an_hour_passes()
    assert [write_letters() for _ in range(5)] == [1, 0, 0, 0, 0]
    send_waiting()
    (caught,) = catcher.caught
    assert caught.to == "author@example.com"
    text = caught.letter.get_content()
    assert all(f"Idea {rank}" in text for rank in range(12))
    assert "You proposed it." in text
    assert "Four shops try it" in text
    advance(Decision.objects.all()[0], "done", "It is done", by=seat_at(challenge.space).account)
    an_hour_passes()
    assert write_letters() == 0
    tomorrow()
    assert write_letters() == 1


def test_each_is_written_to_in_their_language(idea: Idea, catcher: Catcher) -> None:
    idea.challenge.space.participants.update(language="fr")
    decided(idea)
    an_hour_passes()
    write_letters()
    send_waiting()
    letter = catcher.caught[0].letter
    assert letter["Content-Language"] == "fr"
    assert "Vous l’avez proposée." in letter.get_content()
    assert "une réponse à ce que vous avez donné" in letter["Subject"]


def test_what_is_corrected_soon_is_told_once(idea: Idea, catcher: Catcher) -> None:
    first = decided(idea, reason="A slip of the pen")
    write_letters()
    decided(idea, reason="What we meant", in_place_of=str(first.pk))
    an_hour_passes()
    write_letters()
    send_waiting()
    (caught,) = catcher.caught
    assert "What we meant" in caught.letter.get_content()
    assert "A slip of the pen" not in caught.letter.get_content()


def test_nobody_reads_of_others_in_their_letter(idea: Idea, catcher: Catcher) -> None:
    a_whole_cast(idea)
    decided(idea)
    an_hour_passes()
    assert write_letters() == 8
    send_waiting()
    for caught in catcher.caught:
        assert "Name of the" not in caught.letter.get_content()
        assert caught.letter.get_content().count("@") == 0


def test_who_chose_never_is_not_written_to(idea: Idea, catcher: Catcher) -> None:
    set_pace(account_of("author@example.com"), NEVER)
    decided(idea)
    an_hour_passes()
    assert write_letters() == 0
    assert not catcher.caught


def test_at_once_is_at_once_and_not_without_end(challenge: Challenge, catcher: Catcher) -> None:
    author = somebody(challenge.space, "Nadia", "author@example.com")
    set_pace(account_of("author@example.com"), AT_ONCE)
    for rank in range(MOST_A_DAY + 2):
        decided(an_idea(challenge, author, f"Idea {rank}"))
        write_letters()
    assert Letter.objects.count() == MOST_A_DAY
    assert not catcher.caught


def test_a_pace_is_one_of_three(signed_in: SignedIn, idea: Idea) -> None:
    with pytest.raises(InputError):
        set_pace(account_of("author@example.com"), "hourly")
    browser, space = signed_in("contributor"), idea.challenge.space
    to = reverse("answers-pace", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert browser.post(to, {"pace": AT_ONCE}).status_code == 302
    assert pace_of(account_of("contributor@example.com")) == AT_ONCE
    assert browser.post(to, {"pace": "hourly"}).status_code == 400


def test_looking_at_the_link_stops_nothing_and_one_click_does(idea: Idea, catcher: Catcher) -> None:
    decided(idea)
    an_hour_passes()
    write_letters()
    send_waiting()
    letter, reader = catcher.caught[0].letter, Client(enforce_csrf_checks=True)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1")
    assert link in letter.get_content()
    for ask in (reader.get, reader.head):
        assert ask(link).status_code == 200
    assert pace_of(account_of("author@example.com")) != NEVER
    assert reader.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert pace_of(account_of("author@example.com")) == NEVER


def a_voice(tenant: Tenant, address: str, *, news: bool = True) -> tuple[str, str]:
    """Return a response of the workspace and its theme, its person having left an address."""
    workspace = Workspace.open(Path(tenant.folder))
    rows = workspace.table("opinions").to_pylist()
    row = next(one for one in rows if one["theme"])
    contact = Contact(address, answer=True, news=news, given_on=date(2026, 5, 1))
    keep_contacts(workspace, {row["response_id"]: contact})
    return row["response_id"], row["theme"]


def test_the_voices_behind_are_told_where_they_asked_for_news(
    tenant: Tenant, idea: Idea, catcher: Catcher
) -> None:
    response, theme = a_voice(tenant, "voice@example.com")
    Decision.objects.filter(pk=decided(idea).pk).update(theme=theme)
    assert spread() == 0, "a decision waits a little"
    Step.objects.update(at=timezone.now() - timedelta(hours=1))
    assert spread() == 1
    assert spread() == 0
    write_letters()
    send_waiting()
    (caught,) = [one for one in catcher.caught if one.to == "voice@example.com"]
    assert "you asked what would become of your voice" in caught.letter.get_content()
    assert "You proposed" not in caught.letter.get_content()
    link = caught.letter["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1")
    assert link in caught.letter.get_content()
    reader = Client(enforce_csrf_checks=True)
    reader.get(link)
    assert not Left.objects.exists()
    assert reader.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Left.objects.count() == 1
    assert "voice@example.com" not in str(list(Return.objects.values()))
    decision = Decision.objects.get()
    advance(decision, "done", "It is done", by=seat_at(idea.challenge.space).account)
    Step.objects.update(at=timezone.now() - timedelta(hours=1))
    assert spread() == 0
    assert Return.objects.filter(response_id=response).count() == 1


def test_what_is_decided_of_a_place_is_told_to_its_voices_and_no_other(
    tenant: Tenant, idea: Idea
) -> None:
    response, theme = a_voice(tenant, "voice@example.com")
    rows = Workspace.open(Path(tenant.folder)).table("responses").to_pylist()
    (row,) = [one for one in rows if one["response_id"] == response]
    here = dict(row["attributes"])["Ville"]
    decision = Decision.objects.filter(pk=decided(idea).pk)
    filed = Filed(Label("Waiting", "Attente"), Message("neither"))
    reading = Reading(True, True, {theme: filed}, {"Ville": here})
    elsewhere = Reading(True, True, {theme: filed}, {"Ville": "Elsewhere"})

    decision.update(attribute="Ville", value="Elsewhere", theme=theme)
    an_hour_passes()
    assert spread() == 0
    assert not decisions_told(tenant, response, reading)
    assert decisions_told(tenant, response, elsewhere)

    decision.update(value=here, theme="")
    Step.objects.update(spread=False)
    assert spread() == 1
    (told,) = decisions_told(tenant, response, reading)
    assert here not in str(told.said), "a place may be a seller's name"
    assert not decisions_told(tenant, response, elsewhere)


def test_what_an_insight_is_about_tells_whose_voices_are_behind() -> None:
    size = {"measure": "nps", "size": -9.0, "low": -12.0, "high": -6.0, "n": 300}
    gap = Claim("gap", **size, attribute="Ville", value="Nantes")
    assert behind_claim(gap) == Behind("", "Ville", "Nantes")
    there = Claim("gap", **size, theme="price", attribute="Ville", value="Nantes")
    assert behind_claim(there) == Behind("price", "Ville", "Nantes")
    lead = Claim("lead", **size, theme="price", attribute="Ville", value="checkout")
    assert behind_claim(lead) == Behind("price")
    assert not Behind().holds(Reading(True, True, {}, {"Ville": "Nantes"}))


def test_who_did_not_ask_for_news_is_not_written_to(
    tenant: Tenant, idea: Idea, catcher: Catcher
) -> None:
    _, theme = a_voice(tenant, "quiet@example.com", news=False)
    Decision.objects.filter(pk=decided(idea).pk).update(theme=theme)
    an_hour_passes()
    assert spread() == 0
    write_letters()
    send_waiting()
    assert {one.to for one in catcher.caught} == {"author@example.com"}


def test_who_takes_part_with_the_same_address_is_told_once(
    tenant: Tenant, idea: Idea, catcher: Catcher
) -> None:
    _, theme = a_voice(tenant, "Author@Example.com")
    Decision.objects.filter(pk=decided(idea).pk).update(theme=theme)
    an_hour_passes()
    assert spread() == 0
    write_letters()
    send_waiting()
    assert len(catcher.caught) == 1


def test_a_forged_link_leaves_nothing(db: None) -> None:  # noqa: ARG001
    to = reverse("answers-leave", kwargs={"token": "forged"})
    assert Client().post(to).status_code == 404


def test_receipts_tell_what_was_decided(tenant: Tenant, idea: Idea) -> None:
    response, _ = a_voice(tenant, "voice@example.com")
    reading = Reading(True, True, {})
    assert not decisions_told(tenant, response, reading)
    workspace = Workspace.open(Path(tenant.folder))
    voice = next(
        one["voice_id"]
        for one in workspace.table("voices").to_pylist()
        if one["response_id"] == response
    )
    space = idea.challenge.space
    case = open_case(tenant, voice, by=seat_at(space).account)
    decision = decide_case(case, given(space, "adopt"), by=seat_at(space).account)
    advance(decision, "done", "Open since Monday", by=seat_at(space).account)
    told = decisions_told(tenant, response, reading)
    assert [one.words for one in told] == [
        "Four shops try it\nWe do not know yet if it shortens the wait",
        "Open since Monday",
    ]
    assert not decisions_told(tenant, "0" * 32, reading)


def test_an_erasure_removes_what_a_person_was_told(
    tenant: Tenant, idea: Idea, catcher: Catcher
) -> None:
    workspace = Workspace.open(Path(tenant.folder))
    response, theme = a_voice(tenant, "a.martin@example.com")
    decision = decided(idea, reason="As a.martin@example.com said")
    Decision.objects.filter(pk=decision.pk).update(theme=theme)
    Return.objects.create(step=decision.steps.get(), response_id=response)
    an_hour_passes()
    write_letters()
    assert not catcher.caught
    forget(workspace, "a.martin@example.com")
    decision.refresh_from_db()
    assert "martin" not in decision.reason


def test_what_is_said_in_a_closed_space_stays_in_it(
    tenant: Tenant, idea: Idea, catcher: Catcher
) -> None:
    response, theme = a_voice(tenant, "voice@example.com")
    decision = decided(idea, reason="Between us")
    Decision.objects.filter(pk=decision.pk).update(theme=theme)
    type(idea.challenge.space).objects.update(opening="invitation")
    advance(decision, "doing", "Among ourselves", by=seat_at(idea.challenge.space).account)
    an_hour_passes()
    assert spread() == 0
    write_letters()
    send_waiting()
    assert {one.to for one in catcher.caught} == {"author@example.com"}
    reading = Reading(True, True, {theme: Filed(Label("Waiting", "Attente"), Message("neither"))})
    told = decisions_told(tenant, response, reading)
    assert len(told) == 2
    assert [one.words for one in told] == ["", ""]
