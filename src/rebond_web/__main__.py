"""``python -m rebond_web``: what ``rebond serve`` starts."""

import sys

from rebond_web.serving import main

sys.exit(main(sys.argv[1:]))
