"""Calling an address that somebody typed, without letting it lead inside.

HTTPS only; every address that its name leads to must be a public one, and the connection goes to
the one that was looked at, so that a name cannot change what it means in between (DNS rebinding).
Redirections are answers like others: they are not followed.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from rebond.errors import InputError

PATIENCE = 10  # seconds to connect, and for each part of an answer
WHOLE = 30.0  # seconds for all of it: an answer that drips is cut
_READ = 1024  # bytes of an answer
_LONGEST = 500  # characters of an address
_PORTS = (443, 8443)
# Addresses whose last 32 bits are one of IPv4: compatible, mapped, translated (RFC 6052).
_BEARING = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
# Local by their definition (RFC 8215, RFC 3879), which Python 3.11 calls global.
_LOCAL = tuple(map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "fec0::/10")))


def host_of(address: str) -> str:
    """Return the host of an address that may be called.

    Raises
    ------
    InputError
        When it is not one of HTTPS, or holds a name and password, a fragment or another port.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    sound = (
        parts.scheme == "https"
        and parts.hostname
        and "@" not in parts.netloc
        and not parts.fragment
        and port in (None, *_PORTS)
        and address.isascii()
        and address.isprintable()
        and " " not in address
        and len(address) <= _LONGEST
    )
    if not sound or not parts.hostname:
        raise InputError(
            "“{address}” cannot be called. Give an address like {example}, on port 443 or 8443.",
            address=address[:120],
            example="https://example.com/hooks/rebond",
        )
    return parts.hostname


def public_addresses(host: str, port: int) -> list[str]:
    """Return the network addresses of a host, all of them public.

    Raises
    ------
    OSError
        When there is none, or one of them is private: it would lead inside.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(is_public(one) for one in addresses):
        raise PermissionError(f"{host} leads to a private network")
    return addresses


def is_public(address: str) -> bool:
    """Return whether a network address is one of the public internet.

    >>> [is_public(one) for one in ("93.184.215.14", "10.0.0.1", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    read = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(read, ipaddress.IPv6Address):
        if any(read in network for network in _BEARING):
            return is_public(str(ipaddress.IPv4Address(int(read) & 0xFFFFFFFF)))
        inside = read.sixtofour or (read.teredo[1] if read.teredo else None)
        if inside is not None:
            return is_public(str(inside))
        if any(read in network for network in _LOCAL):
            return False
    return read.is_global and not read.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was looked at, and checks the certificate of the name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE, context=context)
        self._address, self._secure = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), PATIENCE)
        self.sock = self._secure.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection, whatever it is doing."""
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a message to an address and return the code of its answer.

    Raises
    ------
    OSError, http.client.HTTPException
        When it cannot be reached, leads to a private network, or does not answer in time.
    """
    parts = urlsplit(address)
    host, port = host_of(address), parts.port or 443
    where = public_addresses(host, port)[0]
    connection = _Pinned(host, port, where, trusted())
    cut = threading.Timer(WHOLE, connection.cut)
    cut.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(_READ)
        return answer.status
    finally:
        cut.cancel()
        connection.close()


def trusted() -> ssl.SSLContext:
    """Return what says whose certificates are believed: those that the machine believes."""
    return ssl.create_default_context()
