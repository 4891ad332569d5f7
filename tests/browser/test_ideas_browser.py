"""Ideas in a real browser: on a phone, with and without a script; every page accessible."""

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
LOOKS = {"fr-FR": ((360, "light"), (1280, "dark")), "en-GB": ((360, "dark"), (1280, "light"))}
# The owner proposed the first idea: every page of its author is theirs to see.
_MAKE = """
import json
import django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.actions import Written, change, propose
from rebond_web.ideas.merging import ask_merge
from rebond_web.ideas.models import Picture
from rebond_web.ideas.rebounding import add_rebound, decline, take
from rebond_web.ideas.supporting import support
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.workspaces.models import Tenant

tenant, owner, today = Tenant.objects.get(), Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=tenant, slug="idees", name="L’atelier", token="2345678925")
public = Public.objects.create(space=space, name="Clients", stakeholder="customer")
mine = Participant.objects.create(
    space=space, public=public, language="fr", name="Nadia", account=owner
)
other = Participant.objects.create(
    space=space, public=public, language="fr", name="Karim", device="k"
)
made = []
for name in ("Comment attendre moins ?", "Et le parking ?"):
    challenge = Challenge.objects.create(
        space=space, question=name, language="fr", opened=timezone.now(), by=owner
    )
    for phase in ("propose", "rebound"):
        Period.objects.create(challenge=challenge, phase=phase, opens=today, closes=today)
    made.append(challenge)
here = made[0]
said = {"by": other, "language": "fr"}
idea = propose(here, Written("Une seule file pour toutes les caisses."), by=mine, language="fr")
near = propose(here, Written("Une file unique, comme à la poste."), **said)
for kind in ("enrich", "counter", "ask", "combine"):
    one = add_rebound(
        idea, kind, f"Et si… {kind}", combined=near if kind == "combine" else None, **said
    )
    if kind == "enrich":
        take(one, Written("Une seule file, et un accueil."), by=mine)
        idea.refresh_from_db()
    if kind == "ask":
        decline(one, "Merci.", by=mine, language="fr")
support(idea, other, wanted=True)
ask_merge(near, idea, by=other, runs=False, account=None)
Picture.objects.create(idea=idea, alt="La file", width=1, height=1, content=b"")
print(json.dumps([tenant.slug, here.pk, made[1].pk, idea.pk, near.pk, one.pk]))
"""


class Ideas(NamedTuple):
    """Where two challenges, two ideas and a rebound are; what lets the author of one in."""

    space: str
    challenge: int
    empty: int
    idea: int
    near: int
    rebound: int
    seat: Any


@pytest.fixture(scope="module")
def ideas(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Ideas:
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
    slug, *numbers = json.loads(done.stdout.splitlines()[-1])
    parts = urlsplit(link)
    return Ideas(f"{parts.scheme}://{parts.netloc}/c/{slug}/idees/", *numbers, seat)


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_of_ideas_is_accessible_at_every_size(
    browser: Any, ideas: Ideas, locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one = f"{ideas.space}ideas/{ideas.idea}/"
    pages = [f"{ideas.space}{ideas.challenge}/", f"{ideas.space}{ideas.empty}/"]
    pages += [f"{ideas.space}{ideas.challenge}/propose/", f"{ideas.space}ideas/"]
    pages += [f"{ideas.space}ideas/?q=file&sort=recent", f"{ideas.space}ideas/?q=zzzzzz", one]
    pages += [f"{one}{name}/" for name in ("edit", "versions", "merge", "withdraw", "voices")]
    pages += [f"{one}?onto={ideas.rebound}", f"{one}rebounds/{ideas.rebound}/"]
    context = browser.new_context(locale=locale, storage_state=ideas.seat, bypass_csp=True)
    page = context.new_page()
    try:
        for width, scheme in LOOKS[locale]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            for address in pages:
                assert page.goto(address).status == 200, address
                results = Axe().run(page)
                assert not results.response["violations"], address + results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    finally:
        context.close()


def test_ideas_near_are_shown_while_one_types_and_the_draft_is_kept(
    browser: Any, ideas: Ideas
) -> None:
    context = browser.new_context(locale="fr-FR", storage_state=ideas.seat)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    to = f"{ideas.space}{ideas.challenge}/propose/"
    page.goto(to)
    page.locator("#text").press_sequentially("Une file unique pour les caisses", delay=5)
    page.locator("#near a").first.wait_for()
    assert "poste" in page.locator("#near").inner_text()
    page.goto(to)
    assert page.locator("#text").input_value() == "Une file unique pour les caisses"
    assert not told, "the policy of the page refuses nothing that it needs"
    context.close()


def test_without_a_script_one_looks_before_sending(browser: Any, ideas: Ideas) -> None:
    context = browser.new_context(
        locale="fr-FR", storage_state=ideas.seat, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{ideas.space}{ideas.empty}/propose/")
    page.locator("#text").fill("Une file unique pour toutes les caisses du magasin")
    page.locator("button[value=look]").click()
    assert page.locator(".near-ideas a").count() >= 1
    page.locator("button[value=send]").click()
    page.wait_for_url("**/ideas/*/")
    assert "file unique" in page.locator("h1").inner_text()
    context.close()
