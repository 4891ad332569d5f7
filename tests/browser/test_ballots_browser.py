"""A vote in a real browser: on a phone, by keyboard, with and without a script; accessible."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.whole]
LOOKS = {"fr-FR": (360, "light"), "en-GB": (1280, "dark")}
_MAKE = """
import json, sys
sys.path.insert(0, {tests!r})
import django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.workspaces.models import Tenant
from voting import cast_all, closed, open_election

tenant, owner, today = Tenant.objects.get(), Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=tenant, slug="votes", name="L’atelier", token="2345678923")
public = Public.objects.create(space=space, name="Clients", stakeholder="customer")
Participant.objects.create(space=space, public=public, account=owner, language="fr")
marks = {{"majority-judgment": [dict(zip("123", row)) for row in ((5, 2, 0), (3, 4, 1))] * 4}}
made = {{}}
for rule in ("approval", "limited", "majority-judgment", "equal-shares"):
    for over in (False, True):
        challenge = Challenge.objects.create(
            space=space, question="Que faire ?", language="fr", opened=timezone.now(), by=owner
        )
        Period.objects.create(challenge=challenge, phase="choose", opens=today, closes=today)
        election = open_election(challenge, owner, rule)
        if over:
            cast_all(election, marks.get(rule, [["1"], ["1", "3"], []] * 3))
            closed(election)
        made[rule + (" over" if over else "")] = challenge.pk
draft = Challenge.objects.create(space=space, question="?", language="fr", by=owner)
print(json.dumps([tenant.slug, made, draft.pk]))
"""


@pytest.fixture(scope="module")
def votes(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, str, dict[str, int], int, Any]:
    """Return the address of a site, the slug of its workspace, its votes, and a way in."""
    link = serve(small_workspace)
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/w/**")
    state = context.storage_state()
    context.close()
    done = subprocess.run(
        [sys.executable, "-c", _MAKE.format(tests=str(Path(__file__).parents[1] / "web"))],
        env={
            **os.environ,
            "REBOND_SITE": str(
                max(tmp_path_factory.getbasetemp().glob("site*"), key=os.path.getctime)
            ),
            "DJANGO_SETTINGS_MODULE": "rebond_web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    slug, made, draft = json.loads(done.stdout.splitlines()[-1])
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}", slug, made, draft, state


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_of_a_vote_is_accessible(
    browser: Any, votes: tuple[str, str, dict[str, int], int, Any], locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    site, slug, made, draft, state = votes
    width, scheme = LOOKS[locale]
    context = browser.new_context(
        locale=locale,
        storage_state=state,
        bypass_csp=True,
        viewport={"width": width, "height": 740},
        color_scheme=scheme,
    )
    page = context.new_page()
    pages = [f"c/{slug}/votes/{made[one]}/vote/" for one in made]
    pages += [f"c/{slug}/votes/{made['approval']}/vote/result/", "ballot/"]
    pages += [f"w/{slug}/spaces/votes/{one}/vote/" for one in (made["approval"], draft)]
    try:
        for name in pages:
            assert page.goto(f"{site}/{name}").ok
            results = Axe().run(page)
            assert not results.response["violations"], name + results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    finally:
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_somebody_votes_by_keyboard_then_changes_their_ballot(
    browser: Any, votes: tuple[str, str, dict[str, int], int, Any], script: bool
) -> None:
    site, slug, made, _, _ = votes
    context = browser.new_context(
        locale="en-GB", java_script_enabled=script, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(f"{site}/c/{slug}/votes/{made['limited']}/vote/")
        page.get_by_role("link", name="Take part").press("Enter")
        page.locator("[name=public]").first.check()
        page.locator("main form button").last.press("Enter")
        for option in (0, 1):
            page.locator("[name=choice]").nth(option).focus()
            page.keyboard.press("Space")
        if script:
            assert "0 of 2 votes left" in page.locator(".count").inner_text()
            assert page.locator("[name=choice]").nth(2).is_disabled()
        for button in ("review", "cast"):
            page.locator(f"button[value={button}]").focus()
            page.keyboard.press("Enter")
        code = page.locator("#code").inner_text()
        page.goto(f"{site}/ballot/" + (f"#{code}" if script else ""))
        if not script:
            page.locator("#code").fill(code)
        assert page.locator("#code").input_value() == code
        assert "#" not in page.url
        page.locator("main form button").press("Enter")
        assert page.locator("[name=choice]:checked").count() == 2
        page.locator("[name=choice]").nth(0).focus()
        page.keyboard.press("Space")
        page.locator("button[value=change]").press("Enter")
        assert page.locator("h1").inner_text() == "Your ballot was changed"
        assert page.locator("[name=choice]:checked").count() == 1
        assert said == []
    finally:
        context.close()


def test_the_basket_says_what_it_costs_as_it_fills(
    browser: Any, votes: tuple[str, str, dict[str, int], int, Any]
) -> None:
    site, slug, made, _, state = votes
    context = browser.new_context(locale="fr-FR", storage_state=state)
    page = context.new_page()
    try:
        page.goto(f"{site}/c/{slug}/votes/{made['equal-shares']}/vote/")
        assert "0 € sur 100 €" in _plain(page.locator(".count").inner_text())
        page.locator("[name=choice]").nth(0).check()
        assert "60 € sur 100 €" in _plain(page.locator(".count").inner_text())
        page.locator("[name=choice]").nth(1).check()
        assert "over" in str(page.locator(".count").get_attribute("class"))
    finally:
        context.close()


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
