"""``rebond check``: accuracy on your own data."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from rebond.understand.checking.labels import Said, VoiceLabels, VoiceToLabel
    from rebond.understand.checking.naming import ThemeNames
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace


def run(options: Namespace, terminal: Terminal) -> int:
    """Draw, label, read or show."""
    from rebond.understand import workspace_codebook
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    codebook = workspace_codebook(workspace)
    actions = {"draw": _draw, "label": _label, "read": _read, "show": _show}
    return actions[options.action](workspace, codebook, options, terminal)


def _names(workspace: Workspace, codebook: Codebook) -> ThemeNames:
    from rebond.understand.checking.naming import ThemeNames
    from rebond.understand.checking.vocabulary import numbered_themes

    return ThemeNames(codebook, numbered_themes(workspace, codebook))


def _draw(workspace: Workspace, codebook: Codebook, options: Namespace, terminal: Terminal) -> int:
    from rebond.understand.checking.drawing import draw_sample
    from rebond.understand.checking.labels import voices_to_label
    from rebond.understand.checking.sheets import write_legend, write_sheet

    sample = draw_sample(workspace, codebook, options.voices, seed=options.seed)
    voices = voices_to_label(workspace, sample.sample_id)
    names = _names(workspace, codebook)
    engine = _as_read(workspace, voices, names, terminal) if options.not_blind else None
    output = Path(options.output)
    several = options.labellers > 1
    for number in range(1, max(1, options.labellers) + 1):
        path = output.with_stem(f"{output.stem}-{number}") if several else output
        write_sheet(
            path,
            voices,
            labeller=str(number),
            language=terminal.language,
            engine=engine,
        )
        terminal.say(
            "{file}: {voices} voices for labeller {number}",
            file=path,
            voices=len(voices),
            number=number,
        )
    legend = output.with_stem(f"{output.stem}-themes")
    write_legend(legend, codebook, names.numbers, language=terminal.language)
    terminal.say("{file}: the themes and their numbers", file=legend)
    terminal.say(
        "Each on their own, write a theme (its number) and a polarity (+, - or 0) for each thing"
        " that a voice says; an x under “nothing” when it says none of them. Then:"
        " rebond check read FILES --workspace DIR"
    )
    return 0


def _as_read(
    workspace: Workspace, voices: list[VoiceToLabel], names: ThemeNames, terminal: Terminal
) -> dict[str, str]:
    """Return what the engine read in each voice, in words."""
    from rebond.understand.checking.rows import opinions_of

    said: dict[str, set[Said]] = {}
    for row in opinions_of(workspace, [voice.voice_id for voice in voices]):
        if row["theme"]:
            said.setdefault(row["voice_id"], set()).add((row["theme"], row["polarity"]))
    return {voice: _in_words(sorted(some), names, terminal) for voice, some in said.items()}


def _in_words(said: list[Said] | tuple[Said, ...], names: ThemeNames, terminal: Terminal) -> str:
    if not said:
        return terminal.label("nothing")
    written = []
    for theme, polarity in said:
        label = names.codebook.theme(theme).label
        name = label.fr if terminal.language == "fr" else label.en
        written.append(f"{name} {'−=+'[polarity + 1]}")
    return ", ".join(written)


def _label(workspace: Workspace, codebook: Codebook, options: Namespace, terminal: Terminal) -> int:
    from rebond.cli.labelling import Labelling
    from rebond.understand.checking.labels import (
        VoiceLabels,
        labels_of,
        save_labels,
        tidy_labels,
    )

    names = _names(workspace, codebook)
    known, voices = labels_of(workspace), _drawn(workspace)
    beside: dict[str, list[str]] = {}
    if options.settle:
        beside = _to_settle(known, names, terminal)
        left = [voice for voice in voices if voice.voice_id in beside]
    else:
        done = {label.voice_id for label in known if label.labeller == options.labeller}
        left = [voice for voice in voices if voice.voice_id not in done]

    def save(voice: VoiceToLabel, said: tuple[Said, ...]) -> None:
        label = VoiceLabels(voice.voice_id, options.labeller, said, options.settle)
        save_labels(workspace, codebook, [label])

    terminal.say(
        "{left} voices to label. Write themes with their polarity, as in 3+ 12- (= for neither); n"
        " for nothing; ? for the themes, ?price to find some; Enter to leave a voice for later; b"
        " to go back; q to stop.",
        left=len(left),
    )
    count = Labelling(names, save, terminal).run(left, beside)
    if count:
        tidy_labels(workspace)
    terminal.say("{count} voices labelled, {left} left.", count=count, left=len(left) - count)
    return 0


def _drawn(workspace: Workspace) -> list[VoiceToLabel]:
    from rebond.errors import InputError
    from rebond.understand.checking.labels import voices_to_label

    voices = voices_to_label(workspace)
    if not voices:
        raise InputError(
            "No voice has been drawn in {path} yet. Type: rebond check draw --workspace {path}"
            " -o FILE.csv",
            path=str(workspace.path),
        )
    return voices


def _to_settle(
    labels: list[VoiceLabels], names: ThemeNames, terminal: Terminal
) -> dict[str, list[str]]:
    """Return the voices that labellers disagree on, with what each of them said."""
    from rebond.understand.checking.labels import disagreements

    wanted = set(disagreements(labels))
    found: dict[str, list[str]] = {}
    for label in labels:
        if label.voice_id in wanted:
            words = _in_words(label.said, names, terminal)
            found.setdefault(label.voice_id, []).append(f"{label.labeller}: {words}")
    return found


def _read(workspace: Workspace, codebook: Codebook, options: Namespace, terminal: Terminal) -> int:
    from rebond.understand.checking.labels import save_labels
    from rebond.understand.checking.rows import rows_of
    from rebond.understand.checking.sheets import read_sheet

    _drawn(workspace)
    names = _names(workspace, codebook)
    sampled = {row["voice_id"]: row["text_key"] for row in rows_of(workspace, "samples")}
    sheets = [(Path(name), read_sheet(Path(name), names, sampled)) for name in options.files]
    found = [label for _, sheet in sheets for label in sheet.labels]
    if found:
        save_labels(workspace, codebook, found)
    for path, sheet in sheets:
        terminal.say(
            "{file}: {labelled} voices labelled, {blank} not filled yet; lines with a problem:"
            " {problems}",
            file=path.name,
            labelled=len(sheet.labels),
            blank=sheet.blank,
            problems=len(sheet.problems),
        )
        for problem in sheet.problems:
            terminal.say("  line {line}: {reason}", line=problem.line, reason=problem.reason)
    refused = any(sheet.problems for _, sheet in sheets)
    if refused:
        terminal.say(
            "The other lines are kept. Mend these in the file and read it again: what was read"
            " before is replaced, never counted twice."
        )
    return 1 if refused else 0


def _show(workspace: Workspace, codebook: Codebook, options: Namespace, terminal: Terminal) -> int:
    from rebond.cli.check_screen import as_json, print_check, print_corrected
    from rebond.errors import InputError
    from rebond.quantify import Perimeter, ask
    from rebond.understand.checking.correcting import corrected_of
    from rebond.understand.checking.summary import check_of

    found = check_of(workspace, codebook)
    if found is None:
        raise InputError(
            "Nobody has labelled voices in {path} yet. Type: rebond check draw --workspace {path}"
            " -o FILE.csv",
            path=str(workspace.path),
        )
    shares = ask("share by theme", Perimeter.whole(workspace))
    corrected = corrected_of(workspace)
    if options.json:
        document = as_json(found, shares, corrected)
        terminal.line(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print_check(found, shares, codebook, terminal)
        if corrected is not None:
            print_corrected(corrected, terminal)
    return 0
