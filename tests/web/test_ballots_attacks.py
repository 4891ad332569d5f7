"""Attacks on a vote, each refused: to vote twice, for another, to read, to link, to stuff."""

import itertools
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from test_space_walls import addresses_of_spaces
from voting import (
    ENGLISH,
    address,
    browser_of,
    cast_all,
    closed,
    form_of,
    let_it_end,
    open_election,
    people_of,
    vote_by_page,
)

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.ballots.box import COMPANY, cast, change
from rebond_web.ballots.codes import digest_of, new_code, signed
from rebond_web.ballots.electing import set_vote
from rebond_web.ballots.models import Ballot, Election, Voter
from rebond_web.challenges.models import Challenge, Period, Phase
from rebond_web.spaces.given import erase_all
from rebond_web.spaces.models import Participant, Space

SignedIn = Callable[..., Client]
TakesPart = Callable[..., Client]
# How many exact pairs an order may give by chance among 200: twelve or more, once in 10⁹ orders.
BY_CHANCE = 12


@pytest.fixture
def election(challenge: Challenge, owner: Account) -> Election:
    return open_election(challenge, owner)


@pytest.fixture
def one(election: Election, takes_part: TakesPart) -> Client:
    del election
    return takes_part("Nadia")


# Voting twice, or for somebody else


def test_voting_twice_in_two_tabs(election: Election, one: Client) -> None:
    first, second = (form_of(one, election, {"choice": "1"}) for _ in range(2))
    for form, told in ((first, 200), (second, 400)):
        page = one.post(address(election), {"choice": "1", "form": form, "step": "cast"})
        assert page.status_code == told
    assert (Voter.objects.count(), Ballot.objects.count()) == (1, 1)


def test_sending_a_ballot_twice_counts_it_once(election: Election, one: Client) -> None:
    form = form_of(one, election, {"choice": "1"})
    sent = [
        one.post(address(election), {"choice": "1", "form": form, "step": "cast"}) for _ in range(2)
    ]
    codes = {re.search(r'id="code">([^<]+)<', page.content.decode())[1] for page in sent}
    assert len(codes) == 1
    assert (Voter.objects.count(), Ballot.objects.count()) == (1, 1)


def test_voting_again_after_having_oneself_forgotten(
    election: Election, one: Client, space: Space
) -> None:
    vote_by_page(one, election, choice="1")
    erase_all(Participant.objects.get(), by=None)
    to = reverse("join", kwargs={"slug": space.tenant.slug, "space": space.slug})
    assert one.post(to, {"public": space.publics.order_by("pk")[0].pk}).status_code == 302
    assert Participant.objects.exclude(device="").exists()
    form = signed(new_code(), election.pk)
    told = one.post(address(election), {"choice": "2", "form": form, "step": "cast"})
    assert told.status_code == 400
    assert Ballot.objects.get().marks == ["1"]
    closed(election)
    assert Voter.objects.get().mark == ""


def test_a_row_beside_the_roll_is_refused_by_the_database(election: Election, space: Space) -> None:
    (voter,) = people_of(space, 1)
    cast(election, voter, ["1"], new_code())
    with pytest.raises(IntegrityError), transaction.atomic():
        Voter.objects.create(election=election, participant=voter)


def test_voting_for_another(election: Election, one: Client, space: Space) -> None:
    (other,) = people_of(space, 1)
    forged = {"participant": other.pk, "voter": other.pk, "account": 1, "choice": "1"}
    vote_by_page(one, election, **forged)
    assert not election.voters.filter(participant=other).exists()
    assert vote_by_page(browser_of(other), election, choice="2")


def test_voting_without_having_joined(election: Election) -> None:
    form = signed(new_code(), election.pk)
    told = Client().post(address(election), {"choice": "1", "form": form, "step": "cast"})
    assert told.status_code == 302
    assert "/join/" in told.headers["Location"]
    assert not Ballot.objects.exists()


def test_voting_when_excluded(election: Election, space: Space) -> None:
    (voter,) = people_of(space, 1)
    Participant.objects.filter(pk=voter.pk).update(excluded=True)
    told = browser_of(voter).post(address(election), {"choice": "1", "step": "review"})
    assert told.status_code == 404
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("wall", ["publics", "joined_by", "with_account"])
def test_voting_without_the_right(
    challenge: Challenge, owner: Account, space: Space, wall: str
) -> None:
    teams = space.publics.get(name="Équipes")
    before = challenge.created.date().replace(year=2020)
    given = {"publics": [teams], "joined_by": before, "with_account": True}[wall]
    election = open_election(challenge, owner, **{wall: given})
    (voter,) = people_of(space, 1)
    form = signed(new_code(), election.pk)
    told = browser_of(voter).post(address(election), {"choice": "1", "form": form, "step": "cast"})
    assert told.status_code == 400
    assert not Ballot.objects.exists()


def test_stuffing_the_box_from_a_script(election: Election, space: Space) -> None:
    public = space.publics.order_by("pk")[0].pk
    to = reverse("join", kwargs={"slug": space.tenant.slug, "space": space.slug})
    answers = [Client().post(to, {"public": public}).status_code for _ in range(70)]
    assert set(answers[60:]) == {429}
    assert Participant.objects.count() == 60
    page = Client(headers=ENGLISH).get(address(election)).content.decode()
    assert "somebody who takes another browser could vote again" in page


def test_stuffing_is_over_where_one_had_to_join_before(
    challenge: Challenge, owner: Account, takes_part: TakesPart
) -> None:
    before = timezone.localdate().replace(year=2020)
    election = open_election(challenge, owner, joined_by=before)
    late = takes_part("Late")
    assert form_of(late, election, {"choice": "1"}) == ""
    page = Client(headers=ENGLISH).get(address(election)).content.decode()
    assert "nobody can join now to vote again" in page


# Saying what a ballot cannot say


@pytest.mark.parametrize("forged", ["9", "", "1 OR 1=1", "-1", "01", "١"])
def test_forging_an_option(election: Election, one: Client, forged: str) -> None:
    form = signed(new_code(), election.pk)
    told = one.post(address(election), {"choice": forged, "form": form, "step": "cast"})
    assert told.status_code == 400
    assert not Voter.objects.exists()


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("limited", {"choice": ["1", "2", "3"]}),
        ("equal-shares", {"choice": ["1", "2"]}),
        ("majority-judgment", {"grade-1": "6"}),
        ("majority-judgment", {"grade-1": "-1"}),
        ("majority-judgment", {"grade-9": "5"}),
    ],
)
def test_exceeding_what_a_ballot_may_hold(
    challenge: Challenge, owner: Account, takes_part: TakesPart, rule: str, fields: dict[str, Any]
) -> None:
    election, one = open_election(challenge, owner, rule), takes_part("Nadia")
    form = signed(new_code(), election.pk)
    told = one.post(address(election), {**fields, "form": form, "step": "cast"})
    assert told.status_code == 400
    assert not Ballot.objects.exists()


def test_marking_an_option_twice_counts_it_once(election: Election, one: Client) -> None:
    vote_by_page(one, election, choice=["1", "1", "1"])
    assert Ballot.objects.get().marks == ["1"]


@pytest.mark.parametrize("form", ["", "x", "signed for another", "signed elsewhere"])
def test_choosing_the_code_of_a_ballot(election: Election, one: Client, form: str) -> None:
    forged = {
        "signed for another": signed(new_code(), election.pk + 1),
        "signed elsewhere": signing.dumps([new_code(), election.pk], salt="elsewhere"),
    }
    fields = {"choice": "1", "form": forged.get(form, form), "step": "cast"}
    assert one.post(address(election), fields).status_code == 400
    assert not Ballot.objects.exists()


def test_changing_what_is_voted_on_once_it_is_open(
    election: Election, owner: Account, signed_in: SignedIn
) -> None:
    with pytest.raises(InputError):
        set_vote(election, {"rule": "limited", "most": 1}, [], by=owner)
    form = {"step": "set", "rule": "limited", "title": ["Autre"], "cost": [""]}
    assert signed_in("owner").post(address(election, "vote-set"), form).status_code == 400
    assert Election.objects.get().rule == "approval"
    assert [one.title for one in election.choices.all()] == ["Caisse unique", "Casiers", "Bancs"]


# Reading what is hidden


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("role", ["owner", "analyst", "nobody", "voter"])
def test_reading_a_hidden_result_anywhere(
    challenge: Challenge, owner: Account, signed_in: SignedIn, role: str, hidden: bool
) -> None:
    election = open_election(challenge, owner, hidden=hidden)
    cast_all(election, [["1"]] * 4)
    space = election.challenge.space
    reader = {
        "nobody": lambda: Client(),
        "voter": lambda: browser_of(Participant.objects.order_by("pk")[0]),
    }.get(role, lambda: signed_in(role))()

    def everywhere() -> dict[str, str]:
        asked = [
            *addresses_of_spaces(space.tenant.slug, space.slug),
            *(address(election, name) for name in ("vote", "vote-result", "vote-ballots")),
            address(election, "vote-set"),
            address(election, "challenge"),
        ]
        return {one: _plain(reader.get(one).content) for one in asked}

    first, again = everywhere(), everywhere()
    drawn = {one for one in first if first[one] != again[one]}  # sparks, drawn at each reading
    assert not any("vote" in one or one == address(election, "challenge") for one in drawn)
    Ballot.objects.update(marks=["2"])  # the box says something else: no page may show it
    after = everywhere()
    assert [one for one in first if one not in drawn and after[one] != first[one]] == []
    assert "4" in first[address(election, "vote-result")]


def _plain(page: bytes) -> str:
    page = re.sub(rb'csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return re.sub(rb'name="form" value="[^"]*"', b"", page).decode()


def test_asking_for_the_ballots_before_the_close(election: Election, signed_in: SignedIn) -> None:
    cast_all(election, [["1"]] * 6)
    for reader in (Client(), signed_in("owner")):
        assert reader.get(address(election, "vote-ballots")).status_code == 404


def test_reading_ballots_one_by_one_while_they_are_shown_as_they_come(
    challenge: Challenge, owner: Account
) -> None:
    election = open_election(challenge, owner, hidden=False)
    seen = []
    for _ in range(12):
        cast_all(election, [["1"]])
        page = Client(headers=ENGLISH).get(address(election, "vote-result")).content.decode()
        found = re.search(r"after (\d+) voters", page)
        seen.append(int(found[1]) if found else 0)
    assert seen == [0] * 4 + [5] * 5 + [10] * 3


@pytest.mark.parametrize("people", [1, 4])
def test_deducing_a_person_from_a_few_ballots(election: Election, people: int) -> None:
    cast_all(election, [["1"]] * people)
    result = closed(election)
    assert result.outcome == {"winners": ["1"]}
    assert (result.file, result.fingerprint) == ("", "")
    page = Client(headers=ENGLISH).get(address(election, "vote-result")).content.decode()
    assert "“Caisse unique” is chosen" in page
    assert "Casiers" not in page
    assert Client().get(address(election, "vote-ballots")).status_code == 404


def test_deducing_the_few_by_those_on_paper(election: Election) -> None:
    cast_all(election, [["1"]] * 3)
    Ballot.objects.bulk_create(
        Ballot(election=election, marks=["2"], paper=True) for _ in range(40)
    )
    assert closed(election).file == ""


# Linking a ballot to its voter


def cast_many(election: Election, count: int) -> list[tuple[int, str]]:
    """Cast ballots that differ; return who cast which, in the order in which they came."""
    codes = cast_all(election, [["1"], ["2"], ["1", "2"], []] * (count // 4))
    voters = Participant.objects.order_by("pk").values_list("pk", flat=True)
    return list(zip(voters, map(digest_of, codes), strict=True))


def pairs_found(truth: list[tuple[int, str]], roll: list[int], box: list[str]) -> int:
    """Return how many voters an attacker finds by laying a roll beside a box, in these orders."""
    known = set(truth)
    return sum(pair in known for pair in zip(roll, box, strict=True))


def test_linking_by_an_id(election: Election) -> None:
    cast_many(election, 40)
    numbers = [{str(value) for value in row} for row in Voter.objects.values_list()]
    ballots = [{str(value) for value in row} for row in Ballot.objects.values_list()]
    shared = set.union(*numbers) & set.union(*ballots)
    assert shared <= {str(election.pk)}
    fields = {one.name for one in Ballot._meta.get_fields()}
    assert fields == {"id", "election", "digest", "marks", "paper"}


def test_linking_by_the_order_of_any_column(election: Election) -> None:
    truth = cast_many(election, 200)
    keys = ("pk", "-pk", "participant_id", "digest", "-digest", "marks")
    names = {model: {one.attname for one in model._meta.fields} for model in (Voter, Ballot)}

    def orders(model: type[Voter] | type[Ballot], what: str) -> Iterator[list[Any]]:
        for key in keys:
            if key.strip("-") in names[model] | {"pk"}:
                yield list(model.objects.order_by(key).values_list(what, flat=True))
        yield list(model.objects.values_list(what, flat=True))
        yield [row[0] for row in _as_stored(model, what)]

    for roll, box in itertools.product(orders(Voter, "participant_id"), orders(Ballot, "digest")):
        assert pairs_found(truth, roll, box) < BY_CHANCE


def _as_stored(model: type[Voter] | type[Ballot], what: str) -> list[Any]:
    """Return the rows in the order in which the database holds them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM {model._meta.db_table} ORDER BY {place}")
        return cursor.fetchall()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_linking_by_where_the_bytes_lie(election: Election) -> None:
    truth = cast_many(election, 200)
    connection.ensure_connection()
    image = connection.connection.serialize()
    digests = [digest for _, digest in truth]
    # In the table the marks follow, in the index of codes they do not.
    places = [image.find(f"{digest}[".encode()) for digest in digests]
    assert min(places) > 0
    by_place = [digest for _, digest in sorted(zip(places, digests, strict=True))]
    assert pairs_found(truth, [voter for voter, _ in truth], by_place) < BY_CHANCE
    # Neighbours in the file are no neighbours in time.
    rank = {digest: number for number, digest in enumerate(digests)}
    steps = [rank[after] - rank[before] for before, after in itertools.pairwise(by_place)]
    assert sum(abs(step) == 1 for step in steps) < BY_CHANCE


@pytest.mark.parametrize(("before", "anew"), [(8, 8), (150, COMPANY)])
def test_linking_by_what_was_written_last(election: Election, before: int, anew: int) -> None:
    def numbers(model: type[Voter] | type[Ballot], what: str) -> set[tuple[int, Any]]:
        return set(model.objects.values_list("pk", what))

    cast_many(election, before)
    kinds = ((Voter, "participant_id"), (Ballot, "digest"))
    kept = [numbers(model, what) for model, what in kinds]
    cast_all(election, [["1"]])
    for (model, what), old in zip(kinds, kept, strict=True):
        assert len(numbers(model, what) - old) == anew + 1


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_linking_by_what_was_written_together(election: Election) -> None:
    cast_many(election, 40)
    with connection.cursor() as cursor:
        for table in (Voter._meta.db_table, Ballot._meta.db_table):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")
            assert cursor.fetchone() == (1,)


def test_linking_by_time(election: Election, one: Client) -> None:
    for model in (Voter, Ballot):
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField", "AutoField"}
    before = _everything()
    vote_by_page(one, election, choice="1")
    changed = {name for name, rows in _everything().items() if rows != before[name]}
    # How often one address asks is counted, in windows of a day: neither who nor what is there.
    assert changed == {"ballots_voter", "ballots_ballot", "accounts_tally"}
    assert not Entry.objects.filter(action__contains="vote").exclude(
        action__in=("vote set", "vote opened")
    )


def _everything() -> dict[str, list[Any]]:
    return {
        model._meta.db_table: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
    }


def test_linking_by_a_change(election: Election, one: Client) -> None:
    code = vote_by_page(one, election, choice="1")
    before = _everything()
    asked: list[str] = []
    with connection.execute_wrapper(
        lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]
    ):
        told = one.post(reverse("own-ballot"), {"code": code, "choice": "2", "step": "change"})
    assert told.status_code == 200
    changed = {name for name, rows in _everything().items() if rows != before[name]}
    assert changed <= {"ballots_ballot", "accounts_tally"}
    read = " ".join(asked)
    for table in ("spaces_participant", "accounts_account", "django_session", "ballots_voter"):
        assert table not in read
    assert Client().post(reverse("own-ballot"), {"code": code}).status_code == 200


def test_linking_by_a_log(
    election: Election, one: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = vote_by_page(one, election, choice="1")
    one.post(reverse("own-ballot"), {"code": code})
    let_it_end(election)
    assert one.post(reverse("own-ballot"), {"code": code}).status_code == 404
    said = caplog.text
    assert code not in said
    assert digest_of(code)[:12] not in said
    page = one.get(reverse("own-ballot"))
    assert code not in page.request["PATH_INFO"]


def test_linking_by_who_gets_the_page_again(election: Election, one: Client) -> None:
    code = vote_by_page(one, election, choice="1")
    for name in ("vote", "vote-result"):
        page = one.get(address(election, name))
        assert code not in page.content.decode()
    kept = json.dumps([str(cookie) for cookie in one.cookies.values()])
    assert code not in kept


# After the close


def test_changing_a_ballot_after_the_close(election: Election) -> None:
    codes = cast_all(election, [["1"]] * 6)
    ballot = Ballot.objects.select_related("election").get(digest=digest_of(codes[0]))
    let_it_end(election)
    asked = {"code": codes[0], "choice": "2", "step": "change"}
    assert Client().post(reverse("own-ballot"), asked).status_code == 404
    with pytest.raises(InputError):
        change(ballot, ["2"])
    assert closed(election).outcome["counts"]["1"] == 6
    assert Client().post(reverse("own-ballot"), asked).status_code == 404


def test_voting_after_the_close(election: Election, one: Client) -> None:
    form = form_of(one, election, {"choice": "1"})
    let_it_end(election)
    told = one.post(address(election), {"choice": "1", "form": form, "step": "cast"})
    assert told.status_code == 302
    assert Voter.objects.count() == 0


def test_opening_a_vote_again_after_its_close(election: Election, space: Space) -> None:
    cast_all(election, [["1"]] * 6)
    closed(election)
    Period.objects.filter(phase=Phase.CHOOSE).update(closes="2999-01-01")
    (voter,) = people_of(space, 1)
    with pytest.raises(InputError):
        cast(Election.objects.get(), voter, ["2"], new_code())


def test_keys_and_ballots_are_destroyed_at_the_close(election: Election) -> None:
    codes = cast_all(election, [["1"]] * 6)
    closed(election)
    assert not Ballot.objects.exists()
    said = " ".join(str(row) for rows in _everything().values() for row in rows)
    assert not any(digest_of(code) in said for code in codes)


def test_using_the_code_of_another_vote(election: Election, space: Space, owner: Account) -> None:
    other = Challenge.objects.create(
        space=space, question="Autre ?", language="fr", opened=election.opened
    )
    day = election.last_day
    Period.objects.create(
        challenge=other, phase=Phase.CHOOSE, opens=day.replace(year=2020), closes=day
    )
    elsewhere = open_election(other, owner, "limited")
    (code,) = cast_all(election, [["1"]])
    cast_all(elsewhere, [["2"]])
    asked = {"code": code, "choice": ["1", "2", "3"], "step": "change", "election": elsewhere.pk}
    assert Client().post(reverse("own-ballot"), asked).status_code == 200
    assert election.ballots.get().marks == ["1", "2", "3"]
    assert elsewhere.ballots.get().marks == ["2"]


# Those who run the space


@pytest.mark.parametrize("role", ["owner", "analyst"])
def test_reading_ballots_as_who_runs_the_vote(
    election: Election, signed_in: SignedIn, role: str
) -> None:
    codes = cast_all(election, [["1"], ["2"]] * 4)
    reader = signed_in(role)
    page = reader.get(address(election, "vote-set")).content.decode()
    assert not any(code in page or digest_of(code) in page for code in codes)
    for voter in Participant.objects.all():
        assert f"participant {voter.pk}" not in page
    assert reader.get(address(election, "vote-ballots")).status_code == 404


@pytest.mark.parametrize("role", ["manager", "contributor", "guest"])
def test_setting_a_vote_up_without_the_right(
    challenge: Challenge, election: Election, signed_in: SignedIn, role: str
) -> None:
    del challenge
    browser = signed_in(role, "Ville = Nantes") if role == "manager" else signed_in(role)
    for step in ("set", "open", "paper"):
        told = browser.post(address(election, "vote-set"), {"step": step})
        assert told.status_code == 404
    assert browser.get(address(election, "vote-set")).status_code == 404


def test_closing_early_to_learn_the_result(election: Election, signed_in: SignedIn) -> None:
    cast_all(election, [["1"]] * 6)
    told = signed_in("owner").post(address(election, "vote-set"), {"step": "close"})
    assert told.status_code == 302
    assert Election.objects.get().closed is None


def test_telling_who_voted_by_the_address_of_a_receipt(election: Election) -> None:
    (code,) = cast_all(election, [["1"]])
    assert Client().get(reverse("own-ballot"), {"code": code}).status_code == 200
    shown = Client().get(reverse("own-ballot"), {"code": code}).content.decode()
    assert "Caisse unique" not in shown
    guess = [Client().post(reverse("own-ballot"), {"code": new_code()}) for _ in range(3)]
    assert {one.status_code for one in guess} == {404}
