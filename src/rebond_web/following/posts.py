"""Ideas as files hold them, and the values of files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Word:
    """A rebound in a file: ``onto`` and ``combined`` are ids of the file, "" for none."""

    id: str
    kind: str
    text: str
    onto: str = ""
    combined: str = ""
    language: str = ""
    published: str = ""


@dataclass(frozen=True)
class Post:
    """An idea in a file, with the id that it has there; ``published`` in ISO 8601, "" unknown."""

    id: str
    title: str
    text: str
    need: str = ""
    benefit: str = ""
    language: str = ""
    published: str = ""
    supports: int = 0
    rebounds: Sequence[Word] = field(default_factory=tuple)


@dataclass(frozen=True)
class Read:
    """What a file holds: of which tool, its ideas, how many were duplicates or withdrawn there."""

    source: str
    posts: Sequence[Post]
    left_out: int = 0


def said(value: object) -> str:
    """Return a value of a file as words, without the white space around; "" for none."""
    return exact(value).replace("\r\n", "\n").strip()


def exact(value: object) -> str:
    """Return a value of a file as it was written; "" for none, a list or an object."""
    return "" if value is None or isinstance(value, list | dict) else str(value).replace("\0", "")


def count(written: str) -> int:
    """Return a number written in digits; 0 for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def moment(written: str) -> datetime.datetime | None:
    """Return a moment written in ISO 8601, or as Ruby writes it; None for anything else.

    >>> moment("2018-03-23T19:33:22Z").isoformat(), moment("2021-05-01 10:00:00 UTC").isoformat()
    ('2018-03-23T19:33:22+00:00', '2021-05-01T10:00:00+00:00')
    """
    try:
        read = datetime.datetime.fromisoformat(written.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
