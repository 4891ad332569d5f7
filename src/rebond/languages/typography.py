"""How numbers are written in French and English."""

from __future__ import annotations

THIN_SPACE = "\u202f"
MINUS = "\u2212"


def number(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """Write ``value`` with ``decimals`` digits as readers of ``language`` expect it.

    >>> number(12345.6, 1, "fr").replace(THIN_SPACE, "_")
    '12_345,6'
    >>> number(-0.04, 1, "en", signed=True)
    '0.0'
    """
    written = f"{abs(value):,.{decimals}f}"
    is_zero = float(written.replace(",", "")) == 0
    if language == "fr":
        written = written.replace(",", THIN_SPACE).replace(".", ",")
    if is_zero:
        return written
    if value < 0:
        return MINUS + written
    return "+" + written if signed else written
