"""A sketch seats whoever votes without holding anybody; a small group is no group."""

from __future__ import annotations

import random

import numpy as np
import pytest

from rebond.cocreate.groups import Groups, Sketch, Votes, groups, told, where


@pytest.fixture(scope="module")
def found() -> Groups:
    draw = random.Random(3)
    return groups(
        Votes.of(
            (f"p{n}", f"s{m}", (1 if m % 2 == n % 2 else -1) * draw.choice((1, 1, 1, 1, -1)))
            for n in range(60)
            for m in range(20)
            if draw.random() < 0.7
        )
    )


def test_a_sketch_seats_a_voter_where_the_map_has_them(found: Groups) -> None:
    sketch = Sketch.of_document(Sketch.of(found).document())
    votes = found.votes
    for person, name in enumerate(votes.participants):
        mine = votes.person == person
        names = [votes.statements[place] for place in votes.statement[mine]]
        seat = sketch.seat(dict(zip(names, votes.value[mine].tolist(), strict=True)))
        assert seat.place == pytest.approx(tuple(found.projection.places[person]), abs=0.01)
        assert seat.sure == pytest.approx(float(found.sureness[person].max()), abs=0.02)
        assert where(found, name).place == pytest.approx(seat.place, abs=0.01)


def test_the_zone_narrows_with_votes_and_closes_with_the_last(found: Groups) -> None:
    sketch = Sketch.of(found)
    said = {f"s{m}": 1 if m % 2 else -1 for m in range(20)}
    zones = [sketch.seat(dict(list(said.items())[:n])).zone[0] for n in (1, 5, 10, 20)]
    assert zones == sorted(zones, reverse=True)
    assert zones[-1] == 0


def test_who_said_nothing_sits_nowhere(found: Groups) -> None:
    assert Sketch.of(found).seat({"unknown": 1}).group == -1


def test_people_of_a_small_group_go_with_another(found: Groups) -> None:
    assert found.count == 2
    sizes = np.bincount(found.labels)
    assert np.array_equal(found.without_small(5).labels, found.labels)
    together = found.without_small(int(sizes.min()) + 1)
    assert together.count == 1
    assert len(together.members(0)) == 60


def test_what_few_of_a_group_voted_on_is_not_told(found: Groups) -> None:
    most = int(found.counts.seen.min(axis=0).max())
    said = [str(message) for message in told(found, least=most + 1)]
    assert len(said) < len(told(found))
    assert not any("“" in one for one in said)
