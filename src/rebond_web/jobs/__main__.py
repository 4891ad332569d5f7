"""``python -m rebond_web.jobs NUMBER``: does one job, within limits, and says how far it is."""

from __future__ import annotations

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
    from django.utils import timezone

    from rebond_web.jobs.models import Job
    from rebond_web.jobs.worker import LEASE

    while True:
        time.sleep(LEASE.total_seconds() / 4)
        Job.objects.filter(pk=job_id).update(lease=timezone.now() + LEASE)


def main(job_id: int) -> int:
    """Do the job and return 0 when it is over, whether done or refused."""
    _limit()
    django.setup()
    from rebond_web.jobs.doing import do

    threading.Thread(target=_keep_the_lease, args=(job_id,), daemon=True).start()
    do(job_id)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
