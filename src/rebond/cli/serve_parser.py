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
    sub.add_argument("--port", type=int, help=t("port (8000; with --check, a free one)"))
    sub.add_argument(
        "--owner",
        metavar="E-MAIL",
        default="",
        help=t("who owns the workspaces that are added (else owner@localhost)"),
    )
    sub.add_argument("--check", action="store_true", help=t("start, visit the home page, stop"))
    sub.add_argument("--open", action="store_true", help=t("open a browser on it"))
    sub.add_argument(
        "--production",
        action="store_true",
        help=t("serve pages to others, one process a core; refuse what is not safe, by name"),
    )
    sub.add_argument("--address", metavar="IP", default="", help=t("address to listen on"))
    sub.add_argument("--processes", type=int, help=t("how many processes serve pages"))
    sub.add_argument(
        "--worker", action="store_true", help=t("take jobs and serve no page, beside --production")
    )
    sub.add_argument(
        "--invite", action="store_true", help=t("make a link that lets --owner in once, and stop")
    )
