"""Gaps and changes, found in what the engine reads, told as labels say they are.

Tests are those of what is read: where nothing differs nothing is read to differ, and misreading
only hides. Sizes are brought to what is said, and their intervals widened.
"""

from __future__ import annotations

from dataclasses import replace

from rebond.quantify.changes.trends import Moved
from rebond.quantify.groups.gaps import Tested
from rebond.quantify.misreading.engine_error import EngineErrors
from rebond.understand.checking.checked import Event
from rebond.understand.checking.confusion import Line


def true_gap(gap: Tested, errors: EngineErrors | None) -> Tested:
    """Return a gap corrected for the engine's error, where that is known."""
    line = _line(gap.measure, gap.theme, errors)
    if line is None:
        return gap
    difference, low, high = _difference(line, gap.difference, gap.low, gap.high)
    return replace(
        gap,
        value_figure=_level(line, gap.value_figure),
        rest_figure=_level(line, gap.rest_figure),
        observed=gap.observed / float(line.slope[0]),
        difference=difference,
        low=low,
        high=high,
    )


def true_change(moved: Moved, errors: EngineErrors | None) -> Moved:
    """Return a change of a theme corrected for the engine's error, where that is known."""
    line = _line(moved.measure, moved.theme, errors)
    if line is None:
        return moved
    difference, low, high = _difference(line, moved.difference, moved.low, moved.high)
    before, after = _level(line, moved.before), _level(line, moved.after)
    # A share brought to 0 stops there: the difference told beside it stops with it.
    beyond = (moved.after - moved.before) / float(line.slope[0]) - (after - before)
    return replace(
        moved,
        before=before,
        after=after,
        difference=difference - beyond,
        low=low - beyond,
        high=high - beyond,
        series=tuple(_level(line, share) for share in moved.series),
    )


def _line(measure: str, theme: str | None, errors: EngineErrors | None) -> Line | None:
    if errors is None or measure not in ("share", "net_polarity"):
        return None
    if theme is None and measure == "share":
        return None
    return errors.line(measure, Event(frozenset([theme]) if theme else frozenset()))


def _level(line: Line, percent: float) -> float:
    return 100 * line.level(percent / 100)


def _difference(line: Line, value: float, low: float, high: float) -> tuple[float, float, float]:
    centre, below, above = line.difference(value / 100, low / 100, high / 100)
    return 100 * centre, 100 * below, 100 * above
