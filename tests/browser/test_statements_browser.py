"""Statements in a real browser: on a phone, by keyboard, with and without a script; accessible."""

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
_MAKE = """
import json, sys
import django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.statements.actions import name_groups, seed_statements
from rebond_web.statements.counting import count
from rebond_web.statements.models import Argument, Statement, Vote
from rebond_web.workspaces.models import Tenant

tenant, owner, today = Tenant.objects.get(), Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=tenant, slug="tri", name="L’atelier", token="2345678924")
publics = [
    Public.objects.create(space=space, name=name, stakeholder=kind)
    for name, kind in (("Clients", "customer"), ("Équipes", "employee"))
]
made = []
for people in (0, 60):
    challenge = Challenge.objects.create(
        space=space, question="Que faire ?", language="fr", opened=timezone.now(), by=owner
    )
    Period.objects.create(challenge=challenge, phase="sort", opens=today, closes=today)
    seed_statements(challenge, "\\n".join(f"Affirmation {n}" for n in range(8)), by=owner)
    there = list(Statement.objects.filter(challenge=challenge))
    voters = Participant.objects.bulk_create(
        Participant(space=space, public=publics[n // 2 % 2], language="fr", device=f"v{n}")
        for n in range(people)
    )
    Vote.objects.bulk_create(
        Vote(statement=one, participant=who, value=1 if m < 3 or (m + n) % 2 else -1)
        for n, who in enumerate(voters)
        for m, one in enumerate(there)
    )
    count(challenge)
    made.append(challenge.pk)
name_groups(challenge, {0: "Aller vite", 1: "Garder l’humain"}, by=owner)
author = Participant.objects.create(space=space, public=publics[0], language="fr", name="Ida")
idea = Idea.objects.create(
    challenge=challenge, author=author, language="fr", title="Une file unique", text="Une seule.",
    state="published", published=timezone.now(),
)
for side in ("for", "against"):
    Argument.objects.create(
        challenge=challenge, idea=idea, author=author, language="fr", side=side,
        text="Une raison", state="published",
    )
print(json.dumps([tenant.slug, *made, idea.pk]))
"""


class Sorting(NamedTuple):
    """Where a challenge without votes is, one with groups, and an idea; what lets its owner in."""

    space: str
    new: int
    voted: int
    idea: int
    seat: Any


@pytest.fixture(scope="module")
def sorting(
    browser: Any,
    serve: Callable[[Path], str],
    small_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Sorting:
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
    slug, new, voted, idea = json.loads(done.stdout.splitlines()[-1])
    parts = urlsplit(link)
    return Sorting(f"{parts.scheme}://{parts.netloc}/c/{slug}/tri/", new, voted, idea, seat)


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_of_statements_is_accessible_at_every_size(
    browser: Any, sorting: Sorting, locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(locale=locale, storage_state=sorting.seat, bypass_csp=True)
    page = context.new_page()
    try:
        page.goto(f"{sorting.space}join/")
        if page.locator("[name=public]").count():  # it has not joined in another language
            page.locator("[name=public]").first.check()
            page.locator("main form button").last.click()
        page.goto(f"{sorting.space}{sorting.voted}/statements/")
        page.locator(".choice .yes").click()
        page.locator(".you").wait_for()
        at = f"{sorting.voted}/statements/"
        pages = [at, f"{at}mine/", f"{at}write/", f"{at}run/", f"{sorting.new}/statements/"]
        pages += [f"{sorting.voted}/", f"ideas/{sorting.idea}/", f"ideas/{sorting.idea}/arguments/"]
        for width, scheme in LOOKS[locale]:
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(color_scheme=scheme)
            for name in pages:
                assert page.goto(sorting.space + name).ok, name
                results = Axe().run(page)
                assert not results.response["violations"], name + results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    finally:
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_somebody_sorts_all_statements_by_keyboard_on_a_phone(
    browser: Any, sorting: Sorting, script: bool
) -> None:
    context = browser.new_context(
        locale="en-GB", java_script_enabled=script, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(f"{sorting.space}{sorting.new}/statements/")
        box = page.locator(".choice .pass").bounding_box()
        assert box["y"] + box["height"] <= 740, "the three answers are seen without scrolling"
        page.locator(".choice .yes").press("Enter")
        page.locator("[name=public]").first.check()
        page.locator("main form button").last.press("Enter")
        for turn in range(8):
            asked = page.locator("#say").inner_text()
            with page.expect_response(lambda told: told.request.method == "POST"):
                page.locator(".choice button").nth(turn % 3).press("Enter")
            page.locator(f'#say:not(:text-is("{asked}")), .empty:has(.main)').first.wait_for()
            if script and turn < 7:
                page.locator("#say:focus").wait_for()
        assert "You have said what you think of all 8 statements" in page.content()
        assert page.url.partition("?")[0].endswith("/statements/")
        page.goto(f"{sorting.space}{sorting.new}/statements/mine/")
        assert page.locator("h1").inner_text() == "You voted on 8 statements"
        page.locator(".mine button[value='']").first.press("Enter")
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == "You voted on 7 statements"
        assert said == []
    finally:
        context.close()
