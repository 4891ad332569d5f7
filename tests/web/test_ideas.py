"""Ideas: proposed in one field, found near others, listed so that each has its chance."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rebond_web.audit.models import Entry
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.models import Idea, Support, Version
from rebond_web.spaces.models import Moderation, Space

TakesPart = Callable[..., Client]
QUEUE = "Une seule file pour toutes les caisses. On avance tout le temps."


def at(of: Challenge, name: str, **more: object) -> str:
    space = of.space
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.slug, **more})


def propose(browser: Client, challenge: Challenge, text: str = QUEUE, **more: str) -> Idea:
    to = at(challenge, "propose", challenge=challenge.pk)
    answer = browser.post(to, {"text": text, "action": "send", **more})
    assert answer.status_code == 302, answer.content.decode()
    return Idea.objects.latest("pk")


def test_one_field_is_enough_and_the_title_is_drawn_from_it(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    idea = propose(takes_part("Nadia"), challenge)
    assert (idea.title, idea.state) == ("Une seule file pour toutes les caisses", State.PUBLISHED)
    assert Version.objects.get(idea=idea).text == QUEUE
    page = Client().get(at(challenge, "idea", idea=idea.pk)).content.decode()
    assert "Nadia" in page
    assert "On avance tout le temps" in page
    line = Entry.objects.get(action="idea proposed")
    assert (line.subject, line.tenant) == (str(idea.pk), challenge.space.tenant_id)


def test_who_has_not_joined_is_led_to_joining_and_back(challenge: Challenge) -> None:
    to = at(challenge, "propose", challenge=challenge.pk)
    for ask in (Client().get, Client().post):
        assert ask(to)["Location"] == f"{at(challenge, 'join')}?back={to.replace('/', '%2F')}"


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_what_says_nothing_or_too_much_is_refused_and_what_was_typed_stays(
    takes_part: TakesPart, challenge: Challenge, text: str
) -> None:
    to = at(challenge, "propose", challenge=challenge.pk)
    answer = takes_part("Nadia").post(to, {"text": text, "action": "send", "need": "urgent"})
    assert answer.status_code == 400
    assert "urgent" in answer.content.decode()
    assert not Idea.objects.exists()


def test_nothing_is_proposed_outside_the_phases(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    Period.objects.filter(challenge=challenge, phase__in=("propose", "rebound")).delete()
    to = at(challenge, "propose", challenge=challenge.pk)
    browser = takes_part("Nadia")
    assert browser.post(to, {"text": QUEUE, "action": "send"}).status_code == 400
    assert 'name="text"' not in browser.get(to).content.decode()
    assert not Idea.objects.exists()


def test_a_challenge_not_opened_takes_no_idea(takes_part: TakesPart, challenge: Challenge) -> None:
    Challenge.objects.filter(pk=challenge.pk).update(opened=None)
    to = at(challenge, "propose", challenge=challenge.pk)
    assert takes_part("Nadia").post(to, {"text": QUEUE, "action": "send"}).status_code == 404


def test_looking_before_sending_shows_the_ideas_that_say_the_same(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    first = propose(takes_part("Nadia"), challenge)
    browser, to = takes_part("Karim"), at(challenge, "propose", challenge=challenge.pk)
    given = {"text": "Une file unique pour toutes les caisses du magasin", "action": "look"}
    page = browser.post(to, given).content.decode()
    assert at(challenge, "idea", idea=first.pk) in page
    assert Idea.objects.filter(state=State.PUBLISHED).count() == 1
    assert browser.post(to, {**given, "action": "send"}).status_code == 302
    assert Idea.objects.filter(state=State.PUBLISHED).count() == 2
    assert not Idea.objects.filter(state=State.DRAFT).exists()


def test_an_idea_like_no_other_goes_at_once(takes_part: TakesPart, challenge: Challenge) -> None:
    to = at(challenge, "propose", challenge=challenge.pk)
    answer = takes_part("Nadia").post(to, {"text": QUEUE, "action": "look"})
    assert answer.status_code == 302
    assert Idea.objects.get().state == State.PUBLISHED


def test_what_is_typed_is_kept_and_answered_with_ideas_near_it(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    propose(takes_part("Nadia"), challenge)
    browser, to = takes_part("Karim"), at(challenge, "propose", challenge=challenge.pk)
    typed = {"text": "Une file unique aux caisses", "action": "typed"}
    piece = browser.post(to, typed, headers={"HX-Request": "true"}).content.decode()
    assert "Une seule file" in piece
    assert "<html" not in piece
    assert "Une file unique aux caisses" in browser.get(to).content.decode()
    draft = Idea.objects.get(state=State.DRAFT)
    for other in (Client(), takes_part("Nadia 2")):
        assert other.get(at(challenge, "idea", idea=draft.pk)).status_code == 404
    assert (
        "Une file unique aux caisses" not in Client().get(at(challenge, "ideas")).content.decode()
    )
    browser.post(to, {"text": "", "action": "typed"})
    assert not Idea.objects.filter(state=State.DRAFT).exists()


def test_a_new_idea_is_found_at_once_and_a_withdrawn_one_no_longer(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    browser = takes_part("Nadia")
    one = propose(browser, challenge)
    other = propose(browser, challenge, "Des sièges pour attendre près de la boulangerie")
    listed = at(challenge, "ideas")
    for words, found in (("caisse", one), ("sieges boulangerie", other)):
        page = Client().get(listed, {"q": words}).content.decode()
        assert at(challenge, "idea", idea=found.pk) in page
    browser.post(at(challenge, "idea-withdraw", idea=other.pk))
    page = Client().get(listed, {"q": "sieges boulangerie"}).content.decode()
    assert at(challenge, "idea", idea=other.pk) not in page
    assert Client().get(at(challenge, "idea", idea=other.pk)).status_code == 404


def test_an_author_withdraws_even_once_the_space_is_closed(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea, other = propose(author, challenge), takes_part("Karim")
    Space.objects.update(closed=True)
    to = at(challenge, "idea-withdraw", idea=idea.pk)
    assert other.post(to).status_code == 404
    assert Client().post(to).status_code == 404
    assert author.get(to).status_code == 200
    assert author.post(to).status_code == 302
    assert author.post(to).status_code == 404
    assert Client().get(at(challenge, "idea", idea=idea.pk)).status_code == 404
    assert author.get(at(challenge, "propose", challenge=challenge.pk)).status_code == 404


def test_where_somebody_looks_first_an_idea_waits(
    takes_part: TakesPart, challenge: Challenge, space: Space
) -> None:
    Space.objects.filter(pk=space.pk).update(moderation=Moderation.BEFORE)
    browser = takes_part("Nadia")
    idea = propose(browser, challenge)
    assert idea.state == State.WAITING
    page = at(challenge, "idea", idea=idea.pk)
    assert browser.get(page).status_code == 200
    assert Client().get(page).status_code == 404
    assert idea.title not in Client().get(at(challenge, "ideas")).content.decode()


def test_support_is_one_each_and_withdrawn_as_easily(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    idea = propose(takes_part("Nadia"), challenge)
    browser, to = takes_part("Karim", "Équipes"), at(challenge, "idea-support", idea=idea.pk)
    for _ in range(2):
        assert browser.post(to, {"wanted": "1"}).status_code == 302
    assert Support.objects.filter(idea=idea).count() == 1
    page = browser.get(at(challenge, "idea", idea=idea.pk), headers={"Accept-Language": "en"})
    assert "One person supports it" in page.content.decode()
    browser.post(to, {"wanted": "0"})
    assert not Support.objects.exists()


def test_the_order_is_drawn_for_each_visitor_and_holds_from_page_to_page(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    for number in range(45):
        propose(author, challenge, f"Idée {number} sur la manière d’attendre moins longtemps")
    readers = [takes_part(f"Reader {n}") for n in range(3)]
    orders = []
    for reader in readers:
        found: list[str] = []
        for page in (1, 2, 3):
            said = reader.get(at(challenge, "ideas"), {"page": str(page)}).content.decode()
            found += [part.split("<", 1)[0] for part in said.split('dir="auto">Idée ')[1:]]
        orders.append(found[::2] if len(found) == 90 else found)
    assert all(len(set(order)) == 45 for order in orders)
    assert len({tuple(order) for order in orders}) == 3


def test_a_list_of_many_ideas_asks_as_many_questions_as_one_of_few(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    propose(author, challenge)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            author.get(at(challenge, "ideas"))
        asked.append(len(queries))
        for number in range(15):
            propose(author, challenge, f"Idée {number} pour attendre moins longtemps en caisse")
    assert asked[1] <= asked[0]
