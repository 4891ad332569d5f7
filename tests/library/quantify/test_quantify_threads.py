"""What a person said over time is counted inside the reader's perimeter."""

from __future__ import annotations

import datetime
from pathlib import Path

from rebond.quantify import Filter, Perimeter, evidence
from rebond.quantify.threads import Thread, threads_of
from rebond.workspace import Workspace


def test_a_thread_counts_the_voices_of_a_person_that_the_reader_sees(small_workspace: Path) -> None:
    workspace = Workspace.open(small_workspace)
    whole = Perimeter.whole(workspace)
    person = workspace.person_key("b.petit@example.com")
    day = datetime.date(2026, 3, 3)
    assert threads_of(whole, [person, "absent", ""]) == {person: Thread(1, day, day)}
    assert threads_of(whole.where(Filter("Ville", "=", ("Nantes",))), [person]) == {}
    assert threads_of(whole, []) == {}


def test_the_latest_voices_come_first_and_say_who_speaks(small_workspace: Path) -> None:
    workspace = Workspace.open(small_workspace)
    voices = evidence("voices", Perimeter.whole(workspace), latest=True, limit=3)
    days = [voice.day for voice in voices]
    assert days == sorted(days, reverse=True)
    assert voices[0].day == datetime.date(2026, 3, 9)
    assert voices[0].person == workspace.person_key("g.gris@example.com")
