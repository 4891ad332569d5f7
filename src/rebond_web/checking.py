"""``--check``: the site is started in another process, its first page fetched, then it is stopped."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence

from rebond.languages.speaker import Speaker
from rebond_web.house import House
from rebond_web.installation import Installation

LAST_WORDS = 10  # seconds to end what is being answered
_PATIENCE = 60  # seconds for a first page


def check(arguments: Sequence[str], options: argparse.Namespace) -> int:
    """Serve in another process, fetch the first page, stop; return the exit status."""
    speaker = Speaker(options.lang)
    with subprocess.Popen([sys.executable, "-m", "rebond_web", *arguments]) as server:
        try:
            come = _comes(options, server)
        finally:
            _stop(server)
    if come:
        print(speaker.t("The first page came. The site was stopped."))
        return 0
    print(speaker.t("No page came: the lines above say why."), file=sys.stderr)
    return 1


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(2 * LAST_WORDS)
    except subprocess.TimeoutExpired:
        server.kill()


def _comes(options: argparse.Namespace, server: subprocess.Popen[bytes]) -> bool:
    """Return whether a page comes before the server stops or patience ends."""
    end = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(_as_the_proxy_asks(options), timeout=_PATIENCE) as answer:
                return bool(answer.status == 200)
        except OSError:  # not listening yet
            time.sleep(0.2)
    return False


def _as_the_proxy_asks(options: argparse.Namespace) -> urllib.request.Request:
    """Return the request for the first page; under HTTPS, as the proxy hands it over."""
    installation = Installation.read(House.current().settings)
    told = {"X-Forwarded-Proto": "https"} if installation.https else {}
    host = {"Host": installation.hosts[0]} if installation.https else {}
    return urllib.request.Request(
        f"http://{options.address}:{options.port}/", headers={**told, **host}
    )
