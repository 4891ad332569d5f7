"""Answers to a survey under load, beside a bare Django view in the same run.

    python -m benchmarks survey_load [--seconds 10] [--connections 16]

A small workspace is served by `rebond serve`'s own process, its worker bringing answers in
meanwhile. Each connection opens the page of the survey, then sends its form, as a phone does; each
comes from an address of its own, so that limits are counted and stop nobody. Told: medians, 99th
centiles, pages or answers a second; then how many answers were acknowledged, and found once in the
workspace. The bare page is a view that returns a line and the bare post one that inserts a row in
the same kind of database, behind the same server, asked in the same way. Clients and servers share
the machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from rebond.listen.identity import response_id
from rebond.listen.importing import import_files
from rebond.understand import understand
from rebond.workspace import Workspace
from rebond_web.surveys.codes import answer_id
from site_load import free_port, listening

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
Link.objects.update(most_an_hour=10**9)
print(Link.objects.get().token)
"""
_BARE = """
import sys
from django.conf import settings
if not settings.configured:  # the server's child loads this again
    settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare", SECRET_KEY="bare",
        INSTALLED_APPS=["django.contrib.contenttypes"], DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": "bare.sqlite3", "OPTIONS": {
                "transaction_mode": "IMMEDIATE", "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}}})
import django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
import secrets

def view(request):
    if request.method == "POST":
        ContentType.objects.create(app_label=secrets.token_hex(16), model="row")
    return HttpResponse("bare")

urlpatterns = [path("", view)]
application = get_wsgi_application()
if __name__ == "__main__":
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from granian import Granian
    Granian("bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface="wsgi",
            blocking_threads=4, websockets=False).serve()
"""
_TEXTS = ("Attente trop longue en caisse", "Très bon conseil au rayon plantes", "Prix élevés")


class Load:
    """Connections that open a page, then send its form, for some seconds; all times are kept."""

    def __init__(self, port: int, address: str) -> None:
        self._port, self._address = port, address
        self.seen: list[float] = []
        self.sent: list[float] = []
        self.codes: list[str] = []

    def run(self, connections: int, seconds: float) -> None:
        """Ask on so many connections at once until the time is over."""
        end = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=self._go_on, args=(who, end)) for who in range(connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _go_on(self, who: int, end: float) -> None:
        rank = 0
        while time.perf_counter() < end:
            rank += 1
            come_from = f"10.{who}.{rank >> 8}.{rank & 255}"
            taken, _, page = self._ask("GET", come_from)
            self.seen.append(taken)
            form = re.search(r'name="form" value="([^"]+)"', page)
            said = {"comment": f"{_TEXTS[rank % 3]} ({who}-{rank})", "score": str(rank % 11)}
            body = urlencode({"form": form[1] if form else "", **said})
            taken, location, _ = self._ask("POST", come_from, body)
            self.sent.append(taken)
            code = re.search(r"/r/([\w-]+)/$", location)
            if code:
                self.codes.append(code[1])

    def _ask(self, method: str, come_from: str, body: str = "") -> tuple[float, str, str]:
        begun = time.perf_counter()
        headers = {
            "X-Forwarded-For": come_from,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as asked:
            asked.request(method, self._address, body, headers)
            answer = asked.getresponse()
            page = answer.read().decode()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{method} {self._address}: {answer.status}")
        return time.perf_counter() - begun, answer.headers.get("Location", ""), page


@contextmanager
def serving(command: list[str], folder: Path, surroundings: dict[str, str]) -> Iterator[None]:
    """Run a server, and stop it."""
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stdout=subprocess.DEVNULL
    ) as server:
        try:
            yield
        finally:
            server.terminate()


def told(name: str, taken: list[float], seconds: float) -> None:
    """Print a line of the table."""
    ordered = sorted(taken)
    median, late = (1000 * ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.99))
    print(f"{name:24}{median:12.0f}{late:10.0f}{len(ordered) / seconds:12.1f}", flush=True)


def measure(folder: Path, make: Callable[[Path], None], options: argparse.Namespace) -> None:
    """Measure a survey of a workspace, then the bare view."""
    site, workspace = folder / "site", folder / "workspace"
    make(workspace)
    surroundings = {
        **os.environ,
        "REBOND_SITE": str(site),
        "REBOND_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "rebond_web.settings",
    }
    port = free_port()
    words = ["--site", str(site), "--port", str(port), "--workspace", str(workspace)]
    print(f"{'':24}{'median, ms':>12}{'p99, ms':>10}{'a second':>12}")
    with serving([sys.executable, "-m", "rebond_web", *words], folder, surroundings):
        listening(port)
        run = [sys.executable, "-c", _MAKE]
        made = subprocess.run(run, env=surroundings, capture_output=True, text=True, check=True)
        load = Load(port, f"/s/{made.stdout.strip()}/")
        load.run(options.connections, options.seconds)
        told("survey, page", load.seen, options.seconds)
        told("survey, answer", load.sent, options.seconds)
    subprocess.run([sys.executable, "-m", "rebond_web.outbox"], env=surroundings, check=True)
    port = free_port()
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    with serving([sys.executable, "bare.py", str(port)], folder, surroundings):
        listening(port)
        bare = Load(port, "/")
        bare.run(options.connections, options.seconds)
        told("bare, page", bare.seen, options.seconds)
        told("bare, one row inserted", bare.sent, options.seconds)
    opened = Workspace.open(workspace)
    table = opened.table("responses").to_pylist()
    found = Counter(row["response_id"] for row in table if row["source"] == "Sortie")
    names = [response_id(opened.secret, "Sortie", answer_id(code)) for code in load.codes]
    once = sum(found[name] == 1 for name in names)
    print(f"{len(load.codes)} answers acknowledged, {once} of them once in the workspace")


def small_company(folder: Path) -> None:
    """Write a workspace of some responses."""
    rows = [f"0{1 + n % 9}/03/2026;{n % 11};{_TEXTS[n % 3]} {n}" for n in range(200)]
    file = folder.with_suffix(".csv")
    file.write_text("\n".join(["Date;Recommandation;Commentaire", *rows]), encoding="utf-8")
    workspace = Workspace.create(folder)
    import_files(workspace, [file])
    understand(workspace)


def main() -> None:
    """Make a small workspace, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), small_company, options)


if __name__ == "__main__":
    main()
