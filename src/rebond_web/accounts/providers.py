"""The directories (OpenID Connect) that an installation trusts, as its file names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rebond.errors import InputError

_ROLES = ("owner", "analyst", "manager", "contributor", "guest")
_KINDS = ("customer", "employee", "partner")
_WORDS = ("id", "name", "issuer", "client_id", "client_secret", "client_secret_file", "claim")
_RULE_WORDS = ("value", "workspace", "role", "perimeter", "kind")


@dataclass(frozen=True)
class Rule:
    """Who has a value in the directory has this seat."""

    value: str
    workspace: str  # its short name
    role: str
    perimeter: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Directory:
    """An OpenID Connect provider."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str
    claim: str = "groups"
    rules: tuple[Rule, ...] = field(default=())

    def as_setting(self) -> dict[str, Any]:
        """Return what `django-allauth` reads."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer},
        }


def directories(told: Sequence[Mapping[str, Any]]) -> tuple[Directory, ...]:
    """Return the directories that an installation names.

    Raises
    ------
    InputError
        When a word is missing, means nothing or has a value that it cannot have.
    """
    read = tuple(_directory(one) for one in told)
    twice = {one.id for one in read if sum(other.id == one.id for other in read) > 1}
    if twice:
        _refuse("id", ", ".join(sorted(twice)), "each once")
    return read


def _directory(told: Mapping[str, Any]) -> Directory:
    _only(told, (*_WORDS, "roles"))
    words = {name: str(told[name]) for name in _WORDS if name in told}
    for name in ("id", "issuer", "client_id"):
        if not words.get(name):
            _refuse(name, "", "needed")
    if not words["id"].replace("-", "").isalnum():
        _refuse("id", words["id"], "a-z, 0-9, -")
    _refuse_clear_text(words["issuer"])
    return Directory(
        id=words["id"],
        name=words.get("name", words["id"]),
        issuer=words["issuer"].rstrip("/"),
        client_id=words["client_id"],
        secret=words.get("client_secret") or _secret_in(words.get("client_secret_file", "")),
        claim=words.get("claim", "groups"),
        rules=tuple(_rule(one) for one in told.get("roles", ())),
    )


def _rule(told: Mapping[str, Any]) -> Rule:
    _only(told, _RULE_WORDS)
    words = {name: str(told.get(name, "")) for name in _RULE_WORDS}
    for name in ("value", "workspace"):
        if not words[name]:
            _refuse(name, "", "needed")
    if words["role"] not in _ROLES:
        _refuse("role", words["role"], ", ".join(_ROLES))
    if words["role"] == "manager" and not words["perimeter"]:
        _refuse("perimeter", "", "Région = Ouest")
    if words["role"] == "contributor" and words["kind"] not in _KINDS:
        _refuse("kind", words["kind"], ", ".join(_KINDS))
    return Rule(**words)


def _refuse_clear_text(issuer: str) -> None:
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        _refuse("issuer", issuer, "https://…")


def _secret_in(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise InputError(
            "{file} cannot be read: {error}. Mend it, or move it away.", file=file, error=str(error)
        ) from error


def _only(told: Mapping[str, Any], valid: Sequence[str]) -> None:
    for name in told:
        if name not in valid:
            _refuse(name, "", ", ".join(valid))


def _refuse(name: str, value: str, valid: str) -> None:
    raise InputError(
        "In the file site.toml, under [[sign_in]], “{name}” is “{value}”. What is valid: {valid}.",
        name=name,
        value=value,
        valid=valid,
    )
