"""The site killed while people vote: each vote that was acknowledged is there once afterwards."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from test_surveys_killed import run, served

_MAKE = """
import json, django
django.setup()
from django.utils import timezone
from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Period
from rebond_web.spaces.models import Public, Space
from rebond_web.statements.actions import seed_statements
from rebond_web.statements.models import Statement
from rebond_web.workspaces.models import Tenant
owner, today = Account.objects.get(), timezone.localdate()
space = Space.objects.create(tenant=Tenant.objects.get(), slug="a", name="A", token="2", by=owner)
Public.objects.create(space=space, name="Clients", stakeholder="customer")
asked = {"question": "?", "language": "fr", "opened": timezone.now()}
challenge = Challenge.objects.create(space=space, **asked)
Period.objects.create(challenge=challenge, phase="sort", opens=today, closes=today)
seed_statements(challenge, "\\n".join(f"Affirmation {n}" for n in range(200)), by=owner)
statements = list(Statement.objects.values_list("pk", flat=True))
print(json.dumps([space.tenant.slug, Public.objects.get().pk, challenge.pk, statements]))
"""
_KEPT = """
import json, django
django.setup()
from rebond_web.statements.models import Vote
print(json.dumps(list(Vote.objects.values_list("participant__name", "statement", "value"))))
"""
_PEOPLE = 4


class Voting:
    """People who vote until the site dies; it keeps what was acknowledged."""

    def __init__(self, port: int, made: list[object], rank: int) -> None:
        slug, public, challenge, self._statements = made
        self._port, self._rank, self._public = port, rank, public
        self._space, self._at = f"/c/{slug}/a", f"/c/{slug}/a/{challenge}/statements"
        self.votes: dict[tuple[str, int], int] = {}
        self._threads = [threading.Thread(target=self._go_on, args=(i,)) for i in range(_PEOPLE)]

    def until(self, acknowledged: int) -> None:
        for thread in self._threads:
            thread.start()
        end = time.monotonic() + 100
        while len(self.votes) < acknowledged and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.votes) >= acknowledged

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _go_on(self, who: int) -> None:
        name = f"{self._rank}-{who}"
        try:
            cookie, token = self._come_in(name)
            for turn, one in enumerate(self._statements):  # type: ignore[var-annotated,arg-type]
                value = turn % 3 - 1
                given = urlencode({"csrfmiddlewaretoken": token, "said": value})
                self._ask("POST", f"{self._at}/{one}/", cookie, given)
                self.votes[name, one] = value
        except (OSError, http.client.HTTPException):  # the site is dead
            return

    def _come_in(self, name: str) -> tuple[str, str]:
        cookies, page = self._ask("GET", f"{self._space}/join/", "")
        (token,) = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page))
        given = urlencode({"csrfmiddlewaretoken": token, "public": self._public, "name": name})
        kept, _ = self._ask("POST", f"{self._space}/join/", "; ".join(cookies), given)
        return "; ".join([*cookies, *kept]), token

    def _ask(self, method: str, to: str, cookie: str, body: str = "") -> tuple[list[str], str]:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as asked:
            asked.request(method, to, body, headers)
            answer = asked.getresponse()
            page = answer.read().decode()
        assert answer.status in (200, 302), page
        kept = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return [one.split(";")[0] for one in kept], page


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.usefixtures("own_database")
def test_killed_again_and_again_the_site_keeps_each_acknowledged_vote_once(
    own_workspace: Path, tmp_path: Path
) -> None:
    acknowledged: dict[tuple[str, int], int] = {}
    made: list[object] = []
    for rank in range(3):
        with served(tmp_path / "site", own_workspace) as (port, surroundings):
            made = made or json.loads(run(["-c", _MAKE], surroundings))
            people = Voting(port, made, rank)
            people.until(60)
        people.join()
        acknowledged |= people.votes
    kept = [tuple(row) for row in json.loads(run(["-c", _KEPT], surroundings))]
    assert set(Counter((name, one) for name, one, _ in kept).values()) == {1}
    found = {(name, one): value for name, one, value in kept}
    assert {key: found.get(key) for key in acknowledged} == acknowledged
    # A vote that was kept while its acknowledgement was lost may be there too.
    assert len(found) <= len(acknowledged) + 3 * _PEOPLE
