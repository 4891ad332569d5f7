"""The site's settings, in a folder that goes away with the tests."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="rebond-site-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["REBOND_SITE"] = FOLDER

from rebond_web.settings import *  # noqa: E402, F403
