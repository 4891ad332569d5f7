"""What listening says a subject is worth: people concerned × weight on the score × trend."""

from __future__ import annotations

from collections.abc import Callable

from rebond.decide.factors import Estimate
from rebond.errors import QuestionError
from rebond.quantify import Cell, Figure, Filter, Perimeter, Question, ask

Asked = Callable[[Question, Perimeter], Figure]

_LEAST = 0.01  # under it an interval that touches zero would be infinite in logarithms


def from_listening(theme: str, perimeter: Perimeter, asked: Asked = ask) -> dict[str, Estimate]:
    """Return the factors that the voices give for a theme.

    - "people": the share of voices that speak of it, in %;
    - "weight": its weight on the score, in % of what explains it, where it is found;
    - "trend": how much more it is spoken of lately, 1 as before.

    Each with the interval of its figure; a factor that the data do not tell is left out, and the
    weights of a priority must then leave it out too (or it is given by the team).

    Parameters
    ----------
    theme : str
        Its id in the codebook.
    perimeter : Perimeter
    asked : callable
        Answers a question on a perimeter: `ask`, or what keeps its answers.

    Raises
    ------
    QuestionError
        The theme is not known.
    """
    only = (Filter("theme", "=", (theme,)),)
    shared = asked(Question("share", (), only), perimeter).total
    found = {"people": _bounded(shared)}
    weighed = _cell(theme, perimeter, "weight", (), asked)
    found["weight"] = _bounded(weighed)
    changed = _cell(theme, perimeter, "trending", ("change",), asked)
    if changed is not None and changed.value is not None:
        low = changed.value if changed.low is None else changed.low
        high = changed.value if changed.high is None else changed.high
        found["trend"] = _positive(*(1 + one / 100 for one in (changed.value, low, high)))
    return {name: factor for name, factor in found.items() if factor is not None}


def _cell(
    theme: str, perimeter: Perimeter, measure: str, detail: tuple[str, ...], asked: Asked
) -> Cell | None:
    """Return the cell of a theme among those of all themes, which the measure compares.

    None where the data do not suffice to answer (too few scores, too few weeks).
    """
    try:
        return asked(Question(measure, ("theme",)), perimeter).cell(theme, *detail)
    except QuestionError:
        return None


def _bounded(cell: Cell | None) -> Estimate | None:
    """Return a figure as a factor."""
    if cell is None or not cell.value:
        return None
    low = cell.value if cell.low is None else cell.low
    high = cell.value if cell.high is None else cell.high
    return _positive(cell.value, low, high)


def _positive(value: float, low: float, high: float) -> Estimate:
    """Return a factor kept above zero and inside its interval."""
    value = max(value, _LEAST)
    return Estimate(value, min(max(low, _LEAST), value), max(high, value))
