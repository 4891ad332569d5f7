"""Computing what first pages need before anybody asks, so that nobody waits for it."""

from __future__ import annotations

import os
import threading

from rebond_web.house import WARM


def start() -> None:
    """Compute in the background, where the environment asks for it."""
    if os.environ.get(WARM) == "1":
        threading.Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    from rebond.errors import RebondError
    from rebond.languages import LANGUAGES
    from rebond.quantify import Perimeter
    from rebond_web.reading.reporter import reporter_on
    from rebond_web.reading.sections import home_page, themes_page
    from rebond_web.workspaces.access import opened
    from rebond_web.workspaces.models import Tenant

    for tenant in Tenant.objects.all():
        try:
            perimeter = Perimeter.whole(opened(tenant.folder))
        except RebondError:  # a folder that has gone: its pages say so
            continue
        for language in LANGUAGES:
            home_page(reporter_on(perimeter, tenant.slug, language))
            themes_page(reporter_on(perimeter, tenant.slug, language))
