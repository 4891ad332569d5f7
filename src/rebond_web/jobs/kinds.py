"""The kinds of jobs: each names the function that does it, imported when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.utils.module_loading import import_string

from rebond_web.jobs.models import Job

Progress = Callable[[str, int, int | None], None]
Doing = Callable[[Job, Progress], dict[str, Any]]

_DOING = {
    "look": "rebond_web.listening.jobs.look",
    "import": "rebond_web.listening.jobs.bring_in",
    "replay": "rebond_web.listening.mends.replay",
    "read": "rebond_web.listening.mends.read_voices",
    "erase": "rebond_web.privacy.jobs.erase",
    "export": "rebond_web.exports.actions.make",
    "expire": "rebond_web.privacy.jobs.let_old_go",
    "compute": "rebond_web.reading.ahead.compute",
    "alerts": "rebond_web.alerts.jobs.evaluate",
    "preview of an edit": "rebond_web.codebook.jobs.preview_edit",
    "edit": "rebond_web.codebook.jobs.adopt_edit",
    "candidates": "rebond_web.codebook.jobs.look_for_candidates",
    "opinion groups": "rebond_web.statements.counting.compute",
    "check": "rebond_web.labelling.results.compute",
    "evidence": "rebond_web.demo.evidence.bring_evidence",
}
# What is done once a job is over and kept as done.
_AFTERWARDS = {
    "import": "rebond_web.listening.jobs.brought_in",
    "erase": "rebond_web.privacy.jobs.forget_whom",
}


def doing(kind: str) -> Doing:
    """Return what does the jobs of a kind: it takes the job and a note of progress.

    It returns what came of it, for ``job.told``; done twice, it changes nothing the second time.
    """
    return cast(Doing, import_string(_DOING[kind]))


def afterwards(kind: str) -> Callable[[Job], None]:
    """Return what follows a job of a kind; nothing for most."""
    named = _AFTERWARDS.get(kind)
    return cast(Callable[[Job], None], import_string(named)) if named else _nothing


def _nothing(job: Job) -> None:
    del job
