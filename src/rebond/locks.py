"""One writer at a time on a folder, across processes and threads.

The lock is a POSIX record lock (``fcntl.lockf``): the system releases it when its process ends,
however it ends, and a forked child does not hold it. Such a lock belongs to the whole process and
is lost as soon as the process closes the file once, so each path is opened once per process and
threads are kept apart by a `threading.RLock`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rebond.errors import WorkspaceBusy


class WriterLock:
    """The lock of one file; get it with `writer_lock`, so that a process holds one per path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor: int | None = None

    @contextmanager
    def held(self, wait_seconds: float) -> Iterator[bool]:
        """Hold the lock; give False when this thread held it already, which is allowed.

        Raises
        ------
        WorkspaceBusy
            When another thread or process still holds it after ``wait_seconds``.
        """
        deadline = time.monotonic() + wait_seconds
        if not self._threads.acquire(timeout=max(wait_seconds, 0)):
            raise self._busy(os.getpid())
        try:
            if self._depth == 0:
                self._lock_processes(deadline)
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._unlock_processes()
        finally:
            self._threads.release()

    def _lock_processes(self, deadline: float) -> None:
        import fcntl

        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= deadline:
                    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                    os.close(descriptor)
                    raise self._busy(holder or "?") from None
                time.sleep(0.05)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor

    def _unlock_processes(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)  # releases the record lock
            self._descriptor = None

    def _busy(self, holder: object) -> WorkspaceBusy:
        return WorkspaceBusy(
            "Another writer (process {process}) is at work in {path}. "
            "Reading is possible meanwhile; wait for it to finish, then run this again.",
            process=str(holder),
            path=str(self._path.parent),
        )


_locks: dict[Path, WriterLock] = {}
_locks_guard = threading.Lock()


def writer_lock(path: Path) -> WriterLock:
    """Return the only lock of this process for the file at ``path``, created when missing."""
    with _locks_guard:
        return _locks.setdefault(path.resolve(), WriterLock(path.resolve()))
