"""What a server of web applications calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond_web.settings")
application = get_wsgi_application()

from rebond_web.jobs import worker  # noqa: E402

worker.start()
