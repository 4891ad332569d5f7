"""``rebond serve``: the site, in a process of its own, which this package never imports."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace

from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Serve until stopped."""
    words = ["--site", options.site, "--port", str(options.port), "--lang", terminal.language]
    words += [word for folder in options.workspace for word in ("--workspace", folder)]
    words += ["--owner", options.owner] if options.owner else []
    words += ["--check"] if options.check else []
    try:
        return subprocess.call([sys.executable, "-m", "rebond_web", *words])
    except KeyboardInterrupt:
        return 0
