"""What a scan announces: findings of eight kinds, each with its figures, sentence and question."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rebond.quantify.asking.chosen import Score
from rebond.quantify.question import Question
from rebond.vocabulary import Message


@dataclass(frozen=True)
class Driver:
    """The weight of a theme on the score, in % of its variance, established or not.

    ``part`` is the theme's share of R² in %, ``own`` the points of score that go with one step of
    polarity, ``chance`` the weight that chance alone reaches one time in twenty.
    """

    theme: str
    weight: float
    low: float
    high: float
    direction: int
    n: int
    established: bool
    part: float
    own: float
    chance: float
    q_value: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Gap:
    """A value of an attribute apart from the rest, on the score, net polarity or share.

    ``difference`` is drawn towards zero by as much as its noise asks for; ``observed`` is raw.
    """

    attribute: str
    value: str
    theme: str | None
    measure: str
    difference: float
    low: float
    high: float
    n: int
    q_value: float
    observed: float
    figure: float
    rest: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Change:
    """A theme, the volume of voices or the score that changes over the weeks.

    ``measure`` is "share" for a theme, "volume", or that of the score; ``theme`` is None but for a
    theme. ``since`` is the Monday of the week found, for a season that of its peak; ``before`` and
    ``after`` are % of voices (voices a week for the volume, the score's unit for a score),
    ``series`` one value a week.
    """

    theme: str | None
    kind: str
    since: datetime.date
    before: float
    after: float
    difference: float
    low: float
    high: float
    n: int
    q_value: float
    measure: str
    years_seen: int
    weeks: tuple[datetime.date, ...]
    series: tuple[float, ...]
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Symmetry:
    """Places of an attribute where employees' and customers' figures go together."""

    attribute: str
    coefficient: float
    low: float
    high: float
    places: int
    q_value: float
    corrected: float | None
    measure: str
    points: tuple[tuple[str, float, float], ...]
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Composition:
    """The part of a gap of the score that goes with what is said of one theme.

    ``gap`` is the whole gap among responses with words, ``difference`` the theme's part of it with
    its interval, in the score's unit.
    """

    attribute: str
    value: str
    theme: str
    measure: str
    gap: float
    difference: float
    low: float
    high: float
    n: int
    q_value: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Emergence:
    """A subject that no theme covers and that comes up; ``before`` and ``after`` in % of voices."""

    words: tuple[str, ...]
    language: str
    since: datetime.date
    before: float
    after: float
    low: float
    high: float
    n: int
    people: int
    q_value: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Mirror:
    """A place whose team and whose customers both stand apart, in net polarity.

    ``difference``, ``low``, ``high`` and ``n`` are the customers', ``employees`` the team's gap;
    ``together`` whether both are apart the same way.
    """

    attribute: str
    value: str
    theme: str | None
    measure: str
    employees: float
    difference: float
    low: float
    high: float
    n: int
    together: bool
    q_value: float
    sentence: Message
    question: Question


@dataclass(frozen=True)
class Lead:
    """What teams say beside what their customers say, moving together within places.

    Themes are None for everything said; ``lag`` in weeks, above 0 when teams say it first, with its
    interval ``lag_low`` to ``lag_high``; ``coefficient`` between −1 and 1.
    """

    attribute: str
    employee_theme: str | None
    customer_theme: str | None
    lag: int
    lag_low: int
    lag_high: int
    coefficient: float
    low: float
    high: float
    places: int
    customers: int
    q_value: float
    by_lag: tuple[tuple[int, float], ...]
    sentence: Message
    question: Question


Finding = Driver | Gap | Change | Symmetry | Composition | Emergence | Mirror | Lead


@dataclass(frozen=True)
class Findings:
    """All that was found; ``r2`` in %, ``scanned`` the number of comparisons made.

    ``drivers`` holds every weight, established or not; the others only what is announced.
    ``families`` are the kinds of comparisons that could be made here; ``control`` says what is held
    at ``rate``.
    """

    stakeholder: str
    score: Score | None
    drivers: tuple[Driver, ...]
    r2: float
    r2_low: float
    r2_high: float
    explained: int
    gaps: tuple[Gap, ...]
    changes: tuple[Change, ...]
    symmetry: tuple[Symmetry, ...]
    compositions: tuple[Composition, ...]
    emergences: tuple[Emergence, ...]
    mirrors: tuple[Mirror, ...]
    leads: tuple[Lead, ...]
    scanned: int
    rate: float
    families: tuple[str, ...]
    control: Message

    @property
    def announced(self) -> tuple[Finding, ...]:
        """Everything that is claimed, families in turn."""
        established = tuple(driver for driver in self.drivers if driver.established)
        return (
            *established,
            *self.changes,
            *self.emergences,
            *self.gaps,
            *self.compositions,
            *self.symmetry,
            *self.mirrors,
            *self.leads,
        )
