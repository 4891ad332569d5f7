"""The API: tokens open what they allow, responses are kept once, figures come with their proof."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from rebond.errors import InputError, QuestionError
from rebond_web.accounts.models import Account
from rebond_web.api.caller import A_MINUTE
from rebond_web.api.models import Token
from rebond_web.api.routes import document
from rebond_web.api.tokens import make_token, revoke_token
from rebond_web.jobs.models import Job, State
from rebond_web.outbox.actions import flush
from rebond_web.outbox.models import Received
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

SignedIn = Callable[..., Client]
EVERYTHING = ("push", "read", "voices")
ONE = {"id": "r-1", "at": "2026-05-01T10:00:00+02:00", "texts": [{"text": "Accueil parfait"}]}
SENT = {"source": "kiosk", "channel": "store", "responses": [ONE]}


class Program:
    """A program that bears a token."""

    def __init__(self, token: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, name: str, **asked: object) -> HttpResponse:
        number = {"number": asked.pop("number")} if "number" in asked else {}
        address = reverse(f"api-{name}", kwargs=number)
        return self._client.get(address, asked)  # type: ignore[arg-type,return-value]

    def push(self, sent: object, **headers: str) -> HttpResponse:
        return self._client.post(  # type: ignore[return-value]
            reverse("api-responses"),
            json.dumps(sent),
            content_type="application/json",
            headers=headers,
        )


def told(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    cache.clear()
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def program(owner: Account, own_tenant: Tenant) -> Program:
    return Program(make_token(own_tenant, "till", EVERYTHING, "", 30, by=owner))


def test_a_token_opens_until_it_is_revoked_or_expires(owner: Account, own_tenant: Tenant) -> None:
    secret = make_token(own_tenant, "till", ["read"], "", 30, by=owner)
    token = Token.objects.get()
    assert secret not in json.dumps(list(Token.objects.values()), default=str)
    assert Program(secret).get("ask", question="responses").status_code == 200
    assert Token.objects.get().used is not None
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert Program(secret).get("ask", question="responses").status_code == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    revoke_token(token, by=owner)
    assert Program(secret).get("ask", question="responses").status_code == 401


@pytest.mark.parametrize("bears", ["", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer é"])
def test_without_a_token_every_route_refuses_alike(db: None, bears: str) -> None:  # noqa: ARG001
    client = Client(headers={"Authorization": bears} if bears else {})
    routes = [one for one in get_resolver().url_patterns if (one.name or "").startswith("api-")]
    asked = {"api-reference", "api-openapi", "api-nowhere"}
    kept = [one for one in routes if one.name not in asked]
    assert len(kept) == len(document()["paths"])
    for route in kept:
        given = dict.fromkeys(route.pattern.converters, 1)
        address = reverse(str(route.name), kwargs=given)
        method = client.post if route.name == "api-responses" else client.get
        answer = method(address)
        assert answer.status_code == 401, route.name
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert told(answer)["status"] == 401


def test_every_route_wants_its_scope(owner: Account, own_tenant: Tenant) -> None:
    routes = {"ask": "read", "insights": "read", "voices": "voices", "imports": "push"}
    for name, scope in routes.items():
        others = [one for one in EVERYTHING if one != scope]
        answer = Program(make_token(own_tenant, "x", others, "", 30, by=owner)).get(
            name, question="responses"
        )
        assert answer.status_code == 403, name
        assert scope in told(answer)["detail"]
    reader = Program(make_token(own_tenant, "x", ["read", "voices"], "", 30, by=owner))
    assert (refused := reader.push(SENT)).status_code == 403, refused.content
    assert not Received.objects.exists()


def test_what_is_another_workspaces_is_absent(
    owner: Account, tenant: Tenant, program: Program
) -> None:
    job = Job.objects.create(tenant=tenant, kind="import", asked={"name": "theirs.csv"})
    theirs, absent = program.get("import", number=job.pk), program.get("import", number=10**9)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content
    assert told(program.get("imports")) == {"imports": []}
    other = Program(make_token(tenant, "x", EVERYTHING, "", 30, by=owner))
    assert told(other.get("import", number=job.pk))["file"] == "theirs.csv"


def test_a_perimeter_holds_on_every_route(owner: Account, tenant: Tenant) -> None:
    part = Program(make_token(tenant, "laval", EVERYTHING, "Ville = Laval", 30, by=owner))
    whole = Program(make_token(tenant, "all", EVERYTHING, "", 30, by=owner))
    job = Job.objects.create(tenant=tenant, kind="import", asked={"name": "all.csv"})
    assert told(whole.get("ask", question="responses"))["total"]["value"] == 8
    assert told(part.get("ask", question="responses"))["total"]["value"] == 3
    for question in ("voices where Ville = Nantes", "voices where not Ville = Laval"):
        assert told(part.get("voices", question=question))["voices"] == []
    towns = {one["attributes"]["Ville"] for one in told(part.get("voices"))["voices"]}
    assert towns == {"Laval"}
    assert "Nantes" not in part.get("insights").content.decode()
    assert told(part.get("imports"))["imports"] == []
    assert part.get("import", number=job.pk).status_code == 404
    assert whole.get("import", number=job.pk).status_code == 200


def test_a_figure_comes_with_its_interval_and_the_way_to_its_voices(
    owner: Account, tenant: Tenant
) -> None:
    program = Program(make_token(tenant, "x", EVERYTHING, "", 30, by=owner))
    figure = told(program.get("ask", question="nps by Ville"))
    laval = next(one for one in figure["cells"] if one["keys"] == ["Laval"])
    assert laval["low"] <= laval["value"] <= laval["high"]
    assert laval["n"] == 3
    assert figure["data_version"]
    assert figure["model_version"]
    voices = program._client.get(laval["evidence"])
    assert {one["attributes"]["Ville"] for one in told(voices)["voices"]} == {"Laval"}


def test_voices_come_page_after_page_each_once(owner: Account, tenant: Tenant) -> None:
    program = Program(make_token(tenant, "x", ["voices"], "", 30, by=owner))
    seen: list[str] = []
    page = told(program.get("voices", size=3))
    while True:
        seen += [one["voice_id"] for one in page["voices"]]
        if not page["next"]:
            break
        page = told(program._client.get(page["next"]))
    whole = [one["voice_id"] for one in told(program.get("voices", size=100))["voices"]]
    assert seen == whole
    assert len(set(seen)) == len(seen) > 3


@pytest.mark.parametrize("question", ["nonsense", "nps where Pays = France", "", "nps\x00"])
def test_a_question_that_means_nothing_is_told_why(
    owner: Account, tenant: Tenant, question: str
) -> None:
    program = Program(make_token(tenant, "x", EVERYTHING, "", 30, by=owner))
    for name in ("ask", "voices"):
        answer = program.get(name, question=question)
        assert answer.status_code == 422
        assert told(answer)["detail"]


@pytest.mark.parametrize(("dimension", "key"), [("polarity", "zz"), ("month", "2026-13-01")])
def test_a_key_that_is_none_is_told(
    owner: Account, tenant: Tenant, dimension: str, key: str
) -> None:
    program = Program(make_token(tenant, "x", EVERYTHING, "", 30, by=owner))
    answer = program.get("voices", question=f"opinions by {dimension}", key=key)
    assert answer.status_code == 422
    assert key in told(answer)["detail"]


def test_responses_are_kept_once_and_reach_the_figures(
    program: Program, own_tenant: Tenant
) -> None:
    scores = [{"question": "NPS", "value": 9, "kind": "nps"}]
    two = {**ONE, "id": "r-2", "scores": scores, "attributes": {"Ville": "Brest"}}
    first = program.push({**SENT, "responses": [ONE, two]})
    assert first.status_code == 202
    assert (told(first)["kept"], told(first)["already_known"]) == (2, 0)
    again = program.push({**SENT, "responses": [two]})
    assert (told(again)["kept"], told(again)["already_known"]) == (0, 1)
    assert flush(own_tenant) == 2
    figure = told(program.get("ask", question="voices where source = kiosk"))
    assert figure["total"]["value"] == 2
    town = told(program.get("ask", question="responses where Ville = Brest"))
    assert town["total"]["value"] == 1


def test_the_same_key_gets_the_same_answer_and_another_body_is_refused(program: Program) -> None:
    key = {"Idempotency-Key": "k-1"}
    first, again = program.push(SENT, **key), program.push(SENT, **key)
    assert first.content == again.content
    assert told(again)["responses"][0]["new"] is True
    other = program.push({**SENT, "responses": [{**ONE, "id": "r-9"}]}, **key)
    assert other.status_code == 409
    assert Received.objects.count() == 1


def test_an_id_used_for_something_else_keeps_nothing(program: Program) -> None:
    assert program.push(SENT).status_code == 202
    changed = {**ONE, "texts": [{"text": "Accueil glacial"}]}
    answer = program.push({**SENT, "responses": [{**ONE, "id": "r-3"}, changed]})
    assert answer.status_code == 409
    assert told(answer)["errors"][0]["pointer"] == "#/responses/1/id"
    assert Received.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"responses": []}, "#/responses"),
        ({"channel": "pigeon"}, "#/channel"),
        ({"responses": [{**ONE, "at": "yesterday"}]}, "#/responses/0/at"),
        ({"responses": [{**ONE, "at": "2026-05-01T10:00:00"}]}, "#/responses/0/at"),
        ({"responses": [{**ONE, "texts": [{"text": ""}]}]}, "#/responses/0/texts/0/text"),
        ({"source": "a\x00b"}, "#/source"),
        ({"responses": [{**ONE, "mood": "sunny"}]}, "#/responses/0/mood"),
    ],
)
def test_what_does_not_fit_is_told_where(
    program: Program, wrong: dict[str, object], pointer: str
) -> None:
    answer = program.push({**SENT, **wrong})
    assert answer.status_code == 422
    assert told(answer)["errors"][0]["pointer"] == pointer
    assert not Received.objects.exists()


def test_refusals_are_problem_documents_in_the_language_asked(program: Program) -> None:
    broken = program._client.post(reverse("api-responses"), "{", content_type="application/json")
    nowhere = program._client.get("/api/v1/nowhere", headers={"Accept-Language": "fr"})
    method = program._client.delete(reverse("api-ask"))
    expected = {broken: 400, nowhere: 404, method: 405}
    for answer, status in expected.items():
        assert answer.status_code == told(answer)["status"] == status
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert told(nowhere)["title"] == "Il n’y a rien ici"
    assert method.headers["Allow"] == "GET"


def test_a_token_asks_so_often_and_wrong_ones_less(
    owner: Account, own_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rebond_web.api.caller.A_MINUTE", 2)
    assert A_MINUTE > 2
    first = Program(make_token(own_tenant, "x", ["push"], "", 30, by=owner))
    second = Program(make_token(own_tenant, "y", ["push"], "", 30, by=owner))
    answers = [first.get("imports").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert int(first.get("imports").headers["Retry-After"]) > 0
    assert second.get("imports").status_code == 200


def test_an_import_says_what_became_of_each_row(program: Program, own_tenant: Tenant) -> None:
    counts = {"read": 5, "new": 3, "updated": 1, "unchanged": 0, "quarantined": 1}
    job = Job.objects.create(
        tenant=own_tenant,
        kind="import",
        state=State.DONE,
        asked={"name": "mai.csv"},
        told={"imports": [counts]},
    )
    answer = told(program.get("import", number=job.pk))
    assert {name: answer[name] for name in counts} == counts
    assert answer["state"] == "done"


@pytest.mark.parametrize(
    ("name", "scopes", "perimeter", "days"),
    [
        (" ", ["read"], "", 30),
        ("x", [], "", 30),
        ("x", ["king"], "", 30),
        ("x", ["read"], "", 4000),
        ("x", ["read"], "Pays = France", 30),
    ],
)
def test_a_token_that_means_nothing_is_not_made(
    owner: Account, own_tenant: Tenant, name: str, scopes: list[str], perimeter: str, days: int
) -> None:
    with pytest.raises((InputError, QuestionError)):
        make_token(own_tenant, name, scopes, perimeter, days, by=owner)
    assert not Token.objects.exists()


def test_owners_make_a_token_see_it_once_and_revoke_it(signed_in: SignedIn, tenant: Tenant) -> None:
    browser = signed_in("owner")
    here = reverse("tokens", kwargs={"slug": tenant.slug})
    asked = {"name": "CRM", "scope": ["read"], "days": "90"}
    page = browser.post(here, asked).content.decode()
    token = Token.objects.get()
    secret = next(word for word in page.replace("<", " ").split() if len(word) > 40
                  and token.start in word).rpartition(">")[2]  # fmt: skip
    assert Program(secret).get("ask", question="responses").status_code == 200
    assert secret not in browser.get(here).content.decode()
    assert token.start in browser.get(here).content.decode()
    browser.post(reverse("revoke-token", kwargs={"slug": tenant.slug, "bearer": token.pk}))
    assert Program(secret).get("ask", question="responses").status_code == 401


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_only_owners_make_tokens(signed_in: SignedIn, tenant: Tenant, role: str) -> None:
    browser = signed_in(role, "Ville = Nantes")
    here = reverse("tokens", kwargs={"slug": tenant.slug})
    asked = {"name": "CRM", "scope": ["read"], "days": "90"}
    assert browser.get(here).status_code == browser.post(here, asked).status_code == 404
    assert not Token.objects.exists()


def test_the_token_of_another_workspace_is_not_revoked(
    signed_in: SignedIn, tenant: Tenant, own_tenant: Tenant, owner: Account
) -> None:
    make_token(own_tenant, "x", ["read"], "", 30, by=owner)
    theirs = Token.objects.get().pk
    address = reverse("revoke-token", kwargs={"slug": tenant.slug, "bearer": theirs})
    assert signed_in("owner").post(address).status_code == 404
    assert Token.objects.get().revoked is None


def test_many_tokens_ask_the_database_no_more_than_one(
    signed_in: SignedIn,
    tenant: Tenant,
    owner: Account,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    browser, here = signed_in("owner"), reverse("tokens", kwargs={"slug": tenant.slug})
    make_token(tenant, "first", ["read"], "", 30, by=owner)
    with CaptureQueriesContext(connection) as one:
        browser.get(here)
    for rank in range(12):
        make_token(tenant, f"t{rank}", ["read"], "", 30, by=owner)
    with django_assert_num_queries(len(one)):
        browser.get(here)


def test_the_reference_shows_every_route_without_anything_from_elsewhere(db: None) -> None:  # noqa: ARG001
    page = Client().get(reverse("api-reference")).content.decode()
    for path in document()["paths"]:
        assert path in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert told(Client().get(reverse("api-openapi")))["openapi"].startswith("3.")
