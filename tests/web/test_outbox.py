"""Single answers: kept at once, brought in by batches, once, whatever stops on the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rebond.errors import InputError
from rebond.listen.contacts import Contact, contact_of
from rebond.listen.erasure import forget
from rebond.listen.holdings import held
from rebond.listen.retention import expire
from rebond.listen.traces import search
from rebond.understand import workspace_codebook
from rebond.vocabulary import Channel, Role, Scale, ScoreKind, Stakeholder
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.outbox import actions
from rebond_web.outbox.actions import Drop, drop, flush, on_their_way
from rebond_web.outbox.answers import Answer, Field
from rebond_web.outbox.models import Received, State
from rebond_web.outbox.reading import ENOUGH
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

NPS = Scale(ScoreKind.NPS, 0, 10)
WHEN = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    """Return a workspace that a test may change."""
    return add_tenant(own_workspace, by=owner)


def answer(id: str, text: str = "La caisse était rapide", email: str = "", **other: Any) -> Answer:
    fields = (
        Field("score", "9", Role.SCORE, "Would you recommend us?", NPS),
        Field("comment", text, Role.TEXT, "Why?"),
        Field("Ville", "Brest", Role.ATTRIBUTE),
        Field("e-mail", email, Role.PERSON),
    )
    told: dict[str, Any] = {
        "source": "Borne",
        "channel": Channel.SURVEY,
        "stakeholder": Stakeholder.CUSTOMER,
        "solicited": True,
        "fields": fields,
        "at": WHEN,
    }
    return Answer(id, **{**told, **other})


def texts(tenant: Tenant) -> list[str]:
    found = Workspace.open(Path(tenant.folder)).table("voices").column("text").to_pylist()
    return sorted(text for text in found if text.startswith("La caisse"))


def test_an_answer_dropped_is_a_response_with_its_score_its_place_and_opinions(
    own_tenant: Tenant,
) -> None:
    told = drop(own_tenant, answer("a"))
    assert flush(own_tenant) == 1
    workspace = Workspace.open(Path(own_tenant.folder))
    (response,) = [
        row for row in workspace.table("responses").to_pylist() if row["source"] == "Borne"
    ]
    assert told == Drop(response["response_id"], new=True, same=True)
    assert (response["channel"], response["solicited"]) == ("survey", True)
    assert response["answered_at"] == WHEN.replace(tzinfo=None)
    assert dict(response["attributes"]) == {"Ville": "Brest"}
    scores = [
        (row["kind"], row["value"], row["question"])
        for row in workspace.table("scores").to_pylist()
        if row["response_id"] == told.response_id
    ]
    assert scores == [("nps", 9.0, "Would you recommend us?")]
    assert told.response_id in workspace.table("opinions").column("response_id").to_pylist()


def test_the_same_id_is_the_same_answer_before_and_after_it_is_brought_in(
    own_tenant: Tenant,
) -> None:
    first = drop(own_tenant, answer("a"))
    assert drop(own_tenant, answer("a")) == Drop(first.response_id, new=False, same=True)
    flush(own_tenant)
    again = drop(own_tenant, answer("a", "La caisse était lente"))
    assert again == Drop(first.response_id, new=False, same=False)
    assert drop(own_tenant, answer("a", source="Elsewhere")).new
    flush(own_tenant)
    assert texts(own_tenant) == ["La caisse était rapide"] * 2


@pytest.mark.parametrize("step", ["_bring_in", "import_rows", "read_voices"])
@pytest.mark.parametrize("done", [False, True])
def test_stopped_anywhere_a_flush_loses_and_doubles_nothing(
    own_tenant: Tenant, monkeypatch: pytest.MonkeyPatch, step: str, done: bool
) -> None:
    """Stop before or after each step, then go on as after a restart."""

    class Stopped(BaseException):
        pass

    whole = getattr(actions, step)

    def stops(*given: Any, **named: Any) -> None:
        if done:
            whole(*given, **named)
        raise Stopped

    for i in range(3):
        drop(own_tenant, answer(f"a{i}", f"La caisse {i}"))
    with monkeypatch.context() as patched:
        patched.setattr(actions, step, stops)
        with pytest.raises(Stopped):
            flush(own_tenant)
    assert on_their_way().count() == 3
    flush(own_tenant)
    assert texts(own_tenant) == [f"La caisse {i}" for i in range(3)]
    assert not on_their_way().exists()
    assert flush(own_tenant) == 0


def test_an_address_to_answer_at_is_kept_among_contacts_alone(own_tenant: Tenant) -> None:
    contact = Contact("z@example.com", answer=True, news=False, given_on=WHEN.date())
    response = drop(own_tenant, answer("a", email="z@example.com", contact=contact)).response_id
    flush(own_tenant)
    workspace = Workspace.open(Path(own_tenant.folder))
    assert contact_of(workspace, response) == contact
    assert search(workspace, ["z@example.com"]).found_in == ()


def test_an_answer_that_cannot_be_brought_in_waits_aside_and_holds_no_other_up(
    own_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = actions.import_rows

    def fails(workspace: Workspace, rows: list[dict[str, str]], mapping: Any) -> None:
        if any("poison" in (row["comment"] or "") for row in rows):
            raise OSError("no room")
        whole(workspace, rows, mapping)

    for rank, text in enumerate(("La caisse A", "La caisse poison", "La caisse B")):
        drop(own_tenant, answer(str(rank), text))
    with monkeypatch.context() as patched:
        patched.setattr(actions, "import_rows", fails)
        assert flush(own_tenant) == 2
    assert texts(own_tenant) == ["La caisse A", "La caisse B"]
    assert not on_their_way().exists()
    assert actions.try_stuck_ones_again() == 1
    assert flush(own_tenant) == 1
    assert texts(own_tenant) == ["La caisse A", "La caisse B", "La caisse poison"]


def test_an_answer_sealed_under_another_secret_holds_no_other_up(own_tenant: Tenant) -> None:
    drop(own_tenant, answer("a", "La caisse A"))
    Received.objects.update(sealed=b"x" * 40)
    drop(own_tenant, answer("b", "La caisse B"))
    assert flush(own_tenant) == 1
    assert texts(own_tenant) == ["La caisse B"]


def test_a_workspace_that_begins_with_few_answers_waits_for_more_to_choose_its_codebook(
    owner: Account, tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "new")
    tenant = add_tenant(workspace.path, by=owner)
    said = ("Trop d'attente en caisse", "Le rayon était vide, rupture", "Une vendeuse aimable")
    for rank, text in (("mark", ""), ("first", said[0])):
        drop(tenant, answer(rank, text))
        flush(tenant)
    assert workspace_codebook(workspace).id == "generic"
    for rank in range(ENOUGH):
        drop(tenant, answer(str(rank), f"{said[rank % 3]} {rank}"))
    flush(tenant)
    assert workspace_codebook(workspace).id == "retail"
    drop(tenant, answer("last", said[1]))
    flush(tenant)
    assert workspace_codebook(workspace).id == "retail"


def test_answers_of_several_forms_join_in_one_flush(own_tenant: Tenant) -> None:
    drop(own_tenant, answer("a", "La caisse A"))
    drop(own_tenant, answer("b", "La caisse B", channel=Channel.STORE, solicited=False))
    drop(own_tenant, answer("c", fields=(Field("mot", "La caisse C", Role.TEXT),)))
    assert flush(own_tenant) == 3
    assert texts(own_tenant) == ["La caisse A", "La caisse B", "La caisse C"]
    table = Workspace.open(Path(own_tenant.folder)).table("responses").to_pylist()
    told = {(row["channel"], row["solicited"]) for row in table if row["source"] == "Borne"}
    assert told == {("survey", True), ("store", False)}


def test_what_waits_is_unreadable_without_the_workspace_and_empty_afterwards(
    own_tenant: Tenant,
) -> None:
    drop(own_tenant, answer("a", "La caisse secrète", "z@example.com"))
    kept = Received.objects.get()
    stored = repr([getattr(kept, field.attname) for field in Received._meta.concrete_fields])
    for said in ("secrète", "z@example.com", "Brest"):
        assert said not in stored
    flush(own_tenant)
    kept.refresh_from_db()
    assert (bytes(kept.sealed), kept.people, kept.state) == (b"", [], State.READ)


@pytest.mark.parametrize("flushed", [False, True])
@pytest.mark.parametrize("named", ["z@example.com", "Borne:a", "response"])
def test_erasing_reaches_what_waits(own_tenant: Tenant, named: str, flushed: bool) -> None:
    response = drop(own_tenant, answer("a", "La caisse de Z", "z@example.com")).response_id
    drop(own_tenant, answer("b", "La caisse de Y", "y@example.com"))
    workspace = Workspace.open(Path(own_tenant.folder))
    if flushed:
        flush(own_tenant)
    erased = forget(workspace, response if named == "response" else named)
    assert erased.removed["outbox"] == 1
    assert erased.verified
    drop(own_tenant, answer("a", "La caisse de Z", "z@example.com"))
    flush(own_tenant)
    assert texts(own_tenant) == ["La caisse de Y"]


def test_erasing_an_id_of_one_source_leaves_the_same_id_of_another(own_tenant: Tenant) -> None:
    drop(own_tenant, answer("a", "La caisse de Z"))
    flush(own_tenant)
    drop(own_tenant, answer("a", "La caisse de Y", source="Elsewhere"))
    assert forget(Workspace.open(Path(own_tenant.folder)), "Borne:a").removed["outbox"] == 1
    flush(own_tenant)
    assert texts(own_tenant) == ["La caisse de Y"]


def test_answers_let_go_for_their_age_may_come_again(own_tenant: Tenant) -> None:
    drop(own_tenant, answer("a", "La caisse de Z"))
    flush(own_tenant)
    workspace = Workspace.open(Path(own_tenant.folder))
    assert expire(workspace, "Borne", WHEN.date() + timedelta(1)).responses == 1
    assert drop(own_tenant, answer("a", "La caisse de Z")).new
    flush(own_tenant)
    assert texts(own_tenant) == ["La caisse de Z"]


def test_who_asks_what_is_held_on_them_is_told_what_waits(own_tenant: Tenant) -> None:
    drop(own_tenant, answer("a", "La caisse de Z", "z@example.com"))
    drop(own_tenant, answer("b", "La caisse de Y", "y@example.com"))
    workspace = Workspace.open(Path(own_tenant.folder))
    (told,) = held(workspace, "z@example.com")["answers on their way"]
    assert told["id"] == "a"
    flush(own_tenant)
    after = held(workspace, "z@example.com")
    assert after["answers on their way"] == []
    assert len(after["responses"]) == 1


def test_a_person_forgotten_does_not_come_back(own_tenant: Tenant) -> None:
    forget(Workspace.open(Path(own_tenant.folder)), "z@example.com")
    drop(own_tenant, answer("a", "La caisse de Z", "z@example.com"))
    flush(own_tenant)
    assert texts(own_tenant) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": ""}, "cannot be the id"),
        ({"id": "n/a"}, "cannot be the id"),
        ({"id": "x" * 201}, "1 to 200|to 200"),
        ({"source": " Borne"}, "cannot be the source"),
        ({"fields": (Field("answer id", "1", Role.TEXT),)}, "cannot be a column"),
        ({"fields": (Field("a", "\ud800", Role.TEXT),)}, "half of a character"),
        ({"fields": (Field("a", "x\0", Role.TEXT),)}, "null character"),
        ({"fields": (Field("a", "1", Role.TEXT), Field("a", "2", Role.TEXT))}, "cannot be a col"),
    ],
)
def test_what_could_not_be_imported_is_refused_at_once(
    own_tenant: Tenant, changed: dict[str, Any], told: str
) -> None:
    told_id = changed.pop("id", "a")
    with pytest.raises(InputError, match=told):
        drop(own_tenant, answer(told_id, **changed))
    assert not Received.objects.exists()


def test_a_score_off_its_scale_is_set_aside_and_the_others_come(own_tenant: Tenant) -> None:
    wrong = (Field("score", "11", Role.SCORE, "", NPS), Field("comment", "La caisse X", Role.TEXT))
    good = (Field("score", "1", Role.SCORE, "", NPS), Field("comment", "La caisse Y", Role.TEXT))
    drop(own_tenant, answer("a", fields=wrong))
    drop(own_tenant, answer("b", fields=good))
    flush(own_tenant)
    assert texts(own_tenant) == ["La caisse Y"]
    assert Workspace.open(Path(own_tenant.folder)).table("quarantine").num_rows == 1
