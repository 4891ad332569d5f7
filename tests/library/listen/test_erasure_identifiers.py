"""A person is found to be erased under any identifier that they gave, and nobody else with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen.columns.roles import parse_overrides
from rebond.listen.erasure import forget
from rebond.listen.importing import ImportReport, import_files
from rebond.workspace import Workspace

HEADER = "id,comment,mail,phone,card"
ANN = "R1,Attente trop longue en caisse,ann@exemple.fr,06 39 98 00 01,C-0001"
ANN_BY_PHONE = "R2,Rayon bien rangé ce matin,,+33 6 39 98 00 01,"
BOB = "R3,Accueil très aimable,bob@exemple.fr,06 39 98 00 02,C-0002"
FAMILY = "R4,Parking toujours plein,eve@exemple.fr,06 39 98 00 02,C-0003"
ROLES = parse_overrides("id=id, comment=text, mail=person, phone=person, card=person")


def load(workspace: Workspace, *rows: str) -> ImportReport:
    path = workspace.path.parent / "file.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (report,) = import_files(workspace, [path], source="shop", overrides=ROLES)
    return report


def ids(workspace: Workspace) -> set[str]:
    return set(workspace.table("responses").column("external_id").to_pylist())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "workspace")
    load(workspace, ANN, ANN_BY_PHONE, BOB, FAMILY)
    return workspace


@pytest.mark.parametrize("identifier", ["ann@exemple.fr", "0639980001", "c-0001"])
def test_any_identifier_finds_all_that_the_person_said(
    workspace: Workspace, identifier: str
) -> None:
    erasure = forget(workspace, identifier)
    assert erasure.verified
    assert erasure.removed["aliases"] == 2
    assert ids(workspace) == {"R3", "R4"}


def test_importing_again_brings_them_back_under_no_identifier(workspace: Workspace) -> None:
    forget(workspace, "C-0001")
    assert load(workspace, ANN, ANN_BY_PHONE).counts.new == 0
    assert ids(workspace) == {"R3", "R4"}


def test_an_identifier_of_several_people_erases_nobody(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="given by 2 people"):
        forget(workspace, "06 39 98 00 02")
    assert ids(workspace) == {"R1", "R2", "R3", "R4"}


def test_what_others_gave_too_is_not_followed(workspace: Workspace) -> None:
    forget(workspace, "bob@exemple.fr")
    assert ids(workspace) == {"R1", "R2", "R4"}
