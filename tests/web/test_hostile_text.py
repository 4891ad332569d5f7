"""Whatever is written in a field or comes in a file stays a text, on every page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from hostile import CORPUS, EVERYTHING, Form, Page

from rebond.listen.columns.roles import RoleOverride
from rebond.listen.importing import import_files
from rebond.understand import understand
from rebond.vocabulary import Role
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job, State
from rebond_web.outbox.actions import flush
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

pytestmark = pytest.mark.whole
MOST_PAGES = 160
HEADERS = tuple(f"{one} h" for one in CORPUS[:3])
# Served beside pages: what cannot run, or is handed as a file.
_HARMLESS = ("application/json", "text/csv", "image/png", "application/problem+json")


@pytest.fixture
def hostile_tenant(owner: Account, tmp_path: Path) -> Tenant:
    """Return a workspace whose columns, values, texts and source are all hostile."""
    cache.clear()
    workspace = Workspace.create(tmp_path / "hostile")
    import_files(
        workspace,
        [_hostile_file(tmp_path / "<zz-element>.csv")],
        source='"><zz-element> source',
        overrides={
            "Commentaire": RoleOverride(Role.TEXT),
            "Note": RoleOverride(Role.SCORE, None, 0, 10),
            **dict.fromkeys(HEADERS, RoleOverride(Role.ATTRIBUTE)),
        },
    )
    understand(workspace)
    return add_tenant(tmp_path / "hostile", by=owner, name='"><zz-element> name')


def _hostile_file(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(["Date", "Note", "Commentaire", *HEADERS])
        for rank, one in enumerate(CORPUS * 12):
            bad = rank % 4 == 0
            said = "Attente interminable à la caisse" if bad else "Vendeuse aimable"
            text = f"{one} {said} {one}"
            note = "zz<zz-element>" if rank % 61 == 0 else (rank % 3 if bad else 8 + rank % 3)
            values = [CORPUS[(rank + column) % 4] for column in range(len(HEADERS))]
            rows.writerow([f"{rank % 28 + 1:02}/04/2026", note, text, *values])
    return path


@pytest.fixture
def browser(owner: Account, hostile_tenant: Tenant) -> Client:
    assert hostile_tenant.seats.filter(account=owner).exists()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return client


class Walk:
    """A walk through the site, page after page, that fills every form on its way."""

    def __init__(self, browser: Client, tenant: Tenant) -> None:
        self.browser, self.tenant = browser, tenant
        self.pages: dict[str, Page] = {}
        self.forms: dict[tuple[str, ...], Form] = {}
        self.fields = 0
        self.wrong: list[str] = []

    def go(self) -> None:
        """Read every page that can be reached from the route map, and note its forms."""
        waiting = list(self._addresses())
        seen: set[str] = set()
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            kind = _kind(address)
            if kind in seen:
                continue
            seen.add(kind)
            page = self._read(address, self.browser.get(address))
            if page is None:
                continue
            waiting += sorted(link for link in page.links if not urlsplit(link).netloc)
            for form in page.forms:
                key = (_kind(form.action), form.method, *sorted(form.fields))
                if form.takes_words and not urlsplit(form.action).netloc:
                    self.forms.setdefault(key, form)

    def fill(self) -> None:
        """Write hostile words in every field of every form that was met."""
        for form in self.forms.values():
            for words in (EVERYTHING, "javascript:zz()"):
                asked = form.filled(words)
                self.fields += len(asked)
                send: Any = self.browser.post if form.method == "post" else self.browser.get
                self._read(f"{form.action} after {form.method}", send(form.action, asked))

    def _read(self, address: str, answer: Any) -> Page | None:
        if answer.status_code >= 500:
            self.wrong.append(f"{address} failed")
        told = answer.headers.get("Content-Type", "").partition(";")[0]
        if told != "text/html":
            handed = answer.headers.get("Content-Disposition", "").startswith("attachment")
            if answer.content and not handed and told not in _HARMLESS:
                self.wrong.append(f"{address} is {told}")
            return None
        page = Page(address.partition(" ")[0], answer.content.decode())
        self.wrong += [f"{address}: {one}" for one in page.wrong]
        self.pages[address] = page
        return page

    def _addresses(self) -> Iterator[str]:
        for pattern in get_resolver().url_patterns:
            names = set(pattern.pattern.converters)
            if names == {"slug"}:
                yield reverse(str(pattern.name), kwargs={"slug": self.tenant.slug})
            elif not names and pattern.name != "leave":
                yield reverse(str(pattern.name))


def _kind(address: str) -> str:
    """Return what is the same for pages that differ only by what they are asked."""
    parts = urlsplit(address)
    asked = sorted(one.partition("=")[0] for one in parts.query.split("&"))
    return f"{parts.path}?{'&'.join(asked)}"


def _work(tenant: Tenant) -> None:
    for job in Job.objects.filter(tenant=tenant, state=State.WAITING).order_by("pk"):
        do(job.pk)
    flush(tenant)


def test_hostile_texts_stay_texts_on_every_page(browser: Client, hostile_tenant: Tenant) -> None:
    files = reverse("files", kwargs={"slug": hostile_tenant.slug})
    given = _hostile_file(Path(hostile_tenant.folder).parent / "again.csv")
    with given.open("rb") as stream:
        browser.post(files, {"file": stream})
    _work(hostile_tenant)
    walk = Walk(browser, hostile_tenant)
    walk.go()
    walk.fill()
    assert len(walk.forms) > 10
    assert walk.fields > 60
    _work(hostile_tenant)
    walk.go()
    assert walk.wrong == []
    shown = " ".join(walk.pages)
    for name in ("home", "voices", "files", "quarantine", "privacy", "tokens", "hooks", "people"):
        assert reverse(name, kwargs={"slug": hostile_tenant.slug}) in shown, name


def test_a_page_that_took_a_text_for_markup_would_be_seen() -> None:
    for one in CORPUS[:12]:
        # Python's parser takes "<!-->" for the start of a comment; browsers do not.
        if "<" in one and "<!-->" not in one:
            assert Page("/", f"<body><p>{one}</p></body>").wrong, one
    for one in ('"><zz-element>', '" onfocus="zz()"'):
        assert Page("/", f'<body><input value="{one}"></body>').wrong, one
    assert Page("/", '<a href="java\tscript:zz()">x</a>').wrong
    assert Page("/", '<p title="&quot;&gt;&lt;zz-element&gt;">&lt;zz-element&gt;</p>').wrong == []
