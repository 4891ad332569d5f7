"""Starting the site: its folder, its tables, its workspaces, a link to come in, its server."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.errors import InputError, RebondError
from rebond.languages.speaker import Speaker
from rebond_web.checking import LAST_WORDS, check, free_port
from rebond_web.house import DEFAULT, VARIABLE, WORK, WORKER, House
from rebond_web.installation import Installation
from rebond_web.opening import open_when_it_listens
from rebond_web.production import refusals, warnings

if TYPE_CHECKING:
    from rebond_web.accounts.models import Account

HERE = "127.0.0.1"
_PORT = 8000
_OWNER = "owner@localhost"


def main(arguments: Sequence[str]) -> int:
    """Serve, work, or make a link, as asked; return the exit status.

    ``rebond serve`` has read the words already: they are parsed here without help.
    """
    options = _options(arguments)
    os.environ[VARIABLE] = str(Path(options.site).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "rebond_web.settings"
    speaker = Speaker(options.lang)
    try:
        if options.check:
            options.port = options.port or free_port()
            return check([*_but_for_the_check(arguments), "--port", str(options.port)], options)
        return _start(options, speaker)
    except RebondError as error:
        print(speaker.t(error.message), file=sys.stderr)
        return 1


def _start(options: argparse.Namespace, speaker: Speaker) -> int:
    house = House.current()
    house.prepare()
    if not Installation.read(house.settings).database:
        house.make_database()
    if options.production and not _safe(house, speaker):
        return 1
    if options.worker:
        return _work(speaker)
    if options.invite:
        print(_address(options) + _link(_prepare(options)))
        return 0
    if not options.production and options.address != HERE:
        raise InputError(
            "The site listens beyond this machine with --production only, which refuses what is"
            " not safe."
        )
    port = options.port or _PORT
    _refuse_a_taken_port(options.address, port)
    owner = _prepare(options)
    if options.production:
        print(speaker.t("The site is at {address}.", address=_address(options)), flush=True)
        if owner.last_login is None:
            _say_how_to_come_in(options, speaker)
    else:
        print(
            speaker.t(
                "The site is at {address}. Come in once by this link:", address=_address(options)
            )
        )
        link = _address(options) + _link(owner)
        print(link, flush=True)
        if options.open:
            open_when_it_listens(link, port)
    os.environ[WORKER] = "1"
    os.environ[WORK] = "0" if options.production else "1"
    _serve(options.address, port, processes=options.processes or _processes(options))
    return 0


def _say_how_to_come_in(options: argparse.Namespace, speaker: Speaker) -> None:
    """Say how a first link is made: a link written at each start would stay in logs."""
    print(
        speaker.t(
            "{owner} has never come in. Make a link: rebond serve --invite --site {site} --owner"
            " {owner}",
            owner=options.owner,
            site=options.site,
        ),
        flush=True,
    )


def _safe(house: House, speaker: Speaker) -> bool:
    """Say what is unsafe, and return whether nothing is."""
    house.secret()
    installation = Installation.read(house.settings)
    for warning in warnings(installation, user=os.getuid() if os.name == "posix" else -1):
        print(speaker.t(warning), file=sys.stderr)
    refused = refusals(house, installation)
    if refused:
        print(speaker.t("The site does not start, for want of safety:"), file=sys.stderr)
    for refusal in refused:
        print("  " + speaker.t(refusal), file=sys.stderr)
    return not refused


def _but_for_the_check(arguments: Sequence[str]) -> list[str]:
    return [word for word in arguments if word != "--check"]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--site", default=DEFAULT)
    parser.add_argument("--workspace", action="append", default=[])
    parser.add_argument("--owner", default=_OWNER)
    parser.add_argument("--address", default=HERE)
    parser.add_argument("--port", type=int)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--lang", default="en")
    for name in ("check", "open", "production", "worker", "invite", "community"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args(arguments)


def _prepare(options: argparse.Namespace) -> Account:
    """Bring the tables up to date, show the workspaces, and return the account of the owner."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from rebond_web.accounts.actions import account_of
    from rebond_web.workspaces.actions import add_tenant

    owner = account_of(options.owner)
    for folder in options.workspace:
        _complete(Path(folder))
        add_tenant(Path(folder), by=owner)
        if options.community:
            made = [sys.executable, "-m", "rebond_web.demo", folder, owner.email]
            subprocess.run(made, check=True)
    return owner


def _complete(folder: Path) -> None:
    """Lay the tables that a workspace of an earlier version lacks, in a process of its own.

    What writes tables runs threads that do not outlive a fork, and the server forks its workers.
    """
    from rebond.tables import SCHEMAS

    if (folder / "tables").exists() and any(
        not (folder / "tables" / name).exists() for name in SCHEMAS
    ):
        opening = "import sys; from rebond.workspace import Workspace; Workspace.open(sys.argv[1])"
        subprocess.run([sys.executable, "-c", opening, str(folder)], check=False)


def _link(owner: Account) -> str:
    from django.urls import reverse

    from rebond_web.accounts.actions import invite

    return reverse("enter", kwargs={"token": invite(owner)})


def _address(options: argparse.Namespace) -> str:
    """Return where people find the site: by its first name under HTTPS, else on this machine."""
    installation = Installation.read(House.current().settings)
    if installation.https:
        return f"https://{installation.hosts[0]}"
    return f"http://{HERE}:{options.port or _PORT}"


def _work(speaker: Speaker) -> int:
    import django

    django.setup()
    from rebond_web.jobs.worker import work_until_stopped

    print(speaker.t("The worker takes jobs."), flush=True)
    work_until_stopped()
    return 0


def _processes(options: argparse.Namespace) -> int:
    """Return one process a core in production, one in all on somebody's machine."""
    return (os.cpu_count() or 1) if options.production else 1


def _serve(address: str, port: int, *, processes: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "rebond_web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        # They take turns at Python's lock: more threads spend processor on waiting for it. Fewer
        # would let two long answers hold everybody up.
        blocking_threads=3,
        websockets=False,
        workers_kill_timeout=LAST_WORDS,
        respawn_failed_workers=processes > 1,
        log_level=LogLevels.warning,
    ).serve()


def _refuse_a_taken_port(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                "Port {port} cannot be used: something may listen on it. Give another with --port.",
                port=str(port),
            ) from error
