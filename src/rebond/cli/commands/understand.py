"""``rebond understand``: the opinions of any text, without a workspace."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.cli.lighting import BLAMED, NEITHER, PRAISED, Pen, excerpt
from rebond.cli.terminal import Terminal
from rebond.languages.typography import number
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.understand import Engine
    from rebond.understand.codebook import Codebook
    from rebond.understand.texts import Texts

_BATCH = 1_000  # texts read before the first answers are printed
_STYLES = {-1: BLAMED, 0: NEITHER, 1: PRAISED}
_SIGNS = {-1: "−", 0: "·", 1: "+"}


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the opinions of each text: JSON lines, one an opinion, or text by text for people."""
    from rebond.understand import load_codebook, opinions
    from rebond.understand.engines import engine_named

    codebook = load_codebook(options.codebook)
    languages = _languages(options.language)
    engine = engine_named(options.engine or "shipped")
    read = _texts(options)
    for line, reason in read.rejected:
        said = Message("line {line}: {reason}", {"line": line, "reason": reason})
        print(terminal.translate(said), file=sys.stderr)
    texts = _masked(read.texts) if options.engine == "endpoint" else read.texts
    pen = Pen.for_output()
    if options.whole:
        return _print_wholes(texts, engine, options, pen, terminal)
    for begin in range(0, len(texts), _BATCH):
        some = texts[begin : begin + _BATCH]
        spoken = languages * len(some) if languages else None
        found = opinions(some, languages=spoken, codebook=codebook, engine=engine).to_pylist()
        if options.json:
            _print_lines(found, some, begin, terminal)
        else:
            _print_texts(found, some, begin, codebook, pen, terminal)
    for message in getattr(engine, "told", tuple)():
        print(terminal.translate(message), file=sys.stderr)
    return 0


def _print_wholes(
    texts: list[str], engine: Engine, options: Namespace, pen: Pen, terminal: Terminal
) -> int:
    """Print how each text judges as a whole: JSON lines, or the side, its probability, the text."""
    from rebond.errors import InputError
    from rebond.understand import text_polarity
    from rebond.understand.shipped import ShippedEngine, both_engines

    if not isinstance(engine, ShippedEngine):
        raise InputError(
            "The engine “{engine}” does not tell how whole texts judge. Use shipped or large.",
            engine=options.engine,
        )
    judge = engine if options.engine else both_engines()
    for begin in range(0, len(texts), _BATCH):
        some = texts[begin : begin + _BATCH]
        for row, shares in enumerate(text_polarity(some, engine=judge).tolist(), begin):
            if options.json:
                told = dict(zip(("negative", "neutral", "positive"), shares, strict=True))
                line = {"row": row, **told, "model_version": judge.model_version}
                terminal.line(json.dumps(line))
            elif texts[row].strip():
                side = max(range(3), key=lambda label: shares[label]) - 1
                sure = number(shares[side + 1], 2, terminal.language)
                sign = pen.write(f"{_SIGNS[side]} {sure}", _STYLES[side])
                terminal.line(f"{sign}  {excerpt(texts[row], [], pen)}")
    return 0


def _languages(asked: str | None) -> list[str]:
    """Return the language asked for, alone; nothing when it is to be detected."""
    from rebond.errors import InputError

    if asked is None:
        return []
    code = asked.strip().lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise InputError(
            "“{language}” is not the code of a language. Write fr, en…", language=asked
        )
    return [code]


def _texts(options: Namespace) -> Texts:
    from rebond.understand.texts import texts_of_file, texts_of_lines

    if options.file == "-":
        return texts_of_lines(sys.stdin.buffer.read(), "stdin")
    return texts_of_file(Path(options.file), options.column)


def _masked(texts: list[str]) -> list[str]:
    """Return texts without personal data, as those of a workspace are."""
    from rebond.listen.texts.personal_data import mask

    masked: list[str] = mask(texts)[0].to_pylist()
    return masked


def _print_lines(
    found: list[dict[str, Any]], texts: list[str], begin: int, terminal: Terminal
) -> None:
    for one in found:
        span = texts[one["row"]][one["start"] : one["end"]]
        line = {**one, "row": begin + one["row"], "span": span}
        terminal.line(json.dumps(line, ensure_ascii=False))


def _print_texts(
    found: list[dict[str, Any]],
    texts: list[str],
    begin: int,
    codebook: Codebook,
    pen: Pen,
    terminal: Terminal,
) -> None:
    by_row: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        by_row.setdefault(one["row"], []).append(one)
    for row, text in enumerate(texts):
        if not text.strip():
            continue
        listed = by_row.get(row, [])
        lit = [(one["start"], one["end"], _STYLES[one["polarity"]]) for one in listed]
        place = number(begin + row + 1, 0, terminal.language)
        terminal.line(f"{pen.quiet(f'{place:>4}')}  {excerpt(text, lit, pen)}")
        for one in listed:
            terminal.line(f"      {_line(one, text, codebook, pen, terminal)}")
        if not listed:
            terminal.line(f"      {pen.quiet(terminal.label('no opinion'))}")


def _line(one: dict[str, Any], text: str, codebook: Codebook, pen: Pen, terminal: Terminal) -> str:
    """Return one opinion as a person reads it: sign, theme, intent, proof, how sure."""
    if one["theme"] is None:
        theme = terminal.label("no theme")
    else:
        label = codebook.theme(one["theme"]).label
        theme = label.fr if terminal.language == "fr" else label.en
    span = excerpt(text[one["start"] : one["end"]], [], Pen(False), 100)
    proof = f"«\u00a0{span}\u00a0»" if terminal.language == "fr" else f"“{span}”"
    sure = number(one["confidence"], 2, terminal.language)
    sign = pen.write(f"{_SIGNS[one['polarity']]} {theme}", _STYLES[one["polarity"]])
    return f"{sign} · {terminal.label(one['intent'])} · {proof} · {sure}"
