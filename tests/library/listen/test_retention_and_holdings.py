"""What is old goes away from everywhere; what is held on a person can be handed to them."""

import json
from datetime import date
from pathlib import Path

from rebond.listen.contacts import Contact, keep_contacts
from rebond.listen.erasure import concerned, forget
from rebond.listen.holdings import held
from rebond.listen.retention import expire, sources_of
from rebond.listen.traces import search
from rebond.workspace import Workspace


def test_old_responses_of_a_source_go_from_every_store(own_workspace: Path) -> None:
    workspace = Workspace.open(own_workspace)
    ((source, (count, oldest)),) = sources_of(workspace).items()
    assert (count, oldest) == (8, date(2026, 3, 2))
    text = "Attente interminable à la caisse, personne pour renseigner"
    assert search(workspace, [text]).found_in
    done = expire(workspace, source, date(2026, 3, 5))
    assert done.responses == 3
    assert done.removed["voices"] == 3
    assert done.removed["opinions"] > 0
    assert search(workspace, [text]).found_in == ()
    assert sources_of(workspace) == {source: (5, date(2026, 3, 5))}
    assert expire(workspace, source, date(2026, 3, 5)).responses == 0
    assert expire(workspace, "elsewhere", date(2030, 1, 1)).responses == 0


def test_all_that_is_held_on_a_person_is_told_to_them_alone(own_workspace: Path) -> None:
    workspace = Workspace.open(own_workspace)
    (response,) = concerned(workspace, "b.petit@example.com").responses
    given = Contact("b.petit@example.com", answer=True, news=False, given_on=date(2026, 3, 3))
    keep_contacts(workspace, {response: given})
    document = held(workspace, "b.petit@example.com")
    (one,) = document["responses"]
    assert one["voices"][0]["text"].startswith("Attente interminable")
    assert one["attributes"]["Ville"] == "Laval"
    assert one["scores"][0]["value"] == 3
    assert one["opinions"]
    assert one["contact"]["address"] == "b.petit@example.com"
    assert one["import"]["file"] == "comments.csv"
    assert "Personnel" not in json.dumps(document)
    forget(workspace, "b.petit@example.com")
    assert held(workspace, "b.petit@example.com")["responses"] == []


def test_the_proof_looks_beside_the_workspace_too(own_workspace: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "kept.txt").write_text("seen: c.roux@example.com", "utf-8")
    erasure = forget(Workspace.open(own_workspace), "c.roux@example.com", beside=[beside])
    assert erasure.traces_in == (str(beside / "kept.txt"),)
    assert not erasure.verified
