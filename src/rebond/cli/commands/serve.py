"""``rebond serve``: the site, in a process of its own, which this package never imports."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence

from rebond.cli.terminal import Terminal

_FLAGS = ("check", "open", "production", "worker", "invite")


def run(options: Namespace, terminal: Terminal) -> int:
    """Serve until stopped."""
    words = ["--site", options.site]
    words += [word for folder in options.workspace for word in ("--workspace", folder)]
    for name in ("owner", "address", "port", "processes"):
        given = getattr(options, name)
        words += [f"--{name}", str(given)] if given else []
    words += [f"--{name}" for name in _FLAGS if getattr(options, name)]
    return start(words, terminal)


def start(words: Sequence[str], terminal: Terminal) -> int:
    """Start the site with these words of its own; return its exit status once it is stopped."""
    command = [sys.executable, "-m", "rebond_web", "--lang", terminal.language, *words]
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0
