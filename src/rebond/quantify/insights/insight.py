"""`insights`: few statements that hold, the ones that matter most first.

What a scan announces is merged by subject, ranked, and each subject told by the finding of it that
matters most; the others support it. An insight keeps its id as long as its subject has a name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from rebond.quantify.insights.findings import find
from rebond.quantify.insights.found import (
    Change,
    Composition,
    Driver,
    Emergence,
    Finding,
    Findings,
    Gap,
    Lead,
    Mirror,
    Symmetry,
)
from rebond.quantify.insights.merging import DRIVERS, Subject, merged
from rebond.quantify.insights.ranking import Ranking, Standing
from rebond.quantify.insights.sentences import drivers
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.vocabulary import Message

ID_BYTES = 4


@dataclass(frozen=True)
class Insight:
    """One statement that holds.

    Attributes
    ----------
    id : str
        8 hexadecimal digits, the same at every run and in every language as long as the theme, the
        place or the words it is about keep their name.
    subject : tuple of str
        What it is about: ("theme", id), ("place", attribute, value), ("link", attribute),
        ("lead", attribute), ("uncovered", language, word), ("score",), ("volume",), or ("drivers",)
        for several themes of which only their weight is found.
    kind : str
        Of its main finding: "driver", "gap", "change", "season", "link", "lead", "mirror",
        "composition" or "emergence".
    main : Finding
        The one that matters most, whose sentence, figures and question are the insight's.
    support : tuple of Finding
        The others on the same subject, the most important first.
    standing : Standing
        Effect, people and certainty of the main finding.
    """

    id: str
    subject: Subject
    kind: str
    main: Finding
    support: tuple[Finding, ...]
    standing: Standing

    @property
    def sentence(self) -> Message:
        """The statement, with its figures."""
        if self.subject == DRIVERS:
            return drivers([one.sentence for one in self.findings])
        return self.main.sentence

    @property
    def question(self) -> Question:
        """The question that leads to its figure and to its voices."""
        return self.main.question

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The main finding and those that support it."""
        return (self.main, *self.support)


def insights(perimeter: Perimeter, *, rate: float = 0.05, seed: int = 0) -> tuple[Insight, ...]:
    """Return the insights of a perimeter, the ones that matter most first.

    Parameters
    ----------
    perimeter : Perimeter
        The rows that the reader may see.
    rate, seed
        As `find` takes them; its false-discovery rate is that of the insights' findings.

    Returns
    -------
    tuple of Insight
        Empty where nothing stands out from chance.
    """
    return _insights(perimeter, rate, seed, perimeter.workspace.data_version)


@lru_cache(maxsize=4)
def _insights(
    perimeter: Perimeter, rate: float, seed: int, data_version: str
) -> tuple[Insight, ...]:
    del data_version
    return told(find(perimeter, rate=rate, seed=seed), perimeter)


def told(findings: Findings, perimeter: Perimeter) -> tuple[Insight, ...]:
    """Merge and rank the findings of a perimeter."""
    ranking = Ranking(perimeter, findings)
    found = []
    for group in merged(findings, perimeter):
        standings = [(ranking.standing(one), one) for one in group.findings]
        keys = [
            (_later(one, group.subject), -standing.importance, str(one))
            for standing, one in standings
        ]
        ranked = [pair for _, pair in sorted(zip(keys, standings, strict=True), key=itemgetter(0))]
        standing, main = ranked[0]
        found.append(
            Insight(
                identity(group.subject),
                group.subject,
                kind_of(main),
                main,
                tuple(one for _, one in ranked[1:]),
                standing,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.standing.importance, one.id)))


def _later(finding: Finding, subject: Subject) -> int:
    """Return how late a finding of a subject is told: what is narrower, or less, comes after.

    Of a theme, its weight and its changes come before its gaps at places, then its season; what is
    said less somewhere, and the parts of a gap, come last.
    """
    kind = kind_of(finding)
    if isinstance(finding, Gap) and finding.measure == "share" and finding.difference < 0:
        return 3
    if kind in ("gap", "mirror"):
        return 1 if subject[0] == "theme" else 0
    return {"season": 2, "composition": 4}.get(kind, 0)


def kind_of(finding: Finding) -> str:
    """Return the kind of a finding, a season apart from other changes."""
    if isinstance(finding, Change):
        return "season" if finding.kind == "season" else "change"
    return _KINDS[type(finding)]


_KINDS: dict[type, str] = {
    Driver: "driver",
    Gap: "gap",
    Composition: "composition",
    Emergence: "emergence",
    Symmetry: "link",
    Mirror: "mirror",
    Lead: "lead",
}


def identity(subject: Subject) -> str:
    """Return the id of a subject.

    >>> identity(("theme", "checkout.waiting"))
    '70657b16'
    """
    return hashlib.blake2b("\x1f".join(subject).encode(), digest_size=ID_BYTES).hexdigest()
