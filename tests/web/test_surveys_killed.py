"""The site killed while answers come: each that was acknowledged is there once afterwards."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rebond.listen.identity import response_id
from rebond.workspace import Workspace
from rebond_web.surveys.codes import answer_id

_MAKE = """
import django
django.setup()
from rebond_web.accounts.models import Account
from rebond_web.surveys.actions import make_survey
from rebond_web.surveys.models import Link
from rebond_web.workspaces.models import Tenant
given = {"name": "Sortie", "kind": "nps", "stakeholder": "customer",
         "question_fr": "Recommanderiez-vous ?", "why_fr": "Pourquoi ?", "consent_fr": "Lue."}
make_survey(Tenant.objects.get(), given, by=Account.objects.get())
Link.objects.update(most_an_hour=10**6)
print(Link.objects.get().token)
"""
_ASKED = 4  # who answer at once


class Answering:
    """People who answer by one link until the site dies; it keeps the codes of their receipts."""

    def __init__(self, port: int, token: str, rank: int) -> None:
        self._port, self._address, self._rank = port, f"/s/{token}/", rank
        self.codes: list[str] = []
        self._threads = [threading.Thread(target=self._go_on, args=(i,)) for i in range(_ASKED)]

    def until(self, acknowledged: int) -> None:
        """Answer until so many answers were acknowledged."""
        for thread in self._threads:
            thread.start()
        end = time.monotonic() + 100
        while len(self.codes) < acknowledged and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.codes) >= acknowledged

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _go_on(self, who: int) -> None:
        said = 0
        try:
            while True:
                said += 1
                # Each comes from an address of its own, as the proxy before the site says.
                self._answer(f"Caisse {self._rank}-{who}-{said}", f"10.{self._rank}.{who}.{said}")
        except (OSError, http.client.HTTPException):  # the site is dead
            return

    def _answer(self, text: str, come_from: str) -> None:
        page = self._ask("GET", come_from)[1]
        (form,) = re.findall(r'name="form" value="([^"]+)"', page)
        location, _ = self._ask("POST", come_from, urlencode({"form": form, "comment": text}))
        (code,) = re.findall(r"/r/([\w-]+)/$", location)
        self.codes.append(code)

    def _ask(self, method: str, come_from: str, body: str = "") -> tuple[str, str]:
        headers = {
            "X-Forwarded-For": come_from,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as asked:
            asked.request(method, self._address, body, headers)
            answer = asked.getresponse()
            page = answer.read().decode()
        assert answer.status in (200, 302), page
        return answer.headers.get("Location", ""), page


@contextmanager
def served(site: Path, workspace: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Serve the site, give its port and surroundings, and kill it and all that it started."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    surroundings = {
        **os.environ,
        "REBOND_SITE": str(site),
        "REBOND_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "rebond_web.settings",
    }
    words = ["--site", str(site), "--port", str(port), "--workspace", str(workspace)]
    command = [sys.executable, "-m", "rebond_web", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=surroundings, start_new_session=True
    ) as server:
        assert server.stdout is not None
        try:
            server.stdout.readline()
            server.stdout.readline()
            _wait_for(port)
            yield port, surroundings
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


def run(words: list[str], surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.usefixtures("own_database")
def test_killed_again_and_again_the_site_keeps_each_acknowledged_answer_once(
    own_workspace: Path, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    token = ""
    for rank in range(3):
        with served(tmp_path / "site", own_workspace) as (port, surroundings):
            token = token or run(["-c", _MAKE], surroundings)
            people = Answering(port, token, rank)
            people.until(25)
        people.join()
        acknowledged += people.codes
    run(["-m", "rebond_web.outbox"], surroundings)
    workspace = Workspace.open(own_workspace)
    table = workspace.table("responses").to_pylist()
    # By their pseudonyms: an id by itself is left out where its digits look like a phone's.
    found = Counter(row["response_id"] for row in table if row["source"] == "Sortie")
    theirs = {response_id(workspace.secret, "Sortie", answer_id(code)) for code in acknowledged}
    assert len(acknowledged) == len(theirs) >= 75
    assert {found[one] for one in theirs} == {1}
    assert set(found.values()) == {1}
    # An answer that was kept while its acknowledgement was lost may be there too.
    assert len(found) <= len(acknowledged) + 3 * _ASKED
