"""Labelling voices in the terminal: one voice, one line; it can be left and taken up again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.understand.checking.quick import said_in
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.understand.checking.labels import Said, VoiceToLabel
    from rebond.understand.checking.naming import ThemeNames

_NOTHING = {"n", "nothing", "rien", "0"}
_QUIT, _BACK = {"q", "quit"}, {"b", "back", "r", "retour"}

Save = Callable[["VoiceToLabel", tuple["Said", ...]], None]


class Labelling:
    """A session: shows voices one by one, reads lines, saves each voice at once."""

    def __init__(self, names: ThemeNames, save: Save, terminal: Terminal) -> None:
        self.names = names
        self.save = save
        self.terminal = terminal

    def run(self, voices: Sequence[VoiceToLabel], beside: dict[str, list[str]]) -> int:
        """Go through the voices; return how many were labelled.

        ``beside`` are lines shown under a voice: the labels to settle.
        """
        done: set[int] = set()
        place = 0
        while place < len(voices):
            self._show(voices[place], place + 1, len(voices), beside)
            step = self._answered(voices[place])
            if step is None:
                break
            if step > 0:
                done.add(place)
            place = max(0, place + (step or 1))
        return len(done)

    def _show(
        self, voice: VoiceToLabel, number: int, total: int, beside: dict[str, list[str]]
    ) -> None:
        self.terminal.say()
        self.terminal.line(f"— {number} / {total} — {voice.question}")
        self.terminal.line(voice.text)
        for line in beside.get(voice.voice_id, []):
            self.terminal.line(f"    {line}")

    def _answered(self, voice: VoiceToLabel) -> int | None:
        """Read lines until one decides: 1 labelled, 0 left for later, −1 back, None to stop."""
        while True:
            answer = self._line()
            if answer is None or answer.lower() in _QUIT:
                return None
            if answer.startswith("?"):
                self.list_themes(answer[1:].strip())
                continue
            if answer.lower() in _BACK:
                return -1
            if not answer:
                return 0
            said = () if answer.lower() in _NOTHING else said_in(self.names, answer)
            if isinstance(said, Message):
                self.terminal.problem(said)
                continue
            self.save(voice, said)
            return 1

    def _line(self) -> str | None:
        print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            print()
        return line.strip() if line else None

    def list_themes(self, words: str) -> None:
        """Print the themes whose name holds some words, all of them without words."""
        for theme in self.names.matching(words):
            label = self.names.theme(theme).label
            shown = label.fr if self.terminal.language == "fr" else label.en
            self.terminal.line(f"  {self.names.number(theme):>3}  {shown}  ({theme})")
