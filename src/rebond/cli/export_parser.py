"""The words of ``rebond export`` and of ``rebond trace``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json, add_workspace
from rebond.languages import LANGUAGES

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate

EXPORTS = ("responses", "voices", "opinions", "figures", "insights", "report")


def add_export(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond export``."""
    t = translate
    sub = command("export", "write rows, figures or the report’s slides to a file")
    sub.add_argument(
        "what",
        choices=EXPORTS,
        help=t("rows, figures (one row a cell), insights, or the report as slides"),
    )
    add_workspace(sub)
    sub.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help=t(".csv (opens in Excel), .xlsx, .parquet, .json or .jsonl; .pptx for the report"),
    )
    sub.add_argument(
        "--file-lang",
        choices=LANGUAGES,
        help=t("language of the file, hence of its numbers and dates (else the voices')"),
    )
    sub.add_argument("--title", help=t("title of the slides"))


def add_trace(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond trace``."""
    t = translate
    sub = command(
        "trace", "replay a figure or insight that was shown: same question, versions and voices"
    )
    sub.add_argument(
        "figure",
        metavar="FIGURE|INSIGHT",
        help=t("identifier shown beside it: F-7K2M9QXD for a figure, 4910d4c7 for an insight"),
    )
    add_workspace(sub)
    sub.add_argument(
        "--evidence",
        type=int,
        default=3,
        metavar="N",
        help=t("show N voices behind the figure (3)"),
    )
    add_json(sub)
