"""How often flags are raised on what people wrote where nobody was insulted."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond.cocreate.flags import Doubt, flags

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
PROPOSALS = "consultations/fr_republique_numerique/opinions.csv"
ARGUMENTS = "consultations/fr_republique_numerique/arguments.csv"
REVIEWS = "reviews_fr_insurance/reviews.csv"
UNKIND = (Doubt.INSULT, Doubt.THREAT, Doubt.HATE)


def rows(name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 24)
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def counted(texts: list[str]) -> Counter[str]:
    """Return how many texts have any flag ("any"), and an unkind one ("unkind")."""
    counts: Counter[str] = Counter()
    for text in texts:
        doubts = {one.doubt for one in flags(text)}
        counts["any"] += bool(doubts)
        counts["unkind"] += bool(doubts & set(UNKIND))
    return counts


@pytest.mark.parametrize(
    ("name", "columns", "most", "most_unkind"),
    [
        (PROPOSALS, ("title", "body"), 11, 0),
        (ARGUMENTS, ("body",), 28, 2),
        (REVIEWS, ("avis",), 12, 2),
    ],
)
def test_few_texts_of_a_consultation_are_held(
    name: str, columns: tuple[str, ...], most: int, most_unkind: int
) -> None:
    counts = counted(["\n".join(row[column] for column in columns) for row in rows(name)])
    assert counts["any"] <= most  # as docs/methods/moderation-flags.md says
    assert counts["unkind"] <= most_unkind


def test_what_moderators_of_polis_kept_is_kept() -> None:
    kept = [
        row["comment-body"]
        for file in sorted((SHARED / "polis").glob("*/comments.csv"))
        if "austria" not in file.parent.name  # in German
        for row in rows(str(file.relative_to(SHARED)))
        if row["moderated"] == "1"
    ]
    assert len(kept) > 1000
    assert counted(kept)["any"] == 0
