"""Computing what first pages need before anybody asks, so that nobody waits for it."""

from __future__ import annotations

import os
import threading

WARM = "REBOND_WARM"


def start() -> None:
    """Compute in the background, where the environment asks for it."""
    if os.environ.get(WARM) == "1":
        threading.Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    from rebond.errors import RebondError
    from rebond.quantify import Perimeter
    from rebond_web.reading.reporter import reporter_on
    from rebond_web.reading.sections import home_sections, theme_sections
    from rebond_web.workspaces.access import opened
    from rebond_web.workspaces.models import Place

    for place in Place.objects.all():
        try:
            reporter = reporter_on(Perimeter.whole(opened(place.folder)), place.slug, "en")
        except RebondError:  # a folder that has gone: its pages say so
            continue
        home_sections(reporter)
        theme_sections(reporter)
