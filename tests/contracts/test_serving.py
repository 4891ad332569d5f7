"""`rebond serve`, as it is typed: on this machine, and in production behind a proxy."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest

from rebond_web.checking import free_port, stop

NAME = "voices.example.com"
ENVIRONMENT = {"REBOND_HOSTS": NAME, "REBOND_HTTPS": "1", "REBOND_PROXIES": "1"}


def serve(*words: str, site: Path, **environment: str) -> list[str]:
    """Run `rebond serve` to its end, and return its status and the lines that it said."""
    ran = subprocess.run(
        [sys.executable, "-m", "rebond_web", "--site", str(site), *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return [str(ran.returncode), *(ran.stdout + ran.stderr).splitlines()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "site"


@pytest.fixture(scope="module")
def produced(site: Path) -> Iterator[int]:
    """Serve in production, and return the port that a proxy would ask."""
    port = free_port()
    words = ["--site", str(site), "--production", "--port", str(port), "--processes", "2"]
    command = [sys.executable, "-m", "rebond_web", *words]
    with subprocess.Popen(command, env={**os.environ, **ENVIRONMENT}, text=True) as server:
        try:
            _patiently(port)
            yield port
        finally:
            stop(server)


def _patiently(port: int) -> None:
    for _ in range(300):
        try:
            fetch(port)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no page came")


def fetch(port: int, host: str = NAME, scheme: str = "https") -> tuple[int, Message]:
    """Ask for the first page as a proxy does, and return the status and the headers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
        asked.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": scheme})
        answer = asked.getresponse()
        answer.read()
        return answer.status, answer.headers


def test_production_refuses_by_name_and_serves_nothing(tmp_path: Path) -> None:
    status, *said = serve("--production", site=tmp_path / "site")
    assert status == "1"
    told = "\n".join(said)
    for name in ("hosts:", "https:", "proxies:"):
        assert name in told


def test_nobody_else_is_served_without_production(tmp_path: Path) -> None:
    status, said = serve("--address", "0.0.0.0", site=tmp_path / "site")
    assert (status, "--production" in said) == ("1", True)


def test_a_file_that_means_nothing_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("debug = true")
    status, said = serve(site=tmp_path)
    assert (status, "“debug”" in said) == ("1", True)


def test_https_is_asked_for_and_remembered(produced: int) -> None:
    status, headers = fetch(produced)
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert "Secure" in cookie
    status, headers = fetch(produced, scheme="http")
    assert (status, headers["Location"]) == (301, f"https://{NAME}/")


def test_another_name_is_not_answered(produced: int) -> None:
    assert fetch(produced, host="evil.example.com")[0] == 400


@pytest.mark.usefixtures("produced")
def test_a_link_is_made_beside_the_site_that_serves(site: Path) -> None:
    status, link = serve("--invite", "--owner", "it@example.com", site=site, **ENVIRONMENT)
    assert status == "0"
    assert link.startswith(f"https://{NAME}/enter/")


@pytest.mark.usefixtures("produced")
def test_what_was_safe_once_is_safe_again(site: Path) -> None:
    status, *said = serve("--production", "--check", site=site, **ENVIRONMENT)
    assert status == "0", said


def test_a_check_takes_a_free_port_and_ends_well(tmp_path: Path) -> None:
    status, *said = serve("--check", site=tmp_path / "site")
    assert status == "0"
    assert re.fullmatch("This page came: “.+ · Rebond”. The site was stopped.", said[-1])


def test_the_worker_waits_for_the_tables_then_takes_jobs(tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "rebond_web", "--site", str(site), "--worker"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "The worker takes jobs.\n"
            assert serve("--invite", site=site)[0] == "0"  # brings the tables up to date
            worker.terminate()
            assert worker.wait(60) == 0
        finally:
            worker.kill()
