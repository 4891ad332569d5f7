"""Opinion groups on the site: nothing of few people, one's own seat, names that last."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job
from rebond_web.spaces.models import Participant, Public, Space
from rebond_web.statements.actions import name_groups, seed_statements
from rebond_web.statements.counting import COUNT, count
from rebond_web.statements.models import Sorting, Statement, Vote
from rebond_web.statements.routing import next_statement
from rebond_web.statements.showing import opinions_of
from rebond_web.statements.summing import LEAST, LEAST_PEOPLE, folded
from rebond_web.statements.voting import mark

TakesPart = Callable[..., Client]
SignedIn = Callable[..., Client]
EVERYBODY, CAMPS = 4, 8  # statements that all agree on, statements that divide


@pytest.fixture
def statements(challenge: Challenge, owner: Account) -> list[Statement]:
    lines = [f"Tous pensent ceci {n}" for n in range(EVERYBODY)]
    lines += [f"Un camp pense cela {n}" for n in range(CAMPS)]
    seed_statements(challenge, "\n".join(lines), by=owner)
    return list(Statement.objects.order_by("pk"))


def vote_all(
    challenge: Challenge, people: int, *, public: str = "Clients", camp: int = 0, seed: int = 1
) -> list[Participant]:
    """Have people vote, one in two of each camp, on most statements; "camp" 2 puts all in one."""
    draw = random.Random(seed)
    where = Public.objects.get(space=challenge.space, name=public)
    made = Participant.objects.bulk_create(
        Participant(space=challenge.space, public=where, language="fr", device=f"{public}{seed}{n}")
        for n in range(people)
    )
    votes = []
    for rank, one in enumerate(made):
        side = 1 if camp == 2 or rank % 2 else -1
        for place, statement in enumerate(Statement.objects.order_by("pk")):
            if draw.random() < 0.9:
                value = 1 if place < EVERYBODY else side * (1 if place % 2 else -1)
                value = value if draw.random() < 0.95 else -value
                votes.append(Vote(statement=statement, participant=one, value=value))
    Vote.objects.bulk_create(votes)
    mark(challenge.pk)
    return made


def told(challenge: Challenge) -> dict[str, Any]:
    return dict(Sorting.objects.get(challenge=challenge).told)


def page(browser: Client, challenge: Challenge) -> str:
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    to = reverse("statements", kwargs={**at, "challenge": challenge.pk})
    return browser.get(to, headers={"Accept-Language": "en"}).content.decode()


@pytest.mark.usefixtures("statements")
def test_nothing_of_groups_is_told_before_enough_people_voted(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    vote_all(challenge, LEAST_PEOPLE - 1)
    count(challenge)
    assert set(told(challenge)) == {"people", "votes", "enough", "speak", "routing"}
    assert "Who votes alike is not told yet." in page(takes_part("Nadia"), challenge)
    vote_all(challenge, 1, seed=2)
    count(challenge)
    assert "sketch" in told(challenge)


@pytest.mark.usefixtures("statements")
def test_two_camps_what_unites_and_what_divides_are_told(
    takes_part: TakesPart, challenge: Challenge
) -> None:
    vote_all(challenge, 60)
    count(challenge)
    opinions = opinions_of(challenge, Sorting.objects.get(), {})
    assert [group.size for group in opinions.groups] == [30, 30]
    assert {row.text[:4] for row in opinions.unites} == {"Tous"}
    assert {row.text[:7] for row in opinions.divides} == {"Un camp"}
    for row in (*opinions.unites, *opinions.divides):
        for share in row.shares:
            assert share.low - 1e-6 <= share.share <= share.high + 1e-6
            assert share.seen >= LEAST
    shown = page(takes_part("Nadia"), challenge)
    assert shown.count('class="hull') == 2
    assert len(shown) < 100_000


def test_one_sees_where_one_sits_at_once_and_nobody_else_does(
    takes_part: TakesPart, challenge: Challenge, statements: list[Statement]
) -> None:
    vote_all(challenge, 60)
    count(challenge)
    nadia, omar = takes_part("Nadia"), takes_part("Omar")
    assert 'class="you"' not in page(nadia, challenge)
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    for one in statements[EVERYBODY:]:
        side = "1" if one.pk % 2 else "-1"
        to = reverse("statement", kwargs={**at, "challenge": challenge.pk, "statement": one.pk})
        nadia.post(to, {"said": side})
    shown = page(nadia, challenge)
    assert 'class="you"' in shown
    assert 'class="you-zone"' in shown
    assert "Where I sit: on the side of" in shown
    assert 'class="you"' not in page(omar, challenge)


@pytest.mark.usefixtures("statements")
def test_what_is_kept_holds_no_participant(challenge: Challenge) -> None:
    people = vote_all(challenge, 40)
    Participant.objects.filter(pk=people[0].pk).update(name="Nadia", device="known")
    count(challenge)
    kept = told(challenge)
    assert "Nadia" not in json.dumps(kept)
    assert kept["points"] == sorted(kept["points"]), "in the order of the map, not of coming"


@pytest.mark.usefixtures("statements")
def test_a_group_of_fewer_than_five_is_none(challenge: Challenge) -> None:
    vote_all(challenge, 30, camp=2)
    people = vote_all(challenge, 4, seed=7)
    Vote.objects.filter(participant__in=people, value=1).update(value=-1)
    count(challenge)
    sizes = [group.size for group in opinions_of(challenge, Sorting.objects.get(), {}).groups]
    assert min(sizes) >= LEAST
    assert sum(sizes) == 34


@pytest.mark.usefixtures("statements")
def test_a_public_of_fewer_than_five_is_told_with_the_next(challenge: Challenge) -> None:
    Public.objects.create(space=challenge.space, name="Partenaires", stakeholder="partner")
    vote_all(challenge, 30)
    vote_all(challenge, 12, public="Équipes", seed=2)
    vote_all(challenge, 3, public="Partenaires", seed=3)
    count(challenge)
    found = opinions_of(challenge, Sorting.objects.get(), {})
    names = {share.name for row in found.bridges for share in row.shares}
    assert names == {"Clients", "Équipes + Partenaires"}
    assert {row.text[:4] for row in found.bridges} == {"Tous"}


@pytest.mark.parametrize(
    ("sizes", "sides"),
    [
        ((9, 8, 7), [(0,), (1,), (2,)]),
        ((9, 8, 1), [(0,), (1, 2)]),
        ((9, 2, 1), [(0, 1, 2)]),
        ((9, 9, 2, 3), [(0,), (1,), (2, 3)]),
        ((2,), [(0,)]),
    ],
)
def test_what_is_left_of_the_whole_is_never_fewer_than_five(
    sizes: tuple[int, ...], sides: list[tuple[int, ...]]
) -> None:
    publics = {f"{public}-{n}": public for public, size in enumerate(sizes) for n in range(size)}
    assert sorted(set(folded(publics).values())) == sides


@pytest.mark.usefixtures("statements")
def test_a_name_lasts_while_the_group_stays_the_same(challenge: Challenge, owner: Account) -> None:
    vote_all(challenge, 60)
    count(challenge)
    name_groups(challenge, {0: " Aller  vite ", 1: "Garder l’humain"}, by=owner)
    before = opinions_of(challenge, Sorting.objects.get(), {})
    # Many more of the second camp: it becomes the larger, and keeps its number and its name.
    own = before.groups[1].owned
    vote_all(challenge, 31, seed=5)
    count(challenge)
    after = opinions_of(challenge, Sorting.objects.get(), {})
    assert [group.name for group in after.groups] == ["Aller vite", "Garder l’humain"]
    assert {text for text, _ in after.groups[1].owned} & {text for text, _ in own}


@pytest.mark.usefixtures("statements")
def test_only_those_who_run_a_space_name_groups(
    takes_part: TakesPart, signed_in: SignedIn, challenge: Challenge
) -> None:
    vote_all(challenge, 40)
    count(challenge)
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    to = reverse("run-statements", kwargs={**at, "challenge": challenge.pk})
    given = {"what": "names", "name-0": "Aller vite"}
    assert takes_part("Nadia").post(to, given).status_code == 404
    assert signed_in("analyst").post(to, given).status_code == 302
    assert Sorting.objects.get().names == {"0": "Aller vite"}


@pytest.mark.usefixtures("statements")
def test_a_page_asks_the_worker_once_and_waits_for_nothing(
    takes_part: TakesPart,
    challenge: Challenge,
    settings: pytest.FixtureRequest,
) -> None:
    settings.COMPUTED_BY_WORKER = True  # type: ignore[attr-defined]
    browser = takes_part("Nadia")
    vote_all(challenge, 40)
    for _ in range(3):
        assert "Who votes alike is not told yet." in page(browser, challenge)
    job = Job.objects.get(kind=COUNT)
    do(job.pk)
    assert "Map of the opinions of 40 people" in page(browser, challenge)
    assert Job.objects.filter(kind=COUNT).count() == 1


def test_votes_of_who_is_excluded_and_on_what_is_not_shown_do_not_count(
    challenge: Challenge, statements: list[Statement]
) -> None:
    people = vote_all(challenge, 40)
    Participant.objects.filter(pk__in=[one.pk for one in people[:10]]).update(excluded=True)
    Statement.objects.filter(pk=statements[0].pk).update(state="refused")
    count(challenge)
    kept = told(challenge)
    assert kept["people"] == 30
    assert str(statements[0].pk) not in kept["routing"]["statements"]


def test_a_statement_taken_down_is_no_longer_told(
    takes_part: TakesPart, challenge: Challenge, statements: list[Statement]
) -> None:
    vote_all(challenge, 40)
    count(challenge)
    browser = takes_part("Nadia")
    Sorting.objects.update(stale=False)
    assert "Tous pensent ceci 0" in page(browser, challenge)
    Statement.objects.filter(pk=statements[0].pk).update(state="refused")
    assert "Tous pensent ceci 0" not in page(browser, challenge)


def test_the_next_statement_is_drawn_by_priority_and_one_in_three_by_want_of_votes() -> None:
    shown = list(range(1, 101))
    routing = {
        "statements": [str(one) for one in shown],
        "priorities": [9.0 if one <= 10 else 0.1 for one in shown],
        "cast": [0 if one == 100 else 50 for one in shown],
    }
    drawn = [next_statement(shown, [], routing, person) for person in range(400)]
    assert drawn == [next_statement(shown, [], routing, person) for person in range(400)]
    assert sum(one <= 10 for one in drawn if one) > 300
    third = {next_statement(shown, [1, 2], routing, person) for person in range(50)}
    assert third == {100}
    assert next_statement(shown, shown, routing, 1) is None
    assert next_statement([7], [], {}, 1) == 7


@pytest.mark.usefixtures("statements")
def test_space_names_are_written_as_text(
    takes_part: TakesPart, challenge: Challenge, owner: Account
) -> None:
    vote_all(challenge, 40)
    count(challenge)
    name_groups(challenge, {0: "<script>x</script>"}, by=owner)
    shown = page(takes_part("Nadia"), challenge)
    assert not re.search(r"<script>x", shown)
    assert Space.objects.count() == 1
