"""Deciding of an idea: always with a reason, corrected by another decision, told to everybody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from answers_cast import a_whole_cast, an_idea, decided, given, seat_at, somebody
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.actions import account_of
from rebond_web.answers.actions import advance, decide_idea, measure
from rebond_web.answers.models import Decision, Return, Step
from rebond_web.answers.rates import rate_of
from rebond_web.answers.telling import register_contributors
from rebond_web.answers.waiting import waiting_for
from rebond_web.audit.models import Entry
from rebond_web.ballots.models import Voter
from rebond_web.challenges.contributions import address_of
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.reading.ahead import perimeter_of
from rebond_web.spaces.given import erase_all
from rebond_web.spaces.models import Public, Space
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]


@pytest.fixture
def idea(challenge: Challenge) -> Idea:
    return an_idea(challenge, somebody(challenge.space, "Nadia", "author@example.com"))


def at(space: Space, name: str, **more: object) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.slug, **more})


def form(space: Space, **more: str) -> dict[str, str]:
    return {**vars(given(space)), **more}


def test_everybody_who_took_part_is_told_and_nobody_else(idea: Idea) -> None:
    cast = a_whole_cast(idea)
    decision = decided(idea)
    told = set(Return.objects.values_list("participant", flat=True))
    assert told == {one.pk for way, one in cast.items() if way != "stranger"}
    assert set(Return.objects.values_list("step__decision", flat=True)) == {decision.pk}


def test_each_is_told_how_they_took_part(idea: Idea) -> None:
    cast = a_whole_cast(idea)
    decided(idea)
    how = {
        one.participant_id: " ".join(said["template"] for said in one.how)
        for one in Return.objects.all()
    }
    assert "You proposed it" in how[cast["author"].pk]
    assert "its author took it in" in how[cast["rebounder"].pk]
    assert "You supported it" in how[cast["supporter"].pk]
    assert "You sorted" in how[cast["sorter"].pk]
    assert "You argued" in how[cast["arguer"].pk]
    assert "became a part of it" in how[cast["apart"].pk]
    assert how[cast["voter"].pk] == "You voted in its challenge."


def test_another_application_makes_its_people_known(
    idea: Idea, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rebond.vocabulary import Message
    from rebond_web.answers import telling

    monkeypatch.setattr(telling, "_contributors", {})
    voter = somebody(idea.challenge.space, "Voter")
    register_contributors("roll", lambda _: {voter.pk: Message("You proposed it.")})
    decided(idea)
    assert Return.objects.get().participant_id == voter.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", "  "), ("what", ""), ("kind", "later"), ("owner", "x"), ("due", "soon")],
)
def test_a_decision_without_its_reason_or_what_is_not_taken(
    idea: Idea, field: str, value: str
) -> None:
    with pytest.raises(InputError):
        decided(idea, **{field: value} if field != "kind" else {}, kind="adopt") if (
            field != "kind"
        ) else decided(idea, kind=value)
    assert not Decision.objects.exists()
    assert not Return.objects.exists()


def test_a_refusal_needs_a_reason_and_nothing_else(idea: Idea) -> None:
    space = idea.challenge.space
    blank = given(space, "decline", what="", owner="", due="")
    decision = decide_idea(idea, blank, by=seat_at(space).account)
    assert (decision.state, decision.due, decision.owner) == ("decided", None, None)
    with pytest.raises(InputError):
        advance(decision, "done", "Nothing to carry out", by=seat_at(space).account)


def test_a_correction_stands_beside_what_it_corrects(signed_in: SignedIn, idea: Idea) -> None:
    space = idea.challenge.space
    first = decided(idea, reason="Too fast")
    analyst = signed_in("analyst")
    to = at(space, "decide-idea", idea=idea.pk)
    sent = form(space, kind="decline", reason="The tills are fixed", in_place_of=str(first.pk))
    assert analyst.post(to, sent).status_code == 302
    first.refresh_from_db()
    second = Decision.objects.get(replaces=first)
    assert (first.reason, second.reason) == ("Too fast", "The tills are fixed")
    before = Client().get(at(space, "answer-given", decision=first.pk)).content.decode()
    assert "Too fast" in before
    assert at(space, "answer-given", decision=second.pk) in before
    assert "Too fast" not in Client().get(at(space, "answers")).content.decode()


def test_what_was_decided_meanwhile_is_never_replaced_unread(
    signed_in: SignedIn, idea: Idea
) -> None:
    space = idea.challenge.space
    analyst, to = signed_in("analyst"), at(space, "decide-idea", idea=idea.pk)
    assert analyst.post(to, form(space)).status_code == 302
    first = Decision.objects.get()
    late = analyst.post(to, form(space, reason="I had not seen"))
    assert late.status_code == 400
    assert "I had not seen" in late.content.decode()
    corrected = form(space, in_place_of=str(first.pk))
    assert analyst.post(to, corrected).status_code == 302
    assert analyst.post(to, corrected).status_code == 400
    assert Decision.objects.count() == 2


def test_who_may_not_decide_finds_nothing_to_decide(
    signed_in: SignedIn, takes_part: TakesPart, idea: Idea
) -> None:
    space = idea.challenge.space
    to = at(space, "decide-idea", idea=idea.pk)
    manager = signed_in("manager", "Ville = Nantes")
    browsers = [Client(), takes_part("Paul"), signed_in("contributor"), signed_in("guest"), manager]
    for browser in browsers:
        assert browser.post(to, form(space)).status_code == 404
    decision = decided(idea)
    for browser in browsers:
        for name in ("answer-progress", "answer-effect"):
            told = {"state": "done", "words": "Done"}
            assert browser.post(at(space, name, decision=decision.pk), told).status_code == 404
        page = browser.get(at(space, "answer-given", decision=decision.pk))
        assert page.status_code == 200
        assert "Tell how far it is" not in page.content.decode()
    assert Decision.objects.count() == 1
    assert not Step.objects.exclude(words="").exists()


def test_who_was_named_decides(signed_in: SignedIn, idea: Idea) -> None:
    manager, space = signed_in("manager", "Ville = Nantes"), idea.challenge.space
    seat = Seat.objects.get(account__email="manager@example.com")
    Challenge.objects.filter(pk=idea.challenge_id).update(decider=seat)
    assert manager.post(at(space, "decide-idea", idea=idea.pk), form(space)).status_code == 302


def test_an_idea_of_another_space_is_absent(signed_in: SignedIn, idea: Idea) -> None:
    space = idea.challenge.space
    other = Space.objects.create(tenant=space.tenant, slug="other", name="Other", token="o" * 10)
    Public.objects.create(space=other, name="Clients", stakeholder="customer")
    analyst, decision = signed_in("analyst"), decided(idea)
    assert analyst.post(at(other, "decide-idea", idea=idea.pk), form(space)).status_code == 404
    for name in ("answer-progress", "answer-effect"):
        to = at(other, name, decision=decision.pk)
        assert analyst.post(to, {"state": "done", "words": "x"}).status_code == 404
    assert analyst.get(at(other, "answer-given", decision=decision.pk)).status_code == 404


def test_what_others_do_not_see_is_not_decided(signed_in: SignedIn, idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(state="waiting")
    to = at(idea.challenge.space, "decide-idea", idea=idea.pk)
    assert signed_in("analyst").post(to, form(idea.challenge.space)).status_code == 404


def test_progress_is_told_with_a_word_and_kept(signed_in: SignedIn, idea: Idea) -> None:
    cast, decision = a_whole_cast(idea), decided(idea)
    space, analyst = idea.challenge.space, signed_in("analyst")
    to = at(space, "answer-progress", decision=decision.pk)
    assert analyst.post(to, {"state": "doing", "words": " "}).status_code == 400
    assert analyst.post(to, {"state": "sold", "words": "x"}).status_code == 400
    assert analyst.post(to, {"state": "doing", "words": "<b>Open</b> in Laval"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == "doing"
    assert Return.objects.filter(participant=cast["author"]).count() == 2
    page = Client().get(at(space, "answer-given", decision=decision.pk)).content.decode()
    assert "&lt;b&gt;Open&lt;/b&gt; in Laval" in page


def test_an_effect_bears_a_figure_with_its_interval_and_its_n(idea: Idea) -> None:
    space, decision = idea.challenge.space, decided(idea)
    perimeter, by = perimeter_of(space.tenant, ""), seat_at(space).account
    step = measure(decision, "Fewer people wait", "nps", perimeter, by=by)
    assert step.figure["low"] <= step.figure["value"] <= step.figure["high"]
    browser = Client(headers={"Accept-Language": "en"})
    page = browser.get(at(space, "answer-given", decision=decision.pk)).content.decode()
    assert f"n\u00a0=\u00a0{step.figure['n']}" in page
    with pytest.raises(InputError):
        measure(decision, "Many numbers", "voices by Ville", perimeter, by=by)


def test_nobody_learns_who_supported_or_sorted(takes_part: TakesPart, idea: Idea) -> None:
    a_whole_cast(idea)
    decision = decided(idea)
    browser = takes_part("Curious")
    space = idea.challenge.space
    for page in (at(space, "answers"), at(space, "answer-given", decision=decision.pk)):
        shown = browser.get(page).content.decode()
        assert "Name of the supporter" not in shown
        assert "Name of the sorter" not in shown
        assert "Name of the voter" not in shown
    assert "Name of the rebounder" in shown
    assert "taken into version 2" in shown
    assert "and 4 people who supported, sorted or voted" in shown


def test_a_participant_finds_what_became_of_what_they_gave(
    takes_part: TakesPart, idea: Idea
) -> None:
    browser = takes_part("Paul")
    space = idea.challenge.space
    Idea.objects.filter(pk=idea.pk).update(author=space.participants.get(name="Paul"))
    idea.refresh_from_db()
    decided(idea)
    english = {"Accept-Language": "en"}
    me = browser.get(at(space, "space-me"), headers=english).content.decode()
    assert "One answer to what you gave is new" in me
    page = browser.get(at(space, "answers"), headers=english).content.decode()
    assert 'class="unread"' in page
    assert "You proposed it." in page
    assert 'class="unread"' not in browser.get(at(space, "answers")).content.decode()
    me = browser.get(at(space, "space-me")).content.decode()
    assert "is new" not in me
    assert 'id="yours"' not in Client().get(at(space, "answers")).content.decode()


def test_the_rate_is_honest(challenge: Challenge) -> None:
    page = at(challenge.space, "answers")
    english = Client(headers={"Accept-Language": "en"})
    assert "none was given one yet" in english.get(page).content.decode()
    ideas = [an_idea(challenge, None, f"Idea {rank}") for rank in range(4)]
    assert "None of the 4 ideas" in english.get(page).content.decode()
    for idea in ideas[:3]:
        decided(idea)
    shown = english.get(page).content.decode()
    assert "3 ideas out of 4 were answered" in shown
    assert "75% of 4" in shown
    rate = rate_of(Idea.objects.all())
    assert rate.median == pytest.approx(3.0, abs=0.01)


def test_what_is_late_is_said_to_everybody(challenge: Challenge) -> None:
    an_idea(challenge, None)
    gone = timezone.localdate() - timedelta(days=5)
    challenge.periods.filter(phase="answer").update(opens=gone, closes=gone)
    page = Client(headers={"Accept-Language": "en"}).get(at(challenge.space, "answers"))
    assert "5 days late" in page.content.decode()


def test_who_decides_finds_what_waits_the_first_due_first(
    signed_in: SignedIn, challenge: Challenge
) -> None:
    an_idea(challenge, None, "Waiting idea")
    answered = an_idea(challenge, None, "Answered idea")
    decided(answered)
    analyst = signed_in("analyst")
    to = reverse("decisions", kwargs={"slug": challenge.space.tenant.slug})
    page = analyst.get(to).content.decode()
    assert "Waiting idea" in page
    assert "Answered idea" not in page
    assert "Answered idea" in analyst.get(f"{to}?which=answered").content.decode()
    assert "Waiting idea" not in analyst.get(f"{to}?which=late").content.decode()
    manager = signed_in("manager", "Ville = Nantes").get(to)
    assert "Waiting idea" not in manager.content.decode()


def test_pages_ask_as_many_queries_however_many_answers(
    challenge: Challenge,
    signed_in: SignedIn,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for rank in range(12):
        idea = an_idea(challenge, somebody(challenge.space, f"P{rank}"), f"Idea {rank}")
        if rank % 2:
            decided(idea)
    analyst = signed_in("analyst")
    to = reverse("decisions", kwargs={"slug": challenge.space.tenant.slug})
    for browser, page in ((Client(), at(challenge.space, "answers")), (analyst, to)):
        browser.get(page)
        with django_assert_max_num_queries(14):
            assert browser.get(page).status_code == 200


def test_each_change_leaves_a_line_without_content(idea: Idea) -> None:
    decision = decided(idea, reason="A secret reason")
    advance(decision, "done", "Secret words", by=account_of("owner@example.com"))
    lines = [str(one) for one in Entry.objects.all()]
    assert f"decision taken {decision.pk}" in lines
    assert f"decision done {decision.pk}" in lines
    assert "ecret" not in " ".join(lines)


def test_a_decision_leads_to_its_idea(idea: Idea) -> None:
    decision = decided(idea)
    page = Client().get(at(idea.challenge.space, "answer-given", decision=decision.pk))
    assert address_of(idea) in page.content.decode()


def test_the_count_of_others_stays_that_of_the_day_it_was_decided(idea: Idea) -> None:
    a_whole_cast(idea)
    decision = decided(idea)
    late = somebody(idea.challenge.space, "Late voter")
    Voter.objects.create(election=idea.challenge.election, participant=late)
    page = Client(headers={"Accept-Language": "en"}).get(
        at(idea.challenge.space, "answer-given", decision=decision.pk)
    )
    assert "and 4 people who supported" in page.content.decode()


def test_an_idea_that_became_a_part_is_answered_with_the_whole(
    signed_in: SignedIn, challenge: Challenge
) -> None:
    whole, part = an_idea(challenge, None), an_idea(challenge, None, "A part")
    Idea.objects.filter(pk=part.pk).update(merged_into=whole)
    analyst, space = signed_in("analyst"), challenge.space
    assert analyst.post(at(space, "decide-idea", idea=part.pk), form(space)).status_code == 404
    assert rate_of(Idea.objects.all()).n == 1


def test_home_says_what_waits_for_a_person(idea: Idea, signed_in: SignedIn) -> None:
    assert signed_in("analyst")
    tenant = idea.challenge.space.tenant
    seat = Seat.objects.get(tenant=tenant, account__email="owner@example.com")
    sitting = Sitting(seat, perimeter_of(tenant, ""))
    assert [one.what.template for one in waiting_for(sitting)] == ["idea waits for an answer"]
    decided(idea)
    assert [one.what.template for one in waiting_for(sitting)] == ["plan is yours"]


def test_what_a_participant_was_told_leaves_with_them(idea: Idea) -> None:
    cast = a_whole_cast(idea)
    decided(idea)
    erase_all(cast["supporter"], by=None)
    assert not Return.objects.filter(participant=cast["supporter"]).exists()
    assert Return.objects.filter(participant=cast["author"]).exists()
