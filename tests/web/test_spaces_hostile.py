"""Whatever is written in a space stays words, on each of its pages."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hostile import EVERYTHING, Page

from rebond_web.accounts.models import Account
from rebond_web.challenges.actions import Evidence
from rebond_web.challenges.models import Challenge
from rebond_web.panels.models import Application, Panel, Step
from rebond_web.spaces.models import Participant, Public, Space

TakesPart = Callable[..., Client]


def _write_everywhere(challenge: Challenge) -> Panel:
    """Have every text of a space, a challenge and a panel be hostile; return the panel."""
    words, space = EVERYTHING, challenge.space
    Space.objects.filter(pk=space.pk).update(name=words[:120], about=words, charter=words)
    for public in Public.objects.filter(space=space):
        Public.objects.filter(pk=public.pk).update(name=f"{public.pk}{words[:70]}")
    Participant.objects.filter(space=space).update(name=words[:60])
    figure = dict.fromkeys(("value", "unit", "interval", "label", "tone"), words) | {"n": 3}
    said = [{"words": words, "voice": "a"}]
    Challenge.objects.filter(pk=challenge.pk).update(
        question=words[:200],
        why=words,
        outcome=words,
        decider_name=words[:120],
        insight="0a1b2c3d",
        evidence=Evidence("0a1b2c3d", words, [figure], said).document(),
    )
    texts = dict.fromkeys(("about", "protocol", "consent", "outcome"), words)
    panel = Panel.objects.create(
        space=space, name=words[:100], places=2, questions=[words], opened=timezone.now(), **texts
    )
    today = timezone.localdate()
    Step.objects.create(panel=panel, name=words[:80], what=words, opens=today, closes=today)
    mine = Participant.objects.get(space=space)
    Application.objects.create(
        panel=panel, participant=mine, answers=[words], agreed=words, state="accepted", reason=words
    )
    return panel


def test_hostile_words_stay_words_in_a_space(
    challenge: Challenge, takes_part: TakesPart, owner: Account
) -> None:
    browser = takes_part("Nadia")
    panel, space = _write_everywhere(challenge), challenge.space
    at = {"slug": space.tenant.slug, "space": space.slug}
    run = {"slug": space.tenant.slug, "space": space.pk}
    seen = [
        reverse("community", kwargs={"slug": space.tenant.slug}),
        *(reverse(name, kwargs=at) for name in ("space", "space-me")),
        reverse("challenge", kwargs={**at, "challenge": challenge.pk}),
        reverse("panel", kwargs={**at, "panel": panel.pk}),
    ]
    ran = [
        reverse("spaces", kwargs={"slug": space.tenant.slug}),
        *(reverse(name, kwargs=run) for name in ("manage-space", "change-space")),
        reverse("manage-challenge", kwargs={**run, "challenge": challenge.pk}),
        reverse("manage-panel", kwargs={**run, "panel": panel.pk}),
    ]
    runs = Client()
    runs.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    for who, addresses in ((browser, seen), (Client(), [reverse("join", kwargs=at)]), (runs, ran)):
        for address in addresses:
            answer = who.get(address)
            assert answer.status_code == 200, address
            assert Page(address, answer.content.decode()).wrong == [], address
