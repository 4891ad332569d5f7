"""An idea decided by keyboard, then its answer read on a phone by the one who proposed it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
LOOKS = {"fr-FR": (360, "dark"), "en-GB": (1280, "light")}
_MAKE = """
import datetime, json
import django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.answers.actions import Given, advance, decide_idea
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.models import Idea, Support
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.workspaces.models import Seat, Tenant

tenant, owner, today = Tenant.objects.get(), Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=tenant, slug="reponses", name="L’atelier", token="2345678926")
public = Public.objects.create(space=space, name="Clients", stakeholder="customer")
people = [
    Participant.objects.create(space=space, public=public, language="fr", name=name, **who)
    for name, who in (("Nadia", {"account": owner}), ("Karim", {"device": "k"}))
]
challenge = Challenge.objects.create(
    space=space, question="Comment attendre moins ?", language="fr", opened=timezone.now(), by=owner
)
Period.objects.create(challenge=challenge, phase="answer", opens=today, closes=today)
ideas = [
    Idea.objects.create(
        challenge=challenge, author=people[0], title=title, text=title, language="fr",
        state="published", published=timezone.now(),
    )
    for title in ("Une seule file", "Des bancs", "Un passage abrité")
]
Support.objects.create(idea=ideas[1], participant=people[1])
due = (today + datetime.timedelta(days=30)).isoformat()
seat = str(Seat.objects.get(tenant=tenant, account=owner).pk)
made = decide_idea(
    ideas[1], Given("test", "Nous ne savons pas encore.", "Deux bancs à Laval", seat, due), by=owner
)
advance(made, "doing", "Posés lundi.", by=owner)
print(json.dumps([tenant.slug, ideas[0].pk, ideas[1].pk, made.pk]))
"""


class Made(NamedTuple):
    """Where a space, an idea that waits, one that was decided and its decision are; the seat."""

    site: str
    slug: str
    waiting: int
    decided: int
    decision: int
    seat: Any

    @property
    def space(self) -> str:
        return f"{self.site}/c/{self.slug}/reponses/"


@pytest.fixture(scope="module")
def made(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    link = serve(small_workspace)
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/w/**")
    seat = context.storage_state()
    context.close()
    folder = max(tmp_path_factory.getbasetemp().glob("site*"), key=os.path.getctime)
    around = {"REBOND_SITE": str(folder), "DJANGO_SETTINGS_MODULE": "rebond_web.settings"}
    run = [sys.executable, "-c", _MAKE]
    done = subprocess.run(
        run, env={**os.environ, **around}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    parts = urlsplit(link)
    return Made(f"{parts.scheme}://{parts.netloc}", *json.loads(done.stdout.split("\n")[-2]), seat)


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_of_answers_is_accessible(browser: Any, made: Made, locale: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    width, scheme = LOOKS[locale]
    context = browser.new_context(locale=locale, storage_state=made.seat, bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    work = f"{made.site}/w/{made.slug}/"
    addresses = (
        f"{made.space}answers/",
        f"{made.space}answers/{made.decision}/",
        f"{made.space}ideas/{made.waiting}/",
        f"{made.space}ideas/{made.decided}/",
        f"{work}decisions/?which=answered",
        f"{work}priority/",
        f"{work}plans/",
    )
    try:
        for address in addresses:
            assert page.goto(address).status == 200, address
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            results = Axe().run(page)
            assert not results.response["violations"], address + results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    finally:
        context.close()


def test_an_idea_is_decided_by_keyboard_and_its_answer_found(browser: Any, made: Made) -> None:
    context = browser.new_context(
        locale="fr-FR", storage_state=made.seat, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{made.space}ideas/{made.waiting}/")
    page.locator("#answer summary").first.press("Enter")
    page.locator("#answer input[value=decline]").press("Space")
    page.locator("#decide-reason").fill("Les caisses sont fixées au sol.")
    page.locator("#answer form.deciding button").press("Enter")
    page.wait_for_url("**#answer")
    assert "Nous ne le ferons pas." in page.locator("#answer").inner_text()
    page.goto(f"{made.space}answers/")
    new = page.locator("#yours li.unread").filter(has_text="Nous ne le ferons pas.")
    assert new.count() == 1
    assert "2 idées sur 3 ont reçu leur réponse" in page.locator("h1").inner_text()
    page.locator("#yours li a").first.click()
    assert "Les caisses sont fixées au sol." in page.locator("main").inner_text()
    context.close()
