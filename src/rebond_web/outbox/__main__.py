"""``python -m rebond_web.outbox``: brings in what waits, in every workspace."""

from __future__ import annotations

import logging
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond_web.settings")


def main() -> int:
    """Return 0 when nothing waits any more, 1 when something could not be brought in now."""
    django.setup()
    from rebond_web.jobs.processes import Stopped, end_with_the_worker

    try:
        end_with_the_worker()
        return _bring_in()
    except Stopped:  # what was not brought in waits
        return 1


def _bring_in() -> int:
    from rebond.errors import WorkspaceBusy
    from rebond_web.outbox.actions import flush, on_their_way
    from rebond_web.reading.ahead import ask_for_readers, compute_pages
    from rebond_web.workspaces.models import Tenant

    left = 0
    waiting = on_their_way().values("tenant")
    for tenant in Tenant.objects.filter(pk__in=waiting):
        try:
            flush(tenant)
            # In this process: the rest that follows is as long as all of it took.
            compute_pages(tenant, "", _say_nothing)
            ask_for_readers(tenant)
        except WorkspaceBusy:  # an import or an erasure is at work: later
            left = 1
        except Exception:
            logging.getLogger(__name__).exception("answers of %s stay where they are", tenant.slug)
            left = 1
    return left


def _say_nothing(step: str, done: int, total: int | None) -> None:
    del step, done, total


if __name__ == "__main__":
    sys.exit(main())
