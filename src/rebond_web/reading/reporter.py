"""The report's words and figures, for pages: answers are kept, links lead to the voices' page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock, RLock
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from weakref import WeakValueDictionary

from django.core.cache import cache
from django.urls import reverse

from rebond.quantify import Figure, Filter, Findings, Perimeter, Question, find
from rebond.report.reporter import Reporter
from rebond_web.workspaces.access import Sitting

_KEPT = 24 * 3600  # seconds; a key holds the version of the data, so that nothing goes stale
_ABSENT = object()
T = TypeVar("T")


class PageReporter(Reporter):
    """A `Reporter` whose answers are kept between requests and whose proofs are addresses."""

    slug: str

    def ask(self, question: Question | str, perimeter: Perimeter | None = None) -> Figure:
        """Ask a question, once for one version of the data and one perimeter."""
        seen = perimeter or self.main
        return kept(seen, str(question), lambda: super(PageReporter, self).ask(question, seen))

    def proof(
        self,
        question: Question,
        title: str,
        *,
        theme: str | None = None,
        polarity: int | None = None,
        intent: str | None = None,
        limit: int = 3,
        perimeter: Perimeter | None = None,
    ) -> str:
        """Return the address of the voices behind a figure."""
        del title, theme, limit
        filters = [*question.filters]
        seen = (perimeter or self.main).filters
        filters += [one for one in seen if one not in self.perimeter.filters]
        if polarity:
            name = "positive" if polarity > 0 else "negative"
            filters.append(Filter("polarity", "=", (name,)))
        if intent:
            filters.append(Filter("intent", "=", (intent,)))
        return voices_address(self.slug, Question("voices", (), tuple(filters)))

    def href(self, anchor: str) -> str:
        """Return where the link to a proof leads: it is an address already."""
        return anchor


def reporter_of(sitting: Sitting, language: str) -> PageReporter:
    """Return what says and asks for one person in one workspace."""
    return reporter_on(sitting.perimeter, sitting.slug, language)


def reporter_on(perimeter: Perimeter, slug: str, language: str) -> PageReporter:
    """Return what says and asks on the rows of a perimeter."""
    findings: Findings = kept(perimeter, "findings", lambda: find(perimeter))
    reporter = PageReporter(perimeter, language, findings)
    reporter.slug = slug
    return reporter


def voices_address(slug: str, question: Question, **more: str) -> str:
    """Return the address of the voices that a question keeps."""
    _, _, where = str(Question("voices", (), question.filters)).partition(" where ")
    asked = {"where": where, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("voices", kwargs={"slug": slug})
    return f"{address}?{query}" if query else address


class _Turn:
    """A lock that may be forgotten when nobody holds it; the same thread may take it again."""

    def __init__(self) -> None:
        self._lock = RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def kept(perimeter: Perimeter, what: str, compute: Callable[[], T]) -> T:
    """Return what was computed for these rows, or compute it and keep it.

    The key holds the workspace, the versions of its data and opinions, and the perimeter: two
    readers share an answer only where they see the same rows.
    """
    workspace = perimeter.workspace
    identity = (
        str(workspace.path),
        workspace.data_version,
        workspace.current_versions,
        tuple(map(str, perimeter.filters)),
        what,
    )
    key = hashlib.blake2b(repr(identity).encode(), digest_size=20).hexdigest()
    with _one_at_a_time(key):
        found: Any = cache.get(key, _ABSENT)
        if found is _ABSENT:
            found = compute()
            cache.set(key, found, _KEPT)
    return cast(T, found)


_WAITING: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
_GUARD = Lock()


def _one_at_a_time(key: str) -> _Turn:
    """Return what makes the second who wants an answer wait for it rather than compute it too."""
    with _GUARD:
        return _WAITING.setdefault(key, _Turn())
