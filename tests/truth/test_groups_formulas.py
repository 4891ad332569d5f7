"""Opinion groups against known truths: camps drawn, formulas worked by hand, Polis's own."""

from __future__ import annotations

import csv
from math import prod, sqrt
from pathlib import Path

import numpy as np
import pytest

from rebond.cocreate.groups import Votes, bridges, groups, read_votes, stability, told, where
from rebond.cocreate.groups.alike import adjusted_rand
from rebond.cocreate.groups.profiles import consensus, counted, priorities, ratio_z, share_z
from rebond.cocreate.groups.projection import project
from rebond.errors import BallotError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "polis"


def camps(sizes: tuple[int, ...], statements: int, seed: int, firm: float = 0.9) -> Votes:
    """Return votes of camps, each with its own opinion of each statement but the first two."""
    draw = np.random.default_rng(seed)
    lean = draw.choice([-1, 1], (len(sizes), statements))
    lean[:, :2] = 1
    camp = np.repeat(np.arange(len(sizes)), sizes)
    rows = []
    for person, own in enumerate(camp):
        for statement in np.flatnonzero(draw.random(statements) < 0.4):
            said = lean[own, statement] if draw.random() < firm else draw.choice([-1, 0, 1])
            rows.append((f"{person}", f"{statement}", int(said)))
    return Votes.of(rows)


@pytest.mark.parametrize("seed", range(5))
def test_people_whom_nothing_divides_are_one_group(seed: int) -> None:
    draw = np.random.default_rng(seed)
    agreed = draw.beta(2, 1.2, 30)
    rows = [
        (f"{person}", f"{statement}", 1 if draw.random() < agreed[statement] else -1)
        for person in range(300)
        for statement in np.flatnonzero(draw.random(30) < 0.4)
    ]
    assert groups(Votes.of(rows)).count == 1


@pytest.mark.parametrize("seed", range(5))
def test_three_camps_are_found_without_being_told_how_many(seed: int) -> None:
    votes = camps((120, 100, 80), 40, seed=seed)
    found = groups(votes)
    truth = np.searchsorted([120, 220], [int(one) for one in votes.participants], side="right")
    assert found.count == 3
    assert adjusted_rand(found.labels, truth) > 0.8


@pytest.mark.parametrize("method", ["alike", "polis"])
@pytest.mark.parametrize("sizes", [(60, 60), (120, 30)])
def test_two_camps_are_found(method: str, sizes: tuple[int, ...]) -> None:
    votes = camps(sizes, 40, seed=1)
    found = groups(votes, method=method)  # type: ignore[arg-type]
    truth = np.array([int(one) >= sizes[0] for one in votes.participants]).astype(int)
    inside = found.labels >= 0
    assert adjusted_rand(truth[inside], found.labels[inside]) > 0.95
    assert stability(found) > 0.9


def test_three_camps_are_found_where_there_are_three() -> None:
    votes = camps((50, 50, 50), 60, seed=3)
    found = groups(votes)
    truth = np.array([int(one) // 50 for one in votes.participants])
    assert found.count == 3
    assert adjusted_rand(truth, found.labels) > 0.9


def test_nobody_is_alone_in_a_group() -> None:
    rows = [(f"{p}", f"{s}", 1) for p in range(20) for s in range(10)]
    rows += [("odd", f"{s}", -1) for s in range(10)]
    sizes = np.bincount(groups(Votes.of(rows)).labels)
    assert sizes.min() > 1


def test_consensus_is_the_product_over_groups() -> None:
    votes = Votes.of([("a", "1", 1), ("b", "1", 1), ("c", "1", -1), ("a", "2", 0)])
    counts = counted(votes, np.array([0, 0, 1]))
    assert consensus(counts).tolist() == [3 / 4 * 1 / 3, 1 / 3 * 1 / 2]


def test_scores_are_those_of_the_formulas() -> None:
    z = float(share_z(np.array([7.0]), np.array([9.0]))[0])
    assert z == pytest.approx(2 * sqrt(10) * (8 / 10 - 0.5))
    n, seen, others, others_seen = 7.0, 9.0, 3.0, 12.0
    both = (8 + 4) / (10 + 13)
    expected = (8 / 10 - 4 / 13) / sqrt(both * (1 - both) * (1 / 10 + 1 / 13))
    found = ratio_z(*(np.array([one]) for one in (n, seen, others, others_seen)))
    assert float(found[0]) == pytest.approx(expected)


def test_a_new_statement_is_shown_before_an_old_one() -> None:
    rows = [(f"{p}", "old", 1) for p in range(30)] + [("0", "new", 1)]
    votes = Votes.of(rows)
    shown = dict(zip(votes.statements, priorities(votes, np.zeros(2)), strict=True))
    passed, agree, seen = 1 / 3, 2 / 3, 1
    assert shown["new"] == pytest.approx(((1 - passed) * agree * (1 + 8 * 2 ** (-seen / 5))) ** 2)
    assert shown["new"] > shown["old"]


def test_the_map_is_that_of_a_dense_decomposition() -> None:
    votes = camps((30, 30), 25, seed=2)
    dense = np.full((len(votes.participants), len(votes.statements)), np.nan)
    dense[votes.person, votes.statement] = votes.value
    means = np.nanmean(dense, axis=0)
    centred = np.where(np.isnan(dense), 0, dense - means)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    found = project(votes)
    assert np.abs(np.abs(found.axes @ axes[:2].T) - np.eye(2)).max() < 1e-6
    scale = np.sqrt(dense.shape[1] / (~np.isnan(dense)).sum(axis=1))
    assert np.allclose(found.places, (centred @ found.axes.T) * scale[:, None])


def test_where_someone_sits_says_how_sure() -> None:
    votes = camps((60, 60), 40, seed=1)
    found = groups(votes)
    place = where(found, "3")
    assert place.group == found.labels[votes.participants.index("3")]
    assert 0.5 < place.sure <= 1
    assert len(place.like_the_group) > len(place.unlike_the_group)
    with pytest.raises(BallotError, match="has not voted"):
        where(found, "nobody")


def test_a_bridge_is_what_every_public_agrees_on() -> None:
    votes = camps((60, 60), 20, seed=1, firm=1.0)
    publics = {f"{n}": "customer" if n < 60 else "employee" for n in range(120)}
    found = bridges(votes, publics)
    assert {"0", "1"} <= {one.statement for one in found}
    counts = counted(votes, np.array([int(int(one) >= 60) for one in votes.participants]))
    first = found[0]
    place = votes.statements.index(first.statement)
    parts = (counts.agree[:, place] + 1) / (counts.seen[:, place] + 2)
    assert first.score == pytest.approx(prod(parts))
    with pytest.raises(BallotError, match="at least two"):
        bridges(votes, dict.fromkeys(publics, "customer"))


def test_one_more_vote_keeps_the_groups() -> None:
    votes = camps((60, 60), 40, seed=1)
    for method in ("alike", "polis"):
        before = groups(votes, method=method)  # type: ignore[arg-type]
        after = groups(votes.with_vote("3", "5", -1), method=method, before=before)  # type: ignore[arg-type]
        assert after.count == before.count
        assert adjusted_rand(before.labels, after.labels) > 0.95


def test_the_summary_tells_its_numbers() -> None:
    found = groups(camps((60, 60), 20, seed=1))
    shared = found.agreed()[0]
    said = [str(message) for message in told(found, {shared: "Open on Sundays"})]
    assert said[0].startswith("120 people cast")
    assert "2 groups" in said[0]
    assert any("Open on Sundays" in one for one in said)


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_consensus_on_the_platforms_own_groups_is_the_formula() -> None:
    folder = SHARED / "brexit-consensus"
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    votes = read_votes(folder / "votes.csv")
    own = {row["participant"]: row["group-id"] for row in rows}
    labels = np.array([int(own[one]) if own[one] else -1 for one in votes.participants])
    found = dict(zip(votes.statements, consensus(counted(votes, labels)), strict=True))
    for statement in votes.statements:
        expected = 1.0
        for group in sorted({row["group-id"] for row in rows if row["group-id"]}):
            said = [row[statement] for row in rows if row["group-id"] == group]
            agree = sum(float(one) == 1 for one in said if one)
            expected *= (agree + 1) / (sum(one != "" for one in said) + 2)
        assert abs(found[statement] - expected) < 1e-9
