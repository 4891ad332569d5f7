"""The words of ``rebond population``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json, add_workspace

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate


def add_population(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add the command."""
    sub = command("population", "show who speaks against who is known to exist, and the weights")
    what = sub.add_mutually_exclusive_group()
    what.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help=translate("a table of three columns: attribute, value, people; it is remembered"),
    )
    what.add_argument(
        "--forget", action="store_true", help=translate("forget the population given before")
    )
    add_workspace(sub)
    add_json(sub)
