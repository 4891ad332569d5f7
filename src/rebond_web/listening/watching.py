"""Files laid in a watched folder: imported once they stay still, then moved to done or refused.

A file waits in ``working`` while it is imported; its copy is what is read, so that nobody changes
it meanwhile. A link is never followed.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.audit.models import record
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job, State
from rebond_web.listening.jobs import IMPORT
from rebond_web.listening.models import WatchedFolder
from rebond_web.listening.uploads import LARGEST, let_go, upload_folder

WORKING, DONE, REFUSED = _BESIDE = "working", "done", "refused"
STILL = 10.0  # seconds without a change
_LOOK = 5.0  # seconds between two looks
_LINK = Message("It is a link: lay the file itself.")
_NO_FILE = Message("It is no file that can be read, or it is empty.")
_TOO_LARGE = Message("It is larger than {most} GB.", {"most": LARGEST >> 30})
_LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class _Look:
    """How a file was when it was looked at, and since when it is so."""

    size: int
    changed: int
    since: float


class Watcher:
    """Brings in what is laid in the watched folders, when its time has come."""

    def __init__(self) -> None:
        self._next = 0.0
        self._seen: dict[Path, _Look] = {}

    def tick(self) -> bool:
        """Look at every folder; return whether anything was done."""
        if time.monotonic() < self._next or not settings.WATCHED:
            return False
        self._next = time.monotonic() + _LOOK
        done = [self._looked_at(one) for one in WatchedFolder.objects.select_related("tenant")]
        return any(done)

    def _looked_at(self, watched: WatchedFolder) -> bool:
        folder = place_of(watched)
        if folder is None or not all((folder / one).is_dir() for one in _BESIDE):
            return False
        if any((folder / one).is_symlink() for one in _BESIDE):
            return False
        try:
            settled = _settle(watched, folder)
            taken = [self._taken(watched, entry) for entry in _entries(folder)]
        except OSError:  # a disk that is full or gone: the next look tries again
            logging.getLogger(__name__).exception("the watched folder %s cannot be read", folder)
            return False
        return settled or any(taken)

    def _taken(self, watched: WatchedFolder, path: Path) -> bool:
        """Have a file imported if it stays still; return whether it was taken or refused."""
        told = path.lstat()
        if stat.S_ISLNK(told.st_mode):
            _refuse(path, _LINK)
            return True
        before_it = path.parent / WORKING / path.name
        if not self._stays_still(path, told) or before_it.exists():
            return False
        self._seen.pop(path, None)
        return _bring_in(watched, path)

    def _stays_still(self, path: Path, told: os.stat_result) -> bool:
        now = time.monotonic()
        before = self._seen.get(path)
        if before is None or (before.size, before.changed) != (told.st_size, told.st_mtime_ns):
            self._seen[path] = _Look(told.st_size, told.st_mtime_ns, now)
            return False
        return now - before.since >= STILL


def place_of(watched: WatchedFolder) -> Path | None:
    """Return where a watched folder is; None where none may be, or a link stands in its way."""
    if not settings.WATCHED:
        return None
    root = Path(settings.WATCHED).resolve()
    place = root / watched.tenant.slug / watched.name
    return place if place.resolve() == place else None


def prepare(watched: WatchedFolder) -> None:
    """Make a watched folder, and those where its files go."""
    place = place_of(watched)
    if place is not None:
        for name in _BESIDE:
            (place / name).mkdir(parents=True, exist_ok=True)


def _entries(folder: Path) -> list[Path]:
    kept = [one for one in folder.iterdir() if not one.name.startswith(".")]
    return sorted(one for one in kept if one.is_symlink() or not one.is_dir())


def _bring_in(watched: WatchedFolder, path: Path) -> bool:
    copied = _copied(path)
    if isinstance(copied, Message):
        _refuse(path, copied)
        return True
    asked = {
        "file": str(copied),
        "name": path.name,
        "roles": {},
        "source": watched.source,
        "channel": watched.channel,
        "stakeholder": watched.stakeholder,
        "watched": watched.pk,
    }
    with transaction.atomic():
        job = Job.objects.create(
            tenant=watched.tenant, account=watched.by, kind=IMPORT, asked=asked
        )
        record("file found", by=None, tenant=watched.tenant_id, subject=job.pk)
    _move(path, WORKING)
    return True


def _copied(path: Path) -> Path | Message:
    """Return a copy of a file that only the site reads, or why there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _WITHOUT_WAITING)
    except OSError:
        return _NO_FILE
    with os.fdopen(descriptor, "rb") as given:
        told = os.fstat(given.fileno())
        if not stat.S_ISREG(told.st_mode) or not told.st_size:
            return _NO_FILE
        if told.st_size > LARGEST:
            return _TOO_LARGE
        folder = upload_folder() / secrets.token_hex(16)
        folder.mkdir(mode=0o700, parents=True)
        with (folder / path.name).open("xb") as kept:
            shutil.copyfileobj(given, kept)
    return folder / path.name


# A pipe laid there must not make the worker wait for who writes in it.
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)


def _settle(watched: WatchedFolder, folder: Path) -> bool:
    """Move the files whose import is over; put back those that no import is about."""
    jobs = Job.objects.filter(tenant=watched.tenant, kind=IMPORT, asked__watched=watched.pk)
    at_work = set()
    moved = False
    for job in jobs:
        if not job.is_over:
            at_work.add(job.asked["name"])
            continue
        path = folder / WORKING / job.asked["name"]
        if path.is_file():
            why = message_of_json(job.told["why"]) if job.state == State.FAILED else None
            _refuse(path, why) if why else _move(path, DONE)
            moved = True
        let_go(job)
        job.asked.pop("watched")
        job.save(update_fields=["asked"])
    working = folder / WORKING
    for path in working.iterdir() if working.is_dir() else ():
        if path.name not in at_work:
            path.replace(folder / path.name)
            moved = True
    return moved


def _refuse(path: Path, why: Message) -> None:
    """Move a file among the refused ones, with the reason beside it."""
    moved = _move(path, REFUSED)
    told = "\n".join(Speaker(language).t(why) for language in _LANGUAGES)
    moved.with_name(f"{moved.name}.txt").write_text(f"{told}\n", "utf-8")


def _move(path: Path, name: str) -> Path:
    """Move a file, or a link itself, in a folder beside it; the name of another is not taken."""
    folder = path.parent if path.parent.name != WORKING else path.parent.parent
    target = folder / name / path.name
    target.parent.mkdir(exist_ok=True)
    rank = 2
    while name != WORKING and (target.exists() or target.is_symlink()):
        target = folder / name / f"{path.stem}-{rank}{path.suffix}"
        rank += 1
    return path.replace(target)
