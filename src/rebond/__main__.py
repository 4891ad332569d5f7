"""``python -m rebond`` is the same as ``rebond``."""

import sys

from rebond.cli import main

sys.exit(main())
