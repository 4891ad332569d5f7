"""Files given, kept for their owner only until they are brought in, a day at most."""

from __future__ import annotations

import re
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.house import House
from rebond_web.jobs.models import Job

LARGEST = 2 << 30  # bytes
KEPT = timedelta(days=1)


def keep_upload(given: UploadedFile[Any]) -> Path:
    """Write a file in a folder of its own and return where.

    Raises
    ------
    InputError
        When it is empty or too large.
    """
    size = given.size or 0
    name = _plain_name(given.name or "")
    if not size:
        raise InputError("{file} is empty. Export it again.", file=name)
    if size > LARGEST:
        raise InputError(
            "{file} is larger than {most} GB, the most that is taken here. Bring it in with rebond"
            " analyse, in a terminal.",
            file=name,
            most=LARGEST >> 30,
        )
    folder = upload_folder() / secrets.token_hex(16)
    folder.mkdir(mode=0o700, parents=True)
    path = folder / name
    with path.open("xb") as stream:
        for chunk in given.chunks():
            stream.write(chunk)
    path.chmod(0o600)
    return path


def let_go(job: Job) -> None:
    """Remove the file of a job, and the examples that were read of it."""
    file = Path(job.asked.get("file", ""))
    if file.parent.parent == upload_folder():
        shutil.rmtree(file.parent, ignore_errors=True)
    for looked in Job.objects.filter(tenant_id=job.tenant_id, kind="look", asked__file=str(file)):
        looked.told = {}
        looked.save(update_fields=["told"])


def let_go_of_old_ones() -> None:
    """Remove what was given and never brought in."""
    for job in Job.objects.filter(kind="look", created__lt=timezone.now() - KEPT).exclude(told={}):
        let_go(job)


def upload_folder() -> Path:
    """Return where files given are kept, each in a folder of its own."""
    return House.current().path / "uploads"


def _plain_name(name: str) -> str:
    """Return a name that is only a name: it is shown, and its ending may tell a form."""
    plain = re.sub(r"[^\w.() -]", "_", Path(name.replace("\\", "/")).name)[-120:].lstrip(".")
    return plain or "file"
