"""Challenges are written, from nothing or from an insight, opened, seen at a glance, closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.challenges import outcomes, sections
from rebond_web.challenges.actions import change_challenge, proposed_dates
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.challenges.phases import counts_of, steps_of
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Public, Space
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
EN = {"Accept-Language": "en"}


def _given(**change: str) -> dict[str, str]:
    dates = proposed_dates(timezone.localdate())
    return {"question": "Que changer le samedi ?", "language": "fr", **dates, **change}


def _page(challenge: Challenge) -> str:
    space = challenge.space
    given = {"slug": space.tenant.slug, "space": space.slug, "challenge": challenge.pk}
    return reverse("challenge", kwargs=given)


def _run(space: Space, name: str, **more: int) -> str:
    return reverse(name, kwargs={"slug": space.tenant.slug, "space": space.pk, **more})


def test_a_draft_is_seen_by_those_who_run_the_space_until_it_is_opened(
    signed_in: SignedIn, space: Space
) -> None:
    analyst = signed_in("analyst")
    assert analyst.post(_run(space, "new-challenge"), _given()).status_code == 302
    made = Challenge.objects.get()
    assert Client().get(_page(made)).status_code == 404
    assert analyst.get(_page(made)).status_code == 200
    space_page = reverse("space", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert "Que changer" not in Client().get(space_page).content.decode()
    move = _run(space, "move-challenge", challenge=made.pk)
    assert analyst.post(move, {"to": "open"}).status_code == 302
    assert Client().get(_page(made)).status_code == 200
    told = Entry.objects.order_by("pk").values_list("action", flat=True)
    assert [one for one in told if one.startswith("challenge")] == [
        "challenge made",
        "challenge opened",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"question": " "}, "needs its question"),
        ({"question": "a" * 201}, "more than 200 characters"),
        ({"opens_propose": "2026-13-01"}, "not a date"),
        ({"opens_propose": "2030-01-02", "closes_propose": "2030-01-01"}, "ends after it begins"),
        ({"opens_answer": "", "closes_answer": ""}, "Say by when you answer"),
    ],
)
def test_a_challenge_that_means_nothing_is_refused_with_its_reason(
    signed_in: SignedIn, space: Space, change: dict[str, str], told: str
) -> None:
    browser = signed_in("analyst")
    answer = browser.post(_run(space, "new-challenge"), _given(**change), headers=EN)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("role", ["manager", "contributor", "guest"])
def test_only_those_who_work_write_challenges(
    signed_in: SignedIn, challenge: Challenge, role: str
) -> None:
    browser, space = signed_in(role, "Ville = Nantes"), challenge.space
    assert browser.post(_run(space, "new-challenge"), _given()).status_code == 404
    for name in ("manage-challenge", "move-challenge", "drop-verbatim"):
        to = _run(space, name, challenge=challenge.pk)
        assert browser.post(to, {"to": "closed"}).status_code == 404
    assert Challenge.objects.get().closed is None


def test_the_challenge_of_another_space_is_not_there(
    signed_in: SignedIn, challenge: Challenge
) -> None:
    other = Space.objects.create(
        tenant=challenge.space.tenant, slug="autre", name="Autre", token="2222222222"
    )
    there = {"slug": other.tenant.slug, "space": other.slug, "challenge": challenge.pk}
    assert Client().get(reverse("challenge", kwargs=there)).status_code == 404
    to = _run(other, "manage-challenge", challenge=challenge.pk)
    assert signed_in("analyst").get(to).status_code == 404


def test_the_page_says_what_is_under_way_who_decides_and_what_is_done_with_it(
    challenge: Challenge, owner: Account
) -> None:
    far = timezone.localdate() + timedelta(days=400)
    dates = {f"{end}_{phase}": far.isoformat() for phase in Phase for end in ("opens", "closes")}
    today = timezone.localdate().isoformat()
    dates |= {"opens_sort": today, "closes_sort": today}
    said = {"outcome": "95 000 € sont réservés.", "decider_name": "Marc Tanguy"}
    change_challenge(challenge, _given(**dates, **said), by=owner)
    page = Client().get(_page(challenge), headers=EN).content.decode()
    assert "95 000 € sont réservés." in page
    assert "Decides: Marc Tanguy." in page
    assert page.count('class="done now todo" aria-current="step"') == 1
    assert page.count('class="off todo"') == 4
    assert "Take part" in page


def test_a_phase_that_is_over_says_how_much_it_gathered(challenge: Challenge) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    past = Period.objects.filter(challenge=challenge, phase=Phase.PROPOSE)
    past.update(opens=yesterday, closes=yesterday)
    for state in ("published", "published", "refused", "draft"):
        Idea.objects.create(
            challenge=challenge, language="fr", title="Une idée", text="Une idée", state=state
        )
    found = Challenge.objects.prefetch_related("periods").get(pk=challenge.pk)
    first, second, *_ = steps_of(found, counts_of([found]))
    assert (first.phase, first.is_past, first.is_now, first.gathered) == ("propose", True, False, 2)
    assert (second.phase, second.is_past, second.is_now) == ("rebound", False, True)
    assert "2 ideas" in Client().get(_page(challenge), headers=EN).content.decode()


def test_a_closed_challenge_is_read_under_what_came_of_it(
    signed_in: SignedIn, challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = challenge.space
    move = _run(space, "move-challenge", challenge=challenge.pk)
    signed_in("analyst").post(move, {"to": "closed"})
    challenge.refresh_from_db()
    assert not challenge.runs(Phase.PROPOSE)
    became = {challenge.pk: Message("Late: {n}", {"n": 12})}
    monkeypatch.setattr(outcomes, "_outcomes", {"tried": lambda _: became})
    page = reverse("space", kwargs={"slug": space.tenant.slug, "space": space.slug})
    told = Client().get(page, headers=EN).content.decode()
    assert "Late: 12" in told
    assert "No challenge is open here yet." in told


def test_what_is_done_now_comes_before_the_other_sections(
    challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    Period.objects.filter(challenge=challenge).exclude(phase=Phase.SORT).delete()
    shown = {phase: sections.Section("x.html", {}, phase) for phase in ("propose", "sort", "")}
    made = {name: (rank, lambda *_, one=one: one) for rank, (name, one) in enumerate(shown.items())}
    monkeypatch.setattr(sections, "_of_challenges", made)
    found = sections.challenge_sections(None, None, challenge)  # type: ignore[arg-type]
    assert [one.phase for one in found] == ["sort", "propose", ""]


@pytest.fixture
def at_work(company: Tenant, owner: Account) -> Space:
    made = Space.objects.create(
        tenant=company, slug="atelier", name="L’atelier", token="2345678924", by=owner
    )
    Public.objects.create(space=made, name="Clients", stakeholder="customer")
    return made


def test_an_insight_comes_along_with_its_figures_and_the_words_chosen(
    at_company: SignedIn, at_work: Space
) -> None:
    analyst, slug = at_company("analyst"), at_work.tenant.slug
    home = analyst.get(reverse("home", kwargs={"slug": slug})).content.decode()
    insight = home.partition("/insights/")[2].partition("/")[0]
    to = reverse("challenge-from-insight", kwargs={"slug": slug, "insight": insight})
    page = analyst.get(to)
    assert page.status_code == 200
    voices = [
        part.partition('"')[0]
        for part in page.content.decode().split('name="verbatim" value="')[1:]
    ]
    given = _given(space=str(at_work.pk), language="en")
    sent = {**given, "verbatim": [*voices[:1], "of nobody"]}
    assert analyst.post(to, sent).status_code == 302
    made = Challenge.objects.get(space=at_work)
    evidence = made.evidence
    assert made.insight == insight
    assert evidence["sentence"]
    assert all(figure["n"] > 0 and figure["interval"] for figure in evidence["figures"])
    assert [one["voice"] for one in evidence["verbatims"]] == voices[:1]
    seen = analyst.get(_page(made)).content.decode()
    assert evidence["verbatims"][0]["words"][:20] in seen.replace("&#39;", "'")
    assert voices[0] not in seen, "nothing leads to who spoke"
    about = analyst.get(reverse("insight", kwargs={"slug": slug, "insight": insight}))
    assert "Que changer le samedi ?" in about.content.decode()
    drop = _run(at_work, "drop-verbatim", challenge=made.pk)
    analyst.post(drop, {"rank": "0"})
    made.refresh_from_db()
    assert made.evidence["verbatims"] == []
    manager = at_company("manager", "Région = Ouest")
    assert manager.get(to).status_code == 404


def test_a_challenge_from_an_insight_needs_a_space_of_this_workspace(
    at_company: SignedIn, at_work: Space, space: Space
) -> None:
    analyst, slug = at_company("analyst"), at_work.tenant.slug
    home = analyst.get(reverse("home", kwargs={"slug": slug})).content.decode()
    insight = home.partition("/insights/")[2].partition("/")[0]
    to = reverse("challenge-from-insight", kwargs={"slug": slug, "insight": insight})
    assert analyst.post(to, _given(space=str(space.pk))).status_code == 400
    absent = reverse("challenge-from-insight", kwargs={"slug": slug, "insight": "00000000"})
    assert analyst.get(absent).status_code == 404
    assert not Challenge.objects.exists()
