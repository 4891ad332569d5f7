"""Passkeys and one's own account in a real browser, with an authenticator that it plays."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rebond_web.checking import free_port, stop

pytestmark = [pytest.mark.browser, pytest.mark.whole]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a site without a workspace, and return its address as localhost, with its folder."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    command = [sys.executable, "-m", "rebond_web", "--site", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "/enter/" not in server.stdout.readline():
            assert server.poll() is None
        yield f"http://localhost:{port}", folder
        stop(server)


def link(site: tuple[str, Path]) -> str:
    command = [sys.executable, "-m", "rebond_web", "--site", str(site[1]), "--invite"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return site[0] + "/enter/" + made.strip().partition("/enter/")[2]


@pytest.fixture
def page(browser: Any, site: tuple[str, Path]) -> Iterator[Any]:
    """Come in by a link, in a browser with an authenticator."""
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    devices = context.new_cdp_session(opened)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    _patiently(opened, link(site))
    opened.locator("main button").click()
    opened.goto(site[0] + "/account/")
    yield opened
    context.close()


def _patiently(page: Any, address: str) -> None:
    """Go to an address that may not be listened to yet."""
    from playwright.sync_api import Error

    for _ in range(100):
        try:
            page.goto(address)
            return
        except Error:
            page.wait_for_timeout(200)
    page.goto(address)


def add_a_passkey(page: Any, name: str) -> None:
    page.get_by_label("Its name, for you alone").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text(name, exact=True).first.wait_for()


def test_a_passkey_is_added_and_then_opens_the_door(page: Any, site: tuple[str, Path]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    add_a_passkey(page, "my laptop")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Come in with a passkey").click()
    page.get_by_role("link", name="My account").wait_for()
    page.goto(site[0] + "/account/")
    assert page.get_by_text("used last on").is_visible()
    page.get_by_role("button", name="Remove my laptop").click()
    page.get_by_text("You come in by links only.").wait_for()
    assert said == []


def test_a_passkey_that_is_refused_is_told_and_changes_nothing(
    page: Any, site: tuple[str, Path]
) -> None:
    page.goto(site[0] + "/account/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject('no') }")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey was not used").wait_for()
    assert page.get_by_text("You come in by links only.").is_visible()


def test_a_passkey_shows_who_one_is_before_what_is_sensitive(
    page: Any, browser: Any, site: tuple[str, Path]
) -> None:
    add_a_passkey(page, "key")
    elsewhere = browser.new_context(locale="en-GB").new_page()  # no passkey there
    try:
        elsewhere.goto(link(site))
        elsewhere.locator("main button").click()
        elsewhere.goto(site[0] + "/account/")
        elsewhere.get_by_role("button", name="Remove key").click()
        elsewhere.get_by_role("heading", name="Is it you?").wait_for()
    finally:
        elsewhere.context.close()
    page.get_by_role("button", name="Remove key").click()
    page.get_by_text("You come in by links only.").wait_for()


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_the_pages_of_an_account_are_accessible(
    browser: Any, site: tuple[str, Path], locale: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(locale=locale, bypass_csp=True)
    page = context.new_page()
    try:
        page.goto(link(site))
        page.locator("main button").click()
        for address in ("/account/", "/account/codes/", "/account/confirm/", "/"):
            _check(page, site[0] + address, Axe())
        page.locator("form[action='/leave/'] button").click()
        _check(page, site[0] + "/", Axe())
    finally:
        context.close()


def _check(page: Any, address: str, axe: Any) -> None:
    for width, scheme in ((360, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        results = axe.run(page)
        assert not results.response["violations"], results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_codes_are_turned_on_and_asked_at_the_door(page: Any, site: tuple[str, Path]) -> None:
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    def code(later: int) -> str:
        return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))

    page.goto(site[0] + "/account/codes/")
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    page.get_by_role("textbox", name="Code").fill(code(0))
    page.get_by_role("button", name="Have a code asked from now on").click()
    assert page.locator(".recovery li").count() == 10
    page.goto(link(site))
    page.locator("main button").click()
    page.get_by_role("textbox", name="Code").fill(code(1))  # the next one: this one may have served
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="My account").wait_for()
