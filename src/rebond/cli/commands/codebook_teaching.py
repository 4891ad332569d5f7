"""``rebond codebook teach``, ``candidates`` and ``accept``: new themes, by a person's decision."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.codebook_screen import called
from rebond.cli.commands.codebook import opened
from rebond.cli.commands.codebook_editing import finish
from rebond.cli.terminal import Terminal
from rebond.errors import InputError

if TYPE_CHECKING:
    from rebond.understand.teaching import Background, Lesson, Taught
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace


def run(options: Namespace, terminal: Terminal) -> int:
    """Run the action asked."""
    actions = {"teach": _teach, "candidates": _candidates, "accept": _accept}
    return actions[options.action](options, terminal)


def _teach(options: Namespace, terminal: Terminal) -> int:
    from rebond.understand.teaching import teach

    codebook, path, workspace = opened(options)
    lesson = _lesson(options)
    ready, identifier = _with_theme(codebook, options)
    taught = teach(ready, identifier, lesson, background=_background(workspace))
    _print_lesson(taught, terminal)
    finish(codebook, taught.codebook, path, workspace, terminal, done=options.yes)
    return 0


def _lesson(options: Namespace) -> Lesson:
    from rebond.understand.coding.verbatims import texts_of
    from rebond.understand.teaching import Lesson

    examples = list(options.example)
    if options.examples:
        examples += texts_of(Path(options.examples))
    unlike: list[str] = []
    for told in options.unlike:
        unlike += texts_of(Path(told)) if _is_file(told) else [told]
    words = [word.strip() for word in options.keywords.split(",") if word.strip()]
    languages = (
        (options.language,) if options.language else _languages([*examples, *unlike, *words])
    )
    return Lesson(examples, unlike, {language: words for language in languages if words})


def _is_file(told: str) -> bool:
    try:
        return Path(told).is_file()
    except (OSError, ValueError):  # too long or impossible for a name: it is a text
        return False


def _languages(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of the keywords: that of the texts, both when it is not known."""
    import pyarrow as pa

    from rebond.listen.texts.language import languages

    joined = " ".join(texts)
    found: str = languages(pa.array([joined], pa.string()))[0].as_py()
    return (found,) if found in ("fr", "en") else ("fr", "en")


def _with_theme(codebook: Codebook, options: Namespace) -> tuple[Codebook, str]:
    """Return the codebook with the theme to teach, made when its name is new."""
    if options.theme in codebook:
        return codebook, options.theme
    from rebond.understand.keeping.editing import add, free_id
    from rebond.understand.themes import Theme
    from rebond.vocabulary import Label

    if "." in options.theme and " " not in options.theme:
        codebook.theme(options.theme)  # it is written as an id: say which there are
    if options.under:
        codebook.theme(options.under)
    taken = {theme.id for theme in codebook.themes}
    identifier = free_id(options.theme, options.under, taken)
    label = Label(en=options.theme, fr=options.theme)
    return add(codebook, Theme(identifier, options.under, label, label)), identifier


def _background(workspace: Workspace | None) -> Background:
    from rebond.understand.teaching import Background

    if workspace is None:
        return Background()
    from rebond.understand.reading import meaningful_voices

    voices = meaningful_voices(workspace)
    return Background(voices.column("text").to_pylist(), voices.column("language").to_pylist())


def _print_lesson(taught: Taught, terminal: Terminal) -> None:
    from rebond.understand.teaching import ENOUGH, LEAST

    theme = called(taught.theme.label, terminal)
    if taught.found_hidden is None:
        terminal.say(
            "{theme}: {examples} examples. From {least} on, what they have in common is learned; "
            "until then its expressions alone tell it.",
            theme=theme,
            examples=taught.examples,
            least=LEAST,
        )
        return
    terminal.say(
        "{theme}: {examples} examples; each hidden in turn, {found} are found by the others.",
        theme=theme,
        examples=taught.examples,
        found=taught.found_hidden,
    )
    if taught.examples < ENOUGH:
        terminal.say("{enough} examples make a good start: give more.", enough=ENOUGH)
    words = [text for listed in taught.theme.learned.values() for text in listed]
    if words:
        terminal.say("  expressions they share: {words}", words=", ".join(words))


def _candidates(options: Namespace, terminal: Terminal) -> int:
    from rebond.understand.keeping.candidates import candidates_of, refuse
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    for name in options.refuse:
        refuse(workspace, name)
    found = candidates_of(workspace)
    if not found:
        terminal.say("No new subject: what people name is in the codebook already.")
        return 0
    for one in found:
        terminal.say(
            "{name}: {label} · {voices} voices, {people} people",
            name=one.name,
            label=called(one.theme.label, terminal),
            voices=one.voices,
            people=one.people,
        )
        for text in one.examples:
            flat = " ".join(text.split())
            terminal.line(f"    « {flat} »" if terminal.language == "fr" else f"    “{flat}”")
    terminal.say(
        "To make them themes: rebond codebook accept NAME … --workspace DIR. To turn one down: "
        "rebond codebook candidates --refuse NAME --workspace DIR"
    )
    return 0


def _accept(options: Namespace, terminal: Terminal) -> int:
    from rebond.understand.keeping.candidates import accept
    from rebond.vocabulary import Label

    options.codebook = None
    codebook, _, workspace = opened(options)
    assert workspace is not None
    if options.name and len(options.names) > 1:
        raise InputError("--name goes with one candidate. Accept them one by one to name them.")
    label = Label(en=options.name, fr=options.name) if options.name else None
    edited = codebook
    for name in options.names:
        edited = accept(workspace, edited, name, branch=options.under, label=label)
    finish(codebook, edited, None, workspace, terminal, done=options.yes)
    return 0
