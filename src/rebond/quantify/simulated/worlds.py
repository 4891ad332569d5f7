"""Simulated companies whose truths are known: what the methods are checked against.

A world is drawn from a seed: shops, people who answer several times, themes more or less spoken of,
overdispersed weeks. Without truths nothing depends on anything; each truth is planted by name.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rebond.schemas import OPINIONS, RESPONSES, SCORES, VOICES
from rebond.tables import SCHEMAS

THEMES = (
    "welcome.friendliness",
    "checkout.waiting",
    "price.level",
    "product.quality",
    "product.choice",
    "store.cleanliness",
    "store.parking",
    "delivery.delay",
    "delivery.damage",
    "website.search",
    "after_sales.refund",
    "loyalty.card",
)
_WORLDS = itertools.count()


class TablesInMemory:
    """Tables that answer as a workspace does; for tests and notebooks."""

    def __init__(self, tables: Mapping[str, pa.Table], attributes: Sequence[str] = ()) -> None:
        self.tables = dict(tables)
        self._attributes = tuple(attributes)
        self.path = Path(f"memory-{next(_WORLDS)}")
        self.data_version = "1"
        self.current_versions: tuple[str, str] | None = ("model", "codebook")
        self._connection: Any = None

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        return self._attributes

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> Any:
        """Return a table as a DuckDB relation, named attributes as columns."""
        import duckdb

        if self._connection is None:
            self._connection = duckdb.connect()
        name = f"t{next(_WORLDS)}"
        rows = self.tables.get(table)
        self._connection.register(name, SCHEMAS[table].empty_table() if rows is None else rows)
        relation = self._connection.table(name)
        if attributes:
            columns = ", ".join(
                f"attributes[{_quoted(attribute, chr(39))}]"
                f" AS {_quoted('attribute:' + attribute, chr(34))}"
                for attribute in attributes
            )
            relation = relation.select(f"*, {columns}")
        return relation


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark


@dataclass(frozen=True)
class Truths:
    """What is planted in a world; all of it is off by default.

    Parameters
    ----------
    drivers : mapping of theme to float
        Points of NPS-scale score that a polarity of +1 or −1 on the theme adds.
    apart : mapping of shop to float
        Points added to every score given in the shop.
    emergence : (theme, week, share), optional
        The theme is unspoken before that week (from 0), then in this share of voices.
    season : (theme, amplitude), optional
        The theme's odds are multiplied by exp(amplitude · cos), highest in December.
    trend : (theme, rise), optional
        The theme's share is multiplied by ``1 + rise`` over the whole period, evenly.
    symmetry : float
        Part of the shops' spread that customers and employees share, 0 to 1.
    """

    drivers: Mapping[str, float] = field(default_factory=dict)
    apart: Mapping[str, float] = field(default_factory=dict)
    emergence: tuple[str, int, float] | None = None
    season: tuple[str, float] | None = None
    trend: tuple[str, float] | None = None
    symmetry: float = 0.0


def draw(
    seed: int,
    *,
    responses: int = 6000,
    weeks: int = 78,
    shops: int = 32,
    truths: Truths | None = None,
    per_person: float = 1.3,
    overdispersion: float = 0.15,
    shop_spread: float = 0.0,
    employees: float = 0.1,
    team: str = "employee",
    start: datetime.date = datetime.date(2024, 1, 1),
) -> TablesInMemory:
    """Draw a world.

    ``per_person`` is the mean number of responses a person gives, ``overdispersion`` the standard
    deviation of the weeks' log volume and of each theme's weekly log odds, ``shop_spread`` the
    standard deviation of the shops' own effect on scores, in points of a 0–10 scale. ``team`` is
    the stakeholder that is not the customers: of partners, no small group is withheld.
    """
    truths = truths or Truths()
    random = np.random.default_rng(seed)
    volume = np.exp(random.normal(0, overdispersion, weeks))
    week = np.sort(random.choice(weeks, size=responses, p=volume / volume.sum()))
    person = random.integers(0, max(1, int(responses / per_person)), responses)
    shop = random.integers(0, shops, responses)
    employee = random.random(responses) < employees
    spoken, polarity = _themes(random, week, weeks, person, truths, overdispersion)
    score = _scores(random, spoken, polarity, person, shop, employee, shops, shop_spread, truths)
    side = np.where(employee, team, "customer")
    return _tables(random, week, person, shop, side, spoken, polarity, score, start)


def _themes(
    random: np.random.Generator,
    week: npt.NDArray[Any],
    weeks: int,
    person: npt.NDArray[Any],
    truths: Truths,
    overdispersion: float,
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    base = np.log(np.linspace(0.16, 0.05, len(THEMES)) / (1 - np.linspace(0.16, 0.05, len(THEMES))))
    noise = random.normal(0, overdispersion, (weeks, len(THEMES)))
    leaning = random.normal(0, 0.5, (person.max() + 1, len(THEMES)))
    odds = base + noise[week] + leaning[person]
    if truths.season:
        theme, amplitude = truths.season
        angle = 2 * np.pi * (week - 50) / 52.18
        odds[:, THEMES.index(theme)] += amplitude * np.cos(angle)
    if truths.trend:
        theme, rise = truths.trend
        odds[:, THEMES.index(theme)] += np.log1p(rise) * week / weeks
    if truths.emergence:
        theme, first, share = truths.emergence
        level = np.where(week < first, -12.0, np.log(share / (1 - share)))
        odds[:, THEMES.index(theme)] = level
    spoken = random.random(odds.shape) < 1 / (1 + np.exp(-odds))
    mood = random.normal(0, 0.7, person.max() + 1)[person]
    lean = mood[:, None] + np.linspace(0.5, -0.5, len(THEMES))[None, :]
    draw_ = lean + random.normal(0, 1, odds.shape)
    polarity = np.where(draw_ > 0.15, 1, np.where(draw_ < -0.15, -1, 0))
    return spoken, np.where(spoken, polarity, 0)


def _scores(
    random: np.random.Generator,
    spoken: npt.NDArray[Any],
    polarity: npt.NDArray[Any],
    person: npt.NDArray[Any],
    shop: npt.NDArray[Any],
    employee: npt.NDArray[Any],
    shops: int,
    shop_spread: float,
    truths: Truths,
) -> npt.NDArray[Any]:
    del spoken
    score = 7.0 + random.normal(0, 0.8, person.max() + 1)[person]
    score = score + random.normal(0, 1.3, len(person))
    for theme, points in truths.drivers.items():
        score = score + points * polarity[:, THEMES.index(theme)]
    shared, own = random.normal(0, 1, shops), random.normal(0, 1, (2, shops))
    link, spread = truths.symmetry, 0.7 if truths.symmetry else shop_spread
    effects = spread * (link**0.5 * shared + (1 - link) ** 0.5 * own)
    score = score + np.where(employee, effects[1][shop], effects[0][shop])
    for name, points in truths.apart.items():
        score = score + np.where(shop == int(name.split()[-1]), points, 0.0)
    clipped: npt.NDArray[Any] = np.clip(np.rint(score), 0, 10)
    return clipped


def _tables(
    random: np.random.Generator,
    week: npt.NDArray[Any],
    person: npt.NDArray[Any],
    shop: npt.NDArray[Any],
    side: npt.NDArray[Any],
    spoken: npt.NDArray[Any],
    polarity: npt.NDArray[Any],
    score: npt.NDArray[Any],
    start: datetime.date,
) -> TablesInMemory:
    n, employee = len(week), side != "customer"
    days = np.datetime64(start, "D") + week * 7 + random.integers(0, 7, n)
    ids = np.array([f"r{i:07d}" for i in range(n)])
    texts = np.array([f"voice {i}" for i in range(n)])
    hollow = random.random(n) < 0.08
    survey = random.random(n) < 0.7
    mondays = np.datetime64(start, "D") + week * 7
    same = {"import_id": np.full(n, "world"), "response_id": ids}
    people = np.char.add(np.where(employee, "e", "c"), person.astype(str))
    responses = same | {
        "source": np.full(n, "world"),
        "external_id": ids,
        "line": np.arange(1, n + 1),
        "answered_at": days.astype("datetime64[us]"),
        "day": days,
        "week": mondays,
        "month": days.astype("datetime64[M]").astype("datetime64[D]"),
        "stakeholder": side,
        "channel": np.where(survey, "survey", "review"),
        "solicited": survey,
        "person_key": people,
        "attributes": pa.array(
            [[("Shop", f"Shop {s}"), ("Region", f"Region {s % 4}")] for s in shop],
            pa.map_(pa.string(), pa.string()),
        ),
        "content_hash": ids,
    }
    scored = random.random(n) < 0.85
    scores = {name: column[scored] for name, column in same.items()} | {
        "question": np.where(employee[scored], "Work here?", "Recommend?"),
        "kind": np.full(scored.sum(), "nps"),
        "value": score[scored],
        "scale_low": np.zeros(scored.sum()),
        "scale_high": np.full(scored.sum(), 10.0),
        "higher_is_better": np.full(scored.sum(), True),
    }
    voices = same | {
        "voice_id": np.char.add(ids, ":text"),
        "question": np.full(n, "Why?"),
        "text": texts,
        "language": np.full(n, "fr"),
        "status": np.where(hollow, "hollow", "meaningful"),
        "masked": np.zeros(n, np.int32),
        "text_key": np.arange(n),
    }
    row, theme = np.nonzero(spoken & ~hollow[:, None])
    judged = polarity[row, theme]
    opinions = {
        "import_id": np.full(len(row), "world"),
        "response_id": ids[row],
        "voice_id": np.char.add(ids[row], ":text"),
        "start": np.zeros(len(row), np.int32),
        "end": np.full(len(row), 5, np.int32),
        "target": np.full(len(row), "voice"),
        "theme": np.array(THEMES)[theme],
        "polarity": judged.astype(np.int8),
        "intent": np.where(judged > 0, "praise", np.where(judged < 0, "complaint", "other")),
        "confidence": np.ones(len(row), np.float32),
        "model_version": np.full(len(row), "model"),
        "codebook_version": np.full(len(row), "codebook"),
    }
    tables = {
        name: pa.table({key: pa.array(column) for key, column in columns.items()})
        .select(schema.names)
        .cast(schema)
        for name, columns, schema in (
            ("responses", responses, RESPONSES),
            ("scores", scores, SCORES),
            ("voices", voices, VOICES),
            ("opinions", opinions, OPINIONS),
        )
    }
    return TablesInMemory(tables, ("Region", "Shop"))
