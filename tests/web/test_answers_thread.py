"""The way from voices to a decision, and back, walked by following links alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from answers_cast import IN_A_MONTH, an_idea, somebody
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rebond.quantify.insights.insight import Insight
from rebond_web.answers.behind import behind_insight
from rebond_web.answers.models import Decision
from rebond_web.challenges.contributions import address_of
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Public, Space
from rebond_web.workspaces.models import Seat, Tenant

AtCompany = Callable[..., Client]


@pytest.fixture
def insight(found: tuple[Insight, ...]) -> Insight:
    """Return an insight about a theme that the company’s voices tell."""
    return next(one for one in found if one.subject[0] == "theme")


@pytest.fixture
def idea(company: Tenant, insight: Insight) -> Idea:
    """Return an idea proposed in a challenge that was born from that insight."""
    space = Space.objects.create(tenant=company, slug="atelier", name="Atelier", token="x" * 10)
    Public.objects.create(space=space, name="Clients", stakeholder="customer")
    told = {
        "sentence": "People wait", "figures": [], "verbatims": [],
        "voices": 46, "question": str(insight.question),
    }  # fmt: skip
    challenge = Challenge.objects.create(
        space=space, question="How to wait less?", language="en", opened=timezone.now(),
        insight=insight.id, evidence=told,
    )  # fmt: skip
    today = timezone.localdate()
    Period.objects.create(
        challenge=challenge, phase=Phase.ANSWER, opens=today, closes=today + timedelta(days=7)
    )
    return an_idea(challenge, somebody(space, "Nadia"))


def threaded(browser: Client, address: str) -> list[tuple[str, str]]:
    """Return the knots of the thread of a page: their words, and where each leads."""
    page = browser.get(address).content.decode()
    (thread,) = re.findall(r'<nav class="thread".*?</nav>', page, re.S)
    knots = re.findall(r"<li.*?</li>", thread, re.S)
    assert len(knots) > 2
    found = []
    for knot in knots:
        link = re.search(r'href="([^"]*)"', knot)
        words = " ".join(re.sub(r"<[^>]*>", " ", knot).split())
        found.append((words, unescape(link.group(1)) if link else ""))
    return found


def leading(knots: list[tuple[str, str]], word: str) -> str:
    """Return where the knot whose words begin so leads."""
    return next(to for words, to in knots if words.startswith(word))


def test_both_directions_are_walked(at_company: AtCompany, insight: Insight, idea: Idea) -> None:
    analyst = at_company("analyst")
    space = idea.challenge.space
    seat = Seat.objects.get(tenant=space.tenant, account__email="analyst@example.com")
    to = reverse(
        "decide-idea", kwargs={"slug": space.tenant.slug, "space": space.slug, "idea": idea.pk}
    )
    sent = {
        "kind": "test", "reason": "Not sure it shortens the wait", "what": "Four shops try it",
        "owner": seat.pk, "due": IN_A_MONTH,
    }  # fmt: skip
    assert analyst.post(to, sent).status_code == 302

    # Forward: from the insight to what became of it.
    start = reverse("insight", kwargs={"slug": space.tenant.slug, "insight": insight.id})
    forward = threaded(analyst, start)
    assert analyst.get(leading(forward, "1 challenge")).status_code == 200
    answered = leading(forward, "Answered")
    decision = analyst.get(answered).content.decode()
    assert "Not sure it shortens the wait" in decision
    assert address_of(idea) in decision

    # Back: from the decision to its idea, the challenge, the insight, the voices.
    back = threaded(analyst, address_of(idea))
    assert [words.split()[0] for words, _ in back] == [
        "46", "Insight", "Challenge", "This", "Test", "Effect",
    ]  # fmt: skip
    assert leading(back, "Insight") == start
    voices = analyst.get(leading(back, "46"))
    assert voices.status_code == 200
    assert 'class="voice' in voices.content.decode()
    assert Decision.objects.get().theme == behind_insight(space.tenant, insight.id).theme


def test_a_contributor_sees_the_thread_and_opens_only_what_is_theirs(
    at_company: AtCompany, idea: Idea
) -> None:
    assert at_company
    knots = threaded(Client(headers={"Accept-Language": "en"}), address_of(idea))
    assert leading(knots, "46") == ""
    assert leading(knots, "Insight") == ""
    assert leading(knots, "Challenge").endswith(f"/{idea.challenge_id}/")
    assert leading(knots, "Decision") == ""


def test_a_blank_challenge_begins_with_itself(at_company: AtCompany, idea: Idea) -> None:
    assert at_company
    Challenge.objects.update(insight="", evidence={})
    knots = threaded(Client(headers={"Accept-Language": "en"}), address_of(idea))
    assert knots[0][0].startswith("Challenge")
