"""A change corrected for misreading adds up: after less before is the difference told."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from rebond.quantify import Question
from rebond.quantify.changes.trends import Moved
from rebond.quantify.misreading.engine_error import EngineErrors
from rebond.quantify.misreading.true_findings import true_change
from rebond.understand.checking.confusion import Line

DAY = datetime.date(2026, 2, 2)


def errors(true: float) -> EngineErrors:
    """Labels that say that 4 % are read where ``true`` (0 to 1) say it, at a slope of 0.8."""
    line = Line(0.04, np.full(1001, true), np.full(1001, 0.8), 0.0, 1.0)
    found: Any = SimpleNamespace(line=lambda *_: line)
    return cast(EngineErrors, found)


@pytest.mark.parametrize("true", [0.03, 0.05, 0.08])
def test_a_change_from_nothing_adds_up(true: float) -> None:
    moved = Moved("delivery.pickup", "share", "emergence", DAY, 0.0, 8.0, 8.0, 6.5, 9.6, 120,
                  1e-6, 0, (DAY,), (8.0,), Question("share"))  # fmt: skip
    corrected = true_change(moved, errors(true))
    assert corrected.before >= 0
    assert corrected.difference == pytest.approx(corrected.after - corrected.before)
    assert corrected.low < corrected.difference < corrected.high
