"""Moderation in a real browser: by keyboard from the report to the other look, accessible."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
LOOKS = {"fr-FR": (360, "light"), "en-GB": (1280, "dark")}
_MAKE = """
import json
import django
django.setup()
from django.utils import timezone
from rebond_web.accounts.actions import account_of, invite
from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import submit
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.moderation.actions import refuse
from rebond_web.moderation.noticing import Told, give_notice
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.workspaces.models import Seat, Tenant

tenant, owner, nadia = Tenant.objects.get(), Account.objects.get(), account_of("n@example.com")
second = account_of("second@example.com")
Seat.objects.create(account=second, tenant=tenant, role="analyst")
space = Space.objects.create(tenant=tenant, slug="atelier", name="L’atelier", token="2345678923")
public = Public.objects.create(space=space, name="Clients", stakeholder="customer")
author = Participant.objects.create(space=space, public=public, account=nadia, language="fr")
challenge = Challenge.objects.create(
    space=space, question="Que changer ?", language="fr", opened=timezone.now(), by=owner
)
made = []
for title in ("Un tapis plus long", "Ces c0nn@rds de la caisse", "Sales abrutis", "Une caisse"):
    idea = Idea(challenge=challenge, author=author, language="fr", title=title, text="Voilà.")
    submit(idea)
    made.append(idea)
refuse(made[2], "insult", "Des personnes sont insultées.", by=second)
told = Told("personal", "Ma collègue y est.", "tapis", "Zoé", "z@example.com", True)
give_notice(made[0], told, language="fr", by=None)
print(json.dumps([tenant.slug, space.pk, made[3].pk, invite(nadia), invite(second)]))
"""


@dataclass(frozen=True)
class Site:
    """A served site: where, its workspace, its space, an idea shown, and ways in."""

    address: str
    slug: str
    space: int
    idea: int
    owner: Any
    nadia: Any
    second: Any

    def run(self, which: str = "waiting") -> str:
        return f"{self.address}/w/{self.slug}/spaces/{self.space}/moderation/?which={which}"

    def of(self, name: str) -> str:
        return f"{self.address}/c/{self.slug}/atelier/{name}/"


@pytest.fixture(scope="module")
def site(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    link = serve(small_workspace)
    folder = max(tmp_path_factory.getbasetemp().glob("site*"), key=os.path.getctime)
    owner = _come_in(browser, link)
    env = {"REBOND_SITE": str(folder), "DJANGO_SETTINGS_MODULE": "rebond_web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _MAKE],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    slug, space, idea, *tokens = json.loads(done.stdout.splitlines()[-1])
    parts = urlsplit(link)
    address = f"{parts.scheme}://{parts.netloc}"
    nadia, second = (_come_in(browser, f"{address}/enter/{token}/") for token in tokens)
    return Site(address, slug, space, idea, owner, nadia, second)


def _come_in(browser: Any, link: str) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url(lambda address: "/enter/" not in address)
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_is_accessible(browser: Any, site: Site, locale: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    run = f"{site.address}/w/{site.slug}/spaces/{site.space}/"
    lists = ("waiting", "reported", "appeals", "excluded", "decided")
    kept = {
        "owner": (*map(site.run, lists), f"{run}exchange/", f"{run}webhooks/"),
        "nadia": (
            *map(site.of, ("told", "moderation", "follow", "in")),
            site.of(f"report/idea/{site.idea}"),
        ),
    }
    width, scheme = LOOKS[locale]
    for who, pages in kept.items():
        context = browser.new_context(
            locale=locale, storage_state=getattr(site, who), bypass_csp=True
        )
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for address in pages:
            assert page.goto(address).status == 200, address
            results = Axe().run(page)
            assert results.violations_count == 0, (address, results.generate_report())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, address
        context.close()


def test_from_a_flag_to_another_look_by_keyboard(browser: Any, site: Site) -> None:
    context = browser.new_context(locale="en-GB", storage_state=site.owner)
    page = context.new_page()
    page.goto(site.run())
    page.locator(".to-see article").first.focus()
    page.keyboard.press("r")
    page.keyboard.press("I")  # the ground that begins so
    page.keyboard.press("Tab")
    page.keyboard.type("“C0nn@rds” insults those who work there. a r c j")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="One thing waits for your eye").wait_for()
    context.close()

    author = browser.new_context(
        locale="fr-FR", storage_state=site.nadia, java_script_enabled=False
    )
    page = author.new_page()
    page.goto(site.of("told"))
    assert "insults those who work there" in page.locator("main").inner_text()
    page.locator("summary").first.click()
    page.locator("textarea").first.fill("Le mot est retiré ; l’idée reste.")
    page.locator("details[open] button").click()
    assert "Vous avez demandé un autre regard" in page.locator("main").inner_text()

    other = browser.new_context(locale="fr-FR", storage_state=site.second)
    team = other.new_page()
    team.goto(site.run("appeals"))
    team.locator("textarea").fill("Le mot visait la file, pas les personnes.")
    team.locator("button[value=reverse]").click()
    team.wait_for_load_state()
    page.reload()
    assert "la décision est annulée" in page.locator("main").inner_text()
    page.goto(site.of("moderation"))
    assert "décision annulée" in page.locator("main").inner_text()
    author.close()
    other.close()
