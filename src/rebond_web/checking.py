"""``--check``: the site is started in another process, visited, then stopped."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from html import unescape

from rebond.languages.speaker import Speaker
from rebond_web.house import House
from rebond_web.installation import Installation
from rebond_web.visiting import Visit, title_of

LAST_WORDS = 10  # seconds to end what is being answered
_PATIENCE = 300  # seconds for a page: a slow machine may compute it for minutes


def check(arguments: Sequence[str], options: argparse.Namespace) -> int:
    """Serve in another process, visit it, stop; return the exit status.

    On one's own machine the visitor comes in by the link and waits for the home page, as whoever
    opens a browser does; in production nobody comes in without being invited: the first page is it.
    """
    speaker = Speaker(options.lang)
    command = [sys.executable, "-m", "rebond_web", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            title = _first_page(options, server) if options.production else _home(options, server)
        finally:
            stop(server)
    if title is None:
        print(speaker.t("No page came: the lines above say why."), file=sys.stderr)
        return 1
    print(speaker.t("This page came: “{title}”. The site was stopped.", title=unescape(title)))
    return 0


def _home(options: argparse.Namespace, server: subprocess.Popen[str]) -> str | None:
    assert server.stdout is not None
    print(server.stdout.readline().rstrip(), flush=True)
    address, path, token = server.stdout.readline().strip().partition("/enter/")
    print(address + path + token, flush=True)
    visit = Visit(options.port, _PATIENCE)
    return visit.home(path + token, lambda: server.poll() is None)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def stop(server: subprocess.Popen[str]) -> None:
    """Tell a server to stop, and kill it when it does not in the time that answers may take."""
    server.terminate()
    try:
        server.wait(2 * LAST_WORDS)
    except subprocess.TimeoutExpired:
        server.kill()


def _first_page(options: argparse.Namespace, server: subprocess.Popen[str]) -> str | None:
    """Return the title of the first page, None when the server stops or patience ends."""
    end = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(_as_the_proxy_asks(options), timeout=_PATIENCE) as answer:
                return title_of(answer.read().decode())
        except OSError:  # not listening yet
            time.sleep(0.2)
    return None


def _as_the_proxy_asks(options: argparse.Namespace) -> urllib.request.Request:
    """Return the request for the first page; under HTTPS, as the proxy hands it over."""
    installation = Installation.read(House.current().settings)
    told = {"X-Forwarded-Proto": "https"} if installation.https else {}
    host = {"Host": installation.hosts[0]} if installation.https else {}
    return urllib.request.Request(
        f"http://{options.address}:{options.port}/", headers={**told, **host}
    )
