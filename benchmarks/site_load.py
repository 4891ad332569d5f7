"""Pages of the site under load, on a million voices, beside a bare Django page in the same run.

    python -m benchmarks site_load [--voices 1000000] [--seconds 10] [--connections 16]

A simulated company of 60 themes, 20 shops, 78 weeks is written as a workspace and served by
`rebond serve`'s own process. Told: how long the first computing takes (by the worker), then the
search index, which would share the processor with what is measured; how long the site takes to
start again; then, for the home page, the themes and the voices, the first answer
of that new process, when memory holds nothing, then the median, the 99th centile, the pages a
second, and the server's processor time a page (Linux only), all connections asking at once. The
bare page is a view that returns a line, behind the same server, asked in the same way. Clients and
servers share the machine.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from insight_scan import PLANTED, SHARE
from rebond.quantify.simulated.wide import Shape, draw_wide, tables_of

_HEAD = "           cold, s  median, ms   p99, ms     pages/s     cpu, ms        kB"
_PAGES = {"home": "", "themes": "themes/", "voices": "voices/"}
_BARE = """
from django.conf import settings
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare", SECRET_KEY="bare")
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application
urlpatterns = [path("", lambda request: HttpResponse("bare"))]
application = get_wsgi_application()
"""
# Not in the module that the server's worker loads: that would configure the settings twice.
_SERVER = """
import sys
from granian import Granian
Granian("bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface="wsgi",
        blocking_threads=4, websockets=False).serve()
"""


def write_workspace(folder: Path, voices: int) -> int:
    """Write the simulated company as a workspace, and return its number of opinions."""
    import pyarrow as pa

    from rebond.tables import SCHEMAS
    from rebond.workspace import Workspace

    world = draw_wide(1, Shape(voices=voices, share=SHARE), PLANTED)
    workspace = Workspace.create(folder)
    for name, table in tables_of(world).items():
        workspace.append(name, table)
    counts = {"rows_read": voices, "rows_new": voices, "rows_updated": 0, "rows_unchanged": 0}
    row = {"import_id": "world", "source": "world", "file_name": "world.parquet"}
    row |= {"finished_at": datetime(2026, 1, 1), "rows_quarantined": 0} | counts
    workspace.append("imports", pa.Table.from_pylist([row], schema=SCHEMAS["imports"]))
    workspace.set_current_versions("model", "codebook")
    return len(world.row)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def site(folder: Path, workspace: Path) -> Iterator[tuple[int, int, str]]:
    """Serve the site; give its process, its port and a link that lets in."""
    port = free_port()
    words = ["--site", str(folder), "--port", str(port), "--workspace", str(workspace)]
    command = [sys.executable, "-m", "rebond_web", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        server.stdout.readline()
        link = server.stdout.readline().strip().split(f":{port}", 1)[1]
        try:
            yield server.pid, port, link
        finally:
            server.terminate()


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve a page that does nothing; give its process and its port."""
    port = free_port()
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", _SERVER, str(port)], cwd=folder) as server:
        try:
            yield server.pid, port
        finally:
            server.terminate()


def ask(port: int, address: str, cookie: str = "") -> tuple[float, Mapping[str, str], bytes]:
    """Fetch a page on a connection of its own; return seconds, headers and body."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Accept-Language": "fr"}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status not in (200, 302):
        raise RuntimeError(f"{address}: {answer.status}")
    taken = time.perf_counter() - begun
    return taken, {name.lower(): value for name, value in answer.getheaders()}, body


def listening(port: int) -> None:
    """Wait until something listens."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing listens on {port}")


def come_in(port: int, link: str) -> str:
    """Use a link up, as its button does; return the cookie of the session."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", link)
    answer = connection.getresponse()
    page, cookie = answer.read().decode(), answer.getheader("Set-Cookie", "").split(";")[0]
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", link, f"csrfmiddlewaretoken={token[1]}", headers)
    answer = connection.getresponse()
    answer.read()
    kept = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return "; ".join(value.split(";")[0] for value in kept)


def wait_for_jobs(site: Path) -> None:
    """Wait until the worker has nothing left to do."""
    left = "SELECT count(*) FROM jobs_job WHERE state IN ('waiting', 'running')"
    with contextlib.closing(sqlite3.connect(site / "site.sqlite3")) as database:
        while database.execute(left).fetchone()[0]:
            time.sleep(0.5)


def family(process: int) -> set[int]:
    """Return a process and its children of now, where /proc tells them."""
    children = Path(f"/proc/{process}/task/{process}/children")
    return {process, *map(int, children.read_text().split())} if children.exists() else set()


def processor(processes: set[int]) -> float:
    """Return the seconds of processor that processes took."""
    told = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes)
    return sum(int(one[11]) + int(one[12]) for one in told) / os.sysconf("SC_CLK_TCK")


def together(port: int, address: str, cookie: str, connections: int, seconds: float) -> list[float]:
    """Ask a page again and again, all connections at once; return the seconds of each answer."""
    end, taken = time.perf_counter() + seconds, []

    def one() -> None:
        while time.perf_counter() < end:
            second, headers, _ = ask(port, address, cookie)
            if "refresh" in headers:
                raise RuntimeError(f"{address} is being computed: its code or its data changed")
            taken.append(second)

    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(taken)


def asked(
    name: str, process: int, port: int, address: str, cookie: str, options: argparse.Namespace
) -> str:
    """Ask a page once, then by all connections at once; return its line of the table."""
    first, _, body = ask(port, address, cookie)
    processes = family(process)
    before = processor(processes)
    taken = together(port, address, cookie, options.connections, options.seconds)
    each = 1000 * (processor(processes) - before) / len(taken)
    median, late = (1000 * taken[int(part * (len(taken) - 1))] for part in (0.5, 0.99))
    rate, weight = len(taken) / options.seconds, len(body) / 1000
    return f"{name:8}{first:10.2f}{median:12.0f}{late:10.0f}{rate:12.1f}{each:12.1f}{weight:10.1f}"


def measure(folder: Path, workspace: Path, options: argparse.Namespace) -> None:
    """Measure the pages of a workspace, then the bare page."""
    slug = workspace.name
    with site(folder / "site", workspace) as (_, port, link):
        listening(port)
        cookie, begun = come_in(port, link), time.perf_counter()
        while any("refresh" in ask(port, f"/w/{slug}/{end}", cookie)[1] for end in _PAGES.values()):
            time.sleep(0.5)
        print(f"first computing, two languages: {time.perf_counter() - begun:.1f} s", flush=True)
        wait_for_jobs(folder / "site")
        print(f"and the search index: {time.perf_counter() - begun:.1f} s", flush=True)
    begun = time.perf_counter()
    with site(folder / "site", workspace) as (process, port, _):
        listening(port)
        ask(port, "/", cookie)
        print(f"started again: {time.perf_counter() - begun:.1f} s\n{_HEAD}", flush=True)
        for name, end in _PAGES.items():
            print(asked(name, process, port, f"/w/{slug}/{end}", cookie, options), flush=True)
    with bare(folder) as (process, port):
        listening(port)
        print(asked("bare", process, port, "/", "", options), flush=True)


def main() -> None:
    """Write the company where it is not there yet, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workspace", type=Path, help="kept for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = (options.workspace or Path(folder) / "company").resolve()
        if not workspace.exists():
            print(f"{write_workspace(workspace, options.voices):,} opinions written", flush=True)
        measure(Path(folder), workspace, options)


if __name__ == "__main__":
    main()
