"""What a file says of its rows: who is counted, by which versions, and how it may be read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rebond import __version__
from rebond.export.columns import MEANINGS
from rebond.export.files import About
from rebond.languages import translator
from rebond.languages.typography import day, typography
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_TITLES = {
    "responses": Message("Responses: one row each"),
    "voices": Message("Voices: one row a text"),
    "opinions": Message("Opinions: one row each, with the words that prove it"),
    "figures": Message("Figures: one row a cell, with its interval and its n"),
    "insights": Message("Insights: one row each, with the voices that stand for it"),
}
_PERSONAL = Message(
    "Texts are masked and people bear pseudonyms, yet these rows remain personal data: whoever"
    " receives the file answers for it. An erasure made later does not reach it."
)
_READING = Message(
    "Figures describe the responses received, not all the people concerned. What goes together does"
    " not tell what causes what. Each figure is traced by its identifier: rebond trace."
)
_METHODS = Message(
    "Intervals at 95%, clustered by person; each figure names its page of docs/methods."
)


def about(workspace: Workspace, what: str, language: str, attributes: Sequence[str] = ()) -> About:
    """Return what goes beside the rows of an export, in the reader's language."""
    from rebond.quantify import Perimeter, ask

    translate = translator(language)

    def t(message: Message) -> str:
        return typography(translate(message), language)

    figure = ask("responses", Perimeter.whole(workspace))
    model, codebook = workspace.current_versions or ("–", "–")
    facts = [
        (Message("Exported on"), day(datetime.date.today(), language)),
        (Message("Population"), t(figure.population)),
        (Message("Question"), t(_question(what))),
        (Message("Rebond"), __version__),
        (Message("Model"), model),
        (Message("Codebook"), codebook),
        (Message("Data"), figure.data_version),
        (Message("How to read it"), " ".join(t(told) for told in _how_to_read(what))),
    ]
    if what not in _OF_PEOPLE:
        share = ask("opinions", Perimeter.whole(workspace))
        facts.insert(-1, (Message("Method"), t(_METHODS)))
        facts.insert(-1, (Message("Engine"), t(share.engine_error)))
    meanings = {name: t(meaning) for name, meaning in MEANINGS[what].items()}
    meanings |= {f"attribute:{name}": t(_ATTRIBUTE) for name in attributes}
    named = tuple((t(name), value) for name, value in facts)
    return About(t(_TITLES[what]), named, meanings)


_OF_PEOPLE = ("responses", "voices", "opinions")
_ATTRIBUTE = Message("the attribute of that name, as text")


def _how_to_read(what: str) -> list[Message]:
    told = [] if what in _OF_PEOPLE else [_READING]
    return told if what == "figures" else [*told, _PERSONAL]


def _question(what: str) -> Message:
    if what in _OF_PEOPLE:
        return Message("every one that the workspace shows, none left out")
    return Message("each row bears its own question, as rebond ask reads it")
