"""Measures of what ships, on real data, beside the peers.

A benchmark runs as ``python -m benchmarks NAME [options]``, ``python -m benchmarks.NAME`` or
``python benchmarks/NAME.py``: what they share (`measuring`) is found all three ways.
"""

import sys
from pathlib import Path

_FOLDER = str(Path(__file__).resolve().parent)
if _FOLDER not in sys.path:
    sys.path.append(_FOLDER)
