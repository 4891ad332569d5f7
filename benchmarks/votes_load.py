"""Votes on statements under load, beside bare Django views in the same run.

    python -m benchmarks votes_load [--seconds 10] [--connections 16] [--processes 2]

A space with a challenge of 40 statements is served as in production, one process a core, its worker
counting beside. Each connection is a person without an account; they vote on one statement after
the other, then go back on their votes, as a script would: a form is posted, the site answers with
the address of what comes next. The bare views answer a post behind the same server, in as many
processes, asked in the same way: one writes nothing, the other inserts a row in the same kind of
database, within as many settings. Rounds alternate, and the middle one is told. Clients and servers
share the machine. Told: votes a second, medians, 99th centiles; then whether each person has the
one vote that was acknowledged last on each statement.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from site_load import free_port, listening
from survey_load import serving, small_company

_MAKE = """
import json, django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period
from rebond_web.spaces.models import Public, Space
from rebond_web.statements.actions import seed_statements
from rebond_web.statements.models import Statement
from rebond_web.workspaces.models import Tenant
owner, today = Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=Tenant.objects.get(), slug="a", name="A", token="2", by=owner)
Public.objects.create(space=space, name="Clients", stakeholder="customer")
asked = {"question": "?", "language": "fr", "opened": timezone.now()}
challenge = Challenge.objects.create(space=space, **asked)
Period.objects.create(challenge=challenge, phase="sort", opens=today, closes=today)
seed_statements(challenge, "\\n".join(f"Affirmation {n}" for n in range(40)), by=owner)
statements = list(Statement.objects.values_list("pk", flat=True))
print(json.dumps([space.tenant.slug, Public.objects.get().pk, challenge.pk, statements]))
"""
_KEPT = """
import json, django
django.setup()
from rebond_web.statements.models import Vote
print(json.dumps(list(Vote.objects.values_list("participant", "statement", "value"))))
"""
_BARE = """
import sys
from django.conf import settings
if not settings.configured:  # the server's child loads this again
    settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare", SECRET_KEY="bare",
        INSTALLED_APPS=["django.contrib.contenttypes"], DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": "bare.sqlite3",
            "CONN_MAX_AGE": 600, "OPTIONS": {
                "transaction_mode": "IMMEDIATE", "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}}})
import django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
import secrets

def nothing(request):
    request.POST
    return HttpResponse("bare")

def row(request):
    ContentType.objects.create(app_label=secrets.token_hex(16), model=request.POST["said"])
    return HttpResponse("bare")

urlpatterns = [path("nothing/", nothing), path("row/", row)]
application = get_wsgi_application()
if __name__ == "__main__":
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from granian import Granian
    Granian("bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface="wsgi",
            workers=int(sys.argv[2]), blocking_threads=4, websockets=False).serve()
"""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Person:
    """Somebody who votes: what they are known by, and what was acknowledged last."""

    cookie: str = ""
    token: str = ""
    said: dict[int, int] = field(default_factory=dict)


@dataclass
class Load:
    """Connections that post forms, one a person; each connection is closed after its answer."""

    port: int
    taken: list[float] = field(default_factory=list)

    def run(self, people: list[Person], seconds: float, ask: Callable[[Person, int], str]) -> None:
        """Have everybody post for some seconds; ``ask`` gives the address, and the body after."""
        end = time.perf_counter() + seconds
        threads = [threading.Thread(target=self._go_on, args=(one, end, ask)) for one in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _go_on(self, person: Person, end: float, ask: Callable[[Person, int], str]) -> None:
        turn = len(person.said)
        while time.perf_counter() < end:
            value = (1, -1, 0)[turn % 3]
            address = ask(person, turn)
            body = urlencode({"csrfmiddlewaretoken": person.token, "said": value})
            begun = time.perf_counter()
            status, _, _ = post(self.port, address, body, person.cookie)
            self.taken.append(time.perf_counter() - begun)
            if status not in (200, 302):
                raise RuntimeError(f"{address}: {status}")
            number = re.search(r"/(\d+)/$", address)
            if number:
                person.said[int(number[1])] = value
            turn += 1


def post(port: int, address: str, body: str, cookie: str = "") -> tuple[int, list[str], str]:
    """Post a form on a connection of its own; return the status, the cookies and the page."""
    return _asked("POST", port, address, body, cookie)


def _asked(
    method: str, port: int, address: str, body: str, cookie: str
) -> tuple[int, list[str], str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as asked:
        headers = {"Cookie": cookie} | (_FORM if method == "POST" else {})
        asked.request(method, address, body or None, headers)
        answer = asked.getresponse()
        page = answer.read().decode()
        kept = [v for name, v in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, [one.split(";")[0] for one in kept], page


def join(port: int, slug: str, public: int) -> Person:
    """Have somebody take part in the space, as a browser does."""
    address = f"/c/{slug}/a/join/"
    _, cookies, page = _asked("GET", port, address, "", "")
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    given = {"csrfmiddlewaretoken": token[1], "public": public, "name": ""}
    status, kept, _ = post(port, address, urlencode(given), "; ".join(cookies))
    assert status == 302, status
    return Person("; ".join([*cookies, *kept]), token[1])


def run_python(words: list[str], surroundings: dict[str, str]) -> object:
    """Run a script within the site, and return the JSON that it prints."""
    made = subprocess.run(
        [sys.executable, *words], env=surroundings, capture_output=True, text=True, check=True
    )
    return json.loads(made.stdout)


def told(name: str, rounds: list[list[float]], seconds: float) -> float:
    """Print a line of the table; return the rate of the middle round."""
    ordered = sorted(itertools.chain.from_iterable(rounds))
    rate = statistics.median(len(one) / seconds for one in rounds)
    median, late = (1000 * ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.99))
    print(f"{name:28}{rate:10.0f}{median:12.1f}{late:10.1f}", flush=True)
    return rate


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Serve the site and the bare views, and measure them in turn."""
    site, workspace = folder / "site", folder / "workspace"
    small_company(workspace)
    surroundings = {
        **os.environ,
        "REBOND_SITE": str(site),
        "DJANGO_SETTINGS_MODULE": "rebond_web.settings",
    }
    port, bare = free_port(), free_port()
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    words = ["--site", str(site), "--port", str(port), "--workspace", str(workspace)]
    processes = ["--processes", str(options.processes)]
    with ExitStack() as stack:
        command = [sys.executable, "-m", "rebond_web", *words, *processes]
        stack.enter_context(serving(command, folder, surroundings))
        command = [sys.executable, "bare.py", str(bare), str(options.processes)]
        stack.enter_context(serving(command, folder, surroundings))
        listening(port)
        listening(bare)
        slug, public, challenge, statements = run_python(["-c", _MAKE], surroundings)  # type: ignore[misc]
        people = [join(port, slug, public) for _ in range(options.connections)]
        at = f"/c/{slug}/a/{challenge}/statements"

        def vote(person: Person, turn: int) -> str:
            del person
            return f"{at}/{statements[turn % len(statements)]}/"

        kinds: dict[str, tuple[int, Callable[[Person, int], str]]] = {
            "vote": (port, vote),
            "bare, nothing written": (bare, lambda *_: "/nothing/"),
            "bare, one row inserted": (bare, lambda *_: "/row/"),
        }
        rounds: dict[str, list[list[float]]] = {name: [] for name in kinds}
        for turn in range(options.rounds + 1):
            for name, (where, ask) in kinds.items():
                load = Load(where)
                load.run(people, options.seconds if turn else 1.0, ask)
                if turn:  # the first round is for everything to be loaded
                    rounds[name].append(load.taken)
        print(f"{'':28}{'a second':>10}{'median, ms':>12}{'p99, ms':>10}")
        rates = {name: told(name, taken, options.seconds) for name, taken in rounds.items()}
        kept = run_python(["-c", _KEPT], surroundings)
    for name, rate in list(rates.items())[1:]:
        print(f"votes are {rates['vote'] / rate:.0%} of {name}")
    _check(people, kept)


def _check(people: list[Person], kept: object) -> None:
    """Tell whether each person has the one vote that was acknowledged last on each statement."""
    assert isinstance(kept, list)
    found: dict[int, dict[int, int]] = {}
    for who, what, value in kept:
        assert what not in found.setdefault(who, {}), "a vote is there twice"
        found[who][what] = value
    as_said = sorted(map(sorted, (one.said.items() for one in people)))
    same = as_said == sorted(map(sorted, (one.items() for one in found.values())))
    print(f"{len(kept)} votes kept of {len(people)} people, each as acknowledged last: {same}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    socket.setdefaulttimeout(60)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options)


if __name__ == "__main__":
    main()
