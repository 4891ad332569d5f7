"""Findings that say the same thing become one insight; the others of them support it.

- A theme seen by its weight, its change, its season and its gaps at a few places is one subject.
- A place seen by its score, its polarity and several themes is one subject.
- A gap that fades once the responses of a larger gap are left out says what that one says: a
  region and its only shop apart, two attributes that name the same people.
- A branch with a single leaf announced says what the leaf says.
- Themes of which nothing is found but that they go with the score are told together, after the
  three heaviest of them: one sentence many times over tells little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rebond.quantify.insights.crossings import Crossings
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
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter

SEVERAL = 5  # themes apart at one place, from which they tell of the place

ALONE = 3  # themes told apart of which nothing is found but their weight

Subject = tuple[str, ...]


DRIVERS: Subject = ("drivers",)  # several themes that go with the score


@dataclass(frozen=True)
class Merged:
    """Findings of one subject."""

    subject: Subject
    findings: tuple[Finding, ...]


def merged(findings: Findings, perimeter: Perimeter) -> tuple[Merged, ...]:
    """Return the announced findings by subject, in no particular order."""
    announced = findings.announced
    gaps = [one for one in announced if isinstance(one, Gap)]
    places = _places(findings)
    themes = _themes(announced)
    same = _said_by(gaps, perimeter, findings)
    groups: dict[Subject, list[Finding]] = {}
    for finding in announced:
        subject = _subject(finding, places, themes)
        if isinstance(finding, Gap) and (larger := same.get(id(finding))) is not None:
            subject = _subject(larger, places, themes)
        groups.setdefault(subject, []).append(finding)
    _tell_together(groups)
    return tuple(Merged(subject, tuple(found)) for subject, found in groups.items())


def _tell_together(groups: dict[Subject, list[Finding]]) -> None:
    """Put the lighter of the themes that only go with the score in one subject."""
    weights = {
        subject: max(one.weight for one in found if isinstance(one, Driver))
        for subject, found in groups.items()
        if all(isinstance(one, Driver) for one in found)
    }
    lighter = sorted(weights, key=lambda subject: (-weights[subject], subject))[ALONE:]
    if len(lighter) > 1:
        groups[DRIVERS] = [one for subject in lighter for one in groups.pop(subject)]


def _places(findings: Findings) -> set[tuple[str, str]]:
    """Return the places that are subjects by themselves."""
    counts: dict[tuple[str, str], int] = {}
    for gap in findings.gaps:
        more = SEVERAL if gap.theme is None else 1
        counts[gap.attribute, gap.value] = counts.get((gap.attribute, gap.value), 0) + more
    return {place for place, count in counts.items() if count >= SEVERAL}


def _themes(announced: Iterable[Finding]) -> dict[str, str]:
    """Return, for each theme that is a subject, the theme under whose name it is told.

    A theme is a subject when it has a weight or a change, or gaps at two places.
    """
    seen: dict[str, int] = {}
    for finding in announced:
        theme = getattr(finding, "theme", None)
        if theme is not None and not isinstance(finding, (Composition, Mirror)):
            more = 2 if isinstance(finding, (Driver, Change)) else 1
            seen[theme] = seen.get(theme, 0) + more
    subjects = {theme for theme, count in seen.items() if count >= 2}
    told = {}
    for theme in subjects:
        leaves = [one for one in subjects if one.startswith(theme + ".")]
        told[theme] = leaves[0] if len(leaves) == 1 else theme
    return told


def _subject(finding: Finding, places: set[tuple[str, str]], themes: dict[str, str]) -> Subject:
    if isinstance(finding, (Gap, Composition, Mirror)):
        place = (finding.attribute, finding.value)
        if finding.theme is None or place in places or finding.theme not in themes:
            return ("place", *place)
        return ("theme", themes[finding.theme])
    if isinstance(finding, Driver):
        return ("theme", themes[finding.theme])
    if isinstance(finding, Change):
        if finding.theme is None:
            return ("volume",) if finding.measure == "volume" else ("score",)
        return ("theme", themes[finding.theme])
    if isinstance(finding, Emergence):
        return ("uncovered", finding.language, finding.words[0])
    return ("lead" if isinstance(finding, Lead) else "link", finding.attribute)


def _said_by(gaps: Sequence[Gap], perimeter: Perimeter, findings: Findings) -> dict[int, Gap]:
    """Return, for each gap (by its `id`) that fades without a larger one, that one."""
    inside = perimeter.where(Filter("stakeholder", "=", (findings.stakeholder,)))
    crossings = Crossings(inside, findings.score.filters if findings.score is not None else ())
    same: dict[int, Gap] = {}
    for alike in _alike(gaps):
        kept: list[Gap] = []
        for gap in sorted(alike, key=lambda one: (-abs(one.difference), one.q_value)):
            larger = next((one for one in kept if crossings.fades(gap, one)), None)
            if larger is None:
                kept.append(gap)
            else:
                same[id(gap)] = larger
    return same


def _alike(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """Return the gaps by measure and theme."""
    groups: dict[tuple[str, str | None], list[Gap]] = {}
    for gap in gaps:
        groups.setdefault((gap.measure, gap.theme), []).append(gap)
    return list(groups.values())
