"""What ``rebond codebook`` prints of two readings of the same voices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.cli.terminal import Terminal
from rebond.languages.typography import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rebond.understand.keeping.differences import (
        Differences,
        Side,
        Theme,
        ThemeDifference,
    )
    from rebond.understand.themes import Change, Codebook
    from rebond.vocabulary import Label

_MOST_THEMES = 20
_LETTERS = 160
_SIGNS = {-1: "−", 0: "=", 1: "+"}


def print_changes(changes: Sequence[Change], terminal: Terminal) -> None:
    """Print what was changed in a codebook, and when, in turn."""
    for change in changes:
        terminal.say(
            "{day}: {what} · {before} → {after}",
            day=change.on,
            what=terminal.label(change.what),
            before=", ".join(change.before) or "–",
            after=", ".join(change.after) or "–",
        )
        if change.note:
            terminal.line(f"    {change.note}")


def print_differences(found: Differences, names: Mapping[str, str], terminal: Terminal) -> None:
    """Print the themes that change, with their shares before and after, then some voices.

    ``names`` gives what people call each theme, by its id.
    """
    if not found.changed and not any(theme.before != theme.after for theme in found.themes):
        terminal.say("No voice of {voices} is read otherwise.", voices=found.voices)
        return
    terminal.say(
        "{changed} of {voices} voices ({share}) are read otherwise:",
        changed=found.changed,
        voices=found.voices,
        share=_share(found.changed, found.voices, terminal),
    )
    changed = [theme for theme in found.themes if theme.changed]
    changed.sort(key=lambda one: -(one.gained + one.lost + one.turned))
    for theme in changed[:_MOST_THEMES]:
        _print_theme(theme, found.voices, names, terminal)
    if len(changed) > _MOST_THEMES:
        terminal.say("  and {more} other themes", more=len(changed) - _MOST_THEMES)
    for voice in found.examples:
        text = voice.text if len(voice.text) <= _LETTERS else voice.text[:_LETTERS].rstrip() + "…"
        flat = " ".join(text.split())
        terminal.line(f"  « {flat} »" if terminal.language == "fr" else f"  “{flat}”")
        before, after = _told(voice.before, names), _told(voice.after, names)
        terminal.say("    before: {themes}", themes=before)
        terminal.say("    after: {themes}", themes=after)


def _print_theme(
    theme: ThemeDifference, voices: int, names: Mapping[str, str], terminal: Terminal
) -> None:
    terminal.say("  {theme}", theme=called(theme.label, terminal))
    terminal.say(
        "    voices {before} ({share_before}) → {after} ({share_after}): {gained} gained, {lost} "
        "lost, {turned} judged otherwise",
        before=theme.then.voices,
        share_before=_share(theme.then.voices, voices, terminal),
        after=theme.now.voices,
        share_after=_share(theme.now.voices, voices, terminal),
        gained=theme.gained,
        lost=theme.lost,
        turned=theme.turned,
    )
    terminal.say(
        "    opinions {before} → {after} · net polarity {net_before} → {net_after}",
        before=theme.then.opinions,
        after=theme.now.opinions,
        net_before=_net(theme.then, terminal),
        net_after=_net(theme.now, terminal),
    )
    for identifier, side in theme.parts:
        terminal.say(
            "      {theme}: {voices} voices, {opinions} opinions",
            theme=names.get(identifier, identifier),
            voices=side.voices,
            opinions=side.opinions,
        )


def called(label: Label, terminal: Terminal) -> str:
    """Return a label in the reader's language."""
    return label.fr if terminal.language == "fr" else label.en


def names_of(terminal: Terminal, *codebooks: Codebook) -> dict[str, str]:
    """Return what people call each theme of several codebooks, by its id; the last one wins."""
    return {
        theme.id: called(theme.label, terminal)
        for codebook in codebooks
        for theme in codebook.themes
    }


def differences_as_json(found: Differences) -> dict[str, Any]:
    """Return two readings compared as plain JSON values."""

    def side(one: Side) -> dict[str, int]:
        return {
            "voices": one.voices,
            "opinions": one.opinions,
            "positive": one.positive,
            "negative": one.negative,
        }

    return {
        "voices": found.voices,
        "changed": found.changed,
        "themes": [
            {
                "before": list(theme.before),
                "after": list(theme.after),
                "label": theme.label.fr,
                "then": side(theme.then),
                "now": side(theme.now),
                "gained": theme.gained,
                "lost": theme.lost,
                "turned": theme.turned,
                "parts": {identifier: side(one) for identifier, one in theme.parts},
            }
            for theme in found.themes
        ],
        "examples": [
            {
                "voice_id": voice.voice_id,
                "text": voice.text,
                "before": [list(told) for told in voice.before],
                "after": [list(told) for told in voice.after],
            }
            for voice in found.examples
        ],
    }


def _told(themes: Sequence[Theme], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names.get(one, one)} ({_SIGNS[sign]})" for one, sign in themes) or "–"


def _share(count: int, total: int, terminal: Terminal) -> str:
    return percent(100 * count / max(1, total), 1, terminal.language)


def _net(side: Side, terminal: Terminal) -> str:
    """Return the share of voices for, less that of voices against, in points."""
    if not side.voices:
        return "–"
    net = 100 * (side.positive - side.negative) / side.voices
    return number(net, 0, terminal.language, signed=True)
