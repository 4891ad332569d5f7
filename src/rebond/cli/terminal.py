"""What the command line prints, and in which language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rebond.languages import LANGUAGES, translator
from rebond.vocabulary import Message

Progress = Callable[[str, int, int | None], None]


def preferred_language(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return "fr" or "en": ``--lang`` first, then the locale, else English.

    >>> preferred_language(["demo", "--lang", "fr"], {"LANG": "en_GB.UTF-8"})
    'fr'
    >>> preferred_language(["demo"], {"LANG": "fr_FR.UTF-8"})
    'fr'
    >>> preferred_language([], {})
    'en'
    """
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        chosen = word.removeprefix("--lang=") if word.startswith("--lang=") else following
        if word.split("=")[0] == "--lang" and chosen in LANGUAGES:
            return chosen
    locale = next(
        (environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), ""
    )
    return "fr" if locale.lower().startswith("fr") else "en"


class Terminal:
    """Where a command writes: results on standard output, the rest on the error output."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.translate = translator(language)

    def say(self, template: str = "", **values: object) -> None:
        """Print one translated line on standard output."""
        print(self.translate(Message(template, values)) if template else "")

    def line(self, text: str) -> None:
        """Print ``text`` as it is on standard output."""
        print(text)

    def problem(self, message: Message) -> None:
        """Print a refusal on the error output."""
        print(f"rebond: {self.translate(message)}", file=sys.stderr)

    def label(self, text: str) -> str:
        """Return ``text`` in the reader's language."""
        return self.translate(text)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Yield ``progress(what, done, total)``: bars on a terminal, nothing elsewhere."""
        if not sys.stderr.isatty():
            yield _no_progress
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f}"),
        )
        with Progress(
            *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
        ) as bars:
            tasks: dict[str, TaskID] = {}

            def advance(what: str, done: int, total: int | None) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(self.translate(what), total=total)
                bars.update(tasks[what], completed=done, total=total)

            yield advance


def _no_progress(_what: str, _done: int, _total: int | None) -> None:
    """Draw nothing."""
