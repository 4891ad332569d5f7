"""Starting the site: its folder, its tables, its workspaces, a link to come in, its server."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from rebond.errors import InputError, RebondError
from rebond.languages.speaker import Speaker
from rebond_web.house import DEFAULT, VARIABLE, WORK, WORKER, House

_OWNER = "owner@localhost"
_PATIENCE = 60  # seconds for a first page
_LAST_WORDS = 10  # seconds to end what is being answered


def main(arguments: Sequence[str]) -> int:
    """Serve until stopped, or, with ``--check``, until one page has come; return the exit status.

    ``rebond serve`` has read the words already: they are parsed here without help.
    """
    options = _options(arguments)
    if options.check:
        return _check([word for word in arguments if word != "--check"], options)
    os.environ[VARIABLE] = str(Path(options.site).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "rebond_web.settings"
    House.current().prepare()
    speaker = Speaker(options.lang)
    try:
        _refuse_a_taken_port(options.port)
        link = _prepare(options)
    except RebondError as error:
        print(speaker.t(error.message), file=sys.stderr)
        return 1
    address = f"http://127.0.0.1:{options.port}"
    print(speaker.t("The site is at {address}. Come in once by this link:", address=address))
    print(f"{address}{link}", flush=True)
    os.environ[WORK] = os.environ[WORKER] = "1"
    _serve(options.port)
    return 0


def _check(arguments: Sequence[str], options: argparse.Namespace) -> int:
    """Serve in another process, fetch the first page, stop."""
    speaker = Speaker(options.lang)
    with subprocess.Popen([sys.executable, "-m", "rebond_web", *arguments]) as server:
        try:
            come = _comes(f"http://127.0.0.1:{options.port}/", server)
        finally:
            _stop(server)
    if come:
        print(speaker.t("The first page came. The site was stopped."))
        return 0
    print(speaker.t("No page came: the lines above say why."), file=sys.stderr)
    return 1


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(2 * _LAST_WORDS)
    except subprocess.TimeoutExpired:
        server.kill()


def _comes(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Return whether a page comes before the server stops or patience ends."""
    end = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
                return bool(answer.status == 200)
        except OSError:  # not listening yet
            time.sleep(0.2)
    return False


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--site", default=DEFAULT)
    parser.add_argument("--workspace", action="append", default=[])
    parser.add_argument("--owner", default=_OWNER)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args(arguments)


def _prepare(options: argparse.Namespace) -> str:
    """Bring the tables up to date, show the workspaces, and return the address of a new link."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.urls import reverse

    from rebond_web.accounts.actions import account_of, invite
    from rebond_web.reading.ahead import ask_for_all
    from rebond_web.workspaces.actions import add_tenant

    owner = account_of(options.owner)
    for folder in options.workspace:
        add_tenant(Path(folder), by=owner)
    ask_for_all()
    return reverse("enter", kwargs={"token": invite(owner)})


def _serve(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "rebond_web.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        websockets=False,
        workers_kill_timeout=_LAST_WORDS,
        log_level=LogLevels.warning,
    ).serve()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise InputError(
                "Port {port} cannot be used: something may listen on it. Give another with --port.",
                port=str(port),
            ) from error
