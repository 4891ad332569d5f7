"""Which server takes our letters: the [mail] table of the installation's file `site.toml`."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.house import House
from rebond_web.installation import Installation

FILE = "site.toml"
NOT_CONFIGURED = Message(
    "This installation sends no e-mail: nothing says which server would take it. Whoever runs it"
    " writes a [mail] table in {file}.",
    {"file": FILE},
)
_SECURITY = ("starttls", "tls", "none")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KNOWN = ("host", "port", "security", "user", "password", "from", "site")


@dataclass(frozen=True)
class PostOffice:
    """The server that takes letters.

    ``security`` is "starttls", "tls" or, on this machine only, "none"; ``sender`` a name and an
    address, as in "Vertaille <ecoute@example.com>"; ``site`` where the site is reached, for links.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    site: str

    @property
    def address(self) -> str:
        """The address that letters come from, without its name."""
        return parseaddr(self.sender)[1]


def post_office() -> PostOffice | None:
    """Return the server that takes letters, None when the installation names none.

    Raises
    ------
    InputError
        When the file names one that cannot be used, or shows a password to others.
    """
    path = House.current().settings
    told = Installation.read(path).mail
    if not told:
        return None
    if told.get("password") and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        raise InputError(
            "{file} holds a password and others may read it. Type: chmod 600 {path}",
            file=FILE,
            path=str(path),
        )
    return _checked(told)


def why_nothing_is_sent() -> Message | None:
    """Return why letters would not be sent; None where they are."""
    try:
        return None if post_office() else NOT_CONFIGURED
    except InputError as error:
        return error.message


def _checked(told: Mapping[str, Any]) -> PostOffice:
    host, security = str(told.get("host", "")), str(told.get("security", "starttls"))
    _refuse(not host, "host", host, "smtp.example.com")
    for name in told:
        _refuse(name not in _KNOWN, name, told[name], ", ".join(_KNOWN))
    _refuse(security not in _SECURITY, "security", security, ", ".join(_SECURITY))
    plain = security == "none" and host not in _LOOPBACK
    _refuse(plain, "security", security, "starttls, tls")
    port = told.get("port", 465 if security == "tls" else 587)
    _refuse(not isinstance(port, int) or not 0 < port < 65536, "port", port, "587")
    sender = str(told.get("from", ""))
    written = parseaddr(sender)[1]
    _refuse("@" not in written or "\n" in sender, "from", sender, "Name <name@example.com>")
    site = str(told.get("site", "")).rstrip("/")
    _refuse(not site.startswith(("https://", "http://")), "site", site, "https://example.com")
    user, password = str(told.get("user", "")), str(told.get("password", ""))
    return PostOffice(host, port, security, user, password, sender, site)


def _refuse(wrong: bool, field: str, value: object, valid: str) -> None:
    if wrong:
        raise InputError(
            "In the [mail] table of {file}, {field} cannot be “{value}”. Write something like:"
            " {valid}.",
            file=FILE,
            field=field,
            value=value,
            valid=valid,
        )
