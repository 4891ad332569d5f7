"""What does not fit in a request is told in the reader's language, with what would fit."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rebond_web.accounts.models import Account
from rebond_web.api.routes import document
from rebond_web.api.tokens import make_token
from rebond_web.workspaces.models import Tenant

ONE = {"id": "r-1", "at": "2026-05-01T10:00:00+02:00", "texts": [{"text": "Accueil parfait"}]}
SENT = {"source": "kiosk", "channel": "store", "responses": [ONE]}
SCORE = {"question": "NPS", "value": 9}


@pytest.fixture
def program(owner: Account, tenant: Tenant) -> Client:
    cache.clear()
    token = make_token(tenant, "till", ("push", "read", "voices"), "", 30, by=owner)
    return Client(headers={"Authorization": f"Bearer {token}"})


def refused(program: Client, wrong: dict[str, Any], language: str) -> list[dict[str, str]]:
    answer = program.post(
        reverse("api-responses"),
        json.dumps({**SENT, **wrong}),
        content_type="application/json",
        headers={"Accept-Language": language},
    )
    assert answer.status_code == 422
    found: list[dict[str, str]] = json.loads(answer.content)["errors"]
    return found


def scored(**changed: Any) -> dict[str, Any]:
    return {"responses": [{**ONE, "scores": [{**SCORE, **changed}]}]}


WRONG = [
    ({"channel": "pigeon"}, "« channel » vaut « pigeon » : donnez l’un de survey, review"),
    ({"responses": []}, "« responses » vaut une liste de 0 : donnez-en au moins 1."),
    ({"responses": [{"id": "a"}]}, "« at » manque : donnez-le."),
    ({"responses": [{**ONE, "id": "é"}]}, "« id » vaut « é » : donnez des lettres sans accent"),
    ({"responses": [{**ONE, "at": "hier"}]}, "« at » vaut « hier » : donnez un moment avec son"),
    ({"responses": [{**ONE, "at": "2026-05-01T10:00:00"}]}, "donnez un moment avec son fuseau"),
    ({"responses": [{**ONE, "at": "1950-05-01T10:00:00Z"}]}, "donnez un moment entre 1970 et 2100"),
    ({"responses": [{**ONE, "texts": [{"text": ""}]}]}, "« text » vaut le vide : donnez au moins"),
    ({"responses": [{**ONE, "texts": {}}]}, "« texts » vaut un objet : donnez une liste."),
    ({"responses": [{**ONE, "mood": "x"}]}, "« mood » ne veut rien dire ici : retirez-le."),
    ({"responses": [{**ONE, "attributes": {"a": 3}}]}, "« a » vaut 3 : donnez un texte."),
    ({"responses": [{**ONE, "attributes": []}]}, "donnez un objet."),
    ({"responses": ["x"]}, "« x » : donnez un objet."),
    (scored(value="neuf"), "« value » vaut « neuf » : donnez un nombre."),
    (scored(value=1e300), "donnez un nombre jusqu’à 1 000 000 000."),
    (scored(value=-1e300), "donnez un nombre à partir de −1 000 000 000."),
    ({"source": "a\x00b"}, "« a\ufffdb » : donnez un nom sans caractère de commande"),
    ({"source": "x" * 200}, "x… » : donnez au plus 120 caractères."),
    ({"solicited": "peut-être"}, "« peut-être » : donnez true, false ou null."),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_each_misfit_names_the_field_its_value_and_what_fits(
    program: Client, wrong: dict[str, Any], said: str
) -> None:
    (french, *_), (english, *_) = (refused(program, wrong, one) for one in ("fr", "en"))
    plain = french["detail"].replace("\u00a0", " ").replace("\u202f", " ")
    assert said in plain
    assert french["pointer"] == english["pointer"]
    for word in ("Input", "should", "OpenAPI", "autre chose"):
        assert word not in english["detail"] + plain
    assert english["detail"] != french["detail"]


def test_a_misfit_of_an_address_is_told_alike(program: Client) -> None:
    asked = {"page": "zéro", "size": "0"}
    answer = program.get(reverse("api-voices"), asked, headers={"Accept-Language": "fr"})
    page, size = (one["detail"] for one in json.loads(answer.content)["errors"])
    assert "donnez un nombre entier" in page
    assert "donnez un nombre à partir de 1" in size


def test_the_openapi_document_describes_refusals(program: Client) -> None:
    described = document()["components"]["schemas"]
    (one,) = refused(program, {"channel": "pigeon"}, "fr")
    assert set(one) == set(described["ErrorOut"]["properties"])
    assert one["pointer"] == "#/channel"
    for operations in document()["paths"].values():
        for operation in operations.values():
            (content,) = operation["responses"][422]["content"].values()
            assert content["schema"]["$ref"].endswith("/ProblemOut")
