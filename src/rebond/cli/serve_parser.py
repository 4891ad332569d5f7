"""The words of ``rebond serve``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rebond.cli.parser import Parser


def add_serve(command: Callable[[str, str], Parser]) -> None:
    """Add the command."""
    sub = command("serve", "start the site on this machine, and give a link to come in")
    t = sub.translate
    sub.add_argument(
        "--workspace",
        metavar="DIR",
        action="append",
        default=[],
        help=t("a workspace to show; may be given several times, and is remembered"),
    )
    sub.add_argument(
        "--site",
        metavar="DIR",
        default="rebond-site",
        help=t("folder where the site keeps accounts and rights (rebond-site)"),
    )
    sub.add_argument("--port", type=int, default=8000, help=t("port on 127.0.0.1 (8000)"))
    sub.add_argument(
        "--owner",
        metavar="E-MAIL",
        default="",
        help=t("who owns the workspaces that are added (else owner@localhost)"),
    )
    sub.add_argument("--check", action="store_true", help=t("start, fetch the first page, stop"))
