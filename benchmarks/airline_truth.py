"""What text says of each touchpoint, against the rating its author gave to that touchpoint.

    python -m benchmarks airline_truth [--only lounge|seat] [--json OUT]

Public English reviews of airline lounges and seats, each with an overall rating and one rating a
touchpoint (`../shared/data/reviews_en_airline_*`, kept for measuring: nothing was or may be tuned
on them). The ready-made codebook "transport" is taken as it ships, and each touchpoint is given the
themes of that codebook that bear its name, before any figure was seen; several touchpoints have no
theme of their own and share one.

Per touchpoint: how well a number read from the text parts the reviews that rate it 4-5 from those
that rate it 1-2 (area under the ROC curve, interval and margins of DeLong et al. 1988,
doi:10.2307/2531595). Ratings of 3, 0 ("not rated") and none are left out, and so are touchpoints
with fewer than 50 reviews on a side.

- theme: the sum of the polarities of the themes of the touchpoint, 0 where the text is silent.
- theme, where spoken of: the same, on the reviews that speak of it.
- whole text: the sum of all polarities, the same for every touchpoint: a halo.
- mentions: how many opinions the themes have, whatever they say, turned the way that other folds
  say is better.
- TF-IDF: logistic regression that learns *these ratings* from the words, cross-fitted over five
  folds: what a method with thousands of ratings to learn from reaches.

Within reviews: whoever rates one touchpoint 4-5 and another 1-2 speaks well of one thing and ill of
another. How often does the text say which (ties count for half)? A halo cannot: the whole text says
the same of both. Intervals by bootstrap of reviews; touchpoints that share their themes are no
pair.

Drivers: Johnson's relative weights on the overall rating, of the ratings and of the polarities of
the same touchpoints (those that share themes taken together), intervals by bootstrap.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from measuring.formats import SHARED
from rebond.quantify.drivers.johnson import relative_weights
from rebond.understand import load_codebook, opinions

Array = npt.NDArray[np.float64]
CODEBOOK = "transport"
SEAT, FOOD, CLEAN = ("comfort.seat",), ("on_board.food",), ("comfort.cleanliness",)
MEDIA = ("on_board.entertainment",)
TOUCHPOINTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "reviews_en_airline_lounge": {
        "comfort": ("comfort.seat", "comfort.crowding", "comfort.climate", "station.waiting"),
        "cleanliness": CLEAN,
        "washrooms": CLEAN,
        "bar_beverages": FOOD,
        "catering": FOOD,
        "wifi_connectivity": MEDIA,
        "staff_service": ("staff.kindness", "staff.competence", "service.customer_service"),
    },
    "reviews_en_airline_seat": {
        "seat_legroom": SEAT,
        "seat_recline": SEAT,
        "seat_width": SEAT,
        "aisle_space": SEAT,
        "viewing_tv": MEDIA,
        "power_supply": MEDIA,
        "seat_storage": ("on_board.luggage",),
    },
}
TOP_OF_OVERALL = {"reviews_en_airline_lounge": 5.0, "reviews_en_airline_seat": 10.0}
LEAST_ON_A_SIDE = 50
FOLDS, DRAWS = 5, 1000


@dataclass(frozen=True)
class Area:
    """An area under the curve with its interval, and its margin over TF-IDF where both are."""

    data: str
    touchpoint: str
    system: str
    good: int
    poor: int
    area: float
    low: float
    high: float
    margin: tuple[float, float, float] | None


def area_parts(score: Array, good: npt.NDArray[np.bool_]) -> tuple[float, Array, Array]:
    """Return the area and the placements of the good and of the poor (DeLong et al. 1988)."""
    from scipy.stats import rankdata

    ranks = rankdata(score)
    m, n = int(good.sum()), int((~good).sum())
    of_good = (ranks[good] - rankdata(score[good])) / n
    of_poor = 1 - (ranks[~good] - rankdata(score[~good])) / m
    return float(of_good.mean()), of_good, of_poor


def area(score: Array, good: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the area with its interval, on the logit scale so that it stays between 0 and 1."""
    value, of_good, of_poor = area_parts(score, good)
    error = (of_good.var(ddof=1) / len(of_good) + of_poor.var(ddof=1) / len(of_poor)) ** 0.5
    value = min(max(value, 1e-6), 1 - 1e-6)
    centre, half = np.log(value / (1 - value)), 1.96 * error / (value * (1 - value))
    low, high = (1 / (1 + np.exp(-(centre + side * half))) for side in (-1, 1))
    return value, float(low), float(high)


def margin(one: Array, other: Array, good: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return how much larger the area of ``one`` is, with its interval; same reviews."""
    a, b = area_parts(one, good), area_parts(other, good)
    error = sum((x - y).var(ddof=1) / len(x) for x, y in zip(a[1:], b[1:], strict=True)) ** 0.5
    gap = a[0] - b[0]
    return gap, float(gap - 1.96 * error), float(gap + 1.96 * error)


def folds(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the fold of each review: the same on every machine, and for copies of a text."""
    digests = [hashlib.blake2b(text.encode(), digest_size=4).digest() for text in texts]
    return np.array([int.from_bytes(digest, "big") % FOLDS for digest in digests])


@cache
def learned(texts: tuple[str, ...], good: tuple[bool, ...]) -> Array:
    """Return the log odds that TF-IDF gives to each text, learned on the other folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    found, fold, liked = np.zeros(len(texts)), folds(texts), np.array(good)
    for out in range(FOLDS):
        inside = np.flatnonzero(fold != out)
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = make_pipeline(words, LogisticRegression(C=10, solver="liblinear"))
        model.fit([texts[i] for i in inside.tolist()], liked[inside])
        outside = np.flatnonzero(fold == out)
        found[outside] = model.decision_function([texts[i] for i in outside.tolist()])
    return found


def turned(score: Array, good: npt.NDArray[np.bool_], texts: Sequence[str]) -> Array:
    """Return a score turned, in each fold, the way that is better in the others."""
    found, fold = score.copy(), folds(texts)
    for out in range(FOLDS):
        inside = fold != out
        if area_parts(score[inside], good[inside])[0] < 0.5:
            found[~inside] = -score[~inside]
    return found


@dataclass(frozen=True)
class Within:
    """How often a system says which of two touchpoints a review likes, in % with its interval."""

    data: str
    system: str
    pairs: int
    reviews: int
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Read:
    """What is read of a file: texts, ratings by column (nan where none), opinions by theme.

    ``polarity`` and ``mentions`` are (n,) sums by theme; ``whole`` the sum of all polarities.
    """

    texts: list[str]
    ratings: Mapping[str, Array]
    polarity: Mapping[str, Array]
    mentions: Mapping[str, Array]
    whole: Array

    def of(self, themes: Sequence[str], what: Mapping[str, Array]) -> Array:
        """Return the sum over themes."""
        nothing = np.zeros(len(self.texts))
        return np.array(sum((what.get(theme, nothing) for theme in themes), nothing))


def read(path: Path) -> Read:
    """Read a file of reviews, and its texts with the shipped engine."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = [row["content"] for row in rows]
    ratings = {
        name.removesuffix("_rating"): np.array([_rating(row[name]) for row in rows])
        for name in rows[0]
        if name.endswith("_rating")
    }
    table = opinions(texts, languages=["en"] * len(texts), codebook=load_codebook(CODEBOOK))
    place = table["row"].to_numpy()
    polarity = table["polarity"].to_numpy().astype(float)
    theme = np.array([name or "" for name in table["theme"].to_pylist()])
    sums: dict[str, Array] = {}
    counts: dict[str, Array] = {}
    for name in np.unique(theme):
        own = theme == name
        sums[str(name)] = _summed(place[own], polarity[own], len(texts))
        counts[str(name)] = _summed(place[own], np.ones(int(own.sum())), len(texts))
    # One span may bear several themes: it counts once for the whole.
    spans = {
        (r, s, e): p
        for r, s, e, p in zip(
            place.tolist(),
            table["start"].to_pylist(),
            table["end"].to_pylist(),
            polarity.tolist(),
            strict=True,
        )
    }
    whole = np.zeros(len(texts))
    for (row, _, _), p in spans.items():
        whole[row] += p
    return Read(texts, ratings, sums, counts, whole)


def _summed(place: npt.NDArray[np.int64], values: Array, n: int) -> Array:
    found = np.zeros(n)
    np.add.at(found, place, values)
    return found


def _rating(written: str) -> float:
    value = float(written) if written.strip() else np.nan
    return value if value >= 1 else np.nan


def areas(name: str, said: Read) -> list[Area]:
    """Return every system on every touchpoint with enough reviews."""
    found = []
    for touchpoint, themes in TOUCHPOINTS[name].items():
        rating = said.ratings[touchpoint]
        kept = np.flatnonzero((rating >= 4) | (rating <= 2))
        good = rating[kept] >= 4
        if min(good.sum(), (~good).sum()) < LEAST_ON_A_SIDE:
            continue
        mentions = said.of(themes, said.mentions)[kept]
        texts = [said.texts[i] for i in kept.tolist()]
        words = learned(tuple(texts), tuple(good.tolist()))
        systems = {
            "theme": said.of(themes, said.polarity)[kept],
            "whole text": said.whole[kept],
            "mentions": turned(mentions, good, texts),
            "TF-IDF": words,
        }
        for system, score in systems.items():
            apart = margin(score, words, good) if system != "TF-IDF" else None
            sides = int(good.sum()), int((~good).sum())
            found.append(Area(name, touchpoint, system, *sides, *area(score, good), apart))
        spoken = mentions > 0
        if min(good[spoken].sum(), (~good[spoken]).sum()) >= LEAST_ON_A_SIDE:
            score, sides = systems["theme"], (int(good[spoken].sum()), int((~good[spoken]).sum()))
            found.append(
                Area(
                    name, touchpoint, "theme, where spoken of", *sides,
                    *area(score[spoken], good[spoken]),
                    margin(score[spoken], words[spoken], good[spoken]),
                )
            )  # fmt: skip
    return found


def within(name: str, said: Read) -> list[Within]:
    """Return how often text orders two touchpoints of a review as its author does."""
    touchpoints = TOUCHPOINTS[name]
    systems: dict[str, dict[str, Array]] = {"theme": {}, "TF-IDF": {}}
    liked: dict[str, Array] = {}
    for touchpoint, themes in touchpoints.items():
        rating = said.ratings[touchpoint]
        kept = np.flatnonzero((rating >= 4) | (rating <= 2))
        good = rating[kept] >= 4
        if min(good.sum(), (~good).sum()) < LEAST_ON_A_SIDE:
            continue
        liked[touchpoint] = np.where(rating >= 4, 1.0, np.where(rating <= 2, 0.0, np.nan))
        systems["theme"][touchpoint] = said.of(themes, said.polarity)
        words = np.full(len(rating), np.nan)
        words[kept] = learned(tuple(said.texts[i] for i in kept.tolist()), tuple(good.tolist()))
        systems["TF-IDF"][touchpoint] = words
    found = []
    random = np.random.default_rng(2)
    for system, scores in systems.items():
        right, pairs = np.zeros(len(said.texts)), np.zeros(len(said.texts))
        for one, other in itertools.permutations(liked, 2):
            if touchpoints[one] == touchpoints[other]:
                continue
            differ = (liked[one] == 1) & (liked[other] == 0)
            gap = scores[one][differ] - scores[other][differ]
            pairs[differ] += 1
            right[differ] += np.where(gap > 0, 1.0, np.where(gap == 0, 0.5, 0.0))
        some = np.flatnonzero(pairs)
        drawn = random.integers(0, len(some), (DRAWS, len(some)))
        shares = right[some][drawn].sum(axis=1) / pairs[some][drawn].sum(axis=1)
        low, high = np.quantile(shares, [0.025, 0.975]) if len(some) else (np.nan, np.nan)
        share = float(right.sum() / max(1.0, float(pairs.sum())))
        found.append(
            Within(
                name, system, int(pairs.sum()), len(some),
                100 * share, 100 * float(low), 100 * float(high),
            )
        )  # fmt: skip
    return found


def drivers(name: str, said: Read) -> list[dict[str, Any]]:
    """Return the parts of R² of each group of touchpoints, from ratings and from text."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for touchpoint, themes in TOUCHPOINTS[name].items():
        if np.isfinite(said.ratings[touchpoint]).mean() >= 0.5:
            groups.setdefault(themes, []).append(touchpoint)
    overall = said.ratings["overall"]
    rated = np.column_stack(
        [np.mean([said.ratings[t] for t in names], axis=0) for names in groups.values()]
    )
    text = np.column_stack([np.sign(said.of(themes, said.polarity)) for themes in groups])
    kept = np.isfinite(overall) & (overall <= TOP_OF_OVERALL[name]) & np.isfinite(rated).all(axis=1)
    random = np.random.default_rng(1)
    found: list[dict[str, Any]] = [{"touchpoints": names} for names in groups.values()]
    for source, columns in (("ratings", rated[kept]), ("text", text[kept])):
        y, n = overall[kept], int(kept.sum())
        weights = _weights(columns, y)
        drawn = np.array(
            [
                (lambda w: w / w.sum())(_weights(columns[rows], y[rows]))
                for rows in (random.integers(0, n, n) for _ in range(DRAWS))
            ]
        )
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        for i, row in enumerate(found):
            part = 100 * float(weights[i] / weights.sum())
            row[source] = (part, 100 * float(low[i]), 100 * float(high[i]))
            row[f"r2 of {source}"], row["n"] = float(weights.sum()), n
    return found


def _weights(columns: Array, y: Array) -> Array:
    together: Array = np.atleast_2d(np.corrcoef(np.column_stack([columns, y]), rowvar=False))
    found: Array = relative_weights(together[:-1, :-1], together[:-1, -1])
    return found


def show(
    name: str, found: Sequence[Area], inside: Sequence[Within], weighed: Sequence[dict[str, Any]]
) -> None:
    """Print the tables of a file."""
    print(f"\n{name}\n{'touchpoint':<20}{'good/poor':>11}  {'system':<24}AUC, interval    ", end="")
    print("less TF-IDF's, interval")
    for one in found:
        apart = "{:+.3f} [{:+.3f}; {:+.3f}]".format(*one.margin) if one.margin else ""
        print(
            f"{one.touchpoint:<20}{f'{one.good}/{one.poor}':>11}  {one.system:<24}"
            f"{one.area:.3f} [{one.low:.3f}; {one.high:.3f}]  {apart}"
        )
    print("\nwithin reviews: which of two touchpoints is liked")
    for pair in inside:
        print(
            f"  {pair.system:<10}{pair.right:.1f} % [{pair.low:.1f}; {pair.high:.1f}] of"
            f" {pair.pairs} pairs in {pair.reviews} reviews (by chance 50)"
        )
    first = weighed[0]
    print(
        f"\nweights on the overall rating, n = {first['n']}: R² {first['r2 of ratings']:.2f} from"
        f" ratings, {first['r2 of text']:.2f} from text; parts of it in %"
    )
    for row in weighed:
        told = ("{:5.1f} [{:.1f}; {:.1f}]".format(*row[source]) for source in ("ratings", "text"))
        print(f"{' + '.join(row['touchpoints']):<60}{'   '.join(told)}")


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("lounge", "seat"), default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    document: dict[str, Any] = {}
    for name in TOUCHPOINTS:
        if not name.endswith(options.only):
            continue
        path = SHARED / name / "reviews.csv"
        if not path.exists():
            print("shared data absent")
            return 0
        said = read(path)
        found, inside, weighed = areas(name, said), within(name, said), drivers(name, said)
        show(name, found, inside, weighed)
        document[name] = {
            "areas": [asdict(one) for one in found],
            "within": [asdict(one) for one in inside],
            "drivers": weighed,
        }
    if options.json:
        options.json.write_text(json.dumps(document, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
