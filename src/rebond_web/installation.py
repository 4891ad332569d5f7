"""What differs between installations: the file ``site.toml`` of the site's folder, the environment.

A variable of the environment (``REBOND_DATABASE``, ``REBOND_HOSTS``, ``REBOND_HTTPS``,
``REBOND_PROXIES``, ``REBOND_WATCH``) wins over the file. A word that the file should not hold is
refused by its name.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rebond.errors import InputError, MissingPart

HERE = ("127.0.0.1", "localhost", "[::1]")
_KINDS: Mapping[str, type] = {
    "database": str,
    "hosts": list,
    "https": bool,
    "proxies": int,
    "sign_in": list,
    "mail": dict,
    "watch": str,
    "webhooks": bool,
}


@dataclass(frozen=True)
class Installation:
    """How this site is installed."""

    database: str = ""  # an address postgresql://…; "" for the file of the site's own folder
    hosts: tuple[str, ...] = HERE  # the names that the site answers to
    https: bool = False  # whether people reach it by HTTPS
    watch: str = ""  # the folder under which those of workspaces are watched for files
    proxies: int = 0  # how many proxies stand before it
    sign_in: tuple[Mapping[str, Any], ...] = ()  # the OpenID Connect providers, as written
    mail: Mapping[str, Any] = field(default_factory=dict)  # which server takes letters, as written
    webhooks: bool = False  # whether messages may leave for addresses that owners give

    @classmethod
    def read(cls, file: Path) -> Installation:
        """Return what a file and the environment say; a file that is not there says nothing.

        Raises
        ------
        InputError
            When the file is not TOML, or holds an unknown word or a value of another kind.
        """
        told = _told_by(file)
        for name, read in _FROM_ENVIRONMENT.items():
            written = os.environ.get(f"REBOND_{name.upper()}")
            if written is not None:
                told[name] = read(written)
        for name in ("hosts", "sign_in"):
            if name in told:
                told[name] = tuple(told[name])
        return cls(**told)


def _told_by(file: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError(
            "{file} cannot be read: {error}. Mend it, or move it away.",
            file=str(file),
            error=str(error),
        ) from error
    for name, value in told.items():
        kind = _KINDS.get(name)
        if kind is None:
            raise InputError(
                "{file} has “{name}”, which means nothing there. It may have: {valid}.",
                file=str(file),
                name=name,
                valid=", ".join(_KINDS),
            )
        if type(value) is not kind:
            raise InputError(
                "In {file}, “{name}” is not written as it should: give it a value of kind {kind}.",
                file=str(file),
                name=name,
                kind=_WRITTEN[kind],
            )
    return told


_WRITTEN = {str: '"text"', list: "[…]", bool: "true / false", int: "0, 1, 2…", dict: "[mail]"}


def _number(written: str) -> int:
    if not written.isdecimal():
        raise InputError(
            "REBOND_PROXIES is “{written}”: write how many proxies stand before the site, 0 for"
            " none.",
            written=written,
        )
    return int(written)


_FROM_ENVIRONMENT: Mapping[str, Callable[[str], object]] = {
    "database": str,
    "watch": str,
    "hosts": lambda written: [host.strip() for host in written.split(",") if host.strip()],
    "https": lambda written: written == "1",
    "proxies": _number,
}


def postgresql(address: str) -> dict[str, Any]:
    """Return Django's settings for a database ``postgresql://user:password@host:port/name``.

    What follows a question mark is for libpq (``sslmode=verify-full``). A password may stay in
    libpq's own password file.

    Raises
    ------
    InputError
        When it is the address of something else.
    MissingPart
        When the driver is not installed.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise InputError(
            "The database is not written as an address of PostgreSQL: {example}. Leave it out to"
            " keep everything in the site's folder.",
            example="postgresql://user@host/name",
        )
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise MissingPart(
            "PostgreSQL needs a driver. Install it with: {command}",
            command="pip install 'rebond[postgresql]'",
        ) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        # A connection is kept by each thread, and looked at before a page relies on it.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
