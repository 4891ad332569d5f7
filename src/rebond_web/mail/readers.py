"""Readers of letters that are neither an account nor who gave a response.

An application that keeps their address says where it is, when a letter is sent: nothing copies it.
"""

from __future__ import annotations

from collections.abc import Callable

from rebond.vocabulary import Message

# Takes the number of a reader; returns their address, or why there is none.
FindsAddress = Callable[[int], str | Message]
# Takes the number of a reader; returns the address of the site by which they leave these letters.
Leaves = Callable[[int], str]
GONE = Message("Whom it was for left no address, or it is no longer kept.")
_readers: dict[str, FindsAddress] = {}
_leaving: dict[str, Leaves] = {}


def register_reader(kind: str, finds: FindsAddress, leaves: Leaves | None = None) -> None:
    """Have a kind of readers known: a letter to "notice:12" goes where ``finds(12)`` says.

    Letters that come back, as news do, are left by one click at what ``leaves(12)`` returns.
    """
    _readers[kind] = finds
    if leaves is not None:
        _leaving[kind] = leaves


def way_out_of_reader(reader: str) -> str:
    """Return by which address of the site a reader leaves these letters, "" for a single one."""
    kind, _, number = reader.partition(":")
    return _leaving[kind](int(number)) if kind in _leaving and number.isdecimal() else ""


def address_of_reader(reader: str) -> str | Message:
    """Return the address of a reader, or why there is none."""
    kind, _, number = reader.partition(":")
    found = _readers[kind](int(number)) if kind in _readers and number.isdecimal() else GONE
    return found or GONE
