"""The whole way, with four roles: from an insight to an answered decision, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rebond.demo import write_company
from rebond.listen.importing import import_files
from rebond.understand import understand
from rebond.workspace import Workspace

pytestmark = pytest.mark.browser
_PATIENCE = 240_000  # milliseconds: two cores read, scan and serve meanwhile
PHONE = {"width": 360, "height": 740}
PUBLICS = (("customer", "Clients"), ("employee", "Équipes"), ("partner", "Producteurs"))
IDEA = "Une seule file pour toutes les caisses, avec quelqu’un au bout qui oriente"


class Home(NamedTuple):
    """Where the workspace is, and what lets its owner in."""

    address: str
    seat: Any


@pytest.fixture(scope="module")
def home(
    browser: Any, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Home:
    """Serve a company large enough for something to hold, and come in once."""
    folder = tmp_path_factory.mktemp("company")
    workspace = Workspace.create(folder / "company")
    for file in write_company(folder / "files", responses=1200).files:
        import_files(
            workspace,
            [file.path],
            source=file.source,
            channel=file.channel,
            stakeholder=file.stakeholder,
        )
    understand(workspace)
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto(serve(workspace.path))
    page.get_by_role("button").last.click()
    page.wait_for_url("**/w/**")
    page.locator("#insights h3 a").first.wait_for()
    found = Home(page.url, context.storage_state())
    context.close()
    return found


@pytest.fixture(params=["fr-FR", pytest.param("en-GB", marks=pytest.mark.whole)])
def people(request: pytest.FixtureRequest, browser: Any, home: Home) -> Iterator[dict[str, Any]]:
    """Give a page to each of four people, and what the first one's language is."""
    contexts = {
        "analyst": browser.new_context(locale=request.param, storage_state=home.seat),
        "customer": browser.new_context(locale=request.param, viewport=PHONE),
        "employee": browser.new_context(locale=request.param),
        "partner": browser.new_context(locale=request.param),
    }
    pages = {name: context.new_page() for name, context in contexts.items()}
    for page in pages.values():
        page.set_default_timeout(_PATIENCE)
    yield {**pages, "language": request.param}
    for context in contexts.values():
        context.close()


def test_from_an_insight_to_an_answer_and_back_to_the_voices(
    people: dict[str, Any], home: Home
) -> None:
    analyst, customer = people["analyst"], people["customer"]
    space = _make_space(analyst, home, f"Atelier {people['language'][:2]}")
    challenge = _open_challenge(analyst, home, space)
    for kind, public in PUBLICS:
        _join(people[kind], challenge, public)
    idea = _propose(customer, challenge)
    _rebound(people["employee"], idea)
    _support(people["partner"], idea)
    _write_and_sort(people, challenge)
    _vote(people, home, challenge)
    _decide(analyst, idea)
    for kind, _ in PUBLICS:
        _is_told(people[kind], challenge)
    _walk_back(analyst, idea)


def _make_space(page: Any, home: Home, name: str) -> str:
    """Make a space for three publics, and return its number."""
    page.goto(f"{home.address}spaces/new/")
    page.locator("input[name=name]").fill(name)
    for rank, (kind, public) in enumerate(PUBLICS):
        page.locator("input[name=public_name]").nth(rank).fill(public)
        page.locator("select[name=public_kind]").nth(rank).select_option(kind)
    page.locator("main form .btn.main").last.click()
    page.wait_for_url(re.compile(r"/spaces/\d+/$"))
    return str(page.url).rstrip("/").rpartition("/")[2]


def _open_challenge(page: Any, home: Home, space: str) -> str:
    """Write a challenge from the first insight, open it, and return its address."""
    page.goto(home.address)
    page.locator("#insights h3 a").first.click()
    page.locator("#challenges a.btn").click()
    page.locator("select[name=space]").select_option(space)
    page.locator("[name=question]").fill("Comment attendre moins ?")
    today = date.today()
    for phase in ("propose", "rebound", "sort", "choose", "answer"):
        page.locator(f"[name=opens_{phase}]").fill(today.isoformat())
        page.locator(f"[name=closes_{phase}]").fill((today + timedelta(days=7)).isoformat())
    page.locator("main form .btn.main").last.click()
    page.locator("button[name=to][value=open]").click()
    page.locator("button[name=to][value=closed]").wait_for()
    number = re.search(r"/challenges/(\d+)/", page.url)
    assert number is not None
    shown = page.locator(f"main a[href*='/c/'][href$='/{number.group(1)}/']").first
    site = home.address.partition("/w/")[0]
    return f"{site}{shown.get_attribute('href')}"


def _join(page: Any, challenge: str, public: str) -> None:
    page.goto(re.sub(r"\d+/$", "join/", challenge))
    page.get_by_label(public).check()
    page.locator("input[name=name]").fill(f"Une personne de {public}")
    page.locator("main form .btn.main").click()
    page.wait_for_url(re.compile(r"/c/[\w-]+/[\w-]+/$"))


def _propose(page: Any, challenge: str) -> str:
    page.goto(f"{challenge}propose/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("textarea[name=text]").fill(IDEA)
    page.locator("button[name=action][value=look]").click()
    page.locator(".band a[href*='/ideas/'], button[value=send]").first.wait_for()
    if page.locator("button[value=send]").count():
        page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/ideas/\d+/"))
    return str(page.url).partition("?")[0].partition("#")[0]


def _rebound(page: Any, idea: str) -> None:
    page.goto(idea)
    form = page.locator("form:has(textarea[name=text])").last
    kind = form.locator("[name=kind][value=enrich]")
    if kind.count():
        kind.check()
    form.locator("textarea[name=text]").fill("Et une caisse à part pour les grands végétaux.")
    form.locator("button.main").click()
    page.get_by_text("grands végétaux").first.wait_for()


def _support(page: Any, idea: str) -> None:
    page.goto(idea)
    page.locator("button[name=wanted][value='1']").click()
    page.locator("button[name=wanted][value='0']").wait_for()


def _write_and_sort(people: dict[str, Any], challenge: str) -> None:
    page = people["employee"]
    page.goto(f"{challenge}statements/write/")
    page.locator("[name=text]").fill("Une file unique serait plus juste.")
    page.locator("main form .btn.main").first.click()
    page.wait_for_url(re.compile(r"/statements/"))
    for kind in ("customer", "partner"):
        people[kind].goto(f"{challenge}statements/")
        with people[kind].expect_response(lambda told: told.request.method == "POST"):
            people[kind].locator("button[name=said][value='1']").first.click()


def _vote(people: dict[str, Any], home: Home, challenge: str) -> None:
    page = people["analyst"]
    space, number = challenge.rstrip("/").split("/")[-2:]
    page.goto(f"{home.address}spaces/{space}/{number}/vote/")
    page.locator("[name=rule][value=approval]").check()
    page.locator("input[name=idea]").first.check()
    page.locator("input[name=title]").first.fill("Ne rien changer")
    page.locator("button[name=step][value=set]").click()
    page.locator("button[name=step][value=open]").click()
    for kind, _ in PUBLICS:
        voter = people[kind]
        voter.goto(f"{challenge}vote/")
        voter.locator("form.ballot input[type=checkbox]").first.check()
        voter.locator("button[name=step][value=review]").click()
        voter.locator("button[name=step][value=cast]").click()
        voter.locator("#code").wait_for()


def _decide(page: Any, idea: str) -> None:
    page.goto(idea)
    page.locator("details:has(form.deciding) > summary").first.click()
    form = page.locator("form.deciding")
    form.locator("[name=kind][value=test]").check()
    form.locator("[name=what]").fill("Une file unique dans quatre magasins, six semaines.")
    form.locator("[name=reason]").fill("Nous ne savons pas encore si elle raccourcit l’attente.")
    form.locator("[name=owner]").select_option(index=1)
    form.locator("[name=due]").fill((date.today() + timedelta(days=42)).isoformat())
    form.locator("button.main").click()
    page.get_by_text("quatre magasins").first.wait_for()


def _is_told(page: Any, challenge: str) -> None:
    page.goto(re.sub(r"\d+/$", "answers/", challenge))
    assert "quatre magasins" in page.locator("#yours").inner_text()


def _walk_back(page: Any, idea: str) -> None:
    page.goto(idea)
    page.locator(".thread a[href*='/insights/']").first.click()
    page.wait_for_url("**/insights/**")
    page.locator(".thread a[href*='/voices/'], a[href*='/voices/?']").first.click()
    page.wait_for_url("**/voices/?*")
    assert page.locator("article .op").count() > 0
