"""Moderation: who looks, what is told to whom, another look, the public log, reports."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mail_catcher import Catcher, start
from pytest_django import DjangoAssertNumQueries

from rebond_web.accounts.actions import account_of
from rebond_web.audit.models import Entry
from rebond_web.challenges.contributions import State, move, submit
from rebond_web.challenges.models import Challenge
from rebond_web.house import House
from rebond_web.ideas.models import Idea
from rebond_web.mail.models import Letter
from rebond_web.mail.sending import send_waiting
from rebond_web.moderation.actions import ENDS, end_exclusions
from rebond_web.moderation.models import Appeal, Held, Notice, Ruling
from rebond_web.spaces.given import erase_all
from rebond_web.spaces.models import Moderation, Participant, Space
from rebond_web.statements.models import Statement
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def mail() -> Iterator[Catcher]:
    """Return a mail server that keeps what the site sends."""
    caught, server = start()
    caught.configure(House.current().path)
    yield caught
    House.current().settings.unlink(missing_ok=True)
    server.shutdown()
    server.server_close()


UNKIND = "Ces c0nn@rds de la caisse"


def written(challenge: Challenge, text: str, author: Participant | None = None) -> Idea:
    """Return an idea sent by a participant, published or waiting as the space asks."""
    idea = Idea(challenge=challenge, author=author, language="fr", title=text[:60], text=text)
    submit(idea)
    return idea


def nadia_of(space: Space) -> Participant:
    return Participant.objects.get(space=space, name="Nadia")


def address(name: str, space: Space, **more: object) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.pk, **more})


def public(name: str, space: Space, **more: object) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.slug, **more})


def decide(browser: Client, idea: Idea, do: str, **more: str) -> int:
    to = address("moderate", idea.challenge.space, kind="idea", number=idea.pk)
    return browser.post(to, {"do": do, **more}, headers=ENGLISH).status_code


def refuse(browser: Client, idea: Idea) -> int:
    return decide(browser, idea, "refuse", ground="insult", words="Deux personnes sont insultées.")


def seen(idea: Idea) -> str:
    return Idea.objects.get(pk=idea.pk).state


def test_what_is_flagged_waits_and_the_rest_is_shown(challenge: Challenge) -> None:
    assert written(challenge, "Ouvrir une caisse de plus").state == State.PUBLISHED
    doubtful = written(challenge, UNKIND)
    assert doubtful.state == State.WAITING
    held = Held.objects.get(kind="idea", number=doubtful.pk)
    assert (held.seen, held.doubts) == ("rule", ["insult"])


def test_a_space_may_look_at_everything_first(challenge: Challenge, signed_in: SignedIn) -> None:
    Space.objects.update(moderation=Moderation.BEFORE)
    challenge.refresh_from_db()
    idea = written(challenge, "Ouvrir une caisse de plus")
    assert idea.state == State.WAITING
    assert decide(signed_in("analyst"), idea, "agree") == 302
    assert seen(idea) == State.PUBLISHED
    assert not Held.objects.exists()
    assert Entry.objects.filter(action="contribution agreed", subject=idea.pk).exists()


def test_the_queue_shows_what_is_doubtful_and_why(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    written(challenge, UNKIND)
    page = signed_in("analyst").get(address("moderation", space), headers=ENGLISH).content.decode()
    assert "One thing waits for your eye" in page
    assert "<mark>c0nn@rds</mark>" in page
    assert ">insult</span>" in page


def test_a_refusal_is_told_to_its_author_with_reasons(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    idea = written(challenge, UNKIND, nadia_of(space))
    assert refuse(signed_in("analyst"), idea) == 302
    assert seen(idea) == State.REFUSED
    told = nadia.get(public("told", space), headers=ENGLISH).content.decode()
    for part in (
        "not shown to others",
        "It insults or despises somebody",
        "Deux personnes sont insultées.",
        "flagged automatically; a person read it",
        "another look, once",
        "dispute settlement body",
    ):
        assert part in told
    assert "refus" in nadia.get(public("moderation-log", space)).content.decode()


def test_a_refusal_without_its_whole_reason_is_not_taken(
    challenge: Challenge, signed_in: SignedIn
) -> None:
    idea, browser = written(challenge, UNKIND), signed_in("analyst")
    assert decide(browser, idea, "refuse", ground="insult", words=" ") == 400
    assert decide(browser, idea, "refuse", ground="rude", words="Non.") == 400
    assert decide(browser, idea, "refuse", ground="hate", words="Appelle à la haine.") == 400
    assert decide(browser, idea, "nothing") == 404
    assert seen(idea) == State.WAITING
    law = "Loi du 29 juillet 1881, article 24"
    assert decide(browser, idea, "refuse", ground="hate", words="Appelle.", law=law) == 302


def test_an_author_who_is_asked_to_change_sends_it_again_and_it_waits(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    takes_part("Nadia")
    idea = written(challenge, UNKIND, nadia_of(space))
    browser = signed_in("analyst")
    assert decide(browser, idea, "change", words="Sans le mot de la fin.") == 302
    assert seen(idea) == State.DRAFT
    again = Idea.objects.get(pk=idea.pk)
    again.title = again.text = "Ouvrir une caisse de plus"
    submit(again)
    assert again.state == State.WAITING
    assert Held.objects.get().seen == "person"
    assert decide(browser, again, "agree") == 302
    assert seen(idea) == State.PUBLISHED


def test_another_look_is_given_by_somebody_else_and_brings_back(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    idea = written(challenge, "Ouvrir une caisse de plus", nadia_of(space))
    shown = idea.published
    analyst = signed_in("analyst")
    refuse(analyst, idea)
    ruling = Ruling.objects.get(verdict="refused")
    asked = {"ruling": ruling.pk, "words": "Je ne nomme personne."}
    assert nadia.post(public("told", space), asked).status_code == 302
    assert nadia.post(public("told", space), asked).status_code == 400  # once
    again = address("hear-again", space, appeal=Appeal.objects.get().pk)
    answer = {"do": "reverse", "words": "En effet, personne n’est nommé."}
    assert analyst.post(again, answer).status_code == 400
    assert signed_in("owner").post(again, {"do": "reverse", "words": ""}).status_code == 400
    assert signed_in("owner").post(again, answer).status_code == 302
    back = Idea.objects.get(pk=idea.pk)
    assert (back.state, back.published) == (State.PUBLISHED, shown)
    assert (
        "the decision is reversed"
        in nadia.get(public("told", space), headers=ENGLISH).content.decode()
    )
    assert not Appeal.objects.get().alone


def test_alone_one_hears_it_again_and_everybody_reads_so(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia, owner = takes_part("Nadia"), signed_in("owner")
    refuse(owner, written(challenge, UNKIND, nadia_of(space)))
    nadia.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    again = address("hear-again", space, appeal=Appeal.objects.get().pk)
    assert owner.post(again, {"do": "keep", "words": "L’insulte y est."}).status_code == 302
    assert (
        "by the same person"
        in nadia.get(public("moderation-log", space), headers=ENGLISH).content.decode()
    )


def test_an_exclusion_is_told_and_ends_on_its_day(
    space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia, owner = takes_part("Nadia"), signed_in("owner")
    to = address("exclude", space, participant=nadia_of(space).pk)
    told = {"ground": "insult", "words": "Trois insultes.", "days": str(ENDS[0])}
    assert owner.post(to, {**told, "days": "3"}).status_code == 400
    assert owner.post(to, told).status_code == 302
    assert owner.post(to, told).status_code == 400  # already
    assert nadia_of(space).excluded
    assert (
        "write nothing more in it until"
        in nadia.get(public("told", space), headers=ENGLISH).content.decode()
    )
    assert end_exclusions() == 0
    Ruling.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert end_exclusions() == 1
    assert not nadia_of(space).excluded
    owner.post(to, {**told, "days": ""})
    assert owner.post(to, {"do": "back"}).status_code == 302
    assert not nadia_of(space).excluded


@pytest.mark.usefixtures("mail")
def test_an_author_with_an_account_is_written_to_in_their_language(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    signed_in("contributor")
    account = account_of("contributor@example.com")
    author = Participant.objects.create(
        space=space, account=account, language="fr", public=space.publics.get(name="Clients")
    )
    refuse(signed_in("analyst"), written(challenge, UNKIND, author))
    letter = Letter.objects.get(account=account)
    assert "une décision sur ce que vous avez écrit" in letter.subject
    assert "Motif de la charte de cet espace" in letter.text
    assert "Deux personnes sont insultées." in letter.text


REPORT = {
    "ground": "personal",
    "why": "On y lit mon numéro.",
    "where": "06 12",
    "name": "Nadia Roux",
    "email": "nadia@example.com",
    "good_faith": "on",
}


def test_anybody_reports_what_they_see_and_reads_what_was_decided(
    challenge: Challenge, space: Space, signed_in: SignedIn, mail: Catcher
) -> None:
    cache.clear()
    idea = written(challenge, "Ouvrir une caisse de plus")
    to = public("report", space, kind="idea", number=idea.pk)
    browser = Client()
    assert browser.get(to, headers=ENGLISH).status_code == 200
    followed = browser.post(to, REPORT)
    assert followed.status_code == 302
    page = browser.get(followed["Location"], headers=ENGLISH).content.decode()
    assert "Your report was received" in page
    assert Letter.objects.get(reader=f"notice:{Notice.objects.get().pk}").language == "en"
    analyst = signed_in("analyst")
    reported = analyst.get(address("moderation", space) + "?which=reported", headers=ENGLISH)
    assert "On y lit mon numéro." in reported.content.decode()
    assert "Nadia Roux" not in reported.content.decode()
    assert decide(analyst, idea, "agree") == 400  # who reported is told why it stays
    assert decide(analyst, idea, "agree", words="Aucun numéro n’y est.") == 302
    page = browser.get(followed["Location"], headers=ENGLISH).content.decode()
    assert "and it stays" in page
    assert "Aucun numéro n’y est." in page
    assert send_waiting() == 2
    assert [one.to for one in mail.caught] == ["nadia@example.com"] * 2
    assert seen(idea) == State.PUBLISHED


@pytest.mark.parametrize("missing", ["ground", "why", "name", "email", "good_faith"])
def test_a_report_says_what_the_law_asks_for(
    challenge: Challenge, space: Space, missing: str
) -> None:
    idea = written(challenge, "Ouvrir une caisse de plus")
    to = public("report", space, kind="idea", number=idea.pk)
    assert Client().post(to, {**REPORT, missing: ""}).status_code == 400
    assert not Notice.objects.exists()


def test_abuse_of_children_is_reported_without_a_name(challenge: Challenge, space: Space) -> None:
    idea = written(challenge, "Ouvrir une caisse de plus")
    to = public("report", space, kind="idea", number=idea.pk)
    anonymous = {**REPORT, "ground": "child", "name": "", "email": ""}
    assert Client().post(to, anonymous).status_code == 302


def test_the_log_counts_and_names_nobody(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    takes_part("Nadia")
    refuse(signed_in("analyst"), written(challenge, UNKIND, nadia_of(space)))
    decide(signed_in("analyst"), written(challenge, "un autre connard", None), "agree")
    page = Client().get(public("moderation-log", space), headers=ENGLISH).content.decode()
    assert "One contribution was refused here, of 2" in page
    assert "under an hour" in page
    for content in ("Nadia", "c0nn@rds", "insultées", "analyst@example.com"):
        assert content not in page


def test_the_queue_asks_as_many_questions_for_twenty_as_for_one(
    challenge: Challenge,
    space: Space,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in("analyst")
    for number in range(20):
        written(challenge, f"{UNKIND} {number}")
        submit(Statement(challenge=challenge, language="fr", text=f"connard {number}"))
    with django_assert_max_num_queries(30):
        assert browser.get(address("moderation", space)).status_code == 200


def test_who_is_forgotten_leaves_a_count_and_no_word(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia = takes_part("Nadia")
    refuse(signed_in("analyst"), written(challenge, UNKIND, nadia_of(space)))
    nadia.post(public("told", space), {"ruling": Ruling.objects.get().pk, "words": "Non."})
    erase_all(nadia_of(space), by=None)
    ruling = Ruling.objects.get()
    assert (ruling.author, ruling.said, ruling.words, ruling.appeal.words) == (None, "", "", "")
    assert ruling.verdict == "refused"


def test_a_participant_is_told_on_the_page_of_the_space(
    challenge: Challenge, space: Space, signed_in: SignedIn, takes_part: TakesPart
) -> None:
    nadia, zoe = takes_part("Nadia"), takes_part("Zoé")
    refuse(signed_in("analyst"), written(challenge, UNKIND, nadia_of(space)))
    link = public("told", space)
    assert link in nadia.get(public("space", space)).content.decode()
    assert link not in zoe.get(public("space", space)).content.decode()


def test_what_its_author_takes_back_is_no_more_to_be_decided(
    challenge: Challenge, space: Space, signed_in: SignedIn
) -> None:
    kept, gone = (written(challenge, f"Ouvrir une caisse {rank}") for rank in (1, 2))
    followed = []
    for idea in (kept, gone):
        to = public("report", space, kind="idea", number=idea.pk)
        followed.append(Client().post(to, REPORT)["Location"])
    move(kept, State.WITHDRAWN)
    gone.delete()
    for address_followed in followed:
        page = Client().get(address_followed, headers=ENGLISH).content.decode()
        assert "taken back by its author" in page
    queue = signed_in("analyst").get(address("moderation", space), headers=ENGLISH)
    assert "Nothing waits for your eye" in queue.content.decode()


@pytest.mark.usefixtures("mail")
def test_who_reported_is_forgotten_with_their_letters(
    challenge: Challenge, space: Space, tenant: Tenant, signed_in: SignedIn
) -> None:
    from rebond.listen.erasure import Forgotten
    from rebond_web.moderation.erasing import forget_in_moderation, held_notices
    from rebond_web.workspaces.access import opened

    idea = written(challenge, "Ouvrir une caisse de plus")
    Client().post(public("report", space, kind="idea", number=idea.pk), REPORT)
    refuse(signed_in("analyst"), written(challenge, f"{UNKIND}, dit Nadia@example.com"))
    nothing: frozenset[str] = frozenset()
    person = Forgotten(frozenset({"Nadia@example.com"}), nothing, nothing, nothing, nothing)
    assert held_notices(opened(tenant.folder), person)[0]["why"] == REPORT["why"]
    assert forget_in_moderation(opened(tenant.folder), person) == 2
    assert "Nadia@" not in Ruling.objects.get().said
    notice = Notice.objects.get()
    assert (notice.name, notice.email, notice.why, notice.where) == ("", "", "", "")
    assert not Letter.objects.filter(reader__startswith="notice").exists()
