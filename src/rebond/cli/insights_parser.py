"""The words of ``rebond insights``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json, add_workspace

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate

ACTIONS = ("list", "show", "confirm", "dismiss", "act", "reopen")
STATES = ("new", "confirmed", "dismissed", "acted-on")


def add_insights(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond insights``."""
    t = translate
    sub = command("insights", "say what holds beyond chance, and keep what you decide of it")
    sub.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        default="list",
        metavar="ACTION",
        help=t("list (else), show, confirm, dismiss, act (acted on) or reopen, then an ID"),
    )
    sub.add_argument("id", nargs="?", metavar="ID", help=t("id of an insight, as listed"))
    add_workspace(sub)
    sub.add_argument("--state", choices=STATES, help=t("list those in this state only"))
    sub.add_argument("--note", metavar="TEXT", default="", help=t("why, kept with the state"))
    sub.add_argument("--by", metavar="NAME", default="", help=t("who decides, kept with the state"))
    add_json(sub)
