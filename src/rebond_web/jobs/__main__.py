"""``python -m rebond_web.jobs NUMBER``: does one job, within limits, and says how far it is."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond_web.settings")
_MOST_MEMORY = 8 << 30  # bytes of address space; libraries reserve much more than they use
_MOST_SECONDS = 4 * 3600  # of processor


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, _MOST_SECONDS),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == -1 else min(most, hard), hard))


def _keep_the_lease(job_id: int) -> None:
    from django.db import DatabaseError

    from rebond_web.jobs.turns import LEASE, keep

    while True:
        time.sleep(LEASE.total_seconds() / 4)
        with contextlib.suppress(DatabaseError):  # a chore writes for long: the next time will do
            keep(job_id)


def main(job_id: int) -> int:
    """Do the job and return 0 when it is over, waits for its turn, or is left as the site stops."""
    _limit()
    django.setup()
    from django.db import connections

    from rebond_web.jobs.doing import do
    from rebond_web.jobs.processes import Stopped, end_by_itself, end_with_the_worker
    from rebond_web.jobs.turns import give_back

    threading.Thread(target=_keep_the_lease, args=(job_id,), daemon=True).start()
    try:
        end_with_the_worker()
        do(job_id, finishing=end_by_itself)
    except Stopped:
        connections.close_all()
        give_back(job_id)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
