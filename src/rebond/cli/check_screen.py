"""What ``rebond check show`` prints."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rebond.cli.terminal import Terminal
from rebond.languages.typography import number

if TYPE_CHECKING:
    from rebond.quantify import Figure
    from rebond.understand.checking.accuracy import Rate
    from rebond.understand.checking.agreement import Agreement
    from rebond.understand.checking.correcting import Corrected
    from rebond.understand.checking.summary import Check
    from rebond.understand.themes import Codebook

_CONFUSIONS, _LEAST_CONFUSED = 8, 2
_POLARITIES = ("negative", "neutral", "positive")


def as_json(found: Check, shares: Figure, corrected: Corrected | None = None) -> dict[str, Any]:
    """Return a check as plain JSON values; keys never vanish, unknown numbers are null."""
    document = dataclasses.asdict(found)
    document["accuracy"]["polarity"] = found.accuracy.polarity.tolist()
    document["shares"] = {
        "engine_error": str(shares.engine_error),
        "unit": shares.unit,
        "themes": [
            {
                "theme": cell.keys[0],
                "read": cell.value if cell.read is None else cell.read,
                "corrected": None if cell.read is None else cell.value,
                "low": None if cell.read is None else cell.low,
                "high": None if cell.read is None else cell.high,
                "n": cell.n,
            }
            for cell in shares.cells
        ],
    }
    document["corrected"] = dataclasses.asdict(corrected) if corrected is not None else None
    return document


def print_corrected(found: Corrected, terminal: Terminal) -> None:
    """Print who corrected voices that they chose, and how people agree where two did."""
    terminal.say()
    terminal.say(
        "Voices corrected by choice: {voices} ({who}). They teach; no figure above counts them.",
        voices=found.voices,
        who=", ".join(f"{name} {n}" for name, n in found.by.items()),
    )
    if found.presence.units and found.presence.alpha is not None:
        terminal.say(
            "  where two people corrected the same: alpha {alpha} over {n} voices",
            alpha=number(found.presence.alpha, 2, terminal.language),
            n=found.presence.units,
        )


def print_check(found: Check, shares: Figure, codebook: Codebook, terminal: Terminal) -> None:
    """Print agreement, accuracy, confusions, calibration and corrected shares."""
    _Screen(found, shares, codebook, terminal).print()


class _Screen:
    def __init__(
        self, found: Check, shares: Figure, codebook: Codebook, terminal: Terminal
    ) -> None:
        self.found = found
        self.shares = shares
        self.codebook = codebook
        self.terminal = terminal
        self.said = {one.theme: one for one in found.accuracy.themes}

    def print(self) -> None:
        found, say = self.found, self.terminal.say
        who = ", ".join(f"{name} {n}" for name, n in found.people.labelled.items())
        say(
            "{labelled} voices labelled of {drawn} drawn, among {population} that say something"
            " ({who})",
            labelled=found.labelled,
            drawn=found.drawn,
            population=found.population,
            who=who,
        )
        if found.unknown:
            say(
                "{n} labels name themes that the codebook no longer has; they count for none of"
                " its themes.",
                n=found.unknown,
            )
        self._people()
        self._engine()
        self._themes()
        self._confusions()
        self._calibration()
        self._shares()

    def _people(self) -> None:
        people, say = self.found.people, self.terminal.say
        say()
        say("Agreement between labellers (Krippendorff’s alpha; 1 is perfect, 0 is chance)")
        if not people.presence.units:
            say("  Only one person has labelled each voice: agreement cannot be told.")
            return
        say("  themes: {alpha} over {n} voices", alpha=self._alpha(people.presence),
            n=people.presence.units)  # fmt: skip
        say("  polarity: {alpha} over {n} themes that both named",
            alpha=self._alpha(people.polarity), n=people.polarity.units)  # fmt: skip
        if people.unsettled:
            say(
                "  {n} voices are not settled: each labeller counts for an equal part of the"
                " truth. To settle them: rebond check label --settle",
                n=people.unsettled,
            )

    def _engine(self) -> None:
        accuracy, say = self.found.accuracy, self.terminal.say
        say()
        say("The engine, against the labels")
        say("  themes: precision {precision}, recall {recall}, F1 {f1}",
            precision=self._rate(accuracy.precision), recall=self._rate(accuracy.recall),
            f1=self._rate(accuracy.f1))  # fmt: skip
        say("  polarity of themes rightly read: right {right}, n = {n}",
            right=self._rate(accuracy.polarity_right), n=accuracy.mentions)  # fmt: skip
        rows = zip(_POLARITIES, accuracy.polarity, accuracy.polarity_f1, strict=True)
        for name, parts, f1 in rows:
            cells = [
                f"{self.terminal.label(read)} {self._percent(100 * float(part))}"
                for read, part in zip(_POLARITIES, parts, strict=True)
            ]
            say("    {name} is read as: {cells}; F1 {f1}",
                name=self.terminal.label(name), cells=", ".join(cells),
                f1=self._rate(f1))  # fmt: skip

    def _themes(self) -> None:
        say, line = self.terminal.say, self.terminal.line
        say()
        say("By theme: precision, recall, F1 (voices read, said), alpha of labellers")
        themes = sorted(self.found.accuracy.themes, key=lambda one: (-one.said, one.theme))
        width = max((len(self._label(one.theme)) for one in themes), default=0)
        for one in themes:
            alpha = self.found.people.by_theme.get(one.theme)
            told = self._alpha(alpha) if alpha is not None and alpha.units else "–"
            rates = "  ".join(f"{self._rate(rate):<18}" for rate in
                              (one.precision, one.recall, one.f1))  # fmt: skip
            line(
                f"  {self._label(one.theme):<{width}}  {rates}  ({one.read}, {one.said})  α {told}"
            )

    def _confusions(self) -> None:
        confused = [one for one in self.found.accuracy.confused if one.n >= _LEAST_CONFUSED]
        if not confused:
            return
        self.terminal.say()
        self.terminal.say("Most often confused")
        for one in confused[:_CONFUSIONS]:
            self.terminal.say(
                "  read “{read}”, said “{said}”: {n}",
                read=self._label(one.read),
                said=self._label(one.said),
                n=one.n,
            )

    def _calibration(self) -> None:
        accuracy = self.found.accuracy
        if not accuracy.bins:
            return
        self.terminal.say()
        self.terminal.say(
            "Confidence: mean distance from the part right {error} (theme and polarity right)",
            error=self._rate(accuracy.calibration_error),
        )
        for one in accuracy.bins:
            self.terminal.say(
                "  {confidence} sure: {right} right, n = {n}",
                confidence=self._percent(100 * one.confidence),
                right=self._rate(one.right),
                n=one.n,
            )

    def _shares(self) -> None:
        self.terminal.say()
        self.terminal.line(self.terminal.translate(self.shares.engine_error))
        cells = [cell for cell in self.shares.cells if cell.read is not None]
        if not cells:
            return
        self.terminal.say("Share of voices: as read → corrected, with both uncertainties")
        width = max(len(self._label(cell.keys[0])) for cell in cells)
        joint = self.terminal.label("to")
        for cell in cells:
            ends = f"[{self._number(cell.low)} {joint} {self._number(cell.high)}]"
            self.terminal.line(
                f"  {self._label(cell.keys[0]):<{width}}  {self._percent(cell.read):>7} →"
                f" {self._percent(cell.value):>7} {ends}"
            )

    # Words

    def _label(self, theme: str) -> str:
        if not theme:
            return self.terminal.label("nothing")
        label = self.codebook.theme(theme).label
        return label.fr if self.terminal.language == "fr" else label.en

    def _number(self, value: float | None, decimals: int = 1) -> str:
        return "–" if value is None else number(value, decimals, self.terminal.language)

    def _percent(self, value: float | None) -> str:
        space = "\u202f" if self.terminal.language == "fr" else ""
        return f"{self._number(value)}{space}%"

    def _rate(self, rate: Rate) -> str:
        if rate.value is None or rate.low is None or rate.high is None:
            return "–"
        return self._with_ends(rate.value, rate.low, rate.high)

    def _alpha(self, found: Agreement) -> str:
        if found.alpha is None or found.low is None or found.high is None:
            return "–"
        return self._with_ends(found.alpha, found.low, found.high)

    def _with_ends(self, value: float, low: float, high: float) -> str:
        shown, least, most = (self._number(one, 2) for one in (value, low, high))
        return f"{shown} [{least} {self.terminal.label('to')} {most}]"
