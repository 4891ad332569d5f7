"""The words of the command line. Nothing heavy is imported here: ``--help`` must answer at once."""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from rebond import __version__
from rebond.cli.check_parser import add_check
from rebond.cli.choose_parser import add_choose
from rebond.cli.codebook_parser import add_codebook
from rebond.cli.export_parser import add_export, add_trace
from rebond.cli.groups_parser import add_groups
from rebond.cli.insights_parser import add_insights
from rebond.cli.options import add_json, add_workspace
from rebond.cli.population_parser import add_population
from rebond.cli.search_parser import add_search, add_understand
from rebond.cli.serve_parser import add_serve
from rebond.languages import LANGUAGES
from rebond.vocabulary import Channel, Message, Stakeholder

Translate = Callable[[Message | str], str]

# What argparse says, by the shape of its sentence, and the template that says it in our catalogue.
_ARGPARSE_SENTENCES = (
    (r"the following arguments are required: (?P<names>.*)", "missing: {names}"),
    (r"unrecognized arguments: (?P<names>.*)", "not understood: {names}"),
    (
        r"argument (?P<name>.*?): invalid choice: (?P<value>.*?) \(choose from (?P<valid>.*)\)",
        "{name}: {value} is not valid; choose from {valid}",
    ),
    (r"argument (?P<name>.*?): expected (one|at least one) argument", "{name}: a value is missing"),
    (
        r"argument (?P<name>.*?): invalid int value: (?P<value>.*)",
        "{name}: {value} is not a whole number",
    ),
    (
        r"argument (?P<name>.*?): not allowed with argument (?P<other>.*)",
        "{name} cannot go with {other}",
    ),
)


class _Formatter(argparse.HelpFormatter):
    usage_title = "usage: "

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self.usage_title if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the reader's language."""

    def __init__(self, *, translate: Translate, **settings: Any) -> None:
        class Formatter(_Formatter):
            usage_title = translate("usage: ")

        super().__init__(add_help=False, formatter_class=Formatter, **settings)
        self.translate = translate
        self._positionals.title = translate("what it takes")
        self._optionals.title = translate("options")
        self.add_argument("-h", "--help", action="help", help=translate("show this help and stop"))
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            help=translate("language of the messages (else the locale's)"),
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words given, how to be helped, and leave with status 2."""
        sentence = message
        for pattern, template in _ARGPARSE_SENTENCES:
            if found := re.fullmatch(pattern, message):
                sentence = self.translate(Message(template, found.groupdict()))
        advice = self.translate(
            Message("Type “{command} --help” to see what is possible.", {"command": self.prog})
        )
        self.exit(2, f"{self.prog}: {sentence}\n{advice}\n")


def _runs(name: str) -> Callable[[argparse.Namespace, Any], int]:
    """Return a function that imports ``rebond.cli.commands.<name>`` only when it is called."""

    def run(options: argparse.Namespace, terminal: Any) -> int:
        status: int = importlib.import_module(f"rebond.cli.commands.{name}").run(options, terminal)
        return status

    return run


def build_parser(translate: Translate) -> Parser:
    """Return the whole parser, with its help in the reader's language."""
    parser = Parser(
        translate=translate,
        prog="rebond",
        description=translate(
            "From what customers, employees and partners say to figures with their evidence."
        ),
    )
    parser.add_argument("--version", action="version", version=f"rebond {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", title=translate("commands"), metavar="")

    def command(name: str, summary: str) -> Parser:
        sub: Parser = commands.add_parser(
            name, help=translate(summary), description=translate(summary), translate=translate
        )
        sub.set_defaults(run=_runs(name))
        return sub

    _demo(command, translate)
    _analyse(command, translate)
    _ask(command, translate)
    _tree(command, translate)
    add_insights(command, translate)
    add_search(command, translate)
    add_understand(command, translate)
    add_check(command, translate)
    add_population(command, translate)
    add_codebook(command, translate)
    add_export(command, translate)
    add_trace(command, translate)
    add_groups(command, translate)
    add_choose(command, translate)
    _forget(command, translate)
    add_serve(command)
    _doctor(command)
    return parser


def _demo(command: Callable[[str, str], Parser], translate: Translate) -> None:
    sub = command("demo", "build a fictional French retailer, read what it hears, serve its site")
    add_workspace(sub, default="rebond-demo")
    sub.add_argument("--report", metavar="FILE", help=translate("where to write the report (HTML)"))
    sub.add_argument("--seed", type=int, default=1, help=translate("another seed, another company"))
    sub.add_argument("--no-site", action="store_true", help=translate("write the report only"))


def _analyse(command: Callable[[str, str], Parser], translate: Translate) -> None:
    sub = command("analyse", "read files of responses, understand them, write a report")
    sub.add_argument(
        "files",
        nargs="+",
        metavar="FILES",
        help=translate("CSV, XLSX, ODS, JSON, Parquet…, compressed or not"),
    )
    add_workspace(sub)
    sub.add_argument(
        "--report",
        metavar="FILE",
        required=True,
        help=translate("where to write the report (HTML)"),
    )
    sub.add_argument(
        "--source",
        metavar="NAME",
        help=translate("name of the source (else the format and its columns)"),
    )
    sub.add_argument(
        "--map",
        metavar="COLUMN=ROLE,…",
        default="",
        help=translate("correct the role of columns: “Ville=attribute, Note=score:nps”"),
    )
    sub.add_argument(
        "--codebook",
        metavar="NAME|FILE",
        help=translate("a ready-made codebook or your own file (else the one that fits best)"),
    )
    sub.add_argument(
        "--engine",
        metavar="NAME|DIR",
        help=translate("what reads, now and later: shipped, large, rules, endpoint, or a folder"),
    )
    sub.add_argument(
        "--channel",
        choices=[str(c) for c in Channel],
        help=translate("kind of place the responses come from"),
    )
    sub.add_argument(
        "--stakeholder", choices=[str(s) for s in Stakeholder], help=translate("who speaks")
    )
    sub.add_argument(
        "--mask-first-names", action="store_true", help=translate("mask first names too")
    )
    sub.add_argument(
        "--report-lang",
        choices=LANGUAGES,
        help=translate("language of the report (else the voices')"),
    )
    sub.add_argument("--title", help=translate("title of the report"))


def _ask(command: Callable[[str, str], Parser], translate: Translate) -> None:
    sub = command("ask", "answer one question with its interval, its n and its evidence")
    sub.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help=translate("for example: net_polarity by theme where channel = survey"),
    )
    add_workspace(sub)
    add_json(sub)
    sub.add_argument(
        "--evidence",
        type=int,
        default=0,
        metavar="N",
        help=translate("show N voices behind the figure"),
    )


def _tree(command: Callable[[str, str], Parser], translate: Translate) -> None:
    sub = command("tree", "say which attributes stand under which: shop < region < country")
    sub.add_argument(
        "levels",
        nargs="?",
        default="",
        metavar="LEVELS",
        help=translate("declare a tree, from the finest level: “Shop < Region < Country”"),
    )
    add_workspace(sub)
    sub.add_argument(
        "--forget",
        default="",
        metavar="NAME",
        help=translate("forget the tree declared whose finest level is NAME"),
    )


def _forget(command: Callable[[str, str], Parser], translate: Translate) -> None:
    sub = command("forget", "erase a person or a response everywhere, and prove it")
    sub.add_argument(
        "identifier",
        metavar="PERSON|RESPONSE",
        help=translate("e-mail, customer number or response number"),
    )
    add_workspace(sub)


def _doctor(command: Callable[[str, str], Parser]) -> None:
    sub = command("doctor", "say what is installed, what is missing and what to do")
    add_workspace(sub, required=False)
