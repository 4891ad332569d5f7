"""Conversations come in from Polis and go out again, the same votes on the same statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant, Public
from rebond_web.statements.exchange import bring_in, read_json, read_polis
from rebond_web.statements.exporting import exported
from rebond_web.statements.models import Statement, Vote

SignedIn = Callable[..., Client]
SHARED = Path(__file__).parents[3] / "shared" / "data" / "polis" / "15-per-hour-seattle"
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1,x,0,5,2,1,1,"Ouvrir le samedi, même tard"
2,x,1,5,0,0,-1,Insulte
3,x,2,6,1,0,0,'=1+1 caisse
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
10,x,0,1,1
11,x,0,1,-1
12,x,0,2,1
13,x,1,2,1
14,x,2,3,0
15,x,2,4,1
16,x,0,5,1
"""


@pytest.fixture
def polis(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("votes.csv", VOTES), ("comments.csv", COMMENTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "votes.csv", tmp_path / "comments.csv"


def kept() -> Counter[tuple[str, int]]:
    return Counter(Vote.objects.values_list("statement__text", "value"))


def test_a_conversation_of_polis_comes_in_once(
    challenge: Challenge, owner: Account, polis: tuple[Path, Path]
) -> None:
    public = Public.objects.get(space=challenge.space, name="Clients")
    assert bring_in(challenge, read_polis(*polis), public, by=owner) == (2, 5)
    first = kept()
    assert first == {
        ("Ouvrir le samedi, même tard", -1): 1,
        ("Ouvrir le samedi, même tard", 1): 2,
        ("=1+1 caisse", 0): 1,
        ("=1+1 caisse", 1): 1,
    }
    assert bring_in(challenge, read_polis(*polis), public, by=owner) == (0, 0)
    assert kept() == first


@pytest.mark.parametrize("form", ["polis", "wide", "json"])
def test_what_goes_out_comes_in_elsewhere_the_same(
    challenge: Challenge, owner: Account, polis: tuple[Path, Path], tmp_path: Path, form: str
) -> None:
    public = Public.objects.get(space=challenge.space, name="Clients")
    bring_in(challenge, read_polis(*polis), public, by=owner)
    before = kept()
    for name in ("votes.csv", "comments.csv", "participants-votes.csv", "conversation.json"):
        (tmp_path / name).write_text(exported(challenge, name, by=owner), encoding="utf-8")
    Statement.objects.all().delete()
    Participant.objects.all().delete()
    if form == "json":
        given = read_json(tmp_path / "conversation.json")
    else:
        votes = "votes.csv" if form == "polis" else "participants-votes.csv"
        given = read_polis(tmp_path / votes, tmp_path / "comments.csv")
    assert bring_in(challenge, given, public, by=owner) == (2, 5)
    assert kept() == before


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("conversation.json", "[]", "not a conversation exported from here"),
        ("conversation.json", '{"format": "x"}', "not a conversation exported from here"),
        ("comments.csv", "a,b\n1,2\n", "comment-id and comment-body are missing"),
    ],
)
def test_a_file_that_is_none_of_these_is_refused_with_its_reason(
    signed_in: SignedIn, challenge: Challenge, name: str, text: str, told: str
) -> None:
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    to = reverse("run-statements", kwargs={**at, "challenge": challenge.pk})
    given = {
        "what": "bring in",
        "public": challenge.space.publics.all()[0].pk,
        "comments": ContentFile(text.encode(), name=name),
    }
    answer = signed_in("analyst").post(to, given, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Statement.objects.exists()


def test_files_are_brought_in_by_the_page(
    signed_in: SignedIn, challenge: Challenge, polis: tuple[Path, Path]
) -> None:
    at = {"slug": challenge.space.tenant.slug, "space": challenge.space.slug}
    to = reverse("run-statements", kwargs={**at, "challenge": challenge.pk})
    files = {
        name: ContentFile(path.read_bytes(), name=path.name)
        for name, path in zip(("votes", "comments"), polis, strict=True)
    }
    given = {"what": "bring in", "public": challenge.space.publics.all()[0].pk, **files}
    answer = signed_in("analyst").post(to, given, follow=True, headers={"Accept-Language": "en"})
    assert "2 statements are new. 5 voters are new." in answer.content.decode()


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_an_open_conversation_of_polis_comes_in_whole(challenge: Challenge, owner: Account) -> None:
    given = read_polis(SHARED / "votes.csv", SHARED / "comments.csv")
    public = Public.objects.get(space=challenge.space, name="Clients")
    bring_in(challenge, given, public, by=owner)
    assert Vote.objects.count() == len(given.votes) > 2_000
