"""When events are sent: within seconds, in a thread of their own, so that a slow address holds
nothing else up.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from rebond_web.following.outgoing import allowed, gather, send_due

PAUSE = 3.0  # seconds between looks


def start() -> None:
    """Gather and send events in the background of the worker."""
    threading.Thread(target=_send_for_ever, name="webhooks", daemon=True).start()


def _send_for_ever() -> None:
    while True:
        try:
            if allowed():
                gather()
                send_due()
        except Exception:
            logging.getLogger(__name__).exception("webhooks wait: they are tried again")
        finally:
            connections.close_all()
        time.sleep(PAUSE)
