"""What must be told before any text leaves the machine: where to, to which model, at what price.

The environment tells everything (`REBOND_ENDPOINT_ADDRESS`…), or the setting "endpoint" of the
workspace tells what is neither secret nor a permission. The key and the addresses allowed are read
in the environment only: whoever holds a workspace cannot send its texts elsewhere by editing it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import SplitResult, urlsplit

from rebond.errors import EngineRefused

PREFIX = "REBOND_ENDPOINT_"
SETTING = "endpoint"  # of a workspace
REQUIRED = ("address", "model", "price_in", "price_out", "cap")
_DEFAULTS = {"currency": "EUR", "timeout": "60", "parallel": "4", "longest": "800"}
_HERE = ("127.0.0.1", "localhost", "::1")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible endpoint, allowed and priced.

    ``address`` ends before ``/chat/completions``. Prices are for a million tokens, read and
    written; ``cap`` is the most that may be spent, in the same ``currency``. ``timeout`` is in
    seconds; ``parallel`` requests run at once; an answer has at most ``longest`` tokens.
    """

    address: str
    model: str
    price_in: Decimal
    price_out: Decimal
    cap: Decimal
    currency: str = "EUR"
    timeout: float = 60.0
    parallel: int = 4
    longest: int = 800
    key: str = field(default="", repr=False)

    @property
    def parts(self) -> SplitResult:
        """The address, cut."""
        return urlsplit(self.address)

    def price(self, tokens_in: int, tokens_out: int) -> Decimal:
        """Return what tokens read and written cost."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


def configured(
    setting: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Endpoint:
    """Return the endpoint that the environment and a workspace's setting tell, once checked.

    Raises
    ------
    EngineRefused
        When something is missing or not valid, or when the address is not allowed.
    """
    told = os.environ if environment is None else environment
    values = {**_DEFAULTS, **_of_setting(setting or {}), **_of_environment(told)}
    missing = [name for name in REQUIRED if not values.get(name)]
    if missing:
        raise EngineRefused(
            "The engine “endpoint” is off: {missing} not told. Set {names} in the environment, or "
            "in the setting “endpoint” of the workspace; see docs/guide/engines.md.",
            missing=", ".join(missing),
            names=", ".join(f"{PREFIX}{name.upper()}" for name in missing),
        )
    endpoint = Endpoint(
        address=values["address"].rstrip("/"),
        model=values["model"],
        price_in=_amount("price_in", values),
        price_out=_amount("price_out", values),
        cap=_amount("cap", values),
        currency=values["currency"],
        timeout=float(_amount("timeout", values)),
        parallel=max(1, int(_amount("parallel", values))),
        longest=max(1, int(_amount("longest", values))),
        key=told.get(f"{PREFIX}KEY", ""),
    )
    check_address(endpoint.address, told.get(f"{PREFIX}ALLOWED", ""))
    return endpoint


def check_address(address: str, allowed: str) -> None:
    """Refuse an address that is not among those allowed (“host” or “host:port”, with commas).

    Raises
    ------
    EngineRefused
        Also for an address without encryption elsewhere than on this machine.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    host = (parts.hostname or "").lower()
    well_formed = parts.scheme in _PORTS and host and not (parts.username or parts.query)
    if not well_formed or (parts.scheme == "http" and host not in _HERE):
        raise EngineRefused(
            "“{address}” is not an address that texts may be sent to: it must begin with https://, "
            "or with http:// on this machine, and hold neither name nor password.",
            address=address,
        )
    names = {f"{host}:{port}"} | ({host} if port == _PORTS[parts.scheme] else set())
    if not names & {one.strip().lower() for one in allowed.split(",")}:
        raise EngineRefused(
            "{host} is not among the addresses allowed ({allowed}). Whoever answers for these data "
            "adds it to {name} in the environment.",
            host=f"{host}:{port}",
            allowed=allowed.strip() or "–",
            name=f"{PREFIX}ALLOWED",
        )


def _of_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = (*REQUIRED, *_DEFAULTS)
    told = {name: environment.get(f"{PREFIX}{name.upper()}", "") for name in names}
    return {name: value.strip() for name, value in told.items() if value.strip()}


def _of_setting(setting: Mapping[str, Any]) -> dict[str, str]:
    names = (*REQUIRED, *_DEFAULTS)
    return {name: str(setting[name]).strip() for name in names if setting.get(name) is not None}


def _amount(name: str, values: Mapping[str, str]) -> Decimal:
    try:
        amount = Decimal(values[name].replace(",", "."))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise EngineRefused(
            "“{value}” is not a valid {name} for the engine “endpoint”: write a number, 0 or more.",
            value=values[name],
            name=name,
        )
    return amount
