"""The code that trains is no package: its folder is on the path while one of its tests runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENCODER = Path(__file__).resolve().parents[3] / "models" / "encoder"


@pytest.fixture
def training_code(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = set(sys.modules)
    monkeypatch.syspath_prepend(str(ENCODER))
    yield
    for name in set(sys.modules) - known:
        if str(ENCODER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
