"""Addresses given to be reached: encrypted, for what was agreed to, gone with their response."""

import datetime
from pathlib import Path

import pytest

from rebond.listen.contacts import Contact, contact_of, keep_contacts, may_be_answered
from rebond.listen.erasure import forget
from rebond.workspace import Workspace

TODAY = datetime.date(2026, 3, 9)
MARIE = Contact("marie.durand@example.com", answer=True, news=False, given_on=TODAY)


@pytest.fixture
def workspace(own_workspace: Path) -> Workspace:
    return Workspace.open(own_workspace)


def some_response(workspace: Workspace, rank: int = 0) -> str:
    return str(workspace.table("responses").column("response_id")[rank].as_py())


def test_a_contact_is_read_back_and_its_address_is_written_nowhere(workspace: Workspace) -> None:
    response = some_response(workspace)
    assert keep_contacts(workspace, {response: MARIE}) == 1
    assert contact_of(workspace, response) == MARIE
    assert contact_of(workspace, some_response(workspace, 1)) is None
    assert may_be_answered(workspace) == {response}
    for file in workspace.path.rglob("*"):
        assert not file.is_file() or b"marie.durand" not in file.read_bytes()


def test_the_last_consent_holds(workspace: Workspace) -> None:
    response = some_response(workspace)
    keep_contacts(workspace, {response: MARIE})
    news = Contact("marie@example.com", answer=False, news=True, given_on=TODAY)
    keep_contacts(workspace, {response: news})
    assert contact_of(workspace, response) == news
    assert may_be_answered(workspace) == frozenset()


def test_who_agreed_to_nothing_is_not_kept(workspace: Workspace) -> None:
    response = some_response(workspace)
    keep_contacts(workspace, {response: MARIE})
    nothing = Contact("marie@example.com", answer=False, news=False, given_on=TODAY)
    assert keep_contacts(workspace, {response: nothing}) == 0
    assert contact_of(workspace, response) is None


def test_erasing_a_response_erases_its_contact_for_good(workspace: Workspace) -> None:
    response = some_response(workspace)
    keep_contacts(workspace, {response: MARIE})
    erasure = forget(workspace, response)
    assert erasure.removed["contacts"] == 1
    assert erasure.verified
    assert keep_contacts(workspace, {response: MARIE}) == 0
