"""The words of ``rebond check``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json, add_workspace

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate


def add_check(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add the command and its four actions."""
    sub = command("check", "measure on your own data how well the engine reads")
    actions = sub.add_subparsers(
        dest="action", title=translate("actions"), metavar="ACTION", required=True
    )

    def action(name: str, summary: str) -> Parser:
        one: Parser = actions.add_parser(
            name, help=summary, description=summary, translate=translate
        )
        add_workspace(one)
        return one

    _draw(action("draw", translate("draw voices to label and write a sheet for each labeller")))
    _label(action("label", translate("label the voices drawn, here in the terminal")))
    read = action("read", translate("take back the sheets that people filled"))
    read.add_argument(
        "files", nargs="+", metavar="FILES", help=translate("filled sheets (CSV, XLSX, ODS)")
    )
    show = action("show", translate("show how people agree and how well the engine reads"))
    add_json(show)


def _draw(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help=t("sheet to write (.csv); each labeller has a copy, and the themes a legend"),
    )
    sub.add_argument("--voices", type=int, default=200, help=t("voices to draw (200)"))
    sub.add_argument("--labellers", type=int, default=2, help=t("people who will label (2)"))
    sub.add_argument("--seed", type=int, help=t("draw the same voices again"))
    sub.add_argument(
        "--not-blind", action="store_true", help=t("show what the engine read (sways labellers)")
    )


def _label(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("--labeller", metavar="NAME", required=True, help=t("who labels"))
    sub.add_argument(
        "--settle", action="store_true", help=t("go through what labellers disagree on")
    )
