"""The processes that a worker starts: none outlives it, however it ends.

The worker holds the other end of their input. The system closes that pipe when the worker ends,
even killed: they read its end, stop, and leave what they were doing to be taken up again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

_TIED = "REBOND_TIED"  # set to "1" for a process that ends with who started it
_LAST_WORDS = 4.0  # seconds in which it stops by itself, or is cut short
_PATIENCE = 5.0  # seconds for which the worker waits for that
Process = subprocess.Popen[bytes]


class Processes:
    """Those of one worker; its threads share it. ``stopping`` is set once it is to stop."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._guard = threading.Lock()
        self._running: list[Process] = []

    def start(self, module: str, *words: str) -> Process | None:
        """Run a module in a process of its own; None once the worker is to stop."""
        with self._guard:
            if self.stopping.is_set():
                return None
            self._running = [one for one in self._running if not _is_over(one)]
            started = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                stdin=subprocess.PIPE,
                env={**os.environ, _TIED: "1"},
            )
            self._running.append(started)
        return started

    def call(self, module: str, *words: str) -> int | None:
        """Run a module to its end and return its exit status; None where it was told to stop."""
        process = self.start(module, *words)
        if process is None:
            return None
        code = process.wait()
        told = self.stopping.is_set() or code in (-signal.SIGTERM, -signal.SIGINT)
        return None if told else code

    def stop(self) -> None:
        """Have every process stop, wait for it, and kill those that do not."""
        self.stopping.set()
        with self._guard:
            for one in self._running:
                _let_go(one)
            end = time.monotonic() + _PATIENCE
            for one in self._running:
                try:
                    one.wait(max(0.0, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    one.kill()
                    one.wait()


def _is_over(process: Process) -> bool:
    if process.poll() is None:
        return False
    _let_go(process)
    return True


def _let_go(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.close()


class Stopped(SystemExit):
    """The worker stops: what is under way is to be left as it is."""


def end_with_the_worker() -> None:
    """Raise `Stopped` in the main thread once the worker that started this process ends.

    A process that somebody else started is left alone.
    """
    if os.environ.pop(_TIED, "") != "1":
        return
    signal.signal(signal.SIGTERM, _stop)
    # A terminal tells every process at once; this one hears it from the worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, name="end of the worker", daemon=True).start()


def end_by_itself() -> None:
    """Have what follows not be left halfway: it takes moments."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _stop(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    raise Stopped


def _watch() -> None:
    os.read(0, 1)  # nothing is ever written: this is the end
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGTERM)
    time.sleep(_LAST_WORDS)
    os._exit(1)
