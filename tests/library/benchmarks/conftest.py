"""Find the modules that the benchmarks share, as they find them themselves."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "benchmarks"))
