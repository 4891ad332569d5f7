"""One real browser for the module that drives it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from rebond_web.checking import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_PATIENCE = 120  # seconds for a site to listen, or to end
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: install it to run the browser's tests")
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("playwright is missing: type make test, which installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serve a workspace on a site of its own, and return the link that lets its owner in."""
    with ExitStack() as sites:
        yield lambda workspace: sites.enter_context(
            _served(tmp_path_factory.mktemp("site"), workspace)
        )


@contextmanager
def _served(folder: Path, workspace: Path) -> Iterator[str]:
    port = free_port()
    words = ["--site", str(folder), "--port", str(port), "--workspace", str(workspace)]
    command = [sys.executable, "-m", "rebond_web", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        assert server.stdout is not None
        assert "The site is at" in server.stdout.readline()
        link = server.stdout.readline().strip()
        end = time.monotonic() + _PATIENCE
        while True:
            assert server.poll() is None
            assert time.monotonic() < end, "the site never listened"
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield link
        # With the job that it was doing: nobody waits for it, and others need the processor.
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture(scope="module", autouse=True)
def _sites_of_the_module(own_database: None) -> None:
    """Give the sites that a module serves a database of their own, where one is asked for."""
