"""Makes the fictional community of a workspace: ``python -m rebond_web.demo FOLDER OWNER``.

A process of its own: what decisions read opens tables, whose threads do not outlive the fork by
which the server starts its workers.
"""

import sys
from pathlib import Path

import django

django.setup()

from rebond_web.accounts.actions import account_of  # noqa: E402
from rebond_web.demo.atelier import make_atelier  # noqa: E402
from rebond_web.workspaces.models import Tenant  # noqa: E402

folder, owner = sys.argv[1:]
make_atelier(Tenant.objects.get(folder=str(Path(folder).resolve())), by=account_of(owner))
