"""A subject that no theme covers is found in the voices, and named as people write it."""

import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rebond.quantify import Perimeter, evidence
from rebond.quantify.changes.emerging import Emerging, emerging_tested
from rebond.quantify.simulated.worlds import TablesInMemory, draw

WEEKS, START = 40, datetime.date(2024, 1, 1)
SAID = (
    "Les trottinettes électriques encombrent l'allée",
    "Une trottinette électrique bloquait le passage",
    "Trop de trottinettes électriques devant le portail",
    "La trottinette électrique du vendeur traîne partout",
)


def world(
    seed: int,
    share: float = 0.0,
    *,
    covered: bool = False,
    same: bool = False,
    source: str | None = None,
    language: str = "fr",
) -> Perimeter:
    """Ordinary words after "voice 12.", and from week 34 on a new subject in a share of voices."""
    tables = draw(seed, responses=4000, weeks=WEEKS).tables
    random = np.random.default_rng(seed)
    ordinary = [
        f"{a}{b}{c}" for a in "bdfglm" for b in ("ira", "odu", "ela") for c in ("pic", "von")
    ]
    pace = 1 / np.arange(1, len(ordinary) + 1) ** 0.9
    voices = tables["voices"]
    n = len(voices)
    week = (tables["responses"]["week"].to_numpy() - np.datetime64(START)).astype(int) // 7
    new = (week >= 34) & (random.random(n) < share)
    texts = []
    for i in range(n):
        words = random.choice(ordinary, size=4, p=pace / pace.sum())
        more = SAID[0] + " et c'est la même phrase copiée par tous" if same else SAID[i % len(SAID)]
        ending = f" {more}." if new[i] else ""
        texts.append(f"voice {i}. {' '.join(words)}.{ending}")
    keys = np.where(new, -1, np.arange(n)) if same else np.arange(n)
    tables["voices"] = (
        voices.set_column(voices.schema.get_field_index("text"), "text", pa.array(texts))
        .set_column(voices.schema.get_field_index("text_key"), "text_key", pa.array(keys))
        .set_column(voices.schema.get_field_index("language"), "language", pa.array([language] * n))
    )
    if covered:
        opinions = tables["opinions"]
        rows = opinions.slice(0, int(new.sum()))
        ids = voices["voice_id"].filter(pa.array(new))
        ends = pa.array(np.full(len(rows), 500, np.int32))
        rows = rows.set_column(rows.schema.get_field_index("voice_id"), "voice_id", ids)
        rows = rows.set_column(rows.schema.get_field_index("end"), "end", ends)
        tables["opinions"] = pa.concat_tables([opinions, rows.cast(opinions.schema)])
    if source is not None:
        responses = tables["responses"]
        sources = np.where(new, source, "world")
        place = responses.schema.get_field_index("source")
        tables["responses"] = responses.set_column(place, "source", pa.array(sources))
    return Perimeter.whole(TablesInMemory(tables, ("Shop",)))


def told(perimeter: Perimeter) -> list[Emerging]:
    return [one for one in emerging_tested(perimeter) if one.p_value <= 0.05]


def test_a_new_subject_is_found_and_named_as_people_write_it() -> None:
    perimeter = world(1, 0.08)
    (found,) = told(perimeter)
    assert found.words[0] in ("trottinettes électriques", "trottinette électrique")
    assert abs((found.since - (START + datetime.timedelta(weeks=34))).days) <= 28
    assert found.before.value == 0
    assert 4 < found.after.value < 12
    assert found.after.low < 8 < found.after.high
    shown = evidence(found.question, perimeter, limit=5)
    assert len(shown) == 5
    assert all("rottinette" in voice.text for voice in shown)
    assert found.n == len(set(found.voice_ids)) > 20


@pytest.mark.parametrize("change", [{"covered": True}, {"same": True}, {"source": "a new forum"}])
def test_what_a_theme_covers_what_is_copied_and_a_new_source_are_no_subject(
    change: dict[str, Any],
) -> None:
    assert told(world(2, 0.08, **change)) == []


def test_where_nothing_comes_up_nothing_is_told() -> None:
    # 5 % of 12 worlds is 0.6; three would come once in forty.
    assert sum(bool(told(world(seed))) for seed in range(20, 32)) <= 2


def test_few_weeks_tell_nothing() -> None:
    short = draw(3, responses=600, weeks=12)
    assert emerging_tested(Perimeter.whole(short)) == ()
