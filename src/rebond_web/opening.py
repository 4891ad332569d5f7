"""Opening a browser on the site, once it listens."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser

_PATIENCE = 60  # seconds


def open_when_it_listens(link: str, port: int) -> None:
    """Open a browser on a link, in the background, as soon as something listens on the port."""
    threading.Thread(target=_open, args=(link, port), daemon=True).start()


def _open(link: str, port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            webbrowser.open(link)
            return
