"""The words of ``rebond groups``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate

METHODS = ("alike", "polis")


def add_groups(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond groups``."""
    t = translate
    sub = command("groups", "find who votes alike on statements, and what all agree on")
    sub.add_argument(
        "votes",
        metavar="VOTES",
        help=t("a CSV of votes, an export of Polis as it is, or the folder of one"),
    )
    sub.add_argument(
        "--method", choices=METHODS, default="alike", help=t("our own groups, or those of Polis")
    )
    sub.add_argument(
        "--statements",
        metavar="FILE",
        help=t("texts of the statements (Polis's comments.csv): those moderated out do not count"),
    )
    sub.add_argument(
        "--participant", metavar="ID", help=t("where this participant sits among the groups")
    )
    add_json(sub)
