"""A vote on a SQLite of its own, as it lies on the disk: races, and what is left of ballots."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_BEGIN = """
import json, os, sys, threading
from pathlib import Path
sys.path.insert(0, {tests!r})
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connections
from django.utils import timezone
from rebond.errors import InputError
from rebond_web.accounts.actions import account_of
from rebond_web.ballots.box import cast
from rebond_web.ballots.codes import digest_of, new_code
from rebond_web.ballots.models import Ballot, Voter
from rebond_web.challenges.models import Challenge, Period
from rebond_web.spaces.models import Public, Space
from rebond_web.workspaces.models import Tenant
from voting import closed, open_election, people_of

owner, today = account_of("owner@example.com"), timezone.localdate()
tenant = Tenant.objects.create(slug="a", name="A", folder="a")
space = Space.objects.create(tenant=tenant, slug="s", name="S", token="2345678923")
Public.objects.create(space=space, name="Clients", stakeholder="customer")
challenge = Challenge.objects.create(
    space=space, question="?", language="fr", opened=timezone.now()
)
Period.objects.create(challenge=challenge, phase="choose", opens=today, closes=today)
election = open_election(challenge, owner)
"""
_VOTE = """
(twice,), others = people_of(space, 1), people_of(space, 90)
start, told, digests = threading.Barrier(6), [], []

def vote(turn):
    start.wait()
    for who in [twice, *others[turn::6]]:
        code = new_code()
        try:
            cast(election, who, ["1"], code)
            told.append(who.pk)
            digests.append(digest_of(code))
        except InputError:
            pass
    connections.close_all()

threads = [threading.Thread(target=vote, args=(turn,)) for turn in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
counts = [Voter.objects.count(), Ballot.objects.count()]
files = list(Path(os.environ["REBOND_SITE"]).glob("site.sqlite3*"))
there = sum(any(one.encode() in file.read_bytes() for file in files) for one in digests)
result = closed(election)
print(json.dumps([told, digests, counts, result.outcome["counts"], there]))
"""
_VOTE_FOR_EVER = """
for who in people_of(space, 5000):
    code = new_code()
    cast(election, who, ["1"], code)
    print(digest_of(code), flush=True)
"""
_LEFT = """
import json, django
django.setup()
from rebond_web.ballots.models import Ballot, Voter
print(json.dumps([Voter.objects.count(), list(Ballot.objects.values_list("digest", flat=True))]))
"""


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """Return the folder of a site where six threads voted, then the vote was closed."""
    site = tmp_path_factory.mktemp("site")
    return site, json.loads(run(site, _BEGIN.format(tests=str(TESTS)) + _VOTE))


def surroundings(site: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "REBOND_DATABASE"}
    return {**kept, "REBOND_SITE": str(site), "DJANGO_SETTINGS_MODULE": "rebond_web.settings"}


def run(site: Path, program: str) -> str:
    """Return the last line that a program says, run on the database of a site."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=surroundings(site), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_voting_twice_from_many_places_at_the_same_moment(
    voted: tuple[Path, list[object]],
) -> None:
    _, (told, digests, counts, votes, _) = voted
    assert len(told) == len(set(told)) == len(digests) == 91
    assert counts == [91, 91]
    assert votes["1"] == 91


def test_reading_ballots_off_the_disk_after_the_close(voted: tuple[Path, list[object]]) -> None:
    site, (_, digests, _, _, there_before) = voted
    assert there_before == 91
    files = [one for one in site.iterdir() if one.name.startswith("site.sqlite3")]
    assert files
    for file in files:
        held = file.read_bytes()
        assert not any(digest.encode() in held for digest in digests), file.name


def test_killed_while_people_vote_it_loses_and_doubles_no_ballot(tmp_path: Path) -> None:
    program = _BEGIN.format(tests=str(TESTS)) + _VOTE_FOR_EVER
    command = [sys.executable, "-c", program]
    acknowledged = []
    with subprocess.Popen(
        command, env=surroundings(tmp_path), stdout=subprocess.PIPE, text=True
    ) as voting:
        assert voting.stdout is not None
        for line in voting.stdout:
            acknowledged.append(line.strip())
            if len(acknowledged) == 80:
                voting.kill()
    on_roll, ballots = json.loads(run(tmp_path, _LEFT))
    assert on_roll == len(ballots) == len(set(ballots)) < 5000
    assert set(acknowledged) <= set(ballots)
