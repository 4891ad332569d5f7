"""``rebond serve``: the site, in a process of its own, which this package never imports."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace

from rebond.cli.terminal import Terminal

_FLAGS = ("check", "production", "worker", "invite")


def run(options: Namespace, terminal: Terminal) -> int:
    """Serve until stopped."""
    words = ["--site", options.site, "--lang", terminal.language]
    words += [word for folder in options.workspace for word in ("--workspace", folder)]
    for name in ("owner", "address", "port", "processes"):
        given = getattr(options, name)
        words += [f"--{name}", str(given)] if given else []
    words += [f"--{name}" for name in _FLAGS if getattr(options, name)]
    try:
        return subprocess.call([sys.executable, "-m", "rebond_web", *words])
    except KeyboardInterrupt:
        return 0
