"""Questions that these data answer, in the reader's words: what one may click, or complete."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import Question
from rebond.quantify.asking.names import normal
from rebond.quantify.asking.plain_words import words_of
from rebond.quantify.asking.trees import trees
from rebond.quantify.groups.gaps import scanned_attributes
from rebond_web.asking.guard import names_people
from rebond_web.asking.naming import measure_name
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter

_ATTRIBUTES, _THEMES = 4, 5


@dataclass(frozen=True)
class Group:
    """Questions of one kind."""

    title: str
    questions: Sequence[str]


def examples_of(reporter: PageReporter) -> list[Group]:
    """Return questions that these data answer, by kind; the same until the data change."""
    name = f"examples {reporter.language}"
    return kept(reporter.perimeter, name, lambda: _examples(reporter))


def _examples(reporter: PageReporter) -> list[Group]:
    t = reporter.t
    scored = words_of(reporter.perimeter).score != "net_polarity"
    score = measure_name(reporter, words_of(reporter.perimeter).score)
    places, themes = _places(reporter), _themes(reporter)
    groups = [
        Group(
            t("Scores"),
            [
                *([t("{score} by month", score=score)] if scored else []),
                *(t("{score} by {attribute}", score=score, attribute=a) for a in places if scored),
                *([t("What is behind my NPS")] if score == "NPS" else []),
                *([t("What goes with the score")] if scored else []),
            ],
        ),
        Group(
            t("Themes"),
            [
                t("Share of each theme"),
                t("Main criticisms"),
                t("Trends"),
                *(t("Evolution of the theme “{theme}” by month", theme=one) for one in themes),
            ],
        ),
        Group(
            t("Places and groups"),
            [
                *(t("How is each {attribute} perceived?", attribute=a) for a in places),
                *(t("Points of attention by {attribute}", attribute=a) for a in places[:1]),
                *(t("Complaints by {attribute}", attribute=a) for a in places[:1]),
            ],
        ),
        Group(
            t("Voices"),
            [t("How many voices by channel"), t("Voices by month"), t("Suggestions by theme")],
        ),
    ]
    return [group for group in groups if group.questions]


def nearest_questions(reporter: PageReporter, text: str, most: int = 3) -> list[str]:
    """Return the known questions whose words are nearest to a text."""
    known = {normal(one): one for group in examples_of(reporter) for one in group.questions}
    near = difflib.get_close_matches(normal(text), list(known), most, 0.3)
    return [known[one] for one in near] or list(known.values())[:most]


def _places(reporter: PageReporter) -> list[str]:
    """Return the attributes that one asks by: of trees first, none that names people."""
    facts = reporter.perimeter.facts()
    scanned = scanned_attributes(reporter.main)
    treed = [name for tree in trees(facts) for name in tree.levels if name in scanned]
    ordered = dict.fromkeys([*treed, *scanned])
    return [name for name in ordered if not names_people(name)][:_ATTRIBUTES]


def _themes(reporter: PageReporter) -> list[str]:
    cells = reporter.ask(Question("share", ("theme",))).cells
    named = [cell.keys[0] for cell in cells if reporter.is_specific(cell.keys[0])]
    return [reporter.theme(theme) for theme in named[:_THEMES]]
