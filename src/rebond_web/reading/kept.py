"""Answers kept between requests, between processes, and after a restart.

Each is kept in memory; those that took long are kept in the workspace's own folder too, where
`rebond.listen.erasure.forget` removes them. A file is signed with the site's key: what somebody
else put there is never read.
"""

from __future__ import annotations

import hashlib
import hmac
import pickle
import secrets
import shutil
import time
from collections.abc import Callable
from functools import cache as cache_once
from pathlib import Path
from threading import Lock, RLock
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import cache

import rebond
import rebond_web
from rebond.quantify import Perimeter
from rebond.workspace import Workspace

_IN_MEMORY = 24 * 3600  # seconds; a key holds the version of the data: nothing goes stale
_LONG = 0.25  # seconds of computing from which an answer is worth a file
_ABSENT = object()
T = TypeVar("T")


class _Name(NamedTuple):
    """What an answer is kept under: its rows' version, and what it answers for which reader."""

    folder: Path
    version: str
    what: str

    @property
    def file(self) -> Path:
        return self.folder / self.version / self.what

    @property
    def key(self) -> str:
        return _digest((self.version, self.what))


def kept(perimeter: Perimeter, what: str, compute: Callable[[], T]) -> T:
    """Return what was computed for these rows, or compute it and keep it.

    The key holds the workspace, the versions of its data and opinions, and the perimeter: two
    readers share an answer only where they see the same rows.
    """
    name = _name(perimeter, what)
    with _one_at_a_time(name.key):
        found = _found(name)
        if found is _ABSENT:
            begun = time.monotonic()
            found = compute()
            if time.monotonic() - begun > _LONG:
                _write(name, found)
                if _name(perimeter, what) != name:  # an erasure passed: it emptied the folder
                    name.file.unlink(missing_ok=True)
            cache.set(name.key, found, _IN_MEMORY)
    return cast(T, found)


def is_kept(perimeter: Perimeter, what: str) -> bool:
    """Return whether an answer is there, without computing it."""
    name = _name(perimeter, what)
    return name.key in cache or _found(name) is not _ABSENT


def version_of(perimeter: Perimeter, what: str) -> str:
    """Return what tells an answer's rows, their version and its question from any others."""
    return _name(perimeter, what).key


def _name(perimeter: Perimeter, what: str) -> _Name:
    workspace = cast(Workspace, perimeter.workspace)
    reader = (str(workspace.path), tuple(map(str, perimeter.filters)), what)
    version = (workspace.data_version, _code())
    return _Name(workspace.kept, _digest(version), _digest(reader))


@cache_once
def _code() -> str:
    """Return what tells the code that computes and draws: of other code, it is another answer."""
    packages = (Path(package.__path__[0]) for package in (rebond, rebond_web))
    files = sorted(file for folder in packages for file in folder.rglob("*.*") if _is_code(file))
    return _digest([(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files])


def _is_code(file: Path) -> bool:
    return file.suffix in (".py", ".html")


def _found(name: _Name) -> Any:
    found = cache.get(name.key, _ABSENT)
    if found is _ABSENT:
        found = _read(name.file)
        if found is not _ABSENT:
            cache.set(name.key, found, _IN_MEMORY)
    return found


def _read(file: Path) -> Any:
    try:
        signature, held = file.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return _ABSENT
    if not hmac.compare_digest(signature, _signature(file, held)):
        return _ABSENT
    try:
        return pickle.loads(held)
    except Exception:  # unpickling old objects may fail in any way
        return _ABSENT


def _write(name: _Name, answer: object) -> None:
    """Keep an answer in a file; those of earlier versions of the data go away."""
    held = pickle.dumps(answer)
    draft = name.file.with_name(f".{secrets.token_hex(8)}")
    try:
        name.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(_signature(name.file, held) + b"\n" + held)
        draft.replace(name.file)
    except OSError:  # a folder that may only be read: memory keeps it
        return
    for other in name.folder.iterdir():
        if other.name != name.version:
            shutil.rmtree(other, ignore_errors=True)


def _signature(file: Path, held: bytes) -> bytes:
    named = "/".join(file.parts[-2:]).encode()
    return hmac.new(settings.SECRET_KEY.encode(), named + held, "sha256").hexdigest().encode()


def _digest(identity: object) -> str:
    return hashlib.blake2b(repr(identity).encode(), digest_size=20).hexdigest()


class _Turn:
    """A lock that may be forgotten when nobody holds it; the same thread may take it again."""

    def __init__(self) -> None:
        self._lock = RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


_WAITING: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
_GUARD = Lock()


def _one_at_a_time(key: str) -> _Turn:
    """Return what makes the second who wants an answer wait for it rather than compute it too."""
    with _GUARD:
        return _WAITING.setdefault(key, _Turn())
