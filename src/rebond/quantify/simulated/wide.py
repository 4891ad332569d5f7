"""Simulated companies of many themes, segments and weeks, where nothing happens unless planted.

Persons answer several times, at one shop, and lean to some themes and to a mood of their own; the
weeks' volume and each theme's weekly odds are overdispersed, resemble the week before and follow a
season. Shares, polarities and scores depend on nothing else: a scan that announces something of
them, the season apart, is wrong. `permuted` makes the same silence out of a world with truths.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rebond.quantify.simulated.worlds import TablesInMemory
from rebond.schemas import OPINIONS, RESPONSES, SCORES, VOICES

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
START = datetime.date(2024, 1, 1)
_AT_ONCE = 50_000  # voices drawn together


@dataclass(frozen=True)
class Shape:
    """How large a world is, and how much it varies by itself.

    ``share`` is the mean share of voices that speak of a theme; ``overdispersion`` the standard
    deviation of the weeks' log volume and of each theme's weekly log odds, ``likeness`` their
    correlation with the week before, ``season`` the amplitude of the annual wave of half of the
    themes' log odds; ``leaning`` the standard deviation of persons' log odds and moods;
    ``employees`` the part of responses that come from the team.
    """

    voices: int = 8_000
    themes: int = 60
    segments: int = 20
    weeks: int = 78
    per_person: float = 2.0
    share: float = 0.05
    overdispersion: float = 0.15
    likeness: float = 0.3
    season: float = 0.4
    leaning: float = 0.6
    employees: float = 0.1


@dataclass(frozen=True)
class Happens:
    """What is planted, by place from 0; nothing by default.

    ``drivers``: points of score that a theme's polarity adds; ``apart``: points of score of a
    shop; ``rise``: (theme, week, factor of its odds from then on); ``worse``: (theme, shop, factor
    of its odds there).
    """

    drivers: tuple[tuple[int, float], ...] = ()
    apart: tuple[tuple[int, float], ...] = ()
    rise: tuple[tuple[int, int, float], ...] = ()
    worse: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A world as arrays: one place a voice, and one a mention (``row``, ``theme``, ``polarity``).

    ``seasonal`` are the themes whose odds follow the season.
    """

    week: Whole
    person: Whole
    segment: Whole
    employee: npt.NDArray[np.bool_]
    score: Array
    row: Whole
    theme: Whole
    polarity: npt.NDArray[np.int8]
    shape: Shape
    seasonal: frozenset[str]


def theme_name(place: int) -> str:
    """Return the id of a theme.

    >>> theme_name(13)
    'branch_1.subject_13'
    """
    return f"branch_{place // 10}.subject_{place:02d}"


def draw_wide(seed: int, shape: Shape | None = None, happens: Happens | None = None) -> Drawn:
    """Draw a world from a seed."""
    shape, happens = shape or Shape(), happens or Happens()
    random = np.random.default_rng(seed)
    people = max(1, round(shape.voices / shape.per_person))
    volume = shape.overdispersion * _weekly(random, shape.weeks, 1, shape.likeness)[:, 0]
    volume += 0.2 * np.cos(2 * np.pi * np.arange(shape.weeks) / 52.18)
    odds = np.exp(volume)
    week = np.sort(random.choice(shape.weeks, size=shape.voices, p=odds / odds.sum()))
    person = random.integers(0, people, shape.voices)
    segment = random.integers(0, shape.segments, people)[person]
    employee = (random.random(people) < shape.employees)[person]
    row, theme, polarity = _mentions(random, shape, happens, week, person, segment, people)
    score = 7.0 + random.normal(0, 1.0, people)[person] + random.normal(0, 1.4, shape.voices)
    for place, points in happens.drivers:
        said = theme == place
        np.add.at(score, row[said], points * polarity[said])
    for place, points in happens.apart:
        score += np.where(segment == place, points, 0.0)
    seasonal = frozenset(theme_name(i) for i in range(shape.themes) if shape.season and i % 2)
    whole = np.clip(np.rint(score), 0, 10)
    return Drawn(week, person, segment, employee, whole, row, theme, polarity, shape, seasonal)


def _weekly(random: np.random.Generator, weeks: int, series: int, likeness: float) -> Array:
    """Return standard noise (weeks, series) in which a week resembles the one before."""
    noise = random.normal(0, 1, (weeks, series))
    for t in range(1, weeks):
        noise[t] = likeness * noise[t - 1] + (1 - likeness**2) ** 0.5 * noise[t]
    return noise


def _mentions(
    random: np.random.Generator,
    shape: Shape,
    happens: Happens,
    week: Whole,
    person: Whole,
    segment: Whole,
    people: int,
) -> tuple[Whole, Whole, npt.NDArray[np.int8]]:
    shares = shape.share * np.exp(np.linspace(0.9, -0.9, shape.themes))
    base = np.log(shares / (1 - shares))
    by_week = base + shape.overdispersion * _weekly(
        random, shape.weeks, shape.themes, shape.likeness
    )
    angle = 2 * np.pi * np.arange(shape.weeks) / 52.18
    peaks = random.uniform(0, 2 * np.pi, shape.themes)
    waves = shape.season * (np.arange(shape.themes) % 2)
    by_week += waves * np.cos(angle[:, None] - peaks)
    for place, first, factor in happens.rise:
        by_week[first:, place] += np.log(factor)
    interests = random.normal(0, shape.leaning, (people, 4)).astype(np.float32)
    loadings = (random.normal(0, 0.5, (4, shape.themes))).astype(np.float32)
    mood = random.normal(0, shape.leaning, people)
    lean = random.normal(0, 0.5, shape.themes)
    rows, themes = [], []
    for first in range(0, len(week), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        odds = by_week[week[some]] + interests[person[some]] @ loadings
        for place, shop, factor in happens.worse:
            odds[segment[some] == shop, place] += np.log(factor)
        chance = random.random(odds.shape, dtype=np.float32)
        row, theme = np.nonzero(chance < 1 / (1 + np.exp(-odds)))
        rows.append(row + first)
        themes.append(theme)
    row, theme = np.concatenate(rows), np.concatenate(themes)
    judged = mood[person[row]] + lean[theme] + random.normal(0, 1, len(row))
    polarity = (judged > 0.15).astype(np.int8) - (judged < -0.15).astype(np.int8)
    return row, theme, polarity


def permuted(world: Drawn, seed: int) -> Drawn:
    """Deal shops, moments and scores again at random, each apart from the others.

    Persons who answered as often exchange what is theirs, in random order, so that a person's
    answers go on resembling each other and nothing else does.
    """
    random = np.random.default_rng(seed)
    order = np.lexsort((random.random(len(world.person)), world.person))
    _, first, count = np.unique(world.person[order], return_index=True, return_counts=True)
    # Customers and employees each among themselves: their scores answer other questions.
    side = world.employee[order][first]
    dealt = {name: np.empty_like(getattr(world, name)) for name in ("week", "segment", "score")}
    for size in np.unique(count):
        for of_the_team in (False, True):
            places = np.flatnonzero((count == size) & (side == of_the_team))
            blocks = order[first[places][:, None] + np.arange(size)]
            for name, values in dealt.items():
                given = random.permuted(blocks[random.permutation(len(blocks))], axis=1)
                values[blocks] = getattr(world, name)[given]
    return replace(world, **dealt, seasonal=frozenset())


def tables_of(world: Drawn) -> dict[str, pa.Table]:
    """Return the tables of a workspace that holds this world."""
    n, random = len(world.week), np.random.default_rng(0)
    day = np.datetime64(START, "D") + world.week * 7 + random.integers(0, 7, n)
    monday = np.datetime64(START, "D") + world.week * 7
    survey = random.random(n) < 0.7
    ids = _named("r", np.arange(n))
    people = _named("p", world.person)
    shops = pa.array([f"Shop {i}" for i in range(world.shape.segments)])
    regions = pa.array([f"Region {i % 4}" for i in range(world.shape.segments)])
    values = [shops.take(pa.array(world.segment)), regions.take(pa.array(world.segment))]
    both = (
        pa.chunked_array(values)
        .combine_chunks()
        .take(pa.array(np.arange(2 * n).reshape(2, n).T.ravel()))
    )
    attributes = pa.MapArray.from_arrays(
        pa.array(np.arange(n + 1) * 2, pa.int32()), pa.array(["Shop", "Region"] * n), both
    )
    same = {"import_id": _always("world", n), "response_id": ids}
    responses = same | {
        "source": _always("world", n),
        "external_id": ids,
        "line": np.arange(1, n + 1),
        "answered_at": day.astype("datetime64[us]"),
        "day": day,
        "week": monday,
        "month": day.astype("datetime64[M]").astype("datetime64[D]"),
        "stakeholder": _either(world.employee, "employee", "customer"),
        "channel": _either(survey, "survey", "review"),
        "solicited": survey,
        "person_key": people,
        "attributes": attributes,
        "content_hash": ids,
    }
    scores = same | {
        "question": _either(world.employee, "Work here?", "Recommend?"),
        "kind": _always("nps", n),
        "value": world.score,
        "scale_low": np.zeros(n),
        "scale_high": np.full(n, 10.0),
        "higher_is_better": np.full(n, True),
    }
    voices = same | {
        "voice_id": ids,
        "question": _always("Why?", n),
        "text": ids,
        "language": _always("fr", n),
        "status": _always("meaningful", n),
        "masked": np.zeros(n, np.int32),
        "text_key": np.arange(n),
    }
    m, said = len(world.row), pa.array(world.row)
    opinions = {
        "import_id": _always("world", m),
        "response_id": ids.take(said),
        "voice_id": ids.take(said),
        "start": np.zeros(m, np.int32),
        "end": np.full(m, 5, np.int32),
        "target": _always("voice", m),
        "theme": pa.array([theme_name(i) for i in range(world.shape.themes)]).take(
            pa.array(world.theme)
        ),
        "polarity": world.polarity,
        "intent": _either(world.polarity < 0, "complaint", "praise"),
        "confidence": np.ones(m, np.float32),
        "model_version": _always("model", m),
        "codebook_version": _always("codebook", m),
    }
    found = zip(
        ("responses", "scores", "voices", "opinions"),
        (responses, scores, voices, opinions),
        (RESPONSES, SCORES, VOICES, OPINIONS),
        strict=True,
    )
    return {
        name: pa.table({key: pa.array(column) for key, column in columns.items()})
        .select(schema.names)
        .cast(schema)
        for name, columns, schema in found
    }


def in_memory(world: Drawn) -> TablesInMemory:
    """Return a world as tables that answer as a workspace does."""
    return TablesInMemory(tables_of(world), ("Region", "Shop"))


def _named(letter: str, numbers: Whole) -> pa.Array:
    import pyarrow.compute as pc

    text = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise(letter, text, "")


def _always(text: str, n: int) -> pa.Array:
    return pa.array([text]).take(pa.array(np.zeros(n, np.int64)))


def _either(condition: npt.NDArray[np.bool_], yes: str, no: str) -> pa.Array:
    return pa.array([no, yes]).take(pa.array(condition.astype(np.int64)))
