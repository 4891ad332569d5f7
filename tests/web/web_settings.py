"""The site's settings, in a folder that goes away with the tests."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="rebond-site-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["REBOND_SITE"] = _FOLDER

from rebond_web.settings import *  # noqa: E402, F403
