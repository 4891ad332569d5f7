"""``rebond population``: who speaks against who exists, and what weights would cost."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import number
from rebond.vocabulary import Quantity

if TYPE_CHECKING:
    from rebond.quantify.coverage.speaking import Represented


def run(options: Namespace, terminal: Terminal) -> int:
    """Remember the population of a file, when one is given, and show who speaks for it."""
    from rebond.quantify import Perimeter
    from rebond.quantify.coverage.population import (
        in_words_of_the_data,
        read_population,
        remember_population,
    )
    from rebond.quantify.coverage.speaking import represented
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    perimeter = Perimeter.whole(workspace)
    if options.forget:
        remember_population(workspace, None)
        terminal.say("The population is forgotten; figures are no longer weighted.")
        return 0
    if options.file:
        margins = read_population(Path(options.file))
        in_words_of_the_data(margins, perimeter.facts())  # refused before it is remembered
        remember_population(workspace, margins)
    found = represented(perimeter)
    if options.json:
        terminal.line(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        _print(found, terminal)
    return 0


def _print(found: Represented, terminal: Terminal) -> None:
    from rebond.quantify.coverage.telling import price, standing

    language = terminal.language
    terminal.say(
        "{people} people speak ({who}).",
        people=Quantity(found.people),
        who=terminal.label(found.stakeholder),
    )
    attribute = ""
    for one in found.presences:
        if one.attribute != attribute:
            attribute = one.attribute
            terminal.say()
            lost = found.unknown[attribute]
            if lost:
                terminal.say(
                    "{attribute} ({n} people have none)", attribute=attribute, n=Quantity(lost)
                )
            else:
                terminal.line(attribute)
        terminal.say(
            "  {label}: {spoken}% of those who speak [{low} to {high}], {known}% of those who"
            " exist: {standing}",
            label=one.label,
            spoken=number(one.spoken, 1, language),
            low=number(one.low, 1, language),
            high=number(one.high, 1, language),
            known=number(one.known, 1, language),
            standing=standing(one),
        )
    terminal.say()
    terminal.line(terminal.translate(price(found)))
    for problem in found.raked.problems:
        terminal.line(f"! {terminal.translate(problem)}")


def _document(found: Represented) -> dict[str, object]:
    """Return who speaks against who exists as plain JSON values."""
    raked = found.raked
    return {
        "stakeholder": found.stakeholder,
        "people": found.people,
        "unknown": dict(found.unknown),
        "presences": [asdict(one) for one in found.presences],
        "weights": {
            "reached": raked.reached,
            "design_effect": raked.design_effect,
            "effective_n": raked.effective_n,
            "problems": [str(problem) for problem in raked.problems],
        },
    }
