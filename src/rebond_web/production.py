"""What a site that people reach from elsewhere must have: each thing that lacks is named."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rebond.vocabulary import Message
from rebond_web.house import House
from rebond_web.installation import HERE, Installation

_OTHERS = 0o007  # who is neither the owner of a file nor of its group
_ALL_BUT_THE_OWNER = 0o077


def refusals(house: House, installation: Installation) -> list[Message]:
    """Return why the site may not be opened to others; nothing when it may."""
    return [*_readable(house), *_unnamed(installation), *_in_clear(installation)]


def warnings(installation: Installation, *, user: int) -> list[Message]:
    """Return what may be as it is, but had better be known; ``user`` is the number of who runs."""
    said = []
    if not installation.database:
        said.append(
            Message(
                "What the site owns is in SQLite, on this machine alone: set “database” to a"
                " PostgreSQL to serve from several, or to many people at once."
            )
        )
    if user == 0:
        said.append(Message("The site runs as root: give it a user of its own."))
    return said


def _readable(house: House) -> Iterator[Message]:
    for path, forbidden in (
        (house.path / "secret", _ALL_BUT_THE_OWNER),
        (house.database, _ALL_BUT_THE_OWNER),
        (house.settings, _OTHERS),
    ):
        if path.exists() and path.stat().st_mode & forbidden and os.name == "posix":
            yield Message(
                "secret: {file} can be read by others on this machine. Type: chmod 600 {file}",
                {"file": str(path)},
            )


def _unnamed(installation: Installation) -> Iterator[Message]:
    named = [host for host in installation.hosts if host not in HERE]
    if not named:
        yield Message(
            "hosts: the site has no name. Write the one that people type, as in {example}.",
            {"example": 'hosts = ["voices.example.com"]'},
        )
    for host in named:
        if host.startswith((".", "*")):
            yield Message(
                "hosts: “{host}” lets the site answer to names that others choose. Write each name"
                " in full.",
                {"host": host},
            )


def _in_clear(installation: Installation) -> Iterator[Message]:
    if not installation.https:
        yield Message(
            "https: sessions would travel in clear. Put a proxy that speaks HTTPS before the site,"
            " then write https = true."
        )
    if installation.proxies == 0:
        yield Message(
            "proxies: the site would take its proxy for everybody, and limit all at once. Write how"
            " many proxies stand before it, as in proxies = 1."
        )
