"""Options that several commands share, so that each is worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rebond.cli.parser import Parser


def add_workspace(parser: Parser, *, required: bool = True, default: str | None = None) -> None:
    """Add ``--workspace``; with a default, it need not be given."""
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        required=required and default is None,
        default=default,
        help=parser.translate("folder where this company's data live"),
    )


def add_json(parser: Parser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help=parser.translate("write JSON"))
