"""The words of ``rebond choose``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.options import add_json

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate

RULES = ("approval", "limited", "majority-judgment", "equal-shares", "greedy")
COMPLETIONS = ("none", "add1", "add1-greedy")


def add_choose(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add ``rebond choose``."""
    t = translate
    sub = command("choose", "count ballots under a rule, and tell each round")
    sub.add_argument(
        "ballots",
        metavar="BALLOTS",
        help=t("a Pabulib file (.pb), or a CSV of approvals or grades"),
    )
    sub.add_argument("--rule", choices=RULES, required=True, help=t("how to choose"))
    sub.add_argument(
        "--budget", metavar="AMOUNT", help=t("money to share out (else the file's own)")
    )
    sub.add_argument(
        "--completion",
        choices=COMPLETIONS,
        default="add1-greedy",
        help=t("how equal shares spend what is left (add1-greedy)"),
    )
    sub.add_argument(
        "--increment", metavar="AMOUNT", default="1", help=t("what add1 adds to each share (1)")
    )
    sub.add_argument("--seats", type=int, default=1, metavar="N", help=t("how many to choose (1)"))
    sub.add_argument(
        "--most", type=int, metavar="N", help=t("votes allowed on a ballot, under limited")
    )
    sub.add_argument(
        "--grades",
        metavar="WORST,…,BEST",
        default="",
        help=t("the grades, from the worst to the best"),
    )
    sub.add_argument(
        "--as-approval",
        action="store_true",
        help=t("count every option that a ballot of points or ranks names"),
    )
    add_json(sub)
