"""The API holds to its own OpenAPI document, whatever is sent to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rebond_web.accounts.models import Account
from rebond_web.api.routes import document
from rebond_web.api.tokens import make_token
from rebond_web.workspaces.models import Tenant

CHECKS: list[Callable[..., Any]] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    (method.upper(), path) for path, methods in document()["paths"].items() for method in methods
]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the connection, hence the transaction, of the test from one request to the next."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_asked_gets_a_documented_answer(
    owner: Account, tenant: Tenant, method: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rebond_web.api.caller.A_MINUTE", 10**6)
    token = make_token(tenant, "fuzz", ("push", "read", "voices"), "", 30, by=owner)
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    operation = schema[path][method]

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        response = case.call(
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        )
        case.validate_response(response, checks=CHECKS)

    with override_settings(ALLOWED_HOSTS=["*"]):
        ask()
