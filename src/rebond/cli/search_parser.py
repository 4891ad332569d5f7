"""The words of ``rebond search`` and of ``rebond understand``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json, add_workspace

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate


def add_search(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond search``."""
    t = translate
    sub = command("search", "find the voices that say something, in these words or in others")
    sub.add_argument(
        "query",
        nargs="+",
        metavar="QUERY",
        help=t("words, “phrases” between quotation marks, -words to leave out"),
    )
    add_workspace(sub)
    ways = sub.add_mutually_exclusive_group()
    ways.add_argument("--words", action="store_true", help=t("by their words only"))
    ways.add_argument("--meaning", action="store_true", help=t("by their meaning only"))
    sub.add_argument(
        "--limit", type=int, default=20, metavar="N", help=t("show at most N voices (20)")
    )
    sub.add_argument(
        "--where",
        default="",
        metavar="CONDITIONS",
        help=t("keep some voices only: “channel = survey and month >= 2026-01”"),
    )
    add_json(sub)


def add_understand(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond understand``."""
    t = translate
    sub = command("understand", "give the opinions of any text, with the words that prove them")
    sub.add_argument(
        "file",
        metavar="FILE|-",
        help=t("one text a line (.txt, or - for the standard input), or a table"),
    )
    sub.add_argument(
        "--codebook",
        metavar="NAME|FILE",
        default="generic",
        help=t("a ready-made codebook or your own file (else the generic one)"),
    )
    sub.add_argument(
        "--language", metavar="CODE", help=t("language of the texts: fr, en… (else detected)")
    )
    sub.add_argument(
        "--column", metavar="NAME", help=t("column of a table that holds the texts (else guessed)")
    )
    sub.add_argument(
        "--engine",
        metavar="NAME|DIR",
        help=t("what reads: shipped, large, rules, endpoint, or a folder"),
    )
    sub.add_argument(
        "--whole", action="store_true", help=t("how each text judges as a whole, not its opinions")
    )
    sub.add_argument(
        "--json", action="store_true", help=t("write JSON lines, one an opinion (a text if whole)")
    )
