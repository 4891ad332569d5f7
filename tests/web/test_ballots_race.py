"""A vote on a SQLite of its own, as it lies on the disk: races, and what is left of ballots."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_VOTE = """
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


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """Return the folder of a site where six threads voted, then the vote was closed."""
    site = tmp_path_factory.mktemp("site")
    kept = {name: value for name, value in os.environ.items() if name != "REBOND_DATABASE"}
    surroundings = {
        **kept,
        "REBOND_SITE": str(site),
        "DJANGO_SETTINGS_MODULE": "rebond_web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _VOTE.format(tests=str(TESTS))],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return site, json.loads(done.stdout.splitlines()[-1])


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
