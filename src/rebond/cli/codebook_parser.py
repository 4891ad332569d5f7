"""The words of ``rebond codebook``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rebond.cli.commands import codebook_build
from rebond.cli.options import add_json, add_workspace

if TYPE_CHECKING:
    from rebond.cli.parser import Parser, Translate


def add_codebook(command: Callable[[str, str], Parser], translate: Translate) -> None:
    """Add the command and its actions."""
    sub = command("codebook", "see, make, import, teach and edit the themes that are followed")
    actions = sub.add_subparsers(
        dest="action", title=translate("actions"), metavar="ACTION", required=True
    )

    def action(name: str, summary: str) -> Parser:
        one: Parser = actions.add_parser(
            name, help=summary, description=summary, translate=translate
        )
        return one

    t = translate
    action("list", t("list the codebooks that ship"))
    _show(action("show", t("show the themes of a codebook, and write it to a file")))
    build = action("build", t(codebook_build.SUMMARY))
    codebook_build.add_arguments(build)
    _import(action("import", t("take in a company's code plan and its coded verbatims")))
    _use(action("use", t("read a workspace with a codebook, after showing what that changes")))
    _teach(action("teach", t("teach a theme by examples, counter-examples and keywords")))
    _rename(action("rename", t("give a theme another name")))
    _merge(action("merge", t("make several themes one")))
    _split(action("split", t("make one theme several")))
    _move(action("move", t("put a theme under another branch")))
    _remove(action("remove", t("take a theme away")))
    _candidates(action("candidates", t("list new subjects that people name")))
    _accept(action("accept", t("make candidates themes")))
    _history(action("history", t("show what was changed, when, and with what it was read")))
    _compare(action("compare", t("show what differs from the earlier reading, voice by voice")))


def _where(sub: Parser) -> None:
    """Add what says which codebook is edited, and whether it is done or only shown."""
    add_workspace(sub, required=False)
    sub.add_argument(
        "--codebook",
        metavar="FILE.toml",
        help=sub.translate("the file to edit (else the codebook of the workspace)"),
    )
    sub.add_argument(
        "--yes", action="store_true", help=sub.translate("do it; without, only show what it does")
    )


def _show(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument(
        "name",
        nargs="?",
        metavar="NAME|FILE",
        help=t("a ready-made codebook or a file (else the one of the workspace)"),
    )
    add_workspace(sub, required=False)
    sub.add_argument("-o", "--output", metavar="FILE.toml", help=t("where to write it"))


def _import(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument(
        "verbatims",
        nargs="?",
        metavar="FILE",
        help=t("coded verbatims (CSV, XLSX, ODS…); without, the plan alone is taken in"),
    )
    sub.add_argument(
        "--plan", metavar="FILE", help=t("list of codes (else the labels of the verbatims)")
    )
    sub.add_argument(
        "-o",
        "--output",
        metavar="FILE.toml",
        required=True,
        help=t("where to write the codebook; never over a file that is there"),
    )
    sub.add_argument("--text", metavar="COLUMN", help=t("column of the verbatims"))
    sub.add_argument(
        "--codes", metavar="COLUMN,…", default="", help=t("columns of the codes: “Code 1..Code 5”")
    )
    sub.add_argument("--group", metavar="COLUMN", help=t("column of who wrote"))
    sub.add_argument("--sheet", metavar="NAME", help=t("sheet of the verbatims"))
    sub.add_argument("--plan-sheet", metavar="NAME", help=t("sheet of the code plan"))
    sub.add_argument(
        "--language", choices=("fr", "en"), help=t("language of the verbatims (else detected)")
    )
    sub.add_argument("--name", help=t("name of the codebook"))
    sub.add_argument(
        "--no-learning", action="store_true", help=t("keep to expressions, learn no weights")
    )
    sub.add_argument(
        "--differences",
        metavar="FILE",
        help=t("where to write the verbatims coded otherwise (.csv, .xlsx)"),
    )
    add_json(sub)


def _use(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("name", metavar="NAME|FILE", help=t("a ready-made codebook or a file"))
    add_workspace(sub)
    sub.add_argument("--yes", action="store_true", help=t("do it; without, only show what it does"))


def _teach(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("theme", metavar="THEME", help=t("id of a theme, or the name of a new one"))
    sub.add_argument("--under", metavar="BRANCH", default="", help=t("branch of a new theme"))
    sub.add_argument(
        "--example", action="append", default=[], metavar="TEXT", help=t("a text about the theme")
    )
    sub.add_argument(
        "--examples", metavar="FILE", help=t("texts about the theme, one per line, or a table")
    )
    sub.add_argument(
        "--unlike",
        action="append",
        default=[],
        metavar="TEXT|FILE",
        help=t("a text, or a file of texts, that look like it and are about something else"),
    )
    sub.add_argument(
        "--keywords", metavar="WORDS,…", default="", help=t("expressions that name the theme")
    )
    sub.add_argument(
        "--language", choices=("fr", "en"), help=t("language of the keywords (else the examples')")
    )
    _where(sub)


def _rename(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("theme", metavar="THEME", help=t("id of the theme"))
    sub.add_argument("name", metavar="NAME", help=t("its new name"))
    sub.add_argument("--en", metavar="NAME", help=t("its name in English, when it differs"))
    _where(sub)


def _merge(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("themes", nargs="+", metavar="THEME", help=t("ids of the themes"))
    sub.add_argument(
        "--into", metavar="THEME", help=t("the one that takes the others (else the first)")
    )
    sub.add_argument("--name", help=t("its new name"))
    _where(sub)


def _split(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("theme", metavar="THEME", help=t("id of the theme"))
    sub.add_argument(
        "--into",
        action="append",
        required=True,
        metavar="NAME: WORDS,…",
        help=t("a part and the expressions that name it, in both languages; once per part"),
    )
    _where(sub)


def _move(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("theme", metavar="THEME", help=t("id of the theme"))
    sub.add_argument("branch", metavar="BRANCH", help=t("id of the branch, or “top”"))
    _where(sub)


def _remove(sub: Parser) -> None:
    sub.add_argument("theme", metavar="THEME", help=sub.translate("id of the theme"))
    _where(sub)


def _candidates(sub: Parser) -> None:
    add_workspace(sub)
    sub.add_argument(
        "--refuse",
        action="append",
        default=[],
        metavar="NAME",
        help=sub.translate("never show this one again"),
    )


def _accept(sub: Parser) -> None:
    t = sub.translate
    sub.add_argument("names", nargs="+", metavar="NAME", help=t("as the list of candidates says"))
    sub.add_argument(
        "--under", metavar="BRANCH", default="", help=t("branch to put them under (else apart)")
    )
    sub.add_argument("--name", help=t("another name, for one candidate"))
    add_workspace(sub)
    sub.add_argument("--yes", action="store_true", help=t("do it; without, only show what it does"))


def _history(sub: Parser) -> None:
    add_workspace(sub, required=False)
    sub.add_argument("--codebook", metavar="FILE.toml", help=sub.translate("the file to look at"))


def _compare(sub: Parser) -> None:
    t = sub.translate
    add_workspace(sub)
    sub.add_argument(
        "--since",
        metavar="VERSION",
        help=t("version of the codebook or model (else the one before)"),
    )
    sub.add_argument(
        "-o", "--output", metavar="FILE", help=t("where to write every voice read otherwise")
    )
    add_json(sub)
