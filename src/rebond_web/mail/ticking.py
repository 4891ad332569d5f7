"""When letters are sent: within seconds, in a thread of their own, so that a slow server holds
nothing else up.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from rebond_web.mail.actions import let_go_of_old_letters
from rebond_web.mail.sending import send_waiting

PAUSE = 2.0  # seconds between looks
_TIDY = 3600.0


def start() -> None:
    """Send letters in the background of the worker."""
    threading.Thread(target=_send_for_ever, name="mail", daemon=True).start()


def _send_for_ever() -> None:
    tidied = 0.0
    while True:
        try:
            send_waiting()
            if time.monotonic() - tidied > _TIDY:
                tidied = time.monotonic()
                let_go_of_old_letters()
        except Exception:
            logging.getLogger(__name__).exception("letters wait: they are tried again")
        finally:
            connections.close_all()
        time.sleep(PAUSE)
