"""What looks wrong in the data, one line each, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from rebond.quantify import Perimeter


def print_health(perimeter: Perimeter, terminal: Terminal, *, most: int | None = 5) -> None:
    """Print what looks wrong, at most so many lines; without limit, also that nothing does."""
    from rebond.quantify.coverage.scanning import health

    looked = health(perimeter)
    if looked.found:
        terminal.say()
        terminal.say("To check in the data:")
    for ill in looked.found[:most]:
        terminal.line(f"! {terminal.translate(ill.sentence)}")
    if most is not None and len(looked.found) > most:
        hidden = len(looked.found) - most
        terminal.say("! and {n} more: rebond doctor --workspace DIR tells them all", n=hidden)
    if most is None and not looked.found:
        terminal.say(
            "Nothing looks wrong in the data themselves ({n} things tested).", n=looked.tested
        )
