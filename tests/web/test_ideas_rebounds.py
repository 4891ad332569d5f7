"""Rebounds, versions and merges: credited, answered, undone; no support moves without its owner."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_ideas import at, propose

from rebond_web.audit.models import Entry
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.differences import CAME, GONE, SAME, differences
from rebond_web.ideas.lineage import drawing_of, turns_of
from rebond_web.ideas.models import Coauthor, Idea, Merge, Rebound, Support, Version
from rebond_web.spaces.given import gifts_of
from rebond_web.spaces.models import Moderation, Participant, Public, Space

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def before_choosing(challenge: Challenge) -> None:
    """Ideas do not change while people choose among them: nobody does yet."""
    Period.objects.filter(challenge=challenge, phase="choose").delete()


def rebound(browser: Client, idea: Idea, kind: str, text: str, **more: object) -> Rebound:
    to = at(idea.challenge, "idea-rebound", idea=idea.pk)
    answer = browser.post(to, {"kind": kind, "text": text, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Rebound.objects.latest("pk")


def decide(browser: Client, one: Rebound, **given: object) -> int:
    to = at(one.challenge, "rebound", idea=one.idea_id, rebound=one.pk)
    return browser.post(to, given).status_code


def page_of(idea: Idea, browser: Client | None = None, **given: str) -> str:
    to = at(idea.challenge, "idea", idea=idea.pk)
    answer = (browser or Client()).get(to, given, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", ["enrich", "counter", "ask"])
def test_a_rebound_is_drawn_and_credited(
    takes_part: TakesPart, challenge: Challenge, kind: str
) -> None:
    idea = propose(takes_part("Nadia"), challenge)
    one = rebound(takes_part("Karim", "Équipes"), idea, kind, "Avec quelqu’un qui oriente")
    rebound(takes_part("Paul"), idea, "ask", "Et les chariots ?", onto=one.pk)
    page = page_of(idea)
    assert "Karim</bdi>, <bdi>Équipes" in page
    assert '<svg class="plot"' in page
    assert "onto 2" in page
    assert ("l-ask" if kind == "ask" else "l-against" if kind == "counter" else "l-arc") in page


def test_two_ideas_are_combined_when_the_other_is_named(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea, other = propose(author, challenge), propose(author, challenge, "Afficher le temps")
    to, given = at(challenge, "idea-rebound", idea=idea.pk), {"kind": "combine", "text": "Les deux"}
    browser = takes_part("Karim")
    for wrong in ("", "999", "x", str(idea.pk)):
        assert browser.post(to, {**given, "combined": wrong}).status_code == 400
    one = rebound(browser, idea, "combine", "Les deux", combined=other.pk)
    assert one.combined_id == other.pk
    assert "l-combine" in page_of(idea)
    author.post(at(challenge, "idea-withdraw", idea=other.pk))
    assert "Afficher le temps" not in page_of(idea)


@pytest.mark.parametrize(
    ("kind", "text"), [("shout", "x"), ("reply", "x"), ("enrich", " "), ("enrich", "x" * 2001)]
)
def test_a_rebound_that_means_nothing_is_refused(
    takes_part: TakesPart, challenge: Challenge, kind: str, text: str
) -> None:
    idea = propose(takes_part("Nadia"), challenge)
    to = at(challenge, "idea-rebound", idea=idea.pk)
    assert takes_part("Karim").post(to, {"kind": kind, "text": text}).status_code == 400
    assert not Rebound.objects.exists()


def test_taking_a_rebound_makes_a_version_and_credits_its_author(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    one = rebound(takes_part("Karim"), idea, "counter", "Une longue file fait peur")
    new = {"action": "take", "title": idea.title, "text": f"{idea.text} Le temps est affiché."}
    assert decide(author, one, action="take", title=idea.title, text=idea.text) == 400
    assert decide(author, one, **new) == 302
    assert decide(author, one, **new) == 400, "it was answered already"
    one.refresh_from_db()
    assert one.taken == 2
    assert Coauthor.objects.get(idea=idea).participant.name == "Karim"
    page = page_of(idea)
    assert "one objection became an improvement" in page
    assert "with <bdi>Karim</bdi>" in page


def test_declining_gives_a_word_that_all_see(takes_part: TakesPart, challenge: Challenge) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    one = rebound(takes_part("Karim"), idea, "enrich", "Un vigile au bout")
    assert decide(author, one, action="decline", word=" ") == 400
    assert decide(author, one, action="decline", word="Merci, mais il n’y a pas la place") == 302
    page = page_of(idea)
    assert "pas la place" in page
    assert "thanks, without taking it in" in page


@pytest.mark.parametrize("action", ["take", "decline", "reply", "withdraw"])
def test_nobody_else_decides_of_a_rebound(
    takes_part: TakesPart, challenge: Challenge, action: str
) -> None:
    author, karim = takes_part("Nadia"), takes_part("Karim")
    one = rebound(karim, propose(author, challenge), "enrich", "Un vigile au bout")
    given = {"action": action, "text": "Tout autre chose", "word": "non"}
    allowed = karim if action == "withdraw" else author
    for browser in ({author, karim} - {allowed}) | {takes_part("Paul")}:
        assert decide(browser, one, **given) == 404
    assert Rebound.objects.get().state == State.PUBLISHED
    assert decide(allowed, one, **given) == 302


def test_an_idea_changes_by_its_author_alone_and_while_one_proposes(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    to, new = at(challenge, "idea-edit", idea=idea.pk), {"action": "save", "text": "Autre chose"}
    assert takes_part("Karim").get(to).status_code == 404
    assert takes_part("Paul").post(to, new).status_code == 404
    Period.objects.filter(challenge=challenge, phase__in=("propose", "rebound")).delete()
    assert author.post(to, new).status_code == 400
    idea.refresh_from_db()
    assert idea.version == 1


def test_an_earlier_version_comes_back_as_a_new_one(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    first = idea.text
    edit, versions = (at(challenge, name, idea=idea.pk) for name in ("idea-edit", "idea-versions"))
    author.post(edit, {"action": "save", "title": idea.title, "text": "Deux files"})
    shown = Client().get(versions).content.decode()
    assert "<ins>Deux" in shown
    assert "<del>" in shown
    for wrong in ("", "9", "x", "9" * 40):
        assert author.post(versions, {"number": wrong}).status_code == 400
    assert Client().post(versions, {"number": "1"}).status_code == 404
    assert author.post(versions, {"number": "1"}).status_code == 302
    idea.refresh_from_db()
    assert (idea.text, idea.version) == (first, 3)
    assert Version.objects.get(idea=idea, number=3).restores == 1
    assert Version.objects.get(idea=idea, number=2).text == "Deux files"


def test_differences_give_both_texts_back() -> None:
    before, after = "Une file, comme à la poste.", "Une seule file. Comme partout"
    runs = differences(before, after)
    assert "".join(one.words for one in runs if one.change in (SAME, GONE)) == before
    assert "".join(one.words for one in runs if one.change in (SAME, CAME)) == after


def test_a_long_lineage_keeps_in_its_drawing_what_was_taken(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author, karim = takes_part("Nadia"), takes_part("Karim")
    idea = propose(author, challenge)
    taken = rebound(karim, idea, "enrich", "Première chose")
    decide(author, taken, action="take", title=idea.title, text="Avec la première chose")
    for number in range(30):
        rebound(karim, idea, "ask", f"Question {number} ?")
    idea.refresh_from_db()
    turns = turns_of(idea, idea.rebounds.order_by("pk"), idea.versions.order_by("number"))
    drawing = drawing_of(turns)
    assert drawing is not None
    assert [dot.number for dot in drawing.dots][:3] == [1, 2, 3]
    assert (len(drawing.dots), drawing.left_out) == (12, 21)
    first, second = page_of(idea), page_of(idea, page="2")
    assert "Question 1 ?" in first
    assert "Question 29 ?" not in first
    assert "Question 29 ?" in second


def two(takes_part: TakesPart, challenge: Challenge) -> tuple[Idea, Idea, Client, Client]:
    nadia, paul = takes_part("Nadia"), takes_part("Paul")
    part = propose(nadia, challenge)
    return part, propose(paul, challenge, "Une file unique, comme à la poste"), nadia, paul


def merge(browser: Client, idea: Idea, action: str, **more: object) -> int:
    to = at(idea.challenge, "idea-merge", idea=idea.pk)
    return browser.post(to, {"action": action, **more}).status_code


def test_two_ideas_become_one_when_both_authors_agree_and_supports_stay(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    part, whole, nadia, paul = two(takes_part, challenge)
    karim, lea = takes_part("Karim"), takes_part("Léa")
    for one in (karim, lea):
        one.post(at(challenge, "idea-support", idea=part.pk), {"wanted": "1"})
    assert merge(nadia, part, "ask", other=whole.pk) == 302
    part.refresh_from_db()
    assert part.merged_into_id is None, "one author has not answered"
    asked = gifts_of(Participant.objects.get(name="Paul"))
    assert at(challenge, "idea-merge", idea=part.pk) in [gift.address for gift in asked]
    assert merge(karim, whole, "agree") == 404
    assert merge(nadia, part, "agree") == 404, "she agreed by asking, and not for him"
    assert merge(paul, whole, "agree") == 302
    part.refresh_from_db()
    assert part.merged_into_id == whole.pk
    assert Coauthor.objects.get(idea=whole).participant.name == "Nadia"
    assert Support.objects.filter(idea=part).count() == 2, "no support moves by itself"
    assert "moves only if you say so" in page_of(part, karim)
    assert karim.post(at(challenge, "idea-move", idea=part.pk), {"move": "1"}).status_code == 302
    assert lea.post(at(challenge, "idea-move", idea=part.pk), {"move": "0"}).status_code == 302
    assert Support.objects.get(idea=whole).participant.name == "Karim"
    assert Support.objects.get(idea=part).participant.name == "Léa"
    assert part.title not in Client().get(at(challenge, "ideas")).content.decode()


def test_undoing_gives_both_ideas_and_every_support_back(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    part, whole, nadia, paul = two(takes_part, challenge)
    karim = takes_part("Karim")
    karim.post(at(challenge, "idea-support", idea=part.pk), {"wanted": "1"})
    merge(nadia, part, "ask", other=whole.pk)
    merge(paul, whole, "agree")
    karim.post(at(challenge, "idea-move", idea=part.pk), {"move": "1"})
    assert merge(karim, part, "undo") == 404
    assert merge(paul, part, "undo") == 302
    part.refresh_from_db()
    assert part.merged_into_id is None
    given = Support.objects.get()
    assert (given.idea_id, given.moved_from_id) == (part.pk, None)
    assert not Coauthor.objects.exists()
    assert merge(nadia, part, "ask", other=whole.pk) == 302, "it may be asked again"


def test_one_author_who_refuses_ends_it(takes_part: TakesPart, challenge: Challenge) -> None:
    part, whole, nadia, paul = two(takes_part, challenge)
    merge(nadia, part, "ask", other=whole.pk)
    assert merge(paul, whole, "refuse") == 302
    assert Merge.objects.get().ended is not None
    part.refresh_from_db()
    assert part.merged_into_id is None


def test_who_runs_the_space_asks_both_authors(
    takes_part: TakesPart, challenge: Challenge, signed_in: SignedIn
) -> None:
    part, whole, nadia, paul = two(takes_part, challenge)
    assert merge(signed_in("manager", "Ville = Laval"), part, "ask", other=whole.pk) == 404
    assert merge(takes_part("Karim"), part, "ask", other=whole.pk) == 404
    assert merge(signed_in("analyst"), part, "ask", other=whole.pk) == 302
    assert merge(nadia, part, "agree") == 302
    part.refresh_from_db()
    assert part.merged_into_id is None
    assert merge(paul, part, "agree") == 302
    part.refresh_from_db()
    assert part.merged_into_id == whole.pk


def test_no_idea_changes_nor_is_merged_while_people_choose(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    part, whole, nadia, _ = two(takes_part, challenge)
    one = rebound(takes_part("Karim"), part, "enrich", "Un vigile au bout")
    Period.objects.filter(challenge=challenge, phase="answer").update(phase="choose")
    assert merge(nadia, part, "ask", other=whole.pk) == 400
    to = at(challenge, "idea-edit", idea=part.pk)
    assert nadia.post(to, {"action": "save", "text": "Tout autre chose"}).status_code == 400
    assert decide(nadia, one, action="take", text="Tout autre chose") == 400
    part.refresh_from_db()
    assert (part.version, part.merged_into_id, Merge.objects.count()) == (1, None, 0)


def test_each_change_leaves_a_line_without_content(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    one = rebound(takes_part("Karim"), propose(author, challenge), "enrich", "Un vigile")
    decide(author, one, action="decline", word="Merci, pas la place")
    lines = set(Entry.objects.values_list("action", "subject"))
    assert {("rebound given", str(one.pk)), ("rebound declined", str(one.pk))} <= lines
    assert not any("vigile" in subject for _, subject in lines)
    assert Participant.objects.count() == 2


def test_a_page_of_many_rebounds_asks_as_many_questions_as_one_of_few(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    asked = []
    for step in range(2):
        for number in range(1 + 9 * step):
            browser = takes_part(f"Reader {step} {number}")
            one = rebound(browser, idea, "enrich", f"Ajout numéro {step} {number}")
            decide(author, one, action="reply", word="Merci")
            browser.post(at(challenge, "idea-support", idea=idea.pk), {"wanted": "1"})
        with CaptureQueriesContext(connection) as queries:
            page_of(idea, author)
        asked.append(len(queries))
    assert asked[1] <= asked[0]


def test_where_somebody_looks_first_a_change_waits_too(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    Space.objects.update(moderation=Moderation.BEFORE)
    edit = at(challenge, "idea-edit", idea=idea.pk)
    assert author.post(edit, {"action": "save", "text": "Tout autre chose"}).status_code == 302
    assert Client().get(at(challenge, "idea", idea=idea.pk)).status_code == 404
    assert "Tout autre chose" in page_of(idea, author)


@pytest.mark.parametrize("name", ["idea-support", "idea-rebound", "idea-move"])
def test_what_only_writes_is_not_read(
    takes_part: TakesPart, challenge: Challenge, name: str
) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    assert author.get(at(challenge, name, idea=idea.pk)).status_code == 405


def test_an_idea_of_another_space_is_not_there(takes_part: TakesPart, challenge: Challenge) -> None:
    author = takes_part("Nadia")
    idea = propose(author, challenge)
    other = Space.objects.create(
        tenant=challenge.space.tenant, slug="other", name="Other", token="2345678999"
    )
    public = Public.objects.create(space=other, name="Clients", stakeholder="customer")
    there = {"slug": other.tenant.slug, "space": other.slug}
    author.post(reverse("join", kwargs=there), {"public": public.pk})
    for name in ("idea", "idea-edit", "idea-versions", "idea-merge", "idea-withdraw"):
        assert author.get(reverse(name, kwargs={**there, "idea": idea.pk})).status_code == 404
    for name in ("idea-support", "idea-rebound", "idea-move"):
        assert author.post(reverse(name, kwargs={**there, "idea": idea.pk})).status_code == 404


def test_a_rebound_is_kept_as_it_is_typed_for_its_author_alone(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    idea = propose(takes_part("Nadia"), challenge)
    karim, to = takes_part("Karim"), at(challenge, "idea-rebound", idea=idea.pk)
    typed = {"action": "typed", "kind": "ask", "text": "Et les chariots d’arbres"}
    assert "Draft kept" in karim.post(to, typed, headers={"Accept-Language": "en"}).content.decode()
    karim.post(to, {**typed, "text": "Et les chariots d’arbres ?"})
    assert "chariots d’arbres ?" in page_of(idea, karim)
    assert "chariots" not in page_of(idea)
    one = rebound(karim, idea, "ask", "Et les chariots d’arbres ?")
    assert Rebound.objects.get() == one
    karim.post(to, {**typed, "text": one.text})
    assert Rebound.objects.count() == 1, "what came late is not kept again"
    karim.post(to, {**typed, "text": "x"})
    karim.post(to, {**typed, "text": ""})
    assert Rebound.objects.count() == 1
